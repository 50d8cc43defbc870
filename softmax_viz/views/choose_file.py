"""Asking for a file to open, from the folder where the last one was found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from softmax_viz.text import tr
from softmax_viz.views.settings import make_settings

FOLDER = "files/folder"


def ask_path(parent: QWidget, title: str, filters: Sequence[str]) -> str:
    """Ask which file to open, and remember its folder; "" for none."""
    shown = with_all_files(*filters)
    path, _ = QFileDialog.getOpenFileName(parent, title, _usual_folder(), shown)
    if path:
        remember_folder(Path(path))
    return path


def remember_folder(file: Path) -> None:
    """Have the next question for a file begin where this one is."""
    make_settings().setValue(FOLDER, str(file.parent))


def file_filter(name: str, suffixes: Sequence[str]) -> str:
    """Return what a file dialog shows of files that end so."""
    return f"{name} ({' '.join(f'*{suffix}' for suffix in suffixes)})"


def with_all_files(*filters: str) -> str:
    """Return filters as a file dialog takes them, with the one that hides nothing."""
    return ";;".join((*filters, f"{tr('All files')} (*)"))


def _usual_folder() -> str:
    folder = str(make_settings().value(FOLDER, ""))
    if folder and Path(folder).is_dir():
        return folder
    usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return usual if Path(usual).is_dir() else str(Path.home())
