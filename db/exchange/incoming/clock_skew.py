"""A sender's clock that is off: its file is taken in as any other, because no clock decides anything; people are told."""

from __future__ import annotations

import sqlite3
from datetime import datetime, time
from itertools import pairwise

from db.clock import VIETNAM
from db.exchange.chains.run_verification import VerifiedRun
from db.exchange.wire.entry import decode_line
from db.i18n import _
from db.release import RELEASED

HOUR = 3_600_000
AHEAD = 48 * HOUR
FIRST_PROGRAM = int(datetime.combine(RELEASED, time(), VIETNAM).timestamp()) * 1_000
"""Milliseconds: no program wrote an entry before."""


def clock_warning(db: sqlite3.Connection, run: VerifiedRun, now: int) -> str:
    """A sentence for a run whose clock runs two days ahead of ours, stands before the first program, or went back."""
    moments = [*_moment_before(db, run), *(entry.t for entry in run.entries), run.header["t"]]
    back = any(later < earlier - HOUR for earlier, later in pairwise(moments))
    if back or max(moments) > now + AHEAD or min(moments) < FIRST_PROGRAM:
        return _(
            "Đồng hồ máy gửi chạy sai nên ngày giờ ghi trong tệp không đáng tin; số liệu không bị ảnh hưởng. "
            "Nhắn nơi gửi chỉnh lại ngày giờ của máy."
        )
    return ""


def _moment_before(db: sqlite3.Connection, run: VerifiedRun) -> list[int]:
    """When the entry before the run was written, where it is held."""
    row = db.execute(
        "SELECT e.line FROM entries e JOIN chains c ON c.no = e.chain WHERE c.dev = ? AND c.inc = ? AND e.seq = ?",
        (run.device, run.incarnation, run.first - 1),
    ).fetchone()
    return [decode_line(row[0]).t] if row else []
