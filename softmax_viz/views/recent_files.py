"""Which files were open lately: remembered between two starts, the last first."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import islice, zip_longest

from softmax_viz.views.settings import make_settings

MOST_RECENT = 10


class RecentFiles:
    """Keep the paths of files in the settings, each with that of a second file, "" for none.

    key: where in the settings.
    """

    def __init__(self, key: str) -> None:
        self._key = key
        paths, seconds = _texts(key), _texts(self._key_of_seconds)
        pairs = zip_longest(paths, seconds[: len(paths)], fillvalue="")
        self._files = _first((path, second) for path, second in pairs if path)

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths, the last opened first."""
        return tuple(self._files)

    def second(self, path: str) -> str:
        """Return the path of the second file that one was opened with, "" for none."""
        return self._files.get(path, "")

    def remember(self, path: str, second: str = "") -> None:
        """Put a file first."""
        others = ((other, its) for other, its in self._files.items() if other != path)
        self._keep(_first([(path, second), *others]))

    def forget_gone(self, path: str) -> None:
        """Forget a file that is gone, or its second one where that is."""
        files = dict(self._files)
        second = self.second(path)
        if not os.path.lexists(path):
            files.pop(path, None)
        elif second and not os.path.lexists(second):
            files[path] = ""
        if files != self._files:
            self._keep(files)

    def _keep(self, files: dict[str, str]) -> None:
        self._files = files
        settings = make_settings()
        settings.setValue(self._key, list(files))
        if any(files.values()):
            settings.setValue(self._key_of_seconds, list(files.values()))
        else:
            settings.remove(self._key_of_seconds)

    @property
    def _key_of_seconds(self) -> str:
        return f"{self._key}_second"


def _first(files: Iterable[tuple[str, str]]) -> dict[str, str]:
    return dict(islice(files, MOST_RECENT))


def _texts(key: str) -> list[str]:
    """Return a list of texts from the settings; what is none is ""."""
    value = make_settings().value(key)
    texts = value if isinstance(value, list) else [value]
    return [text if isinstance(text, str) else "" for text in texts]
