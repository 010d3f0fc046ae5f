"""The fields of one record as people type them, read one by one: what cannot be read becomes an error of its field."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from db.i18n import _
from db.refusal import DraftRefused, FieldError
from db.store import Book
from db.text import clean
from desktop_app.values.dates import NotADate, parse_birth, parse_date
from desktop_app.values.money import NotMoney, parse_money
from desktop_app.values.numbers import NotANumber, parse_number
from desktop_app.work.records import parse_messages
from desktop_app.work.records.lookup import ID, decision_id, record_id, unit_id
from desktop_app.work.records.results import Done

Verb = Callable[[], Done]


class Given:
    """What was said of one record, as text."""

    def __init__(self, book: Book, db: sqlite3.Connection, fields: Mapping[str, str]) -> None:
        self.book = book
        self.db = db
        self.fields = {name: value.strip() for name, value in fields.items()}

    @property
    def today(self) -> date:
        """The day that counts as today."""
        return self.book.clock.today()

    @property
    def new(self) -> bool:
        """Whether someone unknown may be entered."""
        return self.text("new") == "1"

    def says(self, *names: str) -> bool:
        """Whether any of these fields was named, also to clear it."""
        return any(name in self.fields for name in names)

    def text(self, name: str) -> str | None:
        """Cleaned text, or None where it is missing or empty."""
        return clean(self.fields.get(name, "")) or None

    def required(self, name: str) -> str:
        """Cleaned text; an error where it is missing."""
        value = self.text(name)
        if value is None:
            raise wrong(name, _("Thiếu mục «{name}»").format(name=name))
        return value

    def number(self, name: str) -> int | None:
        """A whole number."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return parse_number(text)
        except NotANumber:
            raise wrong(name, parse_messages.not_a_number(text)) from None

    def required_number(self, name: str) -> int:
        """A whole number; an error where it is missing."""
        self.required(name)
        number = self.number(name)
        assert number is not None
        return number

    def money(self, name: str) -> int | None:
        """Đồng."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return parse_money(text)
        except NotMoney as error:
            raise wrong(name, parse_messages.not_money(error.kind, text)) from None

    def day(self, name: str) -> date | None:
        """A day."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return parse_date(text)
        except NotADate as error:
            raise wrong(name, parse_messages.not_a_date(error.kind, text)) from None

    def birth(self, name: str) -> str | None:
        """A birth date, or a year alone."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return parse_birth(text)
        except NotADate as error:
            raise wrong(name, parse_messages.not_a_date(error.kind, text)) from None

    def unit(self, name: str, *, year: int | None = None) -> bytes:
        """A unit by id, code or name as of today, or as of the end of a past `year`; the book's own where missing."""
        text = self.text(name)
        day = self.today.isoformat() if year is None else min(self.today.isoformat(), f"{year:04d}-12-31")
        return unit_id(self.db, text, day) if text else self.book.unit

    def record(self, name: str, subject: str) -> bytes | None:
        """A record of a subject by id or exact name."""
        text = self.text(name)
        return record_id(self.db, subject, text, self.book.unit) if text else None

    def required_record(self, name: str, subject: str) -> bytes:
        """A record of a subject by id or exact name; an error where it is missing."""
        return record_id(self.db, subject, self.required(name), self.book.unit)

    def identity(self, name: str) -> bytes:
        """An id of 32 hexadecimal digits; an error where it is missing or something else."""
        text = self.required(name)
        if not ID.match(text):
            raise wrong(name, _("«{text}» không phải mã của một mục (32 chữ số hệ 16)").format(text=text))
        return bytes.fromhex(text)

    def decision(self, name: str) -> bytes:
        """A decision by id or «số/năm»; an error where it is missing."""
        return decision_id(self.db, self.required(name), self.book.unit)

    def yes(self, name: str) -> bool:
        """Whether a field says 1."""
        return self.text(name) == "1"

    def read(self, readers: Mapping[str, Callable[[str], Any]], names: Sequence[str]) -> dict[str, Any]:
        """The named fields that were said, each by its reader; text where there is none."""
        return {name: readers.get(name, self.text)(name) for name in names if name in self.fields}

    def all(self, calls: Sequence[Verb], identity: bytes | None = None) -> Verb:
        """Several verbs as one, kept all or not at all; the result names `identity`, or what the last one made."""

        def together() -> Done:
            with self.book.together():
                results = [call() for call in calls]
            changed = frozenset(name for result in results for name in result.changed)
            return Done(identity or results[-1].id, changed)

        return together


def wrong(field: str, message: str) -> DraftRefused:
    """A refusal that stands at one field."""
    return DraftRefused([FieldError(field, message)])
