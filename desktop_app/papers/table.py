"""Ruled tables: headings that repeat, sums carried from page to page, rows that may be higher than a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from db.i18n import _
from db.progress import Progress
from desktop_app.papers.page import BOLD, POINT, REGULAR, PaperDocument, wrap
from desktop_app.values.money import format_money

SUM_HEIGHT = 6.5
LINE_STEP = 1.18
PADDING = 1.2


@dataclass(frozen=True)
class PaperColumn:
    """One column: its title, its share of the width, where its text stands, its sign in the row of numbers.

    Neighbours with the same `group` stand under one common title. `sign` is "(1)", "(2)" ... where nothing is said.
    """

    title: str
    share: float
    align: str = "left"
    group: str = ""
    sign: str = ""


@dataclass(frozen=True)
class PaperLine:
    """One row: its cells, and by column the amounts (đồng) that `CarriedSums` adds up.

    In a `spanning` line the second cell goes over all columns but the first.
    """

    cells: tuple[str, ...]
    bold: bool = False
    shaded: bool = False
    spanning: bool = False
    amounts: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class CarriedSums:
    """What goes on from page to page: columns that are added up, the column of a running balance, where words stand."""

    words: int
    sums: tuple[int, ...]
    balance: int | None = None


@dataclass(frozen=True)
class _Row:
    """A line, or a piece of one that is higher than a page, as it will be drawn."""

    line: PaperLine
    texts: tuple[Sequence[str], ...]
    height: float


class Table:
    """A table on a sheet; `size` in points, `lowest` the least height of a row in mm."""

    def __init__(
        self,
        sheet: PaperDocument,
        columns: Sequence[PaperColumn],
        *,
        size: float = 11,
        lowest: float = SUM_HEIGHT,
        carried: CarriedSums | None = None,
    ) -> None:
        self.sheet = sheet
        self.columns = columns
        self.size = size
        self.lowest = lowest
        self.carried = carried
        total = sum(column.share for column in columns)
        self.widths = [column.share / total * sheet.inner for column in columns]
        self.edges = [*accumulate(self.widths, initial=sheet.left)]
        self._page: dict[int, int] = {}
        self._sofar: dict[int, int] = {}
        self._fresh = True
        self._lines_a_page = self._most_lines()
        self._carry_height = 2 * self._sum_row(_("Chuyển sang trang sau"), {}).height if carried else 0.0

    def draw(
        self, lines: Sequence[PaperLine], *, keep: float = 0, together: int = 2, report: Progress | None = None
    ) -> None:
        """All lines; the last `together` stay on one page with `keep` mm that follow (a signature is never alone)."""
        rows = [row for line in lines for row in self._rows(line)]
        rest = [*reversed([*accumulate(row.height for row in reversed(rows))]), 0.0]
        last = len(rows) - together
        self.sheet.need(self._heading_height() + sum(row.height for row in rows[:2]))
        self._draw_heading()
        for number, row in enumerate(rows):
            if not self._fresh and self._must_turn(row, rest[number] + keep, number, last):
                self._turn()
                if report:
                    report(number, len(rows))
            self._draw_row(row)
            self._add(row.line)

    def _must_turn(self, row: _Row, rest: float, number: int, last: int) -> bool:
        left = self.sheet.bottom - self.sheet.y
        if rest <= left:
            return False
        return number == last or row.height + (self._carry_height if number < last else 0) > left

    def _turn(self) -> None:
        """Close the page with its sums and begin the next one with what is carried over."""
        if self.carried:
            self._draw_row(self._sum_row(_("Cộng trang"), self._page))
            self._draw_row(self._sum_row(_("Chuyển sang trang sau"), self._sofar))
        self.sheet.new_page()
        self._draw_heading()
        self._page = {}
        if self.carried:
            self._draw_row(self._sum_row(_("Trang trước chuyển sang"), self._sofar))
        self._fresh = True

    def _add(self, line: PaperLine) -> None:
        self._fresh = False
        if not self.carried:
            return
        for column, amount in line.amounts.items():
            if column in self.carried.sums:
                self._page[column] = self._page.get(column, 0) + amount
                self._sofar[column] = self._sofar.get(column, 0) + amount
            else:
                self._sofar[column] = amount

    def _sum_row(self, words: str, amounts: Mapping[int, int]) -> _Row:
        assert self.carried is not None
        cells = [""] * len(self.columns)
        cells[self.carried.words] = words
        for column in (*self.carried.sums, self.carried.balance):
            if column is not None and (column in amounts or column in self.carried.sums):
                cells[column] = format_money(amounts.get(column, 0))
        return self._rows(PaperLine(tuple(cells), bold=True))[0]

    # --- rows ---------------------------------------------------------------------------------------------------------

    def _rows(self, line: PaperLine) -> list[_Row]:
        """The line as a row; as several where it is higher than a page."""
        font = BOLD if line.bold else REGULAR
        widths = [self.widths[0], sum(self.widths[1:])] if line.spanning else self.widths
        texts = [
            wrap(cell, font, self.size, width - 2 * PADDING) for cell, width in zip(line.cells, widths, strict=True)
        ]
        most, room = max(map(len, texts)), self._lines_a_page
        if most <= room:
            return [_Row(line, tuple(texts), self._height(most, bold=line.bold))]
        pieces = [tuple(text[start : start + room] for text in texts) for start in range(0, most, room)]
        rows = [_Row(line, piece, self._height(max(map(len, piece)), bold=line.bold)) for piece in pieces]
        bare = PaperLine(line.cells, bold=line.bold, shaded=line.shaded, spanning=line.spanning)
        return [*(_Row(bare, row.texts, row.height) for row in rows[:-1]), rows[-1]]

    def _most_lines(self) -> int:
        """How many lines of text fit into one row when a page holds the headings, the sums and this row only."""
        room = self.sheet.bottom - self.sheet.top - self._heading_height() - 3 * 2 * SUM_HEIGHT
        return max(int(room / self._step), 1)

    @property
    def _step(self) -> float:
        return self.size * LINE_STEP * POINT

    def _height(self, lines: int, *, bold: bool) -> float:
        """Sums and names of groups are bold and never signed, so they need no room to sign in."""
        return max(lines * self._step + 2.2, min(self.lowest, SUM_HEIGHT) if bold else self.lowest)

    def _draw_row(self, row: _Row, *, size: float = 0, align: str = "") -> None:
        top, bottom = self.sheet.y, self.sheet.y + row.height
        if row.line.shaded:
            self.sheet.filled(self.sheet.left, top, self.sheet.inner, row.height, 0.93)
            self.sheet.rule(self.edges[0], self.edges[-1], top)
        edges = [self.edges[0], self.edges[1], self.edges[-1]] if row.line.spanning else self.edges
        self.sheet.rule(edges[0], edges[-1], bottom)
        for edge in edges:
            self.sheet.post(edge, top, bottom)
        font = BOLD if row.line.bold else REGULAR
        for column, left, right, text in zip(self.columns, edges, edges[1:], row.texts, strict=False):
            place = align or ("left" if row.line.spanning else column.align)
            self._draw_cell(left, right, top, bottom, text, font, size or self.size, place)
        self.sheet.y = bottom

    def _draw_cell(
        self,
        left: float,
        right: float,
        top: float,
        bottom: float,
        lines: Sequence[str],
        font: str,
        size: float,
        align: str,
    ) -> None:
        step = size * LINE_STEP * POINT
        first = (top + bottom - len(lines) * step) / 2 + size * 0.92 * POINT
        place = {"left": left + PADDING, "center": (left + right) / 2, "right": right - PADDING}[align]
        for number, text in enumerate(lines):
            if text:
                self.sheet.text(place, first + number * step, text, font, size, align)

    # --- heading ------------------------------------------------------------------------------------------------------

    def _groups(self) -> list[tuple[str, int, int]]:
        """Titles over several columns, with their first column and the one after their last."""
        found: list[tuple[str, int, int]] = []
        for number, column in enumerate(self.columns):
            if found and column.group and found[-1][0] == column.group:
                found[-1] = (column.group, found[-1][1], number + 1)
            else:
                found.append((column.group, number, number + 1))
        return [group for group in found if group[0]]

    def _title_heights(self) -> tuple[float, float]:
        """The height of the common titles (0 where there are none), and of the titles under them."""
        groups = self._groups()
        wrapped = [self._title(column.title, width) for column, width in zip(self.columns, self.widths, strict=True)]
        under = [text for column, text in zip(self.columns, wrapped, strict=True) if column.group or not groups]
        common = [self._title(title, sum(self.widths[first:after])) for title, first, after in groups]
        upper = self._height(max(map(len, common)), bold=True) if common else 0.0
        lower = self._height(max(map(len, under)), bold=True)
        return upper, max(lower, self._height(max(map(len, wrapped)), bold=True) - upper)

    def _title(self, title: str, width: float) -> list[str]:
        return wrap(title, BOLD, self.size, width - 2 * PADDING)

    def _heading_height(self) -> float:
        return sum(self._title_heights()) + SUM_HEIGHT * 0.8

    def _draw_heading(self) -> None:
        upper, lower = self._title_heights()
        top, middle, bottom = self.sheet.y, self.sheet.y + upper, self.sheet.y + upper + lower
        for column, left, right, width in zip(self.columns, self.edges, self.edges[1:], self.widths, strict=False):
            begins = middle if column.group else top
            text = self._title(column.title, width)
            self._draw_cell(left, right, begins, bottom, text, BOLD, self.size, "center")
            self.sheet.post(left, begins, bottom)
            self.sheet.rule(left, right, begins)
        for title, first, after in self._groups():
            left, right = self.edges[first], self.edges[after]
            self._draw_cell(left, right, top, middle, self._title(title, right - left), BOLD, self.size, "center")
            self.sheet.rule(left, right, top)
            self.sheet.post(left, top, bottom)
        self.sheet.post(self.edges[-1], top, bottom)
        self.sheet.rule(self.edges[0], self.edges[-1], bottom)
        self.sheet.y = bottom
        signs = [column.sign or f"({number})" for number, column in enumerate(self.columns, 1)]
        row = _Row(PaperLine(tuple(signs)), tuple([sign] for sign in signs), SUM_HEIGHT * 0.8)
        self._draw_row(row, size=self.size - 2, align="center")
