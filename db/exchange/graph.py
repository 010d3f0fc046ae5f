"""One record from all its entries: who had seen what, which values stand, what is a conflict.

A pure function of the set of entries: a field's value is the set of values written by entries that no other writer of
the field has among its ancestors; different ones are a conflict, shown provisionally as the owner's value.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from db.exchange.entry import Entry, decode_line
from db.records import SHAPES

PARALLEL, EXISTENCE, WRONG_OFFICE = "parallel", "existence", "office"
HELD_VALUE = "\x00held"
"""Stands for a value whose content is held back; no real value holds a control character."""


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
    deleted, existence = _existence(_latest(good))
    conflicts |= existence
    held = any(nodes[head].entry.set is None for head in heads)
    return Folded(kind, owner, heads, values, {} if deleted else conflicts, deleted, missing, held)


def _owner(ordered: Sequence[Node], first: bytes) -> tuple[bytes, list[Node]]:
    """The owner after all moves; parallel moves to different offices leave it where it was, as a conflict."""
    last = _latest([node for node in ordered if node.entry.op == "move" and node.entry.set is not None])
    offices = {node.entry.set["office"] for node in last if node.entry.set}
    if len(offices) == 1:
        return bytes.fromhex(offices.pop()), []
    if not last:
        return first, []
    before = frozenset.intersection(*(node.seen for node in last))
    return _owner([node for node in ordered if node.id in before], first)[0], last


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


def _existence(last: list[Node]) -> tuple[bool, dict[str, tuple[str, list[Node]]]]:
    """Deleted when every last entry is a deletion; a deletion beside an edit stays visible as a conflict.

    An entry that names a wrong office is none of them: it has no effect until a person settles it.
    """
    gone = [node for node in last if node.entry.op == "del"]
    if not gone:
        return False, {}
    return (True, {}) if len(gone) == len(last) else (False, {"": (EXISTENCE, last)})


def options_of(name: str, nodes: Iterable[Node]) -> str:
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
