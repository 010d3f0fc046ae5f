"""Which field of which record still names somebody, in words that do not name the person themselves."""

from __future__ import annotations

import sqlite3

from db.i18n import _
from desktop_app.work.fund.movements import printed_number
from desktop_app.work.subjects.list_export import titles

CORRECTED_IN = {
    "branch": "branches",
    "round": "rounds",
    "purse": "purses",
    "decision": "decisions",
    "donor": "donors",
    "group": "groups",
    "award.note": "awards",
}
"""Kinds whose free text an office may change, and the subject it is changed in."""
NAMED = {"branch": "branches", "round": "rounds", "purse": "purses", "unit": "units", "cluster": "clusters"}


def where_words(db: sqlite3.Connection, kind: str, rec: bytes, field: str) -> str:
    """The record and its field: «Phiếu chi PC003/2020, lý do hủy»."""
    return _("{record}, mục «{field}»").format(record=_record(db, kind, rec, field), field=field_title(field))


def field_title(field: str) -> str:
    """A field of free text in the words of the lists."""
    more = {"guardian": _("Người giám hộ"), "consent_by": _("Người đồng ý"), "school": _("Trường")}
    return more.get(field) or titles().get(field, field)


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
    if kind in NAMED and field != "name":
        row = db.execute(f"SELECT name FROM {NAMED[kind]} WHERE id = ?", (rec,)).fetchone()
        return _("{kind} «{name}»").format(kind=_kinds()[kind], name=row[0]) if row else _short(kind, rec)
    return _short(kind, rec)


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
    return _("{kind} có mã {id}").format(kind=_kinds().get(kind, kind), id=rec.hex()[:8])


def _kinds() -> dict[str, str]:
    return {
        "branch": _("Chi hội"),
        "round": _("Đợt xét"),
        "purse": _("Quỹ"),
        "unit": _("Đơn vị"),
        "cluster": _("Cụm thi đua"),
        "donor": _("Nhà tài trợ"),
        "group": _("Gia đình, dòng họ, tập thể"),
        "decision": _("Quyết định"),
        "movement": _("Phát sinh quỹ"),
        "movement.note": _("Ghi chú của một phiếu thu, chi"),
        "award.note": _("Ghi chú của một suất khen, trợ cấp"),
        "actor": _("Người ghi sổ"),
        "post": _("Chức vụ"),
        "learner": _("Người học (phần đếm được)"),
        "learner.name": _("Người học (họ tên, liên lạc)"),
    }
