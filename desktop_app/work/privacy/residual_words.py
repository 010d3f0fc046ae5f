"""Which field of which record still names somebody, in words that do not name the person themselves."""

from __future__ import annotations

import sqlite3
from typing import Any

from db.i18n import _
from desktop_app.values.words import begun
from desktop_app.work.fund.voucher_numbers import printed_number
from desktop_app.work.records.subject import Subject
from desktop_app.work.records.vocabulary import PERSONAL_KINDS
from desktop_app.work.subjects.registry import OTHER_KINDS, field_title, subject_of

KEPT_APART = ("person", "learner", "learner.name")
"""Kinds that are about somebody: another person's record is no free text to be corrected on the way."""


def corrected_in(kind: str) -> Subject[Any] | None:
    """The subject in which an office may change the free text of a kind, None where it stays as it is."""
    subject = subject_of(kind)
    return None if subject is None or subject.model.kind_of.ledger or kind in KEPT_APART else subject


def where_words(db: sqlite3.Connection, kind: str, rec: bytes, field: str) -> str:
    """The record and its field: «Phiếu chi PC003/2020, lý do hủy»."""
    return _("{record}, mục «{field}»").format(record=_record(db, kind, rec, field), field=field_title(kind, field))


def _record(db: sqlite3.Connection, kind: str, rec: bytes, field: str) -> str:
    if kind in ("movement", "movement.note"):
        return _voucher(db, kind, rec)
    if kind == "decision":
        row = db.execute("SELECT number, year FROM decisions WHERE id = ?", (rec,)).fetchone()
        return _("Quyết định {number}/{year}").format(number=row[0], year=row[1]) if row else _short(kind, rec)
    if kind == "award.note":
        row = db.execute(
            "SELECT r.name FROM award_notes n JOIN awards a ON a.id = n.award JOIN rounds r ON r.id = a.round WHERE n.id = ?",
            (rec,),
        ).fetchone()
        return _("Một suất của đợt «{round}»").format(round=row[0]) if row else _short(kind, rec)
    subject = corrected_in(kind)
    if subject is None or subject.named_by in ("", "full_name", field) or subject.kind != kind:
        return _short(kind, rec)
    row = db.execute(f"SELECT {subject.named_by} FROM {subject.stored_in} WHERE id = ?", (rec,)).fetchone()
    return _("{kind} «{name}»").format(kind=_kind_words(kind), name=row[0]) if row else _short(kind, rec)


def _voucher(db: sqlite3.Connection, kind: str, rec: bytes) -> str:
    row = db.execute(
        "SELECT m.kind, m.book, m.block, m.number, m.year FROM movements m LEFT JOIN movement_notes n ON n.movement = m.id"
        " WHERE m.id = ?1 OR n.id = ?1",
        (rec,),
    ).fetchone()
    number = printed_number(*row[1:]) if row else ""
    if not number:
        return _short(kind, rec)
    return {
        "receive": _("Phiếu thu {number}"),
        "pay": _("Phiếu chi {number}"),
    }.get(row[0], _("Phiếu {number}")).format(number=number)


def _short(kind: str, rec: bytes) -> str:
    return _("{kind} có mã {id}").format(kind=_kind_words(kind), id=rec.hex()[:8])


def _kind_words(kind: str) -> str:
    """A record of a kind in words; of what hangs on another, that it is a note of one."""
    if kind in PERSONAL_KINDS:
        return PERSONAL_KINDS[kind]
    subject = subject_of(kind)
    if subject is None:
        return begun(str(OTHER_KINDS[kind])) if kind in OTHER_KINDS else kind
    return begun(str(subject.one))
