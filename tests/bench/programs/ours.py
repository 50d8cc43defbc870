"""The app, until its first frame."""

from PySide6.QtWidgets import QApplication

from softmax_viz.app import create_window
from tests.bench.programs import first_frame

window = create_window()
window.show()
first_frame.report(window)
QApplication.exec()
