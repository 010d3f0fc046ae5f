"""Whether somebody may join, and in which branch; asked by the verbs of members."""

from __future__ import annotations

import sqlite3
from datetime import date

from db.i18n import _
from db.refusal import DraftRefused, FieldError, Refusal
from db.tables.people import Membership
from desktop_app.values.dates import format_date
from desktop_app.work.records.corrections import as_day

LAST_DAY = "9999-12-31"
"""Stands for the end of a stay that has none yet."""


def open_membership(db: sqlite3.Connection, person: bytes, office: bytes) -> bytes | None:
    """The membership a person holds in an office now, or None."""
    row = db.execute(
        "SELECT id FROM memberships WHERE person = ? AND office = ? AND left_on IS NULL", (person, office)
    ).fetchone()
    return row[0] if row else None


def require_may_join(db: sqlite3.Connection, person: bytes, office: bytes, joined: date) -> None:
    """Refuse a second membership beside an open one, and one that begins before the last one ended."""
    if open_membership(db, person, office) is not None:
        raise Refusal(_("Người này đang là hội viên. Mở hồ sơ hội viên để sửa hoặc chuyển chi hội."), code="MEMBER")
    (last,) = db.execute("SELECT max(left_on) FROM memberships WHERE person = ?", (person,)).fetchone()
    left = as_day(last)
    if left is not None and joined < left:
        sentence = _("Người này thôi hội viên ngày {day}. Ngày vào lại phải từ ngày đó trở đi")
        raise DraftRefused([FieldError("joined", sentence.format(day=format_date(left)))])


def require_no_other_stay(db: sqlite3.Connection, stay: Membership) -> None:
    """Refuse a stay that lies, for a day or more, in another one of the same person in the same office."""
    row = db.execute(
        "SELECT joined, left_on FROM memberships WHERE person = ? AND office = ? AND id <> ? AND joined < ?"
        " AND coalesce(left_on, ?) > ? ORDER BY joined",
        (stay.person, stay.office, stay.id, stay.left_on or LAST_DAY, LAST_DAY, stay.joined),
    ).fetchone()
    if row is None:
        return
    joined, left = (as_day(day) for day in row)
    assert joined is not None
    sentence = (
        _("Người này còn một lần khác là hội viên, từ ngày {joined} đến ngày {left}. Hai lần không được trùng ngày")
        if left
        else _("Người này còn một lần khác là hội viên, từ ngày {joined} đến nay. Hai lần không được trùng ngày")
    )
    field = "left_on" if stay.joined <= joined.isoformat() else "joined"
    raise DraftRefused(
        [FieldError(field, sentence.format(joined=format_date(joined), left=format_date(left) if left else ""))]
    )


def born_before_joining(born: str | None, joined: date | None) -> list[FieldError]:
    """An error where somebody (`born`: a day or a year, ISO) joined before being born."""
    if not born or joined is None or joined.isoformat() >= born:
        return []
    return [FieldError("joined", _("Ngày vào Hội phải sau ngày sinh. Xem lại ngày vào Hội và ngày sinh"))]


def birth_of(db: sqlite3.Connection, person: bytes) -> str | None:
    """When somebody on record was born: a day or a year (ISO), None where not known."""
    row = db.execute("SELECT born FROM persons WHERE id = ?", (person,)).fetchone()
    return row[0] if row else None


def require_open_branch(db: sqlite3.Connection, branch: bytes | None, on: date) -> None:
    """Refuse a branch that is not there, or is dissolved on the day."""
    if branch is None:
        return
    row = db.execute("SELECT dissolved FROM branches WHERE id = ?", (branch,)).fetchone()
    if row is None:
        raise DraftRefused([FieldError("branch", _("Không thấy chi hội này. Chọn lại chi hội"))])
    if row[0] is not None and row[0] <= on.isoformat():
        raise DraftRefused([FieldError("branch", _("Chi hội này đã giải thể. Chọn chi hội khác"))])
