"""The days of the merger of 1 July 2025."""

from __future__ import annotations

from datetime import date

JUNE, LAST_DAY, TODAY = date(2025, 6, 10), date(2025, 6, 30), date(2025, 7, 5)
NOW = 1_751_700_000_000
