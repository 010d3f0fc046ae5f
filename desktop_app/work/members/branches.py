"""Branches and boards of an office, with their dated head counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.i18n import _
from db.journal import Writing
from db.refusal import FieldError, require_no_errors
from db.store import Book
from db.tables.units import BRANCH_KINDS, Branch, HeadCount
from db.text import clean, plain
from desktop_app.work.records import field_checks
from desktop_app.work.records.corrections import as_day
from desktop_app.work.records.corrections import correct as correct_fields
from desktop_app.work.records.results import Done, done

LARGEST_BRANCH = 1_000_000


@dataclass(frozen=True)
class BranchDraft:
    """A branch or board; where the office keeps no list, a head count on a day."""

    name: str
    kind: str = "village"
    founded: date | None = None
    dissolved: date | None = None
    head: str | None = None
    phone: str | None = None
    head_count: int | None = None
    head_count_on: date | None = None


def open_branches(book: Book) -> list[tuple[bytes, str]]:
    """The office's branches that are not dissolved, in order of name: (id, name)."""
    today = book.clock.today().isoformat()
    with book.reading() as db:
        return db.execute(
            "SELECT id, name FROM branches WHERE office = ? AND (dissolved IS NULL OR dissolved > ?) ORDER BY sort_key, id",
            (book.unit, today),
        ).fetchall()


def check_branch(draft: BranchDraft, today: date) -> list[FieldError]:
    """What is wrong with a draft of a branch, worst first."""
    errors = [
        *field_checks.required("name", clean(draft.name or ""), _("Nhập tên chi hội")),
        *field_checks.required("kind", draft.kind, _("Chọn loại chi hội")),
        *field_checks.one_of("kind", draft.kind, BRANCH_KINDS),
        *field_checks.not_after("founded", draft.founded, today, _("Ngày thành lập phải từ hôm nay trở về trước")),
        *field_checks.in_order("dissolved", draft.founded, draft.dissolved, _("Ngày giải thể phải sau ngày thành lập")),
    ]
    errors += field_checks.phone("phone", clean(draft.phone or ""))
    if draft.head_count is not None and not 0 <= draft.head_count <= LARGEST_BRANCH:
        errors.append(FieldError("head_count", _("Số hội viên phải là số không âm, và dưới một triệu")))
    errors += field_checks.not_after(
        "head_count_on", draft.head_count_on, today, _("Ngày đếm phải từ hôm nay trở về trước")
    )
    if draft.head_count is None:
        errors += field_checks.absent(
            "head_count_on", draft.head_count_on, _("Ghi số hội viên đếm được, hoặc bỏ ngày đếm")
        )
    return errors


def doubts(book: Book, fields: Mapping[str, Any], besides: bytes | None = None) -> list[str]:
    """What may be a slip of the hand in these fields of a branch; `besides` is the one that is changed."""
    return [*_same_name(book, fields.get("name"), besides), *field_checks.doubtful_phone(fields.get("phone"))]


def _same_name(book: Book, name: str | None, besides: bytes | None) -> list[str]:
    """That an open branch of this name is there, whatever its capitals and marks."""
    if not name:
        return []
    same = [known for one, known in open_branches(book) if one != besides and plain(known) == plain(name)]
    said = _("Trong sổ đã có chi hội «{name}». Hai chi hội cùng tên thì khó phân biệt khi chọn.")
    return [said.format(name=same[0])] if same else []


def add_branch(book: Book, draft: BranchDraft) -> Done:
    """Enter a branch or board of this office, with its head count where one is given."""
    require_no_errors(check_branch(draft, book.clock.today()))
    with book.write() as tx:
        made = tx.create(
            Branch,
            name=clean(draft.name),
            kind=draft.kind,
            founded=draft.founded.isoformat() if draft.founded else None,
            dissolved=draft.dissolved.isoformat() if draft.dissolved else None,
            head=clean(draft.head or "") or None,
            phone=clean(draft.phone or "") or None,
        )
        if draft.head_count is not None:
            _count(tx, made.id, draft.head_count, draft.head_count_on or book.clock.today())
        return done(made.id, "branches", "members")


def change_branch(book: Book, branch: bytes, fields: Mapping[str, Any]) -> Done:
    """Correct a branch, or give its head count on a day."""
    fields = dict(fields)
    people, day = fields.pop("head_count", None), fields.pop("head_count_on", None)
    today = book.clock.today()
    with book.write() as tx:
        correct_fields(
            tx,
            Branch,
            branch,
            fields,
            ("name", "kind", "founded", "dissolved", "head", "phone"),
            lambda record: check_branch(_branch_draft(record, people, day), today),
        )
        if people is not None:
            _count(tx, branch, people, day or today)
        return done(branch, "branches", "members")


def _branch_draft(record: Branch, people: int | None, day: date | None) -> BranchDraft:
    return BranchDraft(
        record.name,
        record.kind,
        as_day(record.founded),
        as_day(record.dissolved),
        record.head,
        record.phone,
        people,
        day,
    )


def _count(tx: Writing, branch: bytes, people: int, day: date) -> None:
    """Keep a head count; a second count of the same day corrects the first."""
    known = tx.db.execute(
        "SELECT id FROM head_counts WHERE branch = ? AND dated = ?", (branch, day.isoformat())
    ).fetchone()
    record = tx.get(HeadCount, known[0]) if known else None
    if record is not None:
        record.people = people
    else:
        tx.create(HeadCount, branch=branch, dated=day.isoformat(), people=people)
