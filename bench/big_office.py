"""The office that benches measure on: 100,000 projects with 1,000,000 stage events, the same every time.

It is made once by plain sqlite3 in the user's cache folder, and again when its making or the schema changes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import platformdirs

from app.models.office import DATABASE
from app.rules.pinyin import search_key
from app.rules.stages import Stage
from app.services.office.offices import new_office

ROOT = Path(__file__).parents[1]
PROJECTS = 100_000
EVENTS_EACH = 10
TODAY = dt.date(2026, 7, 1)

_COUNTIES = [f"{word}{kind}" for word in ("清源", "临沅", "定国", "云河", "东湖", "高新") for kind in ("县", "区")]
_DEPARTMENTS = [
    f"市{word}局" for word in ("发改", "经信", "商务", "住建", "交通", "农业", "文旅", "卫健", "科技", "财政")
]
_LEADERS = [f"{surname}{name}" for surname in "赵钱孙李周吴郑王冯陈" for name in ("建国", "敏")]
_INDUSTRIES = (
    "日用化工",
    "机械配件",
    "电子电器",
    "食品饮料",
    "新型建材",
    "纺织服装",
    "包装印刷",
    "医药器械",
    "物流仓储",
)
_PLACES = (
    "昆山",
    "中山",
    "常州",
    "汕头",
    "无锡",
    "福州",
    "温州",
    "东莞",
    "台州",
    "顺德",
    "重庆",
    "厦门",
    "单县",
    "长沙",
)
_NAMES = (
    "金泰",
    "百川",
    "顺达",
    "三江",
    "万和",
    "东方",
    "锦程",
    "新禾",
    "华盛",
    "宏远",
    "瑞丰",
    "天工",
    "联创",
    "永昌",
)
_GOODS = (
    "饮料",
    "包装纸",
    "连接器",
    "装配式构件",
    "冷链物流",
    "休闲食品",
    "减速机",
    "轴承",
    "调味品",
    "电容器",
    "洗涤用品",
)
_OTHER_SOURCES = ("发改", "经信", "统计", "住建", "商务")
_DATED = (Stage.SIGNED, Stage.STARTED, Stage.COMPLETED, Stage.IN_PRODUCTION, Stage.YIELDING)


def big_office(projects: int = PROJECTS) -> Path:
    """Return the folder of an office with so many projects and ten times as many stage events; make it if need be.

    `TODAY` is the day that it is about; ten years end there.
    """
    folder = Path(platformdirs.user_cache_dir("zhaoshangtai-bench", appauthor=False)) / f"{projects}-{_made_by()}"
    if folder.is_dir():
        return folder
    making = folder.with_name(f"{folder.name}.{os.getpid()}")
    new_office(making, "清源市", "清源市招商办", "清招办", today=dt.date(2016, 1, 1), who="bench").close()
    connection = sqlite3.connect(making / DATABASE)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -200000")
    with connection:
        _fill(connection, projects)
    connection.execute("ANALYZE")
    connection.close()
    try:
        making.rename(folder)
    except OSError:
        shutil.rmtree(making)
    return folder


def _made_by() -> str:
    """Return a mark that changes with the making and with the schema."""
    sources = [Path(__file__), *sorted((ROOT / "app" / "models" / "migrations" / "versions").glob("*.py"))]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]


def _fill(connection: sqlite3.Connection, projects: int) -> None:
    units = [("county", name) for name in _COUNTIES]
    units += [("department", name) for name in _DEPARTMENTS] + [("leader", name) for name in _LEADERS]
    connection.executemany("INSERT INTO unit (group_key, name, position) VALUES (?, ?, ?)", _numbered(units))
    connection.executemany("INSERT INTO industry (name) VALUES (?)", [(name,) for name in _INDUSTRIES])
    connection.executemany(
        "INSERT INTO target (unit_id, year, indicator, value) VALUES (?, ?, ?, ?)",
        [
            (unit, year, indicator, value)
            for unit in range(1, len(units) + 1)
            for year in range(2016, 2027)
            for indicator, value in (("signed", 900), ("over", 200), ("amount", 10**14), ("funds", 4 * 10**13))
        ],
    )
    connection.executemany(
        "INSERT INTO enterprise (id, name, uscc) VALUES (?, ?, ?)",
        ((key, _enterprise(key), _uscc(key)) for key in range(1, projects + 1)),
    )
    connection.executemany(
        "INSERT INTO project (id, code, name, enterprise_id, industry_id, county_id, investment_fen, stage, signed_day,"
        " search_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_project(key, projects) for key in range(1, projects + 1)),
    )
    connection.executemany(
        "INSERT INTO stage_event (project_id, stage, day, source, is_main, verified_on, verified_by, evidence)"
        " VALUES (?, ?, ?, ?, ?, ?, '市招商办', '投资协议')",
        (event for key in range(1, projects + 1) for event in _events(key, projects)),
    )
    departments, leaders = len(_COUNTIES), len(_COUNTIES) + len(_DEPARTMENTS)
    connection.executemany(
        "INSERT INTO credit (project_id, unit_id, share_bp) VALUES (?, ?, 10000)",
        (
            (key, unit)
            for key in range(1, projects + 1)
            for unit in (
                _county(key),
                departments + 1 + key * 7 % len(_DEPARTMENTS),
                leaders + 1 + key * 11 % len(_LEADERS),
            )
        ),
    )
    connection.executemany(
        "INSERT INTO funds_arrival (project_id, day, amount_fen, origin) VALUES (?, ?, ?, '省外')",
        (
            (key, _signed(key, projects).isoformat(), 10**10 + key % 97 * 10**8)
            for key in range(1, projects + 1)
            if key % 2
        ),
    )


def _numbered(units: list[tuple[str, str]]) -> list[tuple[str, str, int]]:
    return [(*unit, place) for place, unit in enumerate(units)]


def _enterprise(key: int) -> str:
    rest, place = divmod(key, len(_PLACES))
    rest, name = divmod(rest, len(_NAMES))
    return f"{_PLACES[place]}{_NAMES[name]}{_GOODS[rest % len(_GOODS)]}{rest // len(_GOODS) or ''}有限公司"


def _uscc(key: int) -> str:
    return f"91{key:016d}"


def _county(key: int) -> int:
    return 1 + key * 5 % len(_COUNTIES)


def _signed(key: int, projects: int) -> dt.date:
    """Spread the signings evenly over the ten years before `TODAY`."""
    return TODAY - dt.timedelta(days=(projects - key) * 3650 // projects)


def _project(key: int, projects: int) -> tuple[object, ...]:
    signed = _signed(key, projects)
    enterprise, code = _enterprise(key), f"ZS{signed.year}-{key:06d}"
    name = f"{enterprise[:4]}年产{key % 90 + 5}万件{_GOODS[key % len(_GOODS)]}项目"
    main = [event for event in _events(key, projects) if event[4]]
    return (
        key,
        code,
        name,
        key,
        1 + key % len(_INDUSTRIES),
        _county(key),
        10**11 + random.Random(key).randrange(1, 9000) * 10**9,
        max(int(str(event[1])) for event in main),
        signed.isoformat(),
        search_key(name, enterprise, _uscc(key), code),
    )


def _events(key: int, projects: int) -> Iterator[tuple[object, ...]]:
    """Yield the stages of one project: the main days, and other departments' days up to `EVENTS_EACH`."""
    signed = _signed(key, projects)
    reached = [
        (stage, day)
        for number, stage in enumerate(_DATED)
        if (day := signed + dt.timedelta(days=number * (90 + key % 60))) <= TODAY
    ]
    for stage, day in reached:
        yield key, int(stage), day.isoformat(), "", 1, day.isoformat()
    for number in range(EVENTS_EACH - len(reached)):
        stage, day = reached[number % len(reached)]
        later = day + dt.timedelta(days=1 + number)
        yield key, int(stage), later.isoformat(), _OTHER_SOURCES[number % len(_OTHER_SOURCES)], 0, None
