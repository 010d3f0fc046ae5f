"""What an office does when consent is withdrawn: the name goes out of use at once, and the province is asked to erase it."""

from __future__ import annotations

import sqlite3

from db.i18n import _
from db.journal import Writing
from db.refusal import Refusal
from db.register import load_states
from db.store import Book
from db.tables import KINDS
from db.tables.awards import AwardNote
from db.tables.exchange import ERASED
from db.tables.fund import MovementNote
from db.tables.people import LearnerName
from db.tables.record import Listed, Record
from desktop_app.work.privacy.erasure import COUNTED, TOMBSTONE, notes_of
from desktop_app.work.records.results import EVERYTHING, Done
from desktop_app.work.units.units import unit_of


def withdraw(book: Book, record: bytes) -> Done:
    """Take a person's name, contact and notes out of use at once, and so ask the province to erase them everywhere.

    Memberships, awards and money stay, and what may be counted. What was sent before is erased by the province.
    """
    with book.write() as tx:
        state = load_states(tx.db, [record]).get(record)
        if state is None or state.kind not in COUNTED:
            raise Refusal(_("Không thấy người này trong sổ. Tìm lại trong danh sách."), code="REFERENCE")
        if state.office != book.unit:
            raise Refusal(
                _("Người này do {unit} ghi. Nhờ đơn vị đó rút lại đồng ý.").format(
                    unit=unit_of(tx.db, state.office).name
                ),
                code="SCOPE",
            )
        for model, identity in _office_notes(tx.db, record):
            tx.delete(tx.get_one(model, identity))
        for name in _names_of_learner(tx, record):
            tx.delete(name)
        known = tx.get(KINDS[state.kind], record)
        if known is not None:
            _empty(known)
    return Done(record, EVERYTHING)


def left_over(book: Book) -> list[bytes]:
    """People whom the province has erased and of whom notes still stand in this book; such notes never travel."""
    with book.reading() as db:
        rows = db.execute(
            "SELECT DISTINCT r.rec FROM (SELECT a.recipient AS person FROM award_notes n JOIN awards a ON a.id = n.award"
            " UNION SELECT a.recipient FROM movement_notes n JOIN awards a ON a.payment = n.movement"
            " UNION SELECT m.party FROM movement_notes n JOIN movements m ON m.id = n.movement WHERE m.party IS NOT NULL)"
            " JOIN records r ON r.rec = person WHERE r.marks & ? AND r.office = ? ORDER BY r.rec",
            (ERASED, book.unit),
        ).fetchall()
    return [rec for (rec,) in rows]


def drop_left_over(book: Book) -> Done:
    """Take those notes out of use, so that the province erases them as well."""
    people = left_over(book)
    if not people:
        raise Refusal(_("Không còn ghi chú nào về người đã xóa. Không cần làm gì thêm."), code="ERASED")
    with book.together():
        for person in people:
            withdraw(book, person)
    return Done(people[0], EVERYTHING)


def _office_notes(db: sqlite3.Connection, person: bytes) -> list[tuple[type[Record], bytes]]:
    notes = notes_of(db, person)
    kinds = {rec: state.kind for rec, state in load_states(db, notes).items()}
    return [(AwardNote if kinds[rec] == "award.note" else MovementNote, rec) for rec in notes]


def _names_of_learner(tx: Writing, learner: bytes) -> list[LearnerName]:
    rows = tx.db.execute("SELECT id FROM learner_names WHERE learner = ?", (learner,)).fetchall()
    return [tx.get_one(LearnerName, identity) for (identity,) in rows]


def _empty(record: Record) -> None:
    """Leave only what may be counted."""
    kind = record.kind_of
    kept = {*COUNTED[kind.name], *record.derived, "id", "office"}
    for name in type(record).model_fields:
        if name not in kept:
            setattr(record, name, None)
    if isinstance(record, Listed):
        setattr(record, record.named_by, TOMBSTONE)
