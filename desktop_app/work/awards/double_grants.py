"""A child with two scholarships in one school year, by two rounds or two offices: shown to people, never forbidden."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.i18n import _
from db.store import Book
from desktop_app.figures.joined_records import PersonVerdicts
from desktop_app.values.money import format_money

MOST_SHOWN = 5


@dataclass(frozen=True)
class GivenTwice:
    """An award line, and another scholarship of the same child in the same school year.

    `certain` where it is one record or the records were joined by a person; otherwise name and birth are the same.
    """

    award: bytes
    other: bytes
    name: str
    school_year: str
    own_round: str
    own_office: str
    round: str
    office: str
    worth: int
    certain: bool


LINES = """SELECT a.id, a.recipient, r.name, coalesce(u.name, ''), coalesce(a.amount, 0) + coalesce(a.goods_value, 0),
    coalesce(p.full_name, n.full_name, ''), coalesce(p.plain, n.plain, ''), coalesce(p.born, n.born, '')
    FROM awards a JOIN rounds r ON r.id = a.round LEFT JOIN people p ON p.id = a.recipient
    LEFT JOIN learner_names n ON n.learner = a.recipient LEFT JOIN units u ON u.id = a.office
    WHERE a.form = 'scholarship' AND a.state <> 'withdrawn' AND r.school_year = ? ORDER BY a.id"""


@dataclass(frozen=True)
class _Line:
    award: bytes
    person: bytes
    round: str
    office: str
    worth: int
    name: str
    plain: str
    born: str


def given_twice(book: Book, awards: Sequence[bytes] | None = None) -> list[GivenTwice]:
    """Of these award lines (of all in the book) the scholarships whose child has another one in the same school year."""
    with book.reading() as db:
        return find_given_twice(db, awards)


def find_given_twice(db: sqlite3.Connection, awards: Sequence[bytes] | None) -> list[GivenTwice]:
    """The same, within a transaction; of two lines that are both asked about one is told."""
    asked, verdicts = None if awards is None else set(awards), PersonVerdicts(db)
    years = db.execute("SELECT DISTINCT school_year FROM rounds WHERE school_year IS NOT NULL ORDER BY 1").fetchall()
    found: list[GivenTwice] = []
    for (year,) in years:
        lines = [_Line(*row) for row in db.execute(LINES, (year,))]
        alike: dict[object, list[_Line]] = defaultdict(list)
        for line in lines:
            for key in _keys(line, verdicts):
                alike[key].append(line)
        for line in lines:
            if asked is None or line.award in asked:
                found += _others(line, alike, verdicts, year)
    return list({frozenset((one.award, one.other)): one for one in reversed(found)}.values())[::-1]


def _keys(line: _Line, verdicts: PersonVerdicts) -> list[object]:
    """By whom lines are put together: the person, and name with birth where both are known."""
    return [verdicts.root(line.person), *([(line.plain, line.born)] if line.plain and line.born else [])]


def _others(
    line: _Line, alike: Mapping[object, Sequence[_Line]], verdicts: PersonVerdicts, year: str
) -> list[GivenTwice]:
    others = {one.award: one for key in _keys(line, verdicts) for one in alike[key] if one.award != line.award}
    return [
        GivenTwice(
            line.award, one.award, line.name, year, line.round, line.office, one.round, one.office, one.worth,
            verdicts.root(one.person) == verdicts.root(line.person),
        )
        for one in others.values()
        if not verdicts.are_different(one.person, line.person)
    ]  # fmt: skip


def in_words(found: Sequence[GivenTwice]) -> list[str]:
    """A sentence for each, at most five, and how many more there are."""
    lines = [_sentence(one) for one in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        lines.append(_("… và {count} suất nữa.").format(count=len(found) - MOST_SHOWN))
    return lines


def _sentence(one: GivenTwice) -> str:
    sentence = (
        _("{name} đã có suất học bổng năm học {year}: đợt «{round}» của {office}, {worth} đồng.")
        if one.certain
        else _(
            "{name}: một người cùng tên, cùng ngày sinh đã có suất học bổng năm học {year}: đợt «{round}» của {office}, {worth} đồng."
        )
    )
    name = one.name or _("(tên do cơ sở giữ)")
    return sentence.format(
        name=name, year=one.school_year, round=one.round, office=one.office, worth=format_money(one.worth)
    )
