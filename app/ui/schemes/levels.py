"""The choice of a level of targets in the forms of a scheme: one of the usual ones, or another that is typed."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from app.services.ranking.targets import LEVELS


def level_combo(first: str = "") -> QComboBox:
    """Return an editable choice of levels; `first` stands above them for none of its own."""
    combo = QComboBox()
    combo.setEditable(True)
    combo.addItems([first, *LEVELS] if first else list(LEVELS))
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    combo.setAccessibleName("任务层级")
    combo.setToolTip("按哪一层级的任务计分，如 市下达、奋斗目标")
    combo.setMinimumWidth(110)
    return combo
