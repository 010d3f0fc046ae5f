"""A place that is a page of cards, laid out anew whenever something changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop_app.gui.kit import words
from desktop_app.gui.kit.card import Card
from desktop_app.gui.kit.screen import Context, Screen


class CardsScreen(Screen):
    """A subclass says which cards there are now."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.addWidget(self._area)

    def cards(self) -> Sequence[Card]:
        """The cards from top to bottom."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Lay the cards out."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(words.title(self.name))
        for card in self.cards():
            column.addWidget(card)
        column.addStretch(1)
        self._area.setWidget(inside)
