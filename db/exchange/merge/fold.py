"""Entries become records. The result depends on the set of entries alone, never on the order they arrived in.

Fast path: an entry that had exactly the record's heads as parents changes the row in place, many at once. Anything else
folds that one record again from all its entries (`graph`); rows are written by `rows`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from db.exchange.merge.ownership_history import write_steps
from db.exchange.merge.redaction import blank_covered
from db.exchange.merge.row_writer import PendingFields, insert_rows, write_rows
from db.exchange.merge.version_graph import HELD_VALUE, Folded, fold_graph, load_graph, options_of, orphans_of
from db.exchange.storage.missing_parents import may_still_come
from db.exchange.wire.entry import Entry
from db.register import (
    SEEDED,
    RecordState,
    forget_names,
    load_states,
    save_states,
)
from db.settings import SettingKey, drop_setting, keep_setting, setting
from db.tables import KINDS
from db.tables.exchange import ABSENT, CONFLICT, DELETED, ERASED, HELD, MISSING


class AcceptedEntry(NamedTuple):
    """An accepted entry with its id (16 bytes), its record and its writer's office."""

    entry: Entry
    id: bytes
    rec: bytes
    writer: bytes


@dataclass
class FoldingRun:
    """One run on its way into the tables: states as they change, rows to write, records that need the slow path.

    Records are numbered in the order of their first entries.
    """

    states: dict[bytes, RecordState]
    pending: dict[bytes, PendingFields] = field(default_factory=dict)
    touched: dict[bytes, None] = field(default_factory=dict)
    slow: set[bytes] = field(default_factory=set)


def apply(db: sqlite3.Connection, taken: Sequence[AcceptedEntry]) -> None:
    """Fold a run of entries that already stand in `entries`; one call for a whole bundle."""
    changes = [item for item in taken if item.entry.kind != "chain"]
    run = FoldingRun(load_states(db, {item.rec for item in changes}))
    for item in changes:
        _take(run, item)
    save_states(db, (run.states[rec] for rec in run.touched if rec not in run.slow))
    write_rows(db, [(rec, pending) for rec, pending in run.pending.items() if rec not in run.slow])
    for rec in sorted(run.slow):
        refold(db, rec)


def _take(run: FoldingRun, item: AcceptedEntry) -> None:
    state = run.states.get(item.rec)
    if item.rec in run.slow:
        return
    if state is None:
        _take_first(run, item)
    elif _fits_heads(state, item.entry):
        _take_next(run, item, state)
    else:
        run.slow.add(item.rec)


def _take_first(run: FoldingRun, item: AcceptedEntry) -> None:
    entry, rec = item.entry, item.rec
    office = bytes.fromhex(entry.office)
    if entry.op != "ins" or entry.pre or office != item.writer:
        run.slow.add(rec)
        return
    run.states[rec] = RecordState(rec, entry.kind, office, (item.id,), HELD if entry.set is None else 0)
    run.touched[rec] = None
    if entry.set is not None:
        run.pending[rec] = PendingFields(KINDS[entry.kind], office, dict(entry.set), new=True)


def _fits_heads(state: RecordState, entry: Entry) -> bool:
    """Whether an entry may change the row in place: all heads known, nothing open, nothing held."""
    return (
        not state.marks
        and entry.set is not None
        and entry.op == "upd"
        and entry.kind == state.kind
        and entry.office == state.office.hex()
        and [head.hex() for head in state.heads] == entry.pre
    )


def _take_next(run: FoldingRun, item: AcceptedEntry, state: RecordState) -> None:
    rec = item.rec
    assert item.entry.set is not None
    pending = run.pending.setdefault(rec, PendingFields(KINDS[state.kind], state.office, {}, new=False))
    pending.fields.update(item.entry.set)
    run.states[rec] = state.moved_to(item.id)
    run.touched[rec] = None


# --- the slow path: one record from all its entries -------------------------------------------------------------------


def look_again(db: sqlite3.Connection) -> None:
    """Fold the records again of which a parent is not held: it may have come, or everything that its child had seen."""
    if setting(db, SettingKey.NOTHING_ABSENT):
        return
    marked = db.execute("SELECT rec FROM records WHERE marks & ? ORDER BY rec", (ABSENT,)).fetchall()
    for (rec,) in marked:
        refold(db, rec)
    if not marked:
        keep_setting(db, SettingKey.NOTHING_ABSENT, "1")


def refold(db: sqlite3.Connection, rec: bytes) -> None:
    """Work a record out again from its entries and write row, register and conflicts; what was erased loses its content."""
    graph = load_graph(db, rec)
    if not len(graph):
        _forget(db, rec)
        return
    orphans = orphans_of(graph)
    missing = may_still_come(db, orphans, rec)
    folded = fold_graph(graph, missing=missing)
    if folded.erased:
        blank_covered(db, rec, missing=missing)
    before = load_states(db, [rec]).get(rec)
    no = before.no if before else None
    marks = _marks(folded) + MISSING * missing + ABSENT * bool(orphans)
    save_states(db, [RecordState(rec, folded.kind, folded.owner, folded.heads, marks, no)])
    if orphans:
        drop_setting(db, SettingKey.NOTHING_ABSENT)
    _write_folded(db, rec, folded)
    write_steps(db, rec, folded.steps)
    db.execute("DELETE FROM conflicts WHERE rec = ?", (rec,))
    db.executemany(
        "INSERT INTO conflicts (rec, field, code, options) VALUES (?, ?, ?, ?)",
        [(rec, name, code, options_of(name, options)) for name, (code, options) in sorted(folded.conflicts.items())],
    )


def _marks(folded: Folded) -> int:
    return DELETED * folded.deleted + CONFLICT * bool(folded.conflicts) + HELD * folded.held + ERASED * folded.erased


def _forget(db: sqlite3.Connection, rec: bytes) -> None:
    """Take a record out of which no entry counts any more; units and clusters stay as they were seeded."""
    state = load_states(db, [rec]).get(rec)
    if state is None:
        return
    forget_names(db, [rec])
    if state.kind not in SEEDED:
        db.execute(f"DELETE FROM {KINDS[state.kind].__tablename__} WHERE id = ?", (rec,))
    db.execute("DELETE FROM conflicts WHERE rec = ?", (rec,))
    write_steps(db, rec, ())
    db.execute("DELETE FROM records WHERE rec = ?", (rec,))


def _write_folded(db: sqlite3.Connection, rec: bytes, folded: Folded) -> None:
    model = KINDS[folded.kind]
    known = {name: None if value == HELD_VALUE else value for name, value in folded.values.items()}
    complete = all(known.get(name) is not None for name in model.kind_of.required)
    if folded.deleted or not complete:
        db.execute(f"DELETE FROM {model.__tablename__} WHERE id = ?", (rec,))
        forget_names(db, [rec])
        return
    fields = {name: value for name, value in known.items() if value is not None}
    insert_rows(db, folded.kind, [(rec, PendingFields(model, folded.owner, fields, new=True))])
