"""招商责任: which units brought the project, by share per group, and who introduced it (引荐人)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from app.rules.errors import Refused
from app.rules.names import split_list
from app.services.dossiers.projects import filter_choices
from app.ui.context import AppContext
from app.ui.dossiers.panel import Panel
from app.ui.dossiers.shares import ShareEditor
from app.ui.widgets.asking import ask
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.layout import Section, button, label

if TYPE_CHECKING:
    from app.services.dossiers.dossier_view import Dossier

GROUPS = (("leader", "市领导"), ("department", "市直部门"), ("county", "县区"))


class CreditPanel(Panel):
    """A list of shares per group, the paper that they rest on, and the introducers."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.groups: dict[str, ShareEditor] = {}
        self.paper = QLineEdit(placeholderText="改动份额的依据，如会议纪要文号（可不填）")
        self.since = DayEdit(context.today())
        self.since.setPlaceholderText("改动从哪天起；不填是改错，以前的也跟着改")
        self.since.setAccessibleName("改动从哪天起")
        self.since.setToolTip("填了日期的，那天以前的业绩仍归原单位，以后的归新单位")
        for key, title in GROUPS:
            editor = ShareEditor(title)
            editor.save_asked.connect(lambda key=key: self.save(key))
            self.groups[key] = editor
            self.body.addWidget(editor)
        self.body.addWidget(self.since)
        self.body.addWidget(self.paper)
        self.referrals = QLineEdit(placeholderText="几个人或企业之间用顿号隔开")
        self.referrals.textChanged.connect(lambda _text: self._tell())
        self._kept_referrals = ""
        self.save_referrals_button = button("保存", primary=True)
        self.save_referrals_button.clicked.connect(self.save_referrals)
        section = Section("引荐人")
        section.add_action(self.save_referrals_button)
        section.body.addWidget(self.referrals)
        self.body.addWidget(section)
        self.papers = label("", "muted", wrap=True)
        self.body.addWidget(self.papers)
        self.body.addStretch(1)

    @property
    def is_dirty(self) -> bool:
        """True where something is typed and not saved."""
        return self.referrals.text() != self._kept_referrals or any(e.is_dirty for e in self.groups.values())

    def show_dossier(self, dossier: Dossier) -> None:
        same = self.dossier is not None and self.dossier.id == dossier.id
        self.dossier = dossier
        choices = filter_choices(self.context.connection)
        units = {"leader": choices.leaders, "department": choices.departments, "county": choices.counties}
        for key, editor in self.groups.items():
            shares = [
                (line.unit_id, line.share_bp)
                for line in dossier.credits
                if line.group_key == key and line.to_day is None and not line.indicator
            ]
            if not (same and editor.is_dirty):
                editor.put(units[key], shares, may_change=self.may_change)
        if not (same and self.referrals.text() != self._kept_referrals):
            self._kept_referrals = "、".join(line.name for line in dossier.referrals)
            self.referrals.setText(self._kept_referrals)
        self.referrals.setReadOnly(not self.may_change)
        self.paper.setVisible(self.may_change)
        self.since.setVisible(self.may_change)
        if not same:
            self.since.set_day(None)
        papers = dict.fromkeys(line.paper for line in dossier.credits if line.paper)
        handed = [
            f"{line.unit}{line.share_bp / 100:g}%到{line.to_day}为止"
            for line in dossier.credits
            if line.to_day is not None
        ]
        told = [f"依据：{'；'.join(papers)}" if papers else "", f"此前：{'；'.join(handed)}" if handed else ""]
        self.papers.setText("\n".join(filter(None, told)))
        self._tell()

    def save(self, group: str) -> bool:
        """Keep the shares of one group."""
        from app.services.dossiers.keeping import set_credit

        if self.dossier is None:
            return False
        editor, project, paper = self.groups[group], self.dossier.id, self.paper.text()
        shares, since = editor.shares(), self.since

        def act() -> None:
            if since.reason:
                raise Refused(f"改动从哪天起：{since.reason}")
            set_credit(self.context.office, project, group, shares, paper=paper, from_day=since.day())
            since.set_day(None)
            editor.put(editor.units, shares, may_change=True)

        return self.attempt("保存招商责任", act, "已保存招商责任（Ctrl+Z 可撤销）")

    def save_referrals(self) -> bool:
        """Keep the introducers."""
        from app.services.dossiers.keeping import set_referrals

        if self.dossier is None:
            return False
        project, names = self.dossier.id, split_list(self.referrals.text())

        def act() -> None:
            set_referrals(self.context.office, project, names)
            self._kept_referrals = self.referrals.text()

        return self.attempt("保存引荐人", act, "已保存引荐人（Ctrl+Z 可撤销）")

    def may_leave(self) -> bool:
        """Ask what is to become of shares that were changed; False where the user wants to go on."""
        if self.dossier is None or not self.is_dirty:
            return True
        text = f"“{self.dossier.name}”的招商责任有没有保存的修改。"
        answer = ask(self, "保存修改", text, ("保存", "放弃修改", "继续编辑"))
        if answer == "保存":
            for key, editor in self.groups.items():
                if editor.is_dirty and not self.save(key):
                    return False
            return self.referrals.text() == self._kept_referrals or self.save_referrals()
        if answer == "放弃修改":
            for editor in self.groups.values():
                editor.discard()
            self.referrals.setText(self._kept_referrals)
            return True
        return False

    def _tell(self) -> None:
        self.save_referrals_button.setVisible(self.may_change and self.referrals.text() != self._kept_referrals)
