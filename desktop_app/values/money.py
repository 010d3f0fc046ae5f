"""Money in whole đồng: showing and reading it, and exact rounding of ratios."""

from __future__ import annotations

import re
from decimal import Decimal

UNITS = {"k": 10**3, "nghìn": 10**3, "ngàn": 10**3, "tr": 10**6, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9, "": 1}
AMOUNT = re.compile(r"(-?)([0-9][0-9.,\s]*)\s*(k|nghìn|ngàn|tr|triệu|tỷ|tỉ|)\s*(?:đồng|đ|vnđ|vnd)?\Z")
GROUPED = re.compile(r"[0-9]{1,3}([.,\s])[0-9]{3}(?:\1[0-9]{3})*\Z")


class NotMoney(ValueError):
    """The text is no amount of money."""


def format_money(amount: int) -> str:
    """1250000 as "1.250.000"."""
    return f"{amount:,}".replace(",", ".")


def format_dong(amount: int) -> str:
    """1250000 as "1.250.000 đồng"."""
    return f"{format_money(amount)} đồng"


def parse_money(text: str) -> int:
    """Đồng of what a person types: 5000000, 5.000.000, 5 000 000, 5tr, 1,5 triệu, 500k, 2 tỷ; `NotMoney` otherwise."""
    found = AMOUNT.match(" ".join(text.lower().split()))
    if found is None:
        raise NotMoney(text)
    sign, digits, unit = found.groups()
    value = _number(digits.strip()) * UNITS[unit]
    if value != value.to_integral_value():
        raise NotMoney(text)
    return -int(value) if sign else int(value)


def _number(digits: str) -> Decimal:
    """The number in Vietnamese writing: dots or spaces group thousands, a comma (or lone dot) is the decimal mark."""
    if GROUPED.match(digits):
        return Decimal(re.sub(r"[.,\s]", "", digits))
    plain = digits.replace(",", ".")
    if plain.count(".") > 1 or " " in plain or plain.endswith("."):
        raise NotMoney(digits)
    return Decimal(plain)


def round_half_up(numerator: int, denominator: int, decimals: int) -> float:
    """numerator / denominator rounded half up (away from zero) to so many decimals, worked out in whole numbers."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    scaled = abs(numerator) * 10**decimals * 2 + abs(denominator)
    return sign * (scaled // (abs(denominator) * 2)) / 10**decimals


def format_ratio(value: float, decimals: int) -> str:
    """24.87 as "24,87", thousands grouped by dots."""
    whole, _dot, fraction = f"{value:,.{decimals}f}".partition(".")
    return whole.replace(",", ".") + (f",{fraction}" if fraction else "")
