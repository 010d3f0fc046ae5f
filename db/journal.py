"""Every change of a travelling record becomes an entry of this book's own chain, in the same transaction.

`Writing` is the session a verb works in. A listener collects the single records it adds, changes and deletes; bulk verbs
hand over whole tables by `insert_many`. At the end of the verb `seal` turns what was collected into entries, keeps the
register of records, and moves the chain on: nothing is committed without its entry, and no entry without its change.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import event, inspect
from sqlalchemy.orm import InstanceState
from sqlmodel import Session

from db.change import Author, Change
from db.clock import Clock, new_id
from db.exchange.merge.fold import refold
from db.exchange.merge.row_writer import column, layout_of
from db.i18n import _
from db.own_chain import ChainBook, OwnChain
from db.refusal import Refusal
from db.register import (
    SEEDED,
    SHAPES,
    RecordState,
    derived_columns,
    forget_names,
    index_names,
    load_states,
    put_right,
    save_states,
    to_value,
)
from db.tables import KINDS
from db.tables.exchange import CONFLICT, DELETED, ERASED, HELD
from db.tables.record import Listed, Record, Travels, Writer

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

TX_ENTRIES = 5_000
AnyRecord = TypeVar("AnyRecord", bound=Record)


class Writing(Session):
    """The session of one verb: a transaction whose changes are journalled when it is sealed.

    `block` is the block vouchers are numbered in; `life` says which life of this book on this device this is; `stale`
    that erased content still stands in old pages of the file.
    """

    def __init__(self, engine: Engine, author: Author, clock: Clock) -> None:
        super().__init__(engine, expire_on_commit=False)
        self.author = author
        self.clock = clock
        self.block = ""
        self.life = 1
        self.stale = False
        self._changes: list[Change] = []
        self._position: dict[bytes, int] = {}
        self._beside: tuple[str, Set[bytes], Callable[[ChainBook, OwnChain], None]] | None = None
        event.listen(self, "before_flush", _collect)

    @cached_property
    def db(self) -> sqlite3.Connection:
        """The plain connection of this transaction, for bulk statements; a `Writing` is one transaction."""
        connection = self.connection().connection.dbapi_connection
        assert isinstance(connection, sqlite3.Connection)
        return connection

    def new_id(self) -> bytes:
        """A fresh record id."""
        return new_id(self.clock)

    def create(self, model: type[AnyRecord], **fields: Any) -> AnyRecord:
        """Add a record of this office (or of the `office` given), with a fresh id where none is given."""
        fields.setdefault("id", None)
        fields.setdefault("office", self.author.office)
        fields["id"] = fields["id"] or self.new_id()
        record = model(**fields)
        self.add(record)
        return record

    def insert_many(self, model: type[Record], rows: Iterable[Mapping[str, Any]]) -> int:
        """Add many records without the ORM; each row names its columns, `id` and `office` may be left out.

        Returns how many were added. A missing column is empty, or what a new record of the table begins with.
        """
        kind, columns = model.kind_of.name, list(model.model_fields)
        shapes, table = SHAPES[kind], []
        for row in rows:
            right = {**row, **put_right(model, row)}
            full = {**layout_of(model).defaults, "office": self.author.office, **right, **derived_columns(model, right)}
            full.setdefault("id", self.new_id())
            table.append(tuple(column(full.get(name)) for name in columns))
            fields = {n: to_value(s, full[n]) for n, s in shapes.items() if full.get(n) not in (None, "", [])}
            self._changes.append(Change("ins", kind, full["id"], full["office"], fields))
        if table:
            names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
            self.db.executemany(f"INSERT INTO {model.__tablename__} ({names}) VALUES ({marks})", table)
        return len(table)

    def restate(self, record: Record) -> None:
        """Journal every field of a record again, so that what was held back so far travels from now on."""
        self.flush()
        self.collect(Change("upd", record.kind_of.name, record.id, record.office, _all_fields(record)))

    def note(self, change: Change) -> None:
        """Journal a change that has no table row of its own: a reversal, a settled conflict, a ruling."""
        self._changes.append(change)

    def collect(self, change: Change) -> None:
        """Take a change of a single record; a later change of the same record in this verb joins it."""
        at = self._position.get(change.rec)
        if at is None:
            self._position[change.rec] = len(self._changes)
            self._changes.append(change)
            return
        earlier = self._changes[at]
        if change.op == "del":
            earlier.op, earlier.fields = ("none", {}) if earlier.op == "ins" else ("del", {})
        else:
            earlier.fields.update(change.fields)

    def write_beside(self, audience: str, records: Set[bytes], write: Callable[[ChainBook, OwnChain], None]) -> None:
        """When this is sealed, let `write` append entries to the chain for an audience; their records are folded again."""
        self._beside = audience, records, write

    @property
    def changes(self) -> Sequence[Change]:
        """What is to be entered so far, without what was taken back again."""
        return [change for change in self._changes if change.op != "none"]

    def seal(self, chains: ChainBook) -> list[OwnChain]:
        """Write the entries of everything collected; returns the chains that moved, for the high-water mark."""
        self.flush()
        changes = self.changes
        moved: dict[str, OwnChain] = {}
        refolded = {change.rec for change in changes if change.op in ("erase", "move")}
        if self._beside is not None:
            audience, records, write = self._beside
            write(chains, moved.setdefault(audience, chains.chain_for(self.db, audience)))
            refolded |= records
        states = load_states(self.db, {change.rec for change in changes})
        for audience, group in _by_audience(changes, self.author):
            chain = moved.setdefault(audience, chains.chain_for(self.db, audience))
            _write_group(self.db, chains, chain, group, states)
        save_states(self.db, states.values())
        _index(self.db, changes)
        for chain in moved.values():
            chains.store(self.db, chain)
        for rec in sorted(refolded):
            refold(self.db, rec)
        return list(moved.values())


def _collect(session: Session, _flush: object, _instances: object) -> None:
    """Before each flush: put texts right, work out derived columns and note every new, changed and deleted travelling record."""
    assert isinstance(session, Writing)
    new = [obj for obj in session.new if isinstance(obj, Record)]
    for record in sorted(new, key=lambda obj: inspect(obj).insert_order or 0):
        _put_right(record)
        session.collect(Change("ins", record.kind_of.name, record.id, record.office, _all_fields(record)))
    dirty = [obj for obj in session.dirty if isinstance(obj, Record) and session.is_modified(obj)]
    for record in sorted(dirty, key=lambda obj: obj.id):
        _put_right(record)
        if fields := _all_fields(record) if record.kind_of.name in SEEDED else _changed_fields(record):
            session.collect(Change("upd", record.kind_of.name, record.id, record.office, fields))
    for record in sorted((obj for obj in session.deleted if isinstance(obj, Record)), key=lambda obj: obj.id):
        session.collect(Change("del", record.kind_of.name, record.id, record.office, {}))


def _put_right(record: Record) -> None:
    """Texts as they are kept, and the columns worked out from them."""
    fields = {name: getattr(record, name) for name in SHAPES[record.kind_of.name]}
    for name, value in put_right(type(record), fields).items():
        setattr(record, name, value)
    if isinstance(record, Listed):
        for name, value in derived_columns(type(record), record.model_dump()).items():
            setattr(record, name, value)


def _all_fields(record: Record) -> dict[str, Any]:
    shapes = SHAPES[record.kind_of.name]
    values = {name: to_value(shape, getattr(record, name)) for name, shape in shapes.items()}
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _changed_fields(record: Record) -> dict[str, Any]:
    state: InstanceState[Any] = inspect(record)
    shapes = SHAPES[record.kind_of.name]
    changed = [name for name in shapes if state.attrs[name].history.has_changes()]
    return {name: to_value(shapes[name], getattr(record, name)) or None for name in changed} | {
        name: 0 for name in changed if getattr(record, name) == 0
    }


def _by_audience(changes: Sequence[Change], author: Author) -> list[tuple[str, list[Change]]]:
    """Changes grouped by whom they are written for; an office has one audience, `up`."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(_audience(change, author), []).append(change)
    return list(groups.items())


def _audience(change: Change, author: Author) -> str:
    if not author.is_province:
        return "up"
    model = KINDS.get(change.kind)
    if model is not None and model.kind_of.writer is Writer.PROVINCE and model.kind_of.for_all:
        return "all"
    if change.op == "erase":
        return "all"
    return "own" if change.office == author.office else change.office.hex()


def _write_group(
    db: sqlite3.Connection,
    chains: ChainBook,
    chain: OwnChain,
    changes: Sequence[Change],
    states: dict[bytes, RecordState],
) -> None:
    """Entries of one audience: what travels together in transactions of at most 5,000, private notes one by one."""
    together = [c for c in changes if _travels(c) is not Travels.NEVER]
    for start in range(0, len(together), TX_ENTRIES):
        tx = chain.seq + 1
        for change in together[start : start + TX_ENTRIES]:
            _write_change(db, chains, chain, change, states, tx)
    for change in changes:
        if _travels(change) is Travels.NEVER:
            _write_change(db, chains, chain, change, states, chain.seq + 1)


def _travels(change: Change) -> Travels:
    model = KINDS.get(change.kind)
    return model.kind_of.travels if model else Travels.ALWAYS


def _write_change(
    db: sqlite3.Connection,
    chains: ChainBook,
    chain: OwnChain,
    change: Change,
    states: dict[bytes, RecordState],
    tx: int,
) -> None:
    if change.kind == "chain":
        chains.append(chain, replace(change, rec=chain.inc + bytes(8)), (), tx)
        return
    state = states.get(change.rec)
    if state is None:
        change.op = "ins"  # a seeded unit or cluster enters the journal whole, at its first change
        identity = chains.append(chain, change, (), tx)
        states[change.rec] = RecordState(change.rec, change.kind, change.office, (identity,))
        return
    if state.marks & HELD and change.op not in ("res", "del", "erase"):
        raise Refusal(
            _("Nội dung của mục này do cơ sở giữ, máy này không có. Nhờ cơ sở sửa, hoặc ghi lại đủ mọi mục."),
            code="HELD",
        )
    identity = chains.append(chain, change, state.heads, tx)
    states[change.rec] = state.moved_to(identity, marks=_marks_after(db, state, change))


def _marks_after(db: sqlite3.Connection, state: RecordState, change: Change) -> int:
    """Marks after an entry that knew all heads: the fields it sets are settled, a deletion is noted."""
    if change.op == "erase":
        return ERASED  # the record is folded again when its entries are stored, as after a move
    if change.op == "del":
        db.execute("DELETE FROM conflicts WHERE rec = ?", (state.rec,))
        return (state.marks | DELETED) & ~(CONFLICT | HELD)
    marks = state.marks & ~(DELETED | HELD)
    if marks & CONFLICT:
        settled = ["", "office", *change.fields] if change.op == "res" else ["", *change.fields]
        db.executemany("DELETE FROM conflicts WHERE rec = ? AND field = ?", [(state.rec, name) for name in settled])
        left = db.execute("SELECT count(*) FROM conflicts WHERE rec = ?", (state.rec,)).fetchone()[0]
        marks = marks if left else marks & ~CONFLICT
    return marks


def _index(db: sqlite3.Connection, changes: Sequence[Change]) -> None:
    named: dict[str, list[tuple[bytes, str]]] = {}
    for change in changes:
        model = KINDS.get(change.kind)
        if model is None or not issubclass(model, Listed) or change.op == "del":
            continue
        if model.named_by in change.fields:
            text = derived_columns(model, change.fields)["plain"]
            named.setdefault(change.kind, []).append((change.rec, text))
    for kind, names in named.items():
        index_names(db, kind, names)
    forget_names(db, [change.rec for change in changes if change.op == "del"])
