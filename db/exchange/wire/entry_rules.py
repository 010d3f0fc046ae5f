"""What an entry may say: kinds, operations, fields and their shapes. The journal and every receiver ask the same code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from db.exchange.outcomes import BundleRefused, Code
from db.exchange.wire.canonical_json import is_hex
from db.exchange.wire.entry import Entry
from db.tables import KINDS
from db.tables.record import Kind, Record, Shape, Writer, shapes_of

CHAIN_OPS = frozenset({"open", "trust", "ack"})
LEDGER_OPS = frozenset({"ins", "rev"})
RECORD_OPS = frozenset({"ins", "upd", "del", "res", "move", "erase"})
CHAIN_FIELDS: Mapping[str, Mapping[str, Callable[[object], bool]]] = {
    "open": {"office": partial(is_hex, digits=32), "continues": partial(is_hex, digits=16)},
    "trust": {"n": lambda number: type(number) is int and number > 0, "hash": partial(is_hex, digits=64)},
    "ack": {"n": lambda number: type(number) is int and number > 0, "continues": partial(is_hex, digits=16)},
}
"""What entries about a chain itself may say, and of which form."""
REVERSAL = {"dated": Shape.DATE, "reason": Shape.TEXT}
MOVE = {"office": Shape.REF}
DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
ITEMS = 2_000
"""The most items of a list in an entry."""
YEAR = re.compile(r"\d{4}\Z")


def check_entry(entry: Entry) -> None:
    """Refuse (FORMAT) an entry whose kind, operation or content no book of this version may hold.

    The values of a received entry were checked when its line was decoded; the journal checks its own besides.
    """
    if entry.kind == "chain":
        _check_chain_entry(entry)
        return
    model = KINDS.get(entry.kind)
    if model is None or entry.op not in _allowed_ops(model.kind_of):
        raise BundleRefused(Code.FORMAT)
    if entry.set is None:
        return
    _check_fields(model, entry.op, entry.set)


def _allowed_ops(kind: Kind) -> frozenset[str]:
    return LEDGER_OPS if kind.ledger else RECORD_OPS


def _check_chain_entry(entry: Entry) -> None:
    if entry.op not in CHAIN_OPS or entry.pre or not entry.rec.endswith("0" * 16) or entry.set is None:
        raise BundleRefused(Code.FORMAT)
    fields = CHAIN_FIELDS[entry.op]
    if not all(name in fields and fields[name](value) for name, value in entry.set.items()):
        raise BundleRefused(Code.FORMAT)


def _check_fields(model: type[Record], op: str, fields: dict[str, Any]) -> None:
    kind = model.kind_of
    shapes = {"rev": REVERSAL, "move": MOVE}.get(op, {} if op in ("del", "erase") else shapes_of(model))
    for name, value in fields.items():
        if name not in shapes or not fits(shapes[name], value):
            raise BundleRefused(Code.FORMAT)
        if not in_form(kind, name, value):
            raise BundleRefused(Code.FORMAT)
        if name in kind.choices and value is not None and value not in kind.choices[name]:
            raise BundleRefused(Code.FORMAT)
        if name in kind.bounds and value is not None and not kind.bounds[name][0] <= value <= kind.bounds[name][1]:
            raise BundleRefused(Code.FORMAT)
        if value is None and name in kind.required:
            raise BundleRefused(Code.FORMAT)
    needed = {"ins": kind.required, "rev": ("dated",), "move": ("office",)}.get(op, ())
    if any(fields.get(name) is None for name in needed):
        raise BundleRefused(Code.FORMAT)


def fits(shape: Shape, value: Any) -> bool:
    """Whether a value (None = cleared) has the shape its field asks for."""
    if value is None:
        return True
    if shape is Shape.INTEGER:
        return type(value) is int
    if shape is Shape.TEXTS:
        return type(value) is list and all(type(item) is str for item in value)
    if type(value) is not str:
        return False
    if shape is Shape.REF:
        return is_hex(value, 32)
    if shape is Shape.DATE:
        return is_day(value)
    return is_birth(value) if shape is Shape.BIRTH else True


def in_form(kind: Kind, name: str, value: Any) -> bool:
    """Whether a value that fits its shape has the form that its kind asks for; of a list each item, and not too many."""
    if type(value) is list and len(value) > ITEMS:
        return False
    form = kind.forms.get(name)
    return form is None or value is None or all(map(form, value if type(value) is list else (value,)))


def is_birth(text: str) -> bool:
    """Whether a text is a day or a year alone."""
    return YEAR.match(text) is not None or is_day(text)


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, YYYY-MM-DD."""
    if not DAY.match(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def check_scope(entry: Entry, offices: Sequence[str], *, is_province: bool, kinds: Sequence[str] = ("*",)) -> None:
    """Refuse (SCOPE) what a device may not write.

    An office writes its own records, and no kind that only the province writes. The province may change any record,
    but makes records of another office only where both may (population) or only it may (targets, rulings, questions).
    Of a kind whose records name the unit that they belong to (`Kind.owner`), an office makes its own unit's alone.
    Only the province erases: an office asks for it by withdrawing a record of its own.
    """
    if entry.kind == "chain":
        return
    own = entry.office in offices
    if is_province:
        if not own and entry.op == "ins" and KINDS[entry.kind].kind_of.writer is Writer.OFFICE:
            raise BundleRefused(Code.SCOPE)
        return
    allowed = "*" in kinds or entry.kind in kinds
    if not own or not allowed or entry.op == "erase" or written_by_province_only(entry.kind):
        raise BundleRefused(Code.SCOPE)
    if not _is_about_one_of(entry, offices):
        raise BundleRefused(Code.SCOPE)


def _is_about_one_of(entry: Entry, offices: Sequence[str]) -> bool:
    """Whether what an entry says of the owner of its record, where that is a field of it, is one of these offices."""
    model = KINDS.get(entry.kind)
    owner = model.kind_of.owner if model else ""
    return not owner or not entry.set or owner not in entry.set or entry.set[owner] in offices


def written_by_province_only(kind: str) -> bool:
    """Whether only the province may write records of this kind."""
    model = KINDS.get(kind)
    return model is not None and model.kind_of.writer is Writer.PROVINCE
