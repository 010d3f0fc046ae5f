"""A list of choices that changes only for whoever means it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox


class QuietCombo(QComboBox):
    """A choice that the mouse wheel does not change while someone only scrolls past."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only when the choice has the focus (Qt)."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+S is no letter to search for: it saves the form (Qt)."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)
