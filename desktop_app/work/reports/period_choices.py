"""The periods that a person may choose, in words, each with who has stated it."""

from __future__ import annotations

from datetime import date

from db.i18n import _
from db.store import Book
from desktop_app.values.periods import parse_period, periods_to_choose
from desktop_app.work.records.vocabulary import period_title
from desktop_app.work.reports.period_closing import stated_periods
from desktop_app.work.reports.stated_changes import changed_periods

YEARS = 2
"""Whole years before this one that are always offered; older ones where something was stated in them."""
Choices = list[tuple[str, str]]


def plain_choices(today: date, *, first_year: int | None = None, months: bool = False) -> Choices:
    """Code and words of every period to choose from, the newest year first."""
    first = min(today.year - YEARS, first_year or today.year)
    return [(one.text, period_title(one)) for one in periods_to_choose(first, today, months=months)]


def period_choices(book: Book) -> Choices:
    """The same, each with who has stated it: at the province by how many units, else whether this office has."""
    with book.reading() as db:
        stated = stated_periods(db)
    changed = set() if book.identity.is_province else {one.period.text for one in changed_periods(book)}
    first = min((parse_period(text).first.year for text in stated), default=None)
    return [
        (code, _said(book, words, stated.get(code, 0), changed=code in changed))
        for code, words in plain_choices(book.clock.today(), first_year=first)
    ]


def _said(book: Book, period: str, stated: int, *, changed: bool) -> str:
    if not stated:
        return period
    if book.identity.is_province:
        return _("{period} ({count} đơn vị đã chốt)").format(period=period, count=stated)
    return (_("{period} (đã đổi sau khi chốt)") if changed else _("{period} (đã chốt)")).format(period=period)
