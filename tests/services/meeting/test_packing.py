"""A meeting in one file: nothing outside its audience, every byte checked, locked on demand, no database needed."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pytest

from app.models.office import Office
from app.rules.audience import Audience
from app.rules.errors import OfficeError, Refused
from app.rules.money import YI
from app.rules.periods import Period
from app.services.dossiers.keeping import set_credit
from app.services.meeting.packing import MANIFEST, audience_named, groups_for, needs_password, open_pack, pack
from app.services.meeting.sealing import seal, unseal
from app.services.ranking.freezing import publish
from app.services.ranking.province import Standing, set_standing
from tests.services.ranking.test_ranking import ranked
from tests.support import TODAY, UNITS, reading, set_target, signed_project, unit_id

JUNE = Period.parse("2026-06")
PASSWORD = "清沅二〇二六常委会"


@pytest.fixture
def ready(office: Office) -> Office:
    """An office with a project of a county and a leader in June, and its place in the province."""
    for name in UNITS:
        set_target(office, name, "signed", 12)
    project = signed_project(office, "饮料项目", 12_000, dt.date(2026, 6, 10))
    set_credit(office, project, "leader", [(unit_id(office, "周明远"), 10_000)])
    set_standing(office, Standing("2026-06", "清沅市", 3, signed=112, over=9, amount_fen=79 * YI), today=TODAY)
    return office


def packed(office: Office, path: Path, audience: Audience = Audience.ALL_OFFICIALS, password: str = "") -> str:
    with reading(office) as connection:
        return pack(connection, JUNE, audience, path, as_of=TODAY, today=TODAY, password=password or None)


def test_a_pack_shows_the_meeting_without_the_office(ready: Office, tmp_path: Path) -> None:
    path = tmp_path / "会议.zsp"
    packed(ready, path)
    ready.close()
    content = open_pack(path)
    assert (content.title, content.audience) == ("清沅市2026年6月招商引资工作情况", "全市领导干部大会")
    county = content.groups[0]
    table = {row.name: row for row in county.units}
    assert (table["定国县"].rank, table["定国县"].records[0].record) == (1, "ZS2026-00001 饮料项目")
    assert [month.period for month in county.months][-1] == "2026-06"
    assert county.months[-1].ranks == {"定国县": 1, "云河县": 2}
    assert content.province[0].rank == 3


@pytest.mark.parametrize(
    ("audience", "groups"),
    [
        (Audience.STANDING_COMMITTEE, ("county", "department", "leader")),
        (Audience.CITY_LEADERS, ("county", "department")),
        (Audience.ALL_OFFICIALS, ("county", "department")),
        (Audience.PUBLIC, ()),
    ],
)
def test_a_pack_holds_nothing_outside_its_audience(
    ready: Office, tmp_path: Path, audience: Audience, groups: tuple[str, ...]
) -> None:
    path = tmp_path / "会议.zsp"
    packed(ready, path, audience)
    assert groups_for(audience) == groups == tuple(group.group for group in open_pack(path).groups)
    with zipfile.ZipFile(path) as archive:
        everything = "".join(archive.read(name).decode() + name for name in archive.namelist())
    named = {group for name, group in UNITS.items() if name in everything}
    assert named == set(groups)


def test_a_leaders_name_in_a_projects_name_is_stopped_at_the_door(ready: Office, tmp_path: Path) -> None:
    signed_project(ready, "周明远牵线的项目", 500, dt.date(2026, 6, 11))
    with pytest.raises(Refused, match="周明远"):
        packed(ready, tmp_path / "会议.zsp")
    with pytest.raises(Refused, match="周明远"):
        packed(ready, tmp_path / "周 明远.zsp")
    signed_project(ready, "沈\n国栋牵线的项目", 500, dt.date(2026, 6, 11))
    with pytest.raises(Refused, match="沈国栋"):
        packed(ready, tmp_path / "会议.zsp")
    assert list(tmp_path.glob("*.zsp*")) == []


def test_a_published_ranking_is_shown_as_it_was_published(ready: Office, tmp_path: Path) -> None:
    publish(ready, JUNE, "county", TODAY, today=TODAY, by="李主任")
    digest = ranked(ready).sha256()
    signed_project(ready, "补记", 500, dt.date(2026, 6, 11), county="云河县")
    packed(ready, tmp_path / "会议.zsp")
    county, department = open_pack(tmp_path / "会议.zsp").groups
    assert (county.edition, county.sha256) == (1, digest)
    assert all(not unit.records for unit in county.units if unit.name == "云河县")
    assert department.edition is None


def test_a_locked_pack_opens_with_its_password_alone(ready: Office, tmp_path: Path) -> None:
    path = tmp_path / "会议.zsp"
    packed(ready, path, password=PASSWORD)
    assert needs_password(path)
    assert "定国县".encode() not in path.read_bytes()
    assert open_pack(path, PASSWORD).city == "清沅市"
    for wrong in (None, "", PASSWORD + "1"):
        with pytest.raises(Refused, match="口令"):
            open_pack(path, wrong)


def test_a_short_password_is_refused_and_nothing_written(ready: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="至少要 8 个字符"):
        packed(ready, tmp_path / "会议.zsp", password="1234567")
    assert list(tmp_path.glob("*.zsp*")) == []


def test_the_same_meeting_makes_the_same_file_and_a_lock_never_the_same_twice(ready: Office, tmp_path: Path) -> None:
    assert packed(ready, tmp_path / "一.zsp") == packed(ready, tmp_path / "二.zsp")
    locked = [packed(ready, tmp_path / f"{name}.zsp", password=PASSWORD) for name in "三四"]
    assert locked[0] != locked[1]


@pytest.mark.parametrize("where", [8, 20, 30, 60, -1])
def test_any_changed_byte_of_a_locked_file_is_noticed(where: int) -> None:
    sealed = bytearray(seal(b"content" * 20, PASSWORD))
    assert unseal(bytes(sealed), PASSWORD) == b"content" * 20
    sealed[where] ^= 1
    with pytest.raises(OfficeError):
        unseal(bytes(sealed), PASSWORD)


def test_a_forged_head_cannot_ask_for_all_memory() -> None:
    sealed = seal(b"content", PASSWORD)
    forged = sealed[:16] + (2**32 - 1).to_bytes(4, "big") + sealed[20:]
    with pytest.raises(OfficeError, match="文件头不对"):
        unseal(forged, PASSWORD)


def rewritten(path: Path, change: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()} | change
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    path.write_bytes(target.getvalue())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"meeting.json": b"{}"}, "校验码不符"),
        ({"other.txt": b"x"}, "不是会议包"),
        ({MANIFEST: b"[]"}, "不是会议包"),
        ({MANIFEST: json.dumps({"format": "招商台会议包", "version": 2}).encode()}, "更新版本"),
    ],
)
def test_a_file_that_was_tampered_with_is_refused(
    ready: Office, tmp_path: Path, change: dict[str, bytes], told: str
) -> None:
    path = tmp_path / "会议.zsp"
    packed(ready, path)
    rewritten(path, change)
    with pytest.raises(OfficeError, match=told):
        open_pack(path)


@pytest.mark.parametrize("length", [0, 10, 400])
def test_a_file_that_was_not_copied_whole_is_refused(ready: Office, tmp_path: Path, length: int) -> None:
    path = tmp_path / "会议.zsp"
    packed(ready, path)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(OfficeError):
        open_pack(path)


def test_what_cannot_be_written_is_told_in_chinese(ready: Office, tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="写入"):
        packed(ready, tmp_path)
    with pytest.raises(OfficeError, match="打开"):
        open_pack(tmp_path / "没有.zsp")


def test_audiences_are_known_by_their_labels() -> None:
    assert audience_named("市委常委会") is Audience.STANDING_COMMITTEE
    with pytest.raises(Refused, match="可选：市委常委会、市级领导"):
        audience_named("所有人")
