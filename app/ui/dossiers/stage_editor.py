"""Entering one stage: its day, what proves it, and whether it is accepted (认定)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QWidget

from app.rules.errors import OfficeError, Refused
from app.rules.stages import Stage
from app.ui.context import AppContext
from app.ui.theme import Space, heading_font
from app.ui.widgets.edits import DayEdit, MoneyEdit
from app.ui.widgets.layout import Card, Strip, button, label

if TYPE_CHECKING:
    from app.services.dossiers.dossier_view import Dossier, StageLine

Mode = Literal["add", "edit", "verify"]

_TITLES: dict[Mode, str] = {"add": "登记阶段", "edit": "修改阶段", "verify": "认定阶段"}


class StageEditor(Card):
    """A card that shows the fields which the act at hand needs; what is refused stays in it."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._mode: Mode = "add"
        self._dossier: Dossier | None = None
        self._line: StageLine | None = None
        self.title = label()
        self.title.setFont(heading_font())
        self.trouble = Strip("error")
        self.stage = QComboBox()
        for stage in Stage:
            self.stage.addItem(stage.label, stage)
        self.day = DayEdit(context.today())
        self.main = QCheckBox("作为本阶段的主时间")
        self.main.setToolTip("同一阶段有多个部门的时间时，只有一个是主时间，其余写明来源另记")
        self.source = QLineEdit(placeholderText="如 发改、经信；本办登记可不填")
        self.amount = MoneyEdit(placeholder="万元；与申报金额相同就留空")
        self.evidence = QLineEdit(placeholderText="合同、备案证、施工许可等的名称或文号，几份用；隔开")
        self.by = QLineEdit(placeholderText="认定的单位或人")
        self.on = DayEdit(context.today())
        self.second = QLineEdit(placeholderText="不是招商责任人、登记人，也不是认定人本人")
        self.second_reason = QLineEdit(placeholderText="为什么只能由本人认定")
        self._form = QFormLayout()
        self._form.setVerticalSpacing(Space.SMALL)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.addRow("阶段", self.stage)
        self._form.addRow("时间", self.day)
        self._form.addRow("", self.main)
        self._form.addRow("来源", self.source)
        self._form.addRow("认定人", self.by)
        self._form.addRow("认定时间", self.on)
        self._form.addRow("认定金额", self.amount)
        self._form.addRow("佐证", self.evidence)
        self._form.addRow("另一人", self.second)
        self._form.addRow("理由", self.second_reason)
        self.save_button = button("保存", primary=True)
        self.cancel_button = button("取消")
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.hide)
        line = QHBoxLayout()
        line.addWidget(self.save_button)
        line.addWidget(self.cancel_button)
        line.addStretch(1)
        self.body.addWidget(self.title)
        self.body.addLayout(self._form)
        self.body.addWidget(self.trouble)
        self.body.addLayout(line)

    def begin_adding(self, dossier: Dossier) -> None:
        """Enter a stage: the one after the furthest is proposed."""
        reached = {line.stage for line in dossier.stages if line.is_main}
        following = next((stage for stage in Stage if stage > max(reached, default=0)), Stage.TERMINATED)
        self.stage.setCurrentIndex(self.stage.findData(following))
        self.day.set_day(self._context.today())
        self._begin("add", dossier, None)

    def begin_editing(self, dossier: Dossier, line: StageLine) -> None:
        """Correct a stage that is there."""
        self.day.set_day(line.day)
        self._begin("edit", dossier, line)

    def begin_verifying(self, dossier: Dossier, line: StageLine) -> None:
        """Accept a stage."""
        self.by.setText(self.by.text() or "市招商办")
        self.on.set_day(self._context.today())
        self._begin("verify", dossier, line)

    def follow(self, dossier: Dossier) -> None:
        """Close where another dossier is shown, or the stage at hand is gone."""
        if self._dossier is None or self.isHidden():
            return
        known = {line.id: line for line in dossier.stages}
        if dossier.id != self._dossier.id or (self._line is not None and self._line.id not in known):
            self.hide()
        elif self._line is not None:
            self._line = known[self._line.id]

    def save(self) -> None:
        """Do what the card is about; say why where it is refused."""
        try:
            told = self._act()
        except OfficeError as error:
            self.trouble.tell(error.message)
            self._ask_second(self._mode == "verify" and "另有一人" in error.message)
            return
        self.hide()
        self._context.data_changed.emit()
        self._context.status.emit(f"{told}（Ctrl+Z 可撤销）")

    def _begin(self, mode: Mode, dossier: Dossier, line: StageLine | None) -> None:
        self._mode, self._dossier, self._line = mode, dossier, line
        what = f"：{line.stage.label} {line.day}" if line else ""
        self.title.setText(_TITLES[mode] + what)
        self.trouble.tell("")
        self.amount.set_fen(line.amount_fen if line else None)
        self.evidence.setText(line.evidence if line else "")
        self.main.setChecked(True)
        self.source.clear()
        self.second.clear()
        self.second_reason.clear()
        self._ask_second(False)
        for widget, modes in (
            (self.stage, ("add",)),
            (self.day, ("add", "edit")),
            (self.main, ("add",)),
            (self.source, ("add",)),
            (self.by, ("verify",)),
            (self.on, ("verify",)),
        ):
            self._form.setRowVisible(widget, mode in modes)
        self.show()
        (self.evidence if mode == "verify" else self.day).setFocus()

    def _ask_second(self, asked: bool) -> None:
        """Ask for the second person where one is needed, or for none."""
        for widget in (self.second, self.second_reason):
            if asked or not widget.text():
                self._form.setRowVisible(widget, asked)

    def _act(self) -> str:
        from app.services.dossiers import keeping as dossiers

        assert self._dossier is not None
        office, evidence, amount = self._context.office, self.evidence.text(), self.amount.fen()
        if self._mode == "verify" and self._line is not None:
            on = self.on.day()
            if on is None:
                raise Refused("请填写认定时间。")
            dossiers.verify_stage(
                office,
                self._line.id,
                self._line.version,
                by=self.by.text(),
                on=on,
                evidence=evidence,
                amount_fen=amount,
                second=self.second.text(),
                second_reason=self.second_reason.text(),
            )
            return f"已认定：{self._line.stage.label} {self._line.day}"
        day = self.day.day()
        if day is None:
            raise Refused("请填写时间。")
        if self._mode == "edit" and self._line is not None:
            dossiers.edit_stage(
                office, self._line.id, self._line.version, day=day, amount_fen=amount, evidence=evidence
            )
            return f"已修改：{self._line.stage.label} {day}"
        stage: Stage = self.stage.currentData()
        dossiers.add_stage(
            office,
            self._dossier.id,
            stage,
            day,
            source=self.source.text(),
            is_main=self.main.isChecked(),
            amount_fen=amount,
            evidence=evidence,
        )
        return f"已登记：{stage.label} {day}"
