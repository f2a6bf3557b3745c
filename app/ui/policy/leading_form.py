"""The form that chooses the leading industries: which, from which day, who decided, why."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.services.policy.leading import Comparison, choose
from app.ui.context import AppContext
from app.ui.policy.act_dialog import ActDialog
from app.ui.widgets.layout import Strip


class ChooseForm(ActDialog):
    """Begins with the ticked industries; what speaks against one of them is told before it is chosen."""

    def __init__(self, context: AppContext, parent: QWidget, compared: Comparison, chosen: Collection[str]) -> None:
        super().__init__(
            context, parent, "选定主导产业", "选择由会议决定，得分只供参考；这次比较随选定一起留存，可撤销。", "选定"
        )
        self._warned = {one.figures.name: one.warning for one in compared.scored if one.warning}
        self.industries = QListWidget()
        for one in compared.scored:
            item = QListWidgetItem(f"{one.figures.name}　{float(one.total):.1f} 分", self.industries)
            item.setData(Qt.ItemDataRole.UserRole, one.figures.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = one.figures.name in chosen
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.industries.setMinimumHeight(170)
        self.add("产业", self.industries)
        self.warning = Strip("warning")
        self.add("提示", self.warning)
        first = self.day("自哪天起", context.today())
        self.by = self.line("决定", "哪次会议或谁决定，如 市委常委会第12次会议")
        self.reason = self.line("理由", "为什么这样选")
        self.industries.itemChanged.connect(lambda _item: self._warn())
        self._warn()

        def act() -> str:
            names = self.ticked()
            warnings = choose(
                context.office,
                names,
                from_day=first(),
                by=self.by.text(),
                reason=self.reason.text(),
                today=context.today(),
                compared=compared,
            )
            more = f"；注意：{'；'.join(warnings)}" if warnings else ""
            return f"已选定{'、'.join(names)}{more}"

        self.act = act

    def ticked(self) -> list[str]:
        """Return the industries that are ticked, best first."""
        items = (self.industries.item(row) for row in range(self.industries.count()))
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked]

    def _warn(self) -> None:
        against = [f"{name}：{self._warned[name]}" for name in self.ticked() if name in self._warned]
        self.warning.tell("\n".join(against))
        self._form.setRowVisible(self.warning, bool(against))
