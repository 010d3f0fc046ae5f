"""Entries become records. The result depends on the set of entries alone, never on the order they arrived in.

Fast path: an entry that had exactly the record's heads as parents changes the row in place, many at once. Anything else
refolds that one record from all its entries: a field's value is the set of values written by entries that no other
writer of the field has among its ancestors; different ones are a conflict, shown provisionally as the owner's value.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from db.exchange.entry import Entry, decode_line
from db.records import (
    SEEDED,
    SHAPES,
    RecordState,
    derived_columns,
    forget_names,
    index_names,
    load_states,
    save_states,
    to_column,
)
from db.tables import KINDS
from db.tables.exchange import CONFLICT, DELETED, HELD, MISSING
from db.tables.record import Listed, Record

PARALLEL, EXISTENCE, WRONG_OFFICE = "parallel", "existence", "office"
HELD_VALUE = "\x00held"
"""Stands for a value whose content is held back; no real value holds a control character."""


class Taken(NamedTuple):
    """An accepted entry with its id (16 bytes) and its writer's office."""

    entry: Entry
    id: bytes
    writer: bytes


@dataclass
class Pending:
    """Fields of one record that a run changes on the fast path."""

    model: type[Record]
    office: bytes
    fields: dict[str, Any]
    new: bool


@dataclass
class Run:
    """One run on its way into the tables: states as they change, rows to write, records that need the slow path."""

    states: dict[bytes, RecordState]
    pending: dict[bytes, Pending] = field(default_factory=dict)
    touched: set[bytes] = field(default_factory=set)
    slow: set[bytes] = field(default_factory=set)


def apply(db: sqlite3.Connection, taken: Sequence[Taken]) -> None:
    """Fold a run of entries that already stand in `entries`; one call for a whole bundle."""
    recs = {bytes.fromhex(item.entry.rec) for item in taken if item.entry.kind != "chain"}
    run = Run(load_states(db, recs))
    for item in taken:
        if item.entry.kind != "chain":
            _take(run, item)
    save_states(db, (run.states[rec] for rec in run.touched - run.slow))
    _write_rows(db, [(rec, pending) for rec, pending in run.pending.items() if rec not in run.slow])
    for rec in sorted(run.slow):
        refold(db, rec)


def _take(run: Run, item: Taken) -> None:
    entry, rec = item.entry, bytes.fromhex(item.entry.rec)
    state = run.states.get(rec)
    if rec in run.slow:
        return
    if state is None:
        _take_first(run, rec, item)
    elif _fits_heads(state, entry):
        _take_next(run, rec, item, state)
    else:
        run.slow.add(rec)


def _take_first(run: Run, rec: bytes, item: Taken) -> None:
    entry = item.entry
    if entry.op != "ins" or entry.pre or bytes.fromhex(entry.office) != item.writer:
        run.slow.add(rec)
        return
    office = bytes.fromhex(entry.office)
    run.states[rec] = RecordState(rec, entry.kind, office, (item.id,), HELD if entry.set is None else 0)
    run.touched.add(rec)
    if entry.set is not None:
        run.pending[rec] = Pending(KINDS[entry.kind], office, dict(entry.set), new=True)


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


def _take_next(run: Run, rec: bytes, item: Taken, state: RecordState) -> None:
    assert item.entry.set is not None
    pending = run.pending.setdefault(rec, Pending(KINDS[state.kind], state.office, {}, new=False))
    pending.fields.update(item.entry.set)
    run.states[rec] = state.moved_to(item.id)
    run.touched.add(rec)


def _write_rows(db: sqlite3.Connection, rows: Sequence[tuple[bytes, Pending]]) -> None:
    new: dict[str, list[tuple[bytes, Pending]]] = {}
    for rec, pending in rows:
        if pending.new:
            new.setdefault(pending.model.kind_of.name, []).append((rec, pending))
        else:
            _update_row(db, rec, pending)
    for kind, group in new.items():
        _insert_rows(db, kind, group)


def _insert_rows(db: sqlite3.Connection, kind: str, group: Sequence[tuple[bytes, Pending]]) -> None:
    model = KINDS[kind]
    columns = list(model.model_fields)
    table = [_row(kind, model, columns, rec, pending.office, pending.fields) for rec, pending in group]
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    db.executemany(f"INSERT OR REPLACE INTO {model.__tablename__} ({names}) VALUES ({marks})", table)
    if issubclass(model, Listed):
        place = columns.index("plain")
        index_names(db, kind, [(rec, row[place]) for (rec, _p), row in zip(group, table, strict=True)])


def _row(
    kind: str, model: type[Record], columns: Sequence[str], rec: bytes, office: bytes, fields: Mapping[str, Any]
) -> tuple[Any, ...]:
    shapes = SHAPES[kind]
    full = {"id": rec, "office": office, **_defaults(model), **derived_columns(model, fields)}
    for name, value in fields.items():
        full[name] = _column(to_column(shapes[name], value)) if name in shapes else value
    return tuple(full.get(name) for name in columns)


def _defaults(model: type[Record]) -> dict[str, Any]:
    """What a row holds where no entry has set a field that may not be empty."""
    named = {
        name: info.default
        for name, info in model.model_fields.items()
        if name not in ("id", "office") and not info.is_required() and info.default is not None
    }
    lists = {name: "[]" for name, shape in SHAPES[model.kind_of.name].items() if shape.value == "texts"}
    return {**{k: v for k, v in named.items() if isinstance(v, str | int | bytes)}, **lists}


def _column(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _update_row(db: sqlite3.Connection, rec: bytes, pending: Pending) -> None:
    model, shapes = pending.model, SHAPES[pending.model.kind_of.name]
    values = {
        name: _column(to_column(shapes[name], value)) if name in shapes else value
        for name, value in pending.fields.items()
    }
    for name, default in _defaults(model).items():
        if name in values and values[name] is None:
            values[name] = default
    if not values:
        return
    assignments = ", ".join(f'"{name}" = ?' for name in values)
    db.execute(f"UPDATE {model.__tablename__} SET {assignments} WHERE id = ?", (*values.values(), rec))
    if issubclass(model, Listed) and {model.named_by, "given", "aliases"} & set(pending.fields):
        _derive_again(db, model, rec)


def set_fields(db: sqlite3.Connection, kind: str, rec: bytes, fields: Mapping[str, Any]) -> None:
    """Set fields of one row to values of an entry, and what is derived from them."""
    _update_row(db, rec, Pending(KINDS[kind], b"", dict(fields), new=False))


def _derive_again(db: sqlite3.Connection, model: type[Listed], rec: bytes) -> None:
    columns = [name for name in (model.named_by, "given", "aliases") if name in model.model_fields]
    row = db.execute(f"SELECT {', '.join(columns)} FROM {model.__tablename__} WHERE id = ?", (rec,)).fetchone()
    if row is None:
        return
    fields = dict(zip(columns, row, strict=True))
    if "aliases" in fields:
        fields["aliases"] = json.loads(fields["aliases"])
    derived = derived_columns(model, fields)
    db.execute(
        f"UPDATE {model.__tablename__} SET sort_key = ?, plain = ? WHERE id = ?",
        (derived["sort_key"], derived["plain"], rec),
    )
    index_names(db, model.kind_of.name, [(rec, derived["plain"])])


# --- the slow path: one record from all its entries -------------------------------------------------------------------


class Node(NamedTuple):
    """One entry of a record in its graph: its id, what it says, who wrote it, and everything it had seen."""

    id: bytes
    entry: Entry
    writer: bytes
    device: bytes
    seen: frozenset[bytes]


@dataclass
class Folded:
    """What a record's entries come to."""

    kind: str
    owner: bytes
    heads: tuple[bytes, ...]
    values: dict[str, Any]
    conflicts: dict[str, tuple[str, list[Node]]]
    deleted: bool
    missing: bool
    held: bool


def refold(db: sqlite3.Connection, rec: bytes, *, may_miss: bool = False) -> None:
    """Work a record out again from its entries and write row, register and conflicts.

    `may_miss` says that everything its writers had seen has come: parallel values open conflicts although a parent is
    still not held.
    """
    nodes = load_nodes(db, rec)
    if not nodes:
        _forget(db, rec)
        return
    folded = fold_nodes(nodes, may_miss=may_miss)
    before = load_states(db, [rec]).get(rec)
    marks = DELETED * folded.deleted + CONFLICT * bool(folded.conflicts) + MISSING * folded.missing + HELD * folded.held
    save_states(db, [RecordState(rec, folded.kind, folded.owner, folded.heads, marks, before.no if before else None)])
    _write_folded(db, rec, folded)
    db.execute("DELETE FROM conflicts WHERE rec = ?", (rec,))
    db.executemany(
        "INSERT INTO conflicts (rec, field, code, options) VALUES (?, ?, ?, ?)",
        [(rec, name, code, _options(name, options)) for name, (code, options) in sorted(folded.conflicts.items())],
    )


def _forget(db: sqlite3.Connection, rec: bytes) -> None:
    """Take a record out of which no entry counts any more; units and clusters stay as they were seeded."""
    state = load_states(db, [rec]).get(rec)
    if state is None:
        return
    forget_names(db, [rec])
    if state.kind not in SEEDED:
        db.execute(f"DELETE FROM {KINDS[state.kind].__tablename__} WHERE id = ?", (rec,))
    db.execute("DELETE FROM conflicts WHERE rec = ?", (rec,))
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
    _insert_rows(db, folded.kind, [(rec, Pending(model, folded.owner, fields, new=True))])


def load_nodes(db: sqlite3.Connection, rec: bytes) -> dict[bytes, Node]:
    """Every entry of a record that counts, by id, each with all its known ancestors."""
    rows = db.execute(
        "SELECT e.id, e.line, c.office, c.dev FROM entries e JOIN chains c ON c.no = e.chain"
        " WHERE e.rec = ? AND e.counts = 1",
        (rec,),
    ).fetchall()
    plain = {identity: (decode_line(line), writer, device) for identity, line, writer, device in rows}
    parents = {
        identity: [bytes.fromhex(p) for p in entry.pre if bytes.fromhex(p) in plain]
        for identity, (entry, _w, _d) in plain.items()
    }
    seen = _all_ancestors(parents)
    return {identity: Node(identity, *parts, seen[identity]) for identity, parts in plain.items()}


def _all_ancestors(parents: Mapping[bytes, Sequence[bytes]]) -> dict[bytes, frozenset[bytes]]:
    """Ancestors of each entry; parents are hashed before their children, so there is no circle."""
    seen: dict[bytes, frozenset[bytes]] = {}
    for start in parents:
        path = [start]
        while path:
            current = path[-1]
            todo = [parent for parent in parents[current] if parent not in seen]
            if todo:
                path.extend(todo)
                continue
            seen[current] = frozenset(parents[current]).union(*(seen[parent] for parent in parents[current]))
            path.pop()
    return seen


def fold_nodes(nodes: Mapping[bytes, Node], *, may_miss: bool = False) -> Folded:
    """What a set of entries of one record comes to; a pure function of the set."""
    ordered = [nodes[identity] for identity in sorted(nodes)]
    named = {bytes.fromhex(parent) for node in ordered for parent in node.entry.pre}
    heads = tuple(node.id for node in ordered if node.id not in named)
    missing = bool(named - set(nodes)) and not may_miss
    roots = [node for node in ordered if node.entry.op == "ins" and not node.seen] or ordered[:1]
    first = bytes.fromhex(roots[0].entry.office)
    owner, owner_options = _owner(ordered, first)
    wrong = {node.id for node in ordered if _is_wrong(node, nodes, first)}
    good = [node for node in ordered if node.id not in wrong]
    kind = roots[0].entry.kind
    values, conflicts = _values(kind, good, owner, missing)
    conflicts |= _wrong_offices(ordered, wrong) | _owner_conflict(owner_options)
    deleted, existence = _existence(good, set(heads))
    conflicts |= existence
    held = any(nodes[head].entry.set is None for head in heads)
    return Folded(kind, owner, heads, values, {} if deleted else conflicts, deleted, missing, held)


def _owner(ordered: Sequence[Node], first: bytes) -> tuple[bytes, list[Node]]:
    """The owner after all moves; parallel moves to different offices leave it where it was, as a conflict."""
    last = _latest([node for node in ordered if node.entry.op == "move" and node.entry.set is not None])
    offices = {node.entry.set["office"] for node in last if node.entry.set}
    if len(offices) == 1:
        return bytes.fromhex(offices.pop()), []
    return first, last


def _is_wrong(node: Node, nodes: Mapping[bytes, Node], first: bytes) -> bool:
    """Whether an entry names another owner than the record has after its parents."""
    before = sorted(node.seen)
    owner, _ = _owner([nodes[identity] for identity in before], first)
    return bytes.fromhex(node.entry.office) != owner


def _wrong_offices(ordered: Sequence[Node], wrong: set[bytes]) -> dict[str, tuple[str, list[Node]]]:
    settled = {identity for node in ordered if node.entry.op == "res" for identity in node.seen}
    open_ = [node for node in ordered if node.id in wrong - settled]
    return {"office": (WRONG_OFFICE, open_)} if open_ else {}


def _owner_conflict(options: Sequence[Node]) -> dict[str, tuple[str, list[Node]]]:
    return {"owner": (PARALLEL, list(options))} if options else {}


def _values(
    kind: str, nodes: Sequence[Node], owner: bytes, missing: bool
) -> tuple[dict[str, Any], dict[str, tuple[str, list[Node]]]]:
    values: dict[str, Any] = {}
    conflicts: dict[str, tuple[str, list[Node]]] = {}
    reversals = [node for node in nodes if node.entry.op == "rev"]
    if reversals and (said := reversals[0].entry.set):
        values |= {"reversed_on": said["dated"], "reversed_reason": said.get("reason")}
    writers = [node for node in nodes if node.entry.op in ("ins", "upd", "res")]
    for name in SHAPES[kind]:
        last = _latest([node for node in writers if node.entry.set is None or name in node.entry.set])
        if not last:
            continue
        if len({_key(_said(node, name)) for node in last}) > 1 and not missing:
            conflicts[name] = (PARALLEL, last)
        values[name] = _said(_shown(last, owner), name)
    return values, conflicts


def _latest(nodes: Sequence[Node]) -> list[Node]:
    """Those that no other of them has among its ancestors."""
    superseded = frozenset().union(*(node.seen for node in nodes)) if nodes else frozenset()
    return [node for node in nodes if node.id not in superseded]


def _shown(nodes: Sequence[Node], owner: bytes) -> Node:
    """The provisional value: the owner's, among several the one with the smallest id."""
    return min(nodes, key=lambda node: (node.writer != owner, node.id))


def _said(node: Node, name: str) -> Any:
    return HELD_VALUE if node.entry.set is None else node.entry.set[name]


def _key(value: Any) -> str:
    return json.dumps(value)


def _existence(nodes: Sequence[Node], heads: set[bytes]) -> tuple[bool, dict[str, tuple[str, list[Node]]]]:
    """Deleted when every head is a deletion; a deletion beside an edit stays visible as a conflict."""
    last = [node for node in nodes if node.id in heads]
    gone = [node for node in last if node.entry.op == "del"]
    if not gone:
        return False, {}
    return (True, {}) if len(gone) == len(last) else (False, {"": (EXISTENCE, last)})


def _options(name: str, nodes: Iterable[Node]) -> str:
    """The parallel values of a conflict as JSON, by entry id: what, by which office, device and officer, when."""
    return json.dumps(
        [
            {
                "entry": node.id.hex(),
                "value": _option_value(node, name),
                "held": node.entry.set is None,
                "op": node.entry.op,
                "office": node.writer.hex(),
                "device": node.device.hex(),
                "actor": node.entry.actor,
                "t": node.entry.t,
            }
            for node in nodes
        ],
        ensure_ascii=False,
    )


def _option_value(node: Node, name: str) -> Any:
    if node.entry.set is None:
        return None
    return node.entry.set.get("office" if name == "owner" else name)
