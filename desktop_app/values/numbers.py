"""Whole numbers as people type them and as spreadsheets keep them."""

from __future__ import annotations

import re

LARGEST = 10**15
_WHOLE = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:([. ,])[0-9]{3})(?:\1[0-9]{3})*)\Z")


class NotANumber(ValueError):
    """The text is no whole number, or one beyond 10^15."""


def parse_number(text: str) -> int:
    """1500, 1.500, 1,500 or 1 500; a fraction such as 1,5 or 12.5 is no whole number."""
    typed = " ".join(text.replace("−", "-").split())
    if not _WHOLE.match(typed):
        raise NotANumber(text)
    number = int(re.sub(r"[. ,]", "", typed))
    if abs(number) > LARGEST:
        raise NotANumber(text)
    return number
