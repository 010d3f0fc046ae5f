"""Scholarships and awards: rounds, decisions, and lines that are nominated, approved, paid or withdrawn."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.i18n import _
from db.journal import Writing
from db.refusal import FieldError, Refusal, require_no_errors
from db.store import Book
from db.tables.awards import FORMS, PURPOSES, RECIPIENT_KINDS, Award, AwardNote, Decision, Round
from db.text import clean
from desktop_app.work import drafts
from desktop_app.work.fund import FundDraft, record_movement
from desktop_app.work.results import Done, done

CERTIFIED = ("certificate", "merit", "scholarship")
"""Forms that get a number in the award register when they are approved."""
CATEGORIES = {"pupil": "award_pupil", "student": "award_pupil", "teacher": "award_teacher"}
SUPPORT_CATEGORY = "hardship"


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
    errors = [
        *drafts.required("name", clean(name), _("Nhập tên đợt xét")),
        *drafts.required("purpose", purpose, _("Chọn khuyến học hoặc khuyến tài")),
        *drafts.one_of("purpose", purpose, PURPOSES),
    ]
    require_no_errors(errors)
    with book.write() as tx:
        made = tx.create(
            Round, name=clean(name), purpose=purpose, school_year=school_year or None, purse=purse, budget=budget
        )
        return done(made.id, "awards")


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
    errors = list(
        drafts.not_after("on", draft.on, book.clock.today(), _("Ngày quyết định phải từ hôm nay trở về trước"))
    )
    if draft.number < 1:
        errors.insert(0, FieldError("number", _("Số quyết định phải là số dương")))
    require_no_errors(errors)
    with book.write() as tx:
        used = tx.db.execute(
            "SELECT 1 FROM decisions WHERE office = ? AND number = ? AND year = ?", (book.unit, draft.number, year)
        ).fetchone()
        if used:
            require_no_errors(
                [
                    FieldError(
                        "number",
                        _("Số {number}/{year} đã dùng cho quyết định khác. Dùng số kế tiếp").format(
                            number=draft.number, year=year
                        ),
                    )
                ]
            )
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


def next_decision_number(book: Book, year: int) -> int:
    """The number after the highest used in a year."""
    with book.reading() as db:
        row = db.execute(
            "SELECT coalesce(max(number), 0) + 1 FROM decisions WHERE office = ? AND year = ?", (book.unit, year)
        ).fetchone()
    number: int = row[0]
    return number


@dataclass(frozen=True)
class AwardDraft:
    """One line: who gets what, in đồng; `reason` and `goods` stay in the office."""

    round: bytes
    recipient: bytes
    recipient_kind: str
    form: str
    amount: int | None = None
    goods_value: int | None = None
    goods: str | None = None
    reason: str | None = None
    note: str | None = None


def check_award(draft: AwardDraft) -> list[FieldError]:
    """What is wrong with a line, worst first."""
    errors = [
        *drafts.one_of("recipient_kind", draft.recipient_kind, RECIPIENT_KINDS),
        *drafts.one_of("form", draft.form, FORMS),
    ]
    for name, value in (("amount", draft.amount), ("goods_value", draft.goods_value)):
        if value is not None and value < 0:
            errors.append(FieldError(name, _("Số tiền phải lớn hơn hoặc bằng 0")))
    if draft.form == "scholarship" and not (draft.amount or draft.goods_value):
        errors.append(FieldError("amount", _("Nhập số tiền của suất học bổng")))
    return errors


def nominate(book: Book, draft: AwardDraft) -> Done:
    """Add a line to a round."""
    require_no_errors(check_award(draft))
    with book.write() as tx:
        award = tx.create(
            Award,
            round=draft.round,
            recipient=draft.recipient,
            recipient_kind=draft.recipient_kind,
            form=draft.form,
            amount=draft.amount or None,
            goods_value=draft.goods_value or None,
            state="nominated",
        )
        if draft.reason or draft.goods or draft.note:
            tx.create(
                AwardNote, award=award.id, reason=draft.reason or None, goods=draft.goods or None, note=draft.note
            )
        return done(award.id, "awards")


def approve(book: Book, awards: Sequence[bytes], decision: bytes) -> Done:
    """Approve nominated lines by a decision; certificates get the next numbers of the award register of its year."""
    with book.write() as tx:
        made = tx.get(Decision, decision)
        if made is None:
            raise Refusal(_("Không thấy quyết định này. Ghi quyết định trước rồi duyệt."), code="REFERENCE")
        number = _next_certificate(tx.db, book.unit, made.year)
        for identity in awards:
            award = _award(tx, identity)
            _require_state(award, "nominated", _("Chỉ duyệt được suất đang đề nghị. Suất này đã duyệt hoặc đã rút."))
            award.state, award.decision = "approved", decision
            if award.form in CERTIFIED:
                award.certificate_no, number = number, number + 1
        return done(decision, "awards")


def _next_certificate(db: sqlite3.Connection, office: bytes, year: int) -> int:
    row = db.execute(
        "SELECT coalesce(max(a.certificate_no), 0) + 1 FROM awards a JOIN decisions d ON d.id = a.decision"
        " WHERE a.office = ? AND d.year = ?",
        (office, year),
    ).fetchone()
    number: int = row[0]
    return number


def pay(book: Book, award: bytes, on: date, account: str = "cash", party_text: str | None = None) -> Done:
    """Pay an approved line out of its round's purse; the payment voucher and the line name each other."""
    with book.write() as tx:
        line = _award(tx, award)
        _require_state(line, "approved", _("Chỉ trả được suất đã duyệt. Duyệt suất này bằng quyết định trước."))
        round_ = tx.get(Round, line.round)
        changed = {"awards"}
        if line.amount:
            category = _category(line, round_)
            draft = FundDraft(
                "pay",
                line.amount,
                on,
                account,
                round_.purse if round_ else None,
                category=category,
                party_text=party_text,
            )
            line.payment = record_movement(tx, book, draft).id
            changed.add("fund")
        line.state = "paid"
        return Done(award, frozenset(changed))


def _category(line: Award, round_: Round | None) -> str:
    if line.form == "scholarship":
        return "scholarship"
    if round_ is not None and round_.purpose == "support" and line.recipient_kind == "pupil":
        return SUPPORT_CATEGORY
    return CATEGORIES.get(line.recipient_kind, "other_out")


def withdraw(book: Book, award: bytes) -> Done:
    """Withdraw a line; what was paid for it is then reversed in the fund by a step of its own."""
    with book.write() as tx:
        line = _award(tx, award)
        if line.state == "withdrawn":
            raise Refusal(_("Suất này đã rút từ trước. Không cần rút lại."), code="STATE")
        line.state = "withdrawn"
        return done(award, "awards")


def _award(tx: Writing, identity: bytes) -> Award:
    award = tx.get(Award, identity)
    if award is None:
        raise Refusal(_("Không thấy suất này trong sổ. Tìm lại trong danh sách."), code="REFERENCE")
    return award


def _require_state(award: Award, state: str, message: str) -> None:
    if award.state != state:
        raise Refusal(message, code="STATE")
