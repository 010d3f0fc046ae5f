"""Where time and chance come from: one value, made at start-up, so that a test or a demonstration can choose them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
DAY = 86_400_000
"""Milliseconds."""
FIRST_DAY = date(2000, 1, 1)
"""The first day that may count as today; before 1970 no id could be made."""
LAST_MOMENT = 253_370_700_000_000
"""The end of the year 9998: a device may have signed any number as its moment."""


@dataclass(frozen=True)
class Clock:
    """`now` in milliseconds since 1970 (for people only, it orders nothing), `today` by the calendar, random bytes."""

    now: Callable[[], int]
    today: Callable[[], date]
    random: Callable[[int], bytes]


def system_clock() -> Clock:
    """The machine's clock."""
    return _clock(_moment)


def clock_on(day: date) -> Clock:
    """The machine's time of day, as if it were on another day."""
    return _clock(lambda: _moved(_moment(), day))


def _clock(now: Callable[[], int]) -> Clock:
    """Today is the day in Vietnam, in whatever zone the machine has been set up."""
    return Clock(now=now, today=lambda: in_vietnam(now()).date(), random=secrets.token_bytes)


def _moment() -> int:
    return time.time_ns() // 1_000_000


def _moved(moment: int, day: date) -> int:
    return moment + (day - in_vietnam(moment).date()).days * DAY


def in_vietnam(moment: int) -> datetime:
    """A moment (milliseconds since 1970) as clocks in Vietnam show it; what lies outside 1970 to 9998 as its edge."""
    return datetime.fromtimestamp(min(max(moment, 0), LAST_MOMENT) // 1000, VIETNAM)


def now_in_utc(clock: Clock) -> str:
    """Now, as ISO text in UTC, to the second."""
    return datetime.fromtimestamp(clock.now() / 1000, UTC).isoformat(timespec="seconds")


def new_id(clock: Clock) -> bytes:
    """A UUIDv7 (RFC 9562): 16 bytes that begin with the time, so that records made together lie together."""
    milliseconds, chance = clock.now(), bytearray(clock.random(10))
    chance[0] = 0x70 | (chance[0] & 0x0F)
    chance[2] = 0x80 | (chance[2] & 0x3F)
    return milliseconds.to_bytes(6, "big") + bytes(chance)
