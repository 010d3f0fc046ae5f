"""The fund keeps its promises whatever is booked: never below zero, vouchers without gaps, balances that add up."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from db.check import check
from db.exchange.trust.home_folder import Home
from db.founding import create
from db.refusal import Refusal
from db.seed import default_purse
from db.store import Book
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from tests import entering
from tests.offices import TODAY, digests, fixed_clock


@cache
def _kept_folder() -> tempfile.TemporaryDirectory[str]:
    """A new book and its keys, made once."""
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    path = Path(folder.name)
    create(
        path / "so.skh",
        unit="24373",
        officer="A",
        role="office",
        on=TODAY.isoformat(),
        home=Home(path / "khoa"),
        clock=fixed_clock(),
    ).close()
    return folder


@contextmanager
def new_book() -> Iterator[Book]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "so"
        shutil.copytree(_kept_folder().name, path)
        book = Book.open(path / "so.skh", home=Home(path / "khoa"), clock=fixed_clock(5), write=True)
        try:
            yield book
        finally:
            book.close()


days = st.sampled_from(
    [date(2020, 1, 1), date(2020, 1, 2), date(2020, 6, 30), date(2019, 12, 31), TODAY, date(2020, 7, 6)]
)
accounts = st.sampled_from(["cash", "cash", "cash", "bank", "goods"])
bookings = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["receive", "opening", "receive", "pay", "pay", "transfer"]),
        "amount": st.sampled_from([100, 100, 50, 150, 7, 0]),
        "on": days,
        "account": accounts,
        "to_account": accounts,
        "purse": st.sampled_from([0, 0, 0, 1]),
        "to_purse": st.integers(0, 1),
    }
)
reversals = st.fixed_dictionaries({"reverse": st.integers(0, 5), "on": days})
steps = st.lists(st.one_of(bookings, bookings, bookings, reversals), min_size=8, max_size=25)


class Ledger:
    """The same fund kept by hand: every posting as (day, purse, account, đồng), every voucher as (book, year, number)."""

    def __init__(self, purses: list[bytes]) -> None:
        self.purses = purses
        self.movements: list[tuple[bytes, dict]] = []
        self.reversed: set[bytes] = set()
        self.postings: list[tuple[date, bytes, str, int]] = []

    def effect(self, step: dict) -> list[tuple[bytes, str, int]]:
        purse, amount = self.purses[step["purse"]], step["amount"]
        if step["kind"] in ("opening", "receive"):
            return [(purse, step["account"], amount)]
        taken = [(purse, step["account"], -amount)]
        if step["kind"] == "transfer":
            taken.append((self.purses[step["to_purse"]], step["to_account"], amount))
        return taken

    def post(self, day: date, effect: list[tuple[bytes, str, int]], sign: int = 1) -> None:
        self.postings += [(day, purse, account, sign * amount) for purse, account, amount in effect]

    def lowest(self, purse: bytes, account: str) -> int:
        by_day: dict[date, int] = defaultdict(int)
        for day, in_purse, in_account, amount in self.postings:
            if (in_purse, in_account) == (purse, account):
                by_day[day] += amount
        balance = lowest = 0
        for day in sorted(by_day):
            balance += by_day[day]
            lowest = min(lowest, balance)
        return lowest

    def balances(self) -> dict[tuple[bytes, str], int]:
        sums: dict[tuple[bytes, str], int] = defaultdict(int)
        for _day, purse, account, amount in self.postings:
            sums[purse, account] += amount
        return {key: amount for key, amount in sums.items() if amount}


def draft_of(step: dict, purses: list[bytes]) -> FundDraft:
    moving = step["kind"] == "transfer"
    return FundDraft(
        step["kind"],
        step["amount"],
        step["on"],
        account=step["account"],
        purse=purses[step["purse"]],
        to_purse=purses[step["to_purse"]] if moving else None,
        to_account=step["to_account"] if moving else None,
        category="running" if step["kind"] == "pay" and step["account"] != "goods" else None,
    )


def play(book: Book, ledger: Ledger, step: dict) -> None:
    """Do one step in the book, and by hand where the book accepts it; a refused step leaves the book as it was."""
    before = digests(book)
    try:
        if "reverse" in step:
            if not ledger.movements:
                return
            movement, made = ledger.movements[step["reverse"] % len(ledger.movements)]
            movements.reverse(book, movement, step["on"], "entered_twice")
            assert movement not in ledger.reversed and step["on"] >= made["on"]
            ledger.reversed.add(movement)
            ledger.post(step["on"], ledger.effect(made), -1)
        else:
            booked = movements.book_movement(book, draft_of(step, ledger.purses))
            assert step["amount"] > 0 and step["on"] <= TODAY
            ledger.movements.append((booked.id, step))
            ledger.post(step["on"], ledger.effect(step))
    except Refusal as refusal:
        event(f"refused: {refusal.code}")
        assert digests(book) == before


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_a_fund_never_falls_below_zero_and_always_adds_up(todo):
    with new_book() as book:
        opened = [default_purse(book.unit), entering.add_purse(book, "Quỹ học bổng").id]
        ledger = Ledger(opened)
        for step in todo:
            play(book, ledger, step)
        event(f"{len(ledger.movements)} movements")

        for purse in opened:
            for account in ("cash", "bank", "goods"):
                assert ledger.lowest(purse, account) >= 0
        assert {(b.purse, b.account): b.amount for b in movements.balances(book) if b.amount} == ledger.balances()
        _vouchers_have_no_gaps(book)
        assert check(book, rebuild=True).problems == []


def _vouchers_have_no_gaps(book: Book) -> None:
    with book.reading() as db:
        rows = db.execute("SELECT book, year, block, number FROM movements WHERE number IS NOT NULL").fetchall()
        openings = db.execute("SELECT count(*) FROM movements WHERE kind = 'opening' AND number IS NOT NULL").fetchone()
    series: dict[tuple, list[int]] = defaultdict(list)
    for book_name, year, block, number in rows:
        series[book_name, year, block].append(number)
    for numbers in series.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert openings == (0,)
