"""What entries come to in the tables: rows written, updated and derived, many of one kind at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from db.records import SHAPES, derived_columns, index_names, to_column
from db.tables import KINDS
from db.tables.record import Listed, Record, Shape


@dataclass
class Pending:
    """Fields of one record that a run changes on the fast path."""

    model: type[Record]
    office: bytes
    fields: dict[str, Any]
    new: bool


def write_rows(db: sqlite3.Connection, rows: Sequence[tuple[bytes, Pending]]) -> None:
    """Write what a run changes: new rows of one kind together, changed ones one by one."""
    new: dict[str, list[tuple[bytes, Pending]]] = {}
    for rec, pending in rows:
        if pending.new:
            new.setdefault(pending.model.kind_of.name, []).append((rec, pending))
        else:
            _update_row(db, rec, pending)
    for kind, group in new.items():
        insert_rows(db, kind, group)


def insert_rows(db: sqlite3.Connection, kind: str, group: Sequence[tuple[bytes, Pending]]) -> None:
    """Write whole rows of one kind, in place of any that stand there, and put their names into the search index."""
    model = KINDS[kind]
    layout = _layout(model)
    table = [_row(model, layout, rec, pending) for rec, pending in group]
    names, marks = ", ".join(f'"{name}"' for name in layout.columns), ", ".join("?" * len(layout.columns))
    db.executemany(f"INSERT OR REPLACE INTO {model.__tablename__} ({names}) VALUES ({marks})", table)
    if issubclass(model, Listed):
        place = layout.columns.index("plain")
        index_names(db, kind, [(rec, row[place]) for (rec, _p), row in zip(group, table, strict=True)])


@dataclass(frozen=True)
class Layout:
    """How rows of one kind are made: the columns, what stands where nothing was set, fields of references and of lists."""

    columns: tuple[str, ...]
    defaults: Mapping[str, Any]
    references: tuple[str, ...]
    lists: tuple[str, ...]


@cache
def _layout(model: type[Record]) -> Layout:
    shapes = SHAPES[model.kind_of.name]
    references = tuple(name for name, shape in shapes.items() if shape is Shape.REF)
    lists = tuple(name for name, shape in shapes.items() if shape is Shape.TEXTS)
    return Layout(tuple(model.model_fields), _defaults(model), references, lists)


def _row(model: type[Record], layout: Layout, rec: bytes, pending: Pending) -> tuple[Any, ...]:
    fields = pending.fields
    full = {**layout.defaults, **derived_columns(model, fields), **fields, "id": rec, "office": pending.office}
    for name in layout.references:
        if (value := fields.get(name)) is not None:
            full[name] = bytes.fromhex(value)
    for name in layout.lists:
        full[name] = _column(full[name])
    return tuple(map(full.get, layout.columns))


def _defaults(model: type[Record]) -> Mapping[str, Any]:
    """What a row holds where no entry has set a field that may not be empty."""
    named = {
        name: info.default
        for name, info in model.model_fields.items()
        if name not in ("id", "office") and not info.is_required() and info.default is not None
    }
    lists = {name: "[]" for name, shape in SHAPES[model.kind_of.name].items() if shape.value == "texts"}
    return {**{k: v for k, v in named.items() if isinstance(v, str | int | bytes)}, **lists}


def _column(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _update_row(db: sqlite3.Connection, rec: bytes, pending: Pending) -> None:
    model, shapes = pending.model, SHAPES[pending.model.kind_of.name]
    values = {
        name: _column(to_column(shapes[name], value)) if name in shapes else value
        for name, value in pending.fields.items()
    }
    for name, default in _layout(model).defaults.items():
        if name in values and values[name] is None:
            values[name] = default
    if not values:
        return
    assignments = ", ".join(f'"{name}" = ?' for name in values)
    db.execute(f"UPDATE {model.__tablename__} SET {assignments} WHERE id = ?", (*values.values(), rec))
    if issubclass(model, Listed) and {model.named_by, "given", "aliases"} & set(pending.fields):
        _derive_again(db, model, rec)


def set_fields(db: sqlite3.Connection, kind: str, rec: bytes, fields: Mapping[str, Any]) -> None:
    """Set fields of one row to values of an entry, and what is derived from them."""
    _update_row(db, rec, Pending(KINDS[kind], b"", dict(fields), new=False))


def _derive_again(db: sqlite3.Connection, model: type[Listed], rec: bytes) -> None:
    columns = [name for name in (model.named_by, "given", "aliases") if name in model.model_fields]
    row = db.execute(f"SELECT {', '.join(columns)} FROM {model.__tablename__} WHERE id = ?", (rec,)).fetchone()
    if row is None:
        return
    fields = dict(zip(columns, row, strict=True))
    if "aliases" in fields:
        fields["aliases"] = json.loads(fields["aliases"])
    derived = derived_columns(model, fields)
    db.execute(
        f"UPDATE {model.__tablename__} SET sort_key = ?, plain = ? WHERE id = ?",
        (derived["sort_key"], derived["plain"], rec),
    )
    index_names(db, model.kind_of.name, [(rec, derived["plain"])])
