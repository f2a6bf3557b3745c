"""The parts of a dossier that hold people, visits, problems, documents and the way between units."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from pytestqt.qtbot import QtBot

from app.services.dossiers.documents import documents_of
from app.services.dossiers.evidence import evidence_of
from app.services.dossiers.handling import handling_of, transfers_of
from app.services.dossiers.people import contacts_of
from app.services.dossiers.problems import problems_of
from app.services.dossiers.visits import visits_of
from app.services.office.undo import last_act, undo
from app.ui.context import AppContext
from app.ui.dossiers import documents, problems, record_table
from app.ui.dossiers.tab import DossiersTab
from app.ui.dossiers.view import DossierView
from tests.gui.conftest import settle
from tests.support import TODAY, signed_project, unit_id

JUNE = dt.date(2026, 6, 3)


@pytest.fixture
def project(context: AppContext) -> int:
    return signed_project(context.office, "欣达轴承", 30_000, JUNE, verified=False)


@pytest.fixture
def tab(qtbot: QtBot, context: AppContext, project: int) -> DossiersTab:
    made = DossiersTab(context)
    qtbot.addWidget(made)
    made.resize(1300, 700)
    made.show()
    made.show_project(project)
    return made


@pytest.fixture
def view(tab: DossiersTab) -> DossierView:
    return tab.view


def says(monkeypatch: pytest.MonkeyPatch, module: object, text: str) -> None:
    monkeypatch.setattr(module, "ask_text", lambda *_args: text)


def test_a_visit_is_entered_corrected_done_and_voided(
    context: AppContext, view: DossierView, project: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = view.visits.visits
    table.add_button.click()
    card = table.card
    assert card.fields["day"].text() == TODAY.isoformat()  # pyright: ignore[reportAttributeAccessIssue]
    card.save_button.click()
    assert "谈了什么" in card.trouble.text()
    card.fields["summary"].setPlainText("看了两块地")  # pyright: ignore[reportAttributeAccessIssue]
    card.fields["next_step"].setText("回访")  # pyright: ignore[reportAttributeAccessIssue]
    card.fields["next_day"].setText("2026.10.1")  # pyright: ignore[reportAttributeAccessIssue]
    card.save_button.click()
    assert "早于这次走访" in card.trouble.text()
    card.fields["next_day"].setText("2026.10.20")  # pyright: ignore[reportAttributeAccessIssue]
    card.save_button.click()
    assert card.isHidden()
    (line,) = visits_of(context.connection, project)
    assert (line.summary, line.next_day) == ("看了两块地", dt.date(2026, 10, 20))
    table.table.select_row(0)
    table.edit_button.click()
    card.fields["summary"].setPlainText("看了三块地")  # pyright: ignore[reportAttributeAccessIssue]
    card.save_button.click()
    assert visits_of(context.connection, project)[0].summary == "看了三块地"
    table.table.select_row(0)
    done = next(made for made, _ in table._acts if made.text() == "下一步已办")
    done.click()
    assert visits_of(context.connection, project)[0].next_done_on == TODAY
    assert not done.isEnabled()
    says(monkeypatch, record_table, "记错项目")
    table.void_button.click()
    assert visits_of(context.connection, project) == ()
    act = last_act(context.connection)
    assert act is not None
    undo(context.office, act.id)
    context.data_changed.emit()
    assert table.model.rowCount() == 1


def test_people_of_the_enterprise_are_kept(context: AppContext, view: DossierView) -> None:
    people = view.visits.people
    people.add_button.click()
    people.card.fields["name"].setText("欧阳锋")  # pyright: ignore[reportAttributeAccessIssue]
    people.card.save_button.click()
    assert view.dossier is not None
    assert [one.name for one in contacts_of(context.connection, view.dossier.enterprise_id)] == ["欧阳锋"]


def test_a_problem_past_its_day_stands_out_until_it_is_solved(
    context: AppContext, view: DossierView, project: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = view.problems.table
    table.add_button.click()
    for key, text in (("solver", "市工信局"), ("raised_on", "2026-06-03"), ("due", "2026-07-01")):
        table.card.fields[key].setText(text)  # pyright: ignore[reportAttributeAccessIssue]
    table.card.fields["what"].setPlainText("缺用电")  # pyright: ignore[reportAttributeAccessIssue]
    table.card.save_button.click()
    amber = table.model.index(0, 0).data(Qt.ItemDataRole.ForegroundRole)
    assert amber is not None
    table.table.select_row(0)
    says(monkeypatch, problems, "已增容")
    next(made for made, _ in table._acts).click()
    assert problems_of(context.connection, project)[0].solution == "已增容"
    assert table.model.index(0, 0).data(Qt.ItemDataRole.ForegroundRole) is None


def test_dropped_files_are_kept_opened_and_watched(
    qtbot: QtBot, context: AppContext, view: DossierView, project: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = tmp_path / "投资合同.pdf"
    paper.write_bytes(b"contract")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(paper))])
    event = QDropEvent(
        QPointF(QPoint(5, 5)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.documents.dropEvent(event)
    settle(qtbot)
    (line,) = documents_of(context.connection, context.office.folder, project)
    assert line.name == "投资合同.pdf"
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    view.documents.open(line)
    assert Path(opened[0]).read_bytes() == b"contract"
    (context.office.folder / "attachments" / line.sha256).write_bytes(b"forged!!")
    shown: list[str] = []
    monkeypatch.setattr(documents, "show_error", lambda _parent, error, _title: shown.append(error.message))
    view.documents.open(line)
    assert "改动过" in shown[0]
    (context.office.folder / "attachments" / line.sha256).unlink()
    context.data_changed.emit()
    assert "“投资合同.pdf”文件不见了" in view.documents.trouble.text()


def test_a_refused_file_is_told_and_the_others_kept(
    qtbot: QtBot, context: AppContext, view: DossierView, project: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, empty = tmp_path / "a.txt", tmp_path / "b.txt"
    good.write_text("x")
    empty.touch()
    shown: list[str] = []
    monkeypatch.setattr(documents, "show_error", lambda _parent, error, _title: shown.append(error.message))
    view.documents.add_files([empty, good])
    settle(qtbot)
    assert len(documents_of(context.connection, context.office.folder, project)) == 1
    assert "“b.txt”是空文件" in shown[0]


def test_evidence_is_handed_in_for_the_stage_that_waits(context: AppContext, view: DossierView, project: int) -> None:
    proofs = view.documents.proofs
    proofs.add_button.click()
    assert view.documents.stage.currentText() == "签约 2026-06-03"
    proofs.card.fields["title"].setText("营业执照副本")  # pyright: ignore[reportAttributeAccessIssue]
    proofs.card.save_button.click()
    assert [line.title for line in evidence_of(context.connection, project)] == ["投资合同", "营业执照副本"]


def test_the_way_and_the_hands_are_entered(context: AppContext, view: DossierView, project: int) -> None:
    way = view.handling.transfers
    way.add_button.click()
    view.handling.unit.setCurrentIndex(view.handling.unit.findData(unit_id(context.office, "市商务局")))
    way.card.save_button.click()
    assert [(step.kind, step.to_unit) for step in transfers_of(context.connection, project)] == [("首谈", "市商务局")]
    hands = view.handling.hands
    hands.add_button.click()
    hands.card.fields["person"].setText("王芳")  # pyright: ignore[reportAttributeAccessIssue]
    hands.card.save_button.click()
    assert [line.person for line in handling_of(context.connection, project)] == ["王芳"]
    told = [view.moments.model.index(row, 2).data() for row in range(view.moments.model.rowCount())]
    assert "首谈：市商务局" in told


def test_who_recorded_a_stage_is_asked_for_a_second_person(
    context: AppContext, view: DossierView, project: int
) -> None:
    view.stages.table.select_row(0)
    view.stages.verify_button.click()
    editor = view.stages.editor
    assert editor.second.isHidden()
    editor.by.setText("测试")
    editor.save_button.click()
    assert "另有一人" in editor.trouble.text()
    assert not editor.second.isHidden()
    editor.second.setText("李主任")
    editor.second_reason.setText("当日只有一人在岗")
    editor.save_button.click()
    assert view.dossier is not None
    assert view.dossier.stages[0].verified_by == "测试"
    shown = view.stages.model.index(0, 2)
    assert shown.data() == TODAY.isoformat()
    assert shown.data(Qt.ItemDataRole.ToolTipRole) == f"{TODAY.isoformat()} 测试"


def test_the_stages_up_to_their_evidence_fit_beside_the_list_of_a_small_screen(view: DossierView) -> None:
    assert sum(view.stages.table.columnWidth(column) for column in range(5)) <= 511


def test_a_card_does_not_follow_to_another_project(context: AppContext, view: DossierView) -> None:
    view.problems.table.add_button.click()
    assert not view.problems.table.card.isHidden()
    other = signed_project(context.office, "另一个", 500, JUNE)
    view.show_project(other)
    assert view.problems.table.card.isHidden()
