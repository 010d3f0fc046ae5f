"""Erased content is gone from files that wait, are carried or archived, and from copies."""

from __future__ import annotations

import shutil

from db.exchange.outcomes import Code, Outcome
from db.exchange.wire.bundle_file import cut, open_payload
from db.exchange.wire.header import parse_header
from db.store import Book
from desktop_app.work.book import backups
from desktop_app.work.exchange import rulings
from desktop_app.work.people import people
from desktop_app.work.privacy import clean_copies, erasure
from tests.exchange.erased import (
    NAME,
    PHONE,
    adult,
    district_of,
    kept_lines,
    name_of,
    told,
    traces,
)
from tests.offices import TODAY, fixed_clock, receive, sound

# ---- what is kept elsewhere --------------------------------------------------------------------------------------------


def test_a_waiting_file_is_kept_as_a_relay_without_the_content_and_still_comes_in(network, office):
    person = adult(office)
    runs = network.send(office)
    receive(network.province, *runs)
    for fields in ({"address": "Buôn khác"}, {"phone": "0912999888"}):
        people.change_person(office, person, fields)
        runs += network.send(office, start=parse_header(cut(runs[-1].read_bytes()))["to"] + 1)
    assert [r.code for r in receive(network.province, runs[2])] == [Code.MISSING]
    assert b"0912999888" in kept_lines(network.province)

    erasure.erase(network.province, person)
    assert [one.code for one in rulings.set_aside(network.province)] == [Code.MISSING]
    assert b"0912999888" not in kept_lines(network.province)
    results = receive(network.province, runs[1])

    assert [r.outcome for r in results] == [Outcome.MERGED, Outcome.MERGED]
    assert rulings.set_aside(network.province) == []
    assert traces(network.folder / "tinh.skh", NAME, "0912999888") == []
    told(network, office)
    assert traces(network.folder, NAME, "0912999888") == []
    sound(network.province)


def test_a_file_that_comes_to_wait_after_the_erasure_is_kept_without_the_content(network, office):
    person = adult(office)
    runs = network.send(office)
    receive(network.province, *runs)
    for fields in ({"address": "Buôn khác"}, {"phone": "0912999888"}):
        people.change_person(office, person, fields)
        runs += network.send(office, start=parse_header(cut(runs[-1].read_bytes()))["to"] + 1)
    erasure.erase(network.province, person)
    receive(network.province, runs[2])
    assert b"0912999888" not in kept_lines(network.province)
    receive(network.province, runs[1])
    assert rulings.set_aside(network.province) == []
    sound(network.province)


def test_a_district_lets_a_carried_file_go_that_holds_erased_content(network, office):
    (first,) = district_of(network, office, "huyen")
    person = adult(office)
    bundle = network.send(office)
    receive(network.province, *bundle)
    receive(first, *bundle)
    assert NAME.encode() in kept_lines(first)
    erasure.erase(network.province, person)
    receive(first, network.answer())
    assert kept_lines(first) == b""


def test_t35_a_restored_copy_loses_the_erased_content_as_soon_as_it_is_opened(network, office, tmp_path):
    person = adult(office)
    receive(network.province, *network.send(office))
    stick = tmp_path / "usb"
    stick.mkdir()
    copy = backups.copy(office, stick, TODAY).path
    hidden = stick / "ban-cat-ky.skh"
    shutil.copyfile(copy, hidden)
    erasure.erase(network.province, person)
    told(network, office)
    assert traces(stick, NAME, PHONE) == ["ban-cat-ky.skh"], "the copy that the book knows of is clean already"

    office.close()
    aside = backups.restore(hidden, office.path).kept_aside
    assert aside is not None and traces(stick, NAME) == ["ban-cat-ky.skh"]
    with Book.open(office.path, home=office.home, clock=fixed_clock(7), write=True) as again:
        assert name_of(again, person) is None
        assert traces(office.path.parent, NAME, PHONE) == []
        sound(again)
        told(network, again)
        assert name_of(again, person) == erasure.TOMBSTONE
        sound(again)
        assert [path.name for path in clean_copies.clean(again, [stick]).cleaned] == ["ban-cat-ky.skh"]
        assert clean_copies.clean(again, [stick]).cleaned == []
    assert traces(stick, NAME, PHONE) == []


def test_the_province_s_archive_of_files_is_rewritten_as_relays(network, office, tmp_path):
    person = adult(office)
    (bundle,) = network.send(office)
    archive = tmp_path / "luu"
    archive.mkdir()
    kept = archive / bundle.name
    shutil.copyfile(bundle, kept)
    receive(network.province, bundle)
    erasure.erase(network.province, person)
    assert clean_copies.clean(network.province, [archive]).cleaned == [kept]
    file = cut(kept.read_bytes())
    assert network.province.keys is not None
    lines = open_payload(file, parse_header(file), [network.province.keys.age_secret])
    assert NAME.encode() not in b"".join(lines)
    assert [r.outcome for r in receive(network.province, kept)] == [Outcome.ALREADY_HAVE]


def test_a_file_that_could_not_be_cleaned_at_once_is_cleaned_at_the_next_opening(network, office):
    person = adult(office)
    receive(network.province, *network.send(office))
    with network.province.reading() as db:
        db.execute("SELECT count(*) FROM people").fetchone()
        erasure.erase(network.province, person)
        assert "tinh.skh-wal" in traces(network.folder, NAME), "a reader still looks at the state before"
    path, home = network.province.path, network.province.home
    network.province.close()
    with Book.open(path, home=home, clock=fixed_clock(8), write=True) as again:
        assert {"tinh.skh", "tinh.skh-wal"} & set(traces(network.folder, NAME)) == set()
        sound(again)
