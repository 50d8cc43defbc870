"""Find what is not code: icons, fonts, formulas, translations, built-in examples."""

from __future__ import annotations

from pathlib import Path

from softmax_viz.text import tr

_PACKAGE = Path(__file__).resolve().parent
# Where a wheel or a bundle keeps them, and where a checkout does.
_FOLDERS = (_PACKAGE / "_resources", _PACKAGE.parent / "resources")


def resource(name: str) -> Path:
    """Return the path of a resource file or folder, named like "icons/add.svg".

    Raises FileNotFoundError where there is none: the installation is then incomplete.
    """
    for folder in _FOLDERS:
        path = folder / name
        if path.exists():
            return path
    raise FileNotFoundError(
        tr(
            "The installation is incomplete: {name} is not in {folder}. "
            "Installing the app again brings it back."
        ).format(name=name, folder=next((f for f in _FOLDERS if f.is_dir()), _FOLDERS[0]))
    )
