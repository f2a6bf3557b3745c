"""The self-test's chart: drawn without a window, and looked at."""

from __future__ import annotations

from app.services.office.selftest import sample_ranking


def draw_sample_chart() -> str:
    """Draw a ranking's chart into a picture and say how large it is; raise `AssertionError` for an empty one."""
    from app.ui.application import make_application_unseen
    from app.ui.ranking.chart import RankingChart

    application = make_application_unseen()
    chart = RankingChart()
    chart.resize(800, 500)
    chart.show_table(sample_ranking())
    application.processEvents()
    picture = chart.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)}
    chart.deleteLater()
    application.processEvents()
    if len(colours) < 4:
        raise AssertionError("图表是空白的")
    return f"画出 {picture.width()}×{picture.height()} 的排名图"
