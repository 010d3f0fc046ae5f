"""Which offices hold branches and members, and what those that have ended have not given on yet."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date

from db.i18n import _
from db.store import Book
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money


@dataclass(frozen=True)
class Holder:
    """What an office has as this book knows it; `late` of its members are in branches that another office has by now.

    `ended` is the office's last day, None for one that goes on.
    """

    office: bytes
    name: str
    ended: date | None
    branches: int
    members: int
    late: int


def holders(book: Book) -> list[Holder]:
    """Every office with branches or members: those that have ended first, then in list order."""
    today = book.clock.today().isoformat()
    with book.reading() as db:
        names = db.execute("SELECT id, name, until FROM units ORDER BY sort_key, id").fetchall()
        branches = dict(db.execute("SELECT office, count(*) FROM branches GROUP BY office"))
        members = dict(db.execute("SELECT office, count(*) FROM memberships WHERE left_on IS NULL GROUP BY office"))
        late = dict(
            db.execute(
                "SELECT m.office, count(*) FROM moves v JOIN branches b ON b.id = v.rec AND b.office <> v.office JOIN"
                " memberships m ON m.branch = b.id AND m.office = v.office WHERE v.annulled = 0 AND m.left_on IS NULL"
                " GROUP BY m.office"
            )
        )
    found = [
        Holder(
            office,
            name,
            date.fromisoformat(until) if until is not None and until < today else None,
            branches.get(office, 0),
            members.get(office, 0),
            late.get(office, 0),
        )
        for office, name, until in names
        if office in branches or office in members
    ]
    return sorted(found, key=lambda one: one.ended is None)


def given_away(db: sqlite3.Connection, office: bytes) -> set[bytes]:
    """The records that went from an office to another and are not back."""
    rows = db.execute(
        "SELECT v.rec FROM moves v JOIN records r ON r.rec = v.rec WHERE v.office = ?1 AND v.annulled = 0"
        " AND r.office <> ?1",
        (office,),
    )
    return {rec for (rec,) in rows}


def left_over(book: Book) -> list[Holder]:
    """The ended offices with branches or members that no other office has yet."""
    return [one for one in holders(book) if one.ended is not None]


def state_words(one: Holder) -> str:
    """How it stands with an office, in a few words."""
    if one.late:
        return _("▲ {late} người ghi muộn").format(late=format_money(one.late))
    return _("▲ Đã hết, chưa chuyển") if one.ended is not None else _("✔ Đang hoạt động")


def left_over_words(one: Holder) -> str:
    """What is left with an ended office, as the province reads it."""
    assert one.ended is not None
    if one.late and not one.branches:
        said = _("▲ {unit}: {late} hội viên ghi muộn, chi hội đã chuyển rồi. Chuyển chi hội lần nữa để họ đi theo.")
    else:
        said = _("▲ {unit} (hết ngày {day}): còn {branches} chi hội, {members} hội viên chưa chuyển.")
    return said.format(
        unit=one.name,
        day=format_date(one.ended),
        branches=format_money(one.branches),
        members=format_money(one.members),
        late=format_money(one.late),
    )
