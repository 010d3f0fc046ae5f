"""A framed group: a heading, lines of text, a few buttons. Start pages are made of these."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.flow import FlowLayout


class Card(QFrame):
    """A heading with what belongs under it, from top to bottom."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        outer = QVBoxLayout(self)
        self._column = QVBoxLayout()
        outer.addLayout(self._column)
        outer.addStretch(1)
        label = QLabel(f"<b>{escape(heading)}</b>")
        label.setWordWrap(True)
        self._column.addWidget(label)
        self._buttons: FlowLayout | None = None

    def add_line(self, text: str, role: str = "") -> QLabel:
        """A paragraph above the buttons; returned so that it may be changed later."""
        line = words.text(text, role)
        self._column.insertWidget(self._column.count() - (self._buttons is not None), line)
        return line

    def add_widget(self, widget: QWidget) -> None:
        """Anything else."""
        self._column.addWidget(widget)

    def add_button(
        self, label: str, on_press: Callable[[], object], *, main: bool = False, decides: bool | None = None
    ) -> QPushButton:
        """A button; buttons share a row at the bottom as far as it goes."""
        if self._buttons is None:
            row = QWidget()
            self._buttons = FlowLayout(row)
            self._column.addWidget(row)
        button = words.button(label, on_press, main=main, decides=decides)
        button.pressed.connect(button.setFocus)  # also where its letter presses it: the cursor is where the hand was
        self._buttons.addWidget(button)
        return button
