"""What holds for the whole book, above every screen: a sample, a window that only reads, a restored book, a day gone back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.gui.kit.messages.message_bar import MessageBar
from desktop_app.gui.kit.messages.question import ask
from desktop_app.gui.kit.screens.reader import Reader
from desktop_app.work.book import backups, book_marks
from desktop_app.work.reports import clock_check


@dataclass(frozen=True)
class Strip:
    """One thing to be known, with the way out of it."""

    kind: str
    text: str
    button: str = ""
    action: Callable[[], object] | None = None


class StandingStrips(QWidget):
    """Strips that stay until their cause is gone.

    `enrol` opens the enrolment, `go_on` another book, `rename` names the window anew, `refused` tells of
    what cannot be done, `why` says why a window only reads.
    """

    def __init__(
        self,
        book: Book,
        reader: Reader,
        enrol: Callable[[], object],
        go_on: Callable[[Path], object],
        rename: Callable[[], object],
        refused: Callable[[Refusal], object],
        why: str = "",
    ) -> None:
        super().__init__()
        self._book, self._reader, self._why = book, reader, why
        self._enrol, self._go_on, self._rename, self._refused = enrol, go_on, rename, refused
        self._marks: list[book_marks.BookMark] = []
        self._bars: list[MessageBar] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setObjectName("standing")

    def tell(self) -> None:
        """Look again at how the book stands; that this window only reads is known at once."""
        if not self._bars:
            self._lay(self._reading_strips())
        self._reader.ask(self, self._read, self._show)

    def _read(self) -> tuple[list[book_marks.BookMark], str]:
        return [*book_marks.marks(self._book), *clock_check.marks(self._book)], backups.block_begun(self._book)

    def _show(self, asked: tuple[list[book_marks.BookMark], str]) -> None:
        self._marks, block = asked
        strips = [self._of_mark(mark) for mark in self._marks if mark.sentence] + self._reading_strips()
        if block:
            read = self._until_read(backups.has_read_of_new_block)
            strips.append(Strip("note", backups.words_of_new_block(block), *read))
        self._lay(strips)
        self._rename()

    def _lay(self, strips: list[Strip]) -> None:
        while len(self._bars) > len(strips):
            gone = self._bars.pop()
            gone.hide()
            gone.deleteLater()
        while len(self._bars) < len(strips):
            self._bars.append(MessageBar(closes=False))
            self._bars[-1].unfolded.connect(self._fit)
            self._column.addWidget(self._bars[-1])
        for bar, strip in zip(self._bars, strips, strict=True):
            bar.show_message(strip.kind, strip.text, strip.button, strip.action)
        self.setVisible(bool(strips))
        self._fit()

    def _fit(self) -> None:
        """One line each, until a person asks for the whole of one."""
        for bar in self._bars:
            bar.fit_line(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer words have room (Qt)."""
        super().resizeEvent(event)
        self._fit()

    def text(self) -> str:
        """What is said now."""
        return "\n".join(bar.text() for bar in self._bars)

    def title(self, screen: str) -> str:
        """The window's title over this screen, with what must not be overlooked in front."""
        said = [mark.title for mark in self._marks]
        said += [] if self._book.writable else [_("CHỈ XEM")]
        if not said:
            return _("{screen} – Sổ Khuyến học").format(screen=screen)
        return _("{marks}: {screen} – Sổ Khuyến học").format(marks=", ".join(said), screen=screen)

    def _reading_strips(self) -> list[Strip]:
        return [] if self._book.writable else [self._only_reads()]

    def _use_again(self, mark: book_marks.BookMark) -> None:
        said = _(
            "Dùng lại sổ này, như trước khi khôi phục? Sổ «{name}» thành sổ cũ, chỉ để xem; những gì đã ghi ở sổ ấy không có "
            "ở đây."
        )
        assert mark.goes_on is not None
        name, path = mark.goes_on.name, self._book.path
        if not ask(self, _("Dùng lại sổ này"), said.format(name=name), _("Không đổi"), _("Dùng lại sổ này")):
            return
        try:
            book_marks.use_again(self._book)
        except Refusal as refusal:
            self._refused(refusal)
        else:
            self._go_on(path)

    def _of_mark(self, mark: book_marks.BookMark) -> Strip:
        if mark.goes_on is not None:
            return Strip("warn", mark.sentence, _("Mở sổ khôi phục"), partial(self._go_on, mark.goes_on))
        return Strip("warn", mark.sentence, *(self._until_read(book_marks.has_read_of_restoring) if mark.ends else ()))

    def _until_read(self, read: Callable[[Book], None]) -> tuple[str, Callable[[], object]] | tuple[()]:
        def act() -> None:
            read(self._book)
            self.tell()

        return (_("Đã đọc"), act) if self._book.writable else ()

    def _only_reads(self) -> Strip:
        old = next((mark for mark in self._marks if mark.goes_on is not None), None)
        if self._book.keys is not None and old is not None:
            said = _("Sổ cũ nên ở đây chỉ xem. Nếu khôi phục nhầm thì dùng lại sổ này.")
            return Strip("note", said, _("Dùng lại sổ này"), partial(self._use_again, old))
        if self._book.keys is not None:
            return Strip("warn", self._why or self._book.why_read_only())
        if self._book.identity.is_province:
            said = _("Máy này không có khóa của sổ tỉnh nên chỉ xem được. Chép khóa từ USB cất riêng vào máy.")
            return Strip("warn", said)
        said = _("Sổ chép từ máy khác, hoặc mất khóa: ở đây chỉ xem được. Đăng ký máy này với tỉnh để ghi tiếp.")
        return Strip("warn", said, _("Đăng ký máy này"), self._enrol)
