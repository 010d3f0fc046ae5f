"""Founding a book: for which unit, who writes it, who leads, and what is in the fund on the first day."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from db.book_file import remove
from db.clock import Clock
from db.exchange.keys import Home
from db.i18n import RESOURCES, _
from db.refusal import DraftRefused, FieldError, Refusal, require_no_errors
from db.store import Book, create
from db.text import clean, plain
from desktop_app.work import enrolment, fund, people

CHAIR = "Chủ tịch"


@dataclass(frozen=True)
class FoundableUnit:
    """A unit that may have a book: its official code, names and level."""

    code: str
    name: str
    level: str
    parent: str

    def label(self) -> str:
        """The unit with the one above it, as people tell units of one name apart."""
        return f"{self.name}, {self.parent}" if self.parent else self.name


@dataclass(frozen=True)
class FoundingDraft:
    """What the first page asks; amounts in đồng, 0 or None for nothing."""

    unit: FoundableUnit | None
    officer: str | None
    folder: Path | None
    chair: str | None = None
    cash: int | None = None
    bank: int | None = None


@cache
def _all_units() -> Sequence[dict[str, str]]:
    with (RESOURCES / "units.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def find_units(text: str, on: date) -> list[FoundableUnit]:
    """Units of the day whose name holds the words typed, with or without marks; larger units first."""
    wanted, day = plain(text), on.isoformat()
    names = {row["id"]: row["name"] for row in _all_units()}
    order = {"province": 0, "district": 1}
    alive = [row for row in _all_units() if row["from"] <= day and (not row["until"] or row["until"] >= day)]
    found = [row for row in alive if wanted in plain(f"{row['name']} {row['aliases']} {row['code']}".replace("|", " "))]
    found.sort(key=lambda row: (order.get(row["level"], 2), row["name"]))
    return [FoundableUnit(row["code"], row["name"], row["level"], names.get(row["parent"], "")) for row in found]


def found(draft: FoundingDraft, home: Home, clock: Clock) -> Book:
    """Make the book with its first records; when one of them is refused, nothing is left behind."""
    require_no_errors(_check(draft))
    assert draft.unit is not None and draft.folder is not None
    today = clock.today()
    path = draft.folder / f"so-khuyen-hoc-{draft.unit.code}.skh"
    role = "province" if draft.unit.level == "province" else "office"
    book = create(
        path,
        unit=draft.unit.code,
        officer=clean(draft.officer or ""),
        role=role,
        on=today.isoformat(),
        home=home,
        clock=clock,
    )
    try:
        if role == "province":
            enrolment.found_province(book)
        with book.together():
            _first_records(book, draft, today)
    except (DraftRefused, Refusal):
        book.close()
        remove(path)
        raise
    return book


def _check(draft: FoundingDraft) -> list[FieldError]:
    errors = []
    if draft.unit is None:
        errors.append(FieldError("unit", _("Gõ tên đơn vị rồi chọn một dòng trong danh sách bên dưới")))
    if not clean(draft.officer or ""):
        errors.append(FieldError("officer", _("Nhập họ tên người ghi sổ")))
    if draft.folder is None:
        errors.append(FieldError("folder", _("Chọn thư mục để cất sổ")))
    return errors


def _first_records(book: Book, draft: FoundingDraft, today: date) -> None:
    if draft.chair:
        person = people.add_person(book, people.PersonDraft(full_name=draft.chair))
        people.add_post(book, person.id, book.unit, CHAIR, None, None)
    for account, amount in (("cash", draft.cash), ("bank", draft.bank)):
        if amount:
            fund.book_movement(book, fund.FundDraft("opening", amount, today, account))
