"""The bare peer: PySide6, pyqtgraph and four bar charts, until the first frame."""

import pyqtgraph as pg
from PySide6.QtWidgets import QApplication, QGridLayout, QMainWindow, QWidget

from tests.bench.programs import first_frame

app = QApplication([])
window = QMainWindow()
window.resize(1280, 720)
center = QWidget()
grid = QGridLayout(center)
for k in range(4):
    plot = pg.PlotWidget()
    plot.addItem(pg.BarGraphItem(x=[0, 1, 2], height=[0.2, 0.7, 0.1], width=0.64, brush="b"))
    grid.addWidget(plot, k // 2, k % 2)
window.setCentralWidget(center)
window.show()
first_frame.report(window)
app.exec()
