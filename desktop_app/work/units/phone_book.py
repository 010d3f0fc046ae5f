"""The province's phone book: whom it calls in each office, as the province typed it or as the office itself is known."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from db.exchange.wire.canonical_json import natural_key
from db.refusal import require_no_errors
from db.store import Book
from db.text import clean, plain
from db.unheard import POST_BY_RIGHT
from desktop_app.work.records import verbs
from desktop_app.work.records.field_checks import is_phone
from desktop_app.work.records.subject import Asking
from desktop_app.work.records.verbs import problems_of_said
from desktop_app.work.units.declared import CONTACTS, LONGEST, SHORTEST_PHONE
from desktop_app.work.units.officers import officer_name
from desktop_app.work.units.posts import HELD
from desktop_app.work.units.units import list_order

FIELDS = ("name", "post", "phone", "zalo")


@dataclass(frozen=True)
class OfficeContact:
    """Whom to call in an office, with post, phone and Zalo; "" where not known. `typed` where the province wrote it."""

    unit: bytes
    name: str = ""
    post: str = ""
    phone: str = ""
    zalo: str = ""
    typed: bool = False

    @property
    def who(self) -> str:
        """The name with the post, as lists say it."""
        return f"{self.name} ({self.post})" if self.name and self.post else self.name or self.post


def contacts(db: sqlite3.Connection, day: date) -> dict[bytes, OfficeContact]:
    """The contact of every office of which one is known: the kept one, else who holds a post in it on the day."""
    found = _of_posts(db, day)
    for unit, name, post, phone, zalo in db.execute("SELECT unit, name, post, phone, zalo FROM contacts"):
        typed = OfficeContact(unit, name or "", post or "", phone or "", zalo or "", typed=True)
        found[unit] = _filled(typed, found.get(unit))
    return found


def contact_of(found: Mapping[bytes, OfficeContact], unit: bytes) -> OfficeContact:
    """The contact of one office, empty where none is known."""
    return found.get(unit, OfficeContact(unit))


def phone_book(book: Book) -> list[tuple[str, OfficeContact]]:
    """Name and contact of every enrolled office, and of others that have one, in list order."""
    with book.reading() as db:
        found, trust, order = contacts(db, book.clock.today()), book.trust_lists.in_force(db), list_order(db)
        names = dict(db.execute("SELECT id, name FROM units"))
    offices = set(trust.offices() if trust else ()) | found.keys()
    return [(names[one], contact_of(found, one)) for one in sorted(offices & names.keys(), key=lambda one: order[one])]


def phone_rows(book: Book, unit: bytes | None = None, search: str = "") -> list[dict[str, Any]]:
    """The phone book as rows of a list; the id of one that the province has not typed is None."""
    with book.reading() as db:
        codes = dict(db.execute("SELECT id, code FROM units"))
    return [
        {
            "id": natural_key("contact", one.unit.hex()).hex() if one.typed else None,
            "unit": codes[one.unit],
            "unit_name": name,
            **{field: getattr(one, field) or None for field in FIELDS},
        }
        for name, one in phone_book(book)
        if unit in (None, one.unit) and is_found(one, f"{codes[one.unit]} {name}", search)
    ]


def is_found(contact: OfficeContact, office: str, words: str) -> bool:
    """Whether every one of the words is in an entry of the phone book, `office` being how lists name the office.

    A number is found however it is spaced, and with the country or without.
    """
    said = plain(" ".join((office, contact.name, contact.post, contact.phone, contact.zalo)))
    numbers = " ".join((*_digits(contact.phone), *_digits(contact.zalo)))
    return all(word in said or (word.isdigit() and word in numbers) for word in plain(words).split())


def _digits(phone: str) -> tuple[str, ...]:
    """The digits of a number, and those of the same number with the country or without."""
    digits = re.sub(r"\D", "", phone)
    if digits.startswith("84"):
        return digits, f"0{digits[2:]}"
    return (digits, f"84{digits[1:]}") if digits.startswith("0") else (digits,)


def keep_asked(book: Book, unit: bytes, label: str | None) -> None:
    """Take name and phone from the label of an ask, unless the province has typed somebody or no phone is named."""
    name, phone = read_label(label)
    with book.reading() as db:
        typed = db.execute("SELECT 1 FROM contacts WHERE unit = ?", (unit,)).fetchone()
    if typed is None and is_phone(phone, SHORTEST_PHONE):
        verbs.put(book, CONTACTS, {"unit": unit, "name": name[:LONGEST], "phone": phone})


def label(book: Book, phone: str | None) -> str | None:
    """What an ask to be enrolled says of itself: the officer and the phone that the province may call.

    An ask can be read by anyone on its way, so it says nothing unless the officer gives a phone for it. One that cannot be
    called is refused at `phone`.
    """
    number = clean(phone or "")
    if not number:
        return None
    with book.reading() as db:
        require_no_errors(problems_of_said(CONTACTS.fields, {"phone": number}, Asking(book, db)))
        name = officer_name(db, book)
    return ", ".join([name, number] if name else [number])


def read_label(text: str | None) -> tuple[str, str]:
    """Name and phone out of the label of an ask; either may be ""."""
    name, _comma, phone = (text or "").rpartition(", ")
    return (name.strip(), phone.strip()) if is_phone(phone.strip(), SHORTEST_PHONE) else ((text or "").strip(), "")


def _of_posts(db: sqlite3.Connection, day: date) -> dict[bytes, OfficeContact]:
    """From the posts that each office wrote: who has a phone first, then who came last. Posts are held by adults."""
    rows = db.execute(
        "SELECT t.unit, p.full_name, t.post, p.phone FROM posts t CROSS JOIN people p ON p.id = t.person"
        f" WHERE {HELD} AND {POST_BY_RIGHT} ORDER BY t.unit, p.phone IS NOT NULL, t.since",
        {"day": day.isoformat()},
    )
    return {unit: OfficeContact(unit, name or "", post or "", phone or "") for unit, name, post, phone in rows}


def _filled(typed: OfficeContact, known: OfficeContact | None) -> OfficeContact:
    """What the province left open about somebody is taken from what is known of the same name, or of nobody named."""
    if known is None or (typed.name and typed.name != known.name):
        return typed
    return replace(typed, **{name: getattr(typed, name) or getattr(known, name) for name in FIELDS})
