"""Taking back a step: what a verb wrote is written back as new entries, so that nothing in the journal is ever removed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from db.change import Change
from db.exchange.merge.row_writer import layout_of
from db.exchange.merge.version_graph import HELD_VALUE, fold_graph, load_graph
from db.exchange.wire.entry import Entry, decode_line
from db.i18n import _
from db.journal import Writing
from db.refusal import Refusal
from db.register import SHAPES, load_states, to_column
from db.store import Book, WrittenEntries
from db.tables import KINDS
from db.tables.record import Shape
from desktop_app.work.records.results import EVERYTHING, Done

REFERENCES = [(kind, name) for kind, shapes in SHAPES.items() for name, shape in shapes.items() if shape is Shape.REF]
"""Every field that names a record, with its kind."""


@dataclass(frozen=True)
class Step:
    """The entries that a verb has written, transaction by transaction."""

    kept: list[WrittenEntries]


@contextmanager
def step(book: Book) -> Iterator[Step]:
    """What this thread writes meanwhile, to be taken back; not what another keeps in between, while this one waits."""
    with book.noted() as kept:
        yield Step(kept)


def undo(book: Book, step: Step) -> Done:
    """Take a step back: new records go, changed fields get the values they had.

    Refused for money (which is reversed, never undone) and for what was changed again since.
    """
    with book.write() as tx:
        entries = _entries(tx.db, step)
        _require_undoable(tx.db, entries)
        for _identity, entry in reversed(entries):
            _take_back(tx, entry, {identity for identity, _entry in entries})
        return Done(bytes.fromhex(entries[-1][1].rec), EVERYTHING)


def _entries(db: sqlite3.Connection, step: Step) -> list[tuple[bytes, Entry]]:
    found = []
    for kept in step.kept:
        rows = db.execute("SELECT id, line FROM entries WHERE chain = ? AND seq > ? AND seq <= ? ORDER BY seq", kept)
        found += [(identity, decode_line(line)) for identity, line in rows]
    records = [(identity, entry) for identity, entry in found if entry.kind != "chain"]
    if not records:
        raise Refusal(_("Việc này không ghi gì vào sổ nên không có gì để hoàn tác."), code="UNDO")
    return records


def _require_undoable(db: sqlite3.Connection, entries: list[tuple[bytes, Entry]]) -> None:
    if any(KINDS[entry.kind].kind_of.ledger for _identity, entry in entries):
        raise Refusal(
            _("Phiếu thu, chi đã ghi thì không hoàn tác. Chọn phiếu trong «Quỹ» rồi bấm «Hủy phiếu»."), code="UNDO"
        )
    latest = {bytes.fromhex(entry.rec): identity for identity, entry in entries}
    for rec, state in load_states(db, latest).items():
        if state.heads != (latest[rec],):
            raise Refusal(
                _("Mục này đã được sửa tiếp sau đó nên không hoàn tác được. Mở mục ra và sửa lại."), code="UNDO"
            )


def _take_back(tx: Writing, entry: Entry, undone: set[bytes]) -> None:
    record = tx.get(KINDS[entry.kind], bytes.fromhex(entry.rec))
    if record is None:
        raise Refusal(_("Mục này không còn trong sổ nên không hoàn tác được."), code="UNDO")
    if entry.op == "ins":
        _require_free(tx.db, record.id)
        tx.delete(record)
        tx.flush()
        return
    if entry.op == "move":
        tx.note(Change("move", entry.kind, record.id, record.office, {"office": entry.office}))
        return
    before, model = _values_before(tx.db, record.id, undone), type(record)
    for name in entry.set or {}:
        value = before.get(name)
        column = (
            to_column(SHAPES[entry.kind][name], value) if value is not None else layout_of(model).defaults.get(name)
        )
        setattr(record, name, list(column) if isinstance(column, list) else column)
    tx.flush()


def _require_free(db: sqlite3.Connection, rec: bytes) -> None:
    """Refuse to take away what other records hang on: they would hang on nothing, and a new one would be another.

    What the same step wrote behind it is gone by then.
    """
    for kind, field in REFERENCES:
        if db.execute(f'SELECT 1 FROM {KINDS[kind].__tablename__} WHERE "{field}" = ?', (rec,)).fetchone():
            raise Refusal(
                _("Việc này không hoàn tác được nữa: những mục ghi sau đó đang dùng nó. Mở mục ra và sửa lại."),
                code="UNDO",
            )


def _values_before(db: sqlite3.Connection, rec: bytes, undone: set[bytes]) -> dict[str, Any]:
    """The fields of a record without the entries that are undone: what each entry had seen orders them, no clock does."""
    graph = load_graph(db, rec)
    values = fold_graph(graph, missing=True, left_out=undone).values if graph.place.keys() - undone else {}
    return {name: value for name, value in values.items() if value != HELD_VALUE}
