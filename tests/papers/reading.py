"""Reading a PDF back: what it says, where the text stands, which fonts it carries."""

from __future__ import annotations

import re
import unicodedata
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

TEXT_OBJECT = 1
TOUCHING = 0.8  # points; letters that lean may stand a little over the next one

HIGHEST_MARK = 4  # points


@dataclass(frozen=True)
class Box:
    """One piece of text and where it stands, in points from the lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    def covers(self, other: Box) -> bool:
        """Whether both lie over each other by more than a touch."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.top, other.top) - max(self.bottom, other.bottom)
        return self.page == other.page and across > TOUCHING and down > TOUCHING


def pages(path: Path) -> list[str]:
    """The text of each page."""
    with closing(pypdfium2.PdfDocument(path)) as document:
        return [
            document[number].get_textpage().get_text_range().replace("\r\n", "\n") for number in range(len(document))
        ]


def text(path: Path) -> str:
    """The text of the whole paper in one line, precomposed as the book keeps it."""
    return unicodedata.normalize("NFC", " ".join(" ".join(pages(path)).split()))


def boxes(path: Path) -> list[Box]:
    """Every piece of text of a paper."""
    found = []
    with closing(pypdfium2.PdfDocument(path)) as document:
        for number in range(len(document)):
            for piece in document[number].get_objects(filter=[TEXT_OBJECT], max_depth=1):
                found.append(Box(number + 1, *piece.get_bounds()))
    return found


def middle(path: Path, words: str) -> float:
    """The middle across, in points, of the first place on the first page that says `words`."""
    with closing(pypdfium2.PdfDocument(path)) as document:
        page = document[0].get_textpage()
        found = page.search(words, match_case=True).get_next()
        assert found is not None, words
        start, count = found
        return (page.get_charbox(start)[0] + page.get_charbox(start + count - 1)[2]) / 2


def overlaps(path: Path) -> list[tuple[Box, Box]]:
    """Pieces of text that lie over each other; a breve over an Êđê letter is a piece of its own and belongs there."""
    found = []
    letters = (box for box in boxes(path) if box.top - box.bottom > HIGHEST_MARK)
    ordered = sorted(letters, key=lambda box: (box.page, box.left))
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other.page != one.page or other.left >= one.right:
                break
            if one.covers(other):
                found.append((one, other))
    return found


def outside(path: Path, margin: float = 8) -> list[Box]:
    """Pieces of text that stand closer than `margin` mm to an edge of the page."""
    edge = margin * 72 / 25.4
    with closing(pypdfium2.PdfDocument(path)) as document:
        width, height = document[0].get_size()
    return [
        box
        for box in boxes(path)
        if box.left < edge or box.bottom < edge or box.right > width - edge or box.top > height - edge
    ]


def fonts(path: Path) -> tuple[set[str], bool]:
    """The names of the fonts that a paper uses, and whether each of them is embedded."""
    content = path.read_bytes()
    names = {name.decode() for name in re.findall(rb"/BaseFont /([^\s/]+)", content)}
    described = len(re.findall(rb"/Type /FontDescriptor", content))
    embedded = len(re.findall(rb"/FontFile2 \d+ 0 R", content))
    return names, len(names) == described == embedded
