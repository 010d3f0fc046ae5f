"""The desk of an open book: the places on the left, messages and progress on top, one screen at a time below."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.i18n import _
from db.refusal import Cancelled, Refusal
from db.store import Book
from desktop_app.gui.kit import shortcuts
from desktop_app.gui.kit.file_dialogs import FileDialogs
from desktop_app.gui.kit.forms.form import is_unsaved
from desktop_app.gui.kit.job import JobRunner, ProgressPanel
from desktop_app.gui.kit.lists.row_table import RowTable
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.action_bar import where
from desktop_app.gui.kit.look.text_size import TextSize
from desktop_app.gui.kit.message_slot import MessageSlot
from desktop_app.gui.kit.messages.message_bar import MessageBar
from desktop_app.gui.kit.messages.question import ask
from desktop_app.gui.kit.screens.context import Context
from desktop_app.gui.kit.screens.reader import Reader
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.place_bar import PlaceBar, places
from desktop_app.gui.screens import make_screen
from desktop_app.gui.standing import StandingStrips
from desktop_app.gui.stepping_back import SteppingBack
from desktop_app.work.records.results import Topic
from desktop_app.work.reports.stated_changes import ask_always
from desktop_app.work.units.units import unit_of


class BookWindow(Protocol):
    """What the desk asks of the window it stands in."""

    dialogs: FileDialogs

    def ask_for_book(self) -> None:
        """Open another book."""

    def turn_to(self, path: Path) -> None:
        """Open this book instead."""

    def show_first_run(self) -> None:
        """Close the book and show the first page."""

    def change_language(self) -> None:
        """From Vietnamese to English or back."""

    def turned(self) -> None:
        """Another page is seen."""

    def setWindowTitle(self, title: str, /) -> None:
        """Name the window after the screen (Qt)."""


class Desk(QWidget):
    """Holds the screens of one book; they are made when first opened. `why` says why the book is open for reading only."""

    def __init__(self, window: BookWindow, book: Book, text_size: TextSize, why: str = "") -> None:
        super().__init__()
        self.book = book
        ask_always(book)
        self._window, self._text_size = window, text_size
        self._screens: dict[str, Screen] = {}
        self._scratch = tempfile.TemporaryDirectory(prefix="so-khuyen-hoc-")
        self._outgrown: set[str] = set()
        self.messages = MessageBar(where=lambda text: where(self.current(), text))
        self._back = SteppingBack(self, book, self.messages, self._page, self.announce, self._tell_refusal)
        book.tell = self.messages.add
        self.reader = Reader(self, self._tell_refusal)
        self.standing = StandingStrips(
            book,
            self.reader,
            partial(self.go_to, "exchange/enrol"),
            window.turn_to,
            self._name_window,
            self._tell_refusal,
            why,
        )
        self.progress = ProgressPanel()
        self.runner = JobRunner(self.progress, self._tell_refusal, book)
        self._stack = QStackedWidget()
        self._places = PlaceBar(self._press_place)
        self._lay_out()
        self._context = Context(
            book=book,
            runner=self.runner,
            reader=self.reader,
            messages=self.messages,
            history=self._back.history,
            text_size=text_size,
            announce=self.announce,
            undo=self._back.undo,
            may_leave=self.may_leave,
            turned=window.turned,
            go_to=self.go_to,
            choose_files=partial(window.dialogs.files, self),
            choose_folder=partial(window.dialogs.folder, self),
            choose_target=partial(window.dialogs.target, self),
            open_other=window.ask_for_book,
            open_book=window.turn_to,
            close_book=window.show_first_run,
            change_language=window.change_language,
            scratch=Path(self._scratch.name),
        )
        text_size.changed.connect(self._remake)
        self.messages.answered.connect(self._back_to_page)
        self._listen()
        self.standing.tell()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._places)
        column = QVBoxLayout()
        column.setContentsMargins(16, 2, 16, 4)
        column.setSpacing(1)
        self._status = words.text(self.book.path.name, "hint")
        self._status.setWordWrap(False)
        self._slot = MessageSlot(self, self._status, self.progress, self.messages)
        column.addWidget(self.standing)
        column.addWidget(self._slot)
        column.addWidget(self._stack, 1)
        row.addLayout(column, 1)
        self.reader.ask(self._status, self._whose, self._status.setText)

    def _whose(self) -> str:
        with self.book.reading() as db:
            unit = unit_of(db, self.book.unit).name
        return _("Sổ của {unit} · {file}").format(unit=unit, file=self.book.path.name)

    def _remake(self, _percent: int) -> None:
        """Widths taken from the text follow it; screens are made anew as soon as nothing is open or going on in them."""
        self._places.fit()
        self._slot.fit()
        self._outgrown = set(self._screens)
        for table in self._stack.findChildren(RowTable):
            table.follow_text()
        current = self.current()
        if current is not None and self._let_go(current.objectName()):
            self.go_to(current.objectName())

    def _let_go(self, name: str) -> bool:
        """Whether a screen made for another text size could be dropped; not while it has a page open or a job runs."""
        screen = self._screens.get(name)
        if screen is None or name not in self._outgrown or self.runner.busy or screen.currentIndex() > 0:
            return False
        self._stack.removeWidget(screen)
        screen.deleteLater()
        self._outgrown.discard(name)
        del self._screens[name]
        return True

    def _back_to_page(self, *_how: object) -> None:
        """After a button of the message: the cursor is on the page again."""
        screen, focus = self.current(), QApplication.focusWidget()
        if screen is not None and self.isVisible() and not (focus and self._stack.isAncestorOf(focus)):
            screen.resume()

    def _listen(self) -> None:
        actions: dict[str, Callable[[], object]] = {
            "new": partial(self._act, "new", "Ctrl+N"),
            "find": partial(self._act, "seek", "Ctrl+F"),
            "print": partial(self._act, "print_page", "Ctrl+P"),
            "undo": self._back.undo_by_key,
            "redo": self._back.redo_by_key,
            "larger": lambda: self._text_size.step(1),
            "smaller": lambda: self._text_size.step(-1),
            "help": self.show_help,
        }
        for number, place in enumerate(places(), start=1):
            actions[f"place{number}"] = partial(self.go_to, place.name)
        shortcuts.listen(self, actions)

    def _act(self, deed: str, keys: str) -> None:
        screen = self.current()
        if screen is not None and not screen.act(deed):
            said = (
                _("Ở trang này phím {keys} không làm gì. Bấm Esc để quay lại, rồi bấm {keys}.")
                if screen.currentIndex() > 0
                else _("Ở màn hình này phím {keys} không làm gì. Bấm F1 để xem các phím.")
            )
            self.messages.show_message("note", said.format(keys=keys))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the page that is seen, wherever the cursor is; on the first page of a place it closes the message (Qt)."""
        screen = self.current()
        if event.key() == Qt.Key.Key_Escape and screen is not None:
            if screen.currentIndex() <= 0:
                self.messages.hide()
            screen.leave_page()
        else:
            super().keyPressEvent(event)

    # --- what screens may ask for ---------------------------------------------------------------------------------

    def current(self) -> Screen | None:
        """The screen that is seen."""
        screen = self._stack.currentWidget()
        return screen if isinstance(screen, Screen) else None

    def _page(self) -> QWidget | None:
        screen = self.current()
        return screen.currentWidget() if screen is not None else None

    def go_to(self, where: str) -> None:
        """Show a place, or one of its pages («exchange/senders»); its screen is made when it is first asked for."""
        name, _slash, page = where.partition("/")
        self._let_go(name)
        if self.current() is not None and self._stack.currentWidget() is not self._screens.get(name):
            self.messages.hide()
        if name not in self._screens:
            self._screens[name] = make_screen(name, self._context)
            self._screens[name].setObjectName(name)
            self._stack.addWidget(self._screens[name])
        self._places.mark(name)
        self._stack.setCurrentWidget(self._screens[name])
        self._screens[name].resume()
        self._window.turned()
        self._name_window()
        if page:
            self._open_named(self._screens[name], page)

    def _press_place(self, name: str) -> None:
        """A place from the bar; the one that is open goes back to its first page, never over a form that is half filled."""
        screen = self._screens.get(name)
        again = screen is not None and self._stack.currentWidget() is screen
        self.go_to(name)
        if again and screen is not None and not is_unsaved(screen):
            while screen.currentIndex() > 0:
                screen.leave_page()

    def _open_named(self, screen: Screen, page: str) -> None:
        """What was asked for from another place; never over a form that is half filled."""
        if is_unsaved(screen):
            said = _("Ở đây còn mẫu đang nhập dở. Lưu hoặc quay lại rồi làm việc vừa chọn.")
            self.messages.show_message("note", said)
            return
        while screen.currentIndex() > 0:
            screen.leave_page()
        screen.open_named(page)

    def _name_window(self) -> None:
        if (screen := self.current()) is not None:
            self._window.setWindowTitle(self.standing.title(screen.heading()))

    def announce(self, changed: frozenset[Topic]) -> None:
        """Every screen hears which topics changed."""
        for screen in self._screens.values():
            screen.hear(changed)
        self.standing.tell()
        self._name_window()

    def show_help(self) -> None:
        """The help page of the screen that is seen."""
        from desktop_app.gui.kit.screens.help_view import HelpView

        screen = self.current()
        if screen is not None and not isinstance(screen.currentWidget(), HelpView):
            screen.open_page(HelpView(screen))

    def _tell_refusal(self, refusal: Refusal) -> None:
        self.messages.show_message("note" if isinstance(refusal, Cancelled) else "bad", refusal.message)

    # --- leaving ----------------------------------------------------------------------------------------------------

    def may_leave(self) -> bool:
        """Whether the book may be closed: nothing half entered, or given up; else its page is seen. No job is running."""
        if self.runner.busy:
            self.messages.show_message("warn", _("Đang làm dở một việc. Chờ xong, hoặc bấm «Dừng», rồi đóng."))
            return False
        unsaved = next((screen for screen in self._screens.values() if is_unsaved(screen)), None)
        if unsaved is None or ask(
            self,
            _("Còn phần chưa lưu"),
            _("Ở «{screen}» còn mẫu đang nhập dở. Đóng sổ và bỏ phần này?").format(screen=unsaved.heading()),
            _("Tiếp tục nhập"),
            _("Bỏ và đóng"),
        ):
            return True
        self.go_to(unsaved.objectName())
        return False

    def give_up_book(self) -> Book:
        """Stop the worker, clear the desk and let go of the papers drawn for viewing; the book stays open for whoever takes it."""
        self.runner.close()
        self.reader.close()
        self._scratch.cleanup()
        return self.book
