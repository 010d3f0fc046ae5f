"""What holds for the whole book, above every screen: a copy that only reads here, or the block a restored book begins."""

from __future__ import annotations

from collections.abc import Callable

from db.i18n import _
from db.store import Book
from desktop_app.gui.kit.message_bar import MessageBar
from desktop_app.gui.kit.reader import Reader
from desktop_app.work import backups


class Standing(MessageBar):
    """A strip that stays until its cause is gone; its button is the way out of it. `enrol` opens the enrolment."""

    def __init__(self, book: Book, reader: Reader, enrol: Callable[[], object]) -> None:
        super().__init__()
        self._book, self._reader, self._enrol = book, reader, enrol
        self.setObjectName("standing")
        self._close.setVisible(False)

    def tell(self) -> None:
        """Look again at how the book stands."""
        if self._book.keys is None:
            self._tell_of_no_keys()
        else:
            self._reader.ask(self, lambda: backups.block_begun(self._book), self._tell_block)

    def _tell_block(self, block: str) -> None:
        if block:
            self.show_message("note", backups.words_of_new_block(block), _("Đã đọc"), self._read)
        else:
            self.hide()

    def _tell_of_no_keys(self) -> None:
        if self._book.identity.hub:
            said = _("Máy này không có khóa của sổ tỉnh nên chỉ xem được. Chép khóa từ USB cất riêng vào máy.")
            self.show_message("warn", said)
            return
        said = _("Sổ chép từ máy khác, hoặc mất khóa: ở đây chỉ xem được. Đăng ký máy này với tỉnh để ghi tiếp.")
        self.show_message("warn", said, _("Đăng ký máy này"), self._enrol)

    def _read(self) -> None:
        backups.has_read_of_new_block(self._book)
        self.hide()
