"""Small provinces of chance: two districts, five communes of which one was split, and whatever their books may hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from db.store import Book
from desktop_app.figures.report import ClusterReport
from tests.figures.cluster import Cluster

DISTRICTS = ("657", "656")
SPLIT, TAKER = "24550", "24544"
COMMUNES = (SPLIT, TAKER, "24561", "24580", "24583")
OFFICES = (*DISTRICTS, *COMMUNES)
MERGED = "2025-07-01"
TABLES = (
    "clusters statements population targets people memberships branches head_counts movements rounds decisions awards"
    " sames moves"
).split()

offices = st.sampled_from(OFFICES)
places = st.integers(0, 40)
days = st.sampled_from(
    ["2018-03-01", "2019-06-30", "2019-12-31", "2020-01-01", "2020-06-30", "2020-07-01", "2025-08-01"]
)
perhaps = st.one_of(st.none(), days)
people = st.fixed_dictionaries(
    {
        "office": offices,
        "sex": st.sampled_from(["female", "male", None]),
        "group": st.sampled_from(["Kinh", "Ê Đê", None]),
        "joined": days,
        "left": perhaps,
        "again": st.one_of(st.none(), offices),
        "moved": st.booleans(),
    }
)
payments = st.fixed_dictionaries(
    {
        "office": offices,
        "kind": st.sampled_from(["receive", "receive", "pay", "opening"]),
        "amount": st.integers(1, 10_000_000),
        "dated": days,
        "account": st.sampled_from(["cash", "bank", "goods"]),
        "reversed_on": perhaps,
    }
)
awards = st.fixed_dictionaries({"office": offices, "recipient": places, "amount": st.integers(1, 900_000)})
branches = st.fixed_dictionaries(
    {
        "office": offices,
        "kind": st.sampled_from(["village", "school", "board"]),
        "founded": perhaps,
        "people": st.one_of(st.none(), st.integers(0, 80)),
    }
)
provinces = st.fixed_dictionaries(
    {
        "silent": st.sets(offices, max_size=3),
        "counted": st.sets(st.sampled_from(COMMUNES), max_size=5),
        "targets": st.dictionaries(offices, st.integers(1, 10_000_000)),
        "people": st.lists(people, min_size=3, max_size=14),
        "same": st.lists(st.tuples(places, places), max_size=4),
        "payments": st.lists(payments, min_size=4, max_size=12),
        "awards": st.lists(awards, max_size=5),
        "branches": st.lists(branches, max_size=6),
    }
)


@dataclass
class Filled(Cluster):
    """A book that is filled over one connection, and emptied before each province."""

    persons: list[bytes] = field(default_factory=list)
    db: sqlite3.Connection | None = None

    def put(self, sql: str, *values: object) -> bytes:
        assert self.db is not None
        identity = next(self.numbers).to_bytes(16, "big")
        self.db.execute(f"INSERT INTO {sql} VALUES ({', '.join('?' * (len(values) + 1))})", (identity, *values))
        return identity

    @contextmanager
    def emptied(self) -> Iterator[None]:
        """Take away what there was, and write until the end."""
        self.db = sqlite3.connect(self.book.path)
        self.persons.clear()
        with self.db:
            for table in TABLES:
                self.db.execute(f"DELETE FROM {table}")
            yield
        self.db.close()
        self.db = None


def fill(book: Book, said: dict[str, Any]) -> Filled:
    """The book with this province in it."""
    made = Filled(book)
    with made.emptied():
        made.found(list(DISTRICTS))
        _report(made, said["silent"])
        for code in said["counted"]:
            made.people(code, 4_000)
        for code, wanted in said.get("targets", {}).items():
            made.target(code, "D01", wanted)
        _people(made, said)
        for payment in said["payments"]:
            category = {"receive": "gift_person", "pay": "running", "opening": None}[payment["kind"]]
            made.money(payment["office"], category=category, **{k: v for k, v in payment.items() if k != "office"})
        for award in said["awards"]:
            _award(made, award)
        for branch in said["branches"]:
            made_branch = made.branch(branch["office"], branch["kind"], branch["founded"])
            if branch["people"] is not None:
                made.head_count(branch["office"], made_branch, "2020-03-01", branch["people"])
    return made


def _report(made: Filled, silent: set[str]) -> None:
    heard = [code for code in OFFICES if code not in silent]
    made.report(*heard)
    for code in heard:
        if code not in DISTRICTS and code != SPLIT:
            unit = made.unit(code, MERGED) if code in (TAKER, "24561") else made.unit(code)
            made.put("statements (id, office, unit, period, digest, upto)", unit, unit, "2025H2", "", "[]")


def _people(made: Filled, said: dict[str, Any]) -> None:
    for one in said["people"]:
        left = one["left"] if one["left"] and one["left"] > one["joined"] else None
        who = made.member(one["office"], one["joined"], left, sex=one["sex"], group=one["group"])
        made.persons.append(who)
        if one["moved"] and one["office"] == SPLIT:
            _move(made)
        if one["again"]:
            made.member(one["again"], "2019-01-01", person=who)
    for low, high in said["same"]:
        first, second = sorted((made.persons[low % len(made.persons)], made.persons[high % len(made.persons)]))
        if first != second:
            made.put('sames (id, office, "first", "second", verdict)', made.book.unit, first, second, "same")


def _move(made: Filled) -> None:
    """The latest membership goes to one of the communes that took over from the one that was split."""
    assert made.db is not None
    stay = made.db.execute("SELECT max(id) FROM memberships").fetchone()[0]
    old, new = made.unit(SPLIT), made.unit(TAKER, MERGED)
    made.db.execute("UPDATE memberships SET office = ? WHERE id = ?", (new, stay))
    made.db.execute("INSERT INTO moves VALUES (?, 1, ?, ?, '2025-08-01', 0)", (stay, old, new))


def _award(made: Filled, award: dict[str, Any]) -> None:
    code = award["office"]
    made.award(
        code,
        made.round(code, "support"),
        "scholarship",
        "paid",
        decision=made.decision(code, "2020-06-05"),
        amount=award["amount"],
        recipient=made.persons[award["recipient"] % len(made.persons)],
    )


def reports_of(made: Cluster) -> Iterator[ClusterReport]:
    """The half year of 2020 on the map before and after the merger, and the one after it on both."""
    yield made.made()
    yield made.made(on=MERGED)
    yield made.made("2025H2", on="2025-06-30")
    yield made.made("2025H2")
