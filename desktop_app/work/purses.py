"""Purses, money kept for one purpose, and the donors it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.i18n import _
from db.refusal import FieldError, require_no_errors
from db.store import Book
from db.tables.fund import DONOR_KINDS, Donor, Purse
from db.text import clean
from desktop_app.work import drafts
from desktop_app.work.correcting import correct
from desktop_app.work.results import Done, done


def add_donor(
    book: Book, full_name: str, kind: str = "person", address: str | None = None, phone: str | None = None
) -> Done:
    """Enter a donor: a person or an organisation."""
    require_no_errors(_check_donor(full_name, kind))
    with book.write() as tx:
        made = tx.create(Donor, full_name=clean(full_name), kind=kind, address=address or None, phone=phone or None)
        return done(made.id, "donors")


def _check_donor(full_name: str | None, kind: str | None) -> list[FieldError]:
    return [
        *drafts.required("full_name", clean(full_name or ""), _("Nhập tên nhà tài trợ")),
        *drafts.required("kind", kind, _("Chọn cá nhân hay tổ chức")),
        *drafts.one_of("kind", kind, DONOR_KINDS),
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
        return done(donor, "donors", "fund")


def change_purse(book: Book, purse: bytes, fields: Mapping[str, Any]) -> Done:
    """Correct the name, purpose, donor or restriction of a purse."""
    with book.write() as tx:
        correct(
            tx,
            Purse,
            purse,
            fields,
            ("name", "restricted", "purpose", "donor"),
            lambda record: list(drafts.required("name", record.name, _("Nhập tên quỹ"))),
        )
        return done(purse, "fund")


def add_purse(
    book: Book, name: str, *, restricted: bool = False, purpose: str | None = None, donor: bytes | None = None
) -> Done:
    """Open a purse: money kept for one purpose."""
    require_no_errors(drafts.required("name", clean(name), _("Nhập tên quỹ")))
    with book.write() as tx:
        made = tx.create(Purse, name=clean(name), restricted=int(restricted), purpose=purpose or None, donor=donor)
        return done(made.id, "fund")
