"""What a file is told that depends on the others of its pile: copies, damaged ones that came undamaged too, a rehearsal."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from db.exchange.incoming.quarantine import FileResult
from db.exchange.outcomes import Code, Outcome, doubled_words, sentence, whole_copy_words
from db.exchange.storage.chain_store import chains_of, head_at


def say_as_tried(results: list[FileResult]) -> None:
    """In a rehearsal each file is told what would become of it; a damaged one has been told."""
    for result in results:
        if result.code is Code.DAMAGED:
            continue
        twice = result.outcome is Outcome.ALREADY_HAVE and any(_brings(other, result) for other in results)
        said = doubled_words() if twice else sentence(result.outcome, result.code, rehearsed=True)
        result.message = f"{said} {result.warning}".strip()


def _brings(other: FileResult, result: FileResult) -> bool:
    """Whether a file of the same pile is what another one is a copy of."""
    if other.outcome not in (Outcome.MERGED, Outcome.PARTLY_NEW):
        return False
    same = (other.kind, other.device, other.incarnation) == (result.kind, result.device, result.incarnation)
    return other.sha256 == result.sha256 or (same and other.first <= result.first <= result.last <= other.last)


def name_whole_copies(db: sqlite3.Connection, results: Sequence[FileResult]) -> None:
    """Who has sent a file again that was damaged is not asked for it once more."""
    for result in results:
        if result.code is Code.DAMAGED and result.head and _holds_run(db, result):
            result.message = whole_copy_words()


def _holds_run(db: sqlite3.Connection, result: FileResult) -> bool:
    chains = chains_of(db, bytes.fromhex(result.device), bytes.fromhex(result.incarnation))
    return any(head == bytes.fromhex(result.head) for one in chains if (head := head_at(db, one, result.last)))
