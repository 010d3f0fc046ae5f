"""What a record is, in one line: whom or what it is about, as people would name it; for every kind a list shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from db.forms import is_period
from db.i18n import _
from db.register import load_states
from db.store import Book
from desktop_app.values.dates import format_birth, format_date
from desktop_app.values.money import format_money
from desktop_app.values.periods import parse_period
from desktop_app.work.fund.movements import printed_number
from desktop_app.work.lists import list_queries
from desktop_app.work.records import vocabulary

SUBJECT_OF = {
    "person": "people",
    "learner": "people",
    "membership": "members",
    "branch": "branches",
    "post": "posts",
    "group": "groups",
    "donor": "donors",
    "purse": "purses",
    "movement": "fund",
    "round": "rounds",
    "decision": "decisions",
    "award": "awards",
    "population": "population",
    "target": "targets",
    "statement": "statements",
    "unit": "units",
    "cluster": "clusters",
    "contact": "contacts",
}
"""The list in which records of a kind stand."""
ABOUT = {
    "learner.name": "SELECT learner FROM learner_names WHERE id = ?",
    "movement.note": "SELECT movement FROM movement_notes WHERE id = ?",
    "award.note": "SELECT award FROM award_notes WHERE id = ?",
    "head_count": "SELECT branch FROM head_counts WHERE id = ?",
    "same": 'SELECT "first" FROM sames WHERE id = ?',
}
"""The record that a record of a kind hangs on."""


def subject_words() -> dict[str, str]:
    """The lists of what an office records, in words, the commonest first."""
    return {
        "people": _("Người"),
        "members": _("Hội viên"),
        "fund": _("Phiếu thu, chi"),
        "awards": _("Suất khen, học bổng"),
        "branches": _("Chi hội"),
        "donors": _("Nhà tài trợ"),
        "groups": _("Gia đình, dòng họ"),
        "posts": _("Chức vụ"),
        "rounds": _("Đợt xét"),
        "decisions": _("Quyết định"),
        "purses": _("Quỹ"),
        "population": _("Dân số"),
        "statements": _("Chốt số liệu"),
    }


def record_words(book: Book, record: bytes) -> str:
    """What a record is in words; where the book no longer knows, the beginning of its id."""
    with book.reading() as db:
        return record_text(db, record)


def record_text(db: sqlite3.Connection, record: bytes) -> str:
    """The same, on an open reading."""
    state = load_states(db, [record]).get(record)
    if state is not None and (hangs := ABOUT.get(state.kind)) is not None:
        row = db.execute(hangs, (record,)).fetchone()
        return record_text(db, row[0]) if row else record.hex()[:8]
    return texts(db, [record])[record][1]


def texts(db: sqlite3.Connection, records: Sequence[bytes]) -> dict[bytes, tuple[str, str]]:
    """For each record the list it stands in ("" for none) and what it is."""
    states = load_states(db, records)
    found = {record: ("", record.hex()[:8]) for record in records}
    for subject in {SUBJECT_OF.get(state.kind) for state in states.values()} - {None}:
        assert subject is not None
        wanted = [record for record, state in states.items() if SUBJECT_OF.get(state.kind) == subject]
        rows = list_queries.rows(db, subject, wanted)
        found |= {bytes.fromhex(row["id"]): (subject, _text(subject, row)) for row in rows}
    return found


def _text(subject: str, row: Mapping[str, Any]) -> str:
    said: Sequence[Any]
    if subject == "fund":
        return _movement(row)
    if subject == "awards":
        said = (
            row["recipient"] or _("(không có tên ở đây)"),
            vocabulary.forms().get(row["form"], row["form"]),
            row["round"],
        )
    elif subject == "people":
        said = (row["full_name"] or _("(không có tên ở đây)"), format_birth(row["born"]) if row["born"] else None)
    elif subject == "members":
        said = (row["full_name"] or _("(không có tên ở đây)"), row["branch"])
    elif subject == "decisions":
        said = (f"{row['no']}/{row['year']}", _day(row["on"]), row["title"])
    elif subject == "statements":
        period = row["period"]
        said = (vocabulary.period_words(parse_period(period)) if is_period(period) else period,)
    else:
        said = tuple(row.get(name) for name in OTHERS[subject])
    return ", ".join(str(part) for part in said if part)


OTHERS = {
    "branches": ("name",),
    "groups": ("name",),
    "donors": ("full_name",),
    "purses": ("name",),
    "rounds": ("name", "school_year"),
    "posts": ("person", "post"),
    "population": ("name", "year"),
    "targets": ("name", "year", "indicator"),
    "units": ("name", "code"),
    "clusters": ("name", "year"),
    "contacts": ("unit_name", "name"),
}
"""The columns that say what a row is."""


def _movement(row: Mapping[str, Any]) -> str:
    kind = vocabulary.movement_kinds().get(row["kind"], row["kind"])
    number = (
        printed_number(row["book"], row["block"], row["number"], row["year"]) if row["number"] is not None else kind
    )
    amount = _("{amount} đồng").format(amount=format_money(row["amount"]))
    return ", ".join(part for part in (number, _day(row["on"]), amount, row["party"]) if part)


def _day(iso: str) -> str:
    return format_date(date.fromisoformat(iso))
