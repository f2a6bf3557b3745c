"""The pages of a paper with what can be done to them: check, print, and whatever the page around adds."""

from __future__ import annotations

from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.services.papers.checking import carried_profile, check_paper
from app.services.papers.paper_fonts import FontTaken
from app.ui.context import AppContext
from app.ui.errors import show_error
from app.ui.papers.check_dialog import CheckDialog
from app.ui.papers.preview import PaperPreview
from app.ui.papers.printing import make_printer, print_pdf
from app.ui.tasks import run_task
from app.ui.theme import Space, small_font
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button, label

NO_PRINTER = "没有找到打印机。请先在系统里添加打印机，或用“另存为 PDF”存成文件，拿到别的电脑上打印。"


class PreviewPane(QWidget):
    """Shows a PDF; prints and checks what it shows. Where the pages do not follow, it says why."""

    def __init__(self, context: AppContext, *actions: QPushButton) -> None:
        super().__init__()
        self._context = context
        self.pdf: bytes | None = None
        self.title = ""
        self.preview = PaperPreview()
        self.fault = Strip("error")
        self.fonts = label("", "muted", wrap=True)
        self.fonts.setFont(small_font())
        self.fonts.hide()
        self.check_button, self.print_button = button("检查"), button("打印…")
        self.check_button.setToolTip("按这份公文的版式（国标或本单位的）逐项检查")
        self._actions = (*actions, self.check_button, self.print_button)
        bar = FlowLayout(spacing=Space.SMALL)
        for widget in self._actions:
            bar.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(bar)
        layout.addWidget(self.fault)
        layout.addWidget(self.preview, 1)
        layout.addWidget(self.fonts)
        self.check_button.clicked.connect(self.check)
        self.print_button.clicked.connect(self.print_pages)
        self.show_pdf(None)

    def show_pdf(self, pdf: bytes | None, title: str = "") -> None:
        """Show other pages, or none."""
        self.pdf, self.title = pdf, title or self.title
        self.fault.tell("")
        if pdf is None:
            self.preview.clear()
        else:
            self.preview.show_pdf(pdf)
        self._enable(pdf is not None)

    def tell_fault(self, message: str) -> None:
        """Say why the pages do not follow; the last good ones stay in sight dimmed, and cannot go out."""
        self.pdf = None
        self.fault.tell(message)
        self.preview.outdate()
        self._enable(False)

    def tell_fonts(self, fonts: tuple[FontTaken, ...]) -> None:
        """Name the fonts quietly, and those that stand in for official ones."""
        told = "，".join(f"{font.role} {font.family}{'（代替）' if font.stand_in else ''}" for font in fonts)
        missing = "、".join(font.role for font in fonts if font.stand_in)
        advice = f"本机没有{missing}字体，先用别的字体代替；装上以后重新打开本程序即可。" if missing else ""
        self.fonts.setText(f"排版字体：{told}。{advice}")
        self.fonts.show()

    def check(self) -> None:
        """Check the pages against the profile that they were set by and show every row."""
        if (pdf := self.pdf) is None:
            return
        run_task(
            self,
            "检查版式",
            lambda _progress, _cancelled: _verdicts(pdf),
            lambda found: CheckDialog(self, *found).show(),
        )

    def print_pages(self) -> None:
        """Print what is shown, through the system's own dialogue."""
        if (pdf := self.pdf) is None:
            return
        if not QPrinterInfo.availablePrinterNames():
            show_error(self, OfficeError(NO_PRINTER), "打印")
            return
        printer = make_printer(self.title)
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, self.preview.pages)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return
        run_task(
            self,
            "打印",
            lambda progress, cancelled: print_pdf(pdf, printer, progress, cancelled),
            lambda sides: self._context.status.emit(f"已送打印机“{printer.printerName()}”，共 {sides} 面。"),
        )

    def _enable(self, enabled: bool) -> None:
        for action in self._actions:
            action.setEnabled(enabled)


def _verdicts(pdf: bytes) -> tuple[list[tuple[str, ...]], str]:
    """The rows, and the profile that they were read against."""
    report = check_paper(pdf, carried_profile(pdf))
    rows = [
        (row.verdict.label, row.clause, row.requirement, str(row.page or ""), row.value, row.wanted)
        for row in report.rows
    ]
    return rows, report.profile
