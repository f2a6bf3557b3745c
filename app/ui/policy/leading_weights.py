"""The weights of the comparison as spin boxes with their sum; every step tells the weights as they are then."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QWidget

from app.rules.leading import ASPECTS, LeadingWeights
from app.services.policy.leading import COUNT
from app.ui.theme import Space
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button, label


class WeightsBar(QWidget):
    """Five weights, their sum, how many industries are to be chosen, and the way back to the usual weights."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        usual = LeadingWeights()
        self.boxes: dict[str, QSpinBox] = {}
        row = FlowLayout(self, spacing=Space.SMALL)
        for key, called in ASPECTS.items():
            box = QSpinBox()
            box.setRange(0, 100)
            box.setValue(int(getattr(usual, key)))
            box.setAccessibleName(f"权重：{called}")
            self.boxes[key] = box
            row.addWidget(_pair(called, box))
        self.sum = label("", "muted")
        self.count = QSpinBox()
        self.count.setRange(1, 10)
        self.count.setValue(COUNT)
        self.count.setSuffix(" 个")
        self.count.setAccessibleName("选几个")
        self.reset = button("恢复默认权重")
        for widget in (self.sum, _pair("选", self.count), self.reset):
            row.addWidget(widget)
        for box in (*self.boxes.values(), self.count):
            box.valueChanged.connect(lambda _value: self._tell())
        self.reset.clicked.connect(self.set_usual)
        self._name_sum()

    def weights(self) -> LeadingWeights:
        """Return the weights; raise `Refused` where all are 0."""
        return LeadingWeights(**{key: Fraction(box.value()) for key, box in self.boxes.items()})

    def set_usual(self) -> None:
        """Go back to the usual weights, telling once."""
        usual = LeadingWeights()
        for key, box in self.boxes.items():
            box.blockSignals(True)
            box.setValue(int(getattr(usual, key)))
            box.blockSignals(False)
        self._tell()

    def _tell(self) -> None:
        self._name_sum()
        self.changed.emit()

    def _name_sum(self) -> None:
        self.sum.setText(f"合计 {sum(box.value() for box in self.boxes.values())}（按比例折成 100 分）")


def _pair(called: str, box: QSpinBox) -> QWidget:
    """Return a box with its name before it: they stay together where the row breaks."""
    both = QWidget()
    row = FlowLayout(both, spacing=Space.TIGHT)
    name = label(called)
    name.setFixedHeight(box.sizeHint().height())
    row.addWidget(name)
    row.addWidget(box)
    return both
