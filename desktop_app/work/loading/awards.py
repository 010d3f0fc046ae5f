"""Lists of scholarships and awards: recipients found or entered, lines brought to the state that the list says."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from db.i18n import _
from db.refusal import DraftRefused, FieldError, Refusal
from db.store import Book
from db.text import plain
from desktop_app.sheets import columns
from desktop_app.work.awards import award_lines
from desktop_app.work.awards.certificate_numbers import read_certificate
from desktop_app.work.awards.declared import GROUPS, ROUNDS
from desktop_app.work.awards.recipients import RecipientDraft, recipient_of
from desktop_app.work.fund.declared import DONORS
from desktop_app.work.loading.rows import Cells, Loaded, carry_out, wrong_cell
from desktop_app.work.people.declared import PEOPLE
from desktop_app.work.people.known_people import (
    Known,
    Said,
    everybody,
    in_words,
    is_another,
    is_same,
    known_bodies,
    name_key,
    plain_school,
)
from desktop_app.work.records import vocabulary
from desktop_app.work.records.lookup import ID, decision_id
from desktop_app.work.records.reading import Verb
from desktop_app.work.records.results import Done
from desktop_app.work.records.subject import Subject

BODIES: dict[str, Subject[Any]] = {"family": GROUPS, "clan": GROUPS, "unit": GROUPS, "donor": DONORS}


@dataclass(frozen=True)
class _Line:
    """One row of the list."""

    recipient: RecipientDraft
    award: award_lines.AwardDraft
    state: str
    decision: bytes | None
    certificate: int | None
    paid_on: date | None


def load(book: Book, matched: columns.Matched, dry_run: bool) -> Loaded:
    """Load a list of lines of rounds; a recipient nobody knows is entered, pupils where no kind is said.

    A name alone lands on nobody: birth, or school and class, say who is meant (`known_people.is_same`).
    """
    loaded = Loaded()
    calls: list[tuple[int, Verb]] = []
    entered: dict[RecipientDraft, bytes] = {}
    with book.reading() as db:
        found = _Found(db, book.unit)
        for row, cells in matched.rows:
            try:
                line = _line(db, book, Cells(cells))
                if found.takes(line):
                    loaded.same += 1
                    continue
                recipient, doubt = found.recipient(line.recipient)
            except DraftRefused as refusal:
                loaded.reject(matched, row, refusal)
                continue
            if doubt is not None:
                loaded.doubtful += 1
                loaded.remark(matched, row, "recipient", _in_doubt(doubt, recipient))
            loaded.new += 1
            calls.append((row, _verb(book, replace(line, recipient=recipient), entered)))
    carry_out(book, matched, loaded, calls, dry_run=dry_run)
    return loaded


def _in_doubt(doubt: Known, recipient: RecipientDraft) -> str:
    if recipient.known is not None:
        return _("Chỉ trùng tên với {person}; được ghi cho người ấy. Ghi thêm cột ngày sinh để chắc chắn").format(
            person=doubt.words
        )
    return _("Trong sổ đã có {person}. Dòng này được ghi cho người khác cùng tên").format(person=doubt.words)


def _verb(book: Book, line: _Line, entered: dict[RecipientDraft, bytes]) -> Verb:
    def call() -> Done:
        recipient = entered.get(line.recipient) or recipient_of(book, line.recipient)
        entered[line.recipient] = recipient
        draft = line.award
        made = award_lines.nominate(
            book,
            award_lines.AwardDraft(
                draft.round,
                recipient,
                draft.recipient_kind,
                draft.form,
                draft.amount,
                draft.goods_value,
                draft.goods,
                draft.reason,
            ),
        )
        if line.decision is not None:
            award_lines.approve(book, [made.id], line.decision, certificate=line.certificate)
        if line.state == "paid":
            award_lines.pay(book, made.id, line.paid_on or book.clock.today())
        return made

    return call


def _line(db: sqlite3.Connection, book: Book, cells: Cells) -> _Line:
    tried = cells.tried
    said_kind = tried(cells.choice, "recipient_kind", vocabulary.RECIPIENT_KINDS)
    kind = said_kind or "pupil"
    name = tried(cells.required, "recipient", _("Nhập họ tên hoặc tên đơn vị nhận")) or ""
    said_form = tried(cells.choice, "form", vocabulary.FORMS)
    draft = award_lines.AwardDraft(
        round=tried(_record, db, book, cells, "round", ROUNDS, _("Ghi tên đợt xét")) or b"",
        recipient=b"",
        recipient_kind=kind,
        form=said_form or "certificate",
        amount=tried(cells.money, "amount"),
        goods_value=tried(cells.money, "goods_value"),
        goods=tried(cells.text, "goods"),
        reason=tried(cells.text, "reason"),
    )
    decision = tried(_decision, db, book, cells)
    said = tried(cells.choice, "state", vocabulary.AWARD_STATES)
    state = said or ("approved" if decision else "nominated")
    undecided = state in ("approved", "paid") and decision is None
    recipient = RecipientDraft(
        kind, None, name, tried(cells.birth, "born"), tried(cells.text, "school"), tried(cells.text, "class")
    )
    certificate, on = tried(_certificate, cells), tried(cells.day, "on")
    cells.refuse_wrong([FieldError("decision", _("Ghi quyết định, ví dụ 12/2020"))] if undecided else ())
    return _Line(recipient, draft, state, decision, certificate, on)


def _certificate(cells: Cells) -> int | None:
    return read_certificate(cells.text("certificate_no") or "") or cells.number("certificate_no")


def _record(db: sqlite3.Connection, book: Book, cells: Cells, name: str, subject: Subject[Any], message: str) -> bytes:
    try:
        return subject.find(db, cells.required(name, message), book.unit)
    except DraftRefused:
        raise
    except Refusal as refusal:
        raise wrong_cell(name, refusal.message) from None


def _decision(db: sqlite3.Connection, book: Book, cells: Cells) -> bytes | None:
    text = cells.text("decision")
    if text is None:
        return None
    try:
        return decision_id(db, text.split(" ")[-1].partition("/QĐ")[0], book.unit)
    except Refusal as refusal:
        raise wrong_cell("decision", refusal.message) from None


class _Found:
    """The lines on record, each counting for one row of a list, and whom the names of rows mean."""

    def __init__(self, db: sqlite3.Connection, office: bytes) -> None:
        self._db, self._office = db, office
        self._people = everybody(db, office)
        rows = db.execute(
            "SELECT recipient, recipient_kind, round, form, amount, decision FROM awards WHERE office = ?", (office,)
        )
        self._lines = Counter(tuple(row) for row in rows)
        self._names = _names(db, office)

    def takes(self, line: _Line) -> bool:
        """Whether the row says what a line on record says, which then counts no more."""
        draft = line.award
        for recipient in self._meant(line.recipient):
            key = (recipient, draft.recipient_kind, draft.round, draft.form, draft.amount or None, line.decision)
            if self._lines[key] > 0:
                self._lines[key] -= 1
                return True
        return False

    def _meant(self, recipient: RecipientDraft) -> list[bytes]:
        """Everybody on record whom a row may mean: of the name, and not another by what it says of birth and school."""
        if recipient.kind in BODIES or ID.match(recipient.name):
            return self._names.get(plain(recipient.name), [])
        said = _said(recipient)
        return [
            row["id"]
            for row in self._people.get(name_key(recipient.name), ())
            if is_same(said, row) or not (is_another(said, row) or _is_of_another_school(said, row))
        ]

    def recipient(self, recipient: RecipientDraft) -> tuple[RecipientDraft, Known | None]:
        """The recipient as the one on record, where certain; and who else may be meant. Refused where several are."""
        if recipient.kind in BODIES or ID.match(recipient.name):
            return self._by_name(recipient), None
        said = _said(recipient)
        rows = [row for row in self._people.get(name_key(recipient.name), ()) if not is_another(said, row)]
        same = [row for row in rows if is_same(said, row)]
        silent = said == Said()
        if len(same) > 1 or (silent and len(rows) > 1):
            raise wrong_cell("recipient", _several(same or rows))
        if same:
            return replace(recipient, known=same[0]["id"]), None
        alone = silent and len(rows) == 1 and rows[0]["kind"] == "person"
        known = rows[0]["id"] if alone and recipient.kind != "pupil" else None
        return replace(recipient, known=known), in_words(rows[0]) if rows else None

    def _by_name(self, recipient: RecipientDraft) -> RecipientDraft:
        bodies = BODIES.get(recipient.kind)
        try:
            known = (bodies or PEOPLE).find(self._db, recipient.name, self._office)
        except Refusal as refusal:
            if refusal.code == "AMBIGUOUS":
                raise wrong_cell("recipient", refusal.message) from None
            alike = known_bodies(self._db, bodies, self._office, recipient.name) if bodies else []
            return replace(recipient, known=alike[0].id if len(alike) == 1 else None)
        return replace(recipient, known=known)


def _several(rows: Sequence[Mapping[str, Any]]) -> str:
    people = "; ".join(f"{in_words(row).words}: {row['id'].hex()}" for row in rows)
    return _("Trong sổ có nhiều người cùng tên: {people}. Ghi thêm ngày sinh, hoặc trường và lớp").format(people=people)


def _said(recipient: RecipientDraft) -> Said:
    return Said(recipient.born or "", recipient.school or "", recipient.class_name or "")


def _is_of_another_school(said: Said, row: Mapping[str, Any]) -> bool:
    schools = bool(said.school and row["school"]) and plain_school(said.school) != plain_school(row["school"])
    classes = bool(said.class_name and row["class_name"]) and plain(said.class_name) != plain(row["class_name"])
    return schools or classes


def _names(db: sqlite3.Connection, office: bytes) -> dict[str, list[bytes]]:
    """Groups, donors and units by plain name, and everything by its id."""
    found: dict[str, list[bytes]] = defaultdict(list)
    for identity, name in db.execute(
        "SELECT id, name FROM groups WHERE office = ?1 UNION ALL SELECT id, full_name FROM donors WHERE office = ?1"
        " UNION ALL SELECT id, name FROM units UNION ALL SELECT id, hex(id) FROM persons WHERE office = ?1",
        (office,),
    ):
        found[plain(name)].append(identity)
    return found
