"""A further page of a screen whose contents the book is asked for beside the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop_app.gui.kit.screens.screen import Screen

Read = TypeVar("Read")


class ReadingPage(QWidget, Generic[Read]):
    """Asks whenever it comes into view and whenever what its screen shows has changed; a subclass says what, and shows it."""

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self._screen = screen
        self._has_read = False

    def read(self) -> Read:
        """What the page shows; asked beside the window."""
        raise NotImplementedError

    def question(self) -> Callable[[], Read]:
        """What is asked beside the window; a page that is searched takes along here what is searched for."""
        return self.read

    def show_read(self, read: Read) -> None:
        """Show what was read."""
        raise NotImplementedError

    def show_unread(self) -> None:
        """The question was refused: a subclass that says it is reading says now that it could not."""

    def show_open(self) -> None:
        """Ask again; until the answer is there the page shows what it had, and the first time keys wait for it."""
        self._screen.ask(self.question(), self._take, page=self, opening=not self._has_read, failed=self._take_none)

    def _take(self, read: Read) -> None:
        self._has_read = True
        self.show_read(read)

    def _take_none(self) -> None:
        """What was read before stays."""
        if not self._has_read:
            self.show_unread()

    def showEvent(self, event: QShowEvent) -> None:
        """Something may have changed while another page was seen (Qt)."""
        super().showEvent(event)
        if not event.spontaneous():
            self.show_open()
