"""Purses whose money is bound to a purpose: what may be paid out of them, and what needs a decision."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from db.i18n import _, data_text
from db.refusal import DraftRefused, FieldError

NEVER_USUAL, BY_DECISION = ("running", "level_out"), ("other_out",)
"""Categories that a restricted purse pays for only where `allowed` names them, or where a decision says so."""


def usual_categories(db: sqlite3.Connection) -> list[str]:
    """What a restricted purse pays for where nothing else is written down."""
    rows = db.execute("SELECT code FROM categories WHERE side IN ('out', 'both') ORDER BY rowid")
    return [code for (code,) in rows if code not in (*NEVER_USUAL, *BY_DECISION)]


def check_allowed(db: sqlite3.Connection, allowed: Sequence[str]) -> list[FieldError]:
    """What is wrong with the categories named for a purse."""
    known = {code for (code,) in db.execute("SELECT code FROM categories WHERE side IN ('out', 'both')")}
    wrong = [code for code in allowed if code not in known]
    sentence = _("Không có khoản chi «{codes}». Xem danh sách bằng lệnh list categories")
    return [FieldError("allowed", sentence.format(codes=", ".join(wrong)))] if wrong else []


def require_purpose(db: sqlite3.Connection, purse: bytes, category: str | None, decision: bytes | None) -> None:
    """Refuse (RESTRICTED) a payment out of a restricted purse in a category that it is not for.

    What a decision orders may also be paid as «other»: an award to a family has no category of its own.
    """
    bound = _bound(db, purse)
    if bound is None:
        return
    name, purpose, named = bound
    allowed = named or [*usual_categories(db), *(BY_DECISION if decision else ())]
    if category in allowed:
        return
    words = dict(db.execute("SELECT code, name FROM categories"))
    sentence = _(
        "Quỹ «{purse}» chỉ dùng vào việc: {purpose}. «{category}» không thuộc các khoản được chi của quỹ này. "
        "Chọn khoản chi khác, hoặc chi từ quỹ khác"
    )
    text = sentence.format(purse=name, purpose=purpose, category=data_text(words.get(category or "", "")))
    raise DraftRefused([FieldError("category", text)], code="RESTRICTED")


def require_decision(db: sqlite3.Connection, purse: bytes, decision: bytes | None) -> None:
    """Refuse (RESTRICTED) a transfer out of a restricted purse that no decision orders."""
    bound = _bound(db, purse)
    if bound is None or decision is not None:
        return
    sentence = _(
        "Quỹ «{purse}» chỉ dùng vào việc: {purpose}. Muốn chuyển tiền sang quỹ khác phải có quyết định: "
        "ghi quyết định vào sổ, rồi ghi số quyết định ở đây, ví dụ 12/2020"
    )
    raise DraftRefused([FieldError("decision", sentence.format(purse=bound[0], purpose=bound[1]))], code="RESTRICTED")


def _bound(db: sqlite3.Connection, purse: bytes) -> tuple[str, str, list[str]] | None:
    """Name, purpose and named categories of a restricted purse; None for one that is free."""
    row = db.execute("SELECT name, purpose, allowed FROM purses WHERE id = ? AND restricted = 1", (purse,)).fetchone()
    return (row[0], row[1] or _("theo yêu cầu của người tài trợ"), json.loads(row[2])) if row else None
