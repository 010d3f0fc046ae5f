"""A line that is always there: messages and progress come and go in it; nothing moves for them, and they cover nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_app.gui.kit.job import ProgressPanel
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.messages.message_bar import EDGE, MessageBar

MARGIN, GAP = 14, 2
"""Pixels that a message bar needs more than its button, and those between it and what is above and below."""
LEADING = 6
"""Pixels that two lines of bold words may need more than twice the line of plain ones."""
SETTLING = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest)


class MessageSlot(QWidget):
    """Shows `idle` only while it is free. As high as two lines of a message, which says that it goes on where it needs more.

    Were the line to grow, what is below would move from under the pointer; were the message to hang down, it would cover
    what it speaks of. So neither does, until a person asks for the whole of it.
    """

    def __init__(self, parent: QWidget, idle: QLabel, progress: ProgressPanel, messages: MessageBar) -> None:
        super().__init__(parent)
        self._idle, self._progress, self._messages = idle, progress, messages
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(idle)
        self._measure = words.button("X", lambda: None)
        self._measure.setParent(self)
        self._measure.hide()
        for widget in (progress, messages):
            widget.setParent(parent)
            widget.hide()
            widget.installEventFilter(self)
        self.fit()

    def fit(self, _percent: int = 100) -> None:
        """Be as high as a message of two lines is at this size of text."""
        lines = 2 * (self._measure.fontMetrics().lineSpacing() + EDGE + GAP) + LEADING
        self.setFixedHeight(max(self._measure.sizeHint().height() + MARGIN, lines))

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
        """Progress and a message share the line when both are there."""
        self._idle.setVisible(self._progress.isHidden() and self._messages.isHidden())
        high, left, wide = self.height() - 2 * GAP, self.x(), self.width()
        if not self._progress.isHidden():
            share = wide if self._messages.isHidden() else wide // 2 - GAP
            self._progress.setGeometry(left, self.y() + GAP, share, high)
            self._progress.raise_()
            left, wide = left + share + 2 * GAP, wide - share - 2 * GAP
        if self._messages.isHidden():
            return
        self._messages.fit_into(wide, high)
        if self._messages.is_whole():
            high = max(high, self._messages.heightForWidth(wide))
        self._messages.setGeometry(left, self.y() + GAP, wide, high)
        self._messages.raise_()
