"""Who is in the book already under a name that is entered: shown before a second record of one person is made.

A name alone never says that two are one; what is known beside it (birth, school and class, telephone) does or does not.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from db.i18n import _
from db.store import Book
from db.text import plain
from desktop_app.values.dates import format_birth, format_date
from desktop_app.work.lists import list_queries
from desktop_app.work.people.declared import PEOPLE
from desktop_app.work.people.similarity import phone_digits
from desktop_app.work.records import vocabulary
from desktop_app.work.records.corrections import as_day
from desktop_app.work.records.subject import Row, Subject

SHOWN, LOOKED_AT = 20, 500
"""People who are named at most, and people of one name who are looked at."""


@dataclass(frozen=True)
class Known:
    """Someone on record; `words` tell who, `member` says whether they are a member now, `last` when a stay last ended."""

    id: bytes
    full_name: str
    words: str
    member: bool = False
    last: str = ""


@dataclass(frozen=True)
class Said:
    """What is said of somebody beside the name; "" where nothing is."""

    born: str = ""
    school: str = ""
    class_name: str = ""
    phone: str = ""


def known_people(book: Book, full_name: str, born: str | None = None) -> list[Known]:
    """The office's people of this name in any spelling, but for those of another birth."""
    with book.reading() as db:
        return find_known(db, book.unit, full_name, born)


def find_known(db: sqlite3.Connection, office: bytes, full_name: str, born: str | None = None) -> list[Known]:
    """The same, on an open reading."""
    said = Said(born or "")
    return [in_words(row) for row in namesakes(db, office, full_name) if not is_another(said, row)]


def namesakes(db: sqlite3.Connection, office: bytes, full_name: str) -> list[dict[str, Any]]:
    """What the book holds of each of its people whose name reads the same without marks, members first."""
    found = _of_the_name(db, PEOPLE, office, full_name)
    marks = ", ".join("?" * len(found))
    return _rows(db, f"p.id IN ({marks}) {_IN_ORDER}", tuple(found)) if found else []


def _of_the_name(db: sqlite3.Connection, subject: Subject[Any], office: bytes, name: str) -> list[bytes]:
    """The office's records of a list that bear this name, however it is written; not many."""
    wanted = name_key(name)
    ids = list_queries.ids(db, list_queries.Query(subject.listing, office, name)) if wanted else []
    rows = list_queries.rows(db, subject.listing, ids[:LOOKED_AT])
    return [bytes.fromhex(row["id"]) for row in rows if name_key(row[subject.named_by] or "") == wanted][:SHOWN]


def name_key(name: str) -> str:
    """By what two writings of one name are alike: without marks, and H'Ngoan, H Ngoan and HNgoan the same."""
    return plain(name).replace(" ", "")


def everybody(db: sqlite3.Connection, office: bytes) -> dict[str, list[dict[str, Any]]]:
    """All people of an office by `name_key`, as `namesakes` gives them; for a whole list."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(db, f"p.office = ? {_IN_ORDER}", (office,)):
        found[name_key(row["full_name"])].append(row)
    return found


_IN_ORDER = "GROUP BY p.id ORDER BY member DESC, last DESC, p.id"


def _rows(db: sqlite3.Connection, where: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
    cursor = db.execute(
        "SELECT p.id, p.full_name, p.kind, coalesce(p.born, '') AS born, coalesce(p.phone, '') AS phone,"
        " coalesce(l.school, '') AS school, coalesce(l.class_name, '') AS class_name, m.left_on, m.reason,"
        " max(coalesce(m.left_on, '9999')) AS last, m.id IS NOT NULL AND m.left_on IS NULL AS member"
        " FROM persons p LEFT JOIN learners l ON l.id = p.id LEFT JOIN memberships m ON m.person = p.id"
        f" WHERE {where}",
        values,
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def in_words(row: Row) -> Known:
    """A namesake as people are told of one: birth, school, class, and whether a member."""
    said = [
        format_birth(row["born"]) if row["born"] else _("chưa ghi năm sinh"),
        ", ".join(part for part in (row["school"], row["class_name"]) if part),
        _membership(row),
    ]
    words = "{} ({})".format(row["full_name"], "; ".join(part for part in said if part))
    return Known(row["id"], row["full_name"], words, bool(row["member"]), row["left_on"] or "")


def _membership(row: Row) -> str:
    if row["member"]:
        return _("đang là hội viên")
    left = as_day(row["left_on"])
    if left is None:
        return ""
    reason = vocabulary.LEAVING_REASONS.get(row["reason"] or "", "")
    return _("thôi hội viên ngày {day}: {reason}").format(day=format_date(left), reason=reason)


def is_another(said: Said, row: Row) -> bool:
    """Whether birth says that they are two: other years, or two days that are known whole and differ."""
    return bool(said.born and row["born"]) and not _may_be_born(said.born, row["born"])


def _may_be_born(one: str, other: str) -> bool:
    return one == other if len(one) == len(other) else one[:4] == other[:4]


def is_same(said: Said, row: Row) -> bool:
    """Whether what is said beside the name is that of one on record: the day of birth, the telephone, or the school with the class or a birth."""
    if is_another(said, row):
        return False
    if said.born and len(said.born) > len("1952") and said.born == row["born"]:
        return True
    if bool(phone_digits(said.phone)) and phone_digits(said.phone) == phone_digits(row["phone"]):
        return True
    of_school = bool(said.school and row["school"]) and plain_school(said.school) == plain_school(row["school"])
    of_class = bool(said.class_name) and plain(said.class_name) == plain(row["class_name"])
    return of_school and (of_class or bool(said.born and row["born"]))


def plain_school(text: str) -> str:
    """A school without marks and without the word for one."""
    return plain(text).removeprefix("truong ")


def known_bodies(db: sqlite3.Connection, bodies: Subject[Any], office: bytes, name: str) -> list[Known]:
    """The office's groups or donors of this name in any spelling."""
    found = _of_the_name(db, bodies, office, name)
    rows = [(row[bodies.named_by], row["address"]) for row in list_queries.rows(db, bodies.listing, found)]
    return [
        Known(one, said, f"{said} ({address})" if address else said)
        for one, (said, address) in zip(found, rows, strict=True)
    ]
