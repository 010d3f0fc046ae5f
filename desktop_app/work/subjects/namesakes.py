"""Others of one name, told after somebody was entered."""

from __future__ import annotations

import sqlite3

from db.i18n import _
from db.store import Book
from desktop_app.work.fund.declared import DONORS
from desktop_app.work.people.known_people import find_known, known_bodies


def of_one_name(book: Book, subject: str, made: bytes) -> list[str]:
    """After a member, person or donor was entered: a sentence for each other one on record under the name."""
    with book.reading() as db:
        if subject == "donors":
            return _donors_of_one_name(db, book.unit, made)
        person = _person_of(db, subject, made)
        if person is None:
            return []
        name, born = db.execute("SELECT full_name, born FROM persons WHERE id = ?", (person,)).fetchone()
        found = find_known(db, book.unit, name, born)
    sentence = _(
        "Trong sổ đã có {person}, mã {id}. Nếu cùng một người, ghi person={id} thay cho tên, hoặc nối hai người."
    )
    return [sentence.format(person=one.words, id=one.id.hex()) for one in found if one.id != person]


def _person_of(db: sqlite3.Connection, subject: str, made: bytes) -> bytes | None:
    """The person of a record just made, where it is the first thing that hangs on that person."""
    if subject == "people":
        return made
    if subject != "members":
        return None
    row = db.execute(
        "SELECT person FROM memberships m WHERE id = ? AND NOT EXISTS"
        " (SELECT 1 FROM memberships o WHERE o.person = m.person AND o.id <> m.id)",
        (made,),
    ).fetchone()
    return row[0] if row else None


def _donors_of_one_name(db: sqlite3.Connection, office: bytes, made: bytes) -> list[str]:
    row = db.execute("SELECT full_name FROM donors WHERE id = ?", (made,)).fetchone()
    found = [one for one in known_bodies(db, DONORS, office, row[0]) if one.id != made]
    sentence = _("Trong sổ đã có nhà tài trợ {donor}, mã {id}. Nếu cùng một nhà tài trợ, dùng mã ấy.")
    return [sentence.format(donor=one.words, id=one.id.hex()) for one in found]
