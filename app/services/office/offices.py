"""New office folders: an empty one with its first scheme, and the demo, rebuilt in place."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from app.models.holder import OfficeHeld
from app.models.office import DATABASE, Office, OfficeNames, create_office, open_office, read_names
from app.rules.errors import OfficeError, Refused

__all__ = [
    "Office",
    "OfficeHeld",
    "OfficeNames",
    "new_office",
    "open_office",
    "read_names",
    "rebuild_demo",
    "rename_office",
]

PROJECT_WORD = "ZS"


def new_office(folder: Path, city: str, authority: str, number_word: str, *, today: dt.date, who: str) -> Office:
    """Make a new, empty office with the default scheme in force, and return it open.

    What is left empty is made of the city's name. Raises `OfficeError` as `create_office` does.
    """
    from app.services.ranking.schemes import DEFAULT, add_scheme, scheme_from_file

    city = city.strip() or "本市"
    authority = authority.strip() or f"{city}招商引资工作领导小组办公室"
    number_word = number_word.strip() or f"{city.removesuffix('市')[:1]}招办"
    office = create_office(folder, OfficeNames(city, authority, number_word, PROJECT_WORD), who=who, today=today)
    try:
        with office.change("采用默认考核办法") as change:
            add_scheme(change.session, scheme_from_file(DEFAULT))
    except BaseException:
        office.close()
        raise
    return office


def rename_office(office: Office, names: OfficeNames) -> bool:
    """Call the office otherwise from now on, with its history; return False where nothing changes.

    Papers that are signed later bear the new names; those that were signed stay as they are, to the byte. A new word
    of numbers begins a series of its own. Raises `Refused` for a name that cannot stand on paper.
    """
    from app.models.history import OfficeFacts

    city, authority, word = (_name(label, getattr(names, key), most) for key, label, most in _NAMES)
    wanted = OfficeNames(city, authority, word, names.project_word)
    connection = office.read()
    now = read_names(connection)
    connection.close()
    if wanted == now:
        return False
    with office.change(f"更改本单位信息：{wanted.authority}") as change:
        facts = change.session.get_one(OfficeFacts, 1)
        for key, _, _ in _NAMES:
            setattr(facts, key, getattr(wanted, key))
    return True


_NAMES = (("city", "城市", 20), ("authority", "机关名称", 40), ("number_word", "发文机关代字", 12))
"""What can be changed, what it is called, and the most characters that it may have on paper."""


def _name(label: str, text: str, most: int) -> str:
    text = text.strip()
    if not text:
        raise Refused(f"{label}不能为空，请填写。")
    if len(text) > most:
        raise Refused(f"{label}有{len(text)}个字，最多{most}个字，请改短。")
    wrong = next((char for char in text if not char.isprintable() or char.isspace() or char in "〔〕[]【】{}|号"), None)
    if wrong is not None:
        raise Refused(f"{label}里不能有“{wrong if wrong.isprintable() else f'U+{ord(wrong):04X}'}”，请改掉。")
    return text


def rebuild_demo(
    folder: Path,
    *,
    today: dt.date | None,
    who: str,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Office:
    """Build the demo office in `folder`, over an earlier demo if there is one; return it open.

    A folder that holds anything else is refused.
    """
    from app.services.office.demo import build_demo

    if (folder / DATABASE).is_file():
        _remove_demo(folder, who)
    return build_demo(folder, today, who, progress, cancelled)


def _remove_demo(folder: Path, who: str) -> None:
    from app.services.office.demo import demo_city

    with open_office(folder, who=who, today=dt.date.min) as office, closing(office.read()) as connection:
        is_demo = (
            read_names(connection).city == demo_city()["city"]
            and connection.execute("SELECT count(*) FROM change WHERE act LIKE '建立演示数据%'").fetchone()[0]
        )
    if not is_demo:
        raise OfficeError(f"“{folder}”里是真实的办公数据，不能用演示数据覆盖。请换一个文件夹。")
    shutil.rmtree(folder)
