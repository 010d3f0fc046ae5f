"""Fields: what one is called, how it is read, checked, kept and written; said once, asked by forms, lists and sheets.

A field reads a cell, be it typed text or a cell of a spreadsheet. What it cannot read it refuses in a sentence.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from db.i18n import N_, Words, _
from db.text import clean, plain
from desktop_app.sheets.reading import Cell, as_text
from desktop_app.values.dates import NotADate, format_birth, format_date, parse_birth, parse_date
from desktop_app.values.money import NotMoney, format_money, parse_money
from desktop_app.values.numbers import NotANumber, parse_number
from desktop_app.work.records import field_checks, parse_messages
from desktop_app.work.records.field_checks import EARLIEST
from desktop_app.work.records.vocabulary import Codes, code_of

if TYPE_CHECKING:
    from desktop_app.work.records.subject import Asking, Subject

T = TypeVar("T")
Check = Callable[[Any, "Asking"], str | None]
"""What is wrong with a value, in a sentence, or None."""


class Unreadable(ValueError):
    """A cell says nothing that the field could hold; the message is the sentence that a person reads."""


@dataclass(frozen=True, kw_only=True)
class _Words:
    """What a field says of itself beside its name and label, and where its value is kept."""

    column: str = ""
    short: Words | None = None
    hint: Words | None = None
    required: Words | None = None
    headings: tuple[str, ...] = ()
    usual: Callable[[Asking], Any] | None = None
    proposed: Callable[[Asking], Any] | None = None
    follows: Callable[[Mapping[str, Any]], Any] | None = None
    checks: tuple[Check, ...] = ()
    part: str = ""
    letters: int = 0
    wide: bool = False
    folded: bool = False


@dataclass(frozen=True)
class Field(_Words, Generic[T]):
    """One thing that is said of a record.

    `name` is what forms, commands, sheets and `list --json` call it; `label` stands at its input, `short` over a column,
    `hint` under the input, `required` is the sentence where it is missing. `column` is the table's and the entry's name
    where it differs, `part` the part of the subject that holds it. `headings` are what offices write over a column of it;
    `usual` is what it is where nothing is said, `proposed` what a form opens with that says nothing by itself; what
    `follows` from the other fields of a form is not asked there. `letters` is the width of its input (0: the line), `wide` a wide column
    of a sheet; a `folded` one waits behind a button of the form.
    """

    name: str
    label: Words
    sheet: ClassVar[str] = "text"
    """What a column of a sheet holds: text, int, year or money."""

    @property
    def kept_in(self) -> str:
        """The column of the table, which is the field of the entry too."""
        return self.column or self.name

    @property
    def title(self) -> str:
        """What stands over a column of it."""
        return str(self.short or self.label)

    @property
    def over(self) -> tuple[str, ...]:
        """What may stand over a column of it: what its own lists write, what offices write, its words in every language."""
        own = (self.label, self.short) if self.short else (self.label,)
        return (self.title, *self.headings, *(text for words in own for text in words.in_every_language()))

    def read(self, cell: Cell, asking: Asking) -> T:
        """What a cell that is not empty says; raises `Unreadable`, or a `Refusal` of whoever was asked."""
        raise NotImplementedError

    def kept(self, value: T | None) -> Any:
        """A value as the table keeps it."""
        return value

    def value_of(self, kept: Any) -> T | None:
        """What the table keeps, as a value."""
        return kept

    def written(self, kept: Any) -> Any:
        """What a row holds, as lists and sheets write it."""
        return kept

    def shown(self, kept: Any) -> str:
        """What a row of the window says; "" for nothing."""
        written = self.written(kept)
        return "" if written is None else str(written)

    def problem(self, value: T | None, asking: Asking) -> str | None:
        """What is wrong with a value, in a sentence; the first thing only."""
        kept = self.kept(value)
        if self.required and (kept == [] or any(field_checks.required(self.name, kept, ""))):
            return str(self.required)
        if kept in (None, "", []):
            return None
        return next((said for check in (self.fits, *self.checks) if (said := check(value, asking))), None)

    def fits(self, _value: Any, _asking: Asking) -> str | None:
        """What every field of this class asks of a value."""
        return None

    def doubts(self, _value: T) -> list[str]:
        """What may be a slip of the hand in a value that is right as such."""
        return []


class Text(Field[str]):
    """A line of text, cleaned."""

    def read(self, cell: Cell, _asking: Asking) -> str:
        """The cleaned text."""
        return clean(as_text(cell))

    def kept(self, value: str | None) -> str | None:
        """Nothing in place of an empty text."""
        return clean(value or "") or None


class LongText(Text):
    """Several lines of text."""


WITHOUT_ZERO = re.compile(r"[1-9][0-9]{8,9}\Z")
"""A mobile number of 10 digits, or one of a house of 11, that has lost its first."""


def with_leading_zero(number: str) -> str:
    """A telephone number as it is dialled, of one that a sheet kept as a number."""
    return f"0{number}" if WITHOUT_ZERO.match(number) else number


@dataclass(frozen=True)
class Phone(Text):
    """A telephone number; one that a sheet kept as a number has lost its leading 0 and gets it back."""

    shortest: int = field(default=0, kw_only=True)

    def read(self, cell: Cell, asking: Asking) -> str:
        """The number as it is dialled."""
        text = super().read(cell, asking)
        return with_leading_zero(text) if isinstance(cell, int | float) else text

    def fits(self, value: Any, _asking: Asking) -> str | None:
        """Digits, and what people write between them."""
        return next((error.message for error in field_checks.phone(self.name, value, shortest=self.shortest)), None)

    def doubts(self, value: str) -> list[str]:
        """That a number is of no known length."""
        return field_checks.doubtful_phone(value)


class Number(Field[int]):
    """A whole number."""

    sheet = "int"

    def read(self, cell: Cell, _asking: Asking) -> int:
        """1500, 1.500 or 1 500."""
        text = clean(as_text(cell))
        try:
            return parse_number(text)
        except NotANumber:
            raise Unreadable(parse_messages.not_a_number(text)) from None

    def shown(self, kept: Any) -> str:
        """1.500."""
        return "" if kept is None else format_money(kept)


class YearNumber(Number):
    """A year: its digits are never parted."""

    sheet = "year"

    def shown(self, kept: Any) -> str:
        """2020."""
        return "" if kept is None else str(kept)


class Money(Field[int]):
    """An amount in đồng."""

    sheet = "money"

    def read(self, cell: Cell, _asking: Asking) -> int:
        """1.500.000, 1tr5 or 1500000."""
        text = clean(as_text(cell))
        try:
            return parse_money(text)
        except NotMoney as error:
            raise Unreadable(parse_messages.not_money(error.kind, text)) from None

    def shown(self, kept: Any) -> str:
        """1.500.000."""
        return "" if kept is None else format_money(kept)


YES = frozenset(("1", "co", "x", "yes", "true", "dung"))
NO = frozenset(("0", "khong", "no", "false", "sai"))
"""What people write for yes and for no, in plain letters."""


class YesNo(Field[int]):
    """1 for yes, 0 for no."""

    sheet = "int"

    def read(self, cell: Cell, _asking: Asking) -> int:
        """1, «có» or «x» says yes, 0 or «không» no."""
        said = plain(as_text(cell))
        if said not in YES | NO:
            raise Unreadable(_("«{text}» không rõ có hay không. Ghi «có» hoặc «không»").format(text=as_text(cell)))
        return int(said in YES)

    def kept(self, value: int | None) -> int:
        """Nothing said is no."""
        return int(bool(value))

    def shown(self, kept: Any) -> str:
        """Yes alone needs a word."""
        return _("Có") if kept else ""


@dataclass(frozen=True)
class Day(Field[date]):
    """A day; kept as ISO text. Where `year_counts`, a year alone in a sheet is its first day."""

    year_counts: bool = field(default=False, kw_only=True)

    def read(self, cell: Cell, asking: Asking) -> date:
        """5/3/1952 and its kin."""
        text = clean(as_text(cell))
        try:
            if self.year_counts and asking.sheet and len(text) == 4 and text.isdecimal():
                return date(int(parse_birth(text)), 1, 1)
            return parse_date(text)
        except NotADate as error:
            raise Unreadable(parse_messages.not_a_date(error.kind, text)) from None

    def kept(self, value: date | None) -> str | None:
        """ISO text."""
        return value.isoformat() if value else None

    def value_of(self, kept: Any) -> date | None:
        """The day."""
        return date.fromisoformat(kept) if kept else None

    def written(self, kept: Any) -> Any:
        """05/03/1952."""
        return format_date(date.fromisoformat(kept)) if kept else kept

    def fits(self, value: Any, _asking: Asking) -> str | None:
        """From 1900 on."""
        return _("Ngày phải từ năm 1900 trở đi") if value < EARLIEST else None


class Birth(Field[str]):
    """A birth date, or a year alone; kept as ISO text or four digits."""

    def read(self, cell: Cell, _asking: Asking) -> str:
        """5/3/1952 or 1952."""
        text = clean(as_text(cell))
        try:
            return parse_birth(text)
        except NotADate as error:
            raise Unreadable(parse_messages.not_a_date(error.kind, text)) from None

    def written(self, kept: Any) -> Any:
        """05/03/1952, or 1952."""
        return format_birth(kept) if kept else kept


@dataclass(frozen=True)
class Choice(Field[str]):
    """One of a few codes, each with its words; `rough` are beginnings of what offices write, in plain letters."""

    words: Codes = field(kw_only=True)
    rough: Mapping[str, str] = field(default_factory=dict, kw_only=True)

    def read(self, cell: Cell, _asking: Asking) -> str:
        """A code, its words in any spelling, or the beginning of what offices write."""
        text = clean(as_text(cell))
        rough = (code for start, code in self.rough.items() if plain(text).startswith(start))
        code = code_of(self.words, text) or next(rough, None)
        if code is None:
            raise Unreadable(self._refused(text))
        return code

    def written(self, kept: Any) -> Any:
        """The words."""
        return self.words.get(kept, kept)

    def fits(self, value: Any, _asking: Asking) -> str | None:
        """One of the codes."""
        return None if value in self.words else self._refused(value)

    def _refused(self, text: str) -> str:
        sentence = _("«{text}» không dùng được ở đây. Ghi một trong: {words}")
        return sentence.format(text=text, words=", ".join(self.words.values()))


class Several(Field[list[str]]):
    """Codes separated by spaces, kept as a list; a subclass says which there are."""

    def offered(self, db: sqlite3.Connection) -> Sequence[tuple[str, str]]:
        """Each code with its words."""
        raise NotImplementedError

    def read(self, cell: Cell, _asking: Asking) -> list[str]:
        """The codes."""
        return clean(as_text(cell)).replace(",", " ").split()

    def kept(self, value: list[str] | None) -> Any:
        """An empty list for none."""
        return list(value or ())

    def value_of(self, kept: Any) -> Any:
        """The list, also where it comes as the table's JSON."""
        return json.loads(kept) if isinstance(kept, str) else kept


@dataclass(frozen=True)
class Ref(Field[bytes]):
    """Another record, of one of the subjects in `to`; a text is looked for in the first of them.

    `as_of` names the field of a year: a unit is meant as it was at the end of that year.
    """

    to: Callable[[], tuple[Subject[Any], ...]] = field(kw_only=True)
    as_of: str = field(default="", kw_only=True)

    def read(self, cell: Cell, asking: Asking) -> bytes:
        """The record that is meant; refused, with the candidates, where none or several fit."""
        return asking.find(self.to()[0], clean(as_text(cell)), asking.said.get(self.as_of))


class Refs(Ref):
    """Several records; kept as a list of ids in hexadecimal, which is also what a value of it is."""

    def read(self, cell: Cell, asking: Asking) -> Any:
        """Names separated by semicolons, each once."""
        parts = [part.strip() for part in clean(as_text(cell)).split(";") if part.strip()]
        return list(dict.fromkeys(asking.find(self.to()[0], part, None).hex() for part in parts))

    def kept(self, value: Any) -> Any:
        """An empty list for none."""
        return list(value or ())

    def value_of(self, kept: Any) -> Any:
        """The list, also where it comes as the table's JSON."""
        return json.loads(kept) if isinstance(kept, str) else kept


def not_future(sentence: Words) -> Check:
    """A day from today back."""
    return lambda day, asking: str(sentence) if day > asking.today else None


def between(low: int, high: int, sentence: Words) -> Check:
    """A number from `low` to `high`."""
    return lambda number, _asking: None if low <= number <= high else str(sentence)


def not_longer(letters: int) -> Check:
    """A text of at most so many letters."""
    sentence = N_("Ghi ngắn hơn: nhiều nhất {count} chữ")
    return lambda text, _asking: str(sentence).format(count=letters) if len(text) > letters else None


def year_until(ahead: int, sentence: Words) -> Check:
    """A year from 1990 to so many after this one."""
    return lambda year, asking: None if 1990 <= year <= asking.today.year + ahead else str(sentence)


PHONE_HEADINGS = ("điện thoại", "số điện thoại", "sđt", "đt")
