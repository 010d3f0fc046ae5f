"""One entry of a record in its graph, and which of several had the last word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from db.exchange.wire.entry import Entry


class Node(NamedTuple):
    """An entry: its id, what it says, who wrote it, and everything it had seen."""

    id: bytes
    entry: Entry
    writer: bytes
    device: bytes
    seen: frozenset[bytes]


def latest(nodes: Sequence[Node]) -> list[Node]:
    """Those that no other of them has among its ancestors."""
    superseded = frozenset().union(*(node.seen for node in nodes)) if nodes else frozenset()
    return [node for node in nodes if node.id not in superseded]
