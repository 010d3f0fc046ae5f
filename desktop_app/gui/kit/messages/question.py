"""A question before something that cannot be undone; the safe answer is the default and what Escape means."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QFrame, QLabel, QLayout, QMessageBox, QScrollArea, QWidget

from db.i18n import _
from db.refusal import Doubt
from db.store import Book
from desktop_app.gui.kit.look import mnemonics
from desktop_app.work.reports.stated_changes import asked_first, with_word

FRAME = 120
"""Pixels of a question that are neither words nor buttons: its title, its edges, what a window manager leaves free."""


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
    show_question(box)
    return box.clickedButton() is go


def tell(parent: QWidget, title: str, text: str, answer: str = "") -> None:
    """Say what must be read before the window goes on, or goes away; `answer` is the button's label."""
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.addButton(answer or _("Đã đọc"), QMessageBox.ButtonRole.AcceptRole)
    show_question(box)


def show_question(box: QMessageBox) -> None:
    """Ask, wholly on the screen: what has no room scrolls. No answer has the letter of a button behind it.

    So a key that is pressed once more than was meant answers nothing.
    """
    parent = box.parentWidget()
    mnemonics.assign(box, mnemonics.pressed(parent.window()) if parent is not None else ())
    label, row = box.findChild(QLabel, "qt_msgbox_label"), box.findChild(QDialogButtonBox)
    layout = box.layout()
    assert label is not None and row is not None and layout is not None
    box.ensurePolished()
    screen = box.screen().availableGeometry().size()
    room = screen.height() - row.sizeHint().height() - FRAME
    label.setWordWrap(True)
    width = min(label.sizeHint().width(), screen.width() * 2 // 3)
    if label.heightForWidth(width) > room:
        _scroll(label, layout, screen.width() * 2 // 3, room)
    box.exec()


def _scroll(label: QLabel, layout: QLayout, width: int, height: int) -> None:
    """Put the words into an area of these pixels; Tab leads there, the arrows move it."""
    area = QScrollArea()
    area.setAccessibleName(label.text())
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFixedSize(width, height)
    layout.replaceWidget(label, area)
    area.setWidget(label)
    area.setWidgetResizable(True)


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
        with_word(book, verb)
    return True
