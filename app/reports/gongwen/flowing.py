"""One text on pages of its own: its lines, the foot that must not be alone, the wide tables that turn a page (8)."""

from __future__ import annotations

from collections.abc import Sequence

from app.reports.gongwen.flow import Item, place
from app.reports.gongwen.page import Bookmark, Page
from app.reports.gongwen.pagination import Column, Division, paginate, place_to_break
from app.reports.gongwen.profile import MM, Profile

Wide = tuple[int, list[Item]]
"""A turned table: how many lines of the text go before it, and its rows."""


def new_page(profile: Profile, number: int) -> Page:
    """An empty page of a paper, numbered from 1."""
    return Page(number, profile.page_width_mm * MM, profile.page_height_mm * MM)


class Flow:
    """Text that runs over pages of its own, with a foot (authority and date) that must not be alone on one.

    A turned table stands on the page after the one on which it is announced; the text goes on below the announcement.
    """

    def __init__(
        self,
        text: list[Item],
        profile: Profile,
        top: float | None = None,
        foot: Sequence[Item] = (),
        fixed: int = 0,
        wide: Sequence[Wide] = (),
        turned: bool = False,
        listed: int = 0,
    ) -> None:
        """`fixed` lines at the beginning are not text (addressees), nor are the last `listed` (list of attachments).

        `turned` lays all of it sideways. A list of more than half a page is as good as text.
        """
        self.text, self.foot, self.fixed, self.profile = text, list(foot), fixed, profile
        self.frame = profile.turned() if turned else profile
        self.top = self.frame.area_top if top is None else top
        self.turned = turned
        self._text_end = len(text) - (listed if listed <= profile.lines // 2 else 0)
        self.division = Division([], [])
        self._breaks: tuple[int, ...] = ()
        self._wide = [(at, self._paged(rows, profile.turned(), 0.0).columns) for at, rows in wide]

    def divide(self) -> None:
        """Divide into pages; where the foot would open one, lines of text go with it."""
        self.division = self._divided()
        if not self.foot:
            return
        pages = self.division.page_of
        with_foot = [at for at in range(self.fixed, self._text_end) if pages[at] == pages[-1]]
        if pages[-1] and len(with_foot) < self.profile.lines_with_signature:
            self._break(self._place_on(pages[-1] - 1, fewer=True))
        self._end_below_wide_tables()

    def _end_below_wide_tables(self) -> None:
        """Where a turned table would follow the foot, lines of text and the foot go behind it."""
        if not self._wide or not self.text:
            return
        last = len(self.division.columns) - 1
        at = min(self._wide[-1][0], self._text_end - self.profile.lines_with_signature)
        if self._page_of_wide(self._wide[-1][0]) < last:
            return
        lowest = max(self.division.first_on(last), self.fixed) + 1
        self._break(place_to_break(self.text, lowest, at))

    def _page_of_wide(self, at: int) -> int:
        return self.division.page_of[max(at - 1, 0)] if self.division.page_of else 0

    def _break(self, place_at: int | None) -> None:
        """Open a page at a line, those opened before kept."""
        if place_at is not None:
            self._breaks = (*self._breaks, place_at)
            self.division = self._divided()

    def _divided(self) -> Division:
        return self._paged([*self.text, *self.foot], self.frame, self.top, self._breaks)

    @staticmethod
    def _paged(items: Sequence[Item], frame: Profile, top: float, breaks: Sequence[int] = ()) -> Division:
        return paginate(items, top, frame.area_top, frame.area_bottom, frame.line_pitch, breaks)

    def _place_on(self, page: int, fewer: bool = False) -> int | None:
        """A place on `page` that leaves a line of text there and takes enough of them over, or `fewer` if need be.

        Before it takes fewer, it parts a heading from what it announces: a signature with one line reads worse.
        """
        lowest = max(self.division.first_on(page), self.fixed) + 1
        enough = self.profile.lines_with_signature
        below_heading = self._text_end - enough
        if fewer and below_heading >= lowest and place_to_break(self.text, lowest, below_heading) is None:
            return below_heading
        for count in range(enough, 0 if fewer else enough - 1, -1):
            place_at = place_to_break(self.text, lowest, self._text_end - count)
            if place_at is not None:
                return place_at
        return None

    @property
    def pages(self) -> int:
        """How many pages it takes, turned ones included."""
        return len(self.division.columns) + sum(len(columns) for _, columns in self._wide)

    def make_room(self, mark: Item, count: int, even: bool) -> bool:
        """See to it that the imprint fits below the last line of the last (of `count`) pages, an `even` one if asked.

        Where it does not, lines of text go over to the next page. False where the imprint must stand alone.
        """
        if self.turned or (self._wide and self._page_of_wide(self._wide[-1][0]) == len(self.division.columns) - 1):
            return False
        if self._fits(mark) and not (even and count % 2):
            return True
        if (even and count % 2 == 0) or self.profile.imprint_may_stand_alone:
            return False
        before, breaks = self.division, self._breaks
        self._break(self._place_on(len(before.columns) - 1) if before.page_of else None)
        if len(self.division.columns) == len(before.columns) + 1 and self._fits(mark):
            return True
        self.division, self._breaks = before, breaks
        return False

    def has_room_on_one_face(self, mark: Item) -> bool:
        """Tell whether text and imprint, which cannot be divided, go on one face: that is then the last one (7.4.1)."""
        return self.pages == 1 and not self.turned and not self.profile.imprint_may_stand_alone and self._fits(mark)

    def _fits(self, mark: Item) -> bool:
        return self.division.columns[-1].used + mark.before <= self.profile.area_bottom - mark.height

    def put_on(self, pages: list[Page], first: Page | None = None) -> None:
        """Append its pages to `pages`, the first one onto `first` if given."""
        waiting = list(self._wide)
        for number, column in enumerate(self.division.columns):
            page = first if first is not None and number == 0 else new_page(self.profile, len(pages) + 1)
            pages.append(page)
            _fill(page, column, self.profile, self.turned)
            while waiting and self._page_of_wide(waiting[0][0]) <= number:
                for sideways in waiting.pop(0)[1]:
                    pages.append(new_page(self.profile, len(pages) + 1))
                    _fill(pages[-1], sideways, self.profile, turned=True)


def _fill(page: Page, column: Column, profile: Profile, turned: bool) -> None:
    """Put lines on a page: upright, or sideways with the head of the table at the left edge.

    That is the binding side of an odd page and the outer side of an even one, as the standard asks (8).
    """
    edge = profile.area_left(page.number)
    target, left, down = page, edge, 0.0
    if turned:
        target = page.turned = Page(page.number, page.height, page.width)
        left, down = page.height - profile.area_bottom, edge
    for y, item in column.lines:
        place(item, target, left, y + down)
        if item.bookmark:
            page.bookmarks.append(Bookmark(*item.bookmark, profile.area_top if turned else y))
