"""What every travelling table shares: a record's id, its owner, and the kind that says how it travels.

A *kind* is the name a record has in the journal. The travel class belongs to the kind, never to a field: a thing with
fields of two classes is two kinds, each with its own table (`learner` and `learner.name`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, ClassVar, Union, get_args, get_origin, get_type_hints

from sqlmodel import Field, SQLModel


class Travels(Enum):
    """Who outside the office ever sees the content of a kind."""

    ALWAYS = "always"
    OWN = "own"  # only the writer's own other devices get it
    CONSENT = "consent"  # only while a guardian's consent is recorded
    NEVER = "never"  # the skeleton of the entry travels, the content stays


class Writer(Enum):
    """Who may make records of a kind."""

    OFFICE = "office"
    PROVINCE = "province"
    BOTH = "both"


class Shape(Enum):
    """What a field's value looks like in an entry."""

    TEXT = "text"
    INTEGER = "integer"
    REF = "ref"  # 32 hex digits in an entry, 16 bytes in the table
    TEXTS = "texts"
    DATE = "date"  # YYYY-MM-DD
    BIRTH = "birth"  # YYYY-MM-DD or YYYY


MOST_MONEY = 10**12
"""Đồng, of one voucher, award, budget or target: millions of them add up within what SQLite counts in whole numbers."""
MOST_PEOPLE = 10**8
YEARS = (1900, 2100)


@dataclass(frozen=True)
class Kind:
    """How records of one table are named in the journal, who writes them and how far they travel.

    Records of a kind with a `key` meet where two writers mean one thing: their id is made of these fields (`key_id`).
    `owner` is the field that names the unit a record belongs to, where that is not the writer's own.
    """

    name: str
    travels: Travels = Travels.ALWAYS
    writer: Writer = Writer.OFFICE
    dates: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    bounds: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # of every number: the least and the most
    forms: Mapping[str, Callable[[str], bool]] = field(default_factory=dict)  # of a text, or of each item of a list
    safest: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # of parallel values, which is shown until settled
    ledger: bool = False  # only `ins` and `rev`: what is booked is never changed
    key: tuple[str, ...] = ()
    owner: str = ""
    for_all: bool = True  # whether what only the province writes goes to everybody, or to the owner of the record alone


class Record(SQLModel):
    """A travelling record: `id` is 16 bytes (UUIDv7, or a natural key), `office` the unit that owns it."""

    kind_of: ClassVar[Kind]
    derived: ClassVar[tuple[str, ...]] = ()  # columns worked out from the fields, never in an entry

    id: bytes = Field(primary_key=True)
    office: bytes


class Listed(Record):
    """A record that appears in lists by name: `sort_key` orders it, `plain` is what search compares."""

    derived: ClassVar[tuple[str, ...]] = ("sort_key", "plain")
    named_by: ClassVar[str] = "full_name"

    sort_key: bytes = b""
    plain: str = ""


@cache
def shapes_of(model: type[Record]) -> Mapping[str, Shape]:
    """The fields of a kind that stand in its entries, each with its shape, in the table's order."""
    kind, local = model.kind_of, {"id", "office", *model.derived}
    hints = get_type_hints(model)
    return {name: _shape(kind, name, hints[name]) for name in model.model_fields if name not in local}


def _shape(kind: Kind, name: str, hint: Any) -> Shape:
    if name in kind.dates:
        return Shape.DATE
    if name in kind.births:
        return Shape.BIRTH
    plain_type = _without_none(hint)
    return {bytes: Shape.REF, int: Shape.INTEGER, str: Shape.TEXT}.get(plain_type, Shape.TEXTS)


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        return next(arg for arg in get_args(hint) if arg is not NoneType)
    return hint
