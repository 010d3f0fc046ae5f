"""A question before something that cannot be undone; the safe answer is the default and what Escape means."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from db.i18n import _
from db.refusal import Doubt
from db.store import Book
from desktop_app.gui.kit import mnemonics
from desktop_app.work.reports.stated_changes import asked_first


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


def tell(parent: QWidget, title: str, text: str, answer: str = "") -> None:
    """Say what must be read before the window goes on, or goes away; `answer` is the button's label."""
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.addButton(answer or _("Đã đọc"), QMessageBox.ButtonRole.AcceptRole)
    mnemonics.assign(box)
    box.exec()


def is_sure(parent: QWidget, doubts: Sequence[str]) -> bool:
    """Ask once about what may be a slip of the hand; True where there is none, or where it is meant so."""
    if not doubts:
        return True
    text = _("{doubts} Ghi tiếp?").format(doubts=" ".join(doubts))
    return ask(parent, _("Xem lại trước khi ghi"), text, _("Xem lại"), _("Ghi tiếp"))


def done_with_word(parent: QWidget, book: Book, verb: Callable[[], object], doubts: Sequence[str] = ()) -> bool:
    """Run a verb; where there is a doubt, these or one about a stated period, only when the person says so. Whether it was.

    After a doubt it is run a second time: so it is only the verb, writes once, and uses up nothing of what it was given.
    """
    try:
        asked_first(book, verb, doubts)
    except Doubt as doubt:
        if not is_sure(parent, [doubt.message]):
            return False
        verb()
    return True
