"""Cells of knowledge that hold one of a few words are chosen from a list; the others are typed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.rules.industry.knowledge import Location, Relation, Verdict

CHOICES: Final = {
    "区位": [str(location) for location in Location],
    "结论": [verdict.label for verdict in Verdict],
    "关系": [relation.label for relation in Relation],
    "强度": ["1", "2", "3", "4", "5"],
    "政策敏感度": ["1", "2", "3", "4", "5"],
    "主要原料": ["", "是"],
}
_EDIT: Final = Qt.ItemDataRole.EditRole.value
_Index = QModelIndex | QPersistentModelIndex


class ChoiceDelegate(QStyledItemDelegate):
    """Edits a cell by the heading of its column."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        words = CHOICES.get(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        if words is None:
            return super().createEditor(parent, option, index)
        box = QComboBox(parent)
        box.addItems(words)
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data(_EDIT)))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText(), _EDIT)
        else:
            super().setModelData(editor, model, index)
