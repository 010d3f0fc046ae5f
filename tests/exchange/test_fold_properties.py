"""The book is a function of the set of entries: order, chopping, overlap, duplication and clocks change nothing.

The model: four devices of three offices write, look at each other's chains now and then, and write again. Their runs are
delivered to several empty books in different ways. What each book must hold is worked out from the entries alone.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from db.book_file import APPLICATION_ID
from db.digests import folded_digest, state_digest
from db.exchange.chains.append_run import take_run
from db.exchange.chains.revocation import EVERYTHING
from db.exchange.chains.run_verification import VerifiedRun
from db.exchange.merge import fold
from db.exchange.outcomes import BundleRefused
from db.exchange.trust.trust_list import Cert
from db.exchange.wire.bundle_file import Envelope, FileKind
from db.exchange.wire.canonical_json import encode
from db.exchange.wire.entry import Entry, encode_line, entry_id, genesis, next_head
from db.migrations.run import upgrade
from db.tables.exchange import MISSING

pytestmark = pytest.mark.untraced

FIELDS = ("full_name", "phone", "born")
VALUES = {"full_name": ("An", "Bình", "Cường"), "phone": ("1", "2", None), "born": ("1960", "1971", None)}
OFFICES = (b"A" * 16, b"A" * 16, b"B" * 16, b"H" * 16)
PROVINCE = 3


@dataclass
class Device:
    """One writer: its chain so far, and how far it has every other chain."""

    number: int
    entries: list[Entry] = field(default_factory=list)
    ids: list[bytes] = field(default_factory=list)
    knows: dict[int, int] = field(default_factory=dict)

    @property
    def dev(self) -> bytes:
        return bytes([self.number]) * 16

    @property
    def inc(self) -> bytes:
        return bytes([self.number]) * 8

    @property
    def office(self) -> bytes:
        return OFFICES[self.number]


class World:
    """Devices writing apart and looking at each other; `entry` finds any entry by its short id."""

    def __init__(self) -> None:
        self.devices = [Device(number, knows=dict.fromkeys(range(4), 0)) for number in range(4)]
        self.entry: dict[bytes, Entry] = {}
        self.seen: dict[bytes, frozenset[bytes]] = {}
        self.clock = random.Random(3)

    def known(self, device: Device, rec: str) -> list[bytes]:
        held = [
            identity
            for other in self.devices
            for entry, identity in zip(other.entries, other.ids, strict=True)
            if entry.rec == rec and entry.seq <= device.knows[other.number]
        ]
        return [identity[:16] for identity in held]

    def heads(self, device: Device, rec: str) -> list[bytes]:
        known = self.known(device, rec)
        named = {parent for identity in known for parent in self.entry[identity].pre}
        return sorted(identity for identity in known if identity.hex() not in named)

    def write(self, device: Device, rec: str, op: str, values: dict) -> None:
        owner = OFFICES[0] if rec[-1] in "02" else OFFICES[2]
        pre = self.heads(device, rec)
        entry = Entry(
            seq=len(device.entries) + 1,
            sv=1,
            t=self.clock.choice([0, 10**12, 2 * 10**12]),
            tx=len(device.entries) + 1,
            actor="0" * 16,
            office=owner.hex(),
            kind="person",
            rec=rec,
            op=op,
            pre=[parent.hex() for parent in pre],
            salt="0" * 32,
            set=values,
        )
        identity = entry_id(device.dev, device.inc, entry)
        device.entries.append(entry)
        device.ids.append(identity)
        device.knows[device.number] = entry.seq
        self.entry[identity[:16]] = entry
        self.seen[identity[:16]] = frozenset(pre).union(*(self.seen[parent] for parent in pre))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Up to 30 steps: writing, changing, deleting, settling, looking at another's chain."""
    world = World()
    for _step in range(draw(st.integers(1, 30))):
        device = world.devices[draw(st.integers(0, 3))]
        if draw(st.integers(0, 2)) == 0:
            other = world.devices[draw(st.integers(0, 3))]
            device.knows[other.number] = max(device.knows[other.number], len(other.entries))
            for third, seq in list(other.knows.items()):
                if draw(st.booleans()):
                    device.knows[third] = max(device.knows[third], seq)
            continue
        rec = f"{draw(st.integers(0, 2)):032x}"
        _write_something(draw, world, device, rec)
    return world


def _write_something(draw: st.DrawFn, world: World, device: Device, rec: str) -> None:
    name = draw(st.sampled_from(FIELDS))
    value = draw(st.sampled_from(VALUES[name]))
    if not world.heads(device, rec):
        owner = OFFICES[0] if rec[-1] in "02" else OFFICES[2]
        if device.office == owner:
            world.write(device, rec, "ins", {"full_name": draw(st.sampled_from(VALUES["full_name"]))})
        return
    op = draw(st.sampled_from(["upd", "upd", "upd", "res", "del"]))
    if value is None and name == "full_name":
        value = "An"
    world.write(device, rec, op, {} if op == "del" else {name: value})


@cache
def empty_book() -> bytes:
    """The bytes of an empty book, made once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "so.skh"
        upgrade(path, APPLICATION_ID)
        with closing(sqlite3.connect(path)) as db:
            return db.serialize()


@contextmanager
def book() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.deserialize(empty_book())
        yield db


CERT = Cert(b"", b"", "", ())


def run_of(world: World, device: Device, first: int, last: int) -> VerifiedRun:
    """Positions first..last of a device's chain as a verified run."""
    head = genesis(device.dev, device.inc)
    heads = [head := next_head(head, identity) for identity in device.ids]
    prev = heads[first - 2] if first > 1 else genesis(device.dev, device.inc)
    seen = [
        [other.dev.hex(), other.inc.hex(), device.knows[other.number], "00" * 32]
        for other in world.devices
        if other is not device and device.knows[other.number]
    ]
    header = {
        "dev": device.dev.hex(),
        "inc": device.inc.hex(),
        "from": first,
        "to": last,
        "prev": prev.hex(),
        "head": heads[last - 1].hex(),
        "office": device.office.hex(),
        "addr": "up",
        "seen": seen,
    }
    entries = tuple(device.entries[first - 1 : last])
    told = encode(header)
    return VerifiedRun(
        header, Envelope(FileKind.JOURNAL, device.dev, told, told, b"", b"", told), CERT, entries, tuple(device.ids[first - 1 : last]),
        tuple(encode_line(entry) for entry in entries),
    )  # fmt: skip


def chopped(world: World, chance: random.Random, upto: dict[int, int]) -> list[VerifiedRun]:
    """Every chain up to a position, cut anywhere, with overlaps and repetitions, in any order."""
    runs = []
    for device in world.devices:
        first, end = 1, upto[device.number]
        while first <= end:
            last = chance.randint(first, end)
            runs.append(run_of(world, device, max(1, first - chance.choice([0, 0, 0, 2])), last))
            first = last + 1
    runs += chance.choices(runs, k=2) if runs else []
    chance.shuffle(runs)
    return runs


def deliver(db: sqlite3.Connection, runs: list[VerifiedRun]) -> None:
    """Take runs in; what waits is tried again until nothing moves, as `receive` does."""
    waiting: list[VerifiedRun] = []
    for run in runs:
        waiting.append(run)
        moved = True
        while moved:
            moved = False
            for one in list(waiting):
                try:
                    take_run(db, one, EVERYTHING)
                except BundleRefused:
                    continue
                waiting.remove(one)
                moved = True
        fold.look_again(db)
    assert not waiting


def digests(db: sqlite3.Connection) -> tuple[str, str]:
    return state_digest(db), folded_digest(db)


def rebuilt(db: sqlite3.Connection) -> tuple[str, str]:
    """The digests of a book to which all entries are folded again, one record after the other."""
    with book() as again:
        for table in ("chains", "entries", "runs", "run_headers"):
            rows = db.execute(f"SELECT * FROM {table}").fetchall()
            if rows:
                again.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)
        for (rec,) in again.execute("SELECT DISTINCT rec FROM entries").fetchall():
            fold.refold(again, rec)
        fold.look_again(again)
        return digests(again)


common = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@common
@given(worlds(), st.randoms(use_true_random=False))
def test_any_order_chopping_overlap_and_repetition_end_in_the_same_book(world, chance):
    everything = {device.number: len(device.entries) for device in world.devices}
    found = set()
    for _way in range(3):
        with book() as db:
            deliver(db, chopped(world, chance, everything))
            found.add(digests(db))
            found.add(rebuilt(db))
            conflicts = db.execute("SELECT count(*) FROM conflicts").fetchone()[0]
    event("with conflicts" if conflicts else "without conflicts")
    assert len(found) == 1


@common
@given(worlds(), st.randoms(use_true_random=False))
def test_any_part_of_the_entries_gives_one_book_however_it_came(world, chance):
    part = {device.number: chance.randint(0, len(device.entries)) for device in world.devices}
    found = set()
    for _way in range(3):
        with book() as db:
            deliver(db, chopped(world, chance, part))
            found.add(digests(db))
            found.add(rebuilt(db))
            missing = db.execute("SELECT count(*) FROM records WHERE marks & ?", (MISSING,)).fetchone()[0]
    event("with missing parents" if missing else "with all parents")
    assert len(found) == 1


@common
@given(worlds(), st.randoms(use_true_random=False))
def test_receiving_again_changes_nothing(world, chance):
    everything = {device.number: len(device.entries) for device in world.devices}
    with book() as db:
        runs = chopped(world, chance, everything)
        deliver(db, runs)
        before = list(db.iterdump())
        for run in runs:
            added = take_run(db, run, EVERYTHING)
            assert (added.new, added.filled) == (0, False)
        assert [line for line in db.iterdump() if "INTO \"runs\"" not in line] == [
            line for line in before if "INTO \"runs\"" not in line
        ]  # fmt: skip


@common
@given(worlds(), st.randoms(use_true_random=False))
def test_no_written_value_is_lost_and_none_appears_from_nowhere(world, chance):
    """Each value is shown, or its writer was overruled by somebody who had seen it, or it stands in an open conflict."""
    everything = {device.number: len(device.entries) for device in world.devices}
    with book() as db:
        deliver(db, chopped(world, chance, everything))
        for rec in {entry.rec for entry in world.entry.values()}:
            _check_record(world, db, rec)


def _check_record(world: World, db: sqlite3.Connection, rec: str) -> None:
    nodes = {identity: entry for identity, entry in world.entry.items() if entry.rec == rec}
    row = db.execute("SELECT full_name, phone, born FROM people WHERE id = ?", (bytes.fromhex(rec),)).fetchone()
    conflicts = dict(db.execute("SELECT field, options FROM conflicts WHERE rec = ?", (bytes.fromhex(rec),)).fetchall())
    heads = {i for i in nodes if not any(i in world.seen[other] for other in nodes)}
    gone = all(nodes[head].op == "del" for head in heads)
    assert (row is None) == gone
    if row is None:
        return
    assert ("" in conflicts) == any(nodes[head].op == "del" for head in heads)
    for name, shown in zip(FIELDS, row, strict=True):
        writers = {i for i, entry in nodes.items() if name in entry.set}
        last = {i for i in writers if not any(i in world.seen[other] for other in writers)}
        values = {nodes[i].set[name] for i in last}
        assert shown in (values or {None})
        assert (name in conflicts) == (len(values) > 1)
        if name in conflicts:
            for identity in last:
                assert identity.hex() in conflicts[name]


@common
@given(worlds(), st.randoms(use_true_random=False))
def test_a_parallel_edit_by_the_owner_is_the_one_shown(world, chance):
    everything = {device.number: len(device.entries) for device in world.devices}
    with book() as db:
        deliver(db, chopped(world, chance, everything))
        rows = db.execute("SELECT c.rec, c.field, c.options, r.office FROM conflicts c JOIN records r USING (rec)")
        for rec, name, options, office in rows.fetchall():
            import json

            if not name:
                continue
            told = json.loads(options)
            (shown,) = db.execute(f"SELECT {name} FROM people WHERE id = ?", (rec,)).fetchone()
            best = min(told, key=lambda one: (one["office"] != office.hex(), one["entry"]))
            assert shown == best["value"]
