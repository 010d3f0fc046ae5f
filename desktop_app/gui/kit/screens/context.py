"""What the window lends its screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from db.store import Book
from desktop_app.gui.kit.file_dialogs import FileType
from desktop_app.gui.kit.job import JobRunner
from desktop_app.gui.kit.look.text_size import TextSize
from desktop_app.gui.kit.messages.message_bar import MessageBar
from desktop_app.gui.kit.screens.reader import Reader
from desktop_app.gui.kit.screens.undo import UndoHistory
from desktop_app.work.records.results import Topic


@dataclass(frozen=True)
class Context:
    """What the window lends its screens.

    `announce` tells every screen which topics changed; `turned` is told that another page is seen; `go_to` shows a
    place, and with «place/page» opens one of its pages; `may_leave` asks about what is half entered; `open_book`
    opens another book in this one's place.
    """

    book: Book
    runner: JobRunner
    reader: Reader
    messages: MessageBar
    history: UndoHistory
    text_size: TextSize
    announce: Callable[[frozenset[Topic]], None]
    undo: Callable[[], None]
    may_leave: Callable[[], bool]
    turned: Callable[[], None]
    go_to: Callable[[str], None]
    choose_files: Callable[[str, FileType], list[Path]]
    choose_folder: Callable[[str], Path | None]
    choose_target: Callable[[str, str], Path | None]
    open_other: Callable[[], None]
    open_book: Callable[[Path], None]
    close_book: Callable[[], None]
    change_language: Callable[[], None]
    scratch: Path
