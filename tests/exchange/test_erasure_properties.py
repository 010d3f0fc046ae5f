"""Erasure in whatever order: what it covers is empty in every book, what knew of it stays, and all books agree."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from db.exchange.wire.entry import decode_line
from tests.exchange.test_fold_properties import (
    FIELDS,
    OFFICES,
    PROVINCE,
    VALUES,
    Device,
    World,
    book,
    chopped,
    deliver,
    digests,
    rebuilt,
    run_of,
)

pytestmark = pytest.mark.untraced

common = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def erasing_worlds(draw: st.DrawFn) -> World:
    """Up to 30 steps of writing, deleting, erasing (the province alone) and looking at another's chain."""
    world = World()
    for _step in range(draw(st.integers(1, 30))):
        device = world.devices[draw(st.integers(0, 3))]
        if draw(st.booleans()):
            other = world.devices[draw(st.integers(0, 3))]
            device.knows[other.number] = max(device.knows[other.number], len(other.entries))
            for third, seq in list(other.knows.items()):
                if draw(st.booleans()):
                    device.knows[third] = max(device.knows[third], seq)
            continue
        _write(draw, world, device, f"{draw(st.integers(0, 1)):032x}")
    return world


def _write(draw: st.DrawFn, world: World, device: Device, rec: str) -> None:
    if not world.heads(device, rec):
        if device.office == (OFFICES[0] if rec[-1] in "02" else OFFICES[2]):
            world.write(device, rec, "ins", {"full_name": draw(st.sampled_from(VALUES["full_name"]))})
        return
    name = draw(st.sampled_from(FIELDS))
    value = draw(st.sampled_from(VALUES[name])) or "An"
    op = draw(st.sampled_from(["upd", "upd", "res", "del", *["erase"] * 3 * (device.number == PROVINCE)]))
    world.write(device, rec, op, {} if op in ("del", "erase") else {name: value})


def covered(world: World) -> set[bytes]:
    """From the definition: every entry that is no erasure and has not seen each erasure of its record."""
    erasures = {i: entry.rec for i, entry in world.entry.items() if entry.op == "erase"}
    return {
        i
        for i, entry in world.entry.items()
        if entry.op != "erase"
        and any(rec == entry.rec and erasure not in world.seen[i] for erasure, rec in erasures.items())
    }


def contents(db: sqlite3.Connection) -> dict[bytes, bool]:
    """For each entry held: whether its content is."""
    return {i: not decode_line(line).held for i, line in db.execute("SELECT id, line FROM entries")}


@common
@given(erasing_worlds(), st.randoms(use_true_random=False))
def test_in_every_order_just_what_an_erasure_covers_is_empty_and_the_books_agree(world, chance):
    everything = {device.number: len(device.entries) for device in world.devices}
    gone = covered(world)
    event(f"covered: {min(len(gone), 3)}")
    found = set()
    for _way in range(3):
        with book() as db:
            deliver(db, chopped(world, chance, everything))
            assert contents(db) == {i: i not in gone for i in world.entry}
            _check_values(world, db, gone)
            found |= {digests(db), rebuilt(db)}
    assert len(found) == 1


def _check_values(world: World, db: sqlite3.Connection, gone: set[bytes]) -> None:
    rows = {row[0].hex(): row[1:] for row in db.execute("SELECT id, full_name, phone, born FROM people")}
    for rec, shown in rows.items():
        said = {i: entry for i, entry in world.entry.items() if entry.rec == rec and i not in gone}
        for name, value in zip(FIELDS, shown, strict=True):
            writers = {i for i, entry in said.items() if name in (entry.set or {})}
            last = {i for i in writers if not any(i in world.seen[other] for other in writers)}
            assert value in ({said[i].set[name] for i in last} or {None})


@common
@given(erasing_worlds(), st.randoms(use_true_random=False))
def test_part_of_the_entries_first_and_the_rest_later_ends_as_all_at_once(world, chance):
    everything = {device.number: len(device.entries) for device in world.devices}
    part = {device.number: chance.randint(0, len(device.entries)) for device in world.devices}
    gone = covered(world)
    found, parts = set(), set()
    for _way in range(2):
        with book() as db:
            deliver(db, chopped(world, chance, part))
            parts |= {digests(db), rebuilt(db)}
            deliver(db, chopped(world, chance, everything))
            assert contents(db) == {i: i not in gone for i in world.entry}
            found.add(digests(db))
    with book() as db:
        deliver(db, chopped(world, chance, everything))
        found.add(digests(db))
    assert len(parts) == 1
    assert len(found) == 1


def test_what_knew_of_an_erasure_through_an_entry_that_comes_later_keeps_its_content():
    world, rec = World(), f"{0:032x}"
    first, second, _other, province = world.devices
    world.write(first, rec, "ins", {"full_name": "An"})
    province.knows[0] = 1
    world.write(province, rec, "erase", {})
    first.knows[PROVINCE] = 1
    world.write(first, rec, "upd", {"full_name": "Bình"})
    second.knows |= {0: 2, PROVINCE: 1}
    world.write(second, rec, "upd", {"phone": "1"})
    with book() as db:
        deliver(db, [run_of(world, first, 1, 1), run_of(world, province, 1, 1), run_of(world, second, 1, 1)])
        assert list(contents(db).values()).count(False) == 1
        assert db.execute("SELECT phone FROM people").fetchall() == [], "hidden until it is known what it had seen"
        deliver(db, [run_of(world, first, 2, 2)])
        assert db.execute("SELECT full_name, phone FROM people").fetchall() == [("Bình", "1")]
        assert contents(db) == {i: i not in covered(world) for i in world.entry}
