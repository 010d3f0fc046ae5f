"""Files kept whole: in the waiting room, set aside for a ruling, or carried on to the level above; and the log of all."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.clock import now_in_utc
from db.exchange.outcomes import Code, Outcome, sentence
from db.exchange.wire.bundle_file import Envelope, FileKind

if TYPE_CHECKING:
    from db.store import Book

CARRIED = "CARRIED"
CARRIED_UNOPENED = (Code.UNKNOWN_SIGNER, Code.NOT_FOR_ME)
"""A district passes these on: from signers it does not know yet, and what is for the province alone."""


@dataclass
class FileResult:
    """What became of one file, and the sentence a person reads."""

    file: str
    outcome: Outcome
    code: Code | None = None
    office: str = ""
    device: str = ""
    incarnation: str = ""
    first: int = 0
    last: int = 0
    head: str = ""
    new: int = 0
    sha256: str = ""
    kind: int = 0
    message: str = ""
    warning: str = ""

    def __post_init__(self) -> None:
        self.file = shown_name(self.file)
        self.message = self.message or sentence(self.outcome, self.code)


def shown_name(name: str) -> str:
    """A file's name as it may be shown: without characters that would turn or hide the rest of the line."""
    if name.isprintable():  # the usual name holds none of them
        return name
    return "".join("?" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in name)


def keep(book: Book, db: sqlite3.Connection, envelope: Envelope, result: FileResult) -> None:
    """Keep what waits or is set aside, unless it was ruled out; an office keeps what it carries up, unopened."""
    undecided = result.outcome in (Outcome.WAITING, Outcome.QUARANTINED) and not _is_discarded(db, result)
    carried = _is_carried(book, envelope, result)
    if not (undecided or carried):
        return
    db.execute(
        "INSERT OR REPLACE INTO bundle_files (sha256, name, kind, outcome, code, dev, inc, office, first_seq, last_seq,"
        " content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            envelope.sha256,
            _kept_name(db, envelope, result),
            int(envelope.kind),
            str(result.outcome) if undecided else CARRIED,
            str(result.code or ""),
            result.device,
            result.incarnation,
            result.office,
            result.first,
            result.last,
            envelope.content,
        ),
    )


def _kept_name(db: sqlite3.Connection, envelope: Envelope, result: FileResult) -> str:
    """The name a kept file is passed on under: made of what it says of itself, never the name it came with.

    It is the name its sender gave it, unless another kept file has that.
    """
    mark = envelope.sha256[:8]
    if not result.device:
        return f"KH-{mark}.khb"
    row = db.execute("SELECT code FROM units WHERE id = ?", (bytes.fromhex(result.office),)).fetchone()
    name = f"KH-{row[0] if row else '0'}-{result.device[:4]}-{result.first}-{result.last}"
    taken = db.execute(
        "SELECT 1 FROM bundle_files WHERE name = ? AND sha256 <> ?", (f"{name}.khb", envelope.sha256)
    ).fetchone()
    return f"{name}-{mark}.khb" if taken else f"{name}.khb"


def _is_carried(book: Book, envelope: Envelope, result: FileResult) -> bool:
    if book.identity.is_province or envelope.kind is not FileKind.JOURNAL or result.office == book.unit.hex():
        return False
    return result.outcome in (Outcome.MERGED, Outcome.PARTLY_NEW) or result.code in CARRIED_UNOPENED


def _is_discarded(db: sqlite3.Connection, result: FileResult) -> bool:
    row = db.execute(
        "SELECT 1 FROM rulings WHERE dev = ? AND inc = ? AND first_seq = ? AND last_seq = ? AND verdict = 'discard'",
        (result.device, result.incarnation, result.first, result.last),
    ).fetchone()
    return row is not None


def carried_up(db: sqlite3.Connection, unit: str) -> list[tuple[str, bytes, str, str, int]]:
    """(name, content, device, incarnation, last position) of other offices' journals kept here, to be passed on."""
    return db.execute(
        "SELECT name, content, dev, inc, last_seq FROM bundle_files WHERE kind = ? AND office <> ? ORDER BY name",
        (int(FileKind.JOURNAL), unit),
    ).fetchall()


def forget(db: sqlite3.Connection, sha256: str) -> None:
    """Keep a file no longer."""
    db.execute("DELETE FROM bundle_files WHERE sha256 = ?", (sha256,))


def ready_to_try(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """(SHA-256, name) of the kept files whose reason to wait may be gone, in the order of their chains."""
    rows = db.execute(
        "SELECT sha256, name, code, dev, inc, first_seq FROM bundle_files WHERE code <> '' ORDER BY dev, inc, first_seq"
    ).fetchall()
    for sha256, name, code, dev, inc, first in rows:
        if (
            code in (Code.UPGRADE, Code.UNKNOWN_SIGNER)
            or _chain_reaches(db, dev, inc, first - 1)
            or _is_ruled(db, dev, inc)
        ):
            yield sha256, name


def _chain_reaches(db: sqlite3.Connection, dev: str, inc: str, seq: int) -> bool:
    row = db.execute(
        "SELECT 1 FROM chains WHERE dev = ? AND inc = ? AND seq >= ?", (bytes.fromhex(dev), bytes.fromhex(inc), seq)
    ).fetchone()
    return row is not None


def _is_ruled(db: sqlite3.Connection, dev: str, inc: str) -> bool:
    return db.execute("SELECT 1 FROM rulings WHERE dev = ? AND inc = ?", (dev, inc)).fetchone() is not None


def content_of(db: sqlite3.Connection, sha256: str) -> bytes:
    """The bytes of a kept file."""
    content: bytes = db.execute("SELECT content FROM bundle_files WHERE sha256 = ?", (sha256,)).fetchone()[0]
    return content


def log(book: Book, db: sqlite3.Connection, result: FileResult) -> None:
    """Note what became of a file, when, and by whom; no content, no names of people."""
    db.execute(
        "INSERT INTO bundle_log (sha256, kind, outcome, code, office, dev, inc, first_seq, last_seq, entries,"
        " received_at, actor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            result.sha256,
            result.kind,
            str(result.outcome),
            str(result.code or ""),
            result.office,
            result.device,
            result.incarnation,
            result.first,
            result.last,
            result.new,
            now_in_utc(book.clock),
            book.identity.actor,
        ),
    )
