"""Money in whole đồng: showing and reading it, and exact rounding of ratios."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

LARGEST = 10**12
"""No purse of the association comes near a thousand tỷ; larger numbers are slips of the keyboard."""

_LONGEST = 60  # characters; more than the longest way of writing LARGEST

_SCALES = {
    **dict.fromkeys(("k", "n", "nghìn", "ngàn", "nghin", "ngan"), 10**3),
    **dict.fromkeys(("tr", "triệu", "trieu"), 10**6),
    **dict.fromkeys(("tỷ", "tỉ", "ty", "ti"), 10**9),
}
_NUMBER = r"[0-9](?:[0-9.,]|\s(?=[0-9]))*"
_TERM = re.compile(rf"({_NUMBER})\s*({'|'.join(sorted(_SCALES, key=len, reverse=True))})\s*")
_ALONE = re.compile(rf"{_NUMBER}\Z")
_CURRENCY = re.compile(r"\s*(?:đồng|dong|đ|d|vnđ|vnd|₫)\.?\Z")
_GROUPED = re.compile(r"([0-9]{1,3})((?:([.,\s])[0-9]{3})(?:\3[0-9]{3})*)\Z")
_DECIMAL = re.compile(r"(.*[0-9])([.,])([0-9]+)\Z")

WhyNot = Literal["empty", "shape", "ambiguous", "fraction", "too_large"]


class NotMoney(ValueError):
    """The text is no amount of money.

    `kind` says why: empty, shape (unreadable), ambiguous ("1,500 triệu", "5.00"), fraction (not whole đồng) or
    too_large.
    """

    def __init__(self, text: str, kind: WhyNot) -> None:
        super().__init__(text)
        self.kind = kind


MINUS = "\u2212"
"""The sign before a negative number, on screens and paper: a hyphen would be taken for a dash."""


def format_money(amount: int) -> str:
    """1250000 as "1.250.000", -79 as "−79"."""
    return f"{amount:,}".replace(",", ".").replace("-", MINUS)


def format_dong(amount: int) -> str:
    """1250000 as "1.250.000 đồng"."""
    return f"{format_money(amount)} đồng"


def parse_money(text: str) -> int:
    """Đồng of what a person types.

    Takes 5000000, 5.000.000, 5,000,000, 5 000 000, 5tr, 5tr5, 1,5 triệu, 500k, 2 tỷ, 1 tỷ 250 triệu, with or without
    đồng behind; a minus before it is kept. `NotMoney` otherwise.
    """
    typed = " ".join(unicodedata.normalize("NFKC", text).lower().replace("−", "-").split())
    if not typed:
        raise NotMoney(text, "empty")
    if len(typed) > _LONGEST:
        raise NotMoney(text, "too_large")
    value = _sum_of_terms(_CURRENCY.sub("", typed.removeprefix("-").strip()), text)
    if value != value.to_integral_value():
        raise NotMoney(text, "fraction")
    if value > LARGEST:
        raise NotMoney(text, "too_large")
    return -int(value) if typed.startswith("-") else int(value)


def _sum_of_terms(body: str, text: str) -> Decimal:
    """The terms "2 tỷ", "500 triệu" one after another, each smaller in scale, and what stands behind without a word."""
    value, scale, at = Decimal(0), 0, 0
    while term := _TERM.match(body, at):
        if scale and _SCALES[term[2]] >= scale:
            raise NotMoney(text, "shape")
        scale, at = _SCALES[term[2]], term.end()
        value += _number(term[1], text, scaled=True) * scale
    if at == len(body) and scale:
        return value
    rest = _ALONE.match(body, at)
    if rest is None:
        raise NotMoney(text, "shape")
    return value + (_spoken_tail(rest[0], scale, text) if scale else _number(rest[0], text, scaled=False))


def _spoken_tail(digits: str, scale: int, text: str) -> Decimal:
    """The 5 of "5tr5" (five tenths) and the 250 of "5tr250" (thousandths); two digits are said in both ways."""
    if not digits.isdigit() or len(digits) not in (1, 3):
        raise NotMoney(text, "ambiguous")
    return Decimal(int(digits) * scale) / 10 ** len(digits)


def _number(digits: str, text: str, *, scaled: bool) -> Decimal:
    """The number of groups of three and a decimal mark; a comma with three digits before triệu may be either mark."""
    if digits.isdigit():
        return Decimal(digits)
    if grouped := _GROUPED.match(digits):
        if scaled and grouped[3] == "," and len(grouped[2]) == 4:
            raise NotMoney(text, "ambiguous")
        return _ungrouped(digits)
    parted = _DECIMAL.match(digits)
    if parted is None:
        raise NotMoney(text, "shape")
    return _with_decimals(parted, text, scaled=scaled)


def _with_decimals(parted: re.Match[str], text: str, *, scaled: bool) -> Decimal:
    """1.500,5 or 1500,5; without triệu behind, zeros after the mark may be a slip ("5.00", "5.000,000")."""
    whole, mark, fraction = parted.groups()
    grouped = _GROUPED.match(whole)
    if not (whole.isdigit() or (grouped and grouped[3] != mark)):
        raise NotMoney(text, "shape")
    if not scaled and not fraction.strip("0") and (len(whole) < 4 or len(fraction) > 2):
        raise NotMoney(text, "ambiguous")
    return _ungrouped(whole) + Decimal(f"0.{fraction}")


def _ungrouped(digits: str) -> Decimal:
    return Decimal(re.sub(r"[^0-9]", "", digits))


def round_half_up(numerator: int, denominator: int, decimals: int) -> float:
    """numerator / denominator rounded half up (away from zero) to so many decimals, worked out in whole numbers.

    The float is the nearest one to the rounded decimal, so that its repr shows it. A denominator of 0 raises
    `ZeroDivisionError`.
    """
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    scaled = abs(numerator) * 10**decimals * 2 + abs(denominator)
    return sign * (scaled // (abs(denominator) * 2)) / 10**decimals


def format_ratio(value: float, decimals: int) -> str:
    """24.87 as "24,87", thousands grouped by dots, a negative one after a minus; rounded half up as the number is written."""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + 0
    whole, _dot, fraction = f"{rounded:,.{decimals}f}".partition(".")
    return whole.replace(",", ".").replace("-", MINUS) + (f",{fraction}" if fraction else "")
