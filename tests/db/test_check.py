"""A check finds what is wrong with a book: an altered entry, an altered row, a fund below zero, a broken chain."""

from __future__ import annotations

import pytest

from db.check import check
from db.seed import default_purse
from db.tables.fund import Movement
from db.tables.people import Person


@pytest.fixture
def filled(book):
    with book.write() as tx:
        tx.create(Person, full_name="An", phone="0905")
        money = {"purse": default_purse(book.unit), "account": "cash", "dated": "2020-01-01"}
        tx.create(Movement, kind="opening", amount=1_000, **money)
    return book


def altered(book, statement: str) -> None:
    with book.write() as tx:
        tx.db.execute(statement)


def test_a_sound_book_has_no_problems_and_its_counts(filled):
    found = check(filled, rebuild=True)
    assert found.ok and found.problems == []
    assert (found.unit, found.counts["people"], found.balances) == ("24373", 1, {"cash": 1_000})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET line = CAST(replace(CAST(line AS TEXT), '0905', '0906') AS BLOB)",
        "DELETE FROM entries WHERE seq = 3",
        "UPDATE entries SET id = zeroblob(16) WHERE seq = 4",
        "UPDATE chains SET seq = seq + 1",
        "UPDATE chains SET head = zeroblob(32)",
        "UPDATE entries SET line = 'x' WHERE seq = 2",
    ],
)
def test_an_altered_journal_is_found(filled, statement):
    altered(filled, statement)
    problems = check(filled).problems
    assert len(problems) == 1 and "Chuỗi ghi sổ" in problems[0]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people SET phone = '0906'",
        "DELETE FROM people",
        "UPDATE movements SET amount = 2000",
        "UPDATE records SET heads = zeroblob(16) WHERE kind = 'person'",
        "UPDATE records SET marks = 1 WHERE kind = 'person'",
        "DELETE FROM records WHERE kind = 'person'",
        "INSERT INTO conflicts (rec, field, code, options) SELECT rec, 'phone', 'parallel', '[]' FROM records LIMIT 1",
    ],
)
def test_t48_a_table_that_does_not_follow_from_the_journal_is_found_by_a_rebuild(filled, statement):
    assert check(filled, rebuild=True).ok
    altered(filled, statement)
    assert check(filled).ok
    problems = check(filled, rebuild=True).problems
    assert len(problems) == 1 and "Dựng lại sổ" in problems[0]


def test_a_fund_below_zero_is_told_with_unit_account_and_amount(filled):
    with filled.write() as tx:
        money = {"purse": default_purse(filled.unit), "account": "cash", "dated": "2020-02-01"}
        tx.create(Movement, kind="pay", amount=1_500, **money)
    (problem,) = check(filled).problems
    assert "500" in problem and "cash" in problem and "Ea Kar" in problem
