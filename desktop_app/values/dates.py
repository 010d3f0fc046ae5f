"""Dates as people type and read them. A year of two digits is never guessed."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

FIRST_YEAR, LAST_YEAR = 1900, 2099

_DAY_FIRST = re.compile(r"([0-9]{1,2})(?:\s*[/.\-]\s*|\s+)([0-9]{1,2})(?:\s*[/.\-]\s*|\s+)([0-9]{4}|[0-9]{2})\Z")
_IN_WORDS = re.compile(r"ngày\s+([0-9]{1,2})\s+tháng\s+([0-9]{1,2})\s+năm\s+([0-9]{4})\Z", re.IGNORECASE)
_RUN_ON = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})\Z")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z")
_YEAR = re.compile(r"(?:năm\s+|0{1,2}[/.\-]0{1,2}[/.\-])?([0-9]{4}|[0-9]{2})\Z", re.IGNORECASE)
_YEAR_KEPT = re.compile(r"[0-9]{4}\Z")

WhyNot = Literal["empty", "shape", "impossible", "year", "two_digit_year"]


class NotADate(ValueError):
    """The text is no date.

    `kind` says why: empty, shape (unreadable), impossible (31/02), year (outside 1900-2099) or two_digit_year.
    """

    def __init__(self, text: str, kind: WhyNot) -> None:
        super().__init__(text)
        self.kind = kind


class TwoDigitYear(NotADate):
    """A year of two digits: the person must say which of the `candidates`, days that exist, is meant."""

    def __init__(self, text: str, candidates: tuple[date, ...]) -> None:
        super().__init__(text, "two_digit_year")
        self.candidates = candidates


def parse_date(text: str) -> date:
    """5/3/1952, 05031952, 5-3-1952, 5.3.1952 or 1952-03-05; the day stands before the month.

    `NotADate` otherwise; `TwoDigitYear` for 5/3/52 and 050352.
    """
    typed = text.strip()
    if not typed:
        raise NotADate(text, "empty")
    if found := _ISO.match(typed):
        return _existing(text, int(found[1]), int(found[2]), int(found[3]))
    found = _DAY_FIRST.match(typed) or _RUN_ON.match(typed) or _IN_WORDS.match(typed)
    if found is None:
        raise NotADate(text, "shape")
    day, month, year = int(found[1]), int(found[2]), found[3]
    if len(year) == 2:
        raise _two_digit_year(text, int(year), month, day)
    return _existing(text, int(year), month, day)


def _existing(text: str, year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotADate(text, "year")
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate(text, "impossible") from None


def _two_digit_year(text: str, year: int, month: int, day: int) -> NotADate:
    """29/2/00 leaves one candidate only, since 1900 was no leap year; 31/2/52 leaves none and is simply impossible."""
    candidates = []
    for century in (1900, 2000):
        try:
            candidates.append(date(century + year, month, day))
        except ValueError:
            continue
    return TwoDigitYear(text, tuple(candidates)) if candidates else NotADate(text, "impossible")


def parse_birth(text: str) -> str:
    """A birth date as ISO, or the year alone ("1952", "năm 1952", "00/00/1952") where only that is known."""
    found = _YEAR.match(text.strip())
    if found is None:
        return parse_date(text).isoformat()
    if len(found[1]) == 2:
        raise NotADate(text, "two_digit_year")
    if not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise NotADate(text, "year")
    return found[1]


def format_date(day: date) -> str:
    """05/03/1952."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def format_birth(born: str) -> str:
    """What `parse_birth` gives, for reading: an ISO date as 05/03/1952, a year alone as it is."""
    return born if _YEAR_KEPT.match(born) else format_date(date.fromisoformat(born))


def long_date(day: date) -> str:
    """ "ngày 05 tháng 7 năm 2020": days below 10 and months 1 and 2 with a leading 0 (Nghị định 30/2020, phụ lục I)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
