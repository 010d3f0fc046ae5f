"""Ask once, then write: what a person should know before something is written is asked in a box, with «no» as the safe answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from db.refusal import Doubt
from db.store import Book
from desktop_app.gui.kit.question import is_sure
from desktop_app.work.stated import asked_first


def done_with_word(parent: QWidget, book: Book, work: Callable[[], object]) -> bool:
    """Do it; where there is a doubt, only when the person says so. Whether it was done."""
    try:
        asked_first(book, work)
    except Doubt as doubt:
        if not wants(parent, doubt):
            return False
        work()
    return True


def wants(parent: QWidget, doubt: Doubt) -> bool:
    """Whether the person writes all the same."""
    return is_sure(parent, [doubt.message])
