"""All that a book holds of one person, for telling two of them apart: who, where, since when, and what was given."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from db.i18n import _
from db.refusal import Refusal


@dataclass(frozen=True)
class MembershipSpan:
    """A membership: branch, first day, the day it ended (ISO)."""

    branch: str
    joined: str
    left: str | None


@dataclass(frozen=True)
class ReceivedAward:
    """An award of any form: its form and round, school year, state, and what it is worth in đồng."""

    form: str
    round: str
    school_year: str | None
    state: str
    worth: int


@dataclass(frozen=True)
class Profile:
    """One record of a person; names that are held back are ""."""

    id: bytes
    office: str
    full_name: str
    born: str | None
    sex: str | None
    ethnic_group: str | None
    phone: str | None
    address: str | None
    guardian: str | None
    school: str | None
    class_name: str | None
    stays: tuple[MembershipSpan, ...]
    awards: tuple[ReceivedAward, ...]

    @property
    def worth(self) -> int:
        """What all awards that were not withdrawn are worth together, in đồng."""
        return sum(one.worth for one in self.awards if one.state != "withdrawn")


FIELDS = "office full_name born sex ethnic_group phone address guardian school class_name".split()
PERSON = """SELECT coalesce(u.name, ''), p.full_name, p.born, p.sex, p.ethnic_group, p.phone, p.address, n.guardian, l.school,
    l.class_name FROM persons p LEFT JOIN units u ON u.id = p.office LEFT JOIN learners l ON l.id = p.id
    LEFT JOIN learner_names n ON n.learner = p.id WHERE p.id = ?"""
STAYS = """SELECT coalesce(b.name, ''), m.joined, m.left_on FROM memberships m LEFT JOIN branches b ON b.id = m.branch
    WHERE m.person = ? ORDER BY m.joined, m.id"""
AWARDS = """SELECT a.form, r.name, r.school_year, a.state, coalesce(a.amount, 0) + coalesce(a.goods_value, 0)
    FROM awards a JOIN rounds r ON r.id = a.round WHERE a.recipient = ? ORDER BY a.id"""


def profile(db: sqlite3.Connection, person: bytes) -> Profile:
    """The profile of a person's record; refused when the book has none."""
    found = find_profile(db, person)
    if found is None:
        raise Refusal(_("Không thấy người này trong sổ. Tìm lại trong danh sách."), code="REFERENCE")
    return found


def find_profile(db: sqlite3.Connection, person: bytes) -> Profile | None:
    """The profile of a person's record, or None where it is no longer in the book."""
    row = db.execute(PERSON, (person,)).fetchone()
    if row is None:
        return None
    stays = tuple(MembershipSpan(*one) for one in db.execute(STAYS, (person,)))
    awards = tuple(ReceivedAward(*one) for one in db.execute(AWARDS, (person,)))
    return Profile(person, stays=stays, awards=awards, **dict(zip(FIELDS, row, strict=True)))


def as_json(one: Profile) -> dict[str, Any]:
    """A profile as scripts read it."""
    return {
        "id": one.id.hex(),
        "unit": one.office,
        "full_name": one.full_name,
        "born": one.born,
        "sex": one.sex,
        "phone": one.phone,
        "address": one.address,
        "guardian": one.guardian,
        "memberships": len(one.stays),
        "awards": len(one.awards),
        "worth": one.worth,
    }
