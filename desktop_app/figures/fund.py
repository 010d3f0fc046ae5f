"""The fund's figures: what was received and paid in some periods, by what its category feeds, and the balances."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
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
    "B10": Fed(ALL_ACCOUNTS),
    "D01": Fed(ALL_ACCOUNTS),
    "D05": Fed(ALL_ACCOUNTS),
    **dict.fromkeys(("D07", "D08", "D09", "D10", "D11", "D12"), Fed(MONEY_ACCOUNTS, -1)),
}
GIFT = "D01"
"""What every gift feeds; it is told apart by what was given (D02 money, D06 goods) and by who gave."""
BY_GIVER = {"person": "D03", "organisation": "D04"}
"""What a donor on record makes of a gift; without one the category says which of the two it feeds."""


def feeds_of(db: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """The indicators that each category feeds."""
    rows = db.execute("SELECT code, feeds FROM categories")
    return {code: frozenset(fed.replace("|", ",").split(",")) for code, fed in rows}


def fed_by(feeds: Collection[str], account: str, giver: str | None) -> list[tuple[str, int]]:
    """The indicators, with signs, that a movement counts in: by its category's `feeds`, account and kind of donor."""
    fed = [(code, one.sign) for code, one in FED.items() if code in feeds and account in one.accounts]
    if GIFT in feeds:
        by_category = "organisation" if BY_GIVER["organisation"] in feeds else "person"
        fed += [("D06" if account == "goods" else "D02", 1), (BY_GIVER[giver or by_category], 1)]
    return fed


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
    feeds = feeds_of(db)
    gifts = [category for category, fed in feeds.items() if GIFT in fed]
    for office, category, account, giver, *amounts in (
        row for arm in ARMS for row in _sums(db, arm, gifts, among, days)
    ):
        fed = fed_by(feeds.get(category, ()), account, giver)
        for number, figures in enumerate(found):
            within, earlier = amounts[2 * number : 2 * number + 2]
            put(figures, ((office, code, sign * within) for code, sign in fed))
            if account in MONEY_ACCOUNTS:
                put(figures, ((office, "D13", earlier), *((office, code, earlier + within) for code in ("D14", "D15"))))
    for figures, one in zip(found, days, strict=True):
        _add_gifts(db, figures, among, one)


def giver_of(gifts: Sequence[str]) -> str:
    """SQL for the kind of donor behind a gift in these categories; null where no donor is on record."""
    named = ", ".join(f"'{category}'" for category in gifts)
    return f"CASE WHEN category IN ({named}) THEN (SELECT g.kind FROM donors g WHERE g.id = party) END"


def _sums(
    db: sqlite3.Connection, arm: Arm, gifts: Sequence[str], among: Among, days: Sequence[Days]
) -> Iterator[tuple[Any, ...]]:
    """Office, category, account, kind of donor, and for each period what was posted within and before it."""
    sums, values = "", {"end": max(one.last for one in days)}
    for number, one in enumerate(days):
        values |= {f"first{number}": one.first, f"last{number}": one.last}
        within, earlier = f"{arm.day} BETWEEN :first{number} AND :last{number}", f"{arm.day} < :first{number}"
        sums += "".join(f", sum(CASE WHEN {when} THEN {arm.amount} ELSE 0 END)" for when in (within, earlier))
    office = "+office" if arm.rare else "office"
    return db.execute(
        f"SELECT office, category, {arm.account}, {giver_of(gifts)} AS giver{sums} FROM movements"
        f" WHERE {office} IN {among.names} AND {arm.where} AND {arm.day} <= :end"
        f" GROUP BY {office}, category, {arm.account}, giver",
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
