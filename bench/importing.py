"""Import of a large signed ledger beside what it cannot do without: reading the cells, inserting the same rows."""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

import python_calamine
import xlsxwriter

from app.models.office import OfficeNames, create_office
from app.rules.uscc import ALPHABET, check_character
from app.services.importing import apply, examine
from bench.harness import Row

TODAY = dt.date(2026, 10, 8)
HEADINGS = (
    "序号", "项目名称", "投资方", "统一社会信用代码", "行业类别", "总投资（万元）",
    "签约时间", "责任领导", "牵头单位", "落地县区", "引荐人", "备注",
)  # fmt: skip
WRITTEN = (
    "unit", "industry", "enterprise", "person", "project", "stage_event", "credit", "referral", "import_batch",
    "import_row", "change_item",
)  # fmt: skip
_FIRMS = [
    "卓通",
    "鑫美",
    "嘉科",
    "华联",
    "恒源",
    "瑞洁",
    "宏达",
    "沅美",
    "喆盛",
    "欣科",
    "康泰",
    "永信",
    "东方",
    "新城",
    "中天",
    "金诚",
]
_TRADES = ["日化", "机械", "电子", "食品", "包装", "新材料", "科技", "实业"]
_GOODS = [
    "牙膏",
    "连接器",
    "液压件",
    "针织服装",
    "调味品",
    "线路板",
    "减速机",
    "纸箱包装",
    "小家电",
    "精密铸件",
    "化妆品",
    "轴承",
]
_LEADERS = ["周明远", "贺建国", "林淑敏", "唐立新", "沈国栋", "许海燕", "邱志强", "方文博"]
_DEPARTMENTS = ["市发改委", "市工信局", "市商务局", "市财政局", "市科技局", "市农业农村局", "市住建局", "市交通运输局"]
_COUNTIES = ["定国县", "云河县", "白塔县", "临沅区", "东湖区", "高新区", "经开区"]


def measure(quick: bool = False) -> list[Row]:
    """Import a ledger of 100,000 rows (2,000 if `quick`) and measure against calamine and raw sqlite3.

    A ledger of ten rows goes before, so that loading libraries is not taken for importing.
    """
    rows = 2_000 if quick else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ledger = folder / "签约项目台账.xlsx"
        write_ledger(ledger, rows)
        few = folder / "几行.xlsx"
        write_ledger(few, 10)
        _import(folder / "warm", few, 10)
        ours = _import(folder / "ours", ledger, rows)
        peer = _peer(folder / "ours" / "office.db", folder / "peer", ledger)
    return [
        Row(
            figure=f"import of a {rows:,}-row ledger",
            ours=ours,
            peer=peer,
            peer_name="calamine reading + raw sqlite3 inserting the same rows",
            unit="s",
            limit=2.0,
        )
    ]


def write_ledger(path: Path, rows: int) -> None:
    """Write a signed ledger with so many projects, all of them acceptable; the same every time."""
    chance = random.Random(2026)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("签约项目")
        day_format = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADINGS)
        for number in range(1, rows + 1):
            firm = f"{chance.choice(_FIRMS)}{number}{chance.choice(_TRADES)}"
            day = dt.date(2016, 1, 1) + dt.timedelta(days=chance.randrange(3900))
            sheet.write_row(
                number,
                0,
                (
                    number,
                    f"{firm}年产{chance.randrange(1, 99)}万套{chance.choice(_GOODS)}项目",
                    f"{firm}有限公司",
                    _code(chance),
                    chance.choice(_TRADES),
                    chance.randrange(50, 20_000) * 10,
                ),
            )
            if number % 2:
                sheet.write_datetime(number, 6, dt.datetime.combine(day, dt.time()), day_format)
            else:
                sheet.write_string(number, 6, f"{day.year}.{day.month}.{day.day}")
            rest = (chance.choice(_LEADERS), chance.choice(_DEPARTMENTS), chance.choice(_COUNTIES))
            sheet.write_row(number, 7, (*rest, "石大山" if number % 4 == 0 else "", ""))


def _code(chance: random.Random) -> str:
    first17 = f"91{chance.randrange(10**6):06d}" + "".join(chance.choices(ALPHABET, k=9))
    return first17 + check_character(first17)


def _import(folder: Path, ledger: Path, rows: int) -> float:
    names = OfficeNames("清沅市", "清沅市招商办", "清招")
    with create_office(folder, names, who="bench", today=TODAY) as office:
        begun = time.perf_counter()
        plan = examine(office, ledger, today=TODAY)
        apply(office, plan, today=TODAY)
        spent = time.perf_counter() - begun
    if plan.count("add") != rows:
        raise RuntimeError(f"{rows} rows, but {plan.count('add')} accepted: {plan.refused[:3]}")
    return spent


def _peer(filled: Path, folder: Path, ledger: Path) -> float:
    names = OfficeNames("清沅市", "清沅市招商办", "清招")
    create_office(folder, names, who="bench", today=TODAY).close()
    with closing(sqlite3.connect(filled)) as source:
        tables = {table: source.execute(f"SELECT * FROM {table}").fetchall() for table in WRITTEN}
        change = source.execute("SELECT * FROM change ORDER BY id DESC LIMIT 1").fetchone()
    with closing(sqlite3.connect(folder / "office.db")) as target:
        tables["change_item"] = [row for row in tables["change_item"] if row[1] == change[0]]
        begun = time.perf_counter()
        with python_calamine.load_workbook(ledger) as book:
            cells = sum(len(row) for row in book.get_sheet_by_index(0).iter_rows())
        target.execute("PRAGMA synchronous = EXTRA")
        target.execute("PRAGMA cache_size = -65536")
        target.execute(f"INSERT INTO change VALUES ({_marks(change)})", change)
        for table, rows in tables.items():
            if rows:
                target.executemany(f"INSERT INTO {table} VALUES ({_marks(rows[0])})", rows)
        target.commit()
        spent = time.perf_counter() - begun
    if not cells:
        raise RuntimeError("the ledger is empty")
    return spent


def _marks(row: tuple[object, ...]) -> str:
    return ", ".join("?" * len(row))
