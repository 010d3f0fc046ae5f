"""Messages inside the window; they stay until closed or replaced, with an icon and a word, not colour alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetrics, QKeyEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from db.i18n import _
from desktop_app.gui.kit.look import theme, words

EDGE = 6
"""Pixels between the border of a bar and its words, above and below, with the border."""


class MessageBar(QFrame):
    """One message at a time: `good`, `note`, `warn` or `bad`; an optional button does what the message offers.

    Signals: `answered` after one of its buttons was pressed, so that the cursor can go back to the page; `unfolded` when
    the whole of it is shown, or no more.
    """

    answered = Signal(bool)
    unfolded = Signal()

    def __init__(self, *, closes: bool = True, where: Callable[[str], str] = str) -> None:
        """`where` adds to a text where the buttons are that it names."""
        super().__init__()
        self._where = where
        row = QHBoxLayout(self)
        edge = 3 if closes else 1
        row.setContentsMargins(10, edge, 10, edge)
        self.label = words.text("")
        self._said = self._beside = self._also = ""
        self._action: QPushButton | None = None
        self._row = row
        row.addWidget(self.label, 1)
        self._more = words.button(_("Xem hết"), self._show_whole)
        self._closes = closes
        self._close = words.button(_("Đóng") if closes else _("Thu gọn"), self.close_message)
        for button in (self._more, self._close):
            row.addWidget(button)
        self._escape = QShortcut(Qt.Key.Key_Escape, self, self.close_message)
        self._escape.setEnabled(False)
        self._show_buttons(cut=False)
        self.hide()

    def add(self, sentence: str) -> None:
        """Say this with the next message; also from another thread, whose work that message is about."""
        self._beside = sentence

    def show_message(
        self, kind: str, text: str, action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Show a message; it replaces the one before. What was to be said with it is said with it."""
        text, self._beside, self._also = " ".join(filter(None, (text, self._beside))), "", ""
        signs = {"good": ("✔", _("Xong"), theme.GOOD), "note": ("ℹ", _("Lưu ý"), theme.NOTE)}
        signs |= {"warn": ("▲", _("Chú ý"), theme.WARN), "bad": ("✖", _("Chưa làm được"), theme.BAD)}
        sign, word, colour = signs[kind]
        self._said = f"{sign} {word}. {self._where(text)}"
        self._escape.setEnabled(False)
        self.label.setText(self._said)
        self._show_buttons(cut=False)
        self.setStyleSheet(
            f"MessageBar {{ background: white; border: 2px solid {colour}; border-radius: 6px; }}"
            f"MessageBar QLabel {{ color: {colour}; font-weight: bold; }}"
        )
        self._offer(action, on_action)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._said))

    def say_also(self, sentence: str) -> None:
        """Say this after what is said now, whose button stays; or as a note where nothing is said."""
        if self.isHidden():
            self.show_message("note", sentence)
            return
        self._said, self._also = f"{self._said} {sentence}", sentence
        self.label.setText(self._said)
        self.updateGeometry()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def beside(self) -> str:
        """What was said after the message that is shown now, for one that takes its place."""
        return "" if self.isHidden() else self._also

    def _offer(self, action: str, on_action: Callable[[], object] | None) -> None:
        if self._action is not None:
            self._row.removeWidget(self._action)
            self._action.hide()
            self._action.deleteLater()
            self._action = None
        if action and on_action is not None:
            self._action = words.button(action, on_action)
            self._action.clicked.connect(self.answered)
            self._row.insertWidget(1, self._action)

    def text(self) -> str:
        """What is said now, also where only its beginning has room ("" when nothing is)."""
        return "" if self.isHidden() else self._said

    def is_whole(self) -> bool:
        """Whether a person has asked to see all of a message that has no room: it lies over the page until closed."""
        return self._escape.isEnabled()

    def fit_into(self, width: int, height: int) -> None:
        """Say as much as these pixels hold; where that is not all, a button shows the rest, and then closes it."""
        if self.is_whole():
            return
        room = width - 24 - (self._action.sizeHint().width() + self._row.spacing() if self._action else 0)
        self.label.ensurePolished()
        shown, metrics = self._said, self.label.fontMetrics()
        beside = {button: button.sizeHint().width() + self._row.spacing() for button in (self._close, self._more)}
        cut = _high(metrics, room - beside[self._close], shown) > height - 2 * EDGE
        if cut:
            shown = _beginning(metrics, room - beside[self._more], height, shown)
        if self.label.text() != shown:
            self.label.setText(shown)
        self._show_buttons(cut=cut)

    def fit_line(self, width: int) -> None:
        """Say as much as one line of so many pixels holds."""
        self.label.ensurePolished()
        self.fit_into(width, _high(self.label.fontMetrics(), 2 * width, "…") + 2 * EDGE)

    def _show_buttons(self, *, cut: bool) -> None:
        for button, hidden in ((self._more, not cut), (self._close, cut or not (self._closes or self.is_whole()))):
            if button.isHidden() is not hidden:
                button.setHidden(hidden)

    def _show_whole(self) -> None:
        self._escape.setEnabled(True)
        self._show_buttons(cut=False)
        self.label.setText(self._said)
        self._close.setFocus()
        self.unfolded.emit()

    def close_message(self) -> None:
        """The person has read it: it goes, or, where it does not close, takes one line again."""
        self._escape.setEnabled(False)
        self.setHidden(self._closes)
        self.unfolded.emit()
        self.answered.emit(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape on one of its buttons closes it (Qt)."""
        if event.key() == Qt.Key.Key_Escape and self._closes:
            self.close_message()
        else:
            super().keyPressEvent(event)


def _high(metrics: QFontMetrics, width: int, text: str) -> int:
    return metrics.boundingRect(0, 0, max(width, 1), 0, Qt.TextFlag.TextWordWrap, text).height()


def _beginning(metrics: QFontMetrics, width: int, height: int, text: str) -> str:
    """The words from the first on that have room, and «…»."""
    said = text.split(" ")
    kept = next((n for n in range(len(said) - 1, 1, -1) if _fits(metrics, width, height, said[:n])), 1)
    return " ".join(said[:kept]) + " …"


def _fits(metrics: QFontMetrics, width: int, height: int, said: list[str]) -> bool:
    return _high(metrics, width, " ".join(said) + " …") <= height - 2 * EDGE
