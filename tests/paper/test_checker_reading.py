"""The checker on papers of many shapes: no false alarm, whatever stands in them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.checking.check import check_pdf
from app.reports.fonts.resolver import FontSet, resolve
from app.reports.gongwen.paper import Attachment, Chart, Paragraph, Series
from app.reports.gongwen.writing import write_pdf
from tests.paper.papers import BULLETIN, LETTER, OFFICE, RANKING, TEXT
from tests.paper.reading import pdf_bytes

FONTS = resolve()
WORDS = [
    *("全市", "招商引资", "工作", "取得", "新的", "进展", "，", "项目", "签约", "开工", "112个", "131.6235亿元", "；"),
    *("定国县", "云河县", "、", "“以商招商”", "（见附件）", "完成", "8.04%", "——", "产业链", "主导产业", "高质量发展"),
    *("。", "《办法》", "2026年6月30日", "要求", "各单位", "认真", "落实", "确保", "AI", "5G"),
]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=30, max_size=90).map(
    lambda w: "".join(w).lstrip("，；、。”）") + "。"
)
CHART = Chart(
    "stacked", ("定国县", "云河县"), (Series("签约", (9.0, 3.0)), Series("到位", (1.0, 2.5))), "进度图", "亿元"
)
BLOCKS = st.lists(
    st.one_of(
        SENTENCES.map(Paragraph),
        SENTENCES.map(Paragraph),
        SENTENCES.map(lambda text: Paragraph(text, 2, "（一）抓进度。")),
        st.just(Paragraph("一、总体情况", 1)),
        st.just(RANKING),
        st.just(replace(RANKING, turned=True)),
        st.just(CHART),
    ),
    max_size=9,
).map(lambda blocks: (TEXT[0], *blocks, TEXT[-1]))
CHANGES = st.fixed_dictionaries(
    {
        "blocks": BLOCKS,
        "sealed": st.booleans(),
        "signature": st.sampled_from([OFFICE, "市招商办"]),
        "note": st.sampled_from(["", "此件公开发布"]),
        "copies_to": st.sampled_from(["", BULLETIN.copies_to, "市委办公室"]),
        "printed_by": st.sampled_from(["", OFFICE]),
        "printed_on": st.sampled_from([None, date(2026, 7, 3)]),
        "addressees": st.sampled_from(["", "定国县人民政府", BULLETIN.addressees]),
        "attachments": st.sampled_from([(), (Attachment("排名表", (RANKING,)),), (Attachment("说明", TEXT[:3]),) * 2]),
    }
)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([BULLETIN, BULLETIN, LETTER]), CHANGES)
def test_whatever_we_set_holds(base, changes) -> None:
    target = io.BytesIO()
    write_pdf(replace(base, **changes), FONTS, target)
    assert not [(row.id, row.page, row.value, row.wanted) for row in check_pdf(target.getvalue()).broken]


def test_a_page_that_is_only_shown_turned_is_read_as_it_is_printed(fonts: FontSet) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf_bytes(BULLETIN, fonts))
    document[1].set_rotation(90)
    target = io.BytesIO()
    document.save(target)
    assert check_pdf(target.getvalue()).passed


def test_a_locked_file_is_refused(fonts: FontSet) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    from app.rules.errors import OfficeError

    target = io.BytesIO()
    canvas = Canvas(target, encrypt=StandardEncryption("geheim"))
    canvas.drawString(50, 50, "x")
    canvas.showPage()
    canvas.save()
    with pytest.raises(OfficeError, match="密码"):
        check_pdf(target.getvalue())
