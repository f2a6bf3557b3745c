"""推介项目: the sites and packaged projects that the city offers, and the list of them for one investor."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from app.rules.errors import OfficeError
from app.rules.money import format_wan
from app.services.dossiers.offers import (
    KINDS,
    OfferDraft,
    OfferLine,
    export_offers,
    offers,
    save_offer,
    set_taken,
    void_offer,
)
from app.services.dossiers.projects import filter_choices
from app.ui.context import AppContext
from app.ui.dossiers.area_edit import AreaEdit
from app.ui.dossiers.panel import Panel
from app.ui.dossiers.record_table import Field, RecordTable, Shown, Values, choices, offer
from app.ui.errors import show_error
from app.ui.theme import Space
from app.ui.widgets.asking import ask_text
from app.ui.widgets.edits import MoneyEdit
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button


class OffersPage(Panel):
    """Filters above, the table with its card below."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.body.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        self.only_industry, self.only_county = choices([]), choices([])
        self.export_button = button("生成推介清单…", primary=True)
        self.export_button.clicked.connect(self.export)
        row = QWidget()
        line = FlowLayout(row, spacing=Space.SMALL)
        for widget in (self.only_industry, self.only_county, self.export_button):
            line.addWidget(widget)
        shown = Shown[OfferLine](
            (
                ("名称", 220),
                ("类别", 80),
                ("县区", 80),
                ("产业方向", 96),
                ("位置", 150),
                ("面积(亩)", 80),
                ("参考投资(万元)", 110),
                ("状态", 110),
                ("联系人", 110),
            ),
            lambda one: (
                one.name,
                one.kind,
                one.county,
                one.industry or "不限",
                one.site,
                "" if one.area_cmu is None else f"{one.area_cmu / 100:,.2f}",
                "" if one.investment_fen is None else format_wan(one.investment_fen, 2),
                f"{one.taken_on} 已落实" if one.taken_on else "可推介",
                one.contact,
            ),
            "还没有推介项目。把地块、厂房和包装好的项目登记在这里，就能按产业给客商生成清单。",
        )
        self.county, self.industry = choices([]), choices([])
        fields = (
            Field("name", "名称", QLineEdit()),
            Field("kind", "类别", choices([(kind, kind) for kind in KINDS])),
            Field("county_id", "所在县区", self.county),
            Field("industry_id", "产业方向", self.industry),
            Field("site", "位置（地块）", QLineEdit()),
            Field("area_cmu", "面积（亩）", AreaEdit()),
            Field("investment_fen", "参考投资（万元）", MoneyEdit()),
            Field("content", "内容", QPlainTextEdit()),
            Field("conditions", "条件与配套", QPlainTextEdit()),
            Field("contact", "联系人", QLineEdit()),
        )
        self.table = RecordTable[OfferLine](self, "offers", "推介项目", shown, fields)
        self.table.on_save(
            self._save,
            first=lambda: {"kind": KINDS[0]},
            values_of=lambda one: {key: getattr(one, key) for key in OfferDraft.__dataclass_fields__},
        )
        self.table.on_void(lambda one, reason: void_offer(context.office, one.id, one.version, reason))
        self.table.add_act("已落实", lambda one: self._set_taken(one, taken=True), lambda one: one.taken_on is None)
        self.table.add_act(
            "恢复推介", lambda one: self._set_taken(one, taken=False), lambda one: one.taken_on is not None
        )
        self.body.addWidget(row)
        self.body.addWidget(self.table, 1)
        for box in (self.only_industry, self.only_county):
            box.currentIndexChanged.connect(lambda _index: self._list())

    @property
    def may_change(self) -> bool:
        return self.context.writable

    def refresh(self) -> None:
        """Read the offers again."""
        if not self.context.has_office:
            return
        known = filter_choices(self.context.connection)
        counties = [(one.name, one.id) for one in known.counties]
        industries = [(one.name, one.id) for one in known.industries]
        for box, first, entries in (
            (self.only_industry, "全部产业", industries),
            (self.only_county, "全部县区", counties),
            (self.industry, "（不限）", industries),
            (self.county, "（未定）", counties),
        ):
            box.blockSignals(True)
            offer(box, [(first, None), *entries])
            box.blockSignals(False)
        self._list()

    def export(self) -> None:
        """Ask for whom the list is, and write it to an .xlsx file."""
        investor = ask_text(
            self, "生成推介清单", "给哪位客商（企业名称，可以不填）？\n清单只含上面筛出来的、还可推介的项目。"
        )
        if investor is None:
            return
        name, _ = QFileDialog.getSaveFileName(self, "推介清单", "推介项目清单.xlsx", "Excel 工作簿 (*.xlsx)")
        if not name:
            return
        path = Path(name).with_suffix(".xlsx")
        try:
            city, units = self.context.names.city, self.context.named_units()
            export_offers(self.table.lines, path, investor=investor, city=city, today=self.context.today(), units=units)
        except OfficeError as error:
            show_error(self, error, "生成推介清单")
            return
        self.context.status.emit(f"已生成：{path}")

    def _list(self) -> None:
        lines = offers(
            self.context.connection,
            county=self.only_county.currentData(),
            industry=self.only_industry.currentData(),
        )
        self.table.put(lines, same=True)
        self.export_button.setEnabled(any(one.taken_on is None for one in lines))

    def _save(self, values: Values, line: OfferLine | None) -> None:
        known = {"offer_id": line.id, "version": line.version} if line else {}
        save_offer(self.context.office, OfferDraft(**values), **known)

    def _set_taken(self, line: OfferLine, *, taken: bool) -> None:
        on = self.context.today() if taken else None
        self.attempt(
            "推介项目",
            lambda: set_taken(self.context.office, line.id, line.version, on),
            f"{line.name}：{'已落实' if taken else '恢复推介'}（Ctrl+Z 可撤销）",
        )
