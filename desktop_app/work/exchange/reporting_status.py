"""Who has sent and who has not: every enrolled office with its last file, its closed period and whom to telephone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.exchange.storage.missing_runs import missing, missing_words
from db.i18n import _
from db.store import Book
from desktop_app.figures.statements import coverage, statements
from desktop_app.values.periods import Period
from desktop_app.work.book.trust_in_force import require_trust
from desktop_app.work.records.vocabulary import period_words
from desktop_app.work.reports.period_closing import existing
from desktop_app.work.reports.stated_changes import changed_periods
from desktop_app.work.units.phone_book import OfficeContact, contact_of, contacts
from desktop_app.work.units.units import association_name, list_order


@dataclass(frozen=True)
class Sender:
    """One enrolled office on the province's desk. `last_on` is the ISO day of its last file taken in.

    `waiting` and `aside` are files of it that are here and not in the book: behind a missing one, or for a ruling. `due` is
    false where the unit did not exist in the period; `changed` says that what it stated is not so any more,
    `lacks` which of its entries have not come although later ones have.
    """

    unit: bytes
    name: str
    parent: str
    last_on: str | None
    closed: bool
    contact: OfficeContact
    clusters: frozenset[int] = frozenset()
    waiting: int = 0
    aside: int = 0
    due: bool = True
    changed: bool = False
    lacks: str = ""

    @property
    def missing(self) -> bool:
        """Whether its figures are due and not stated."""
        return self.due and not self.closed

    @property
    def reminded(self) -> bool:
        """Whether something is asked of it: its figures, a second look at them, or a file that was lost on its way."""
        return self.missing or self.changed or bool(self.lacks)

    @property
    def silent(self) -> bool:
        """Whether nothing of it ever came."""
        return self.last_on is None and not self.waiting and not self.aside


def senders(book: Book, period: Period) -> list[Sender]:
    """The enrolled offices: those that have not closed the period, those that changed it since, then the others, district
    by district.
    """
    trust = require_trust(book)
    changed = {one.unit for one in changed_periods(book) if one.period.overlaps(period)}
    with book.reading() as db:
        known, order = _Known.read(db, period, book.clock.today()), list_order(db)
        there, lacks = existing(db, period), missing_words(missing(db))
    found = [
        replace(known.sender(one), due=one in there, changed=one in changed, lacks=lacks.get(one, ""))
        for one in trust.offices()
    ]
    return sorted(found, key=lambda one: (not one.missing, not one.reminded, order[one.unit]))


@dataclass(frozen=True)
class _Known:
    """What is known of all offices, each thing asked once."""

    units: Mapping[bytes, tuple[str, bytes | None]]
    last: Mapping[bytes, str]
    kept: Mapping[tuple[bytes, str], int]
    closed: frozenset[bytes]
    contacts: Mapping[bytes, OfficeContact]
    clusters: Mapping[bytes, frozenset[int]]

    @classmethod
    def read(cls, db: sqlite3.Connection, period: Period, today: date) -> _Known:
        kept = db.execute("SELECT office, outcome, count(*) FROM bundle_files WHERE office <> '' GROUP BY 1, 2")
        return cls(
            {one: (name, parent) for one, name, parent in db.execute("SELECT id, name, parent FROM units")},
            _last_received(db),
            {(bytes.fromhex(office), outcome): count for office, outcome, count in kept},
            coverage(statements(db), period).full,
            contacts(db, today),
            clusters_of(db, period.year),
        )

    def sender(self, unit: bytes) -> Sender:
        name, parent = self.units[unit]
        return Sender(
            unit,
            name,
            self.units[parent][0] if parent else "",
            self.last.get(unit),
            unit in self.closed,
            contact_of(self.contacts, unit),
            self.clusters.get(unit, frozenset()) | self.clusters.get(parent or b"", frozenset()),
            self.kept.get((unit, "WAITING"), 0),
            self.kept.get((unit, "QUARANTINED"), 0),
        )


def _last_received(db: sqlite3.Connection) -> dict[bytes, str]:
    rows = db.execute(
        "SELECT office, max(received_at) FROM bundle_log WHERE outcome IN ('MERGED', 'PARTLY_NEW') AND office <> ''"
        " GROUP BY office"
    )
    return {bytes.fromhex(office): moment[:10] for office, moment in rows}


def clusters_of(db: sqlite3.Connection, year: int) -> dict[bytes, frozenset[int]]:
    """The numbers of the clusters that name a unit in a year."""
    found: dict[bytes, frozenset[int]] = {}
    rows = db.execute(
        "SELECT number, units FROM clusters c WHERE year ="
        " (SELECT max(year) FROM clusters n WHERE n.number = c.number AND n.year <= ?)",
        (year,),
    )
    for number, units in rows:
        for unit in map(bytes.fromhex, json.loads(units)):
            found[unit] = found.get(unit, frozenset()) | {number}
    return found


def state_words(one: Sender) -> str:
    """How it stands with an office in this period, in a few words."""
    if not one.due:
        return _("– Chưa có đơn vị")
    if one.closed and one.lacks:
        return _("▲ Đã chốt, còn thiếu mục ghi {runs}").format(runs=one.lacks)
    if one.closed:
        return _("▲ Đã đổi sau khi chốt") if one.changed else _("✔ Đã chốt")
    if one.waiting:
        return _("… Đã gửi {count} tệp, chờ tệp trước").format(count=one.waiting)
    if one.aside:
        return _("▲ Đã gửi {count} tệp, để riêng").format(count=one.aside)
    return _("▲ Chưa gửi") if one.silent else _("▲ Chưa chốt")


def reminder(one: Sender, period: Period) -> str:
    """What is written to an office whose figures are missing, or changed since; "" for one that needs no reminding."""
    if not one.reminded:
        return ""
    if one.lacks and not one.missing:
        said = _(
            "Kính gửi {association}: tỉnh đã nhận số liệu {period} nhưng còn thiếu mục ghi {runs} nên chưa ghi được các "
            "tệp sau vào sổ. Đề nghị vào «Gửi và nhận» bấm «Gửi lên cấp trên» một lần nữa và chuyển tệp cho tỉnh. "
            "Xin cảm ơn."
        )
    elif one.closed:
        said = _(
            "Kính gửi {association}: số liệu {period} đã đổi sau khi chốt. Đề nghị xem lại, vào «Báo cáo» bấm «Chốt số "
            "liệu» lần nữa, rồi vào «Gửi và nhận» bấm «Gửi lên cấp trên» và chuyển tệp cho tỉnh. Xin cảm ơn."
        )
    elif one.waiting:
        said = _(
            "Kính gửi {association}: tỉnh đã nhận {count} tệp nhưng còn thiếu tệp gửi trước nên chưa ghi được vào "
            "sổ. Đề nghị vào «Gửi và nhận» bấm «Gửi lên cấp trên» một lần nữa và chuyển tệp cho tỉnh. Xin cảm ơn."
        )
    else:
        said = _(
            "Kính gửi {association}: tỉnh chưa nhận được số liệu đã chốt {period}. Đề nghị vào «Báo cáo» bấm "
            "«Chốt số liệu», rồi vào «Gửi và nhận» bấm «Gửi lên cấp trên» và chuyển tệp cho tỉnh. Xin cảm ơn."
        )
    return said.format(
        association=association_name(one.name), period=period_words(period), count=one.waiting, runs=one.lacks
    )


def reminders(found: Sequence[Sender], period: Period) -> str:
    """The reminders of all who are missing, one below the other, each under whom to call; "" where nobody is."""
    return "\n\n".join(f"{_call(one)}\n{text}" for one in found if (text := reminder(one, period)))


def _call(one: Sender) -> str:
    """The line above a reminder: the office, whom to call, and the numbers."""
    zalo = _("Zalo {zalo}").format(zalo=one.contact.zalo) if one.contact.zalo else ""
    return " – ".join(part for part in (one.name, one.contact.who, one.contact.phone, zalo) if part)
