"""A paper as it will be printed, page by page, and buttons to print it or keep it as a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPainter, QPixmap
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from db.files import remove_quietly, whole_file
from db.i18n import _
from db.refusal import Refusal
from desktop_app.gui.kit import words
from desktop_app.gui.kit.flow import FlowLayout

POINTS_AN_INCH = 72
SCREEN_DPI, PRINT_DPI = 110, 300


class PrintView(QWidget):
    """Shows the PDF at `path` (`pages` pages). `close` leads back, `keep` asks where to keep the file, `tell` shows a message.

    The file is open only while a page is drawn: however the page is left, nothing holds it. `leaving(pages, file or None
    for a printer)` is called before the paper leaves the screen and may refuse; `issued` once it has left.
    """

    def __init__(
        self,
        path: Path,
        *,
        close: Callable[[], None],
        keep: Callable[[str], Path | None],
        tell: Callable[[str, str], None],
        leaving: Callable[[int, Path | None], None],
        issued: Callable[[], object],
    ) -> None:
        super().__init__()
        self.path = path
        self._close, self._keep, self._tell, self._leaving, self._issued = close, keep, tell, leaving, issued
        with self._opened() as document:
            self.pages = len(document)
        self._page = 0
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setAccessibleName(_("Trang giấy xem trước"))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._picture)
        self._where = QLabel()
        buttons = QWidget()
        row = FlowLayout(buttons)
        row.addWidget(words.button(_("Quay lại"), self.leave))
        self._before = words.button(_("Trang trước"), lambda: self._turn(-1))
        self._after = words.button(_("Trang sau"), lambda: self._turn(1))
        for widget in (self._before, self._where, self._after):
            row.addWidget(widget)
        row.addWidget(words.button(_("Lưu thành tệp PDF"), self.keep_file))
        self.print_button = words.button(_("In"), self.print_paper, main=True)
        below = QHBoxLayout()
        below.addWidget(buttons, 1)
        below.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.addWidget(self._scroll, 1)
        column.addLayout(below)
        self._show()

    def _opened(self) -> closing[pypdfium2.PdfDocument]:
        return closing(pypdfium2.PdfDocument(self.path))

    def _turn(self, step: int) -> None:
        self._page = min(max(self._page + step, 0), self.pages - 1)
        self._show()

    def _show(self) -> None:
        with self._opened() as document:
            self._picture.setPixmap(QPixmap.fromImage(_picture(document, self._page, SCREEN_DPI)))
        self._where.setText(_("Trang {page} trên {pages}").format(page=self._page + 1, pages=self.pages))
        self._before.setEnabled(self._page > 0)
        self._after.setEnabled(self._page + 1 < self.pages)

    def leave(self) -> None:
        """Go back; the file, which may name people, goes."""
        remove_quietly(self.path)
        self._close()

    def keep_file(self) -> None:
        """Keep the PDF where the person says."""
        target = self._keep(self.path.name)
        if target is None:
            return
        try:
            with whole_file(target) as part:
                shutil.copyfile(self.path, part)
                self._leaving(self.pages, target)
        except Refusal as refusal:
            self._tell("bad", refusal.message)
            return
        self._issued()
        self._tell("good", _("Đã lưu tệp {path}.").format(path=target))

    def print_paper(self) -> None:
        """Print on a printer of this machine; what is printed is what is shown."""
        if not QPrinterInfo.availablePrinterNames():
            self._tell(
                "warn",
                _("Máy này chưa cài máy in. Bấm «Lưu thành tệp PDF», mang tệp sang máy có máy in để in."),
            )
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(PRINT_DPI)
        printer.setFullPage(True)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, self.pages)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        try:
            self._leaving(self.pages, None)
            with self._opened() as document:
                draw_on(printer, document, printer.fromPage() or 1, printer.toPage() or self.pages)
        except Refusal as refusal:
            self._tell("bad", refusal.message)
            return
        self._issued()
        self._tell("good", _("Đã gửi {pages} trang đến máy in.").format(pages=self.pages))


def draw_on(printer: QPrinter, document: pypdfium2.PdfDocument, first: int, last: int) -> None:
    """Draw pages `first` to `last` (from 1) on a printer, each at its own size; refused when it does not answer."""
    painter = QPainter()
    for number in range(first - 1, last):
        wide, high = document[number].get_size()
        lying = wide > high
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait)
        started = painter.begin(printer) if number == first - 1 else printer.newPage()
        if not started:
            raise Refusal(_("Máy in không nhận lệnh in. Kiểm tra máy in đã bật, còn giấy, rồi in lại."), code="PRINTER")
        scale = PRINT_DPI / POINTS_AN_INCH
        painter.drawImage(QRectF(0, 0, wide * scale, high * scale), _picture(document, number, PRINT_DPI))
    painter.end()


def _picture(document: pypdfium2.PdfDocument, number: int, dpi: int) -> QImage:
    bitmap = document[number].render(scale=dpi / POINTS_AN_INCH, prefer_bgrx=True)
    image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
    return image.copy()
