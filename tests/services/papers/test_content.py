"""A paper as it is kept: what was added later leaves the hash of earlier papers alone, and comes back."""

from __future__ import annotations

import io
from dataclasses import replace

import pdfplumber

from app.models.office import Office
from app.reports.marked import PlainTable
from app.services.papers.content import PaperContent
from app.services.papers.door import paper_pdf
from tests.services.papers.making import letter
from tests.support import reading

TABLE = PlainTable("完成情况", ("项目", "金额"), (("牙膏项目", "12,000.00"),))


def test_what_is_not_said_is_not_kept(office: Office) -> None:
    text = replace(letter(office), tables=(("【表一】", TABLE),)).to_json()
    for later in ("aligns", "turned", "one_page", "figures", "sealed"):
        assert later not in text


def test_tables_that_lie_sideways_and_papers_of_one_page_come_back(office: Office) -> None:
    table = replace(TABLE, aligns=("left", "right"), turned=True)
    content = replace(letter(office), tables=(("【表一】", table),), one_page=True)
    assert PaperContent.from_json(content.to_json()) == content


def widths(office: Office, content: PaperContent) -> list[float]:
    """Return the x of the amount and of the right edge of its column."""
    with reading(office) as connection, pdfplumber.open(io.BytesIO(paper_pdf(connection, content, None))) as pdf:
        page = pdf.pages[0]
        amount = next(word for word in page.extract_words() if "12,000.00" in word["text"])
        return [float(amount["x1"]), max(float(line["x1"]) for line in page.lines if line["top"] > amount["top"] - 60)]


def test_amounts_stand_at_the_right_where_the_table_says_so(office: Office) -> None:
    content = replace(letter(office), text="见下表。\n【表一】", tables=(("【表一】", TABLE),))
    centred, edge = widths(office, content)
    right, _ = widths(office, replace(content, tables=(("【表一】", replace(TABLE, aligns=("left", "right"))),)))
    assert right > centred
    assert right < edge


def test_a_paper_of_one_page_is_set_smaller_until_it_fits(office: Office) -> None:
    text = "\n".join(f"第{n}个项目进展正常，各项手续按计划办理，没有需要协调的问题，下月继续推进。" for n in range(30))
    content = replace(letter(office), text=text, format="plain", numbering="none")
    with reading(office) as connection:
        pages = [
            len(pdfplumber.open(io.BytesIO(paper_pdf(connection, one, None))).pages)
            for one in (content, replace(content, one_page=True))
        ]
    assert pages[0] > 1
    assert pages[1] == 1
