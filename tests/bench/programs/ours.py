"""The app, until its first frame."""

import first_frame
from PySide6.QtWidgets import QApplication

from softmax_viz.app import create_window

window = create_window()
window.show()
first_frame.report(window)
QApplication.exec()
