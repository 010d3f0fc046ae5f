"""The forms of texts that a reader takes apart: asked when an entry is taken in or written, and again when it is read.

An older program, or another one, may have put anything into a book: who reads such a text asks here first.
"""

from __future__ import annotations

import re

PERIOD = re.compile(r"(?:19|20)[0-9]{2}(?:H[12]|Q[1-4]|-(?:0[1-9]|1[0-2])|-[0-9]{4})?\Z")
POSITION = re.compile(r"[0-9a-f]{16,64}:[0-9a-f]{16,64}:[0-9]{1,15}:[0-9a-f]{16,64}\Z")
FIGURE = re.compile(r"[A-Z][0-9]{2}\??:-?[0-9]{1,15}\Z", re.ASCII)
INDICATOR = re.compile(r"[A-Z][0-9]{2}\Z")
REFERENCE = re.compile(r"[0-9a-f]{32}\Z")


def is_period(text: str) -> bool:
    """Whether a text names a period as programs write it: 2020, 2020H1, 2020Q2, 2020-06, or the school year 2019-2020."""
    if not PERIOD.match(text):
        return False
    return len(text) != len("2019-2020") or int(text[5:]) == int(text[:4]) + 1


def is_position(text: str) -> bool:
    """Whether a text is a place in a chain, `dev:inc:seq:head`."""
    return POSITION.match(text) is not None


def is_figure(text: str) -> bool:
    """Whether a text is a stated figure, `CODE:value`."""
    return FIGURE.match(text) is not None


def is_indicator(text: str) -> bool:
    """Whether a text could be the code of an indicator."""
    return INDICATOR.match(text) is not None


def is_reference(text: str) -> bool:
    """Whether a text is the id of a record."""
    return REFERENCE.match(text) is not None
