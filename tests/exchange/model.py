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


def owner_of(entries: Entries, seen: Mapping[str, set[str]], some: Collection[str], first: str) -> tuple[str, set[str]]:
    """The owner after some entries; parallel moves to different offices are a conflict and leave the value before.

    A move counts where it names the owner before it.
    """
    moves = {i for i in some if entries[i].op == "move"}
    moves = latest({i for i in moves if entries[i].office == owner_of(entries, seen, seen[i], first)[0]}, seen)
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


# --- chains and files -------------------------------------------------------------------------------------------------


class Position(NamedTuple):
    """One place of one version of a chain, named by the running head after it."""

    head: str
    prev: str
    dev: str
    inc: str
    seq: int
    said: Said


def canonical(value: Any) -> bytes:
    """JSON as the page writes it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def beginning(dev: str, inc: str) -> str:
    """The head before the first entry of an incarnation."""
    return hashlib.sha256(b"kh/g1\0" + bytes.fromhex(dev + inc)).hexdigest()


def position(prev: str, dev: str, inc: str, writer: str, line: bytes) -> Position:
    """The place of a line behind `prev`, with id and head worked out from the bytes."""
    parts = json.loads(line)
    hidden = hashlib.sha256(b"kh/p1\0" + bytes.fromhex(parts[10]) + canonical(parts[11])).hexdigest()
    whole = hashlib.sha256(b"kh/e1\0" + bytes.fromhex(dev + inc) + canonical([*parts[:10], hidden])).digest()
    head = hashlib.sha256(b"kh/c1\0" + bytes.fromhex(prev) + whole).hexdigest()
    seq, _sv, _t, _tx, _actor, office, kind, rec, op, pre, _salt, fields = parts
    said = Said(whole.hex()[:32], rec, kind, op, office, writer, frozenset(pre), fields, dev, inc, seq)
    return Position(head, prev, dev, inc, seq, said)


class File(NamedTuple):
    """What the clear header of a journal or down file says."""

    sha: str
    name: str
    header: Mapping[str, Any]

    @property
    def chain(self) -> tuple[str, str]:
        return self.header["dev"], self.header["inc"]

    def is_for(self, dev: str) -> bool:
        return self.header["addr"] == "all" or dev in self.header["rcp"]


def read_header(content: bytes, name: str) -> File | None:
    """The header of a run's file; None for trust lists and acknowledgements."""
    if content[8] not in (1, 2):
        return None
    length = int.from_bytes(content[12:16], "big")
    return File(hashlib.sha256(content).hexdigest(), name, json.loads(content[40 : 40 + length]))


@dataclass
class World:
    """Every position ever written, by its head, whoever holds it."""

    places: dict[str, Position] = field(default_factory=dict)

    def path(self, file: File) -> list[Position]:
        """The positions of a file's run, first to last."""
        found = []
        head = file.header["head"]
        while head != file.header["prev"]:
            found.append(self.places[head])
            head = self.places[head].prev
        return found[::-1]

    def is_forked(self, chain: tuple[str, str]) -> bool:
        """Whether two versions of a chain were ever written."""
        seqs = [place.seq for place in self.places.values() if (place.dev, place.inc) == chain]
        return len(seqs) != len(set(seqs))


# --- one book ---------------------------------------------------------------------------------------------------------


@dataclass
class ModelBook:
    """What one book has accepted, what it keeps aside and why, and which cuts and rulings hold in it."""

    world: World
    dev: str
    held: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    aside: dict[str, tuple[File, str]] = field(default_factory=dict)
    seen: list[tuple[frozenset[str], list[list[Any]]]] = field(default_factory=list)
    cuts: dict[tuple[str, str], int] = field(default_factory=dict)

    def copy(self) -> ModelBook:
        return ModelBook(
            self.world, self.dev, set(self.held), set(self.own), dict(self.aside), list(self.seen), dict(self.cuts)
        )

    # -- rulings are records like any other

    def rulings(self) -> list[Mapping[str, Any]]:
        return [shown.values for shown in self.records(("ruling",)).values()]

    def ruled(self, file: File, verdict: str) -> bool:
        told = (*file.chain, file.header["from"], file.header["head"])
        return any(
            (one["dev"], one["inc"], one["first_seq"], one.get("head")) == told and one["verdict"] == verdict
            for one in self.rulings()
        )

    def is_lost(self, chain: tuple[str, str], first: int, last: int) -> bool:
        return any(
            (one["dev"], one["inc"]) == chain
            and one["verdict"] == "lost"
            and one["first_seq"] <= first
            and one["last_seq"] >= last
            for one in self.rulings()
        )

    # -- taking files in

    def receive(self, files: Iterable[File]) -> None:
        """Take runs in, in the order of their chains; then try what waits again until nothing moves."""
        order = sorted((f for f in files if f.is_for(self.dev)), key=lambda f: (*f.chain, f.header["from"], f.name))
        for file in order:
            self._take(file)
        self.retry()

    def retry(self) -> None:
        """Try what is kept aside again until nothing moves."""
        moved = True
        while moved:
            kept = sorted(self.aside.values(), key=lambda one: (*one[0].chain, one[0].header["from"]))
            moved = sum(self._try_again(file, code) for file, code in kept) > 0

    def _try_again(self, file: File, before: str) -> bool:
        if self._judge(file) == before:
            return False
        self.aside.pop(file.sha, None)
        self._take(file)
        return True

    def _take(self, file: File) -> None:
        code = self._judge(file)
        if code in ("", "REVOKED"):
            self._accept(file)
        if code and not self._is_discarded(file):
            self.aside[file.sha] = (file, code)

    def _is_discarded(self, file: File) -> bool:
        told = (*file.chain, file.header["from"], file.header["to"])
        return any(
            (one["dev"], one["inc"], one["first_seq"], one["last_seq"]) == told and one["verdict"] == "discard"
            for one in self.rulings()
        )

    def _judge(self, file: File) -> str:
        """Why a file would be kept aside; "" where it is taken in or known."""
        path = self.world.path(file)
        new = [place for place in path if place.head not in self.held]
        if new and (code := self._chain_fault(file, new[0])):
            return code
        cut = self.cuts.get(file.chain, 0 if file.header["dev"] in {dev for dev, _inc in self.cuts} else None)
        if cut is None or file.header["to"] <= cut or self.ruled(file, "merge"):
            return ""
        return "REVOKED" if new or any(not self.counts(place) for place in path) else ""

    def _chain_fault(self, file: File, first: Position) -> str:
        if self.ruled(file, "merge"):
            return ""
        mine = [p for p in (self.world.places[head] for head in self.held) if (p.dev, p.inc) == file.chain]
        if first.seq == 1 or first.prev in self.held:
            return "FORK" if any(place.prev == first.prev for place in mine) else ""
        if any(place.seq == first.seq - 1 for place in mine):
            return "FORK"
        top = max((place.seq for place in mine), default=0)
        return "" if top < first.seq and self.is_lost(file.chain, top + 1, first.seq - 1) else "MISSING"

    def _accept(self, file: File) -> None:
        heads = {place.head for place in self.world.path(file)}
        self.seen.append((frozenset(heads), file.header["seen"]))
        self.held |= heads

    # -- what the book must show

    def tips(self) -> set[str]:
        """How far each version of each chain is held: heads that no other held position comes after."""
        before: set[str] = set()
        for head in self.held:
            while (head := self.world.places[head].prev) in self.world.places and head not in before:
                before.add(head)
        return self.held - before

    def counts(self, place: Position) -> bool:
        """Whether an accepted position takes part: not behind a cut, or ruled in."""
        if place.dev == self.dev or place.dev not in {dev for dev, _inc in self.cuts}:
            return True
        return place.seq <= self.cuts.get((place.dev, place.inc), 0) or any(
            (one["dev"], one["inc"], one["verdict"]) == (place.dev, place.inc, "merge")
            and one["first_seq"] <= place.seq <= one["last_seq"]
            for one in self.rulings()
        )

    def records(self, kinds: Collection[str]) -> dict[str, Shown]:
        """Every record of some kinds as its counted entries make it."""
        by_rec: dict[str, dict[str, Said]] = defaultdict(dict)
        for place in (self.world.places[head] for head in self.held):
            said = place.said
            if said.kind in kinds and (said.kind == "ruling" or self.counts(place)):
                by_rec[said.rec][said.id] = said
        return {rec: fold(entries, may_miss=self._may_miss(entries)) for rec, entries in by_rec.items()}

    def _may_miss(self, entries: Entries) -> bool:
        """Whether each entry with a parent that is not held came in a run that had seen nothing that may still come."""
        return all(
            entry.dev == self.dev
            or entry.pre <= set(entries)
            or any(self._is_settled(seen) for seen in self._told(entry))
            for entry in entries.values()
        )

    def _told(self, entry: Said) -> list[list[list[Any]]]:
        return [seen for heads, seen in self.seen if any(self.world.places[head].said.id == entry.id for head in heads)]

    def _is_settled(self, seen: list[list[Any]]) -> bool:
        return all(head in self.held or self._is_given_up(dev, inc, seq) for dev, inc, seq, head in seen)

    def _is_given_up(self, dev: str, inc: str, seq: int) -> bool:
        return any(
            (one["dev"], one["inc"]) == (dev, inc)
            and one["verdict"] in ("lost", "discard")
            and one["first_seq"] <= seq <= one["last_seq"]
            for one in self.rulings()
        )

    def balances(self) -> dict[tuple[str, str], int]:
        """Each distinct movement once, and once less where it was reversed."""
        sums: dict[tuple[str, str], int] = defaultdict(int)
        reversed_ = {
            self.world.places[h].said.rec
            for h in self.held
            if self.world.places[h].said.op == "rev" and self.counts(self.world.places[h])
        }
        for rec, shown in self.records(("movement",)).items():
            if rec not in reversed_ and "amount" in shown.values:
                sign = -1 if shown.values["kind"] == "pay" else 1
                sums[shown.owner, shown.values["account"]] += sign * shown.values["amount"]
        return {key: amount for key, amount in sums.items() if amount}
