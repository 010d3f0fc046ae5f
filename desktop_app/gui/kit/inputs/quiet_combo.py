"""A list of choices that changes only for whoever means it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QWidget

from desktop_app.gui.kit.inputs.line import presses_with_alt
from desktop_app.gui.kit.inputs.sight import bring_into_sight


class QuietCombo(QComboBox):
    """A choice that the mouse wheel does not change while someone only scrolls past."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentIndexChanged.connect(lambda _place: bring_into_sight(self))
        self.setItemDelegate(QStyledItemDelegate(self))  # only this one knows the room of the style sheet

    def showPopup(self) -> None:
        """Its list is as wide as the longest choice, as far as the screen reaches (Qt)."""
        bar = self.view().verticalScrollBar().sizeHint().width()
        wide = self.view().sizeHintForColumn(0) + bar + 2 * self.view().frameWidth()
        room = self.screen().availableGeometry().right() - self.mapToGlobal(self.rect().topLeft()).x()
        self.view().setMinimumWidth(max(min(wide, room), self.width()))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only when the choice has the focus (Qt)."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+S is no letter to search for: it saves the form. Nor is a letter with Alt (Qt)."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or presses_with_alt(event):
            event.ignore()
        else:
            super().keyPressEvent(event)
