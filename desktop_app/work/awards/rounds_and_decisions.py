"""Rounds of scholarships and awards, and the decisions that approve them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.i18n import _
from db.refusal import DraftRefused, FieldError, Refusal, require_no_errors
from db.store import Book
from db.tables.awards import PURPOSES, Decision, Round
from db.text import clean
from desktop_app.work.records import field_checks
from desktop_app.work.records.corrections import as_day
from desktop_app.work.records.corrections import correct as correct_fields
from desktop_app.work.records.lookup import decision_id
from desktop_app.work.records.results import Done, done

SCHOOL_YEAR = re.compile(r"(?:19|20)[0-9]{2}-(?:19|20)[0-9]{2}\Z")
LARGEST_NUMBER = 99_999
"""Of decisions and certificates."""


def add_round(
    book: Book,
    name: str,
    purpose: str,
    *,
    school_year: str | None = None,
    purse: bytes | None = None,
    budget: int | None = None,
) -> Done:
    """Open a round; every award of it is support (khuyến học) or talent (khuyến tài)."""
    require_no_errors(_check_round(name, purpose, school_year, budget))
    with book.write() as tx:
        made = tx.create(
            Round, name=clean(name), purpose=purpose, school_year=school_year or None, purse=purse, budget=budget
        )
        return done(made.id, "awards")


def _check_round(
    name: str | None, purpose: str | None, school_year: str | None, budget: int | None
) -> list[FieldError]:
    return [
        *field_checks.required("name", clean(name or ""), _("Nhập tên đợt xét")),
        *field_checks.required("purpose", purpose, _("Chọn khuyến học hoặc khuyến tài")),
        *field_checks.one_of("purpose", purpose or None, PURPOSES),
        *check_school_year(school_year),
        *field_checks.amount("budget", budget),
    ]


def check_school_year(said: str | None) -> Iterator[FieldError]:
    """A school year is two years that follow each other, written 2019-2020."""
    years = [int(year) for year in (said or "").split("-")] if SCHOOL_YEAR.match(said or "") else []
    if said and not (years and years[1] == years[0] + 1):
        yield FieldError("school_year", _("«{text}» không phải năm học. Ghi dạng 2019-2020").format(text=said))


def change_round(book: Book, round_: bytes, fields: Mapping[str, Any]) -> Done:
    """Correct name, school year, purpose, purse or budget of a round."""
    with book.write() as tx:
        correct_fields(
            tx,
            Round,
            round_,
            fields,
            ("name", "school_year", "purpose", "purse", "budget"),
            lambda record: _check_round(record.name, record.purpose, record.school_year, record.budget),
        )
        return done(round_, "awards")


@dataclass(frozen=True)
class DecisionDraft:
    """A decision: number within its year, date, signer."""

    number: int
    on: date
    year: int | None = None
    signer: str | None = None
    signer_post: str | None = None
    title: str | None = None
    subject: str | None = None


def add_decision(book: Book, draft: DecisionDraft) -> Done:
    """Record a decision; a number already used in its year is refused."""
    year = draft.year or draft.on.year
    require_no_errors(_check_decision(draft.number, year, draft.on, book.clock.today()))
    with book.write() as tx:
        tx.flush()
        require_no_errors(_check_unused(tx.db, book.unit, draft.number, year, b""))
        made = tx.create(
            Decision,
            number=draft.number,
            year=year,
            dated=draft.on.isoformat(),
            signer=draft.signer or None,
            signer_post=draft.signer_post or None,
            title=draft.title or None,
            subject=draft.subject or None,
        )
        return done(made.id, "awards")


def _check_decision(number: int, year: int, on: date | None, today: date) -> list[FieldError]:
    errors = [
        *field_checks.required("on", on, _("Nhập ngày quyết định")),
        *field_checks.not_after("on", on, today, _("Ngày quyết định phải từ hôm nay trở về trước")),
    ]
    if not 1 <= number <= LARGEST_NUMBER:
        errors.insert(0, FieldError("number", _("Số quyết định phải là số dương")))
    if not 1990 <= year <= today.year:
        errors.append(FieldError("year", _("Năm phải từ 1990 đến năm nay")))
    elif on is not None and year != on.year:
        sentence = _("Số quyết định tính theo năm của ngày ký, là {year}. Sửa năm hoặc ngày")
        errors.append(FieldError("year", sentence.format(year=on.year)))
    return errors


def _check_unused(db: sqlite3.Connection, office: bytes, number: int, year: int, own: bytes) -> list[FieldError]:
    used = db.execute(
        "SELECT 1 FROM decisions WHERE office = ? AND number = ? AND year = ? AND id <> ?", (office, number, year, own)
    ).fetchone()
    if used is None:
        return []
    sentence = _("Số {number}/{year} đã dùng cho quyết định khác. Dùng số kế tiếp")
    return [FieldError("number", sentence.format(number=number, year=year))]


def change_decision(book: Book, decision: bytes, fields: Mapping[str, Any]) -> Done:
    """Correct number, year, day (`dated`), signer, title or subject of a decision."""
    today = book.clock.today()
    with book.write() as tx:
        correct_fields(
            tx,
            Decision,
            decision,
            fields,
            ("number", "year", "dated", "signer", "signer_post", "title", "subject"),
            lambda record: [
                *_check_decision(record.number or 0, record.year or 0, as_day(record.dated), today),
                *_check_unused(tx.db, book.unit, record.number, record.year, decision),
            ],
        )
        return done(decision, "awards")


def next_decision_number(book: Book, year: int) -> int:
    """The number after the highest used in a year."""
    with book.reading() as db:
        row = db.execute(
            "SELECT coalesce(max(number), 0) + 1 FROM decisions WHERE office = ? AND year = ?", (book.unit, year)
        ).fetchone()
    number: int = row[0]
    return number


def decision_numbered(book: Book, text: str | None) -> bytes | None:
    """The decision that a field names as «số/năm»; None for an empty one, refused at `decision` where there is none."""
    if not text:
        return None
    with book.reading() as db:
        try:
            return decision_id(db, text, book.unit)
        except Refusal as refusal:
            raise DraftRefused([FieldError("decision", refusal.message)]) from None
