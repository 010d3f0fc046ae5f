"""The entries of one record as a graph: who had seen what.

Whatever is asked of it is asked in one pass over all entries, parents first or children first, with a bit for each thing
asked after: of thousands of entries nobody keeps who their ancestors are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from db.exchange.wire.entry import Entry


class Node(NamedTuple):
    """An entry: its id, what it says, and who wrote it on which device."""

    id: bytes
    entry: Entry
    writer: bytes
    device: bytes


@dataclass(frozen=True)
class Graph:
    """Entries, each behind its parents; of every one the places of the parents that are held, and whether all of them are."""

    nodes: tuple[Node, ...]
    parents: tuple[tuple[int, ...], ...]
    whole: tuple[bool, ...]
    place: Mapping[bytes, int]

    @classmethod
    def of(cls, nodes: Iterable[Node]) -> Graph:
        """The graph of some entries, in an order that depends on nothing but their set."""
        held = {node.id: node for node in nodes}
        named = {one: [bytes.fromhex(parent) for parent in node.entry.pre] for one, node in held.items()}
        order = tuple(_parents_first({one: [p for p in named[one] if p in held] for one in held}))
        place = {one: number for number, one in enumerate(order)}
        return cls(
            tuple(held[one] for one in order),
            tuple(tuple(place[parent] for parent in named[one] if parent in held) for one in order),
            tuple(all(parent in held for parent in named[one]) for one in order),
            place,
        )

    def __len__(self) -> int:
        return len(self.nodes)

    def __getitem__(self, identity: bytes) -> Node:
        return self.nodes[self.place[identity]]

    def above(self, bits: Sequence[int]) -> list[int]:
        """For each entry the bits of all entries that its writer had seen, joined."""
        joined = [0] * len(bits)
        for at, parents in enumerate(self.parents):
            for parent in parents:
                joined[at] |= joined[parent] | bits[parent]
        return joined

    def below(self, bits: Sequence[int]) -> list[int]:
        """For each entry the bits of all entries whose writers had seen it, joined."""
        joined = [0] * len(bits)
        for at in range(len(bits) - 1, -1, -1):
            passed = joined[at] | bits[at]
            if passed:
                for parent in self.parents[at]:
                    joined[parent] |= passed
        return joined

    def latest(self, is_meant: Callable[[Node], bool]) -> list[Node]:
        """Those of the entries meant that no other of them had seen, by id."""
        bits = [int(is_meant(node)) for node in self.nodes]
        later = self.below(bits)
        return sorted((node for at, node in enumerate(self.nodes) if bits[at] and not later[at]), key=_by_id)

    def seen_by(self, some: Iterable[Node]) -> Set[bytes]:
        """Everything that the writers of some entries had seen."""
        found: set[int] = set()
        todo = [self.place[node.id] for node in some]
        while todo:
            new = [parent for parent in self.parents[todo.pop()] if parent not in found]
            found.update(new)
            todo += new
        return {self.nodes[at].id for at in found}


def _by_id(node: Node) -> bytes:
    return node.id


def _parents_first(parents: Mapping[bytes, Sequence[bytes]]) -> Iterator[bytes]:
    """Ids behind those of their parents, the smaller first; parents are hashed before their children: there is no circle."""
    children: dict[bytes, list[bytes]] = {}
    waits = {one: len(above) for one, above in parents.items()}
    for one, above in parents.items():
        for parent in above:
            children.setdefault(parent, []).append(one)
    ready = [one for one, count in waits.items() if not count]
    heapify(ready)
    while ready:
        one = heappop(ready)
        yield one
        for child in children.get(one, ()):
            waits[child] -= 1
            if not waits[child]:
                heappush(ready, child)
