"""Amounts in words, as vouchers write them.

The northern way is the default (nghìn, linh); tư, lăm and mốt behind mươi are common to both. A group of three zeros is
skipped: 1.000.500 is "một triệu năm trăm".
"""

from __future__ import annotations

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
SCALES = ("", "nghìn", "triệu")
BILLION = 10**9


def amount_in_words(amount: int, *, exact: bool = False, southern: bool = False) -> str:
    """1505 as "Một nghìn năm trăm linh năm đồng".

    `exact` adds "chẵn" where the amount is of whole thousands; `southern` says ngàn for nghìn and lẻ for linh.
    """
    text = f"{number_in_words(amount, southern=southern)} đồng"
    if exact and amount > 0 and amount % 1000 == 0:
        text += " chẵn"
    return begun(text)


def begun(text: str) -> str:
    """The text as a sentence begins: its first letter a capital, the others as they are."""
    return text[:1].upper() + text[1:]


def number_in_words(number: int, *, southern: bool = False) -> str:
    """1505 as "một nghìn năm trăm linh năm"."""
    if number == 0:
        return DIGITS[0]
    words = _large(abs(number), led=False)
    if number < 0:
        words.insert(0, "âm")
    text = " ".join(words)
    return text.replace("nghìn", "ngàn").replace("linh", "lẻ") if southern else text


def _large(number: int, *, led: bool) -> list[str]:
    """Words of a number; after tỷ the cycle of nghìn and triệu begins again. `led` says that something stands before."""
    if number < BILLION:
        return _below_billion(number, led=led)
    high, low = divmod(number, BILLION)
    words = [*_large(high, led=led), "tỷ"]
    return words + _below_billion(low, led=True) if low else words


def _below_billion(number: int, *, led: bool) -> list[str]:
    words: list[str] = []
    for place in (2, 1, 0):
        group = number // 1000**place % 1000
        if group:
            words += _group(group, led=led or bool(words))
            words += [SCALES[place]] if place else []
    return words


def _group(group: int, *, led: bool) -> list[str]:
    """Words of three digits; zero hundreds are said where something stands before."""
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = [DIGITS[hundreds], "trăm"] if hundreds or led else []
    if tens == 0:
        return words + ([*(["linh"] if words else []), DIGITS[ones]] if ones else [])
    words += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    return [*words, _ones(ones, tens)] if ones else words


def _ones(ones: int, tens: int) -> str:
    if ones == 5:
        return "lăm"
    if tens > 1 and ones in (1, 4):
        return "mốt" if ones == 1 else "tư"
    return DIGITS[ones]
