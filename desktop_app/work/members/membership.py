"""Members: registering, moving to another branch, leaving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.i18n import _
from db.journal import Writing
from db.refusal import DraftRefused, FieldError, Refusal, require_no_errors
from db.store import Book
from db.tables.people import LEAVING, Membership, Person
from desktop_app.work.members.membership_checks import (
    birth_of,
    born_before_joining,
    require_may_join,
    require_no_other_stay,
    require_open_branch,
)
from desktop_app.work.people.people import (
    PERSON_FIELDS,
    PersonDraft,
    check_person,
    correct_as_said,
    enter_person,
    is_learner,
    kept_fields,
)
from desktop_app.work.records import field_checks
from desktop_app.work.records.corrections import as_day
from desktop_app.work.records.corrections import correct as correct_fields
from desktop_app.work.records.results import Done, Topic, done


@dataclass(frozen=True)
class MemberDraft:
    """A member to register: someone new (`details`) or someone already in the book (`person`).

    With both, what the details say otherwise of the person is corrected; what they do not say stays.
    """

    joined: date
    branch: bytes | None = None
    details: PersonDraft | None = None
    person: bytes | None = None


def register(book: Book, draft: MemberDraft) -> Done:
    """Register a member; refused when the person already is one, or came back before the day of leaving."""
    today = book.clock.today()
    errors = list(field_checks.not_after("joined", draft.joined, today, _("Ngày vào Hội phải từ hôm nay trở về trước")))
    if draft.details is not None:
        errors = check_person(draft.details, today) + errors
        errors = errors or born_before_joining(draft.details.born, draft.joined)
    require_no_errors(errors)
    with book.together():
        made = _enter_membership(book, draft, today)
        if draft.person is not None and draft.details is not None:
            correct_as_said(book, draft.person, draft.details)
    return done(made, Topic.MEMBERS, Topic.PEOPLE)


def _enter_membership(book: Book, draft: MemberDraft, today: date) -> bytes:
    with book.write() as tx:
        require_open_branch(tx.db, draft.branch, draft.joined)
        person = draft.person
        if person is None:
            assert draft.details is not None
            person = enter_person(tx, draft.details, today)
        else:
            require_may_join(tx.db, person, book.unit, draft.joined)
            if draft.details is None or draft.details.born is None:
                require_no_errors(born_before_joining(birth_of(tx.db, person), draft.joined))
        return tx.create(Membership, person=person, branch=draft.branch, joined=draft.joined.isoformat()).id


@dataclass(frozen=True)
class ListedMember:
    """One line of a whole list of members: who, since when, in which branch, and when and why they left.

    `like` is an earlier line of the list that is about the same person, `person` someone on record who comes back.
    """

    details: PersonDraft
    joined: date
    branch: bytes | None = None
    left: date | None = None
    reason: str | None = None
    like: ListedMember | None = None
    person: bytes | None = None


def register_many(book: Book, stays: Sequence[ListedMember]) -> int:
    """Register a whole list at once, all or nothing, without going through single records; returns how many.

    Learners go record by record, because their names are kept apart.
    """
    today = book.clock.today()
    for stay in stays:
        require_no_errors([*check_person(stay.details, today), *born_before_joining(stay.details.born, stay.joined)])
    with book.write() as tx:
        new = [stay for stay in stays if stay.like is None and stay.person is None]
        adults = [stay for stay in new if not is_learner(stay.details, today)]
        ids = {id(stay): tx.new_id() for stay in adults}
        tx.insert_many(Person, ({"id": ids[id(stay)], **_adult_row(stay.details)} for stay in adults))
        for stay in new:
            if id(stay) not in ids:
                ids[id(stay)] = enter_person(tx, stay.details, today)
        tx.flush()
        tx.insert_many(Membership, (_stay_row(stay, stay.person or ids[id(stay.like or stay)]) for stay in stays))
    return len(stays)


def _adult_row(details: PersonDraft) -> dict[str, Any]:
    kept = kept_fields(vars(details))
    return {name: kept[name] for name in PERSON_FIELDS}


def _stay_row(stay: ListedMember, person: bytes) -> dict[str, Any]:
    return {
        "person": person,
        "branch": stay.branch,
        "joined": stay.joined.isoformat(),
        "left_on": stay.left.isoformat() if stay.left else None,
        "reason": stay.reason,
    }


def move(book: Book, membership: bytes, branch: bytes, on: date) -> Done:
    """Move a member to another branch: the old stay ends and a new one begins on the same day."""
    with book.write() as tx:
        old = _membership(tx, membership)
        _require_stay(old, on, book.clock.today())
        require_open_branch(tx.db, branch, on)
        if old.branch == branch:
            raise DraftRefused([FieldError("branch", _("Hội viên đang ở chi hội này. Chọn chi hội khác"))])
        old.left_on, old.reason = on.isoformat(), "moved"
        new = tx.create(Membership, person=old.person, branch=branch, joined=on.isoformat())
        return done(new.id, Topic.MEMBERS)


def leave(book: Book, membership: bytes, on: date, reason: str) -> Done:
    """End a membership: moved away, resigned, removed or died."""
    require_no_errors(
        [
            *field_checks.required("reason", reason, _("Chọn lý do thôi")),
            *field_checks.one_of("reason", reason, LEAVING),
        ]
    )
    with book.write() as tx:
        old = _membership(tx, membership)
        _require_stay(old, on, book.clock.today())
        old.left_on, old.reason = on.isoformat(), reason
        return done(membership, Topic.MEMBERS)


def correct(book: Book, membership: bytes, fields: Mapping[str, Any]) -> Done:
    """Correct joined day or branch of a stay as it was written (a slip of the pen, not a move).

    An empty `left_on` takes the end of the stay back.
    """
    today = book.clock.today()
    fields = {**fields, "reason": None} if "left_on" in fields and not fields["left_on"] else fields
    with book.write() as tx:
        stay = correct_fields(
            tx,
            Membership,
            membership,
            fields,
            ("joined", "branch", "left_on", "reason"),
            lambda record: _check_stay(record, birth_of(tx.db, record.person), today),
        )
        if "branch" in fields or "joined" in fields:
            require_open_branch(tx.db, stay.branch, date.fromisoformat(stay.joined))
        require_no_other_stay(tx.db, stay)
        return done(membership, Topic.MEMBERS)


def _check_stay(stay: Membership, born: str | None, today: date) -> list[FieldError]:
    joined, left = as_day(stay.joined), as_day(stay.left_on)
    return [
        *field_checks.required("joined", joined, _("Nhập ngày vào Hội")),
        *field_checks.not_after("joined", joined, today, _("Ngày vào Hội phải từ hôm nay trở về trước")),
        *born_before_joining(born, joined),
        *field_checks.not_after("left_on", left, today, _("Ngày thôi phải từ hôm nay trở về trước")),
        *field_checks.in_order("left_on", joined, left, _("Ngày thôi phải sau ngày vào Hội")),
        *field_checks.one_of("reason", stay.reason, LEAVING),
    ]


def _membership(tx: Writing, membership: bytes) -> Membership:
    stay = tx.get(Membership, membership)
    if stay is None:
        raise Refusal(_("Không thấy hội viên này trong sổ. Tìm lại trong danh sách."), code="REFERENCE")
    return stay


def _require_stay(stay: Membership, on: date, today: date) -> None:
    if stay.left_on is not None:
        raise Refusal(_("Người này đã thôi là hội viên từ trước. Không cần ghi lại."), code="LEFT")
    errors = list(field_checks.not_after("on", on, today, _("Ngày phải từ hôm nay trở về trước")))
    errors += field_checks.in_order("on", date.fromisoformat(stay.joined), on, _("Ngày phải sau ngày vào Hội"))
    require_no_errors(errors)
