"""What files would change, office by office: the whole intake is tried in one transaction, looked at, and left."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.doubled_records import doubled
from db.exchange.incoming import receive as taking
from db.exchange.incoming.quarantine import FileResult
from db.exchange.outcomes import Outcome
from db.exchange.wire.bundle_file import FileKind
from db.exchange.wire.entry import decode_line
from db.i18n import _
from db.progress import Progress
from db.store import Book
from db.tables.exchange import DELETED
from desktop_app.values.money import format_money
from desktop_app.work.privacy.erasure import withdrawn
from desktop_app.work.reports.stated_changes import ChangedPeriod, moved_by
from desktop_app.work.units.units import list_order, unit_of

OWNER = "SELECT office, marks FROM records WHERE rec = ?"
ENTRIES = (
    "SELECT e.id, e.content, e.rec, e.line FROM entries e JOIN chains c ON c.no = e.chain"
    " WHERE c.dev = ? AND c.inc = ? AND e.seq BETWEEN ? AND ? AND e.counts = 1"
)


@dataclass(frozen=True)
class OfficeChange:
    """What would become of one office's records: counts of records, open conflicts added, money in đồng.

    `withdrawn` are records deleted and vouchers reversed. Money is cash and bank, without goods; None where nothing is known
    of the office yet.
    """

    office: bytes
    name: str
    new: int
    changed: int
    withdrawn: int
    conflicts: int
    money_before: int | None
    money_after: int


def office_words(one: OfficeChange) -> str:
    """One office's changes in a sentence."""
    return _(
        "{unit}: {new} mục mới, {changed} mục sửa, {withdrawn} mục bỏ hoặc hủy, {conflicts} chỗ ghi khác nhau, "
        "tiền {before} → {after} đồng"
    ).format(
        unit=one.name,
        new=one.new,
        changed=one.changed,
        withdrawn=one.withdrawn,
        conflicts=one.conflicts,
        before=_("chưa có số") if one.money_before is None else format_money(one.money_before),
        after=format_money(one.money_after),
    )


@dataclass(frozen=True)
class Preview:
    """One result a file, and the offices whose records would change, in list order."""

    results: list[FileResult]
    offices: list[OfficeChange]
    erasures: int = 0
    """Records that offices ask to be erased by it."""
    changed: Sequence[ChangedPeriod] = ()
    """Stated periods that it would make other than stated."""


def preview(book: Book, paths: Iterable[Path], *, report: Progress | None = None) -> Preview:
    """Try the files as `receive` would take them; nothing is kept."""
    offices: list[OfficeChange] = []
    asked: set[object] = set()
    changed: list[ChangedPeriod] = []
    with book.reading() as before:

        def look(after: sqlite3.Connection, results: list[FileResult]) -> None:
            offices.extend(_offices(before, after, results))
            asked.update(withdrawn(after) - withdrawn(before))
            changed.extend(moved_by(before, after, [one.office for one in offices]))

        results = taking.receive(
            book,
            paths,
            dry_run=True,
            report=report,
            look=look,
        )
    return Preview(results, offices, len(asked), changed)


def _offices(
    before: sqlite3.Connection, after: sqlite3.Connection, results: Sequence[FileResult]
) -> list[OfficeChange]:
    records = Counter(_changes(before, after, results))
    conflicts, money = (_conflicts(before), _conflicts(after)), (_money(before), _money(after))
    changed = {office for office, _word in records}
    changed |= {one for pair in (conflicts, money) for one in pair[0] | pair[1] if pair[0][one] != pair[1][one]}
    found = [
        OfficeChange(
            office,
            unit_of(after, office).name,
            records[office, "new"],
            records[office, "changed"],
            records[office, "withdrawn"],
            conflicts[1][office] - conflicts[0][office],
            money[0].get(office),
            money[1][office],
        )
        for office in changed
    ]
    order = list_order(after)
    return sorted(found, key=lambda one: order[one.office])


def _changes(
    before: sqlite3.Connection, after: sqlite3.Connection, results: Sequence[FileResult]
) -> Iterator[tuple[bytes, str]]:
    """The owner of every record that would be touched, and whether it is new, changed or withdrawn."""
    for rec, reversing in _touched(before, after, results).items():
        row = after.execute(OWNER, (rec,)).fetchone()
        known = before.execute(OWNER, (rec,)).fetchone()
        if known is None:
            yield row[0], "new"
        elif row is None or reversing or (row[1] & DELETED and not known[1] & DELETED):
            yield known[0], "withdrawn"
        else:
            yield row[0], "changed"


def _touched(before: sqlite3.Connection, after: sqlite3.Connection, results: Sequence[FileResult]) -> dict[bytes, bool]:
    """Records with entries that would be new or have content for the first time; True where a reversal is among them.

    A trust list may besides take entries of a cut device out of the count, so then all records are compared.
    """
    touched: dict[bytes, bool] = {}
    for result in results:
        if result.outcome not in (Outcome.MERGED, Outcome.PARTLY_NEW):
            continue
        if result.kind == FileKind.TRUST:
            touched |= dict.fromkeys(_counted_anew(before, after), False) | touched
        for rec, line in _new_entries(before, after, result):
            entry = decode_line(line)
            if entry.kind != "chain":
                touched[rec] = touched.get(rec, False) or entry.op == "rev"
    return touched


def _new_entries(
    before: sqlite3.Connection, after: sqlite3.Connection, result: FileResult
) -> list[tuple[bytes, bytes]]:
    """Record and line of the entries of a run that count and were not held like that."""
    span = (bytes.fromhex(result.device), bytes.fromhex(result.incarnation), result.first, result.last)
    known = {(identity, content) for identity, content, _rec, _line in before.execute(ENTRIES, span)}
    return [
        (rec, line) for identity, content, rec, line in after.execute(ENTRIES, span) if (identity, content) not in known
    ]


def _counted_anew(before: sqlite3.Connection, after: sqlite3.Connection) -> set[bytes]:
    """Records whose heads differ."""
    heads = "SELECT rec, heads FROM records"
    found = set(after.execute(heads)) ^ set(before.execute(heads))
    return {rec for rec, _heads in found}


def _conflicts(db: sqlite3.Connection) -> Counter[bytes]:
    rows = db.execute("SELECT r.office FROM conflicts c JOIN records r ON r.rec = c.rec").fetchall()
    found = Counter(row[0] for row in rows)
    for clash in doubled(db):
        found.update(db.execute("SELECT office FROM records WHERE rec = ?", (clash.records[0],)).fetchone())
    return found


def _money(db: sqlite3.Connection) -> Counter[bytes]:
    return Counter(
        dict(db.execute("SELECT office, sum(amount) FROM postings WHERE account <> 'goods' GROUP BY office").fetchall())
    )
