"""A paper as it will be printed, page by page, and buttons to print it or keep it as a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QAbstractButton, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.files import remove_quietly, whole_file
from db.i18n import _
from db.refusal import Refusal
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.papers.page_view import PAGE, POINTS_AN_INCH, WIDTH, PageView, picture

PRINT_DPI = 300


class PrintView(QWidget):
    """Shows the PDF at `path`. `close` leads back, `keep` asks where to keep the file, `tell` shows a message.

    `notes` stand above the page: what is to be known before it is printed. The file is open only while a page is drawn:
    however the page is left, nothing holds it. `leaving(pages, file or None for a printer)` is called before the paper
    leaves the screen and may refuse; `issued(pages)` once these (from 0) have left.
    """

    def __init__(
        self,
        path: Path,
        *,
        close: Callable[[], None],
        keep: Callable[[str], Path | None],
        tell: Callable[[str, str], None],
        leaving: Callable[[int, Path | None], None],
        issued: Callable[[range], object],
        notes: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.path = path
        self._close, self._keep, self._tell, self._leaving, self._issued = close, keep, tell, leaving, issued
        self.view = PageView(path)
        self.pages = self.view.pages
        self._keys = self._by_key()
        self.notes = words.text("\n".join(f"▲ {note}" for note in notes))
        if not notes:
            self.notes.hide()
        self._where = QLabel()
        if self.pages == 1:
            self._where.hide()
        self._bar = self._buttons()
        below = QHBoxLayout()
        below.addWidget(self._where)
        below.addWidget(self._bar, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.notes)
        column.addWidget(self.view, 1)
        column.addLayout(below)
        for button in self.findChildren(QAbstractButton):
            button.installEventFilter(self)
        self._say_where()

    def _buttons(self) -> ActionBar:
        """One line: the page has the room. What has none of it stands in the menu, and has its key."""
        view, turning = self.view, self.pages > 1
        signs = {
            "◀": (_("Trang trước"), lambda: self._show(view.number - 1)),
            "▶": (_("Trang sau"), lambda: self._show(view.number + 1)),
            "−": (_("Thu nhỏ trang giấy"), lambda: view.zoom(-1)),
            "+": (_("Phóng to trang giấy"), lambda: view.zoom(1)),
        }
        shown = {sign: signs[sign] for sign in signs if turning or sign in "−+"}
        others = (
            (_("Quay lại"), self.leave),
            *((sign, act) for sign, (_name, act) in shown.items()),
            (_("Lưu thành tệp PDF"), self.keep_file),
            (_("Vừa bề ngang"), lambda: view.fit(WIDTH)),
            (_("Vừa trang"), lambda: view.fit(PAGE)),
        )
        bar = ActionBar(others, (_("In"), self.print_paper))
        named = dict(zip(shown, bar.buttons[1:], strict=False))
        for sign, button in named.items():
            button.setAccessibleName(shown[sign][0])
            button.setToolTip(shown[sign][0])
            button.setProperty("decides", False)  # pressed as often as one likes
        self._before, self._after = named.get("◀"), named.get("▶")
        return bar

    def _show(self, number: int) -> None:
        self.view.show_page(number)
        self._say_where()

    def _say_where(self) -> None:
        page = self.view.number
        self._where.setText(_("Trang {page} trên {pages}").format(page=page + 1, pages=self.pages))
        for button, there in ((self._before, page > 0), (self._after, page + 1 < self.pages)):
            if button is not None:
                button.setEnabled(there)

    def _by_key(self) -> dict[int, Callable[[], object]]:
        """The keys of the page, without Ctrl: Ctrl with + and − is the size of all text."""
        view, key = self.view, Qt.Key
        return {
            key.Key_Plus: lambda: view.zoom(1),
            key.Key_Equal: lambda: view.zoom(1),
            key.Key_Minus: lambda: view.zoom(-1),
            key.Key_Up: lambda: view.scroll_lines(0, -1),
            key.Key_Down: lambda: view.scroll_lines(0, 1),
            key.Key_Left: lambda: view.scroll_lines(-1, 0),
            key.Key_Right: lambda: view.scroll_lines(1, 0),
            key.Key_PageUp: lambda: view.turn(-1),
            key.Key_PageDown: lambda: view.turn(1),
            key.Key_Home: lambda: view.show_page(0),
            key.Key_End: lambda: view.show_page(self.pages - 1),
        }

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page hears its keys also while a button has the focus (Qt)."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._pressed(event):
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """And wherever else the focus is on this page (Qt)."""
        if not self._pressed(event):
            super().keyPressEvent(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        action = self._keys.get(event.key()) if not held else None
        if action is None:
            return False
        action()
        self._say_where()
        return True

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
        self._issued(range(self.pages))
        self._tell("good", _("Đã lưu tệp {path}.").format(path=target))

    def print_page(self) -> None:
        """Ctrl+P: what the button does."""
        self.print_paper()

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
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print the pages that the printer was told to, or all."""
        pages = range((printer.fromPage() or 1) - 1, min(printer.toPage() or self.pages, self.pages))
        try:
            self._leaving(len(pages), None)
            with closing(pypdfium2.PdfDocument(self.path)) as document:
                draw_on(printer, document, pages)
        except Refusal as refusal:
            self._tell("bad", refusal.message)
            return
        self._issued(pages)
        self._tell("good", _("Đã gửi {pages} trang đến máy in.").format(pages=len(pages)))


def draw_on(printer: QPrinter, document: pypdfium2.PdfDocument, pages: range) -> None:
    """Draw these pages (from 0) on a printer, each at its own size; refused when it does not answer."""
    painter = QPainter()
    for number in pages:
        wide, high = document[number].get_size()
        lying = wide > high
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait)
        started = painter.begin(printer) if number == pages.start else printer.newPage()
        if not started:
            raise Refusal(_("Máy in không nhận lệnh in. Kiểm tra máy in đã bật, còn giấy, rồi in lại."), code="PRINTER")
        scale = PRINT_DPI / POINTS_AN_INCH
        painter.drawImage(QRectF(0, 0, wide * scale, high * scale), picture(document, number, scale))
    painter.end()
