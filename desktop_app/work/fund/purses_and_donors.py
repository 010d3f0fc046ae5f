"""Purses, money kept for one purpose, and the donors it comes from."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from db.i18n import _
from db.refusal import FieldError, require_no_errors
from db.seed import default_purse
from db.store import Book
from db.tables.fund import DONOR_KINDS, Donor, Purse
from db.text import clean, plain
from desktop_app.work.fund.bound_purses import check_allowed
from desktop_app.work.fund.declared import DONORS
from desktop_app.work.people.known_people import known_bodies
from desktop_app.work.records import field_checks
from desktop_app.work.records.corrections import correct
from desktop_app.work.records.results import Done, Topic, done

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


def add_donor(
    book: Book, full_name: str, kind: str = "person", address: str | None = None, phone: str | None = None
) -> Done:
    """Enter a donor: a person or an organisation."""
    require_no_errors(_check_donor(full_name, kind))
    with book.write() as tx:
        made = tx.create(Donor, full_name=clean(full_name), kind=kind, address=address or None, phone=phone or None)
        return done(made.id, Topic.DONORS)


def _check_donor(full_name: str | None, kind: str | None) -> list[FieldError]:
    return [
        *field_checks.required("full_name", clean(full_name or ""), _("Nhập tên nhà tài trợ")),
        *field_checks.required("kind", kind, _("Chọn cá nhân hay tổ chức")),
        *field_checks.one_of("kind", kind, DONOR_KINDS),
    ]


def change_donor(book: Book, donor: bytes, fields: Mapping[str, Any]) -> Done:
    """Correct a donor."""
    with book.write() as tx:
        correct(
            tx,
            Donor,
            donor,
            fields,
            ("full_name", "kind", "address", "phone"),
            lambda record: _check_donor(record.full_name, record.kind),
        )
        return done(donor, Topic.DONORS, Topic.FUND)


def change_purse(book: Book, purse: bytes, fields: Mapping[str, Any]) -> Done:
    """Correct the name, purpose, donor or restriction of a purse, or what it may pay for."""
    with book.write() as tx:
        correct(
            tx,
            Purse,
            purse,
            fields,
            ("name", "restricted", "purpose", "donor", "allowed"),
            lambda record: _check_purse(tx.db, record.name, record.allowed),
        )
        return done(purse, Topic.FUND, Topic.PURSES)


def add_purse(
    book: Book,
    name: str,
    *,
    restricted: bool = False,
    purpose: str | None = None,
    donor: bytes | None = None,
    allowed: Sequence[str] = (),
) -> Done:
    """Open a purse: money kept for one purpose; `allowed` are the categories a restricted one pays for."""
    with book.write() as tx:
        require_no_errors(_check_purse(tx.db, clean(name), allowed))
        made = tx.create(
            Purse,
            name=clean(name),
            restricted=int(restricted),
            purpose=purpose or None,
            donor=donor,
            allowed=list(allowed),
        )
        return done(made.id, Topic.FUND, Topic.PURSES)


def _check_purse(db: sqlite3.Connection, name: str | None, allowed: Sequence[str]) -> list[FieldError]:
    return [*field_checks.required("name", name, _("Nhập tên quỹ")), *check_allowed(db, allowed)]


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
