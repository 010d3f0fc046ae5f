"""What a screen is given and what it promises: it shows subjects, and reads again when it is next seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from db.refusal import DraftRefused, Refusal
from db.store import Book

if TYPE_CHECKING:
    from desktop_app.gui.kit.form import Form
    from desktop_app.gui.kit.job import JobRunner
    from desktop_app.gui.kit.message_bar import MessageBar

Undo = Callable[[], object]


@dataclass(frozen=True)
class Context:
    """What the window lends its screens. `announce` tells every screen which subjects changed; `remember` keeps an undo."""

    book: Book
    runner: JobRunner
    messages: MessageBar
    announce: Callable[[frozenset[str]], None]
    remember: Callable[[str, Undo], None]
    show_paper: Callable[[Path], None]
    choose_files: Callable[[str], list[Path]]
    choose_folder: Callable[[str], Path | None]
    choose_target: Callable[[str, str], Path | None]
    go_to: Callable[[str], None]


class Screen(QStackedWidget):
    """A screen: its list or start page first, forms as further pages. `shows` names the subjects it displays."""

    name = ""
    shows: frozenset[str] = frozenset()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._stale = True

    @property
    def book(self) -> Book:
        """The open book."""
        return self.context.book

    def heading(self) -> str:
        """What the window's title says of this screen."""
        return self.name

    def refresh(self) -> None:
        """Read what is shown again."""

    def hear(self, changed: frozenset[str]) -> None:
        """Subjects changed: read again now if seen, else when next seen."""
        if not changed & self.shows:
            return
        self._stale = True
        if self.isVisible():
            self._freshen()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """A stale screen reads again when it is seen (Qt)."""
        super().showEvent(event)
        if self._stale:
            self._freshen()

    def _freshen(self) -> None:
        self._stale = False
        self.refresh()

    def open_page(self, page: QWidget) -> None:
        """Show a form or another page of this screen."""
        if self.indexOf(page) < 0:
            self.addWidget(page)
        self.setCurrentWidget(page)

    def close_page(self) -> None:
        """Back to the start page."""
        page = self.currentWidget()
        self.setCurrentIndex(0)
        if self.indexOf(page) > 0:
            self.removeWidget(page)
            page.deleteLater()

    def attempt(self, work: Callable[[], object], form: Form | None = None) -> bool:
        """Do something that may be refused; a wrong field is shown at the form, all else in the message bar."""
        try:
            work()
        except DraftRefused as refusal:
            if form is None:
                self.context.messages.show_message("bad", refusal.message)
            else:
                form.show_errors(refusal.errors)
            return False
        except Refusal as refusal:
            self.context.messages.show_message("bad", refusal.message)
            return False
        return True
