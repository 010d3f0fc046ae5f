"""A page being drawn: fonts, text, lines. Measures in mm from the top left corner, sizes of text in points.

All text goes through one place that shapes what needs shaping (a letter with a combining breve, as Êđê names have) and
is measured in the same way: without kerning, every letter by its own width.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from math import atan2, degrees
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.abag import ABag
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, shapeFragWord
from reportlab.pdfgen.canvas import Canvas

from db.i18n import RESOURCES, _
from db.refusal import Refusal

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"
PORTRAIT, LANDSCAPE, SMALL_LANDSCAPE = "portrait", "landscape", "a5"
SIZES = {PORTRAIT: A4, LANDSCAPE: landscape(A4), SMALL_LANDSCAPE: landscape(A5)}
TOP, BOTTOM = 20.0, 20.0
"""Upper and lower margin: the least that Nghị định 30/2020/NĐ-CP, phụ lục I, allows."""
POINT = 1 / mm
SMALLEST = 0.8
"""Text that is too wide shrinks to this share of its size before it wraps."""
SHRINK_BY = 0.25
LEADING = 1.2

_MARK = re.compile("[\u0300-\u036f]")
_UTF16 = "feff"
_UNKERNED = {"kern": False, "liga": False, "clig": False, "dlig": False}


@cache
def register_fonts() -> None:
    """Make the shipped fonts known to reportlab, once; and write streams as bytes, which is faster and a fifth shorter."""
    rl_config.useA85 = 0
    for name in (REGULAR, BOLD, ITALIC, BOLD_ITALIC):
        file = "Tinos-Regular.ttf" if name == REGULAR else f"{name}.ttf"
        pdfmetrics.registerFont(TTFont(name, str(RESOURCES / "fonts" / file), shapable=True))


@lru_cache(maxsize=20_000)
def width_of(text: str, font: str, size: float) -> float:
    """The width of a line in mm; a combining mark stands over its letter and takes none."""
    bare = _MARK.sub("", unicodedata.normalize("NFC", text))
    width: float = pdfmetrics.stringWidth(bare, font, size)
    return width * POINT


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than `width` mm; a single word that is too long is cut between letters."""
    if "\n" not in text and width_of(text, font, size) <= width:
        return [text]
    space = width_of(" ", font, size)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, taken = "", 0.0
        for word in paragraph.split(" "):
            wide = width_of(word, font, size)
            if line and taken + space + wide <= width:
                line, taken = f"{line} {word}", taken + space + wide
                continue
            if line:
                lines.append(line)
            line = _cut_long_word(lines, word, font, size, width) if wide > width else word
            taken = width_of(line, font, size)
        lines.append(line)
    return lines


def _cut_long_word(lines: list[str], word: str, font: str, size: float, width: float) -> str:
    """Put away whole lines of a word that is too long and give back its rest; a letter keeps its mark."""
    while width_of(word, font, size) > width and len(word) > 1:
        end = len(word) - 1
        while end > 1 and (width_of(word[:end], font, size) > width or unicodedata.combining(word[end])):
            end -= 1
        lines.append(word[:end])
        word = word[end:]
    return word


@dataclass(frozen=True)
class Fitted:
    """Text made to fit a width: its size in points and its lines."""

    size: float
    lines: tuple[str, ...]

    @property
    def step(self) -> float:
        """From one baseline to the next, in mm."""
        return self.size * LEADING * POINT

    @property
    def height(self) -> float:
        """From the first baseline to the last, in mm."""
        return (len(self.lines) - 1) * self.step


def fit(text: str, width: float, font: str, size: float) -> Fitted:
    """Text that shrinks to 80 % of `size`, then wraps, so that no line is wider than `width` mm."""
    paragraphs = text.split("\n")
    smallest = size * SMALLEST
    while any(width_of(paragraph, font, size) > width for paragraph in paragraphs):
        if size <= smallest:
            return Fitted(size, tuple(line for each in paragraphs for line in wrap(each, font, size, width)))
        size = max(size - SHRINK_BY, smallest)
    return Fitted(size, tuple(paragraphs))


class PaperDocument:
    """A PDF being drawn, page by page; `y` is where the next thing goes."""

    def __init__(
        self, target: Path, form: str, *, title: str, left: float = 30, right: float = 15, sample: bool = False
    ) -> None:
        """A `sample`'s pages say so across: nobody takes them for a real paper."""
        register_fonts()
        size = SIZES[form]
        self.canvas = Canvas(str(target), pagesize=size, invariant=1, initialFontName=REGULAR, initialFontSize=13)
        self.canvas.setTitle(title)
        self.canvas.setAuthor("Sổ Khuyến học")
        self.width, self.height = size[0] * POINT, size[1] * POINT
        self.left, self.right, self.top, self.bottom = left, self.width - right, TOP, self.height - BOTTOM
        self.pages = 1
        self.y = self.top
        self._sample = sample
        self._begin_page()

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.right - self.left

    def text(self, x: float, y: float, text: str, font: str = REGULAR, size: float = 13, align: str = "left") -> None:
        """One line with its baseline at `y`; `align` says where `x` is: left, center or right.

        Marks stand above the line as pieces of their own, so a line that has some also says what it reads.
        """
        line = unicodedata.normalize("NFC", text)
        if not line:
            return
        start = x - {"left": 0.0, "center": 0.5, "right": 1.0}[align] * width_of(line, font, size)
        writer = self.canvas.beginText(start * mm, (self.height - y) * mm)
        writer.setFont(font, size)
        if not _MARK.search(line):
            writer.textOut(line)
            self.canvas.drawText(writer)
            return
        writer.textOut(_shaped(line, font, size))
        self.canvas.addLiteral(f"/Span <</ActualText <{_UTF16}{line.encode('utf-16-be').hex()}>>> BDC")
        self.canvas.drawText(writer)
        self.canvas.addLiteral("EMC")

    def fitted(
        self, x: float, y: float, text: str, width: float, font: str = REGULAR, size: float = 13, align: str = "left"
    ) -> float:
        """Text that shrinks to 80 %, then wraps, within `width`; returns the baseline of its last line."""
        return self.lines(x, y, fit(text, width, font, size), font, align)

    def lines(self, x: float, y: float, fitted: Fitted, font: str = REGULAR, align: str = "left") -> float:
        """Lines that were made to fit; returns the baseline of the last."""
        for number, line in enumerate(fitted.lines):
            self.text(x, y + number * fitted.step, line, font, fitted.size, align)
        return y + fitted.height

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
        """A horizontal line, `width` points thick."""
        self.canvas.setLineWidth(width)
        self.canvas.line(x1 * mm, (self.height - y) * mm, x2 * mm, (self.height - y) * mm)

    def post(self, x: float, y1: float, y2: float, width: float = 0.5) -> None:
        """A vertical line, `width` points thick."""
        self.canvas.setLineWidth(width)
        self.canvas.line(x * mm, (self.height - y1) * mm, x * mm, (self.height - y2) * mm)

    def filled(self, x: float, y: float, width: float, height: float, grey: float) -> None:
        """An area without a frame, `y` being its upper edge; `grey` from 0 (black) to 1 (white)."""
        self.canvas.setFillGray(grey)
        self.canvas.rect(x * mm, (self.height - y - height) * mm, width * mm, height * mm, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def need(self, height: float) -> bool:
        """Go to a new page unless `height` mm are left; says whether it did."""
        if self.y + height <= self.bottom:
            return False
        self.new_page()
        return True

    def new_page(self) -> None:
        """The next page, numbered in the middle of its upper margin."""
        self.blank_page()
        self.text(self.width / 2, 13, str(self.pages), REGULAR, 13, "center")

    def blank_page(self) -> None:
        """The next page without a number: certificates and vouchers are papers of their own."""
        self.canvas.showPage()
        self.pages += 1
        self.y = self.top
        self._begin_page()

    def _begin_page(self) -> None:
        """Across a page of a sample, in grey and below everything that is drawn later."""
        if not self._sample:
            return
        size = min(self.width, self.height) * 0.55 / POINT / 2
        self.canvas.saveState()
        self.canvas.translate(self.width / 2 * mm, self.height / 2 * mm)
        self.canvas.rotate(degrees(atan2(self.height, self.width)))
        self.canvas.setFillGray(0.84)
        self.canvas.setFont(BOLD, size)
        self.canvas.drawCentredString(0, -size * 0.33, _("TẬP"))
        self.canvas.restoreState()

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


def _shaped(line: str, font: str, size: float) -> str:
    """The line with its marks placed; shapeStr would kern as well, and the line would not be as wide as measured."""
    shaped: str = shapeFragWord([0, (ABag(fontName=font, fontSize=size), line)], features=_UNKERNED)[1][1]
    return shaped
