"""What a book lacks of what this machine has written into it: a copy that is older, a file that was written over, a lost log."""

from __future__ import annotations

from db.i18n import _
from db.store import Book


def lacking(book: Book) -> int:
    """How many entries the high-water mark knows of the book's life that are not in it; 0 once it was gone on from there.

    The mark is read first: what is confirmed meanwhile is in the book, and not lacking.
    """
    mark = book.mark().read_only()
    with book.reading() as db:
        own = db.execute("SELECT inc, seq FROM chains WHERE mine = 1 AND dev = ?", (book.identity.device,)).fetchall()
    return mark.lacks(dict(own))


def lacking_words(count: int, *, is_province: bool) -> str:
    """The number in a sentence, with what to do."""
    said = _(
        "Sổ này thiếu {count} mục ghi so với lần ghi cuối trên máy này: tệp này cũ hơn (bản sao, tệp bị chép đè, hoặc tệp "
        "nhật ký đã mất). Mở bản mới hơn nếu có; nếu không, xem lại giấy tờ và ghi bổ sung."
    ).format(count=count)
    return f"{said} {receive_again_words()}" if is_province else said


def receive_again_words() -> str:
    """What a province does first with an older book."""
    return _("Trước đó nhận lại mọi tệp các đơn vị đã gửi: tệp nào sổ đã có thì không tính lại.")
