"""Finding what a person means: a record by id, official code or exact name; an ambiguous name is never guessed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from db.i18n import _
from db.refusal import Refusal
from db.text import plain

ID = re.compile(r"[0-9a-f]{32}\Z")
DECISION = re.compile(r"([0-9]{1,9})/([0-9]{4})\Z")
NAMED = {
    "branches": ("branches", "name"),
    "donors": ("donors", "full_name"),
    "purses": ("purses", "name"),
    "rounds": ("rounds", "name"),
    "groups": ("groups", "name"),
    "people": ("persons", "full_name"),
}


def unit_id(db: sqlite3.Connection, text: str, on: str) -> bytes:
    """The unit with this id, official code or name (any spelling of search) on the day `on` (ISO)."""
    if ID.match(text):
        return _existing(db, "units", text, _("đơn vị"))
    alive = "since <= ? AND (until IS NULL OR until >= ?)"
    rows = db.execute(f"SELECT id, name FROM units WHERE code = ? AND {alive}", (text, on, on)).fetchall()
    rows = rows or db.execute(f"SELECT id, name FROM units WHERE name = ? AND {alive}", (text, on, on)).fetchall()
    if not rows:
        wanted = plain(text)
        found = db.execute(f"SELECT id, name, plain FROM units WHERE {alive}", (on, on)).fetchall()
        close = wanted.replace(" ", "")
        rows = [(identity, name) for identity, name, _forms in found if close and plain(name).replace(" ", "") == close]
        rows = rows or [(i, name) for i, name, forms in found if wanted and f" {wanted} " in f" {forms} "]
    return _only(rows, text, _("đơn vị"))


def ended_unit_id(db: sqlite3.Connection, text: str, today: str) -> bytes:
    """The unit meant where one that has ended is meant first: as it was on the last day of the last units to end.

    Codes and names are used again on the day after: «24373» is Thị trấn Ea Kar here, and Xã Ea Kar in `unit_id`.
    """
    row = db.execute("SELECT max(until) FROM units WHERE until < ?", (today,)).fetchone()
    try:
        return unit_id(db, text, row[0] or today)
    except Refusal:
        return unit_id(db, text, today)


def record_id(db: sqlite3.Connection, subject: str, text: str, office: bytes) -> bytes:
    """The record of a subject with this id or exact name in the office; refused when none or several fit."""
    table, column = NAMED[subject]
    if ID.match(text):
        return _existing(db, table, text, _words()[subject])
    rows = db.execute(
        f"SELECT id, {column} FROM {table} WHERE office = ? AND {column} = ? ORDER BY id", (office, text)
    ).fetchall()
    return _only(rows, text, _words()[subject])


def decision_id(db: sqlite3.Connection, text: str, office: bytes) -> bytes:
    """The decision with this id or «số/năm» (12/2020)."""
    if ID.match(text):
        return _existing(db, "decisions", text, _("quyết định"))
    found = DECISION.match(text)
    if found is None:
        raise Refusal(_("«{text}» không phải số quyết định. Ghi dạng 12/2020.").format(text=text), code="REFERENCE")
    rows = db.execute(
        "SELECT id, number FROM decisions WHERE office = ? AND number = ? AND year = ?",
        (office, int(found[1]), int(found[2])),
    ).fetchall()
    return _only(rows, text, _("quyết định"))


def _existing(db: sqlite3.Connection, table: str, text: str, what: str) -> bytes:
    """The id that was written, where a record has it."""
    identity = bytes.fromhex(text)
    found = db.execute(f"SELECT id FROM {table} WHERE id = ?", (identity,)).fetchall()
    return _only([(identity, text)] if found else [], text, what)


def _only(rows: Sequence[tuple[bytes, object]], text: str, what: str) -> bytes:
    if len(rows) == 1:
        return rows[0][0]
    if not rows:
        raise Refusal(
            _("Không thấy {what} «{text}». Kiểm tra lại cách viết, hoặc ghi mã của mục đó.").format(
                what=what, text=text
            ),
            code="REFERENCE",
        )
    candidates = ", ".join(identity.hex() for identity, _name in rows[:10])
    raise Refusal(
        _("Có {count} {what} cùng tên «{text}». Chọn một theo mã: {candidates}.").format(
            count=len(rows), what=what, text=text, candidates=candidates
        ),
        code="AMBIGUOUS",
    )


def _words() -> dict[str, str]:
    return {
        "branches": _("chi hội"),
        "donors": _("nhà tài trợ"),
        "purses": _("quỹ"),
        "rounds": _("đợt xét"),
        "groups": _("tập thể"),
        "people": _("người"),
    }
