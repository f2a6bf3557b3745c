"""Taking away what a section of the tab shows: its tables into Excel, its tables and charts as vector PDF or print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QTableView, QWidget

from app.rules.audience import goes_to
from app.services.exporting import export_table
from app.ui.context import AppContext
from app.ui.errors import shown
from app.ui.ranking.printing import Paint, paint_tables, print_on, write_pdf
from app.ui.theme import Space
from app.ui.widgets.layout import button
from app.ui.widgets.table import TableView

_DISPLAY = Qt.ItemDataRole.DisplayRole


@dataclass(frozen=True)
class Sheet:
    """What a section shows just now: what it is called, its table, how to draw all of it."""

    title: str
    table: TableView
    paint: Paint


class SheetButtons(QWidget):
    """导出 Excel…, 存 PDF…, 打印… of a section; `sheet` tells what it shows when one is pressed.

    Title and file carry the audience: the widest that the table allows, unless somebody is named whom it must not see.
    """

    def __init__(self, context: AppContext, sheet: Callable[[], Sheet]) -> None:
        super().__init__()
        self._context, self._sheet = context, sheet
        self.excel, self.pdf, self.printing = button("导出 Excel…"), button("存 PDF…"), button("打印…")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.SMALL)
        for one, pressed in ((self.excel, self.export), (self.pdf, self.save_pdf), (self.printing, self.print_sheet)):
            line.addWidget(one)
            one.clicked.connect(pressed)

    def export(self) -> None:
        """Ask where to, and write the table as an Excel file."""
        sheet = self._sheet()
        path = self._ask_path("导出表格", f"{sheet.title}.xlsx", "Excel 工作簿 (*.xlsx)")
        if path is None:
            return
        heads, rows = cells_of(sheet.table)
        units = self._context.named_units()
        audience = goes_to(units, [sheet.title, path.name, *heads, *_texts(rows)], sheet.table.widest)
        with shown(self, "导出表格"):
            export_table(path, sheet.title, heads, rows, audience, units=units)
            self._context.status.emit(f"已导出到 {path}")

    def save_pdf(self) -> None:
        """Ask where to, and write what is shown as a vector PDF."""
        sheet = self._sheet()
        path = self._ask_path("存为 PDF", f"{sheet.title}.pdf", "PDF 文件 (*.pdf)")
        if path is not None:
            with shown(self, "存为 PDF"):
                write_pdf(path, self._marked(sheet, path.name), sheet.paint)
                self._context.status.emit(f"已保存到 {path}")

    def print_sheet(self) -> None:
        """Ask for a printer, and print what is shown."""
        sheet = self._sheet()
        title = self._marked(sheet)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            with shown(self, "打印"):
                print_on(printer, title, sheet.paint)

    def _marked(self, sheet: Sheet, file_name: str = "") -> str:
        heads, rows = cells_of(sheet.table)
        said = [sheet.title, file_name, *heads, *_texts(rows)]
        return f"{sheet.title}　印发范围：{goes_to(self._context.named_units(), said, sheet.table.widest).label}"

    def _ask_path(self, title: str, name: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self, title, name, kinds)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_name(path.name + Path(name).suffix)


def sheet_of(page: QWidget, title: str, otherwise: TableView) -> Sheet:
    """Return the first table that a page shows just now (`otherwise` where it shows none), for Excel and paper."""
    table = next((one for one in page.findChildren(TableView) if one.isVisible()), otherwise)
    return Sheet(title, table, paint_tables([table]))


def cells_of(view: QTableView) -> tuple[list[str], list[list[str]]]:
    """Return the heads and the cells of a table as it is shown, the names of its rows first where it has them."""
    model = view.model()
    named = not view.verticalHeader().isHidden()
    columns = [column for column in range(model.columnCount()) if not view.isColumnHidden(column)]
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    heads = [str(model.headerData(column, across) or "").replace("\n", "") for column in columns]
    rows = [
        [
            *([str(model.headerData(row, down) or "")] if named else []),
            *(str(model.index(row, column).data(_DISPLAY) or "") for column in columns),
        ]
        for row in range(model.rowCount())
    ]
    return (["单位", *heads] if named else heads), rows


def _texts(rows: Sequence[Sequence[str]]) -> list[str]:
    return [cell for row in rows for cell in row]
