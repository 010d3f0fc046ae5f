"""The register of records: owner, heads and marks of each, and the search index that hangs on its local number.

Everything here works on a plain `sqlite3` connection inside the caller's transaction, so that the journal (single
changes), bulk verbs and the fold (whole bundles) keep the register by the same few statements.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from db.exchange.wire.canonical_json import FIELD_BYTES, natural_key
from db.i18n import _
from db.refusal import FieldError, require_no_errors
from db.tables import KINDS
from db.tables.record import Listed, Record, Shape, shapes_of
from db.text import clean, search_forms, sort_key

BATCH = 500
SURE = FIELD_BYTES // 4
"""So many letters an entry holds in a field, whatever letters they are."""


class RecordState(NamedTuple):
    """What the register holds of a record: its kind, owner, heads (16-byte entry ids, sorted) and marks."""

    rec: bytes
    kind: str
    office: bytes
    heads: tuple[bytes, ...]
    marks: int = 0
    no: int | None = None

    def moved_to(self, head: bytes, *, office: bytes | None = None, marks: int | None = None) -> RecordState:
        """The state after an entry that had all heads as parents."""
        return self._replace(heads=(head,), office=office or self.office, marks=self.marks if marks is None else marks)


SHAPES: dict[str, Mapping[str, Shape]] = {name: shapes_of(model) for name, model in KINDS.items()}
SEEDED = frozenset({"unit", "cluster"})
"""Kinds that every book starts with: their first change restates the whole record."""
SEARCHED = {name for name, model in KINDS.items() if issubclass(model, Listed) and name != "unit"}


def key_id(model: type[Record], fields: Mapping[str, Any]) -> bytes:
    """The id of a record of a kind with a natural key, made of these fields."""
    shapes = SHAPES[model.kind_of.name]
    return natural_key(model.kind_of.name, *(to_value(shapes[name], fields[name]) for name in model.kind_of.key))


def batches(recs: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """Ids in parts that one statement may name."""
    return (recs[start : start + BATCH] for start in range(0, len(recs), BATCH))


def load_states(db: sqlite3.Connection, recs: Iterable[bytes]) -> dict[bytes, RecordState]:
    """The register's rows of the given records; unknown ones are absent."""
    found: dict[bytes, RecordState] = {}
    for part in batches(list(recs)):
        marks = ",".join("?" * len(part))
        for no, rec, kind, office, heads, bits in db.execute(
            f"SELECT no, rec, kind, office, heads, marks FROM records WHERE rec IN ({marks})", part
        ):
            found[rec] = RecordState(rec, kind, office, split_heads(heads), bits, no)
    return found


def save_states(db: sqlite3.Connection, states: Iterable[RecordState]) -> None:
    """Write the register's rows: new ones (without a number) are added, known ones replaced."""
    new, known = [], []
    for state in states:
        heads = b"".join(state.heads)
        if state.no is None:
            new.append((state.rec, state.kind, state.office, heads, state.marks))
        else:
            known.append((state.office, heads, state.marks, state.no))
    if new:
        db.executemany("INSERT INTO records (rec, kind, office, heads, marks) VALUES (?, ?, ?, ?, ?)", new)
    if known:
        db.executemany("UPDATE records SET office = ?, heads = ?, marks = ? WHERE no = ?", known)


def split_heads(joined: bytes) -> tuple[bytes, ...]:
    """Heads as they stand in the register (16 bytes each, sorted) as a tuple."""
    return tuple(joined[start : start + 16] for start in range(0, len(joined), 16))


def index_names(db: sqlite3.Connection, kind: str, names: Sequence[tuple[bytes, str]]) -> None:
    """Put the plain forms of named records into the search index; the records must be registered.

    Numbers are looked up first and rows come in their order: at an INSERT from a SELECT, and at each number smaller than
    the one before, SQLite writes out what it has gathered for the index.
    """
    if kind not in SEARCHED or not names:
        return
    numbers = _numbers(db, [rec for rec, _text in names])
    rows = sorted((numbers[rec], text) for rec, text in names)
    db.executemany("INSERT OR REPLACE INTO search (rowid, plain) VALUES (?, ?)", rows)


def _numbers(db: sqlite3.Connection, recs: Sequence[bytes]) -> dict[bytes, int]:
    """The local numbers of registered records."""
    found: dict[bytes, int] = {}
    for part in batches(recs):
        found |= dict(db.execute(f"SELECT rec, no FROM records WHERE rec IN ({', '.join('?' * len(part))})", part))
    return found


def forget_names(db: sqlite3.Connection, recs: Iterable[bytes]) -> None:
    """Take records out of the search index."""
    db.executemany("DELETE FROM search WHERE rowid = (SELECT no FROM records WHERE rec = ?)", [(r,) for r in recs])


def put_right(model: type[Record], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The texts of a record as they are kept, where they are not so already: `clean`, and nothing in place of "".

    Refuses (at the field) where nothing is left of a text that a record of this kind must have, where one is longer than an
    entry may hold, and a number beyond its bounds.
    """
    shapes = SHAPES[model.kind_of.name]
    kept = {name: _kept(shapes[name], value) for name, value in fields.items() if name in shapes}
    empty = [name for name in model.kind_of.required if name in kept and kept[name] is None]
    require_no_errors(FieldError(name, _("Mục này còn trống")) for name in empty)
    require_no_errors(
        FieldError(name, _("Số phải từ {least} đến {most}").format(least=least, most=most))
        for name, (least, most) in model.kind_of.bounds.items()
        if (value := kept.get(name)) is not None and not least <= value <= most
    )
    too_long = [name for name, value in kept.items() if is_too_long(value)]
    require_no_errors(FieldError(name, too_long_words()) for name in too_long)
    return {name: value for name, value in kept.items() if value != fields[name]}


def too_long_words() -> str:
    """What is said of a text that is longer than an entry may hold."""
    return _("Dài quá {count} chữ. Viết ngắn lại").format(count=SURE)


def is_too_long(value: Any) -> bool:
    """Whether a text, or one of a list, is longer than an entry may hold."""
    if isinstance(value, str):
        return len(value) > SURE and len(value.encode(errors="surrogatepass")) > FIELD_BYTES
    return isinstance(value, list) and any(map(is_too_long, value))


def _kept(shape: Shape, value: Any) -> Any:
    if shape is Shape.TEXT and isinstance(value, str):
        return clean(value) or None
    if shape is Shape.TEXTS and value:
        return [text for one in value if (text := clean(one))]
    return value


def derived_columns(model: type[Record], fields: Mapping[str, Any]) -> dict[str, Any]:
    """`sort_key` and `plain` of a named record, worked out from its fields; empty for other kinds."""
    if not issubclass(model, Listed):
        return {}
    given = fields.get("given") if model.named_by == "full_name" else fields.get(model.named_by)
    key, text = _derived(fields.get(model.named_by) or "", given, tuple(fields.get("aliases", ())))
    return {"sort_key": key, "plain": text}


@lru_cache(maxsize=20_000)
def _derived(name: str, given: str | None, aliases: tuple[str, ...]) -> tuple[bytes, str]:
    """Place in lists and searched forms of a name; remembered, since many people of a province share a name."""
    forms = (form for text in (name, *aliases) for form in search_forms(text))
    return sort_key(name, given=given), " ".join(dict.fromkeys(forms))


def to_column(shape: Shape, value: Any) -> Any:
    """A value of an entry as the table holds it: references are 16 bytes."""
    return bytes.fromhex(value) if shape is Shape.REF and value is not None else value


def to_value(shape: Shape, column: Any) -> Any:
    """A table's value as it stands in an entry: references are 32 hex digits."""
    return column.hex() if shape is Shape.REF and column is not None else column
