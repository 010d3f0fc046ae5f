"""One record from all its entries: who had seen what, which values stand, what is a conflict.

A pure function of the set of entries: a field's value is the set of values written by entries that no other writer of
the field has among its ancestors; different ones are a conflict, shown provisionally as the owner's value. What an
erasure covers (`covers`) writes nothing any more.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

from db.exchange.merge.erasure_scope import ERASE, hidden_by_erasure
from db.exchange.merge.version import Node, latest
from db.exchange.wire.entry import Entry, decode_line
from db.register import SHAPES
from db.tables import KINDS

PARALLEL, EXISTENCE, WRONG_OFFICE = "parallel", "existence", "office"
HELD_VALUE = "\x00held"
"""Stands for a value whose content is held back; no real value holds a control character."""


class OwnershipStep(NamedTuple):
    """A record's way from one owner to the next, and when that was written (ms)."""

    old: bytes
    new: bytes
    t: int


@dataclass
class Folded:
    """What a record's entries come to."""

    kind: str
    owner: bytes
    heads: tuple[bytes, ...]
    values: dict[str, Any]
    conflicts: dict[str, tuple[str, list[Node]]]
    deleted: bool
    held: bool
    erased: bool
    steps: tuple[OwnershipStep, ...] = ()


def load_nodes(db: sqlite3.Connection, rec: bytes) -> dict[bytes, Node]:
    """Every entry of a record that counts, by id, each with all its known ancestors."""
    rows = db.execute(
        "SELECT e.id, e.line, c.office, c.dev FROM entries e JOIN chains c ON c.no = e.chain"
        " WHERE e.rec = ? AND e.counts = 1",
        (rec,),
    ).fetchall()
    return link((identity, decode_line(line), writer, device) for identity, line, writer, device in rows)


def link(entries: Iterable[tuple[bytes, Entry, bytes, bytes]]) -> dict[bytes, Node]:
    """Entries (id, what it says, writer's office, device) of one record, each with all its known ancestors."""
    plain = {identity: (entry, writer, device) for identity, entry, writer, device in entries}
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


def orphans_of(nodes: Mapping[bytes, Node]) -> list[bytes]:
    """The entries of a record of which a parent is not held."""
    return [node.id for node in nodes.values() if any(bytes.fromhex(p) not in nodes for p in node.entry.pre)]


def fold_nodes(nodes: Mapping[bytes, Node], *, missing: bool) -> Folded:
    """What a set of entries of one record comes to; a pure function of the set.

    Where a parent is `missing` that may still come, parallel values open no conflict.
    """
    ordered = [nodes[identity] for identity in sorted(nodes)]
    named = {bytes.fromhex(parent) for node in ordered for parent in node.entry.pre}
    heads = tuple(node.id for node in ordered if node.id not in named)
    roots = [node for node in ordered if node.entry.op == "ins" and not node.seen] or ordered[:1]
    first = bytes.fromhex(roots[0].entry.office)
    hidden = hidden_by_erasure(nodes)
    owner, owner_options = _owner(ordered, first, hidden)
    wrong = {node.id for node in ordered if node.id not in hidden and _is_wrong(node, nodes, first, hidden)}
    good = [node for node in ordered if node.id not in wrong]
    kind = roots[0].entry.kind
    values, conflicts = _values(kind, [node for node in good if node.id not in hidden], owner, missing)
    conflicts |= _wrong_offices(ordered, wrong) | _owner_conflict(owner_options)
    deleted, existence = _existence(good, hidden)
    conflicts |= existence
    held = any(nodes[head].entry.set is None for head in heads if head not in hidden)
    erased = any(node.entry.op == ERASE for node in ordered)
    steps = tuple(_steps(ordered, first, hidden))
    return Folded(kind, owner, heads, values, {} if deleted else conflicts, deleted, held, erased, steps)


def _owner(ordered: Sequence[Node], first: bytes, hidden: Set[bytes]) -> tuple[bytes, list[Node]]:
    """The owner after all moves; parallel moves to different offices leave it where it was, as a conflict.

    An erasure states the owner anew, because the moves before it have no content any more.
    """
    last = latest([node for node in ordered if node.id not in hidden and _owner_said(node) is not None])
    offices = {_owner_said(node) for node in last}
    if len(offices) == 1:
        return bytes.fromhex(offices.pop() or ""), []
    if not last:
        return first, []
    before = frozenset.intersection(*(node.seen for node in last))
    shared, _options = _owner([node for node in ordered if node.id in before], first, hidden)
    return shared, [node for node in last if node.entry.op == "move"]


def _steps(ordered: Sequence[Node], first: bytes, hidden: Set[bytes]) -> list[OwnershipStep]:
    """The owners one after the other, as `_owner` sees them; an erasure begins anew."""
    last = latest([node for node in ordered if node.id not in hidden and _owner_said(node) is not None])
    if not last:
        return []
    before = frozenset.intersection(*(node.seen for node in last))
    earlier = _steps([node for node in ordered if node.id in before], first, hidden)
    offices = {_owner_said(node) for node in last}
    if len(offices) > 1:
        return earlier
    if any(node.entry.op == ERASE for node in last):
        return []
    old, new = earlier[-1].new if earlier else first, bytes.fromhex(offices.pop() or "")
    return earlier if old == new else [*earlier, OwnershipStep(old, new, min(node.entry.t for node in last))]


def _owner_said(node: Node) -> str | None:
    if node.entry.op == ERASE:
        return node.entry.office
    return node.entry.set["office"] if node.entry.op == "move" and node.entry.set else None


def _is_wrong(node: Node, nodes: Mapping[bytes, Node], first: bytes, hidden: Set[bytes]) -> bool:
    """Whether an entry names another owner than the record has after its parents."""
    if node.entry.op == ERASE:
        return False
    before = sorted(node.seen)
    owner, _ = _owner([nodes[identity] for identity in before], first, hidden)
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
        last = latest([node for node in writers if node.entry.set is None or name in node.entry.set])
        if not last:
            continue
        if len({_key(_said(node, name)) for node in last}) > 1 and not missing:
            conflicts[name] = (PARALLEL, last)
        values[name] = _said(_shown(last, owner, name, KINDS[kind].kind_of.safest.get(name, ())), name)
    return values, conflicts


def _shown(nodes: Sequence[Node], owner: bytes, name: str, safest: Sequence[str]) -> Node:
    """The provisional value: the safest where one is safer, then the owner's, among several that of the smallest id."""

    def place(node: Node) -> int:
        value = _said(node, name)
        return safest.index(value) if value in safest else len(safest)

    return min(nodes, key=lambda node: (place(node), node.writer != owner, node.id))


def _said(node: Node, name: str) -> Any:
    return HELD_VALUE if node.entry.set is None else node.entry.set[name]


def _key(value: Any) -> str:
    return json.dumps(value)


def _existence(good: Sequence[Node], hidden: Set[bytes]) -> tuple[bool, dict[str, tuple[str, list[Node]]]]:
    """Deleted when every last edit is a deletion; a deletion beside an edit stays visible as a conflict.

    `good` is without the entries that name a wrong office: they have no effect until a person settles them. An erasure
    is no edit: what was deleted before it stays so, and what it covers opens no conflict.
    """
    last = latest([node for node in good if node.entry.op != ERASE])
    gone = [node for node in last if node.entry.op == "del"]
    if not gone or len(gone) == len(last):
        return bool(gone), {}
    seen = [node for node in last if node.id not in hidden]
    kept = [node for node in seen if node.entry.op != "del"]
    if not seen or not kept or len(kept) == len(seen):
        return bool(seen) and not kept, {}
    return False, {"": (EXISTENCE, last)}


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
    """What an entry says of the field in conflict: of `owner` the office it moves to, of `office` everything it set."""
    if node.entry.set is None or name == WRONG_OFFICE:
        return node.entry.set
    return node.entry.set.get("office" if name == "owner" else name)
