"""Stated periods that changed afterwards: which, by how much, and the person who is about to change one is told before.

What was found is kept in the book (`statement_looks`) with a digest of what it rests on, so that a page that asks again
reads a few rows; only what moved since is computed anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from db.i18n import _, data_text
from db.journal import Writing
from db.refusal import Doubt
from db.store import Book
from desktop_app.figures.catalogue import VERSION, catalogue
from desktop_app.figures.stated import Move, Stated, figures_now, moved, moves, statements
from desktop_app.values.money import format_money
from desktop_app.values.periods import Period
from desktop_app.work.records.vocabulary import period_words

Result = TypeVar("Result")
JOINED = (
    "SELECT r.office, s.first, s.second FROM sames s JOIN records r ON r.rec IN (s.first, s.second)"
    " WHERE s.verdict = 'same' ORDER BY r.office, s.id"
)
MOVED_AWAY, MOVED_HERE = (
    f"SELECT {side}, rec, step FROM moves WHERE annulled = 0 ORDER BY {side}, rec, step"
    for side in ("office", "successor")
)
NAMED = 3
"""How many figures a sentence names."""


@dataclass(frozen=True)
class ChangedPeriod:
    """A statement whose figures moved since."""

    statement: bytes
    unit: bytes
    period: Period
    moves: tuple[Move, ...]


def changed_periods(book: Book) -> list[ChangedPeriod]:
    """Every statement in this book that is not as it was stated; of an office only its own. Nothing is written."""
    stated, looks, _stale = _look(book)
    return _changed(stated, looks)


def look_again(book: Book) -> list[ChangedPeriod]:
    """Compare what moved since it was last looked at, and keep what was found, so that no page has to; as
    `changed_periods`.
    """
    stated, looks, stale = _look(book)
    rows = [(one, looks[one][0], json.dumps([_text_of(move) for move in looks[one][1]])) for one in stale]
    if rows:
        book.beside("INSERT OR REPLACE INTO statement_looks (id, seen, moved) VALUES (?, ?, ?)", rows)
    return _changed(stated, looks)


Look = tuple[str, list[Move]]


def _changed(stated: Sequence[Stated], looks: Mapping[bytes, Look]) -> list[ChangedPeriod]:
    return [ChangedPeriod(one.id, one.unit, one.period, tuple(looks[one.id][1])) for one in stated if looks[one.id][1]]


def _look(book: Book) -> tuple[list[Stated], dict[bytes, Look], list[bytes]]:
    """The statements, by id what is to be told of each, and of which that had to be computed now."""
    with book.reading() as db:
        stated = statements(db, None if book.identity.hub else [book.unit])
        kept, seen = _kept(db), _seen(db, stated)
        stale = [one for one in stated if kept.get(one.id, ("",))[0] != seen[one.id]]
        fresh = moved(db, stale)
    anew = {one.id for one in stale}
    looks = {one.id: kept[one.id] for one in stated if one.id not in anew}
    looks |= {one.id: (seen[one.id], fresh.get(one.id, [])) for one in stale}
    return stated, looks, [one.id for one in stale]


def _kept(db: sqlite3.Connection) -> dict[bytes, Look]:
    rows = db.execute("SELECT id, seen, moved FROM statement_looks")
    return {identity: (seen, [_move_of(text) for text in json.loads(found)]) for identity, seen, found in rows}


def _text_of(move: Move) -> str:
    return ":".join([move.code, *("" if value is None else str(value) for value in (move.stated, move.now))])


def _move_of(text: str) -> Move:
    code, stated, now = text.split(":")
    return Move(code, int(stated) if stated else None, int(now) if now else None)


def _seen(db: sqlite3.Connection, stated: Sequence[Stated]) -> dict[bytes, str]:
    """By statement a digest of what a look at it rests on: itself, the chains that write the unit's records, its people
    that were joined, its records that moved, and how figures are counted.
    """
    rests_on: dict[bytes, list[object]] = {}
    for office, audience, head in db.execute("SELECT office, audience, head FROM chains ORDER BY no"):
        for about in dict.fromkeys((office, _unit_of(audience))):
            rests_on.setdefault(about, []).append(head)
    for sql in (JOINED, MOVED_AWAY, MOVED_HERE):
        for office, *which in db.execute(sql):
            rests_on.setdefault(office, []).append((sql, which))
    return {
        one.id: hashlib.sha256(repr((VERSION, one.digest, one.figures, rests_on.get(one.unit))).encode()).hexdigest()
        for one in stated
    }


def _unit_of(audience: str) -> bytes:
    """The unit that the province writes a chain for; b"" for every other chain."""
    return bytes.fromhex(audience) if len(audience) == 2 * 16 else b""


# --- before something is written ------------------------------------------------------------------------------------------


def asked_first(book: Book, verb: Callable[[], Result], doubts: Sequence[str] = ()) -> Result:
    """Run a verb; where there are doubts about it, or it would change a period that this office has stated, nothing is
    written and `Doubt` says all of them.
    """

    def look(tx: Writing) -> None:
        if said := [*doubts, *_newly_changed(book, tx.db)]:
            raise Doubt(" ".join(said))

    with book.looked_at(look):
        return verb()


def noted(book: Book, verb: Callable[[], Result]) -> tuple[Result, list[str]]:
    """Run a verb all the same; what it changed of stated periods is said in sentences."""
    said: list[str] = []

    def look(tx: Writing) -> None:
        said.extend(_newly_changed(book, tx.db, again=True))

    with book.looked_at(look):
        return verb(), said


def _newly_changed(book: Book, written: sqlite3.Connection, *, again: bool = False) -> list[str]:
    """A sentence for each stated period that was as stated before this transaction, and is not with what it writes;
    with `again` also for one that had changed before.
    """
    stated = statements(written, [book.unit])
    if not stated:
        return []
    now = figures_now(written, stated)
    doubtful = [one for one in stated if one.figures is None or moves(one, now[one.id])]
    if not doubtful:
        return []
    with book.reading() as db:
        known = {one.id: one.digest for one in statements(db, [book.unit])}
        before = figures_now(db, doubtful)
    sentences = []
    for one in doubtful:
        was, is_now = before[one.id], now[one.id]
        changes = [
            Move(code, was[code], is_now[code]) for code in catalogue() if code in was and was[code] != is_now[code]
        ]
        if changes and known.get(one.id) == one.digest and (again or not moves(one, was)):
            said = _("Số liệu {period} đã chốt sẽ đổi: {moves}. Ghi rồi thì chốt lại kỳ này và gửi lại cho tỉnh.")
            sentences.append(said.format(period=period_words(one.period), moves=moves_words(changes)))
    return sentences


# --- in words -------------------------------------------------------------------------------------------------------------


def moves_words(changes: Sequence[Move], most: int = NAMED) -> str:
    """What moved, the first few by name: "Tổng quỹ … từ 1.000.000 thành 1.500.000 đồng; … và 2 chỉ tiêu nữa"."""
    named = "; ".join(move_words(move) for move in changes[:most])
    rest = len(changes) - most
    return _("{named}; và {count} chỉ tiêu nữa").format(named=named, count=rest) if rest > 0 else named


def move_words(move: Move) -> str:
    """One figure that moved: its name, what was stated, what it is now."""
    known = catalogue()[move.code]
    return _("{name} từ {stated} thành {now} {unit}").format(
        name=data_text(known.name), stated=_figure(move.stated), now=_figure(move.now), unit=data_text(known.unit)
    )


def _figure(value: int | None) -> str:
    return _("chưa có") if value is None else format_money(value)
