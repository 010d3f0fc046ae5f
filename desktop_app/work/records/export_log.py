"""The log of exports: every list and paper that leaves the book is written down before it does, with who, when and where."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from db.clock import VIETNAM, now_in_utc
from db.files import safe_target
from db.i18n import N_, _
from db.refusal import Refusal
from db.store import Book
from desktop_app.work.records.vocabulary import Codes

ACTOR_RECORD = bytes(8)
"""Behind an actor's id: what makes it the id of the actor's record."""
DUMP = "dump"
NAMES_NOBODY, NAMES, NOT_SEEN, NAMED_BY_PATH = 0, 1, 2, 4
"""Bits of `exports.names`: the file names somebody erased; it could not be read; its own path names that person."""

PAPERS = Codes(
    {
        "receipt": N_("Phiếu thu"),
        "payment": N_("Phiếu chi"),
        "certificate": N_("Giấy khen"),
        "award-list": N_("Danh sách khen thưởng"),
        "scholarship-list": N_("Danh sách học bổng"),
        "cash-book": N_("Sổ quỹ"),
        "members": N_("Danh sách hội viên"),
        "erasure": N_("Biên bản xóa dữ liệu cá nhân"),
        "handover": N_("Biên bản bàn giao quỹ"),
        "own-report": N_("Báo cáo số liệu của đơn vị"),
        "report": N_("Báo cáo cụm"),
        DUMP: N_("Toàn bộ sổ (CSV)"),
    }
)
"""What each paper in the log is called; all else there is a list."""


def log(book: Book, what: str, size: int, target: Path | None) -> None:
    """Write down that a list or paper leaves for `target` (None: a printer); where this is refused it must not leave.

    A book that lies where nothing can be written is an archive: what leaves it cannot be noted there, which is told.
    """
    file = str(safe_target(target).absolute()) if target else ""
    row = (
        now_in_utc(book.clock),
        bytes.fromhex(book.identity.actor) + ACTOR_RECORD,
        what,
        size,
        file,
        NAMES_NOBODY,
    )
    try:
        if file:  # what was found there is overwritten
            book.beside("UPDATE exports SET names = 0 WHERE file = ? AND names <> 0", [(file,)])
        book.beside("INSERT INTO exports VALUES (randomblob(16), ?, ?, ?, ?, ?, ?)", [row])
    except Refusal as refusal:
        if book.writable or refusal.code != "DISK":
            raise
        said = _(
            "Không ghi được vào nhật ký xuất vì «{folder}» không cho ghi. Lần này không có trong nhật ký của sổ: "
            "tự ghi lại đã xuất gì, cho ai, ngày nào."
        )
        book.tell(said.format(folder=book.path.parent))


def moment_words(exported_at: str) -> str:
    """When, on the clocks of Vietnam."""
    return datetime.fromisoformat(exported_at).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")


def size_words(what: str, size: int, file: str) -> str:
    """How much left the book: files of a dump, pages of a paper, rows of a list."""
    if what == DUMP:
        return _("{count} tệp").format(count=size)
    if not file or file.lower().endswith(".pdf"):
        return _("{count} trang").format(count=size)
    return _("{count} dòng").format(count=size)
