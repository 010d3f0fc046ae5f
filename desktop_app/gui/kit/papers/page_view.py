"""One page of a PDF on screen: whole where that can be read, as wide as the window, or larger and smaller by steps; the page scrolls by keys."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea

from db.i18n import _

POINTS_AN_INCH = 72
PAGE, WIDTH = "page", "width"
STEP = 1.25
SMALLEST, LARGEST = 0.2, 5.0
"""Pixels a point."""
LINE = 40
"""Pixels that an arrow key scrolls."""
LETTERS = 12
"""Points of the letters on most papers."""
READABLE = 0.6
"""Letters of a paper that are smaller than this part of the window's are not read with ease: the page opens as wide as it can."""
EDGE = 6
"""Pixels left free around the page."""


class PageView(QScrollArea):
    """Shows one page at a time; the file is open only while a page is drawn."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path, self._number = path, 0
        self._fit: str | None = PAGE
        self._is_new = True
        self._scale = 1.0
        self._size = (1.0, 1.0)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setAccessibleName(_("Trang giấy xem trước"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its keys are those of the whole page around it
        self.setWidget(self._picture)
        with self._opened() as document:
            self.pages = len(document)
            self._size = document[0].get_size()

    def _opened(self) -> closing[pypdfium2.PdfDocument]:
        return closing(pypdfium2.PdfDocument(self._path))

    @property
    def scale(self) -> float:
        """Pixels of the screen for a point (1/72 inch) of the paper."""
        return self._scale

    @property
    def number(self) -> int:
        """The page that is shown, from 0."""
        return self._number

    def show_page(self, number: int) -> None:
        """Another page, from its top."""
        self._number = min(max(number, 0), self.pages - 1)
        self._draw()
        self.verticalScrollBar().setValue(0)

    def fit(self, how: str) -> None:
        """The whole page (`PAGE`) or its whole width (`WIDTH`), also when the window changes."""
        self._fit, self._is_new = how, False
        self._draw()

    def zoom(self, steps: int) -> None:
        """Larger or smaller by steps of a quarter."""
        self._fit, self._is_new = None, False
        self._scale = min(max(self._scale * STEP**steps, SMALLEST), LARGEST)
        self._draw()

    def is_whole(self) -> bool:
        """Whether nothing of the page is out of sight."""
        wide, high = (side * self._scale for side in self._size)
        return wide <= self.viewport().width() and high <= self.viewport().height()

    def scroll_lines(self, across: int, down: int) -> None:
        """By lines."""
        for bar, lines in ((self.horizontalScrollBar(), across), (self.verticalScrollBar(), down)):
            bar.setValue(bar.value() + lines * LINE)

    def turn(self, step: int) -> None:
        """A screen further; at the end of the page the next page, at its top the end of the former."""
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + step * max(bar.pageStep() - LINE, LINE))
        if bar.value() == before and 0 <= self._number + step < self.pages:
            self.show_page(self._number + step)
            bar.setValue(bar.maximum() if step < 0 else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A page that fits the window is drawn anew (Qt)."""
        super().resizeEvent(event)
        if self._is_new:
            self._fit = PAGE if self._is_read_whole() else WIDTH
        if self._fit is not None:
            self._draw()

    def _is_read_whole(self) -> bool:
        """Whether a whole page has letters that somebody reads who has chosen this size of text."""
        room, (wide, high) = self.maximumViewportSize(), self._size
        scale = min((room.width() - EDGE) / wide, (room.height() - EDGE) / high)
        return scale * LETTERS >= QFontInfo(self.font()).pixelSize() * READABLE

    def _draw(self) -> None:
        with self._opened() as document:
            self._size = document[self._number].get_size()
            self._scale = self._fitting() if self._fit is not None else self._scale
            ratio = self.devicePixelRatioF()
            shown = QPixmap.fromImage(picture(document, self._number, self._scale * ratio))
        shown.setDevicePixelRatio(ratio)
        self._picture.setPixmap(shown)

    def _fitting(self) -> float:
        """The scale at which the page fits; room for a scroll bar where the height does not."""
        room = self.maximumViewportSize()
        wide, high = self._size
        across, down = (room.width() - EDGE) / wide, (room.height() - EDGE) / high
        if self._fit == WIDTH and across > down:
            across = (room.width() - EDGE - self.verticalScrollBar().sizeHint().width()) / wide
        return max(across if self._fit == WIDTH else min(across, down), SMALLEST)


def picture(document: pypdfium2.PdfDocument, number: int, scale: float) -> QImage:
    """A page drawn at `scale` pixels a point."""
    bitmap = document[number].render(scale=scale, prefer_bgrx=True)
    image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
    return image.copy()
