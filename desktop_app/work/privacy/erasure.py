"""Personal data erased on request: an office withdraws (`consent_withdrawal`), the province erases, every book follows.

Money, awards and memberships name people by record only: they and all sums stay. What may be counted of a person (sex,
ethnic group, birth year) is written anew without a name, so that the figures of past periods stay too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.change import Change
from db.clock import in_vietnam
from db.exchange.incoming.quarantine_redaction import clean_kept
from db.exchange.merge.version_graph import HELD_VALUE, fold_graph, load_graph
from db.exchange.wire.entry import decode_line
from db.i18n import _
from db.refusal import Refusal
from db.register import RecordState, load_states
from db.store import Book
from db.tables import KINDS
from db.tables.exchange import DELETED, ERASED, HELD
from db.tables.record import Listed
from db.text import plain
from desktop_app.values.dates import format_date
from desktop_app.work.privacy import residual_mentions
from desktop_app.work.records import vocabulary
from desktop_app.work.records.name_matching import TOMBSTONE as TOMBSTONE
from desktop_app.work.records.name_matching import ever_said, words_of
from desktop_app.work.records.results import EVERYTHING, Done
from desktop_app.work.units.units import unit_of

COUNTED: Mapping[str, tuple[str, ...]] = {
    "person": ("sex", "ethnic_group"),
    "learner": ("born_year", "sex", "ethnic_group"),
    "learner.name": ("learner",),
    "group": ("kind",),
    "donor": ("kind",),
    "award.note": (),
    "movement.note": (),
}
"""What of each personal kind is written anew after an erasure."""


@dataclass(frozen=True)
class Erased(Done):
    """What an erasure covered: the records, and how many entries of theirs lost their content; and what is left to see to."""

    records: tuple[bytes, ...]
    entries: int
    left: tuple[residual_mentions.Left, ...]


# --- the province -------------------------------------------------------------------------------------------------


def erase(book: Book, *named: bytes, reason: str = "") -> Erased:
    """Erase all content of people, donors or groups, with everything the book knows to hang on them; not to be undone.

    Only the province may. Other books follow with the next answer; a copy of a book as soon as it is opened.
    """
    if not book.identity.is_province:
        raise Refusal(
            _("Chỉ tỉnh xóa được dữ liệu cá nhân ở mọi sổ. Ở cơ sở, chọn «Rút lại đồng ý» để đề nghị tỉnh xóa."),
            code="PROVINCE",
        )
    with book.reading() as db:  # files are read before the transaction, which keeps others waiting
        states = _fresh_records(db, named)
        seen = residual_mentions.look(db, words_of(db, states))
    with book.write() as tx:
        states = _fresh_records(tx.db, named)
        _refuse_named_reason(tx.db, states, reason)
        counted = {state.rec: _counted(tx.db, state) for state in states}
        entries = sum(_with_content(tx.db, state.rec) for state in states)
        for state in states:
            tx.note(Change("erase", state.kind, state.rec, state.office, {}))
        for state in states:
            if counted[state.rec]:
                tx.note(Change("upd", state.kind, state.rec, state.office, counted[state.rec]))
        clean_kept(book, tx.db, fresh={state.rec for state in states})
        for statement, row in residual_mentions.notes(seen):
            tx.db.execute(statement, row)
    records = tuple(state.rec for state in states)
    return Erased(named[0], EVERYTHING, records, entries, tuple(residual_mentions.left(book)))


def _fresh_records(db: sqlite3.Connection, named: Sequence[bytes]) -> list[RecordState]:
    """The records that were named and those that say more of the same people, as far as they are not erased yet."""
    found = {state.rec: state for record in named for state in _records_of(db, record)}
    fresh = [state for state in found.values() if not state.marks & ERASED]
    if not fresh:
        raise Refusal(_("Dữ liệu của người này đã được xóa từ trước. Không cần làm gì thêm."), code="ERASED")
    return sorted(fresh, key=lambda state: (state.kind, state.rec))


def _records_of(db: sqlite3.Connection, record: bytes) -> Iterable[RecordState]:
    named = load_states(db, [record]).get(record)
    if named is None or named.kind not in COUNTED:
        raise Refusal(_("Không thấy người này trong sổ. Tìm lại trong danh sách."), code="REFERENCE")
    subject = _learner_of(db, named) or record
    recs = {record, subject, *_names_of(db, subject, named.office), *notes_of(db, subject)}
    return load_states(db, recs).values()


def _learner_of(db: sqlite3.Connection, named: RecordState) -> bytes | None:
    """The learner that a name belongs to, as far as the name's content was ever here."""
    said = ever_said(db, named.rec, "learner") if named.kind == "learner.name" else []
    return bytes.fromhex(said[0]) if said else None


def _names_of(db: sqlite3.Connection, learner: bytes, office: bytes) -> list[bytes]:
    """The records of a learner's name, also one that its office has withdrawn."""
    rows = db.execute("SELECT id FROM learner_names WHERE learner = ?", (learner,)).fetchall()
    gone = db.execute(
        "SELECT rec FROM records WHERE kind = 'learner.name' AND office = ? AND marks & ?", (office, DELETED)
    ).fetchall()
    states = load_states(db, [rec for (rec,) in gone])
    return [rec for (rec,) in rows] + [rec for rec, state in states.items() if _learner_of(db, state) == learner]


def notes_of(db: sqlite3.Connection, person: bytes) -> list[bytes]:
    """Notes on the awards and payments of a person; the province sees those of its own awards and payments only."""
    rows = db.execute(
        "SELECT n.id FROM award_notes n JOIN awards a ON a.id = n.award WHERE a.recipient = ?1"
        " UNION SELECT n.id FROM movement_notes n JOIN movements m ON m.id = n.movement WHERE m.party = ?1"
        " UNION SELECT n.id FROM movement_notes n JOIN awards a ON a.payment = n.movement WHERE a.recipient = ?1",
        (person,),
    )
    return [identity for (identity,) in rows]


def _values(db: sqlite3.Connection, state: RecordState) -> dict[str, Any]:
    return fold_graph(load_graph(db, state.rec), missing=False).values


def _counted(db: sqlite3.Connection, state: RecordState) -> dict[str, Any]:
    """What is written anew: what may be counted, and a tombstone for the name; nothing where the record needs more."""
    kind, values = KINDS[state.kind], _values(db, state)
    said = {name: values.get(name) for name in COUNTED[state.kind]}
    if state.kind == "learner.name" and (learner := _learner_of(db, state)):
        said["learner"] = learner.hex()
    kept = {name: value for name, value in said.items() if value not in (None, HELD_VALUE)}
    if issubclass(kind, Listed):
        kept[kind.named_by] = TOMBSTONE
    return kept if all(name in kept for name in kind.kind_of.required) else {}


def _with_content(db: sqlite3.Connection, rec: bytes) -> int:
    number: int = db.execute("SELECT count(*) FROM entries WHERE rec = ? AND content < 2", (rec,)).fetchone()[0]
    return number


def _refuse_named_reason(db: sqlite3.Connection, states: Sequence[RecordState], reason: str) -> None:
    """The reason stands on the protocol, which must not keep the name alive."""
    said = f" {plain(reason)} "
    for state in states:
        kind = KINDS[state.kind]
        names = ever_said(db, state.rec, kind.named_by) if issubclass(kind, Listed) else []
        if any(f" {plain(name)} " in said for name in names):
            raise Refusal(_("Lý do ghi trong biên bản không được nêu tên người. Ghi lại lý do, bỏ tên."), code="REASON")


# --- what waits for the province ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ErasureRequest:
    """A record that its office has withdrawn and that is not erased yet; `about` tells it from others without a name."""

    rec: bytes
    kind: str
    unit: str
    about: str


def asked(book: Book) -> list[ErasureRequest]:
    """What offices have withdrawn: names taken out of use, and children whose consent was taken back."""
    with book.reading() as db:
        found = [
            ErasureRequest(rec, kind, unit_of(db, office).name, _about(db, rec, kind))
            for rec, kind, office in withdrawn(db)
        ]
    return sorted(found, key=lambda one: (one.unit, one.kind, one.rec))


def withdrawn(db: sqlite3.Connection) -> set[tuple[bytes, str, bytes]]:
    """Record, kind and office of what offices have withdrawn and nobody has erased yet."""
    kinds = ", ".join(f"'{kind}'" for kind in COUNTED)
    deleted = db.execute(
        f"SELECT rec, kind, office FROM records WHERE kind IN ({kinds}) AND marks & {DELETED | ERASED} = {DELETED}"
    ).fetchall()
    return {*deleted, *_emptied(db), *_held_again(db)}


def asked_words(count: int) -> str:
    """How many records offices want erased."""
    return _("{count} yêu cầu xóa dữ liệu cá nhân").format(count=count)


def _about(db: sqlite3.Connection, rec: bytes, kind: str) -> str:
    """The day it was withdrawn, and of a member the branch and the day of joining."""
    rows = db.execute("SELECT line FROM entries WHERE rec = ? AND counts = 1", (rec,))
    moment = max((decode_line(line).t for (line,) in rows), default=0)
    day = _("rút lại ngày {day}").format(day=format_date(in_vietnam(moment).date()))
    state = load_states(db, [rec])[rec]
    member = db.execute(
        "SELECT m.joined, b.name FROM memberships m LEFT JOIN branches b ON b.id = m.branch WHERE m.person = ?"
        " ORDER BY m.left_on IS NULL DESC, m.joined DESC",
        (_learner_of(db, state) or rec,),
    ).fetchone()
    if kind in ("donor", "group") or member is None:
        return day
    said = _("hội viên từ {joined}, {branch}; {day}") if member[1] else _("hội viên từ {joined}; {day}")
    return said.format(joined=format_date(date.fromisoformat(member[0])), branch=member[1], day=day)


def _emptied(db: sqlite3.Connection) -> Iterable[tuple[bytes, str, bytes]]:
    """Adults, donors and groups whose name is a tombstone that their office has written."""
    for table, column in (("people", "full_name"), ("donors", "full_name"), ("groups", "name")):
        yield from db.execute(
            f"SELECT r.rec, r.kind, r.office FROM {table} t JOIN records r ON r.rec = t.id"
            f" WHERE t.plain = ? AND t.{column} = ? AND NOT r.marks & ?",
            (plain(TOMBSTONE), TOMBSTONE, ERASED),
        )


def _held_again(db: sqlite3.Connection) -> Iterable[tuple[bytes, str, bytes]]:
    """Children's names that came with consent and whose latest entry is held back: the consent was taken back."""
    yield from db.execute(
        "SELECT r.rec, r.kind, r.office FROM records r WHERE r.kind = 'learner.name' AND r.marks & ? = ?"
        " AND EXISTS (SELECT 1 FROM entries e WHERE e.rec = r.rec AND e.content = 0)",
        (DELETED | HELD | ERASED, HELD),
    )


def kind_words(kind: str) -> str:
    """What a kind of personal record is called."""
    return vocabulary.PERSONAL_KINDS[kind]
