"""Stated periods that changed afterwards: which, by how much, and the person who is about to change one is told before.

What was found is kept in the book (`statement_looks`) with a digest of what it rests on, so that a page that asks again
reads a few rows; only what moved since is computed anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from db.i18n import _, data_text
from db.journal import Writing
from db.refusal import Doubt
from db.store import Book
from desktop_app.figures.catalogue import VERSION, catalogue
from desktop_app.figures.statements import Difference, Stated, figures_now, moved, moves, statements
from desktop_app.values.money import format_money
from desktop_app.values.periods import Period
from desktop_app.work.records.vocabulary import period_words
from desktop_app.work.units.units import unit_of

Result = TypeVar("Result")
JOINED = (
    "SELECT r.office, s.first, s.second FROM sames s JOIN records r ON r.rec IN (s.first, s.second)"
    " WHERE s.verdict = 'same' ORDER BY r.office, s.id"
)
MOVED_AWAY, MOVED_HERE = (
    f"SELECT {side}, rec, step FROM moves WHERE annulled = 0 ORDER BY {side}, rec, step"
    for side in ("office", "successor")
)
OF_PAIR = "SELECT r.office FROM sames s JOIN records r ON r.rec IN (s.first, s.second) WHERE s.id = ?"
LOOK = "offices alone"
"""How a look compares; one that was kept when it compared otherwise is made anew."""
NAMED = 3
"""How many figures a sentence names."""


@dataclass(frozen=True)
class ChangedPeriod:
    """A statement whose figures moved since."""

    statement: bytes
    unit: bytes
    period: Period
    moves: tuple[Difference, ...]


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


Look = tuple[str, list[Difference]]


def _changed(stated: Sequence[Stated], looks: Mapping[bytes, Look]) -> list[ChangedPeriod]:
    return [ChangedPeriod(one.id, one.unit, one.period, tuple(looks[one.id][1])) for one in stated if looks[one.id][1]]


def _look(book: Book) -> tuple[list[Stated], dict[bytes, Look], list[bytes]]:
    """The statements, by id what is to be told of each, and of which that had to be computed now."""
    with book.reading() as db:
        stated = statements(db, None if book.identity.is_province else [book.unit])
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


def _text_of(move: Difference) -> str:
    return ":".join([move.code, *("" if value is None else str(value) for value in (move.stated, move.now))])


def _move_of(text: str) -> Difference:
    code, stated, now = text.split(":")
    return Difference(code, int(stated) if stated else None, int(now) if now else None)


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
        one.id: hashlib.sha256(
            repr((VERSION, LOOK, one.digest, one.figures, rests_on.get(one.unit))).encode()
        ).hexdigest()
        for one in stated
    }


def _unit_of(audience: str) -> bytes:
    """The unit that the province writes a chain for; b"" for every other chain."""
    return bytes.fromhex(audience) if len(audience) == 2 * 16 else b""


def moved_by(before: sqlite3.Connection, after: sqlite3.Connection, units: Collection[bytes]) -> list[ChangedPeriod]:
    """What stated periods of some units become other than stated, between two states of a book."""
    stated = statements(after, units)
    now = moved(after, stated)
    known = {one.id: one.digest for one in statements(before, units)}
    then = moved(before, [one for one in stated if now.get(one.id) and known.get(one.id) == one.digest])
    return [
        ChangedPeriod(one.id, one.unit, one.period, tuple(now[one.id]))
        for one in stated
        if now.get(one.id) and now[one.id] != then.get(one.id)
    ]


def changed_sentences(found: Sequence[ChangedPeriod], names: Mapping[str, str]) -> list[str]:
    """Each in a sentence; `names` by the units' ids in hex."""
    said = _("{unit}: đổi số liệu {period} đã chốt: {moves}.")
    return [
        said.format(unit=names[one.unit.hex()], period=period_words(one.period), moves=moves_words(one.moves))
        for one in found
    ]


def written_since(book: Book, records: Mapping[bytes, bytes], period: Period) -> set[bytes]:
    """Of records (with their offices) those that were written or changed after their office had stated the period."""
    with book.reading() as db:
        rows = db.execute("SELECT unit, upto FROM statements WHERE period = ?", (period.text,)).fetchall()
        counted = {unit: _positions_of(upto) for unit, upto in rows if unit in set(records.values())}
        return {
            rec
            for rec, office in records.items()
            if office in counted and any(seq > counted[office].get(place, 0) for place, seq in _places(db, rec))
        }


def _positions_of(upto: str) -> dict[tuple[str, str], int]:
    parts = (place.split(":") for place in json.loads(upto))
    return {(dev, inc): int(seq) for dev, inc, seq, _head in parts}


def _places(db: sqlite3.Connection, rec: bytes) -> list[tuple[tuple[str, str], int]]:
    sql = "SELECT c.dev, c.inc, e.seq FROM entries e JOIN chains c ON c.no = e.chain WHERE e.rec = ? AND e.counts = 1"
    return [((dev.hex(), inc.hex()), seq) for dev, inc, seq in db.execute(sql, (rec,))]


# --- before something is written ------------------------------------------------------------------------------------------


def asked_first(book: Book, verb: Callable[[], Result], doubts: Sequence[str] = ()) -> Result:
    """Run a verb; where there are doubts about it, or it would change a stated period, nothing is written and `Doubt`
    says all of them.
    """

    def look(tx: Writing) -> None:
        _doubt(book, tx, doubts)

    with book.looked_at(look):
        return verb()


def ask_always(book: Book) -> None:
    """From now on nothing that would change a stated period is written through any door: `Doubt` says what, unless it is
    done `with_word`.
    """

    def look(tx: Writing) -> None:
        if tx.changes:  # what files of others bring is looked at, and told, where they are taken in
            _doubt(book, tx)

    book.usual_look = look


def with_word(book: Book, verb: Callable[[], Result]) -> Result:
    """Run a verb after the person has been told what it changes, and has said so."""
    with book.looked_at(lambda _tx: None, once=False):
        return verb()


def tell_always(book: Book) -> None:
    """From now on, whatever changes a stated period through any door is written, and told just before (`Book.tell`)."""

    def look(tx: Writing) -> None:
        for sentence in _newly_changed(book, tx, again=True):
            book.tell(sentence)

    book.usual_look = look


def _doubt(book: Book, tx: Writing, doubts: Sequence[str] = ()) -> None:
    if said := [*doubts, *_newly_changed(book, tx)]:
        raise Doubt(" ".join(said))


def _newly_changed(book: Book, tx: Writing, *, again: bool = False) -> list[str]:
    """A sentence for each stated period that was as stated before this transaction, and is not with what it writes;
    with `again` also for one that had changed before.
    """
    units = _touched(book, tx)
    stated = statements(tx.db, units)
    if not stated:
        return []
    now = figures_now(tx.db, stated)
    doubtful = [one for one in stated if one.figures is None or moves(one, now[one.id])]
    if not doubtful:
        return []
    with book.reading() as db:
        known = {one.id: one.digest for one in statements(db, units)}
        before = figures_now(db, doubtful)
    sentences = []
    for one in doubtful:
        was, is_now = before[one.id], now[one.id]
        changes = [
            Difference(code, was[code], is_now[code])
            for code in catalogue()
            if code in was and was[code] != is_now[code]
        ]
        if changes and known.get(one.id) == one.digest and (again or not moves(one, was)):
            sentences.append(_will_change(book, tx.db, one, changes))
    return sentences


def _touched(book: Book, tx: Writing) -> list[bytes]:
    """The units whose figures a transaction may change: this one; at the province those that its own entries concern.

    What it takes in of others is told in its reports: they have been told already.
    """
    if not book.identity.is_province:
        return [book.unit]
    units = {book.unit, *(change.office for change in tx.changes)}
    units |= {bytes.fromhex(change.fields["office"]) for change in tx.changes if change.op == "move"}
    for change in tx.changes:
        if change.kind == "same":
            units |= {office for (office,) in tx.db.execute(OF_PAIR, (change.rec,))}
    return sorted(units)


def _will_change(book: Book, db: sqlite3.Connection, one: Stated, changes: Sequence[Difference]) -> str:
    period, figures = period_words(one.period), moves_words(changes)
    if one.unit == book.unit:
        said = _("Số liệu {period} đã chốt sẽ đổi: {moves}. Ghi rồi thì chốt lại kỳ này và gửi lại cho tỉnh.")
        return said.format(period=period, moves=figures)
    said = _("Số liệu {period} mà {unit} đã chốt sẽ đổi: {moves}. Ghi rồi thì báo đơn vị ấy chốt lại kỳ này.")
    return said.format(period=period, unit=unit_of(db, one.unit).name, moves=figures)


# --- in words -------------------------------------------------------------------------------------------------------------


def moves_words(changes: Sequence[Difference], most: int = NAMED) -> str:
    """What moved, the first few by name: "Tổng quỹ … từ 1.000.000 thành 1.500.000 đồng; … và 2 chỉ tiêu nữa"."""
    named = "; ".join(move_words(move) for move in changes[:most])
    rest = len(changes) - most
    return _("{named}; và {count} chỉ tiêu nữa").format(named=named, count=rest) if rest > 0 else named


def every_move(changes: Sequence[Difference]) -> str:
    """All that moved, by name: where it is handed out nothing may be left out."""
    return moves_words(changes, len(changes))


def move_words(move: Difference) -> str:
    """One figure that moved: its name, what was stated, what it is now."""
    known = catalogue()[move.code]
    return _("{name} từ {stated} thành {now} {unit}").format(
        name=data_text(known.name), stated=_figure(move.stated), now=_figure(move.now), unit=data_text(known.unit)
    )


def _figure(value: int | None) -> str:
    return _("chưa có") if value is None else format_money(value)
