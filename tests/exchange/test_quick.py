"""The quick reading of a line says what the long one says, or nothing: held against each other on real and broken lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

import pytest

from db.exchange.outcomes import BundleRefused
from db.exchange.wire.canonical_json import encode
from db.exchange.wire.entry import Entry, decode_line, encode_line, entry_id
from db.exchange.wire.entry_rules import check_entry
from db.exchange.wire.fast_decode import read_line, read_stored
from desktop_app.work.fund import movements
from desktop_app.work.members import membership
from desktop_app.work.people import people
from tests.offices import Network, found

pytestmark = pytest.mark.untraced

DEVICE, INCARNATION = bytes(range(16)), bytes(8)
ORIGIN = DEVICE + INCARNATION
PIECES = (
    b'""', b"null", b"true", b"1.0", b"-0", b"9007199254740992", b"0", b"-1", b"[]", b"{}", b'"a"', b'"zz"', b"\\", b'"',
    b",", b" ", b"\x7f", b"\n", "é".encode(), "e\u0301".encode(), "\u200b".encode(), b"\xff", b'"2020-02-30"', b'"2020"',
    b'"female"', b'"note":"x"', b'["b","a"]',
)  # fmt: skip


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    made = found(tmp_path_factory.mktemp("quick") / "mạng", "24373")
    book = made.offices["24373"]
    drafts = [people.PersonDraft(f"Nguyễn Thị Hoa {n}", born="1970", sex="female") for n in range(40)]
    membership.register_many(book, [membership.ListedMember(draft, date(2019, 3, 1)) for draft in drafts])
    child = people.add_person(book, people.PersonDraft("Y Wang Niê", born="2010-05-01", school="THCS Lê Lợi")).id
    people.change_person(book, child, {"school": "THCS Ea Tar", "class_name": "5A"})
    gift = movements.FundDraft("receive", 500_000, date(2020, 5, 1), category="gift_person", note="Quà")
    movements.reverse(book, movements.book_movement(book, gift).id, date(2020, 5, 2), "wrong_amount")
    yield made
    made.close()


@pytest.fixture(scope="module")
def lines(network: Network) -> list[bytes]:
    with network.offices["24373"].reading() as db:
        return [line for (line,) in db.execute("SELECT line FROM entries ORDER BY chain, seq")]


def the_long_way(line: bytes) -> tuple[Entry, bytes]:
    entry = decode_line(line)
    check_entry(entry)
    return entry, entry_id(DEVICE, INCARNATION, entry)


def agrees(line: bytes) -> bool:
    """Whether the quick way took the line; if it did, the long way must say the same."""
    quick = read_line(line, ORIGIN)
    if quick is None:
        return False
    assert quick == the_long_way(line), line
    return True


def test_the_common_lines_of_an_office_are_read_in_one_pass(lines: list[bytes]) -> None:
    quick = [line for line in lines if agrees(line)]
    assert len(quick) > len(lines) * 0.9
    assert {decode_line(line).op for line in quick} >= {"ins", "upd", "rev"}


def test_a_line_that_is_read_quickly_is_never_one_that_the_long_way_refuses(lines: list[bytes]) -> None:
    chance = Random(20200705)
    taken = 0
    for _number in range(20_000):
        line = bytearray(chance.choice(lines))
        place = chance.randrange(len(line))
        line[place : place + chance.randrange(4)] = chance.choice(PIECES)
        taken += agrees(bytes(line))
    assert taken > 100


def test_each_value_of_a_line_in_turn_replaced_by_another_ends_the_same_in_both_ways(lines: list[bytes]) -> None:
    values = [
        "",
        "x",
        "Ê̆ban",
        "a\\b",
        "2020-13-01",
        "f" * 32,
        "A" * 32,
        0,
        -1,
        2**53,
        10**15,
        None,
        [],
        ["b", "a"],
        {},
        1.5,
    ]
    taken = 0
    for line in lines[::4]:
        entry = decode_line(line)
        for name in entry.set or {}:
            for value in values:
                changed = encode_line(entry._replace(set={**(entry.set or {}), name: value}))
                taken += agrees(changed)
        for field, value in enumerate(values[: len(entry) - 1]):
            parts = list(entry[:12])
            parts[field % 12] = value
            agrees(encode(parts))
    assert taken > 50


def test_a_name_of_rare_letters_goes_the_long_way_and_arrives_all_the_same(lines: list[bytes]) -> None:
    entry = next(e for e in map(decode_line, lines) if e.kind == "person" and e.op == "ins")
    rare = encode_line(entry._replace(set={"full_name": "H'Ngoan Ê̆ban"}))
    assert read_line(rare, ORIGIN) is None
    assert read_stored(rare, DEVICE, INCARNATION) == the_long_way(rare)


def test_parents_out_of_order_are_left_to_the_long_way_that_refuses_them(lines: list[bytes]) -> None:
    entry = next(e for e in map(decode_line, lines) if e.op == "upd")
    line = encode_line(entry._replace(pre=["b" * 32, "a" * 32]))
    assert read_line(line, ORIGIN) is None
    with pytest.raises(BundleRefused):
        read_stored(line, DEVICE, INCARNATION)
