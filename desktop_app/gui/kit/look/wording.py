"""How lists and forms write values: days, money and the names of fields in the words of the trade."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from db.clock import in_vietnam
from desktop_app.values.dates import format_birth, format_date
from desktop_app.values.money import format_money


def day(iso: str | None) -> str:
    """A day as people write it, "" for none."""
    return format_date(date.fromisoformat(iso)) if iso else ""


def moment_words(moment: int) -> str:
    """A moment (milliseconds since 1970) as clocks in Vietnam show it: 05/07/2020 13:20."""
    return in_vietnam(moment).strftime("%d/%m/%Y %H:%M")


def birth(text: str | None) -> str:
    """A birth date or year, "" for none."""
    return format_birth(text) if text else ""


def money(amount: int | None) -> str:
    """Đồng with dots, "" for none."""
    return "" if amount is None else format_money(amount)


def word(words: Mapping[str, str], code: str | None) -> str:
    """The words of a code, "" for none."""
    return words.get(code, code) if code else ""
