"""Dates as people type and read them."""

from __future__ import annotations

import re
from datetime import date

PARTS = re.compile(r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{2}|\d{4})\Z")
RUN_ON = re.compile(r"(\d{2})(\d{2})(\d{4})\Z")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
YEAR = re.compile(r"\d{4}\Z")


class NotADate(ValueError):
    """The text is no date; `kind` says why: empty, shape, impossible or two_digit_year."""

    def __init__(self, text: str, kind: str) -> None:
        super().__init__(text)
        self.kind = kind


class TwoDigitYear(NotADate):
    """A year of two digits: the person must say which of the `candidates` is meant."""

    def __init__(self, text: str, candidates: tuple[date, ...]) -> None:
        super().__init__(text, "two_digit_year")
        self.candidates = candidates


def parse_date(text: str) -> date:
    """5/3/1952, 05031952, 5-3-1952, 5.3.1952 or 1952-03-05; `NotADate` otherwise, `TwoDigitYear` for 5/3/52."""
    typed = text.strip()
    if not typed:
        raise NotADate(text, "empty")
    if found := ISO.match(typed):
        return _date(typed, int(found[1]), int(found[2]), int(found[3]))
    found = PARTS.match(typed) or RUN_ON.match(typed)
    if found is None:
        raise NotADate(text, "shape")
    day, month, year = int(found[1]), int(found[2]), found[3]
    if len(year) == 2:
        raise TwoDigitYear(text, tuple(_date(typed, century + int(year), month, day) for century in (1900, 2000)))
    return _date(typed, int(year), month, day)


def _date(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate(text, "impossible") from None


def parse_birth(text: str) -> str:
    """A birth date as ISO, or the year alone where only that is known."""
    typed = text.strip()
    return typed if YEAR.match(typed) else parse_date(typed).isoformat()


def format_date(day: date) -> str:
    """05/03/1952."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def format_birth(born: str) -> str:
    """An ISO date as 05/03/1952, a year alone as it is."""
    return born if YEAR.match(born) else format_date(date.fromisoformat(born))


def long_date(day: date) -> str:
    """ "ngày 05 tháng 7 năm 2020": days below 10 and months 1 and 2 with a leading 0 (Nghị định 30/2020, phụ lục I)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
