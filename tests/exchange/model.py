"""The exchange as exchange.md tells it, in plain sets and dicts; it shares no code with the product.

A model book is a set of accepted entries, a trust list's cuts and rulings. What it must show is worked out anew from
that set each time, by reading the page's sentences one after the other; nothing here is quick.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Said(NamedTuple):
    """One entry: its short id, which record, what it says of it, whom it holds for the owner, and who wrote it."""

    id: str
    rec: str
    kind: str
    op: str
    office: str
    writer: str
    pre: frozenset[str]
    set: Mapping[str, Any] | None
    dev: str = ""
    inc: str = ""
    seq: int = 0


Entries = Mapping[str, Said]


# --- one record -------------------------------------------------------------------------------------------------------


@dataclass
class Shown:
    """What a record's entries come to; `conflicts` names the entries whose values stand beside each other."""

    owner: str
    heads: frozenset[str]
    values: dict[str, Any]
    conflicts: dict[str, frozenset[str]]
    deleted: bool
    missing: bool


def fold(entries: Entries, *, may_miss: bool = False) -> Shown:
    """A record from the set of its entries."""
    seen = {identity: ancestors(entries, identity) for identity in entries}
    named = {parent for entry in entries.values() for parent in entry.pre}
    missing = not may_miss and not named <= set(entries)
    first = _first_owner(entries, seen)
    wrong = {i for i, entry in entries.items() if entry.office != owner_of(entries, seen, seen[i], first)[0]}
    good = set(entries) - wrong
    values, conflicts = _values(entries, seen, good, missing, owner_of(entries, seen, set(entries), first)[0])
    settled = {old for i, entry in entries.items() if entry.op == "res" for old in seen[i]}
    if wrong - settled:
        conflicts["office"] = frozenset(wrong - settled)
    owner, moves = owner_of(entries, seen, set(entries), first)
    if moves:
        conflicts["owner"] = frozenset(moves)
    last = latest(good, seen)
    gone = {i for i in last if entries[i].op == "del"}
    if gone and gone != last:
        conflicts[""] = frozenset(last)
    deleted = bool(gone) and gone == last
    heads = frozenset(set(entries) - named)
    return Shown(owner, heads, values, {} if deleted else conflicts, deleted, missing)


def ancestors(entries: Entries, identity: str) -> set[str]:
    """Everything held that the writer of an entry had seen of the record."""
    found: set[str] = set()
    todo = list(entries[identity].pre)
    while todo:
        parent = todo.pop()
        if parent in entries and parent not in found:
            found.add(parent)
            todo += entries[parent].pre
    return found


def latest(some: Collection[str], seen: Mapping[str, Collection[str]]) -> set[str]:
    """Those that no other of them has among its ancestors."""
    return {one for one in some if not any(one in seen[other] for other in some)}


def _first_owner(entries: Entries, seen: Mapping[str, set[str]]) -> str:
    begun = [i for i, entry in entries.items() if entry.op == "ins" and not seen[i]]
    return entries[min(begun or entries)].office


def owner_of(
    entries: Entries, seen: Mapping[str, set[str]], some: Collection[str], first: str
) -> tuple[str, set[str]]:
    """The owner after some entries; parallel moves to different offices are a conflict and leave the value before."""
    moves = latest({i for i in some if entries[i].op == "move"}, seen)
    offices = {(entries[i].set or {})["office"] for i in moves}
    if len(offices) == 1:
        return offices.pop(), set()
    if not moves:
        return first, set()
    before = set.intersection(*(seen[i] for i in moves))
    return owner_of(entries, seen, before, first)[0], moves


def _values(
    entries: Entries, seen: Mapping[str, set[str]], good: set[str], missing: bool, owner: str
) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    values: dict[str, Any] = {}
    conflicts: dict[str, frozenset[str]] = {}
    writing = {i for i in good if entries[i].op in ("ins", "upd", "res")}
    for name in {name for i in writing for name in entries[i].set or {}}:
        last = latest({i for i in writing if name in (entries[i].set or {})}, seen)
        said = {json.dumps((entries[i].set or {})[name]) for i in last}
        values[name] = json.loads(said.pop()) if len(said) == 1 else _provisional(entries, last, owner, name)
        if said and not missing:
            conflicts[name] = frozenset(last)
    return values, conflicts


def _provisional(entries: Entries, last: Iterable[str], owner: str, name: str) -> Any:
    best = min(last, key=lambda i: (entries[i].writer != owner, i))
    return (entries[best].set or {})[name]
