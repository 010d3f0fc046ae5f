"""The order of rows by one column, as people read it: numbers, days and names each by their own rule."""

from __future__ import annotations

import re
from typing import Any

from db.text import sort_key

DAY = re.compile(r"(\d\d)/(\d\d)/(\d{4})\Z")
NUMBER = re.compile(r"[-−]?[\d.]+(,\d+)?\Z")
Key = tuple[int, float, str, bytes]


def order_key(cell: Any) -> Key:
    """What a cell is sorted by; empty ones come last."""
    text = str(cell or "").strip()
    if not text:
        return 3, 0.0, "", b""
    if day := DAY.match(text):
        return 1, 0.0, f"{day[3]}-{day[2]}-{day[1]}", b""
    if NUMBER.match(text):
        return 0, float(text.replace("−", "-").replace(".", "").replace(",", ".")), "", b""
    return 2, 0.0, "", sort_key(text, given=text)
