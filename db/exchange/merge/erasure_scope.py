"""What an erasure covers: all entries of its record but those that have it among their ancestors.

It wins over edits made in parallel. An entry whose ancestors are not all held may have seen the erasure through one of
them: it is hidden at once, but its content goes only when that is certain, so that every order of arrival ends alike.
"""

from __future__ import annotations

from collections.abc import Mapping

from db.exchange.merge.version import Node

ERASE = "erase"


def hidden_by_erasure(nodes: Mapping[bytes, Node]) -> frozenset[bytes]:
    """The entries of one record that say nothing any more."""
    erasures = [node for node in nodes.values() if node.entry.op == ERASE]
    return frozenset(
        node.id
        for node in nodes.values()
        if node.entry.op != ERASE and any(erasure.id not in node.seen for erasure in erasures)
    )


def erased_for_good(nodes: Mapping[bytes, Node], *, missing: bool) -> frozenset[bytes]:
    """The hidden entries of which it is certain; where a parent is `missing` that may still come, some are not."""
    hidden = hidden_by_erasure(nodes)
    if not missing or not hidden:
        return hidden
    before = frozenset().union(*(node.seen for node in nodes.values() if node.entry.op == ERASE))
    broken = {node.id for node in nodes.values() if any(bytes.fromhex(p) not in nodes for p in node.entry.pre)}
    return frozenset(one for one in hidden if one in before or not ({one} | nodes[one].seen) & broken)
