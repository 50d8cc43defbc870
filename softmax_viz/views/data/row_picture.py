"""The picture of a row of a table, with its name and its size."""

from __future__ import annotations

from softmax_viz.core.data.row_words import true_class_words
from softmax_viz.core.data.rows import Rows
from softmax_viz.text import tr
from softmax_viz.views.data.grey_picture import GreyPicture


class RowPicture(GreyPicture):
    """Show the picture of a row; hidden where the table has none."""

    def show_row(self, rows: Rows) -> None:
        """Show the picture of the row that is looked at."""
        pictures = rows.table.pictures
        self.setVisible(pictures is not None)
        if pictures is None:
            return
        picture = pictures[rows.row]
        self.show_picture(picture)
        name = tr("Picture of row {row}").format(row=rows.row)
        self.setAccessibleName(name)
        self.setAccessibleDescription(true_class_words(rows))
        height, width = picture.shape
        self.setToolTip(
            tr("{name}: {width} × {height} pixels").format(name=name, width=width, height=height)
        )
