"""The page 奖金: the bonus of a project, stage by stage and referrer by referrer, and what holds it up."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.rules.money import in_words
from app.services.bonuses import Bonus, bonus_of
from app.services.subjects import Subject
from app.ui.context import AppContext
from app.ui.policy.asking import AskingLine
from app.ui.theme import Space
from app.ui.widgets.layout import Section, Strip, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView


class BonusPage(QWidget):
    """Asks for a project; shows the total with its working, the five parts, the shares and the hindrances."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.bonus: Bonus | None = None
        self._subject: Subject | None = None
        self.line = AskingLine(context, enterprises=False)
        self.head = label("输入一个项目，看引荐奖金的总额、各阶段应付和各人份额。", "muted", wrap=True)
        self.hindrances = Strip("warning")
        self.stages = TableView(units=context.named_units, settings=context.settings, key="bonus-stages")
        self.stage_rows = RowsModel(("阶段", "比例", "认定日期", "应付", "已付"), right=("比例", "应付", "已付"))
        self.stages.setModel(self.stage_rows)
        self.stages.empty_text = "还没有选项目。"
        self.stages.set_widths(120, 140, 120, 160, 160)
        self.shares = TableView(units=context.named_units, settings=context.settings, key="bonus-shares")
        self.share_rows = RowsModel(
            ("引荐人", "份额", "登记日期", "应付", "已付", "说明"), right=("份额", "应付", "已付")
        )
        self.shares.setModel(self.share_rows)
        self.shares.empty_text = "没有登记引荐人。"
        self.shares.set_widths(120, 140, 120, 160, 160, 380)
        self.shares.horizontalHeader().setStretchLastSection(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.setSpacing(Space.SMALL)
        for widget in (self.line, self.line.strip, self.head, self.hindrances):
            layout.addWidget(widget)
        for title, table in (("分期兑现", self.stages), ("分配", self.shares)):
            section = Section(title)
            section.body.addWidget(table, 1)
            layout.addWidget(section, 1)
        self.line.asked.connect(self.show_subject)
        context.data_changed.connect(self._again)
        context.office_opened.connect(self._clear)

    def focus_search(self) -> None:
        """Put the cursor into the name."""
        self.line.name.setFocus()
        self.line.name.selectAll()

    def show_subject(self, subject: Subject) -> None:
        """Show the bonus of a project on the day chosen; what fails is told in the line's strip."""
        try:
            found = bonus_of(self._context.connection, subject, self.line.on())
        except OfficeError as error:
            self._clear()
            self.line.strip.tell(error.message)
            return
        self.bonus, self._subject = found, subject
        book = found.ledger
        self.head.setText(
            f"{subject.name}：按{found.version}版{found.clause.number}，认定投资额{in_words(book.recognised)}；"
            f"奖金 {found.working}；应付{in_words(book.due)}，已付{in_words(book.paid)}。"
        )
        self.hindrances.tell("；".join(found.hindrances))
        self.stage_rows.set_rows(
            [
                (
                    part.stage.label,
                    f"{part.percent}%",
                    str(part.verified_on or "未认定"),
                    in_words(part.due),
                    in_words(part.paid),
                )
                for part in book.parts
            ]
        )
        self.share_rows.set_rows(
            [
                (
                    one.name,
                    f"{one.percent:g}%" if one.agreed else f"{one.percent:g}%（未商定）",
                    str(one.registered_on or "未登记"),
                    in_words(one.due),
                    in_words(one.paid),
                    "；".join(one.hindrances),
                )
                for one in found.referrers
            ]
        )

    def _again(self) -> None:
        if self._subject is not None and self._context.has_office:
            self.show_subject(self._subject)

    def _clear(self) -> None:
        self.bonus = self._subject = None
        self.stage_rows.set_rows([])
        self.share_rows.set_rows([])
        self.hindrances.tell("")
        self.line.strip.tell("")
