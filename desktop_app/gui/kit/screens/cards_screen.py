"""A place that is a page of cards, laid out anew whenever something changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QScrollArea, QWidget

from db.i18n import _
from desktop_app.gui.kit.look import mnemonics, words
from desktop_app.gui.kit.look.card import Card
from desktop_app.gui.kit.screens.context import Context
from desktop_app.gui.kit.screens.screen import Screen

WIDE = 900
"""Pixels of width from which cards may stand in two columns (at 100 % text)."""


class CardsScreen(Screen):
    """A subclass says what is read for the cards, and which cards there are then."""

    two_columns = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.addWidget(self._area)

    def read(self) -> Any:
        """What the cards tell of the book; asked beside the window."""

    def title(self, _seen: Any) -> str:
        """The line above the cards."""
        return self.name

    def cards(self, seen: Any) -> Sequence[Card]:
        """The cards from top to bottom."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Ask, and lay the cards out; until then what stood there stays."""
        if self._area.findChild(Card) is None:
            self._say(_("Đang đọc…"))
        self.ask(self.read, self._lay_out, failed=self._not_read)

    def _say(self, text: str) -> None:
        self._area.setWidget(words.text(text, "hint"))

    def _not_read(self) -> None:
        """Cards that were there stay; where there are none yet, nobody waits for them."""
        if self._area.findChild(Card) is None:
            self._say(words.not_read())

    def take_focus(self) -> None:
        """The first button, as soon as there is one."""
        if self.currentIndex() > 0:
            super().take_focus()
            return
        self._area.setFocus()
        if self._area.findChild(QAbstractButton) is not None:
            self.focusNextChild()

    def _lay_out(self, seen: Any) -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        wide = self._area.width() * 100 // self.context.text_size.percent >= WIDE
        columns = 2 if self.two_columns and wide else 1
        grid.addWidget(words.title(self.title(seen)), 0, 0, 1, columns)
        for place, card in enumerate(self.cards(seen)):
            grid.addWidget(card, 1 + place // columns, place % columns)
        grid.setRowStretch(grid.rowCount(), 1)
        before = self._focused()
        self._area.setWidget(inside)
        if before is not None:
            self._focus_again(inside, before)
        mnemonics.assign(self)

    def _focused(self) -> str | None:
        """The button of this page that the cursor is on, "" where it waits for one; None when it is elsewhere."""
        focus = self.window().focusWidget()  # also while another window is in front
        if self.currentIndex() != 0 or not self.isVisible() or (focus is not None and not self._holds(focus)):
            return None
        return focus.accessibleName() if isinstance(focus, QAbstractButton) else ""

    def _holds(self, focus: QWidget) -> bool:
        return focus in (self, self._area, self.window()) or self._area.isAncestorOf(focus)

    def _focus_again(self, inside: QWidget, name: str) -> None:
        """To the button of that name in the new cards, or to the first."""
        buttons = inside.findChildren(QAbstractButton)
        same = next((one for one in buttons if name and one.accessibleName() == name), None)
        if same is not None:
            same.setFocus()
        else:
            self.take_focus()
