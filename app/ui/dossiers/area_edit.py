"""An area in 亩, read to two decimals."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from app.rules.reading import Unreadable, tidy
from app.ui.widgets.edits import ReadingEdit


class AreaEdit(ReadingEdit):
    """Reads 120.5 or 120.5亩 as 12,050 hundredths."""

    def read(self) -> int | None:
        """Return the area in 1/100 亩, None where empty; raise `Unreadable`."""
        text = tidy(self.text()).removesuffix("亩").replace(",", "")
        if not text:
            return None
        try:
            hundredths = Decimal(text) * 100
        except InvalidOperation:
            raise Unreadable(f"“{self.text().strip()}”不是面积，请填数字（亩）") from None
        if not hundredths.is_finite() or hundredths != hundredths.to_integral_value() or hundredths <= 0:
            raise Unreadable("面积要大于 0，最多两位小数")
        return int(hundredths)

    def set_area(self, hundredths: int | None) -> None:
        """Show an area."""
        self.setText("" if hundredths is None else f"{Decimal(hundredths) / 100:f}")
