"""Finding what a person means: a record by id, official code or exact name; an ambiguous name is never guessed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from datetime import date

from db.i18n import _
from db.refusal import Refusal
from desktop_app.work.records.unit_lookup import Match, UnitRow, units_of

ID = re.compile(r"[0-9a-f]{32}\Z")
DECISION = re.compile(r"([0-9]{1,9})/([0-9]{4})\Z")


def unit_id(db: sqlite3.Connection, text: str, on: str) -> bytes:
    """The unit with this id, or the one that these words mean on the day `on` (ISO); refused where that is not sure."""
    if ID.match(text):
        return _existing(db, "units", text, _("đơn vị"))
    found = units_of(db).find(text, date.fromisoformat(on))
    return named_in_full(found).id


def named_in_full(found: Match) -> UnitRow:
    """The unit that is meant; refused with the candidates where the words stand alone and are not one unit's own."""
    if found.only is None or found.in_full:
        raise Refusal(found.in_full, code="AMBIGUOUS" if found.units else "REFERENCE")
    return found.only


def ended_unit_id(db: sqlite3.Connection, text: str, today: str) -> bytes:
    """The unit meant where one that has ended is meant first: as it was on the last day of the last units to end.

    Codes and names are used again on the day after: «24373» is Thị trấn Ea Kar here, and Xã Ea Kar in `unit_id`.
    """
    row = db.execute("SELECT max(until) FROM units WHERE until < ?", (today,)).fetchone()
    try:
        return unit_id(db, text, row[0] or today)
    except Refusal as refusal:
        if refusal.code == "AMBIGUOUS":
            raise
        return unit_id(db, text, today)


def named_record(db: sqlite3.Connection, table: str, column: str, text: str, office: bytes, what: str) -> bytes:
    """The record of a table with this id or exact name in the office; refused (as a `what`) when none or several fit."""
    if ID.match(text):
        return _existing(db, table, text, what)
    rows = db.execute(
        f"SELECT id, {column} FROM {table} WHERE office = ? AND {column} = ? ORDER BY id", (office, text)
    ).fetchall()
    return only_one(rows, text, what)


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
    return only_one(rows, text, _("quyết định"))


def _existing(db: sqlite3.Connection, table: str, text: str, what: str) -> bytes:
    """The id that was written, where a record has it."""
    identity = bytes.fromhex(text)
    found = db.execute(f"SELECT id FROM {table} WHERE id = ?", (identity,)).fetchall()
    return only_one([(identity, text)] if found else [], text, what)


def only_one(rows: Sequence[tuple[bytes, object]], text: str, what: str) -> bytes:
    """The one record that fits; refused, with the candidates, where there is none or there are several."""
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
