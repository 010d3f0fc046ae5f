"""Periods of reports: years, half years, quarters, months, school years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

YEAR = re.compile(r"(\d{4})\Z")
HALF = re.compile(r"(\d{4})H([12])\Z")
QUARTER = re.compile(r"(\d{4})Q([1-4])\Z")
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")
SCHOOL_YEAR = re.compile(r"(\d{4})-(\d{4})\Z")
ROMAN = ("", "I", "II", "III", "IV")


class NotAPeriod(ValueError):
    """The text names no period."""


@dataclass(frozen=True, order=True)
class Period:
    """Some days in a row, `first` to `last`, and the text they are named by."""

    first: date
    last: date
    text: str

    @property
    def year(self) -> int:
        """The year of the last day."""
        return self.last.year

    @property
    def is_first_half(self) -> bool:
        """Whether this is a year's first half."""
        return self.text.endswith("H1")

    def same_period_last_year(self) -> Period:
        """The period of the same kind one year earlier."""
        if found := SCHOOL_YEAR.match(self.text):
            return parse_period(f"{int(found[1]) - 1}-{int(found[2]) - 1}")
        return parse_period(f"{int(self.text[:4]) - 1}{self.text[4:]}")

    def label(self) -> str:
        """As papers name it: "6 tháng đầu năm 2020", "Quý II năm 2020", "năm học 2019-2020"."""
        year = self.text[:4]
        if found := HALF.match(self.text):
            return f"6 tháng {'đầu' if found[2] == '1' else 'cuối'} năm {year}"
        if found := QUARTER.match(self.text):
            return f"Quý {ROMAN[int(found[2])]} năm {year}"
        if found := MONTH.match(self.text):
            return f"tháng {int(found[2])} năm {year}"
        return f"năm học {self.text}" if SCHOOL_YEAR.match(self.text) else f"năm {year}"


def parse_period(text: str) -> Period:
    """2020, 2020H1, 2020Q2, 2020-06, or the school year 2019-2020 (1 September to 31 August); else `NotAPeriod`."""
    if found := YEAR.match(text):
        return _months(text, int(found[1]), 1, 12)
    if found := HALF.match(text):
        return _months(text, int(found[1]), 6 * int(found[2]) - 5, 6)
    if found := QUARTER.match(text):
        return _months(text, int(found[1]), 3 * int(found[2]) - 2, 3)
    if found := MONTH.match(text):
        return _months(text, int(found[1]), int(found[2]), 1)
    found = SCHOOL_YEAR.match(text)
    if found is None or int(found[2]) != int(found[1]) + 1:
        raise NotAPeriod(text)
    return _months(text, int(found[1]), 9, 12)


def _months(text: str, year: int, month: int, count: int) -> Period:
    if not 1900 <= year <= 9000:
        raise NotAPeriod(text)
    end = month + count
    after = date(year + (end - 1) // 12, (end - 1) % 12 + 1, 1)
    return Period(date(year, month, 1), after - timedelta(days=1), text)
