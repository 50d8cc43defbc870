"""The simplex lens: the picture, and which three classes it shows."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QLabel, QWidget

from softmax_viz.core import simplex
from softmax_viz.core.largest import largest, shown_of
from softmax_viz.core.numbers import plain
from softmax_viz.core.snapshot import Snapshot
from softmax_viz.text import tr, tr_noop
from softmax_viz.views import theme
from softmax_viz.views.class_combo import MOST_OFFERED, ClassCombo, ClassNames
from softmax_viz.views.lenses.arrangement import BELOW, BESIDE, UNLIMITED
from softmax_viz.views.lenses.lens import FEW, Lens, LensKind
from softmax_viz.views.lenses.simplex.picture import Picture

# In less width, the choice of the three stands above the picture.
SIDE_BY_SIDE = 700


class Simplex(Lens):
    """Show three classes in a triangle: all there are, or three chosen ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._labels: tuple[str, ...] = ()
        self._classes = (0, 1, 2)
        self.picture = Picture()
        self.names = ClassNames(self)
        self.combos = [self._combo(place) for place in range(3)]
        self.chooser = QWidget()
        self._column = QBoxLayout(BELOW, self.chooser)
        self._column.setContentsMargins(0, 0, 0, 0)
        caption = QLabel(tr("Three classes"))
        caption.setProperty("role", "muted")
        self._column.addWidget(caption)
        for combo in self.combos:
            self._column.addWidget(combo)
        self._box = QBoxLayout(BESIDE, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.chooser.hide()
        self._box.addWidget(self.chooser, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addWidget(self.picture, 1)
        self.picture.edited.connect(self.edited)
        self.picture.hovered.connect(self.hovered)
        self.follow_theme()

    def minimumSizeHint(self) -> QSize:
        """Return the width of the picture, and the height of the parts as they stand."""
        return QSize(self.picture.minimumSizeHint().width(), super().minimumSizeHint().height())

    def arrange(self) -> None:
        """Put the choice beside the picture, or above it where there is no room beside."""
        px = theme.current().px
        beside = self.width() >= px(SIDE_BY_SIDE)
        self._box.setDirection(BESIDE if beside else BELOW)
        self._column.setDirection(BELOW if beside else BESIDE)
        self.chooser.setMinimumWidth(px(130) if beside else 0)
        self.chooser.setMaximumWidth(px(130) if beside else UNLIMITED)
        self.updateGeometry()

    def _combo(self, place: int) -> ClassCombo:
        combo = ClassCombo(
            self.names,
            tr("Class at corner {n}").format(n=place + 1),
            tr("Choose which class stands at corner {n}, or type its name or index").format(
                n=place + 1
            ),
        )
        combo.taken.connect(self._choose)
        return combo

    def _choose(self) -> None:
        classes = list(self._classes)
        for place, combo in enumerate(self.combos):
            index = combo.chosen
            if index != self._classes[place]:
                if index in classes:
                    # Each class has one corner: the two change places.
                    classes[classes.index(index)] = classes[place]
                classes[place] = index
        self._classes = (classes[0], classes[1], classes[2])
        self._show_choice()
        if self._snapshot is not None:
            self.picture.show_classes(self._snapshot, self._classes)
        self.chosen.emit()

    def _show_choice(self) -> None:
        for combo, index in zip(self.combos, self._classes, strict=True):
            combo.choose(index)

    @property
    def classes(self) -> tuple[int, int, int]:
        """Return the indices of the classes at the corners."""
        return self._classes

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot; the three largest classes, until others are chosen."""
        self._snapshot, state = snapshot, snapshot.state
        if state.labels is not self._labels:
            if len(state.labels) != len(self._labels) and state.count >= 3:
                self._classes = simplex.three_largest(state.logits)
            self._labels = state.labels
            if state.count > 3:
                self.names.show_classes(state.labels, largest(state.logits, MOST_OFFERED))
            else:
                self.names.show_classes(())
            self._show_choice()
            if self.chooser.isHidden() == (state.count > 3):
                self.chooser.setVisible(state.count > 3)
        if state.count < 3:
            self.picture.show_nothing(snapshot)
        else:
            self.picture.show_classes(snapshot, self._classes)

    def highlight(self, index: int) -> None:
        """Emphasise a class, or none with -1."""
        self.picture.highlight(index)

    def about(self) -> str:
        """Say what share the three leave to very many others."""
        if self._snapshot is None or self._snapshot.state.count <= FEW:
            return ""
        p, decimals = self._snapshot.output("softmax").values, self._snapshot.state.decimals
        return shown_of(p, self._classes, decimals, largest=False)

    def text(self) -> str:
        """Return the table as cells, in full precision, and the sentence."""
        if self._snapshot is None or self.picture.points is None:
            return self.picture.sentence()
        head = "\t".join(["", *self.picture.names()])
        rows = ["\t".join([name, *map(plain, p.tolist())]) for _, name, p in self.picture.rows()]
        return "\n".join([self.picture.sentence(), *filter(None, [self.about()]), head, *rows])

    def follow_theme(self) -> None:
        """Take the distances and colours of the theme."""
        px = theme.current().px
        self._box.setSpacing(px(10))
        self._column.setSpacing(px(5))
        self.arrange()
        self.picture.updateGeometry()
        self.picture.update()


KIND = LensKind(
    Simplex,
    tr_noop(
        "Every distribution over three classes is a point of this triangle: a corner is "
        "certainty, the centre is not knowing. Softmax of finite logits lies inside, argmax in a "
        "corner, and division by the sum often outside, where nothing is a probability. Drag the "
        "dot, and the logits follow."
    ),
    tr_noop("Boyd and Vandenberghe, Convex Optimization, 2004, section 2.2.4"),
)
