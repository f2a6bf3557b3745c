"""Step 4: what the import did, what it left out, and how to take it back."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.importing.job import ImportJob
from app.ui.theme import Space, title_font
from app.ui.widgets.layout import label


class ResultPage(QWidget):
    """Tells the result of a job."""

    def __init__(self) -> None:
        super().__init__()
        self.title = label("")
        self.title.setFont(title_font())
        self.facts = label("", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(self.title)
        layout.addWidget(self.facts)
        layout.addStretch(1)

    def show_job(self, job: ImportJob) -> None:
        """Show what came of a job."""
        assert job.result is not None
        plan = job.result.plan
        if job.result.change_id is None:
            self.title.setText("没有需要写入的内容")
            self.facts.setText(f"“{plan.file}”里的数据和档案一致，或没有可以接受的行；数据没有改动。")
            return
        self.title.setText("导入完成")
        refused = len({(one.sheet, one.row) for one in plan.refused})
        lines = [
            f"“{plan.file}”：新增 {plan.count('add')}，更新 {plan.count('update')}，无变化 {plan.count('same')}。",
        ]
        if refused:
            lines.append(f"拒收 {refused} 行。点“上一步”可以查看、复制或导出拒收清单，改正后再导入同一个文件即可。")
        if plan.suspects:
            lines.append(f"有 {len(plan.suspects)} 行疑似重复没有决定，没有导入。再导入同一个文件，就可以继续决定。")
        lines.append("这次导入是一个整体，可以用“编辑 → 撤销”（Ctrl+Z）整批撤销。")
        self.facts.setText("\n".join(lines))
