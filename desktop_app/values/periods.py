"""Periods of reports: years, half years, quarters, months, school years."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2099

_SHAPE = re.compile(r"([0-9]{4})(?:H([12])|Q([1-4])|-(0[1-9]|1[0-2])|-([0-9]{4}))?\Z", re.IGNORECASE)
_ROMAN = ("", "I", "II", "III", "IV")


class NotAPeriod(ValueError):
    """The text names no period."""


@dataclass(frozen=True, order=True)
class Period:
    """Some days in a row, `first` to `last`, and the text they are named by; made by `parse_period`.

    Periods sort by their first day, then the shorter before the longer.
    """

    first: date
    last: date
    text: str

    @property
    def year(self) -> int:
        """The year of the last day; of a school year the later one."""
        return self.last.year

    @property
    def is_first_half(self) -> bool:
        """Whether this is a year's first half."""
        return self.text.endswith("H1")

    @property
    def is_year(self) -> bool:
        """Whether this is a calendar year."""
        return len(self.text) == 4

    def has_ended(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.last < today

    def overlaps(self, other: Period) -> bool:
        """Whether a day lies in both."""
        return self.first <= other.last and other.first <= self.last

    def same_period_last_year(self) -> Period:
        """The period of the same kind one year earlier ("cùng kỳ năm trước")."""
        before = self.first.year - 1
        if self._part(5):
            return _made(f"{before}-{before + 1}")
        return _made(f"{before}{self.text[4:]}")

    def previous(self) -> Period:
        """The period of the same kind that ends on the day before this one begins."""
        day = self.first - timedelta(days=1)
        if self._part(2):
            return _made(f"{day.year}H{(day.month + 5) // 6}")
        if self._part(3):
            return _made(f"{day.year}Q{(day.month + 2) // 3}")
        if self._part(4):
            return _made(f"{day.year}-{day.month:02d}")
        return self.same_period_last_year()

    def named(self, names: Mapping[str, str]) -> str:
        """The period in words. `names` has a pattern for each kind of period: year, first_half, second_half, quarter,
        month, school_year; with {year}, {number} (I to IV for quarters) or {years} in it.
        """
        year = self.text[:4]
        if half := self._part(2):
            return names["first_half" if half == "1" else "second_half"].format(year=year)
        if quarter := self._part(3):
            return names["quarter"].format(number=_ROMAN[int(quarter)], year=year)
        if month := self._part(4):
            return names["month"].format(number=int(month), year=year)
        return names["school_year"].format(years=self.text) if self._part(5) else names["year"].format(year=year)

    def _part(self, group: int) -> str | None:
        found = _SHAPE.match(self.text)
        return found[group] if found else None


def parse_period(text: str) -> Period:
    """2020, 2020H1, 2020Q2, 2020-06, or the school year 2019-2020; otherwise `NotAPeriod`.

    A school year runs from 1 September to 31 August: lessons end in May, yet scholarships of the summer belong to the
    year that is over, and every day belongs to exactly one year.
    """
    typed = text.strip().upper()
    found = _SHAPE.match(typed)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise NotAPeriod(text)
    if found[5] and int(found[5]) != int(found[1]) + 1:
        raise NotAPeriod(text)
    return _made(typed)


def half_year_of(day: date) -> Period:
    """The half year that a day lies in."""
    return _made(f"{day.year}H{1 if day.month <= 6 else 2}")


def last_half_year(today: date) -> Period:
    """The half year that ended last."""
    return half_year_of(today).previous()


def periods_to_choose(first_year: int, today: date, *, months: bool = False) -> list[Period]:
    """What a person may ask for: half years, years, school years and quarters that have begun, the newest year first.

    A year's halves stand first, since they are what is stated; `months` adds the months, for the cash book.
    """
    found = []
    for year in range(today.year + 1, first_year - 1, -1):
        texts = [f"{year}H2", f"{year}H1", f"{year}", f"{year - 1}-{year}", *(f"{year}Q{n}" for n in (4, 3, 2, 1))]
        texts += [f"{year}-{month:02d}" for month in range(12, 0, -1)] if months else []
        found += [period for text in texts if (period := _made(text)).first <= today]
    return found


def _made(text: str) -> Period:
    """The period of a text that is known to be of the right shape."""
    found = _SHAPE.match(text)
    assert found is not None
    year, half, quarter, month, school_year = found.groups()
    if half:
        return _months(text, int(year), 6 * int(half) - 5, 6)
    if quarter:
        return _months(text, int(year), 3 * int(quarter) - 2, 3)
    if month:
        return _months(text, int(year), int(month), 1)
    return _months(text, int(year), 9 if school_year else 1, 12)


def _months(text: str, year: int, month: int, count: int) -> Period:
    """So many whole months from the first day of `month` on."""
    later = year * 12 + month - 1 + count
    after = date(later // 12, later % 12 + 1, 1)
    return Period(date(year, month, 1), after - timedelta(days=1), text)
