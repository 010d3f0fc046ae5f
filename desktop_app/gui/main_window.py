"""The one window: the first page while no book is open, the desk of a book afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow

from db.clock import Clock
from db.exchange.trust.home_folder import Home
from db.i18n import _, use_language
from db.refusal import BookUnusable, Refusal
from db.store import Book
from desktop_app.gui import preferences
from desktop_app.gui.desk import Desk
from desktop_app.gui.kit import shortcuts
from desktop_app.gui.kit.file_dialogs import FileDialogs, FileType
from desktop_app.gui.kit.forms.presses import Presses
from desktop_app.gui.kit.look.text_size import TextSize
from desktop_app.gui.kit.messages.question import tell
from desktop_app.work.book import book_marks
from desktop_app.work.reports import clock_check

if TYPE_CHECKING:
    from desktop_app.gui.screens.first_run import FirstRun

SMALLEST_WIDTH, SMALLEST_HEIGHT = 1024, 640
FIRST_WIDTH, FIRST_HEIGHT = 1280, 690


class MainWindow(QMainWindow):
    """Opens and closes books; remembers where the window stood. `now` gives the seconds between two presses."""

    def __init__(
        self,
        settings: QSettings,
        text_size: TextSize,
        home: Home,
        clock: Clock,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._presses = Presses(self, now, lambda: self.desk is not None and self.desk.reader.opening)
        self._why_read_only = ""
        self._settings, self._text_size, self._home, self._clock = settings, text_size, home, clock
        self.dialogs = FileDialogs(settings)
        self.desk: Desk | None = None
        self.first_run: FirstRun | None = None
        self._asked_about: Book | None = None
        self.setMinimumSize(SMALLEST_WIDTH, SMALLEST_HEIGHT)
        self.resize(FIRST_WIDTH, FIRST_HEIGHT)
        geometry = settings.value(preferences.GEOMETRY)
        if geometry is not None:
            self.restoreGeometry(geometry)

    def start(self, path: Path | None) -> None:
        """Open a book, or show the first page; a book that cannot be used is told of there."""
        if path is None:
            self.show_first_run()
            return
        try:
            self.open_book(path)
        except Refusal as refusal:
            self.show_first_run(refusal.message)

    def show_first_run(self, problem: str = "") -> None:
        """The page that offers a new book, an existing one or the sample."""
        from desktop_app.gui.screens.first_run import FirstRun

        self._close_desk()
        self.first_run = FirstRun(
            self._text_size,
            self._home,
            self._clock,
            founded=self._show_founded,
            opened=self._take_over,
            open_file=self.ask_for_book,
            dialogs=self.dialogs,
        )
        shortcuts.listen_for_size(self.first_run, self._text_size.step)
        self.first_run.pages.currentChanged.connect(self._presses.turned)
        self.setCentralWidget(self.first_run)
        self.setWindowTitle(_("Sổ Khuyến học"))
        self.first_run.begin.setFocus()
        if problem:
            self.first_run.tell("bad", problem)

    def open_book(self, path: Path) -> None:
        """Open a book for writing; where another program writes it, its disk is protected, or it is an old one, for reading."""
        why = ""
        try:
            book = Book.open(path, home=self._home, clock=self._clock, write=True)
        except BookUnusable as refusal:
            if refusal.code not in ("BUSY", "READ_ONLY"):
                raise
            book = Book.open(path, home=self._home, clock=self._clock)
            why = _why_reading(refusal.code)
        if book.writable and book_marks.is_put_aside(book):
            book.close()
            book = Book.open(path, home=self._home, clock=self._clock)
        self._take_over(book, why)

    def _show_founded(self, book: Book) -> None:
        """A new book: where it lies, and its first copy offered."""
        from desktop_app.gui.screens.today import TodayScreen

        self._take_over(book)
        if self.desk is not None and isinstance(today := self.desk.current(), TodayScreen):
            said = _(
                "Đã lập sổ: tệp «{name}» trong thư mục «{folder}». Giờ cắm USB rồi bấm «Sao lưu ngay» để có bản sao đầu "
                "tiên, phòng khi máy hỏng."
            ).format(name=book.path.name, folder=book.path.parent)
            self.desk.messages.show_message("good", said, _("Sao lưu ngay"), today.copy_book)

    def _take_over(self, book: Book, why: str = "") -> None:
        """Show a book; one that speaks against the machine's day only after that day has been asked about."""
        self._close_desk()
        self._why_read_only = why
        if doubted := clock_check.doubt(book):
            from desktop_app.gui.screens.day_page import DayPage

            self.first_run, self._asked_about = None, book
            page = DayPage(book, doubted, go_on=lambda: self._show_desk(book), close=self.show_first_run)
            shortcuts.listen_for_size(page, self._text_size.step)
            self.setCentralWidget(page)
            page.mended.setFocus()
        else:
            self._show_desk(book)

    def _show_desk(self, book: Book) -> None:
        self.first_run = self._asked_about = None
        self.dialogs.book = book.path
        self.desk = Desk(self, book, self._text_size, self._why_read_only)
        self.desk.reader.opened.connect(self._presses.go_on)
        self.setCentralWidget(self.desk)
        if book.home.folder == self._home.folder and not book_marks.is_put_aside(book):
            self._settings.setValue(preferences.LAST_BOOK, str(book.path))
        self.desk.go_to("today")

    def ask_for_book(self) -> None:
        """Open another book (also from the desk)."""
        chosen = self.dialogs.files(self, _("Mở sổ"), FileType.BOOKS)
        if chosen:
            self.turn_to(chosen[0])

    def turn_to(self, path: Path) -> None:
        """Open a book in the place of the one that is open, unless something half entered there is to be kept."""
        if self.desk is not None and not self.desk.may_leave():
            return
        try:
            self.open_book(path)
        except Refusal as refusal:
            if self.desk is not None:
                self.desk.messages.show_message("bad", refusal.message)
            elif self.first_run is not None:
                self.first_run.tell("bad", refusal.message)

    def change_language(self) -> None:
        """From Vietnamese to English or back; the open book is shown again in the other language."""
        language = "en" if str(self._settings.value(preferences.LANGUAGE, "vi")) == "vi" else "vi"
        if self.desk is None or not self.desk.may_leave():
            return
        self._settings.setValue(preferences.LANGUAGE, language)
        use_language(language)
        book = self.desk.give_up_book()
        self._show_desk(book)

    def turned(self) -> None:
        """Another page is seen: what was pressed for the one before goes nowhere."""
        self._presses.turned()

    def showEvent(self, event: QShowEvent) -> None:
        """From now on keys and clicks come in through a window of the system (Qt)."""
        super().showEvent(event)
        self.windowHandle().installEventFilter(self._presses)

    def _close_desk(self) -> None:
        if self.desk is not None:
            self._close(self.desk.give_up_book())
            self.desk, self.dialogs.book = None, None
        if self._asked_about is not None:
            self._asked_about.close()
            self._asked_about = None

    def _close(self, book: Book) -> None:
        """Close a book and say what came of it; while no drive takes what only it holds, a person makes room and tries again."""
        while book.is_open:
            try:
                book.close()
            except Refusal as refusal:
                tell(self, _("Đóng sổ"), refusal.message, _("Thử lại") if book.is_open else "")

    def closeEvent(self, event: QCloseEvent) -> None:
        """With something unsaved ask first; then let go of the book (Qt)."""
        half_entered = self.desk or self.first_run
        if half_entered is not None and not half_entered.may_leave():
            event.ignore()
            return
        self._settings.setValue(preferences.GEOMETRY, self.saveGeometry())
        self._close_desk()
        super().closeEvent(event)


def _why_reading(code: str) -> str:
    if code == "BUSY":
        return _("Sổ này đang mở để ghi ở một cửa sổ khác nên ở đây chỉ xem được. Đóng cửa sổ kia rồi mở lại sổ.")
    return _("Sổ này nằm ở nơi không ghi được nên chỉ xem được. Chép sổ vào một thư mục trên máy rồi mở ở đó để ghi.")
