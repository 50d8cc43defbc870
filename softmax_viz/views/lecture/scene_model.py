"""The scenes of a deck as rows."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from softmax_viz.core.lecture.scene import Scene
from softmax_viz.text import tr
from softmax_viz.views.lecture.plain import one_line
from softmax_viz.views.lecture.thumbnail import shown_title
from softmax_viz.views.tooltip import tooltip

Index = QModelIndex | QPersistentModelIndex


class SceneModel(QAbstractListModel):
    """Show the scenes; renamed: the row and the title that a person wrote.

    refused: why a title could not be taken.
    """

    renamed = Signal(int, str)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._scenes: tuple[Scene, ...] = ()
        self._rendering = False

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """Return what is shown."""
        return self._scenes

    def render_scenes(self, scenes: tuple[Scene, ...]) -> None:
        """Show scenes; tell the list only of what differs."""
        before = self._scenes
        if scenes is before:
            return
        if len(scenes) != len(before):
            self._rendering = True
            self.beginResetModel()
            self._scenes = scenes
            self.endResetModel()
            self._rendering = False
            return
        self._scenes = scenes
        other = [i for i, scene in enumerate(scenes) if scene is not before[i]]
        if other:
            first, last = self.index(other[0]), self.index(other[-1])
            self.dataChanged.emit(first, last, _roles(before, scenes, other))

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of scenes."""
        return 0 if parent is not None and parent.isValid() else len(self._scenes)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let every title be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the title, the scene itself (UserRole), or what is said of it."""
        if not 0 <= index.row() < len(self._scenes):
            return None
        scene = self._scenes[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return scene.title
        if role == Qt.ItemDataRole.UserRole:
            return scene
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(shown_title(scene))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr("Scene {n} of {count}: {title}").format(
                n=index.row() + 1, count=len(self._scenes), title=shown_title(scene)
            )
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Intend another title; a blank one is refused."""
        title = one_line(str(value)).strip()
        if self._rendering or not index.isValid() or title == self._scenes[index.row()].title:
            return False
        if not title:
            self.refused.emit(tr("A scene needs a title; the old one stays."))
            return False
        self.renamed.emit(index.row(), title)
        return True


def _roles(
    before: tuple[Scene, ...], scenes: tuple[Scene, ...], other: list[int]
) -> list[Qt.ItemDataRole]:
    """Return what is different: the picture alone, as in each frame of a drag, or everything."""
    if all(before[i].title == scenes[i].title for i in other):
        return [Qt.ItemDataRole.DecorationRole]
    return []
