"""Guards the choice of PySide6 (docs/decisions/0002): a call that returns nothing must not use up a None."""

from __future__ import annotations

import subprocess
import sys

CALLS = 20_000
PROGRAM = f"""
import sys
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

image = QImage(8, 8, QImage.Format.Format_RGB32)
painter = QPainter(image)
before = sys.getrefcount(None)
for _ in range({CALLS}):
    painter.setPen(Qt.GlobalColor.black)
after = sys.getrefcount(None)
painter.end()
print(before - after)
"""


def test_void_calls_keep_the_references_to_none() -> None:
    """PySide6 6.12.0 loses one with each call and ends the process after about 5,200 of them, hence the child."""
    child = subprocess.run([sys.executable, "-c", PROGRAM], check=False, capture_output=True, text=True)
    assert child.returncode == 0, child.stderr
    assert abs(int(child.stdout)) < CALLS // 100
