"""The fund: donors, purses and movements. A movement is booked once; it can only be reversed.

Beside them, without a class: `printed_vouchers`, a voucher whose original has been printed, and on which day (what is
printed later is a copy; never travels); `categories`, what a receipt or payment was for and the indicators it feeds, seeded
from `resources/categories.csv`.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field

from db.tables.record import MOST_MONEY, YEARS, Kind, Listed, Record, Travels

DONOR_KINDS = ("person", "organisation")
MOVEMENT_KINDS = ("opening", "receive", "pay", "transfer")
ACCOUNTS = ("cash", "bank", "goods")
BOOKS = ("PT", "PC", "BC", "BN", "NK", "XK", "DC")
REVERSAL_REASONS = ("wrong_amount", "wrong_party", "entered_twice", "did_not_happen", "other")


class Donor(Listed, table=True):
    """A person or an organisation that gives to the fund."""

    __tablename__ = "donors"
    __table_args__ = (Index("donors_in_order", "office", "sort_key", "id"),)
    kind_of: ClassVar[Kind] = Kind("donor", choices={"kind": DONOR_KINDS}, required=("full_name", "kind"))

    full_name: str
    kind: str = "person"
    address: str | None = None
    phone: str | None = None


class Purse(Record, table=True):
    """What money is for. Each office has a default purse (a natural key); `restricted` 1 binds it to its purpose.

    `allowed` are the categories that a restricted purse may pay for; none named is what is usual.
    """

    __tablename__ = "purses"
    kind_of: ClassVar[Kind] = Kind("purse", bounds={"restricted": (0, 1)}, required=("name",))

    name: str
    restricted: int = 0
    purpose: str | None = None
    donor: bytes | None = None
    allowed: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]"))


class Movement(Record, table=True):
    """One booked movement of the fund, in đồng; goods are booked at their value, apart from money.

    The voucher number is (office, book, year, block, number); opening balances carry none. `decision` is the one by
    which money left a restricted purse. `reversed_on` and
    `reversed_reason` come from the `rev` entry on the same record.
    """

    __tablename__ = "movements"
    __table_args__ = (
        Index("movements_by_day", "office", "dated", "id"),
        Index("movements_by_number", "office", "book", "year", "block", "number"),
        Index("movements_by_category", "office", "category", "account", "dated", "kind", "amount", "party"),
        Index("movements_reversed", "reversed_on", sqlite_where=text("reversed_on IS NOT NULL")),
        Index("movements_transferred", "dated", sqlite_where=text("kind = 'transfer'")),
    )
    derived: ClassVar[tuple[str, ...]] = ("reversed_on", "reversed_reason")
    kind_of: ClassVar[Kind] = Kind(
        "movement",
        dates=("dated",),
        choices={"kind": MOVEMENT_KINDS, "account": ACCOUNTS, "to_account": ACCOUNTS, "book": BOOKS},
        bounds={"amount": (1, MOST_MONEY), "year": YEARS, "number": (1, 10**9)},
        required=("kind", "amount", "purse", "account", "dated"),
        ledger=True,
    )

    kind: str
    amount: int
    purse: bytes
    account: str
    to_purse: bytes | None = None
    to_account: str | None = None
    dated: str
    party: bytes | None = Field(default=None, index=True)
    category: str | None = None
    book: str | None = None
    year: int | None = None
    block: str | None = None
    number: int | None = None
    decision: bytes | None = None
    reversed_on: str | None = None
    reversed_reason: str | None = None


class MovementNote(Record, table=True):
    """What a voucher says in free text: who came, what goods, what for. Never leaves the office."""

    __tablename__ = "movement_notes"
    kind_of: ClassVar[Kind] = Kind("movement.note", travels=Travels.NEVER, required=("movement",))

    movement: bytes = Field(index=True)
    party: str | None = None
    goods: str | None = None
    note: str | None = None
