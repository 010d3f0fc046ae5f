"""Others of one name, told after somebody was entered."""

from __future__ import annotations

from db.i18n import _
from db.store import Book
from desktop_app.work.fund.declared import DONORS
from desktop_app.work.people.known_people import find_known, known_bodies

FIRST_STAY = """SELECT person FROM memberships m WHERE id = ? AND NOT EXISTS
    (SELECT 1 FROM memberships o WHERE o.person = m.person AND o.id <> m.id)"""


def of_person(book: Book, person: bytes) -> list[str]:
    """A sentence for each other person on record under the name of this one."""
    with book.reading() as db:
        name, born = db.execute("SELECT full_name, born FROM persons WHERE id = ?", (person,)).fetchone()
        found = find_known(db, book.unit, name, born)
    sentence = _(
        "Trong sổ đã có {person}, mã {id}. Nếu cùng một người, ghi person={id} thay cho tên, hoặc nối hai người."
    )
    return [sentence.format(person=one.words, id=one.id.hex()) for one in found if one.id != person]


def of_member(book: Book, stay: bytes) -> list[str]:
    """The same of the person of a membership, where it is the first thing that hangs on that person."""
    with book.reading() as db:
        row = db.execute(FIRST_STAY, (stay,)).fetchone()
    return of_person(book, row[0]) if row else []


def of_donor(book: Book, donor: bytes) -> list[str]:
    """A sentence for each other donor on record under the name of this one."""
    with book.reading() as db:
        (name,) = db.execute("SELECT full_name FROM donors WHERE id = ?", (donor,)).fetchone()
        found = [one for one in known_bodies(db, DONORS, book.unit, name) if one.id != donor]
    sentence = _("Trong sổ đã có nhà tài trợ {donor}, mã {id}. Nếu cùng một nhà tài trợ, dùng mã ấy.")
    return [sentence.format(donor=one.words, id=one.id.hex()) for one in found]
