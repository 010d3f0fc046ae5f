"""Small books of chance around a merger of communes: members who go, come back and move, money taken back, joined people."""

from __future__ import annotations

import sqlite3
from typing import Any

from hypothesis import strategies as st

from db.store import Book
from tests.figures.provinces import MERGED, SPLIT, TAKER, Filled

OFFICES = ((SPLIT, "2020-06-30"), ("24561", "2020-06-30"), (TAKER, MERGED), ("24561", MERGED))
"""Code of each office and a day on which it bore it: two that end with June 2025, two that begin then."""
MORE_TABLES = ("donors", "learners", "learner_names", "movement_notes")
PERIODS = ("2025H1", "2025H2", "2025")
DAYS = "2023-05-01 2024-06-30 2024-12-31 2025-01-01 2025-06-30 2025-07-01 2025-08-15 2025-12-31 2026-01-01".split()
RECEIVED = "dues gift_person gift_person gift_organisation campaign goods_in budget level_in interest".split()
PAID = "scholarship award_pupil award_teacher facility running hardship level_out".split()

offices = st.integers(0, len(OFFICES) - 1)
places = st.integers(0, 30)
days = st.sampled_from(DAYS)
busy = st.sampled_from(["2024-12-31", "2025-01-01", "2025-06-30", "2025-07-01", "2025-12-31"])
perhaps = st.one_of(st.none(), days)
stays = st.fixed_dictionaries(
    {
        "elsewhere": st.one_of(st.none(), st.none(), offices),
        "joined": st.one_of(busy, days),
        "left": st.one_of(st.none(), busy, days),
        "branch": st.one_of(st.none(), places),
    }
)
people = st.fixed_dictionaries(
    {
        "office": offices,
        "child": st.booleans(),
        "sex": st.sampled_from(["female", "male", None]),
        "group": st.sampled_from(["Kinh", "Ê Đê", "không rõ", "", None]),
        "stays": st.lists(stays, max_size=4),
    }
)
branches = st.fixed_dictionaries(
    {
        "office": offices,
        "kind": st.sampled_from(["village", "school", "agency", "clan", "board", "other"]),
        "founded": perhaps,
        "dissolved": perhaps,
        "counts": st.dictionaries(days, st.integers(0, 60), max_size=3),
    }
)
movements = st.fixed_dictionaries(
    {
        "office": offices,
        "kind": st.sampled_from(["opening", "receive", "receive", "pay", "transfer"]),
        "amount": st.integers(1, 9_000_000),
        "dated": busy,
        "account": st.sampled_from(["cash", "bank", "goods"]),
        "to_account": st.sampled_from([None, "cash", "bank"]),
        "received": st.sampled_from(RECEIVED),
        "paid": st.sampled_from(PAID),
        "reversed_on": perhaps,
        "giver": st.sampled_from([None, "person", "organisation", "member"]),
    }
)
awards = st.fixed_dictionaries(
    {
        "office": offices,
        "purpose": st.sampled_from(["support", "talent"]),
        "form": st.sampled_from(["scholarship", "scholarship", "gift", "certificate"]),
        "state": st.sampled_from(["paid", "paid", "approved", "withdrawn"]),
        "kind": st.sampled_from(["pupil", "student", "teacher", "family"]),
        "recipient": places,
        "amount": st.one_of(st.none(), st.integers(1, 900_000)),
        "goods": st.one_of(st.none(), st.integers(1, 900_000)),
        "decided": st.one_of(st.none(), busy),
        "payment": st.one_of(st.none(), places),
    }
)
moves = st.fixed_dictionaries(
    {
        "table": st.sampled_from(["memberships", "branches"]),
        "record": places,
        "to": offices,
        "on": days,
        "annulled": st.booleans(),
    }
)
books = st.fixed_dictionaries(
    {
        "people": st.lists(people, min_size=1, max_size=9),
        "branches": st.lists(branches, min_size=1, max_size=5),
        "movements": st.lists(movements, min_size=3, max_size=9),
        "awards": st.lists(awards, min_size=2, max_size=8),
        "moves": st.lists(moves, max_size=4),
        "same": st.lists(st.tuples(places, places, st.sampled_from(["same", "same", "different"])), max_size=4),
    }
)  # fmt: skip


def unit_of(made: Filled, place: int) -> bytes:
    """The id of an office."""
    return made.unit(*OFFICES[place])


def fill(book: Book, said: dict[str, Any]) -> tuple[Filled, list[bytes]]:
    """The book with all this in it and nothing else, and the ids of its offices."""
    made = Filled(book)
    units = [unit_of(made, place) for place in range(len(OFFICES))]
    with made.emptied():
        assert made.db is not None
        for table in MORE_TABLES:
            made.db.execute(f"DELETE FROM {table}")
        found = [_branch(made, units, one) for one in said["branches"]]
        persons = [_person(made, units, found, one) for one in said["people"]]
        booked = [_movement(made, units, persons, one) for one in said["movements"]]
        for one in said["awards"]:
            _award(made, units, persons, booked, one)
        for step, one in enumerate(sorted(said["moves"], key=lambda one: one["on"]), 1):
            _move(made.db, units, step, one)
        for low, high, verdict in said["same"]:
            first, second = sorted((persons[low % len(persons)], persons[high % len(persons)]))
            if first != second:
                made.put('sames (id, office, "first", "second", verdict)', book.unit, first, second, verdict)
    return made, units


def _branch(made: Filled, units: list[bytes], one: dict[str, Any]) -> bytes:
    office = units[one["office"]]
    branch = made.put(
        "branches (id, office, sort_key, plain, name, kind, founded, dissolved)",
        office, b"", "", "Chi hội", one["kind"], one["founded"], one["dissolved"],
    )  # fmt: skip
    for dated, people in one["counts"].items():
        made.put("head_counts (id, office, branch, dated, people)", office, branch, dated, people)
    return branch


def _person(made: Filled, units: list[bytes], branches: list[bytes], one: dict[str, Any]) -> bytes:
    office, sex, group = units[one["office"]], one["sex"], one["group"]
    if one["child"]:
        who = made.put("learners (id, office, sex, ethnic_group)", office, sex, group)
    else:
        who = made.put(
            "people (id, office, sort_key, plain, full_name, sex, ethnic_group)", office, b"", "", "Ai", sex, group
        )
    for stay in one["stays"]:
        left = stay["left"] if stay["left"] and stay["left"] >= stay["joined"] else None
        branch = None if stay["branch"] is None or not branches else branches[stay["branch"] % len(branches)]
        made.put(
            "memberships (id, office, person, branch, joined, left_on)",
            office if stay["elsewhere"] is None else units[stay["elsewhere"]], who, branch, stay["joined"], left,
        )  # fmt: skip
    return who


def _movement(made: Filled, units: list[bytes], persons: list[bytes], one: dict[str, Any]) -> bytes:
    office, giver = units[one["office"]], one["giver"]
    party = persons[0] if giver == "member" else None
    if giver in ("person", "organisation"):
        party = made.put("donors (id, office, sort_key, plain, full_name, kind)", office, b"", "", giver, giver)
    taken_back = max(one["reversed_on"], one["dated"]) if one["reversed_on"] else None
    to_account = (one["to_account"] or "bank") if one["kind"] == "transfer" else None
    category = {"receive": one["received"], "pay": one["paid"]}.get(one["kind"])
    return made.put(
        "movements (id, office, kind, amount, purse, account, dated, category, reversed_on, to_account, party)",
        office, one["kind"], one["amount"], office, one["account"], one["dated"], category, taken_back, to_account, party,
    )  # fmt: skip


def _award(
    made: Filled, units: list[bytes], persons: list[bytes], booked: list[bytes], one: dict[str, Any]
) -> None:  # fmt: skip
    office = units[one["office"]]
    round_ = made.put("rounds (id, office, name, purpose)", office, "Đợt", one["purpose"])
    decision = one["decided"] and made.put(
        "decisions (id, office, number, year, dated)", office, 1, 2025, one["decided"]
    )
    payment = None if one["payment"] is None or not booked else booked[one["payment"] % len(booked)]
    made.put(
        "awards (id, office, round, recipient, recipient_kind, form, amount, goods_value, decision, state, payment)",
        office, round_, persons[one["recipient"] % len(persons)], one["kind"], one["form"], one["amount"], one["goods"],
        decision, one["state"], payment,
    )  # fmt: skip


def _move(db: sqlite3.Connection, units: list[bytes], step: int, one: dict[str, Any]) -> None:
    """A record goes over to another office; a branch takes its counts along. An annulled one stays where it was."""
    records = [row[0] for row in db.execute(f"SELECT id FROM {one['table']} ORDER BY id")]
    if not records:
        return
    taken = {one["table"]: [records[one["record"] % len(records)]]}
    if one["table"] == "branches":
        counts = db.execute("SELECT id FROM head_counts WHERE branch = ?", taken["branches"])
        taken["head_counts"] = [row[0] for row in counts]
    for table, ids in taken.items():
        for rec in ids:
            (old,) = db.execute(f"SELECT office FROM {table} WHERE id = ?", (rec,)).fetchone()
            new = units[one["to"]]
            if old != new:
                db.execute(
                    "INSERT INTO moves VALUES (?, ?, ?, ?, ?, ?)", (rec, step, old, new, one["on"], one["annulled"])
                )
                if not one["annulled"]:
                    db.execute(f"UPDATE {table} SET office = ? WHERE id = ?", (new, rec))
