"""Lists of scholarships and awards: recipients found or entered, lines brought to the state that the list says."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from db.i18n import _
from db.refusal import DraftRefused, Refusal
from db.store import Book
from db.text import plain
from desktop_app.sheets import columns
from desktop_app.work import awards, terms
from desktop_app.work.certificates import read_certificate
from desktop_app.work.given import Verb
from desktop_app.work.loading.rows import Cells, Loaded, carry_out, wrong_cell
from desktop_app.work.recipients import RecipientDraft, recipient_of
from desktop_app.work.references import decision_id, record_id
from desktop_app.work.results import Done

TABLES = {"family": "groups", "clan": "groups", "unit": "groups", "donor": "donors"}
Key = tuple[Any, ...]


@dataclass(frozen=True)
class _Line:
    """One row of the list."""

    recipient: RecipientDraft
    award: awards.AwardDraft
    state: str
    decision: bytes | None
    certificate: int | None
    paid_on: date | None


def load(book: Book, matched: columns.Matched, dry_run: bool) -> Loaded:
    """Load a list of lines of rounds; a recipient nobody knows is entered, pupils where no kind is said."""
    loaded = Loaded()
    calls: list[tuple[int, Verb]] = []
    entered: dict[RecipientDraft, bytes] = {}
    with book.reading() as db:
        known = _known(db, book.unit)
        for row, cells in matched.rows:
            try:
                line = _line(db, book, Cells(cells))
                if known[_key(line)] > 0:
                    known[_key(line)] -= 1
                    loaded.same += 1
                    continue
                line = replace(line, recipient=_found(db, book, line.recipient))
            except DraftRefused as refusal:
                loaded.reject(matched, row, refusal)
                continue
            loaded.new += 1
            calls.append((row, _verb(book, line, entered)))
    carry_out(book, matched, loaded, calls, dry_run=dry_run)
    return loaded


def _verb(book: Book, line: _Line, entered: dict[RecipientDraft, bytes]) -> Verb:
    def call() -> Done:
        recipient = entered.get(line.recipient) or recipient_of(book, line.recipient)
        entered[line.recipient] = recipient
        draft = line.award
        made = awards.nominate(
            book,
            awards.AwardDraft(
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
            awards.approve(book, [made.id], line.decision, certificate=line.certificate)
        if line.state == "paid":
            awards.pay(book, made.id, line.paid_on or book.clock.today())
        return made

    return call


def _line(db: sqlite3.Connection, book: Book, cells: Cells) -> _Line:
    kind = cells.choice("recipient_kind", terms.recipient_kinds()) or "pupil"
    name = cells.required("recipient", _("Nhập họ tên hoặc tên đơn vị nhận"))
    draft = awards.AwardDraft(
        round=_record(db, book, cells, "round", "rounds", _("Ghi tên đợt xét")),
        recipient=b"",
        recipient_kind=kind,
        form=cells.choice("form", terms.forms()) or "certificate",
        amount=cells.money("amount"),
        goods_value=cells.money("goods_value"),
        goods=cells.text("goods"),
        reason=cells.text("reason"),
    )
    decision = _decision(db, book, cells)
    state = cells.choice("state", terms.award_states()) or ("approved" if decision else "nominated")
    if state in ("approved", "paid") and decision is None:
        raise wrong_cell("decision", _("Ghi quyết định, ví dụ 12/2020"))
    recipient = RecipientDraft(
        kind,
        None,
        name,
        cells.birth("born"),
        cells.text("school") or (_("Chưa ghi trường") if kind == "pupil" else None),
        cells.text("class_name"),
    )
    certificate = read_certificate(cells.text("certificate_no") or "") or cells.number("certificate_no")
    return _Line(recipient, draft, state, decision, certificate, cells.day("on"))


def _record(db: sqlite3.Connection, book: Book, cells: Cells, name: str, subject: str, message: str) -> bytes:
    try:
        return record_id(db, subject, cells.required(name, message), book.unit)
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


def _found(db: sqlite3.Connection, book: Book, recipient: RecipientDraft) -> RecipientDraft:
    """The recipient as the one on record under the name, where there is one; refused where several are."""
    try:
        known = record_id(db, TABLES.get(recipient.kind, "people"), recipient.name, book.unit)
    except Refusal as refusal:
        if refusal.code == "AMBIGUOUS":
            raise wrong_cell("recipient", refusal.message) from None
        return recipient
    return replace(recipient, known=known)


def _key(line: _Line) -> Key:
    draft = line.award
    name, amount = plain(line.recipient.name), draft.amount or None
    return (name, draft.recipient_kind, draft.round, draft.form, amount, line.decision)


def _known(db: sqlite3.Connection, office: bytes) -> Counter[Key]:
    """The lines on record, each counting for one row of a list."""
    rows = db.execute(
        "SELECT coalesce(p.full_name, g.name, o.full_name, u.name, ''), t.recipient_kind, t.round, t.form, t.amount,"
        " t.decision FROM awards t LEFT JOIN persons p ON p.id = t.recipient LEFT JOIN groups g ON g.id = t.recipient"
        " LEFT JOIN donors o ON o.id = t.recipient LEFT JOIN units u ON u.id = t.recipient WHERE t.office = ?",
        (office,),
    )
    return Counter((plain(row[0]), *row[1:]) for row in rows)
