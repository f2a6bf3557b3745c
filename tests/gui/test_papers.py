"""The tab 公文起草 on a small office: drafting, editing beside the pages, faults in words, saving with a number."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pdfplumber
import pytest
from pdfplumber.page import Page
from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QPageLayout, QPageRanges
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.rules.errors import Cancelled, OfficeError
from app.rules.periods import Period
from app.services.papers.door import file_name
from app.services.papers.paper_fonts import FontTaken
from app.services.papers.register import paper_view, papers
from app.ui.context import AppContext
from app.ui.papers.drafting import DraftingPage
from app.ui.papers.edit_dialog import EditDialog
from app.ui.papers.printing import make_printer, pages_wanted, print_pdf
from tests.gui.conftest import settle
from tests.support import set_target, signed_project


@pytest.fixture
def tab(qtbot: QtBot, context: AppContext) -> DraftingPage:
    """The tab with the bulletin of the counties for June 2026."""
    set_target(context.office, "定国县", "signed", 4)
    set_target(context.office, "周明远", "signed", 2)
    signed_project(context.office, "甲项目", 20_000, dt.date(2026, 6, 3))
    tab = DraftingPage(context)
    qtbot.addWidget(tab)
    tab.resize(1366, 640)
    tab.show()
    settle(qtbot)
    return tab


def rest(qtbot: QtBot, tab: DraftingPage) -> None:
    """Let the preview follow the fields."""
    qtbot.waitUntil(lambda: not tab.waiting_to_set_type(), timeout=5_000)
    settle(qtbot)


def text_of(pdf: bytes | None) -> str:
    assert pdf is not None
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return "".join((page.extract_text() or "") for page in document.pages).replace("\n", "")


def edit(tab: DraftingPage, key: str, text: str) -> None:
    """Change a line as typing does (offscreen Qt types no Chinese)."""
    line = tab.form.lines[key]
    line.setText(text)
    line.textEdited.emit(text)


def test_the_bulletin_of_the_latest_month_is_drafted_and_shown(tab: DraftingPage) -> None:
    assert tab.form.lines["title"].text() == "关于2026年6月全市招商引资工作进展情况的通报"
    assert "全市新签约项目1个" in tab.form.text.toPlainText()
    assert tab.form.audience.currentText() == "全市领导干部大会"
    assert tab.pane.preview.pages >= 1
    assert "甲" not in tab.pane.fault.text()
    assert "招商引资工作进展情况" in text_of(tab.pane.pdf)


def test_no_field_is_cut_on_a_small_screen_at_twice_the_size(qtbot: QtBot, tab: DraftingPage) -> None:
    tab.resize(683, 352)
    left = tab.form.parentWidget()
    assert left is not None
    area = left.parentWidget()
    assert area is not None
    qtbot.waitUntil(lambda: area.width() < 300)
    assert left.width() <= area.width()
    assert tab.form.series.width() >= tab.form.series.fontMetrics().horizontalAdvance("清招办〔")


def test_another_group_is_drafted_anew_for_its_own_audience(qtbot: QtBot, tab: DraftingPage) -> None:
    tab.chooser.groups.set_group("leader")
    settle(qtbot)
    assert tab.form.audience.currentText() == "市委常委会"
    assert "会后收回" in tab.form.lines["note"].text()


def test_what_is_edited_is_what_is_printed(qtbot: QtBot, tab: DraftingPage) -> None:
    edit(tab, "title", "关于上半年招商情况的通报")
    tab.form.text.setPlainText("一、改过的标题\n改过的正文。")
    rest(qtbot, tab)
    told = text_of(tab.pane.pdf)
    assert "关于上半年招商情况的通报" in told
    assert "〔2026〕1号" in told
    assert "改过的正文。" in told
    assert "排名表" not in told, "without its mark the table is not printed"


def test_marks_of_the_head_are_printed_and_kept(qtbot: QtBot, tab: DraftingPage, context: AppContext) -> None:
    marks = tab.form.marks
    assert not marks.term.isEnabled()
    for line, text in ((marks.copy_number, "000012"), (marks.signers, "张建国、李淑敏")):
        line.setText(text)
        line.textEdited.emit(text)
    marks.security.setCurrentText("机密")
    marks.term.setText("1年")
    marks.urgency.setCurrentText("特急")
    marks.sealed.click()
    rest(qtbot, tab)
    told = text_of(tab.pane.pdf).replace(" ", "")
    assert "000012机密★1年特急" in told
    assert "签发人：张建国李淑敏" in told
    tab.keep_button.click()
    settle(qtbot)
    (row,) = papers(context.connection)
    content = paper_view(context.connection, row.id).content
    assert content is not None
    assert (content.copy_number, content.security, content.urgency) == ("000012", "机密★1年", "特急")
    assert (content.signers, content.sealed) == (("张建国", "李淑敏"), True)
    dialog = EditDialog(None, context, row.id)
    qtbot.addWidget(dialog)
    assert dialog.form.content() == content
    dialog.form.marks.copy_number.setText("12")
    dialog.form.marks.edited.emit()
    qtbot.waitUntil(lambda: "6位数字" in dialog.pane.fault.text())


def test_the_pages_can_be_turned_and_fitted(qtbot: QtBot, tab: DraftingPage) -> None:
    tab.form.text.setPlainText("\n".join(f"第{number}段，说明本月工作进展情况。" for number in range(60)))
    rest(qtbot, tab)
    assert tab.pane.preview.pages > 2
    assert not tab.pane.preview.back.isEnabled()
    tab.pane.preview.on.click()
    assert tab.pane.preview.place.text() == f"第 2 页，共 {tab.pane.preview.pages} 页"
    tab.pane.preview.whole.click()
    assert tab.pane.preview.view.zoomMode() is tab.pane.preview.view.ZoomMode.FitInView
    tab.pane.preview.back.click()
    assert tab.pane.preview.place.text().startswith("第 1 页")


def test_a_new_preview_keeps_the_place_that_was_read(qtbot: QtBot, tab: DraftingPage) -> None:
    tab.form.text.setPlainText("\n".join(f"第{number}段，说明本月工作进展情况。" for number in range(60)))
    rest(qtbot, tab)
    tab.pane.preview.turn(1)
    place = tab.pane.preview.view.verticalScrollBar().value()
    assert place > 0
    edit(tab, "signature", "市招商办")
    rest(qtbot, tab)
    assert tab.pane.preview.view.verticalScrollBar().value() == place


def test_a_character_that_no_font_has_is_named_and_nothing_goes_out(qtbot: QtBot, tab: DraftingPage) -> None:
    edit(tab, "title", "关于\U0001f600的通报")
    rest(qtbot, tab)
    assert "U+1F600" in tab.pane.fault.text()
    assert not tab.save_button.isEnabled()
    assert not tab.pane.print_button.isEnabled()
    edit(tab, "title", "关于进展的通报")
    rest(qtbot, tab)
    assert tab.pane.fault.text() == ""
    assert tab.save_button.isEnabled()


@pytest.mark.parametrize(("key", "called"), [("title", "标题"), ("signature", "落款")])
def test_what_a_paper_needs_cannot_be_empty(qtbot: QtBot, tab: DraftingPage, key: str, called: str) -> None:
    edit(tab, key, "  ")
    rest(qtbot, tab)
    assert f"{called}不能为空" in tab.pane.fault.text()


def test_an_unreadable_date_is_told(qtbot: QtBot, tab: DraftingPage) -> None:
    tab.form.day.clear()
    qtbot.keyClicks(tab.form.day, "2026-02-30")
    rest(qtbot, tab)
    assert tab.pane.fault.text().startswith("成文日期")
    assert not tab.save_button.isEnabled()


def test_saving_writes_the_file_and_records_the_number(
    qtbot: QtBot, tab: DraftingPage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = context.office.folder / "papers" / "六月通报"
    asked: list[str] = []

    def choose(_parent: object, _title: str, start: str, *_: object) -> tuple[str, str]:
        asked.append(start)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    edit(tab, "addressees", "各县人民政府")
    rest(qtbot, tab)
    tab.save_button.click()
    settle(qtbot)
    assert Path(asked[0]).parent == context.office.folder / "papers"
    assert "各县人民政府" in text_of(target.with_suffix(".pdf").read_bytes())
    (paper,) = papers(context.connection)
    assert (paper.number, paper.title) == ("清招办〔2026〕1号", "关于2026年6月全市招商引资工作进展情况的通报")
    assert tab.form.lines["addressees"].text() == "各县人民政府", "saving drops nothing that was edited"
    assert tab.may_leave()


def test_a_draft_is_written_as_word_without_a_number(
    qtbot: QtBot, tab: DraftingPage, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "六月通报"), ""))
    edit(tab, "addressees", "各县人民政府")
    rest(qtbot, tab)
    tab.word_button.click()
    settle(qtbot)
    with zipfile.ZipFile(tmp_path / "六月通报.docx") as word:
        said = word.read("word/document.xml").decode()
    assert "各县人民政府" in said
    assert "＿＿号" in said
    assert papers(context.connection) == ()


def test_a_file_that_cannot_be_written_is_told_and_no_number_is_used(
    qtbot: QtBot, tab: DraftingPage, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("app.ui.errors._open", lambda box: told.append(box.text()))
    (tmp_path / "文件").write_text("不是文件夹", "utf-8")
    tab.save_to(tmp_path / "文件" / "通报.pdf")
    settle(qtbot)
    assert len(told) == 1
    assert papers(context.connection) == ()


def test_leaving_an_edited_draft_is_asked_about(
    qtbot: QtBot, tab: DraftingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tab.may_leave()
    edit(tab, "title", "改过的标题")
    rest(qtbot, tab)
    monkeypatch.setattr("app.ui.papers.drafting.ask", lambda *_: "留下")
    assert not tab.may_leave()
    monkeypatch.setattr("app.ui.papers.drafting.ask", lambda *_: "放弃改动")
    assert tab.may_leave()


def test_another_choice_keeps_an_edited_draft_unless_the_user_lets_it_go(
    qtbot: QtBot, tab: DraftingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(tab, "title", "改过的标题")
    monkeypatch.setattr("app.ui.papers.drafting.ask", lambda *_: "保留现稿")
    tab.chooser.groups.set_group("leader")
    settle(qtbot)
    assert tab.chooser.choice().group == "county"
    assert tab.form.lines["title"].text() == "改过的标题"
    monkeypatch.setattr("app.ui.papers.drafting.ask", lambda *_: "重新起草")
    tab.chooser.groups.set_group("leader")
    settle(qtbot)
    assert "市领导招商引资工作进展情况" in tab.form.lines["title"].text()


def test_new_figures_reach_an_untouched_draft_and_are_told_to_an_edited_one(
    qtbot: QtBot, tab: DraftingPage, context: AppContext
) -> None:
    signed_project(context.office, "乙项目", 300, dt.date(2026, 6, 9))
    context.data_changed.emit()
    settle(qtbot)
    assert "全市新签约项目2个" in tab.form.text.toPlainText()
    edit(tab, "title", "改过的标题")
    signed_project(context.office, "丙项目", 300, dt.date(2026, 6, 10))
    context.data_changed.emit()
    settle(qtbot)
    assert tab.form.lines["title"].text() == "改过的标题"
    assert "台账在起草之后有变动" in tab.notice.text()


def test_a_period_that_has_not_begun_empties_the_form_and_says_why(qtbot: QtBot, tab: DraftingPage) -> None:
    tab.chooser.periods.set_period(Period.parse("2027-01"))
    settle(qtbot)
    assert "还没有开始" in tab.pane.fault.text()
    assert not tab.form.isEnabled()
    assert tab.pane.preview.pages == 0
    assert not tab.save_button.isEnabled()


def test_the_fonts_taken_are_named_quietly(qtbot: QtBot, tab: DraftingPage) -> None:
    qtbot.waitUntil(tab.pane.fonts.isVisible)
    assert tab.pane.fonts.text().startswith("排版字体：仿宋 ")
    tab.workshop.fonts_known.emit((FontTaken("小标宋", "文鼎明体", True),))
    assert "小标宋 文鼎明体（代替）" in tab.pane.fonts.text()
    assert "本机没有小标宋字体" in tab.pane.fonts.text()


def test_without_a_printer_the_user_is_told_what_to_do(tab: DraftingPage, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("app.ui.papers.pane.QPrinterInfo.availablePrinterNames", list)
    monkeypatch.setattr("app.ui.errors._open", lambda box: told.append(box.text()))
    tab.pane.print_button.click()
    assert ["没有找到打印机" in text for text in told] == [True]


def test_file_names_hold_nothing_that_file_systems_refuse(tab: DraftingPage) -> None:
    edit(tab, "title", '关于"上半年/下半年":情况的通报')
    assert file_name(tab.form.content(), 1) == "清招办〔2026〕1号关于上半年下半年情况的通报.pdf"


def a_printer(target: Path) -> QPrinter:
    """The printer as the program sets it up, printing into a file."""
    printer = make_printer("通报")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setResolution(150)
    return printer


def ink(page: Page) -> tuple[int, int, int, int]:
    """Return the box around what is printed dark on a page, in points."""
    grey = page.to_image(resolution=72).original.convert("L").point([255 * (level < 200) for level in range(256)])
    box = grey.getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("margin", [0, 20])
def test_printing_puts_the_ink_where_the_preview_has_it(tab: DraftingPage, tmp_path: Path, margin: int) -> None:
    """Whatever margins the dialogue leaves on the printer."""
    assert tab.pane.pdf is not None
    printer = a_printer(tmp_path / "印.pdf")
    printer.setPageMargins(QMarginsF(margin, margin, margin, margin), QPageLayout.Unit.Millimeter)
    assert print_pdf(tab.pane.pdf, printer) == tab.pane.preview.pages
    with pdfplumber.open(tmp_path / "印.pdf") as printed, pdfplumber.open(io.BytesIO(tab.pane.pdf)) as shown:
        assert len(printed.pages) == tab.pane.preview.pages
        assert (round(printed.pages[0].width), round(printed.pages[0].height)) == (595, 842)
        for page, wanted in zip(printed.pages, shown.pages, strict=True):
            assert ink(page) == pytest.approx(ink(wanted), abs=2)


@pytest.mark.usefixtures("qapp")
def test_the_range_and_the_order_of_the_dialogue_are_kept() -> None:
    printer = make_printer("通报")
    assert pages_wanted(printer, 4) == [0, 1, 2, 3]
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    assert pages_wanted(printer, 4) == [1, 2]
    ranges = QPageRanges()
    ranges.addPage(1)
    ranges.addRange(3, 4)
    printer.setPageRanges(ranges)
    assert pages_wanted(printer, 4) == [0, 2, 3]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert pages_wanted(printer, 4) == [3, 2, 0]


@pytest.mark.usefixtures("qapp")
def test_the_sheet_is_upright_a4() -> None:
    layout = make_printer("通报").pageLayout()
    assert (layout.pageSize().name(), layout.orientation()) == ("A4", QPageLayout.Orientation.Portrait)


def test_printing_can_be_cancelled(tab: DraftingPage, tmp_path: Path) -> None:
    assert tab.pane.pdf is not None
    with pytest.raises(Cancelled):
        print_pdf(tab.pane.pdf, a_printer(tmp_path / "印.pdf"), cancelled=lambda: True)


def test_a_printer_that_takes_nothing_is_told(tab: DraftingPage, tmp_path: Path) -> None:
    assert tab.pane.pdf is not None
    with pytest.raises(OfficeError, match="没有接受任务"):
        print_pdf(tab.pane.pdf, a_printer(tmp_path / "没有" / "印.pdf"))


def test_the_text_lets_the_tabulator_pass(qtbot: QtBot, tab: DraftingPage) -> None:
    tab.form.text.setFocus()
    before = tab.form.text.toPlainText()
    qtbot.keyClick(tab.form.text, Qt.Key.Key_Tab)
    assert tab.form.text.toPlainText() == before
