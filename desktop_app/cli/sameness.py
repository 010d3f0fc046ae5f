"""`same`: who may stand in the book twice, and what people decide about it."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.cli.common import Arguments, command, identity, open_book, positive, say
from desktop_app.values.dates import format_birth

if TYPE_CHECKING:
    from desktop_app.work.awards.double_grants import GivenTwice


def add_commands(commands: Any) -> None:
    """Add this group to the commands."""
    same = command(commands, "same", _same, _("người có thể ghi trùng: xem, hoặc quyết định cùng người hay khác người"))
    same.add_argument("book", type=Path)
    same.add_argument("people", nargs="*")
    same.add_argument("--verdict", choices=("same", "different", "later"))
    same.add_argument("--limit", type=positive)


def _same(arguments: Arguments) -> int:
    if not arguments.people and not arguments.verdict:
        return _list(arguments)
    if len(arguments.people) != 2 or not arguments.verdict:
        raise Refusal(_("Ghi mã của hai người và --verdict same, different hoặc later."), code="FIELDS")
    return _settle(arguments)


def _settle(arguments: Arguments) -> int:
    from desktop_app.work.people import duplicate_review

    one, other = (identity(text) for text in arguments.people)
    with open_book(arguments, write=True) as book:
        years = duplicate_review.scholarships_in_same_year(book, one, other)
        made = duplicate_review.settle(book, one, other, arguments.verdict)
    warned = [_("Cả hai đều có suất học bổng năm học {year}.").format(year=year) for year in years]
    content = {"id": made.id.hex(), "verdict": arguments.verdict, "same_year": years}
    said = {
        "same": _("Đã ghi là cùng một người."),
        "different": _("Đã ghi là hai người khác nhau."),
        "later": _("Để quyết định sau."),
    }[arguments.verdict]
    return say(arguments, content, *warned, said)


def _list(arguments: Arguments) -> int:
    from desktop_app.work.awards.double_grants import given_twice, in_words
    from desktop_app.work.people import duplicate_review

    with open_book(arguments) as book:
        pairs = duplicate_review.candidates(book)
        shown = pairs[: arguments.limit]
        with book.reading() as db:
            found = [
                {
                    **_pair(db, pair.first, pair.second),
                    "score": pair.score,
                    "reasons": pair.reasons,
                    "later": pair.put_off,
                }
                for pair in shown
            ]
        twice = given_twice(book)
        joined = _decided(book, duplicate_review.SAME)
        content = {
            "total": len(pairs),
            "candidates": found,
            "given_twice": [_twice(one) for one in twice],
            "joined": joined,
            "different": _decided(book, duplicate_review.DIFFERENT),
        }
    lines = [_line(one, "; ".join(one["reasons"])) for one in found]
    lines += in_words(twice)
    lines += [_line(one, _("đã nối là cùng một người")) for one in joined]
    return say(arguments, content, *(lines or [_("Không thấy ai có thể bị ghi trùng.")]))


def _twice(one: GivenTwice) -> dict[str, Any]:
    return {**asdict(one), "award": one.award.hex(), "other": one.other.hex()}


def _decided(book: Book, verdict: str) -> list[dict[str, Any]]:
    from desktop_app.work.people import duplicate_review

    decided = duplicate_review.decided(book, verdict)
    with book.reading() as db:
        return [
            {"id": one.id.hex(), **_pair(db, one.first, one.second), "in_conflict": one.open_conflict}
            for one in decided
        ]


def _pair(db: sqlite3.Connection, first: bytes, second: bytes) -> dict[str, Any]:
    from desktop_app.work.people.profiles import as_json, find_profile

    people = [as_json(one) for person in (first, second) if (one := find_profile(db, person)) is not None]
    return {"first": first.hex(), "second": second.hex(), "people": people}


def _line(pair: dict[str, Any], words: str) -> str:
    names = [f"{one['full_name']} ({_born(one)}, {one['unit']})" for one in pair["people"]]
    return f"{pair['first']} {pair['second']} {' = '.join(names)}: {words}"


def _born(one: dict[str, Any]) -> str:
    return format_birth(one["born"]) if one["born"] else "-"
