"""Units that the report waits for and that cannot send: no machine of theirs is enrolled. Their district is to be called."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from db.i18n import _
from db.store import Book
from desktop_app.values.periods import Period
from desktop_app.work.book.trust_in_force import require_trust
from desktop_app.work.exchange.reporting_status import clusters_of
from desktop_app.work.reports.period_closing import existing
from desktop_app.work.units.phone_book import OfficeContact, contact_of, contacts
from desktop_app.work.units.units import association_name, list_order


@dataclass(frozen=True)
class WithoutMachine:
    """The units below one unit that have no machine, and whom to call about it there."""

    above: bytes
    above_name: str
    names: tuple[str, ...]
    contact: OfficeContact
    clusters: frozenset[int]


def without_machine(book: Book, period: Period) -> list[WithoutMachine]:
    """By the unit above, in list order: the units of the clusters that existed in the period and have no machine."""
    enrolled = set(require_trust(book).offices())
    with book.reading() as db:
        clusters, order = clusters_of(db, period.year), list_order(db)
        known, there = contacts(db, book.clock.today()), existing(db, period)
        names = dict(db.execute("SELECT id, name FROM units"))
        rows = db.execute("SELECT id, parent FROM units WHERE parent IS NOT NULL").fetchall()
    below: dict[bytes, list[bytes]] = defaultdict(list)
    for unit, parent in rows:
        if unit in there and unit not in enrolled and (unit in clusters or parent in clusters):
            below[parent].append(unit)
    return [
        WithoutMachine(
            above,
            names[above],
            tuple(names[unit] for unit in sorted(units, key=lambda unit: order[unit])),
            contact_of(known, above),
            clusters.get(above, frozenset()).union(*(clusters.get(unit, frozenset()) for unit in units)),
        )
        for above, units in sorted(below.items(), key=lambda one: order[one[0]])
    ]


def request(one: WithoutMachine) -> str:
    """What is written to the office above, to copy."""
    return _(
        "Kính gửi {association}: các đơn vị sau chưa đăng ký máy nên chưa gửi số liệu cho tỉnh được: {units}. Đề nghị giúp "
        "các đơn vị lập sổ, vào «Gửi và nhận» tạo tệp đăng ký rồi chuyển cho tỉnh. Xin cảm ơn."
    ).format(association=association_name(one.above_name), units="; ".join(one.names))
