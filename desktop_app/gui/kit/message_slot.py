"""A line that is always there: messages and progress come and go over it, and nothing on the page moves for them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_app.gui.kit import words

MARGIN, GAP = 14, 2
"""Pixels that a message bar needs more than its button, and those between it and what is above and below."""
SETTLING = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest)


class MessageSlot(QWidget):
    """Shows `idle` only while it is free. What lies `over` it may hang down over the page when its words need more lines."""

    def __init__(self, parent: QWidget, idle: QLabel, *over: QWidget) -> None:
        super().__init__(parent)
        self._idle, self._over = idle, over
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(idle)
        self._measure = words.button("X", lambda: None)
        self._measure.setParent(self)
        self._measure.hide()
        for widget in over:
            widget.setParent(parent)
            widget.hide()
            widget.installEventFilter(self)
        self.fit()

    def fit(self, _percent: int = 100) -> None:
        """Be as high as a message of one line is at this size of text."""
        self.setFixedHeight(self._measure.sizeHint().height() + MARGIN)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Whatever comes, goes or says something else is laid anew (Qt)."""
        if event.type() in SETTLING:
            self._lay()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What lies over it stays as wide (Qt)."""
        super().resizeEvent(event)
        self._lay()

    def moveEvent(self, event: QMoveEvent) -> None:
        """What lies over it stays there (Qt)."""
        super().moveEvent(event)
        self._lay()

    def _lay(self) -> None:
        self._idle.setVisible(all(widget.isHidden() for widget in self._over))
        top = self.y() + GAP
        for widget in self._over:
            if not widget.isHidden():
                high = max(self.height() - 2 * GAP, widget.heightForWidth(self.width()))
                widget.setGeometry(self.x(), top, self.width(), high)
                widget.raise_()
                top += high + GAP
