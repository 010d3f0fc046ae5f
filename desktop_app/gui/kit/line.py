"""Where text is typed. Ctrl+Z is the line's own only while it holds something typed; else it is the program's."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit


class Line(QLineEdit):
    """One line; empty, or as it was given, it leaves Ctrl+Z to the window."""

    def __init__(self) -> None:
        super().__init__()
        self._given = ""

    def setText(self, text: str | None) -> None:
        """Show a text that nobody typed (Qt)."""
        self._given = text or ""
        super().setText(text)

    def event(self, event: QEvent) -> bool:
        """Claim no Ctrl+Z that would do nothing here (Qt)."""
        if is_undo(event) and self.text() in ("", self._given):
            event.ignore()
            return False
        return super().event(event)


class Lines(QPlainTextEdit):
    """A few lines, with the same rule."""

    def __init__(self) -> None:
        super().__init__()
        self._given = ""

    def setPlainText(self, text: str) -> None:
        """Show a text that nobody typed (Qt)."""
        self._given = text
        super().setPlainText(text)

    def event(self, event: QEvent) -> bool:
        """Claim no Ctrl+Z that would do nothing here (Qt)."""
        if is_undo(event) and self.toPlainText() in ("", self._given):
            event.ignore()
            return False
        return super().event(event)


def is_undo(event: QEvent) -> bool:
    """Whether Ctrl+Z asks a widget if it wants the key for itself."""
    asks = event.type() == QEvent.Type.ShortcutOverride
    return asks and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
