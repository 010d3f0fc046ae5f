"""Messages inside the window; they stay until closed or replaced, with an icon and a word, not colour alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from db.i18n import _
from desktop_app.gui.kit import theme, words


class MessageBar(QFrame):
    """One message at a time: `good`, `note`, `warn` or `bad`; an optional button does what the message offers."""

    def __init__(self, *, closes: bool = True) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 10, 3)
        self.label = words.text("")
        self._action: QPushButton | None = None
        self._row = row
        row.addWidget(self.label, 1)
        self._close = words.button(_("Đóng"), self.hide)
        row.addWidget(self._close)
        self._close.setHidden(not closes)
        self.hide()

    def show_message(
        self, kind: str, text: str, action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Show a message; it replaces the one before."""
        signs = {"good": ("✔", _("Xong"), theme.GOOD), "note": ("ℹ", _("Lưu ý"), theme.NOTE)}
        signs |= {"warn": ("▲", _("Chú ý"), theme.WARN), "bad": ("✖", _("Chưa làm được"), theme.BAD)}
        sign, word, colour = signs[kind]
        self.label.setText(f"{sign} {word}. {text}")
        self.setStyleSheet(
            f"MessageBar {{ background: white; border: 2px solid {colour}; border-radius: 6px; }}"
            f"MessageBar QLabel {{ color: {colour}; font-weight: bold; }}"
        )
        if self._action is not None:
            self._row.removeWidget(self._action)
            self._action.hide()
            self._action.deleteLater()
            self._action = None
        if action and on_action is not None:
            self._action = words.button(action, on_action)
            self._row.insertWidget(1, self._action)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.label.text()))

    def text(self) -> str:
        """What is shown now ("" when nothing is)."""
        return "" if self.isHidden() else self.label.text()
