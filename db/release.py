"""Which program this is, and since when: the one place that says so."""

from __future__ import annotations

from datetime import date

__version__ = "0.1.0"
RELEASED = date(2020, 1, 1)
"""The first day on which this program can have written anything: a machine that says an earlier day is wrong."""
