"""Who writes this book, and the handover to the officer who comes after: the same device, another name from now on."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.i18n import _
from db.refusal import FieldError, require_no_errors
from db.settings import SettingKey, keep_setting
from db.store import Book
from db.tables.people import Actor
from db.text import clean
from desktop_app.work.people import people
from desktop_app.work.records import field_checks, verbs
from desktop_app.work.records.results import Done, Topic, done
from desktop_app.work.units.declared import POSTS


@dataclass(frozen=True)
class OfficerDraft:
    """Who takes over on the day `on`; with a `post` it passes from those of the unit who held it.

    `person` is the new officer's record where the book has one.
    """

    full_name: str | None
    on: date | None
    post: str | None = None
    phone: str | None = None
    person: bytes | None = None


def officer(book: Book) -> str:
    """The name of whoever writes this book now."""
    with book.reading() as db:
        return officer_name(db, book)


def officer_name(db: sqlite3.Connection, book: Book) -> str:
    """The same, read from a connection; "" where it is not here."""
    row = db.execute("SELECT full_name FROM actors WHERE id = ?", (_record_of(book.identity.actor),)).fetchone()
    return row[0] if row else ""


def hand_over(book: Book, draft: OfficerDraft) -> Done:
    """What is written from now on bears the new officer's name; what was written before keeps the old one's."""
    require_no_errors(_check(book, draft))
    actor, name = book.clock.random(8).hex(), clean(draft.full_name or "")
    assert draft.on is not None
    with book.together():
        if draft.post:
            _pass_post(book, draft, people.PersonDraft(full_name=name, phone=draft.phone))
        with book.write() as tx:
            tx.create(Actor, id=_record_of(actor), full_name=name, post=clean(draft.post or "") or None)
            keep_setting(tx.db, SettingKey.ACTOR, actor)
    book.know_writer()
    return done(_record_of(actor), Topic.PEOPLE)


def _pass_post(book: Book, draft: OfficerDraft, person: people.PersonDraft) -> None:
    """The post ends for its holders in this unit on the day, and begins for the new officer."""
    post, on = draft.post, draft.on
    assert post is not None and on is not None
    with book.write() as tx:
        held = tx.db.execute(
            "SELECT id FROM posts WHERE unit = ? AND post = ? AND until IS NULL", (book.unit, clean(post))
        ).fetchall()
    for (identity,) in held:
        verbs.correct(book, POSTS, identity, {"until": on})
    holder = people.known_or_added(book, draft.person, person)
    verbs.create(book, POSTS, {"person": holder, "post": post, "from": on})


def _check(book: Book, draft: OfficerDraft) -> list[FieldError]:
    errors = [
        *field_checks.required("full_name", clean(draft.full_name or ""), _("Nhập họ tên người ghi sổ mới")),
        *field_checks.required("on", draft.on, _("Nhập ngày nhận bàn giao")),
    ]
    if draft.on is not None:
        errors += field_checks.not_after(
            "on", draft.on, book.clock.today(), _("Ngày nhận bàn giao phải từ hôm nay trở về trước")
        )
    if draft.full_name and clean(draft.full_name) == officer(book):
        errors.append(FieldError("full_name", _("Người này đang ghi sổ. Nhập tên người mới")))
    return errors


def _record_of(actor: str) -> bytes:
    return bytes.fromhex(actor) + bytes(8)


def correct_officer(book: Book, identity: bytes, fields: Mapping[str, Any]) -> Done:
    """Correct a post, and name and telephone of its holder."""
    of_person = {name: value for name, value in fields.items() if name in ("full_name", "phone")}
    of_post = {name: value for name, value in fields.items() if name not in of_person}
    with book.together():
        if of_post:
            verbs.correct(book, POSTS, identity, of_post)
        if of_person:
            with book.reading() as db:
                (holder,) = db.execute("SELECT person FROM posts WHERE id = ?", (identity,)).fetchone()
            people.change_person(book, holder, of_person)
    return done(identity, Topic.PEOPLE)
