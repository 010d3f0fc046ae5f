"""Pages in the layout of Nghị định 30/2020/NĐ-CP, phụ lục I: fonts, text, heading, tables, signatures. Measures in mm.

Text goes through one place that shapes what needs shaping (a letter with a combining breve) and measures alike.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, shapeStr
from reportlab.pdfgen.canvas import Canvas

from db.i18n import RESOURCES, _
from db.refusal import Refusal
from desktop_app.values.dates import long_date

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"
SMALLEST = 0.8
"""Text that is too wide shrinks to this share of its size before it wraps."""
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PORTRAIT, LANDSCAPE, SMALL_LANDSCAPE = "portrait", "landscape", "a5"
SIZES = {PORTRAIT: A4, LANDSCAPE: landscape(A4), SMALL_LANDSCAPE: landscape(A5)}
POINT = 1 / mm


@cache
def register_fonts() -> None:
    """Make the shipped fonts known to reportlab, once."""
    for name in (REGULAR, BOLD, ITALIC, BOLD_ITALIC):
        file = "Tinos-Regular.ttf" if name == REGULAR else f"{name}.ttf"
        pdfmetrics.registerFont(TTFont(name, str(RESOURCES / "fonts" / file), shapable=True))


@cache
def _is_shaped(text: str) -> bool:
    return any(unicodedata.combining(char) for char in text)


def width_of(text: str, font: str, size: float) -> float:
    """The width of a line in mm."""
    bare = "".join(char for char in unicodedata.normalize("NFC", text) if not unicodedata.combining(char))
    width: float = pdfmetrics.stringWidth(bare, font, size)
    return width * POINT


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than `width` mm; a single word that is too long is cut between letters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            trial = f"{line} {word}" if line else word
            if width_of(trial, font, size) <= width:
                line = trial
                continue
            if line:
                lines.append(line)
            line = _cut_long_word(lines, word, font, size, width)
        lines.append(line)
    return lines


def _cut_long_word(lines: list[str], word: str, font: str, size: float, width: float) -> str:
    while width_of(word, font, size) > width and len(word) > 1:
        end = len(word) - 1
        while end > 1 and (width_of(word[:end], font, size) > width or unicodedata.combining(word[end])):
            end -= 1
        lines.append(word[:end])
        word = word[end:]
    return word


class Sheet:
    """A PDF being drawn: millimetres from the top left corner."""

    def __init__(self, target: Path | Any, form: str, *, title: str, left: float = 30, right: float = 15) -> None:
        register_fonts()
        size = SIZES[form]
        name = str(target) if isinstance(target, Path) else target
        self.canvas = Canvas(name, pagesize=size, invariant=1, initialFontName=REGULAR, initialFontSize=13)
        self.canvas.setTitle(title)
        self.canvas.setAuthor("Sổ Khuyến học")
        self.width, self.height = size[0] * POINT, size[1] * POINT
        self.left, self.right, self.top, self.bottom = left, self.width - right, 20.0, self.height - 18.0
        self.pages = 1
        self.y = self.top

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.right - self.left

    def text(self, x: float, y: float, text: str, font: str = REGULAR, size: float = 13, align: str = "left") -> None:
        """One line with its baseline at `y`; `align` says where `x` is: left, center or right."""
        line = unicodedata.normalize("NFC", text)
        if not line:
            return
        start = x - {"left": 0.0, "center": 0.5, "right": 1.0}[align] * width_of(line, font, size)
        shown = shapeStr(line, font, size) if _is_shaped(line) else line
        writer = self.canvas.beginText(start * mm, (self.height - y) * mm)
        writer.setFont(font, size)
        writer.textOut(shown)
        self.canvas.drawText(writer)

    def fitted(
        self, x: float, y: float, text: str, width: float, font: str = REGULAR, size: float = 13, align: str = "left"
    ) -> float:
        """Text that shrinks to 80 %, then wraps, within `width`; returns the baseline after its last line."""
        smaller = size
        while width_of(text, font, smaller) > width and smaller > size * SMALLEST:
            smaller -= 0.25
        lines = [text] if width_of(text, font, smaller) <= width else wrap(text, font, smaller, width)
        for number, line in enumerate(lines):
            self.text(x, y + number * smaller * 1.2 * POINT, line, font, smaller, align)
        return y + (len(lines) - 1) * smaller * 1.2 * POINT

    def paragraph(
        self, text: str, *, font: str = REGULAR, size: float = 13, indent: float = 0, space: float = 2
    ) -> None:
        """A paragraph from `self.y` on, over the page's end where it must."""
        for number, line in enumerate(wrap(text, font, size, self.inner - indent)):
            self.need(size * 1.3 * POINT)
            self.y += size * 1.3 * POINT
            self.text(self.left + (indent if number == 0 else 0), self.y, line, font, size)
        self.y += space

    def rule(self, x1: float, x2: float, y: float, width: float = 0.5) -> None:
        """A horizontal line."""
        self.canvas.setLineWidth(width)
        self.canvas.line(x1 * mm, (self.height - y) * mm, x2 * mm, (self.height - y) * mm)

    def box(self, x: float, y: float, width: float, height: float, line: float = 0.4) -> None:
        """A frame, `y` being its upper edge."""
        self.canvas.setLineWidth(line)
        self.canvas.rect(x * mm, (self.height - y - height) * mm, width * mm, height * mm)

    def need(self, height: float) -> bool:
        """Go to a new page unless `height` mm are left; says whether it did."""
        if self.y + height <= self.bottom:
            return False
        self.new_page()
        return True

    def new_page(self) -> None:
        """The next page, numbered in the middle of its upper margin."""
        self.canvas.showPage()
        self.pages += 1
        self.text(self.width / 2, 13, str(self.pages), REGULAR, 13, "center")
        self.y = self.top

    def save(self) -> int:
        """Finish the file; returns how many pages it has."""
        try:
            self.canvas.save()
        except OSError as error:
            raise Refusal(
                _("Không ghi được tệp PDF. Kiểm tra ổ đĩa còn chỗ và tệp không mở ở chương trình khác, rồi làm lại."),
                code="DISK",
            ) from error
        return self.pages


@dataclass(frozen=True)
class Heading:
    """The upper part of a paper: bodies on the left, nation and motto on the right, number, place and day."""

    parent: str
    body: str
    place: str
    day: date
    number: str = ""


def draw_heading(sheet: Sheet, heading: Heading) -> None:
    """Both columns of the heading; number and place stand on one line however many lines the body takes."""
    middle_left = sheet.left + sheet.inner * 0.20
    middle_right = sheet.left + sheet.inner * 0.71
    y = sheet.y + 5
    after = (
        sheet.fitted(middle_left, y, heading.parent, sheet.inner * 0.39, REGULAR, 12, "center")
        if heading.parent
        else y - 5
    )
    after = sheet.fitted(middle_left, after + 5.2, heading.body, sheet.inner * 0.39, BOLD, 12, "center")
    short = min(width_of(heading.body, BOLD, 12), sheet.inner * 0.39) * 0.4
    sheet.rule(middle_left - short / 2, middle_left + short / 2, after + 1.6)
    sheet.fitted(middle_right, y, NATION, sheet.inner * 0.56, BOLD, 12, "center")
    sheet.text(middle_right, y + 5.6, MOTTO, BOLD, 13, "center")
    half = width_of(MOTTO, BOLD, 13) / 2
    sheet.rule(middle_right - half, middle_right + half, y + 7.2)
    line = max(after + 8, y + 14)
    if heading.number:
        sheet.text(middle_left, line, _("Số: {number}").format(number=heading.number), REGULAR, 13, "center")
    place = f"{heading.place}, {long_date(heading.day)}" if heading.place else long_date(heading.day)
    sheet.fitted(middle_right, line, place, sheet.inner * 0.58, ITALIC, 13, "center")
    sheet.y = line + 6


def draw_title(sheet: Sheet, title: str, *subjects: str, note: str = "") -> None:
    """The kind of paper in capitals and what it is about, centred; `note` in italics beneath."""
    middle = sheet.left + sheet.inner / 2
    sheet.y += 6
    sheet.text(middle, sheet.y, title, BOLD, 14, "center")
    for subject in subjects:
        sheet.y = sheet.fitted(middle, sheet.y + 6.2, subject, sheet.inner * 0.9, BOLD, 13, "center")
    if note:
        sheet.y = sheet.fitted(middle, sheet.y + 6, note, sheet.inner * 0.9, ITALIC, 13, "center")
    sheet.rule(middle - 15, middle + 15, sheet.y + 3)
    sheet.y += 8


@dataclass(frozen=True)
class Column:
    """One column of a table: its title, its share of the width, and where its text stands."""

    title: str
    share: float
    align: str = "left"


@dataclass(frozen=True)
class Line:
    """One row of a table: its cells, whether it is bold, whether it is a heading over all columns."""

    cells: tuple[str, ...]
    bold: bool = False
    shaded: bool = False


class Table:
    """A ruled table that repeats its heading on each page and never splits a row."""

    def __init__(
        self, sheet: Sheet, columns: Sequence[Column], *, size: float = 11, lowest: float = 6.5, numbered: bool = True
    ) -> None:
        self.sheet = sheet
        self.columns = columns
        self.size = size
        self.lowest = lowest
        self.numbered = numbered
        total = sum(column.share for column in columns)
        self.widths = [column.share / total * sheet.inner for column in columns]

    def draw(self, lines: Sequence[Line], *, keep: float = 0) -> None:
        """All rows; the last two stay together with `keep` mm that follow (a signature is never alone)."""
        heights = [self._height(line) for line in lines]
        self.sheet.need(self._heading_height() + sum(heights[:2]))
        self._draw_heading()
        for number, line in enumerate(lines):
            tail = len(lines) - number <= 2
            wanted = heights[number] + (sum(heights[number + 1 :]) + keep if tail else 0)
            if self.sheet.y + min(wanted, self.sheet.bottom - self.sheet.top - 30) > self.sheet.bottom:
                self.sheet.new_page()
                self._draw_heading()
            self._draw_line(line, heights[number])

    def _wrapped(self, line: Line) -> list[list[str]]:
        font = BOLD if line.bold else REGULAR
        return [wrap(cell, font, self.size, width - 2.4) for cell, width in zip(line.cells, self.widths, strict=True)]

    def _height(self, line: Line) -> float:
        most = max(len(lines) for lines in self._wrapped(line))
        return max(most * self.size * 1.18 * POINT + 2.2, self.lowest)

    def _titles(self) -> Line:
        return Line(tuple(column.title for column in self.columns), bold=True)

    def _heading_height(self) -> float:
        return self._height(self._titles()) + (self.lowest * 0.8 if self.numbered else 0)

    def _draw_heading(self) -> None:
        titles = self._titles()
        height = self._height(titles)
        self._draw_line(titles, height, align="center")
        if self.numbered:
            numbers = Line(tuple(f"({number})" for number in range(1, len(self.columns) + 1)))
            self._draw_line(numbers, self.lowest * 0.8, align="center", size=self.size - 2)

    def _draw_line(self, line: Line, height: float, *, align: str = "", size: float = 0) -> None:
        font, size = BOLD if line.bold else REGULAR, size or self.size
        x, y = self.sheet.left, self.sheet.y
        for column, width, lines in zip(self.columns, self.widths, self._wrapped(line), strict=True):
            if line.shaded:
                self.sheet.canvas.setFillGray(0.93)
                self.sheet.canvas.rect(x * mm, (self.sheet.height - y - height) * mm, width * mm, height * mm, 0, 1)
                self.sheet.canvas.setFillGray(0)
            self.sheet.box(x, y, width, height)
            self._draw_cell(x, y, width, height, lines, font, size, align or column.align)
            x += width
        self.sheet.y += height

    def _draw_cell(
        self, x: float, y: float, width: float, height: float, lines: Sequence[str], font: str, size: float, align: str
    ) -> None:
        step = size * 1.18 * POINT
        first = y + (height - len(lines) * step) / 2 + size * 0.92 * POINT
        place = {"left": x + 1.2, "center": x + width / 2, "right": x + width - 1.2}[align]
        for number, text in enumerate(lines):
            self.sheet.text(place, first + number * step, text, font, size, align)


@dataclass(frozen=True)
class Signature:
    """Who signs: the title in capitals, a hint beneath it, the name under the empty space."""

    title: str
    name: str = ""
    hint: str = ""


SIGNATURE_HEIGHT = 38.0


def draw_signatures(sheet: Sheet, signatures: Sequence[Signature], *, day_line: str = "") -> None:
    """Signature blocks side by side; `day_line` (place and day) stands over the last one."""
    sheet.need(SIGNATURE_HEIGHT + (6 if day_line else 0))
    step = sheet.inner / len(signatures)
    y = sheet.y + 7
    if day_line:
        sheet.text(sheet.left + step * (len(signatures) - 0.5), y, day_line, ITALIC, 12, "center")
        y += 6
    for number, signature in enumerate(signatures):
        middle = sheet.left + step * (number + 0.5)
        sheet.fitted(middle, y, signature.title, step - 4, BOLD, 12, "center")
        sheet.text(middle, y + 5.4, signature.hint, ITALIC, 11, "center")
        sheet.fitted(middle, y + 29, signature.name, step - 4, BOLD, 12, "center")
    sheet.y = y + 31


def draw_recipients(sheet: Sheet, lines: Sequence[str]) -> None:
    """«Nơi nhận» at the left, beside the last signature block."""
    y = sheet.y - 26
    sheet.text(sheet.left, y, _("Nơi nhận:"), BOLD_ITALIC, 12)
    for number, line in enumerate(lines):
        sheet.text(sheet.left, y + 5 * (number + 1), f"- {line}", REGULAR, 11)
