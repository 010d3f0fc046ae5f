"""One record from all its entries: who had seen what, which values stand, what is a conflict.

A pure function of the set of entries: a field's value is the set of values written by entries that no other writer of
the field has among its ancestors; different ones are a conflict, shown provisionally as the owner's value. What an
erasure covers (`covers`) writes nothing any more.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

from db.exchange.merge.erasure_scope import ERASE, hidden_by_erasure
from db.exchange.merge.version import Graph, Node
from db.exchange.wire.entry import decode_line
from db.register import SHAPES
from db.tables import KINDS

PARALLEL, EXISTENCE, WRONG_OFFICE = "parallel", "existence", "office"
WRITES = frozenset(("ins", "upd", "res"))
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


def load_graph(db: sqlite3.Connection, rec: bytes) -> Graph:
    """Every entry of a record that counts."""
    rows = db.execute(
        "SELECT e.id, e.line, c.office, c.dev FROM entries e JOIN chains c ON c.no = e.chain"
        " WHERE e.rec = ? AND e.counts = 1",
        (rec,),
    ).fetchall()
    return Graph.of(Node(identity, decode_line(line), *written) for identity, line, *written in rows)


def orphans_of(graph: Graph) -> list[bytes]:
    """The entries of a record of which a parent is not held."""
    return [node.id for node, whole in zip(graph.nodes, graph.whole, strict=True) if not whole]


def fold_graph(graph: Graph, *, missing: bool, left_out: Set[bytes] = frozenset()) -> Folded:
    """What a set of entries of one record comes to; a pure function of the set.

    Where a parent is `missing` that may still come, parallel values open no conflict. What is `left_out` says nothing, and
    hands on what its writer had seen; so does an entry of another kind than the record's: no door writes one.
    """
    root = _root(graph, left_out)
    left_out |= {node.id for node in graph.nodes if node.entry.kind != root.entry.kind}
    hidden = hidden_by_erasure(graph, left_out)
    owned = _Ownership(graph, bytes.fromhex(root.entry.office), hidden | left_out)
    wrong = owned.wrong
    values, conflicts = _values(root.entry.kind, graph, hidden | left_out | wrong, owned.owner, missing)
    conflicts |= _wrong_offices(graph, wrong, left_out) | _owner_conflict(owned.options)
    deleted, existence = _existence(graph, hidden, wrong | left_out)
    conflicts |= existence
    heads = tuple(node.id for node in graph.latest(lambda node: node.id not in left_out))
    held = any(graph[head].entry.set is None for head in heads if head not in hidden)
    erased = any(node.entry.op == ERASE for node in graph.nodes if node.id not in left_out)
    return Folded(
        root.entry.kind, owned.owner, heads, values, {} if deleted else conflicts, deleted, held, erased, owned.steps()
    )


def _root(graph: Graph, left_out: Set[bytes]) -> Node:
    """The entry that began the record; of several the smallest, of none the smallest entry of all."""
    counted = [
        (node, parents) for node, parents in zip(graph.nodes, graph.parents, strict=True) if node.id not in left_out
    ]
    begun = [node for node, parents in counted if node.entry.op == "ins" and not parents]
    return min(begun or [node for node, _parents in counted], key=lambda node: node.id)


class _Ownership:
    """Who owns a record after which of its entries; a set of entries that say an owner is a number, a bit for each.

    A move counts where it names the owner before it. Parallel moves to different offices leave the record where it was before
    all of them, as a conflict. An erasure states the owner anew, because the moves before it have no content any more.
    """

    def __init__(self, graph: Graph, first: bytes, silent: Set[bytes]) -> None:
        self._first = first
        self._nodes: list[Node] = []
        self._above: list[int] = []
        self._owners: dict[int, bytes] = {}
        self.wrong: Set[bytes] = frozenset(self._wrong(graph, silent))
        every = (1 << len(self._nodes)) - 1
        self.owner = self._owner_after(every)
        last = self._latest(every)
        apart = len({_owner_said(node) for node in last}) > 1
        self.options = [node for node in last if node.entry.op == "move"] if apart else []

    def _wrong(self, graph: Graph, silent: Set[bytes]) -> Iterator[bytes]:
        """Entries that name another owner than the record has after its parents; a move among them moves nothing."""
        bit, above = [0] * len(graph), [0] * len(graph)
        for at, node in enumerate(graph.nodes):
            for parent in graph.parents[at]:
                above[at] |= above[parent] | bit[parent]
            if node.id in silent:
                continue
            if node.entry.op != ERASE and bytes.fromhex(node.entry.office) != self._owner_after(above[at]):
                yield node.id
            elif _owner_said(node):
                bit[at] = 1 << len(self._nodes)
                self._nodes.append(node)
                self._above.append(above[at])

    def _latest(self, some: int) -> list[Node]:
        """Those of a set that no other of it had seen, by id; the one with the highest bit is always one of them."""
        found = []
        while some:
            number = some.bit_length() - 1
            found.append(self._nodes[number])
            some &= ~(1 << number | self._above[number])
        return sorted(found, key=lambda node: node.id)

    def _before(self, some: int) -> int:
        """What all that are latest in a set had seen."""
        before = -1
        while some:
            number = some.bit_length() - 1
            before &= self._above[number]
            some &= ~(1 << number | self._above[number])
        return before

    def _owner_after(self, some: int) -> bytes:
        """The owner after a set of entries that say one."""
        if some not in self._owners:
            rest = some
            while rest and len({_owner_said(node) for node in self._latest(rest)}) > 1:
                rest = self._before(rest)
            said = _owner_said(self._latest(rest)[0]) if rest else None
            self._owners[some] = bytes.fromhex(said) if said else self._first
        return self._owners[some]

    def steps(self) -> tuple[OwnershipStep, ...]:
        """The owners one after the other; an erasure begins anew."""
        levels, some = [], (1 << len(self._nodes)) - 1
        while some:
            levels.append(self._latest(some))
            some = self._before(some)
        steps: list[OwnershipStep] = []
        for last in reversed(levels):
            offices = {_owner_said(node) or "" for node in last}
            if len(offices) > 1:
                continue
            if any(node.entry.op == ERASE for node in last):
                steps = []
                continue
            old, new = steps[-1].new if steps else self._first, bytes.fromhex(offices.pop())
            if old != new:
                steps.append(OwnershipStep(old, new, min(node.entry.t for node in last)))
        return tuple(steps)


def _owner_said(node: Node) -> str | None:
    if node.entry.op == ERASE:
        return node.entry.office
    return node.entry.set["office"] if node.entry.op == "move" and node.entry.set else None


def _wrong_offices(graph: Graph, wrong: Set[bytes], left_out: Set[bytes]) -> dict[str, tuple[str, list[Node]]]:
    settled = graph.below([int(node.entry.op == "res" and node.id not in left_out) for node in graph.nodes])
    open_ = [node for at, node in enumerate(graph.nodes) if node.id in wrong and not settled[at]]
    return {"office": (WRONG_OFFICE, sorted(open_, key=lambda node: node.id))} if open_ else {}


def _owner_conflict(options: Sequence[Node]) -> dict[str, tuple[str, list[Node]]]:
    return {"owner": (PARALLEL, list(options))} if options else {}


def _values(
    kind: str, graph: Graph, silent: Set[bytes], owner: bytes, missing: bool
) -> tuple[dict[str, Any], dict[str, tuple[str, list[Node]]]]:
    values: dict[str, Any] = {}
    conflicts: dict[str, tuple[str, list[Node]]] = {}
    reversals = [node for node in graph.nodes if node.entry.op == "rev" and node.id not in silent]
    if reversals and (said := min(reversals, key=lambda node: node.id).entry.set):
        values |= {"reversed_on": said["dated"], "reversed_reason": said.get("reason")}
    for name, last in _last_writers(kind, graph, silent):
        if len({_key(_said(node, name)) for node in last}) > 1 and not missing:
            conflicts[name] = (PARALLEL, last)
        values[name] = _said(_shown(last, owner, name, KINDS[kind].kind_of.safest.get(name, ())), name)
    return values, conflicts


def _last_writers(kind: str, graph: Graph, silent: Set[bytes]) -> Iterator[tuple[str, list[Node]]]:
    """By field the entries that wrote it last, by id; one whose content is held back may have written any."""
    names = tuple(SHAPES[kind])
    bit = {name: 1 << number for number, name in enumerate(names)}
    every = (1 << len(names)) - 1

    def written(node: Node) -> int:
        if node.id in silent or node.entry.op not in WRITES:
            return 0
        return every if node.entry.set is None else sum(bit.get(name, 0) for name in node.entry.set)

    bits = [written(node) for node in graph.nodes]
    last = [here & ~later for here, later in zip(bits, graph.below(bits), strict=True)]
    in_order = sorted((node, bits) for node, bits in zip(graph.nodes, last, strict=True) if bits)
    for name in names:
        if found := [node for node, bits in in_order if bits & bit[name]]:
            yield name, found


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


def _existence(
    graph: Graph, hidden: Set[bytes], without_effect: Set[bytes]
) -> tuple[bool, dict[str, tuple[str, list[Node]]]]:
    """Deleted when every last edit is a deletion; a deletion beside an edit stays visible as a conflict.

    Entries `without_effect` are those that name a wrong office, until a person settles them. An erasure is no edit: what
    was deleted before it stays so, and what it covers opens no conflict.
    """
    last = graph.latest(lambda node: node.entry.op != ERASE and node.id not in without_effect)
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
