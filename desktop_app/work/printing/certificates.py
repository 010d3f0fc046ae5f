"""Giấy khen of a decision, for all its lines or for some. A spoiled sheet is simply printed again: the number is its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from db.i18n import _
from db.progress import Progress
from db.refusal import Refusal
from db.store import Book
from desktop_app.papers.certificate import Certificate, draw_certificates
from desktop_app.work.awards.certificate_numbers import printed_certificate
from desktop_app.work.book.book_marks import is_sample
from desktop_app.work.printing import issuer
from desktop_app.work.printing.awards import MadeDecision, approved_lines

Lines = Sequence[tuple[MadeDecision, Mapping[str, Any]]]


def draw(book: Book, db: sqlite3.Connection, lines: Lines, target: Path, report: Progress | None) -> int:
    """The certificates of these lines; those whose name is not here are left out."""
    named = [(made, row) for made, row in lines if row["name"]]
    if not named:
        raise Refusal(
            _(
                "Không in được giấy khen nào: sổ này không có họ tên người nhận (tên do cơ sở giữ, hoặc đã xóa). "
                "Nhờ đơn vị giữ tên in."
            ),
            code="NAMES",
        )
    _parent, body, place = issuer.unit_names(db, book.unit)
    certificates = [_certificate(made, row, body, place) for made, row in named]
    return draw_certificates(certificates, target, report, sample=is_sample(db))


def lines_of(db: sqlite3.Connection, decisions: Sequence[MadeDecision], ids: Sequence[bytes]) -> Lines:
    """The certificates of these decisions, of these awards alone where some are named; refused where one is none.

    A bằng khen comes from the province's authorities, not from here.
    """
    rows = [(made, row) for made in decisions for row in approved_lines(db, made) if row["form"] == "certificate"]
    wanted = set(ids)
    found = [(made, row) for made, row in rows if not wanted or row["id"] in wanted]
    if not found or len(found) < len(wanted):
        raise Refusal(
            _(
                "Quyết định {number} không có giấy khen đã duyệt cho các suất đã chọn. "
                "Kiểm tra lại hình thức khen và duyệt suất ở «Khen thưởng» rồi in lại."
            ).format(number=", ".join(made.number for made in decisions)),
            code="EMPTY",
        )
    return found


def _certificate(made: MadeDecision, row: Mapping[str, Any], body: str, place: str) -> Certificate:
    return Certificate(
        issuer=_("CHỦ TỊCH {body}").format(body=body),
        kind=_("GIẤY KHEN"),
        recipient=_addressed(row),
        details=_details(row),
        achievement=_("Đã có thành tích: {reason}").format(reason=row["reason"]) if row["reason"] else "",
        place=place,
        day=made.day,
        decision=made.number,
        decided_on=made.day,
        register_number=printed_certificate(row["certificate_no"]),
        signer_post=made.signer_post,
        signer=made.signer,
    )


def _addressed(row: Mapping[str, Any]) -> str:
    if row["recipient_kind"] in ("pupil", "student"):
        return _("Em: {name}").format(name=row["name"])
    if row["recipient_kind"] in ("family", "clan", "unit", "donor"):
        name: str = row["name"]
        return name
    title = {"female": _("Bà: {name}"), "male": _("Ông: {name}")}.get(row["sex"], _("Ông (Bà): {name}"))
    return title.format(name=row["name"])


def _details(row: Mapping[str, Any]) -> str:
    if row["class_name"] and row["school"]:
        return _("Học sinh lớp {class_name}, Trường {school}").format(
            class_name=row["class_name"], school=row["school"].removeprefix(_("Trường "))
        )
    return row["school"] or row["address"]
