"""Open files of logits: what is read, shown first, and put on the screen as a row of a table."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from softmax_viz.core.data.blocks import Mapper, in_threads
from softmax_viz.core.data.logits_table import LogitsTable
from softmax_viz.core.data.rows import Rows
from softmax_viz.core.lecture.work import with_rows
from softmax_viz.core.numbers import NumberError, SeveralRows
from softmax_viz.resources import resource
from softmax_viz.session import Session
from softmax_viz.text import tr, tr_noop
from softmax_viz.views.choose_file import ask_path, file_filter, remember_folder
from softmax_viz.views.recent_files import RecentFiles

# Imported where they are used: what reads files takes time to import, and is not needed to start.
if TYPE_CHECKING:
    from softmax_viz.core.data.understood import Choices
    from softmax_viz.views.data.preview import OpenPreview, Reading

# The files that the app brings along: name, file, what a person reads.
BUILTIN = (
    ("digits", "digits.npz", tr_noop("Digits, a small network")),
    ("digits_overconfident", "digits_overconfident.npz", tr_noop("Digits, overconfident")),
    ("wine", "wine.csv", tr_noop("Wine")),
)


class LogitFiles(QObject):
    """Open tables of logits in a session; whatever fails or is cancelled changes nothing.

    told: a sentence for the person; state_changed: recent is another.
    preview: the dialog that is open, or None; mapper: goes through the tables that are opened.
    """

    told = Signal(str)
    state_changed = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._window = parent
        self._recent = RecentFiles("files/recent_logits")
        self._file: Path | None = None
        self._pasted: TemporaryDirectory[str] | None = None
        self.preview: OpenPreview | None = None
        self.mapper: Mapper = in_threads

    @property
    def recent(self) -> tuple[str, ...]:
        """Return the paths of the files that were open lately, the last first."""
        return self._recent.paths

    def ask_and_open(self) -> None:
        """Open a file that is asked for."""
        path = self.ask_path_to_open()
        if path:
            self.open(path)

    def ask_path_to_open(self) -> str:
        """Ask which file of logits to open; "" for none."""
        return ask_path(self._window, tr("Open logits"), (logits_filter(),))

    def ask_second(self) -> str:
        """Ask which other file has the true classes or the names; "" for none."""
        title = tr("True classes or names")
        return ask_path(self._window, title, (file_filter(title, suffixes()),))

    def open(self, path: str, targets_path: str = "") -> None:
        """Show what a file is understood as, with a second file of true classes or names."""
        self._put_away()
        file = Path(path).absolute()
        self._show(file, file, str(Path(targets_path).absolute()) if targets_path else "")

    def open_recent(self, path: str) -> None:
        """Open a file that was open lately, with the second file that it was opened with."""
        self.open(path, self._recent.second(path))

    def open_text(self, text: str, error: NumberError) -> None:
        """Show what a pasted text is understood as that is no vector, for which the error is."""
        self._put_away()
        try:
            self._pasted = TemporaryDirectory(prefix="softmax-viz-", ignore_cleanup_errors=True)
            # The reader takes files; their names are what a person sees.
            file = Path(self._pasted.name) / tr("Pasted logits")
            file.write_bytes(text.encode("utf-8", "replace"))
        except OSError:
            self._forget()
            self.told.emit(tr("Not pasted: {problem}").format(problem=error))
            return
        is_table = isinstance(error, SeveralRows) or _is_json_table(text)
        self._show(None, file, otherwise=None if is_table else error)

    def open_builtin(self, name: str) -> None:
        """Open a file that the app brings along; what it holds is known."""
        from softmax_viz.documents.logits import open_logits

        file = next(file for key, file, _ in BUILTIN if key == name)
        try:
            table = open_logits(resource(f"logits/{file}"))
        except (FileNotFoundError, ValueError) as error:
            self.told.emit(str(error))
            return
        self._take(table)

    def close(self) -> None:
        """Close the table; the row stays on the screen."""
        self._session.update_work(with_rows(self._session.work, None))

    def _show(
        self, file: Path | None, source: Path, second: str = "",
        otherwise: NumberError | None = None,
    ) -> None:  # fmt: skip
        """Show the dialog; with `otherwise`, tell that instead where there are no several rows."""
        from softmax_viz.views.data.preview import OpenPreview

        preview = OpenPreview(
            source.name, partial(_reading, source), _size(source), self.ask_second, second,
            self._window,
        )  # fmt: skip
        preview.finished.connect(self._forget)
        error = preview.failure
        self._file, self.preview = file, preview
        if otherwise is not None and (error is not None or preview.rows == 1):
            self._fail(otherwise)
            return
        if error is not None and error.known is None:
            self._fail(error)
            return
        preview.opened.connect(self._opened)
        preview.failed.connect(self._fail)
        preview.open()

    def _opened(self, table: LogitsTable) -> None:
        file, second = self._file, self.preview.choices.second if self.preview else ""
        self._take(table)
        if file is not None:
            remember_folder(file)
            self._recent.remember(str(file), second)
            self.state_changed.emit()

    def _take(self, table: LogitsTable) -> None:
        self._session.update_work(with_rows(self._session.work, Rows(table, mapper=self.mapper)))

    def _fail(self, error: ValueError) -> None:
        file = self._file
        self._put_away()
        if file is None:
            self.told.emit(tr("Not pasted: {problem}").format(problem=error))
            return
        self._recent.forget_gone(str(file))
        self.state_changed.emit()
        self.told.emit(str(error))

    def _put_away(self) -> None:
        """Close the dialog that is open."""
        if self.preview is not None:
            self.preview.reject()

    def _forget(self) -> None:
        """Remove what was written for the dialog, as it ends."""
        self.preview = None
        if self._pasted is not None:
            self._pasted.cleanup()
            self._pasted = None


def logits_filter() -> str:
    """Return what a file dialog shows of files of logits."""
    return file_filter(tr("Logits"), suffixes())


def suffixes() -> tuple[str, ...]:
    """Return how files of logits end."""
    from softmax_viz.documents.logits import FORMATS

    return tuple(suffix for format_ in FORMATS for suffix in format_.suffixes)


def _is_json_table(text: str) -> bool:
    """Tell whether a text is JSON that names lists, or has records: no vector was meant."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    import json

    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if isinstance(content, dict):
        return any(isinstance(value, list) for value in content.values())
    return any(isinstance(value, dict) for value in content)


def _reading(path: Path, choices: Choices, second: str) -> Reading:
    from softmax_viz.documents.logits import reading

    return reading(path, choices, second or None)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0
