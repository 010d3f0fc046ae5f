"""Money that lines would take once they are approved: more than their round was to cost, or than its purse holds, is a doubt."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.i18n import _
from db.seed import default_purse
from db.store import Book
from desktop_app.values.money import format_money
from desktop_app.values.words import amount_in_words

HELD = (
    "SELECT p.purse, sum(p.amount) FROM postings p WHERE p.office = ? AND p.account IN ('cash', 'bank') AND p.dated <= ?"
    " GROUP BY p.purse"
)


@dataclass(frozen=True)
class RoundMoney:
    """What a round was to cost (None: not said), and from which purse, in đồng."""

    name: str
    purse: bytes
    budget: int | None


@dataclass(frozen=True)
class MoneyAtHand:
    """Of an office: its nominated lines with money, by round; what is approved or paid of each round; what purses hold.

    `promised` is approved and not yet paid, by purse.
    """

    lines: Mapping[bytes, tuple[bytes, int]]
    rounds: Mapping[bytes, RoundMoney]
    given: Mapping[bytes, int]
    promised: Mapping[bytes, int]
    held: Mapping[bytes, int]
    purses: Mapping[bytes, str]


def money_at_hand(book: Book) -> MoneyAtHand:
    """Asked of the book before lines are approved."""
    with book.reading() as db:
        rounds = _rounds(db, book.unit)
        rows = db.execute(
            "SELECT id, round, amount, state FROM awards WHERE office = ? AND amount > 0 AND state <> 'withdrawn'",
            (book.unit,),
        ).fetchall()
        held = dict(db.execute(HELD, (book.unit, book.clock.today().isoformat())).fetchall())
        purses = dict(db.execute("SELECT id, name FROM purses WHERE office = ?", (book.unit,)).fetchall())
    known = [row for row in rows if row[1] in rounds]
    given: Counter[bytes] = Counter()
    promised: Counter[bytes] = Counter()
    for _id, round_, amount, state in known:
        given[round_] += amount * (state != "nominated")
        promised[rounds[round_].purse] += amount * (state == "approved")
    waiting = {one: (round_, amount) for one, round_, amount, state in known if state == "nominated"}
    return MoneyAtHand(waiting, rounds, given, promised, held, purses)


def _rounds(db: sqlite3.Connection, office: bytes) -> dict[bytes, RoundMoney]:
    rows = db.execute("SELECT id, name, purse, budget FROM rounds WHERE office = ?", (office,)).fetchall()
    return {one: RoundMoney(name, purse or default_purse(office), budget) for one, name, purse, budget in rows}


def approval_doubts(money: MoneyAtHand, awards: Sequence[bytes]) -> list[str]:
    """What is doubtful about approving these lines, a sentence a round or purse with both sums."""
    asked: Counter[bytes] = Counter()
    for round_, amount in (money.lines[one] for one in awards if one in money.lines):
        asked[round_] += amount
    wanted: Counter[bytes] = Counter()
    for round_, amount in asked.items():
        wanted[money.rounds[round_].purse] += amount
    return [*_over_budget(money, asked), *_over_purse(money, wanted)]


def _over_budget(money: MoneyAtHand, asked: Mapping[bytes, int]) -> list[str]:
    said = _("Đợt «{round}» dự định chi {budget}; duyệt nữa thì thành {total}.")
    found = []
    for round_, amount in asked.items():
        of_round, total = money.rounds[round_], money.given.get(round_, 0) + amount
        if of_round.budget is not None and total > of_round.budget:
            found.append(said.format(round=of_round.name, budget=_full(of_round.budget), total=_full(total)))
    return found


def _over_purse(money: MoneyAtHand, wanted: Mapping[bytes, int]) -> list[str]:
    said = _("{purse} đang có {held}; các suất đã duyệt mà chưa trao, cùng những suất này, cần {total}.")
    found = []
    for purse, amount in wanted.items():
        held, total = max(money.held.get(purse, 0), 0), money.promised.get(purse, 0) + amount
        if total > held:
            found.append(said.format(purse=money.purses.get(purse, ""), held=_full(held), total=_full(total)))
    return found


def _full(amount: int) -> str:
    """In figures and in words."""
    return _("{amount} đồng ({words})").format(amount=format_money(amount), words=amount_in_words(amount).lower())
