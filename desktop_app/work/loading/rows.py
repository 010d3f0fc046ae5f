"""Rows of a list: reading their cells, gathering what is wrong with them, and carrying all of them out or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from db.i18n import _
from db.refusal import DraftRefused, FieldError, Refusal, require_no_errors
from db.register import is_too_long, too_long_words
from db.store import Book
from db.text import clean, plain, shortened
from desktop_app.sheets.columns import Matched
from desktop_app.sheets.reading import Cell, as_text
from desktop_app.values.dates import NotADate, parse_birth, parse_date
from desktop_app.values.money import NotMoney, parse_money
from desktop_app.values.numbers import NotANumber, parse_number
from desktop_app.work.records import parse_messages, vocabulary
from desktop_app.work.records.fields import with_leading_zero
from desktop_app.work.records.lookup import ID, only_one
from desktop_app.work.records.reading import wrong
from desktop_app.work.subjects.registry import subject_named

T = TypeVar("T")


@dataclass(frozen=True)
class RowError:
    """A row that is not taken, the column that is wrong, and why."""

    row: int
    column: str
    message: str


@dataclass
class Loaded:
    """What a list would bring or has brought; `remarks` are what to look at in rows that are taken all the same.

    `doubtful` counts the rows among them whose people may be on record already, or may be another of the name. `unread` are
    the titles of columns that nobody reads.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    doubtful: int = 0
    rejected: list[RowError] = field(default_factory=list)
    remarks: list[RowError] = field(default_factory=list)
    unread: tuple[str, ...] = ()

    @property
    def wrong_rows(self) -> int:
        """How many rows are wrong; one is named as often as it has wrong cells."""
        return len({one.row for one in self.rejected})

    def written(self) -> Loaded:
        """The same when it is over: of a list with a wrong row nothing is new in the book, and nothing changed."""
        return replace(self, new=0, changed=0) if self.rejected else self

    def remark(self, matched: Matched, row: int, column: str, message: str) -> None:
        """Note something to look at in a row."""
        self.remarks.append(RowError(row, _title(matched, column), message))

    def reject(self, matched: Matched, row: int, refusal: Refusal) -> None:
        """Note a row that is refused; of several wrong fields each is named."""
        if not isinstance(refusal, DraftRefused):
            self.rejected.append(RowError(row, "", refusal.message))
            return
        for error in refusal.errors:
            self.rejected.append(RowError(row, _title(matched, error.field), error.message))


def unread_words(loaded: Loaded) -> list[str]:
    """Which columns of the sheet are not read; empty where all are."""
    if not loaded.unread:
        return []
    titles = ", ".join(f"«{shortened(title)}»" for title in loaded.unread)
    return [_("Cột không đọc: {titles}.").format(titles=titles)]


def _title(matched: Matched, column: str) -> str:
    """A column as the sheet calls it, else as its subject does."""
    return matched.columns.get(column) or subject_named(matched.subject).title_of(column)


class Rehearsed(Exception):
    """Takes back everything that a rehearsal wrote."""


def carry_out(
    book: Book, matched: Matched, loaded: Loaded, calls: Sequence[tuple[int, Callable[[], object]]], *, dry_run: bool
) -> None:
    """Run the verbs of all rows in one transaction that is kept only when every row went well, and for no rehearsal."""
    try:
        with book.together():
            for row, call in calls:
                try:
                    call()
                except Refusal as refusal:
                    loaded.reject(matched, row, refusal)
            if dry_run or loaded.rejected:
                raise Rehearsed
    except Rehearsed:
        return


class Cells:
    """The cells of one row, read one by one; what cannot be read is refused at its column.

    What is read by `tried` is refused together, at the end, by `refuse_wrong`.
    """

    def __init__(self, cells: Mapping[str, Cell]) -> None:
        self.cells = cells
        self._wrong: dict[str, FieldError] = {}

    def tried(self, read: Callable[..., T], *words: object) -> T | None:
        """What `read` finds; None where it is refused, which is noted."""
        try:
            return read(*words)
        except DraftRefused as refusal:
            self._wrong |= {error.field: error for error in refusal.errors if error.field not in self._wrong}
            return None

    def refuse_wrong(self, errors: Iterable[FieldError] = ()) -> None:
        """Refuse the row with all that was noted, and with errors in fields of which nothing was."""
        require_no_errors([*self._wrong.values(), *(one for one in errors if one.field not in self._wrong)])

    def text(self, name: str) -> str | None:
        """Cleaned text, or None."""
        return self.short(name, clean(as_text(self.cells.get(name)))) or None

    def short(self, name: str, text: str) -> str:
        """A text that an entry can hold; refused at its column where it cannot."""
        if is_too_long(text):
            raise wrong_cell(name, too_long_words())
        return text

    def required(self, name: str, message: str) -> str:
        """Cleaned text; refused where there is none."""
        text = self.text(name)
        if text is None:
            raise wrong_cell(name, message)
        return text

    def birth(self, name: str) -> str | None:
        """A birth date or year."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return parse_birth(text)
        except NotADate as error:
            raise wrong_cell(name, parse_messages.not_a_date(error.kind, text)) from None

    def day(self, name: str) -> date | None:
        """A day."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return parse_date(text)
        except NotADate as error:
            raise wrong_cell(name, parse_messages.not_a_date(error.kind, text)) from None

    def day_or_year(self, name: str) -> date | None:
        """A day; a year alone counts from its first day, which is to be told (`is_year`)."""
        if not self.is_year(name):
            return self.day(name)
        year = self.birth(name)
        return date(int(year), 1, 1) if year else None

    def is_year(self, name: str) -> bool:
        """Whether only a year is said."""
        text = self.text(name) or ""
        return len(text) == 4 and text.isdecimal()

    def number(self, name: str) -> int | None:
        """A whole number."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return parse_number(text)
        except NotANumber:
            raise wrong_cell(name, parse_messages.not_a_number(text)) from None

    def money(self, name: str) -> int | None:
        """Đồng."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return parse_money(text)
        except NotMoney as error:
            raise wrong_cell(name, parse_messages.not_money(error.kind, text)) from None

    def choice(self, name: str, words: vocabulary.Codes) -> str | None:
        """One of a few words, or its code."""
        text = self.text(name)
        if text is None:
            return None
        code = vocabulary.code_of(words, text)
        if code is None:
            sentence = _("«{text}» không dùng được ở đây. Ghi một trong: {words}")
            raise wrong_cell(name, sentence.format(text=text, words=", ".join(words.values())))
        return code

    def phone(self, name: str) -> str | None:
        """A telephone number; one that was kept as a number has lost its leading 0 and gets it back."""
        cell, text = self.cells.get(name), self.text(name)
        return with_leading_zero(text) if text and isinstance(cell, int | float) else text


Named = Mapping[str, Sequence[tuple[bytes, str]]]
"""Records by plain name: id and name as it is spelled."""


def by_name(rows: Iterable[tuple[bytes, str]]) -> Named:
    """Records as sheets name them."""
    found: dict[str, list[tuple[bytes, str]]] = {}
    for identity, name in rows:
        found.setdefault(plain(name), []).append((identity, name))
    return found


def fitting(records: Named, text: str) -> Sequence[tuple[bytes, str]]:
    """The records that a cell may name: the one with this id, or those of the name, of the same spelling if there are."""
    if ID.match(text):
        return [one for several in records.values() for one in several if one[0].hex() == text]
    found = records.get(plain(text), ())
    return [one for one in found if one[1] == text] or found


def meant(found: Sequence[tuple[bytes, str]], column: str, text: str, what: str) -> bytes:
    """The one record that a cell names; refused there, with the candidates, where none or several fit."""
    try:
        return only_one(found, text, what)
    except Refusal as refusal:
        raise wrong_cell(column, refusal.message) from None


def wrong_cell(column: str, message: str) -> DraftRefused:
    """A refusal that stands at one column."""
    return wrong(column, message)
