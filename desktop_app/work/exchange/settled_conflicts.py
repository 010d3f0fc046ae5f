"""What people have chosen where two places wrote different things: who, when, among which values; the newest first.

A choice stands in the journal as an entry `res`, which has seen all the values it chose among. It is never taken back:
choosing again is a newer entry (`rulings.choose_again`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.exchange.merge.version import Graph, Node
from db.exchange.merge.version_graph import WRITES, load_graph
from db.exchange.wire.entry import decode_line
from db.register import load_states
from db.store import Book
from db.tables.exchange import CONFLICT, DELETED
from desktop_app.work.exchange.conflicts import Names, value_of
from desktop_app.work.subjects.record_labels import record_text

CHOSEN = b'","res",['
"""How the line of a choice goes on after the record's id."""


@dataclass(frozen=True)
class Decided:
    """One choice: the record, also in words, the field, the value chosen with unit, device, who and when.

    `values` are what it chose among, as conflicts show them; none where the choice was that a record stays. `again` says
    whether it can be chosen anew: it is the last word on its field, and nothing of the record is open.
    """

    record: bytes
    kind: str
    about: str
    field: str
    chosen: dict[str, Any]
    values: tuple[dict[str, Any], ...]
    again: bool

    @property
    def conflict(self) -> str:
        """How the choice is named when it is made again."""
        return f"{self.record.hex()}.{self.field}"


def decided_ids(book: Book) -> list[bytes]:
    """The choices of this office and of the province, the newest first: each by its record and entry, 32 bytes."""
    with book.reading() as db:
        rows = db.execute(  # CROSS JOIN: only these chains are read, not those of all offices
            "SELECT e.id, e.rec, e.line FROM chains c CROSS JOIN entries e ON e.chain = c.no"
            " WHERE c.office IN (SELECT id FROM units WHERE level = 'province' UNION SELECT ?)"
            " AND e.counts = 1 AND instr(e.line, ?) > 0",
            (book.unit, CHOSEN),
        ).fetchall()
    entries = [(decode_line(line), rec + identity) for identity, rec, line in rows]
    chosen = [(entry.t, place) for entry, place in entries if entry.op == "res" and entry.set is not None]
    return [place for _t, place in sorted(chosen, reverse=True)]


def decided(book: Book, choices: Sequence[bytes]) -> list[Decided]:
    """These choices in their order."""
    with book.reading() as db:
        names = Names.read(db)
        return [_decided(db, one[:16], one[16:], names) for one in choices]


def _decided(db: sqlite3.Connection, record: bytes, identity: bytes, names: Names) -> Decided:
    graph = load_graph(db, record)
    node = graph[identity]
    field = next(iter(node.entry.set or {}), "")
    among = _among(node, field, graph) if field else []
    state = load_states(db, [record])[record]
    last = graph.latest(lambda one: _writes(one, field))
    free = bool(field) and [one.id for one in last] == [identity] and not state.marks & (DELETED | CONFLICT)
    values = tuple(value_of(_option(one, field), names) for one in among)
    chosen = value_of(_option(node, field), names)
    return Decided(record, state.kind, record_text(db, record), field, chosen, values, free)


def _writes(node: Node, field: str) -> bool:
    return node.entry.op in WRITES and field in (node.entry.set or {})


def _among(node: Node, field: str, graph: Graph) -> list[Node]:
    """The first writers of the different values that stood side by side, through choices that were made anew."""
    seen = graph.seen_by([node])
    last = graph.latest(lambda one: one.id in seen and _writes(one, field))
    if len(last) == 1 and last[0].entry.op == "res":
        last = _among(last[0], field, graph)
    different: dict[Any, Node] = {}
    for one in [*sorted(last, key=lambda one: one.id), node]:
        different.setdefault((one.entry.set or {})[field], one)
    return list(different.values())


def _option(node: Node, field: str) -> dict[str, Any]:
    return {
        "entry": node.id.hex(),
        "value": (node.entry.set or {}).get(field),
        "office": node.writer.hex(),
        "device": node.device.hex(),
        "actor": node.entry.actor,
        "t": node.entry.t,
    }
