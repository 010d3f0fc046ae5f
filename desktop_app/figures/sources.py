"""What figures are counted from: one lean SQL source a family of records, read once for all its indicators.

Texts are SQL over the row `t`. `{day}` in `there` stands for the day asked about; `{person}` in `about` for the person.
"""

from __future__ import annotations

from dataclasses import dataclass


def feeds(code: str) -> str:
    """That the category of a movement `t` feeds an indicator, as `resources/categories.csv` says."""
    return f"t.category IN (SELECT code FROM categories WHERE instr('|' || feeds || '|', '|{code}|'))"


@dataclass(frozen=True)
class Arm:
    """One part of what movements post, written so that each can be summed where an index holds all it needs.

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


@dataclass(frozen=True)
class Source:
    """A family of records: what it reads for figures, and what a drill-down reads besides.

    Something happens on its `day` or is `there` on days. `person` is the column that names people; with `about`, what is known
    of them, all its indicators count people, once an office. `arms` are summed by account, category and kind of giver
    before indicators choose among these sums.
    """

    table: str
    joins: str = ""
    moves: bool = False
    """Whether its records may go over to another office."""
    day: str = ""
    there: str = ""
    day_indexed: bool = False
    """Whether an index finds its days; all its indicators are flows then."""
    person: str = ""
    about: str = ""
    arms: tuple[Arm, ...] = ()
    record: str = "t.id"
    shown_on: str = ""
    """The day that stands beside a line, where that is not the one on which it counts."""
    names: str = ""
    """Joins that only a drill-down needs."""
    text: str = "''"
    detail: str = ""
    """What a line says of a record beside its name."""


BOOKED = "CASE WHEN t.kind IN ('opening', 'receive') THEN t.amount ELSE -t.amount END"
OTHER_SIDE = "coalesce(t.to_account, t.account)"
ARMS = (
    Arm("t.account", "t.dated", BOOKED),
    Arm(OTHER_SIDE, "t.dated", "t.amount", "t.kind = 'transfer'"),
    Arm("t.account", "t.reversed_on", f"-({BOOKED})", "t.reversed_on IS NOT NULL"),
    Arm(OTHER_SIDE, "t.reversed_on", "-t.amount", "t.kind = 'transfer' AND t.reversed_on IS NOT NULL"),
)
GIVER = f"CASE WHEN {feeds('D01')} THEN (SELECT g.kind FROM donors g WHERE g.id = t.party) END"
"""The kind of donor behind a gift; null where no donor is on record."""
VOUCHER_NAMES = (
    "LEFT JOIN categories c ON c.code = t.category LEFT JOIN movement_notes n ON n.movement = t.id"
    " LEFT JOIN donors d ON d.id = t.party LEFT JOIN purses q ON q.id = t.purse"
)
VOUCHER_TEXT = "coalesce(n.note, n.party, d.full_name, c.name, q.name, '')"

SOURCES = {
    "branches": Source(
        "branches",
        moves=True,
        day="t.founded",
        there="(t.founded IS NULL OR t.founded <= {day}) AND (t.dissolved IS NULL OR t.dissolved > {day})",
        text="t.name",
    ),
    "members": Source(
        "memberships",
        moves=True,
        day="t.joined",
        there="t.joined <= {day} AND (t.left_on IS NULL OR t.left_on > {day})",
        person="person",
        about="LEFT JOIN people p ON p.id = {person} LEFT JOIN learners l ON l.id = {person}",
        names="LEFT JOIN learner_names n ON n.learner = l.id",
        text="coalesce(p.full_name, n.full_name, '')",
    ),
    "head_counts": Source(
        "head_counts",
        joins="JOIN branches b ON b.id = t.branch",
        moves=True,
        day="t.dated",
        there=(
            "t.dated <= {day} AND (b.dissolved IS NULL OR b.dissolved > {day}) AND NOT EXISTS (SELECT 1 FROM head_counts h"
            " WHERE h.branch = t.branch AND h.dated <= {day} AND (h.dated, t.id) > (t.dated, h.id))"
        ),
        record="b.id",
        text="b.name",
    ),
    "postings": Source(
        "movements",
        day="t.dated",
        arms=ARMS,
        names=VOUCHER_NAMES,
        text=VOUCHER_TEXT,
    ),
    "vouchers": Source("movements", day="t.dated", day_indexed=True, names=VOUCHER_NAMES, text=VOUCHER_TEXT),
    "awards": Source(
        "awards",
        joins=(
            "JOIN rounds r ON r.id = t.round LEFT JOIN decisions d ON d.id = t.decision"
            " LEFT JOIN movements v ON v.id = t.payment"
        ),
        day="coalesce(v.dated, d.dated)",
        person="recipient",
        shown_on="coalesce(v.dated, d.dated)",
        names=(
            "LEFT JOIN persons p ON p.id = t.recipient LEFT JOIN groups g ON g.id = t.recipient"
            " LEFT JOIN donors o ON o.id = t.recipient LEFT JOIN units u ON u.id = t.recipient"
        ),
        text="coalesce(p.full_name, g.name, o.full_name, u.name, '')",
        detail="r.name",
    ),
}
