"""A question before something that cannot be undone; the safe answer is the default and what Escape means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from db.i18n import _
from desktop_app.gui.kit import mnemonics


def ask(parent: QWidget, title: str, text: str, safe: str, other: str) -> bool:
    """Ask; True only when the other than the safe button was pressed."""
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)  # a name that looks like HTML stays a name
    box.setText(text)
    keep = box.addButton(safe, QMessageBox.ButtonRole.RejectRole)
    go = box.addButton(other, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    mnemonics.assign(box)
    box.exec()
    return box.clickedButton() is go


def tell(parent: QWidget, title: str, text: str) -> None:
    """Say what must be read before the window goes on, or goes away."""
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.addButton(_("Đã đọc"), QMessageBox.ButtonRole.AcceptRole)
    mnemonics.assign(box)
    box.exec()


def is_sure(parent: QWidget, doubts: Sequence[str]) -> bool:
    """Ask once about what may be a slip of the hand; True where there is none, or where it is meant so."""
    if not doubts:
        return True
    text = _("{doubts} Ghi tiếp?").format(doubts=" ".join(doubts))
    return ask(parent, _("Xem lại trước khi ghi"), text, _("Xem lại"), _("Ghi tiếp"))
