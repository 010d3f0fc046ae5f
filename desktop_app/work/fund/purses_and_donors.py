"""Purses, money kept for one purpose, and the donors it comes from."""

from __future__ import annotations

from db.seed import default_purse
from db.store import Book
from db.text import clean, plain
from desktop_app.work.fund.declared import DONORS
from desktop_app.work.people.known_people import known_bodies

ORGANISATIONS = tuple(
    f"{word} "
    for word in (
        "cong ty", "cty", "tong cong ty", "ubnd", "uy ban", "ngan hang", "htx", "hop tac xa", "doanh nghiep", "dntn",
        "chi hoi", "trung tam", "tap doan", "nha may", "xi nghiep", "lien doan", "cong doan", "buu dien", "benh vien",
    )
)  # fmt: skip
WRITTEN_ORGANISATIONS = tuple(
    f"{word} "
    for word in (
        "trường", "hội", "ban", "quỹ", "đảng ủy", "đoàn thanh niên", "đoàn tncs", "đoàn xã", "đoàn phường",
        "đoàn thị trấn", "đoàn huyện", "đoàn tỉnh", "đoàn trường", "đoàn cơ sở", "đoàn thể", "phòng", "sở", "cơ quan",
    )
)  # fmt: skip
"""How the names of organisations begin, in plain letters and, where families are called alike, as they are written."""


def purse_choices(book: Book) -> list[tuple[bytes, str]]:
    """This office's purses by id and name, the general one first."""
    default = default_purse(book.unit)
    with book.reading() as db:
        rows = db.execute(
            "SELECT id, name FROM purses WHERE office = ? ORDER BY id <> ?, name, id", (book.unit, default)
        ).fetchall()
    return [(identity, name) for identity, name in rows]


def donors_named(book: Book, name: str) -> list[bytes]:
    """The office's donors of this name in any spelling."""
    with book.reading() as db:
        return [one.id for one in known_bodies(db, DONORS, book.unit, name)]


def guess_kind(name: str) -> str:
    """Whether a new donor's name sounds like an organisation's; only a proposal, `person` where nothing tells.

    Trương, Đoàn and Bàn are families, so that such words count only as they are written: «Trường», «Đoàn xã», «Ban».
    """
    written, spoken = f"{clean(name).lower()} ", f"{plain(name)} "
    is_body = spoken.startswith(ORGANISATIONS) or written.startswith(WRITTEN_ORGANISATIONS)
    return "organisation" if is_body else "person"
