"""Scholarships and awards: lines of a round that are nominated, approved by a decision, paid or withdrawn."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.i18n import _
from db.journal import Writing
from db.refusal import DraftRefused, FieldError, Refusal, require_no_errors
from db.store import Book
from db.tables.awards import FORMS, RECIPIENT_KINDS, Award, AwardNote, Decision, Round
from desktop_app.values.dates import format_date
from desktop_app.work.awards.certificate_numbers import PLACES, next_certificate
from desktop_app.work.awards.declared import AWARDS
from desktop_app.work.awards.double_grants import GivenTwice, find_given_twice
from desktop_app.work.fund.declared import LARGEST_NUMBER
from desktop_app.work.fund.movements import Booked, FundDraft, record_movement
from desktop_app.work.lists import list_queries
from desktop_app.work.records import field_checks
from desktop_app.work.records.corrections import as_kept
from desktop_app.work.records.corrections import correct as correct_fields
from desktop_app.work.records.name_matching import TOMBSTONE
from desktop_app.work.records.results import Done, Topic, done

CERTIFIED = ("certificate", "merit", "scholarship")
"""Forms that get a number in the award register when they are approved."""
CATEGORIES = {"pupil": "award_pupil", "student": "award_pupil", "teacher": "award_teacher"}
SUPPORT_CATEGORY = "hardship"


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
        *field_checks.one_of("recipient_kind", draft.recipient_kind, RECIPIENT_KINDS),
        *field_checks.one_of("form", draft.form, FORMS),
        *field_checks.amount("amount", draft.amount),
        *field_checks.amount("goods_value", draft.goods_value),
    ]
    if draft.form == "scholarship" and not (draft.amount or draft.goods_value):
        errors.append(FieldError("amount", _("Nhập số tiền của suất học bổng")))
    return errors


def nominate(book: Book, draft: AwardDraft) -> Done:
    """Add a line to a round."""
    require_no_errors(check_award(draft))
    with book.write() as tx:
        _require_round(tx, draft.round)
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
        return done(award.id, Topic.AWARDS)


def _require_round(tx: Writing, round_: bytes) -> None:
    if tx.get(Round, round_) is None:
        raise DraftRefused([FieldError("round", _("Không thấy đợt xét này. Chọn lại đợt xét"))])


def change_award(book: Book, award: bytes, fields: Mapping[str, Any]) -> Done:
    """Correct round, form, amounts, reason, goods or note of a line; all but the texts only while it is nominated."""
    texts = {name: value for name, value in fields.items() if name in ("reason", "goods", "note")}
    figures = {name: value for name, value in fields.items() if name not in texts}
    with book.write() as tx:
        line = _award(tx, award)
        if figures:
            _require_state(line, "nominated", _("Suất này đã duyệt nên không sửa được. Rút suất này rồi ghi suất mới."))
            correct_fields(
                tx,
                Award,
                award,
                figures,
                ("round", "form", "amount", "goods_value"),
                lambda record: check_award(_as_draft(record)),
            )
            _require_round(tx, line.round)
        if texts:
            _require_own_texts(tx, line, texts)
            found = tx.db.execute("SELECT id FROM award_notes WHERE award = ?", (award,)).fetchone()
            note = tx.get(AwardNote, found[0]) if found else tx.create(AwardNote, award=award)
            assert note is not None
            for name, value in texts.items():
                setattr(note, name, as_kept(value))
        return done(award, Topic.AWARDS)


def _require_own_texts(tx: Writing, line: Award, texts: Iterable[str]) -> None:
    """Refuse to write what never leaves an office into another one's line: nobody would ever read it there."""
    if line.office != tx.author.office:
        sentence = _("Mục này chỉ đơn vị ghi suất giữ, không rời đơn vị. Nhờ đơn vị sửa")
        raise DraftRefused([FieldError(name, sentence) for name in texts])


def _as_draft(award: Award) -> AwardDraft:
    return AwardDraft(
        award.round, award.recipient, award.recipient_kind, award.form or "", award.amount, award.goods_value
    )


@dataclass(frozen=True)
class Approved(Done):
    """`given_twice` names the children who have another scholarship in the same school year; that bars nothing."""

    given_twice: tuple[GivenTwice, ...] = ()


def approve(book: Book, awards: Sequence[bytes], decision: bytes, *, certificate: int | None = None) -> Approved:
    """Approve nominated lines by a decision; certificates get the next numbers of the award register of its year.

    `certificate` is the number that the first one already carries on paper; refused where it is taken.
    """
    with book.write() as tx:
        tx.flush()
        made = tx.get(Decision, decision)
        if made is None:
            raise Refusal(_("Không thấy quyết định này. Ghi quyết định trước rồi duyệt."), code="REFERENCE")
        number = certificate or next_certificate(tx, book.unit, made.year)
        if certificate is not None:
            require_no_errors(_check_certificate(tx.db, book.unit, made.year, certificate))
        for identity in awards:
            award = _award(tx, identity)
            _require_state(award, "nominated", _("Chỉ duyệt được suất đang đề nghị. Suất này đã duyệt rồi."))
            award.state, award.decision = "approved", decision
            if award.form in CERTIFIED:
                award.certificate_no, number = number, number + 1
        return Approved(decision, frozenset((Topic.AWARDS,)), tuple(find_given_twice(tx.db, awards)))


def _check_certificate(db: sqlite3.Connection, office: bytes, year: int, number: int) -> list[FieldError]:
    if not 1 <= number % PLACES <= LARGEST_NUMBER:
        return [FieldError("certificate_no", _("Số giấy khen phải là số dương"))]
    used = db.execute(
        "SELECT 1 FROM awards a JOIN decisions d ON d.id = a.decision"
        " WHERE a.office = ? AND d.year = ? AND a.certificate_no = ?",
        (office, year, number),
    ).fetchone()
    if used is None:
        return []
    sentence = _("Số giấy khen {number} của năm {year} đã dùng. Dùng số khác")
    return [FieldError("certificate_no", sentence.format(number=number, year=year))]


def by_round(book: Book, awards: Sequence[bytes]) -> dict[str, list[bytes]]:
    """Lines by the name of their round, in their order; two rounds of one name are told apart by their school year."""
    with book.reading() as db:
        named = {bytes.fromhex(row["id"]): row for row in list_queries.rows(db, AWARDS.listing, awards)}
        rounds = dict(db.execute("SELECT id, coalesce(school_year, '') FROM rounds").fetchall())
        of_line = dict(db.execute("SELECT id, round FROM awards WHERE state = 'nominated'").fetchall())
    taken: dict[str, bytes] = {}
    found: dict[str, list[bytes]] = {}
    for award in awards:
        round_ = of_line[award]
        name = named[award]["round"] or ""
        if taken.setdefault(name, round_) != round_:
            name = f"{name} ({rounds.get(round_) or round_.hex()[-4:]})"
            taken.setdefault(name, round_)
        found.setdefault(name, []).append(award)
    return found


@dataclass(frozen=True)
class Paid(Done):
    """A line handed over, and the payment voucher made for it; None for one without money."""

    payment: Booked | None = None


def pay(book: Book, award: bytes, on: date, account: str = "cash", party_text: str | None = None) -> Paid:
    """Pay an approved line out of its round's purse; the payment voucher and the line name each other.

    `party_text` is who signs for it, the recipient where nobody else is named.
    """
    require_no_errors(field_checks.not_after("on", on, book.clock.today(), _("Ngày trả phải từ hôm nay trở về trước")))
    with book.write() as tx:
        line = _award(tx, award)
        _require_state(line, "approved", _("Chỉ trả được suất đã duyệt. Duyệt suất này bằng quyết định trước."))
        _require_decided(tx, line, on)
        round_ = tx.get(Round, line.round)
        changed, booked = {Topic.AWARDS}, None
        if line.amount:
            category = _category(line, round_)
            draft = FundDraft(
                "pay",
                line.amount,
                on,
                account,
                round_.purse if round_ else None,
                category=category,
                party_text=party_text or _name_of(tx, award),
                decision=line.decision,
            )
            booked = record_movement(tx, book, draft)
            line.payment = booked.id
            changed.add(Topic.FUND)
        line.state = "paid"
        return Paid(award, frozenset(changed), booked)


def _require_decided(tx: Writing, line: Award, on: date) -> None:
    """Refuse to hand over before the decision: nothing could be given by it yet."""
    decision = tx.get(Decision, line.decision) if line.decision else None
    if decision is not None and on.isoformat() < decision.dated:
        day = format_date(date.fromisoformat(decision.dated))
        sentence = _("Ngày trao trước ngày quyết định ({day}). Xem lại ngày trao, hoặc sửa ngày của quyết định")
        raise DraftRefused([FieldError("on", sentence.format(day=day))])


def _name_of(tx: Writing, award: bytes) -> str | None:
    """Whom a line is for; None where the name is not here."""
    name = list_queries.rows(tx.db, AWARDS.listing, [award])[0]["recipient"]
    return None if name in ("", TOMBSTONE) else name


def pay_by(book: Book, award: bytes, payment: bytes) -> Done:
    """Say that an approved line was paid by a payment voucher already in the fund, of the same amount."""
    with book.write() as tx:
        tx.flush()
        line = _award(tx, award)
        _require_state(line, "approved", _("Chỉ trả được suất đã duyệt. Duyệt suất này bằng quyết định trước."))
        row = tx.db.execute(
            "SELECT amount FROM movements WHERE id = ? AND office = ? AND kind = 'pay' AND reversed_on IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM awards WHERE payment = ?1 AND state = 'paid')",
            (payment, book.unit),
        ).fetchone()
        if row is None or row[0] != line.amount:
            sentence = _("Không có phiếu chi này với đúng số tiền của suất, hoặc phiếu đã hủy, đã gắn với suất khác")
            raise DraftRefused([FieldError("payment", sentence)])
        line.payment, line.state = payment, "paid"
        return done(award, Topic.AWARDS, Topic.FUND)


def _category(line: Award, round_: Round | None) -> str:
    if line.form == "scholarship":
        return "scholarship"
    if round_ is not None and round_.purpose == "support" and line.recipient_kind == "pupil":
        return SUPPORT_CATEGORY
    return CATEGORIES.get(line.recipient_kind, "other_out")


def withdraw(book: Book, award: bytes) -> Done:
    """Withdraw a line; what was paid for it is then reversed in the fund by a step of its own (`award_vouchers`)."""
    with book.write() as tx:
        line = _award(tx, award)
        if line.state == "withdrawn":
            raise Refusal(_("Suất này đã rút từ trước. Không cần rút lại."), code="STATE")
        line.state = "withdrawn"
        return done(award, Topic.AWARDS)


def recipient_of(book: Book, award: bytes) -> bytes | None:
    """Whom a line is for."""
    with book.reading() as db:
        row = db.execute("SELECT recipient FROM awards WHERE id = ?", (award,)).fetchone()
    return bytes(row[0]) if row else None


def line_of(book: Book, award: bytes) -> dict[str, Any]:
    """All that can be corrected of a line, by field."""
    with book.reading() as db:
        cursor = db.execute(
            "SELECT a.round, a.form, a.amount, a.goods_value, n.goods, n.reason, n.note"
            " FROM awards a LEFT JOIN award_notes n ON n.award = a.id WHERE a.id = ?",
            (award,),
        )
        row = cursor.fetchone()
    return dict(zip([column[0] for column in cursor.description], row, strict=True)) if row else {}


def _award(tx: Writing, identity: bytes) -> Award:
    award = tx.get(Award, identity)
    if award is None:
        raise Refusal(_("Không thấy suất này trong sổ. Tìm lại trong danh sách."), code="REFERENCE")
    return award


def _require_state(award: Award, state: str, message: str) -> None:
    """Refuse a line in another state; of a withdrawn one always say that it is."""
    if award.state == "withdrawn":
        raise Refusal(_("Suất này đã rút. Đề nghị lại một suất mới."), code="STATE")
    if award.state != state:
        raise Refusal(message, code="STATE")
