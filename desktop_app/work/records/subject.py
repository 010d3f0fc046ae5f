"""Subjects: what people record, said once; from it come form, list, command, sheet, export and the words for all of them.

A subject says what concerns people. What concerns storage and travel stands at its table (`db.tables.record.Kind`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, TypeVar

from db.i18n import Words, _
from db.refusal import FieldError
from db.store import Book
from db.tables.record import Record
from desktop_app.work.records import lookup
from desktop_app.work.records.fields import Field, Ref, Refs
from desktop_app.work.records.results import Offered, Topic

R = TypeVar("R", bound=Record)
OFFICE = "(SELECT name FROM units WHERE id = t.office)"
Row = Mapping[str, Any]


class How(StrEnum):
    """How the record of a part hangs on its subject: one of them, or the latest of a series by day."""

    ONE = "one"
    LATEST = "latest"


@dataclass(frozen=True)
class Part:
    """A record of another kind that hangs on this one by the reference `by`; of a series, `on` is the column of its day."""

    name: str
    model: type[Record]
    by: str
    how: How = How.ONE
    on: str = ""

    def select(self, column: str) -> str:
        """The SQL of a column of it, over the row `t` that it hangs on."""
        newest = f' ORDER BY x."{self.on}" DESC, x.id DESC LIMIT 1' if self.how is How.LATEST else " LIMIT 1"
        return f'(SELECT x."{column}" FROM {self.model.__tablename__} x WHERE x."{self.by}" = t.id{newest})'


@dataclass(frozen=True)
class Column:
    """One column of a list: the field that says how it is called and written, and its SQL over the row `t`.

    A `hidden` one is there for `list --json` and for screens; it is no column of a sheet. One without SQL stands in sheets
    alone, worked out `of` a row.
    """

    field: Field[Any]
    sql: str = ""
    hidden: bool = False
    of: Callable[[Row], Any] | None = None

    @property
    def name(self) -> str:
        """Its key in a row."""
        return self.field.name


@dataclass(frozen=True)
class Shown:
    """How a subject is listed: columns (names of its fields, or columns of their own), order, search.

    `source` are the tables where sub-selects of the references are too slow, `slim` those that order and search need.
    `page` are the columns that a page has room for (all, where none is named), some of them its own. `searched` are the texts that are looked through where the search index knows no names; `named` is the reference to the
    record whose name it knows. `under` is the column by which the list is narrowed to a parent, `states` are conditions by
    the name of a filter; the first holds where none is asked for.
    """

    columns: tuple[str | Column, ...]
    order: str = "t.sort_key, t.id"
    source: str = ""
    slim: str = ""
    where: str = "1"
    office: str = "t.office"
    named: str | None = None
    page: tuple[str | Column, ...] = ()
    searched: tuple[str, ...] = ()
    under: str = ""
    states: Mapping[str, str] = field(default_factory=dict)
    once: str = ""


@dataclass(frozen=True, eq=False)
class Listing:
    """A list, complete: what `list_queries` needs of it, and what sheets and pages write over and into its columns."""

    name: str
    title: Words
    columns: tuple[Column, ...]
    source: str
    shown: Shown
    key: str = "t.id"

    @property
    def on_page(self) -> tuple[Column, ...]:
        """The columns of its page, in the order of the declaration."""
        named = [self.column(one) if isinstance(one, str) else one for one in self.shown.page]
        return tuple(named or (one for one in self.columns if one.sql and not one.hidden))

    @property
    def slim(self) -> str:
        """The tables to find and order ids in."""
        return self.shown.slim or self.source

    @cached_property
    def select(self) -> str:
        """The columns of a row as SQL."""
        return ", ".join(f'{column.sql} AS "{column.name}"' for column in self.columns if column.sql)

    def column(self, name: str) -> Column:
        """The column of this name."""
        return next(column for column in self.columns if column.name == name)


def listing(name: str, title: Words, source: str, shown: Shown, key: str = "t.id") -> Listing:
    """A list that is no subject's: all of its columns say their own SQL."""
    columns = tuple(column for column in shown.columns if isinstance(column, Column))
    return Listing(name, title, columns, source, shown, key)


@dataclass(frozen=True)
class Asking:
    """What a field or a check may look at: the book, the open transaction, the values said so far, the record's own id.

    `sheet` says that it was said in a spreadsheet, where offices write less than people type.
    """

    book: Book
    db: sqlite3.Connection
    said: Mapping[str, Any] = field(default_factory=dict)
    own: bytes = b""
    sheet: bool = False

    @property
    def today(self) -> date:
        """The day that counts as today."""
        return self.book.clock.today()

    @property
    def office(self) -> bytes:
        """The unit whose book this is."""
        return self.book.unit

    def find(self, subject: Subject[Any], text: str, year: int | None) -> bytes:
        """The record of a subject that a text means (a unit as of the end of `year`); refused where that is not sure."""
        return subject.seek(self, text, year) if subject.seek else subject.find(self.db, text, self.office)


@dataclass(frozen=True, eq=False)
class Subject(Generic[R]):
    """What people record: fields, list and checks of one kind of record with its parts.

    `title` heads its list, `one` is a single record in a sentence, `called` are the fields that say in one line which it
    is. `fields` stand in the order of the form. `check` sees the record as it would stand. `known_by` is how a sheet's row
    finds its record where the kind has no natural key. `needed` are the sets of columns that make a sheet readable, `sheet`
    those that it usually has (all with headings, where none is named).
    `topics` grow stale with a change. `asides` are said to its verbs besides, and kept nowhere; `cells` are columns that only sheets have. `named_by` is the column that
    names a record, `also` and `hanging` (each with its reference back) are further kinds that its own verbs write, `table` the view where records of several kinds are found by it.
    """

    name: str
    model: type[R]
    title: Words
    one: Words
    fields: Sequence[Field[Any]]
    shown: Shown
    topics: frozenset[Topic]
    called: tuple[str, ...]
    check: Callable[[R, Asking], Iterable[FieldError]] = lambda _record, _asking: ()
    doubts: Callable[[Asking], Iterable[str]] = lambda _asking: ()
    parts: tuple[Part, ...] = ()
    also: tuple[type[Record], ...] = ()
    hanging: tuple[tuple[type[Record], str], ...] = ()
    known_by: tuple[str, ...] = ()
    needed: tuple[tuple[str, ...], ...] = ()
    sheet: tuple[str, ...] = ()
    seek: Callable[[Asking, str, int | None], bytes] | None = None
    offer: Callable[[Asking, str], Offered] | None = None
    label: Callable[[Row], str] | None = None
    named_by: str = ""
    table: str = ""
    asides: tuple[Field[Any], ...] = ()
    cells: tuple[Field[Any], ...] = ()

    @property
    def kind(self) -> str:
        """Its name in the journal."""
        return self.model.kind_of.name

    @property
    def stored_in(self) -> str:
        """The table, or the view, that its records and their names are found in."""
        return self.table or str(self.model.__tablename__)

    @property
    def key(self) -> tuple[str, ...]:
        """The fields of its natural key."""
        return tuple(self.of_column(column).name for column in self.model.kind_of.key)

    @property
    def said(self) -> tuple[Field[Any], ...]:
        """What may be said of a record: its fields, and what its verbs ask besides."""
        return (*self.fields, *self.asides)

    @property
    def headings(self) -> dict[str, tuple[str, ...]]:
        """What stands over the columns of its sheets, by field: what offices write, and what its own lists write."""
        return {one.name: one.over for one in (*self.said, *self.cells) if one.headings}

    def title_of(self, name: str) -> str:
        """What a column is called, by the field's name; the name itself where there is none."""
        return next((one.title for one in (*self.said, *self.cells) if one.name == name), name)

    def field(self, name: str) -> Field[Any]:
        """The field of this name, or what its verbs ask besides."""
        return next(one for one in self.said if one.name == name)

    def of_column(self, column: str) -> Field[Any]:
        """The field that the table keeps in a column."""
        return next(one for one in self.fields if one.kept_in == column and not one.part)

    def find(self, db: sqlite3.Connection, text: str, office: bytes) -> bytes:
        """The record with this id, or of this exact name in an office; refused when none or several fit."""
        return lookup.named_record(db, self.stored_in, self.named_by, text, office, str(self.one))

    def fields_of(self, part: str) -> Iterator[Field[Any]]:
        """The fields that a part holds; "" is the record itself."""
        return (one for one in self.fields if one.part == part)

    @cached_property
    def listing(self) -> Listing:
        """Its list, complete."""
        columns = tuple(self._column(one) if isinstance(one, str) else one for one in self.shown.columns)
        return Listing(self.name, self.title, columns, self.shown.source or f"{self.stored_in} t", self.shown)

    def _column(self, name: str) -> Column:
        one = self.field(name)
        part = next((part for part in self.parts if part.name == one.part), None)
        if part is not None:
            return Column(one, part.select(one.kept_in))
        if isinstance(one, Ref):
            return Column(one, _names_of(one))
        return Column(one, f't."{one.kept_in}"')

    def line(self, row: Row) -> str:
        """Which record a row of its list is, in one line."""
        if self.label is not None:
            return self.label(row)
        first, *others = (self.listing.column(name).field.written(row[name]) for name in self.called)
        return ", ".join(str(text) for text in (first or _("(không có tên ở đây)"), *others) if text not in (None, ""))


def _names_of(one: Ref) -> str:
    """The SQL of the name of the record that a reference means, over the row `t`; of several, as they are read again."""
    other = one.to()[0]
    if not isinstance(one, Refs):
        return f'(SELECT x."{other.named_by}" FROM {other.stored_in} x WHERE x.id = t."{one.kept_in}")'
    said = f'json_each(t."{one.kept_in}") j CROSS JOIN {other.stored_in} x'  # in the order in which they are kept
    return f"(SELECT group_concat(x.\"{other.named_by}\", '; ') FROM {said} WHERE lower(hex(x.id)) = j.value)"
