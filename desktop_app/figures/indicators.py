"""The additive indicators, each one row: of which records, when they count, and how much each of them is.

A new indicator is
1. a line in `resources/indicators.csv`: its names, unit, how it is added up, what it means (a ratio is nothing more: numerator
   and denominator name codes that stand here),
2. a row in `ROWS`: its code, a source of `sources.SOURCES`, when that counts, and conditions in SQL over a row `t` of it,
3. its place in a table of the report, `report_words.REPORT_GROUPS`,
4. where its records are new to figures, a source: the table, the day, the joins that conditions need, and apart from them
   those that only a drill-down needs.

The figure of every office in every period, the lines behind it, whoever counts once in several offices, and how many are not
known all follow from the row; `tests/figures/test_sum_of_lines.py` holds it to its lines without another word. A code with
several rows is their sum. Statements name all figures, so with a new one `catalogue.VERSION` steps on.

    Indicator("E13", "awards", "flow", f"{PAID} AND t.form = 'gift'")                      how many
    Indicator("E14", "awards", "flow", f"{PAID} AND t.form = 'gift'", value=WORTH)         how much
    Indicator("B06", "members", "stock", who=FEMALE, told=SEX, asked="B01")                of whom; of how many unknown
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from db.ethnic_groups import minority_sql, untold_sql
from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.sources import feeds

When = Literal["flow", "stock", "change", "opening", "closing"]
"""Happened in the period; there on its last day; there less what was there a year before; before it began; up to its end."""


@dataclass(frozen=True)
class Indicator:
    """A figure's part from one source. `where` and `value` speak of a row `t`, `who` of a person (`p`, `l`).

    `persons`: people are counted, once an office, where the source counts records. `day` is another day than the source's,
    and `last` in braces in `where` the period's last. `unless` is a condition on another row `o` of the same person and
    office: what it covers does not count.
    """

    code: str
    source: str
    when: When
    where: str = "1"
    who: str = "1"
    value: str = "1"
    sign: int = 1
    persons: bool = False
    day: str = ""
    unless: str = ""
    told: str = ""
    """That somebody has written down what the figure asks for; of how many nobody has is counted beside it."""
    asked: str = ""
    """The indicator that counts everybody who is asked about."""
    needs_list: bool = False
    """Whether an office that only counts heads cannot tell it."""


SEX, GROUP = "coalesce(p.sex, l.sex)", "coalesce(p.ethnic_group, l.ethnic_group)"
GOES_ON = "o.joined < t.joined AND (o.left_on IS NULL OR o.left_on >= t.joined)"
STAYS = "o.joined <= t.left_on AND (o.left_on IS NULL OR o.left_on > t.left_on)"
NO_LIST = "NOT EXISTS (SELECT 1 FROM memberships m WHERE m.branch = t.branch)"
MONEY = "t.account IN ('cash', 'bank')"
BY_GIVER = f"{feeds('D01')} AND coalesce(t.giver, CASE WHEN {feeds('D04')} THEN 'organisation' ELSE 'person' END)"
STANDING = "t.kind = 'receive' AND (t.reversed_on IS NULL OR t.reversed_on > {last})"
WORTH = "(coalesce(t.amount, 0) + coalesce(t.goods_value, 0))"
PAID = "t.state = 'paid'"
SCHOLARSHIP, GIFT = f"{PAID} AND t.form = 'scholarship'", f"{PAID} AND t.form = 'gift'"
GIVEN, DECIDED = "t.state IN ('approved', 'paid')", "d.dated"
TALENT = f"{GIVEN} AND r.purpose = 'talent'"
ONE_PERSON = "t.recipient_kind IN ('pupil', 'student', 'teacher', 'official', 'member')"

ROWS = (
    Indicator("A03", "branches", "stock", "t.kind <> 'board'"),
    Indicator("A04", "branches", "stock", "t.kind = 'village'"),
    Indicator("A05", "branches", "stock", "t.kind = 'school'"),
    Indicator("A06", "branches", "stock", "t.kind = 'agency'"),
    Indicator("A07", "branches", "stock", "t.kind = 'clan'"),
    Indicator("A08", "branches", "stock", "t.kind = 'board'"),
    Indicator("A09", "branches", "flow", "t.kind <> 'board'", told="t.founded IS NOT NULL", asked="A03"),
    Indicator("B01", "members", "stock"),
    Indicator("B01", "head_counts", "stock", NO_LIST, value="t.people"),
    Indicator("B02", "members", "flow", unless=GOES_ON, needs_list=True),
    Indicator("B03", "members", "flow", day="t.left_on", unless=STAYS, needs_list=True),
    Indicator(
        "B06", "members", "stock", who=f"{SEX} = 'female'", told=f"{SEX} IS NOT NULL", asked="B01", needs_list=True
    ),
    Indicator(
        "B07",
        "members",
        "stock",
        who=minority_sql(GROUP),
        told=f"NOT {untold_sql(GROUP)}",
        asked="B01",
        needs_list=True,
    ),
    Indicator("B08", "members", "change"),
    Indicator("B08", "head_counts", "change", NO_LIST, value="t.people"),
    Indicator("B10", "postings", "flow", feeds("B10")),
    Indicator("D01", "postings", "flow", feeds("D01")),
    Indicator("D02", "postings", "flow", f"{MONEY} AND {feeds('D01')}"),
    Indicator("D03", "postings", "flow", f"{BY_GIVER} = 'person'"),
    Indicator("D04", "postings", "flow", f"{BY_GIVER} = 'organisation'"),
    Indicator("D05", "postings", "flow", feeds("D05")),
    Indicator("D06", "postings", "flow", f"t.account = 'goods' AND {feeds('D01')}"),
    *(
        Indicator(code, "postings", "flow", f"{MONEY} AND {feeds(code)}", sign=-1)
        for code in ("D07", "D08", "D09", "D10", "D11", "D12")
    ),
    Indicator("D13", "postings", "opening", MONEY),
    Indicator("D14", "postings", "closing", MONEY),
    Indicator("D15", "postings", "closing", MONEY),
    Indicator("D22", "vouchers", "flow", f"{STANDING} AND {feeds('D22')}"),
    Indicator("E01", "awards", "flow", SCHOLARSHIP),
    Indicator("E02", "awards", "flow", SCHOLARSHIP, value=WORTH),
    Indicator("E04", "awards", "flow", SCHOLARSHIP, persons=True),
    Indicator("E07", "awards", "flow", f"{PAID} AND r.purpose = 'support' AND t.recipient_kind = 'pupil'"),
    Indicator("E08", "awards", "flow", f"{TALENT} AND t.recipient_kind = 'pupil'", day=DECIDED),
    Indicator(
        "E09", "awards", "flow", f"{TALENT} AND t.recipient_kind = 'pupil'", value="coalesce(t.amount, 0)", day=DECIDED
    ),
    Indicator("E10", "awards", "flow", f"{GIVEN} AND t.recipient_kind = 'teacher'", day=DECIDED),
    Indicator("E11", "awards", "flow", f"{GIVEN} AND t.recipient_kind = 'student'", day=DECIDED),
    Indicator("E12", "awards", "flow", f"{TALENT} AND {ONE_PERSON}", day=DECIDED),
    Indicator("E13", "awards", "flow", GIFT),
    Indicator("E14", "awards", "flow", GIFT, value=WORTH),
)
CODES = tuple(dict.fromkeys(row.code for row in ROWS))
"""In the order in which the digest of a statement names them."""
MAY_BE_UNKNOWN = {row.code: row.asked for row in ROWS if row.asked}
"""Figures read from a field that may be empty, each with the figure that counts everything asked about."""
FROM_LISTS = frozenset(row.code for row in ROWS if row.needs_list)
NEEDS_LAST_YEAR = frozenset(
    {row.code for row in ROWS if row.when == "change"} | {one.code for one in catalogue().values() if one.is_growth}
)
"""Figures of change against the year before."""


def rows_of(code: str) -> list[Indicator]:
    """The rows of which an indicator is the sum; none of a ratio."""
    return [row for row in ROWS if row.code == code]


def unknown_of(code: str) -> str:
    """The code under which those are counted of whom nobody has written down what a figure asks for."""
    return f"{code}?"
