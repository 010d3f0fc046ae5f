"""What an erasure covers: all entries of its record but those that have it among their ancestors.

It wins over edits made in parallel. An entry whose ancestors are not all held may have seen the erasure through one of
them: it is hidden at once, but its content goes only when that is certain, so that every order of arrival ends alike.
"""

from __future__ import annotations

from collections.abc import Set

from db.exchange.merge.version import Graph

ERASE = "erase"


def hidden_by_erasure(graph: Graph, left_out: Set[bytes] = frozenset()) -> frozenset[bytes]:
    """The entries of one record that say nothing any more; erasures `left_out` cover nothing."""
    erasures = [node.id for node in graph.nodes if node.entry.op == ERASE and node.id not in left_out]
    if not erasures:
        return frozenset()
    bit = {identity: 1 << number for number, identity in enumerate(erasures)}
    seen = graph.above([bit.get(node.id, 0) for node in graph.nodes])
    every = (1 << len(erasures)) - 1
    return frozenset(
        node.id for at, node in enumerate(graph.nodes) if node.entry.op != ERASE and seen[at] != every
    ) - frozenset(left_out)


def erased_for_good(graph: Graph, *, missing: bool, left_out: Set[bytes] = frozenset()) -> frozenset[bytes]:
    """The hidden entries of which it is certain; where a parent is `missing` that may still come, some are not."""
    hidden = hidden_by_erasure(graph, left_out)
    if not missing or not hidden:
        return hidden
    covered = graph.below([int(node.entry.op == ERASE and node.id not in left_out) for node in graph.nodes])
    broken = [int(_is_broken(graph, at, left_out)) for at in range(len(graph))]
    above = graph.above(broken)
    return frozenset(
        node.id
        for at, node in enumerate(graph.nodes)
        if node.id in hidden and (covered[at] or not (broken[at] or above[at]))
    )


def _is_broken(graph: Graph, at: int, left_out: Set[bytes]) -> bool:
    """Whether a parent of an entry is not there, or does not count."""
    if graph.nodes[at].id in left_out:
        return False
    return not graph.whole[at] or any(graph.nodes[parent].id in left_out for parent in graph.parents[at])
