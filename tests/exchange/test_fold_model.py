"""One record's fold against the independent model: any graph of entries, any part of it, in any order."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tracemalloc
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from db.exchange.merge.ownership_history import annulled
from db.exchange.merge.version_graph import Folded, fold_graph, load_graph, orphans_of
from tests.exchange.model import Said, Shown, ancestors, fold, owner_of

pytestmark = pytest.mark.untraced

REC = "0" * 32
OFFICES = {"A": "a" * 32, "B": "b" * 32, "H": "c" * 32}
WRITERS = ("A1", "A2", "B1", "H1")
VALUES = {"full_name": ("An", "Bình"), "phone": ("1", "2", None), "born": ("1960", None)}


@dataclass
class Graph:
    """Entries of one record in the order they were written; `ids` need not be in that order."""

    salt: int
    entries: dict[str, Said] = field(default_factory=dict)

    def add(self, writer: str, op: str, office: str, pre: frozenset[str], values: dict[str, Any]) -> str:
        identity = hashlib.sha256(f"{self.salt} {len(self.entries)}".encode()).hexdigest()[:32]
        said = Said(identity, REC, "person", op, office, OFFICES[writer[0]], pre, values, writer)
        self.entries[identity] = said
        return identity

    def heads(self, known: set[str]) -> frozenset[str]:
        return frozenset(known - {parent for i in known for parent in self.entries[i].pre})

    def owner(self, known: set[str]) -> str:
        seen = {i: ancestors(self.entries, i) for i in self.entries}
        first = next(iter(self.entries.values())).office
        return owner_of(self.entries, seen, known, first)[0]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Up to 12 entries by four devices, each of which has seen some of the earlier ones."""
    graph = Graph(draw(st.integers(0, 1000)))
    for _step in range(draw(st.integers(1, 12))):
        writer = draw(st.sampled_from(WRITERS))
        known: set[str] = set()
        for identity in graph.entries:
            if draw(st.booleans()):
                known |= {identity} | ancestors(graph.entries, identity)
        _add_one(draw, graph, writer, known)
    return graph


def _add_one(draw: st.DrawFn, graph: Graph, writer: str, known: set[str]) -> None:
    first = not graph.entries
    own = OFFICES[writer[0]]
    if first or not known:
        name = draw(st.sampled_from(VALUES["full_name"]))
        graph.add(writer, "ins", own, frozenset(), {"full_name": name})
        return
    op = draw(st.sampled_from(["upd", "upd", "upd", "res", "del", "move"]))
    office = graph.owner(known) if draw(st.integers(0, 9)) else own
    if op == "move":
        values: dict[str, Any] = {"office": draw(st.sampled_from(sorted(OFFICES.values())))}
    else:
        names = [] if op == "del" else draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, unique=True))
        values = {name: draw(st.sampled_from(VALUES[name])) for name in names}
    graph.add(writer, op, office, graph.heads(known), values)


def product_fold(said: list[Said], *, may_miss: bool = False) -> tuple[Folded, bool]:
    """What the product makes of the entries, stored in this order, and whether a parent is missing."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE chains (no INTEGER, dev BLOB, office BLOB)")
        db.execute("CREATE TABLE entries (chain INTEGER, id BLOB, rec BLOB, counts INTEGER, line BLOB)")
        db.executemany(
            "INSERT INTO chains VALUES (?, ?, ?)",
            [(n, bytes([n]) * 16, bytes.fromhex(OFFICES[writer[0]])) for n, writer in enumerate(WRITERS)],
        )
        db.executemany("INSERT INTO entries VALUES (?, ?, ?, 1, ?)", [_row(one, n + 1) for n, one in enumerate(said)])
        nodes = load_graph(db, bytes.fromhex(REC))
        missing = bool(orphans_of(nodes)) and not may_miss
        return fold_graph(nodes, missing=missing), missing


def _row(said: Said, seq: int) -> tuple[int, bytes, bytes, bytes]:
    parts = [seq, 1, 0, seq, "0" * 16, said.office, said.kind, said.rec, said.op, sorted(said.pre), "0" * 32, said.set]
    line = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return WRITERS.index(said.dev), bytes.fromhex(said.id), bytes.fromhex(said.rec), line


def as_shown(folded: Folded, missing: bool) -> Shown:
    """The product's answer in the model's words."""
    return Shown(
        folded.owner.hex(),
        frozenset(head.hex() for head in folded.heads),
        folded.values,
        {name: frozenset(node.id.hex() for node in nodes) for name, (_code, nodes) in folded.conflicts.items()},
        folded.deleted,
        missing,
    )


@settings(
    max_examples=2000, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
@given(graphs(), st.randoms(use_true_random=False), st.booleans())
def test_any_graph_of_entries_folds_as_the_model_says(graph, chance, may_miss):
    part = [one for one in graph.entries.values() if chance.random() < 0.85] or list(graph.entries.values())
    wanted = fold({one.id: one for one in part}, may_miss=may_miss)
    event(f"conflicts: {','.join(sorted(wanted.conflicts)) or 'none'}")
    event("missing" if wanted.missing else "whole")
    for _order in range(2):
        chance.shuffle(part)
        folded, missing = product_fold(part, may_miss=may_miss)
        assert as_shown(folded, missing) == wanted
        _leads_to_the_owner(folded)


def _leads_to_the_owner(folded: Folded) -> None:
    """The steps from office to office hang together, and the last one ends with the owner; taken back is a round trip."""
    assert all(one.new == after.old for one, after in pairwise(folded.steps))
    assert not folded.steps or folded.steps[-1].new == folded.owner
    standing = [one for place, one in enumerate(folded.steps, 1) if place not in annulled(folded.steps)]
    assert len({one.old for one in standing} | {folded.owner}) == len(standing) + 1, "no office twice"


def test_an_edit_under_a_wrong_office_does_not_bring_a_deleted_record_back():
    graph = Graph(1)
    made = graph.add("A1", "ins", OFFICES["A"], frozenset(), {"full_name": "An"})
    gone = graph.add("A1", "del", OFFICES["A"], frozenset({made}), {})
    assert product_fold(list(graph.entries.values()))[0].deleted
    graph.add("B1", "upd", OFFICES["B"], frozenset({gone}), {"phone": "1"})
    assert product_fold(list(graph.entries.values()))[0].deleted


def test_parallel_moves_leave_a_record_with_the_office_it_had_before_them():
    graph = Graph(1)
    made = graph.add("A1", "ins", OFFICES["A"], frozenset(), {"full_name": "An"})
    moved = graph.add("A1", "move", OFFICES["A"], frozenset({made}), {"office": OFFICES["B"]})
    for target in ("A", "H"):
        graph.add("H1", "move", OFFICES["B"], frozenset({moved}), {"office": OFFICES[target]})
    folded = product_fold(list(graph.entries.values()))[0]
    assert folded.owner.hex() == OFFICES["B"]
    assert set(folded.conflicts) == {"owner"}


def test_a_record_that_went_to_and_fro_a_thousand_times_has_the_owner_of_the_last_time():
    """An office could sign this; who works the owner out by asking for the one before it never comes back."""
    graph = Graph(1)
    last = graph.add("A1", "ins", OFFICES["A"], frozenset(), {"full_name": "An"})
    ways = [("A", "B"), ("B", "A")] * 550 + [("A", "H")]
    for old, new in ways:
        last = graph.add(f"{old}1", "move", OFFICES[old], frozenset({last}), {"office": OFFICES[new]})
    folded = product_fold(list(graph.entries.values()))[0]
    assert (folded.owner.hex(), len(folded.steps), folded.conflicts) == (OFFICES["H"], len(ways), {})


def memory_of_fold(changes: int) -> int:
    """The most bytes in use while a record with one conflict and so many changes after it is folded."""
    graph = Graph(1)
    made = graph.add("A1", "ins", OFFICES["A"], frozenset(), {"full_name": "An"})
    graph.add("A2", "upd", OFFICES["A"], frozenset({made}), {"phone": "1"})
    last = graph.add("A1", "upd", OFFICES["A"], frozenset({made}), {"phone": "2"})
    for number in range(changes):
        last = graph.add("A1", "upd", OFFICES["A"], frozenset({last}), {"full_name": VALUES["full_name"][number % 2]})
    said = list(graph.entries.values())
    tracemalloc.start()
    try:
        assert set(product_fold(said)[0].conflicts) == {"phone"}
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_twice_as_many_changes_of_a_record_take_twice_the_memory_not_four_times():
    assert memory_of_fold(2_000) < 3 * memory_of_fold(1_000)
