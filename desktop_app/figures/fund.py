"""The fund's figures: what was received and paid in some periods, by what its category feeds, and the balances."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.figures.among import Among, ByOffice, each, put
from desktop_app.figures.joined import Days


@dataclass(frozen=True)
class Fed:
    """Of which accounts an indicator of the fund counts, and with which sign."""

    accounts: tuple[str, ...]
    sign: int = 1


MONEY_ACCOUNTS = ("cash", "bank")
ALL_ACCOUNTS = (*MONEY_ACCOUNTS, "goods")
FED = {
    "D02": Fed(MONEY_ACCOUNTS),
    "D03": Fed(ALL_ACCOUNTS),
    "D04": Fed(ALL_ACCOUNTS),
    "D05": Fed(ALL_ACCOUNTS),
    "D06": Fed(("goods",)),
    "D07": Fed(MONEY_ACCOUNTS, -1),
    "D08": Fed(MONEY_ACCOUNTS, -1),
}


@dataclass(frozen=True)
class Arm:
    """One part of the view `postings`, written so that each can be summed where an index holds all it needs.

    On which account, on which day and how much a movement is posted; `rare` parts are found by indexes of their own.
    """

    account: str
    day: str
    amount: str
    where: str = "1"

    @property
    def rare(self) -> bool:
        """Whether few movements are posted so."""
        return self.where != "1"


BOOKED = "CASE WHEN kind IN ('opening', 'receive') THEN amount ELSE -amount END"
OTHER_SIDE = "coalesce(to_account, account)"
ARMS = (
    Arm("account", "dated", BOOKED),
    Arm(OTHER_SIDE, "dated", "amount", "kind = 'transfer'"),
    Arm("account", "reversed_on", f"-({BOOKED})", "reversed_on IS NOT NULL"),
    Arm(OTHER_SIDE, "reversed_on", "-amount", "kind = 'transfer' AND reversed_on IS NOT NULL"),
)


def add_fund(db: sqlite3.Connection, found: Sequence[ByOffice], among: Among, days: Sequence[Days]) -> None:
    """Add the fund's figures of each of some periods; what is booked is read once for all of them."""
    feeds = {code: fed.replace("|", ",").split(",") for code, fed in db.execute("SELECT code, feeds FROM categories")}
    for office, category, account, *amounts in (row for arm in ARMS for row in _sums(db, arm, among, days)):
        fed = [code for code in FED if code in feeds.get(category, ()) and account in FED[code].accounts]
        for number, figures in enumerate(found):
            within, earlier = amounts[2 * number : 2 * number + 2]
            put(figures, ((office, code, FED[code].sign * within) for code in fed))
            if account in MONEY_ACCOUNTS:
                put(figures, ((office, "D13", earlier), *((office, code, earlier + within) for code in ("D14", "D15"))))
    for figures, one in zip(found, days, strict=True):
        for own in figures.values():
            own["D01"] = own.get("D02", 0) + own.get("D06", 0)
        _add_gifts(db, figures, among, one)


def _sums(db: sqlite3.Connection, arm: Arm, among: Among, days: Sequence[Days]) -> Iterator[tuple[Any, ...]]:
    """Office, category, account, and for each period what was posted within and before it."""
    sums, values = "", {"end": max(one.last for one in days)}
    for number, one in enumerate(days):
        values |= {f"first{number}": one.first, f"last{number}": one.last}
        within, earlier = f"{arm.day} BETWEEN :first{number} AND :last{number}", f"{arm.day} < :first{number}"
        sums += "".join(f", sum(CASE WHEN {when} THEN {arm.amount} ELSE 0 END)" for when in (within, earlier))
    office = "+office" if arm.rare else "office"
    return db.execute(
        f"SELECT office, category, {arm.account}{sums} FROM movements WHERE {office} IN {among.names} AND {arm.where}"
        f" AND {arm.day} <= :end GROUP BY {office}, category, {arm.account}",
        values,
    )


def _add_gifts(db: sqlite3.Connection, found: ByOffice, among: Among, days: Days) -> None:
    each(
        db,
        found,
        "D22",
        "SELECT m.office, count(*) FROM movements m JOIN categories c ON c.code = m.category"
        f" WHERE m.office IN {among.names} AND m.kind = 'receive' AND m.dated BETWEEN :first AND :last AND (m.reversed_on IS NULL OR m.reversed_on > :last)"
        " AND (',' || replace(c.feeds, '|', ',') || ',') LIKE '%,D22,%' GROUP BY m.office",
        {"first": days.first, "last": days.last},
    )
