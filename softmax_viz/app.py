"""The composition root: puts session, look and window together."""

from __future__ import annotations

import os
import sys
import traceback
from types import TracebackType

# Before any import of pyqtgraph, which would choose PyQt6 where both are installed.
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from softmax_viz import __version__
from softmax_viz.core.data.blocks import Mapper, in_threads
from softmax_viz.core.examples import initial_state
from softmax_viz.core.lecture.work import Work
from softmax_viz.core.state import State
from softmax_viz.session import Session
from softmax_viz.text import install_translator, tr
from softmax_viz.views import svg
from softmax_viz.views.look import Look
from softmax_viz.views.on_screen import OnScreen
from softmax_viz.window import TITLE, MainWindow, remembered_screen

CONTEXT = "softmax_viz"
ICON_PIXELS = 128


def make_application() -> QApplication:
    """Return the one QApplication, made where there is none yet."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("softmax-viz")
    app.setApplicationDisplayName(TITLE)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("softmax-viz")
    app.setWindowIcon(svg.icon("softmax-viz", "#000", ICON_PIXELS))
    install_translator(_translate)
    return app


def _translate(text: str) -> str:
    return QCoreApplication.translate(CONTEXT, text)


def create_window(state: State | None = None) -> MainWindow:
    """Return the wired main window, showing a state or the running example; runs no event loop."""
    app = make_application()
    shown = initial_state() if state is None else state
    return MainWindow(Session(Work(shown, remembered_screen())), Look(app))


def run(path: str | None = None, targets_path: str = "", mapper: Mapper = in_threads) -> int:
    """Show the window, with a deck or logits where a path is given; return the exit status.

    mapper: goes through the tables that are opened.
    """
    window = create_window()
    window.logit_files.mapper = mapper
    OnScreen(window).show()
    window.files.recovery.offer_recovered()
    if path is not None:
        window.open_path(path, targets_path)
    reporter = ErrorReporter(window)
    sys.excepthook = reporter.report
    return QApplication.exec()


class ErrorReporter:
    """Show and log what went wrong inside the app; Qt would swallow it."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def report(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Log an exception, and tell of it in the window."""
        traceback.print_exception(kind, error, trace)
        self._window.problem.show_problem(
            tr("Something went wrong inside the app: {error}. Your logits are untouched; "
               "please report it.").format(error=error or kind.__name__)
        )  # fmt: skip
