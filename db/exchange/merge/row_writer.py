"""What entries come to in the tables: rows written, updated and derived, many of one kind at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from db.register import SHAPES, derived_columns, index_names, to_column
from db.tables import KINDS
from db.tables.record import Listed, Record, Shape


@dataclass
class PendingFields:
    """Fields of one record that a run changes on the fast path."""

    model: type[Record]
    office: bytes
    fields: dict[str, Any]
    new: bool


def write_rows(db: sqlite3.Connection, rows: Sequence[tuple[bytes, PendingFields]]) -> None:
    """Write what a run changes: new rows of one kind together, and changes of the same fields together."""
    new: dict[str, list[tuple[bytes, PendingFields]]] = {}
    for rec, pending in rows:
        if pending.new:
            new.setdefault(pending.model.kind_of.name, []).append((rec, pending))
    for kind, group in new.items():
        insert_rows(db, kind, group)
    _update_rows(db, [(rec, pending) for rec, pending in rows if not pending.new])


def insert_rows(db: sqlite3.Connection, kind: str, group: Sequence[tuple[bytes, PendingFields]]) -> None:
    """Write whole rows of one kind, in place of any that stand there, and put their names into the search index."""
    model = KINDS[kind]
    layout = layout_of(model)
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
def layout_of(model: type[Record]) -> Layout:
    """How rows of this table are made."""
    shapes = SHAPES[model.kind_of.name]
    references = tuple(name for name, shape in shapes.items() if shape is Shape.REF)
    lists = tuple(name for name, shape in shapes.items() if shape is Shape.TEXTS)
    return Layout(tuple(model.model_fields), _defaults(model), references, lists)


def _row(model: type[Record], layout: Layout, rec: bytes, pending: PendingFields) -> tuple[Any, ...]:
    fields = pending.fields
    said = fields
    if None in fields.values():  # cleared again in the same run
        said = {name: value for name, value in fields.items() if value is not None or name not in layout.defaults}
    full = {**layout.defaults, **derived_columns(model, fields), **said, "id": rec, "office": pending.office}
    for name in layout.references:
        if (value := fields.get(name)) is not None:
            full[name] = bytes.fromhex(value)
    for name in layout.lists:
        full[name] = column(full[name])
    return tuple(map(full.get, layout.columns))


def _defaults(model: type[Record]) -> Mapping[str, Any]:
    """What a row holds where no entry has set a field that may not be empty."""
    named = {
        name: info.default
        for name, info in model.model_fields.items()
        if name not in ("id", "office") and not info.is_required() and info.default is not None
    }
    lists: dict[str, Any] = {name: [] for name, shape in SHAPES[model.kind_of.name].items() if shape is Shape.TEXTS}
    return {**{k: v for k, v in named.items() if isinstance(v, str | int | bytes)}, **lists}


def column(value: Any) -> Any:
    """A value as a column holds it: a list as JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _update_rows(db: sqlite3.Connection, rows: Sequence[tuple[bytes, PendingFields]]) -> None:
    tables: dict[tuple[type[Record], tuple[str, ...]], list[tuple[Any, ...]]] = {}
    named: dict[type[Listed], list[bytes]] = {}
    for rec, pending in rows:
        values = _changed_columns(pending)
        tables.setdefault((pending.model, tuple(values)), []).append((*values.values(), rec))
        if issubclass(pending.model, Listed) and {pending.model.named_by, "given", "aliases"} & set(pending.fields):
            named.setdefault(pending.model, []).append(rec)
    for (model, names), table in tables.items():
        if names:
            assignments = ", ".join(f'"{name}" = ?' for name in names)
            db.executemany(f"UPDATE {model.__tablename__} SET {assignments} WHERE id = ?", table)
    for listed, recs in named.items():
        _derive_again(db, listed, recs)


def _changed_columns(pending: PendingFields) -> dict[str, Any]:
    layout, shapes = layout_of(pending.model), SHAPES[pending.model.kind_of.name]
    values = {
        name: column(to_column(shapes[name], value)) if name in shapes else value
        for name, value in pending.fields.items()
    }
    cleared = {
        name: column(layout.defaults[name]) for name in values if values[name] is None and name in layout.defaults
    }
    return values | cleared


def set_fields(db: sqlite3.Connection, kind: str, rec: bytes, fields: Mapping[str, Any]) -> None:
    """Set fields of one row to values of an entry, and what is derived from them."""
    _update_rows(db, [(rec, PendingFields(KINDS[kind], b"", dict(fields), new=False))])


def _derive_again(db: sqlite3.Connection, model: type[Listed], recs: Sequence[bytes]) -> None:
    columns = [name for name in (model.named_by, "given", "aliases") if name in model.model_fields]
    derived = []
    for rec in recs:
        row = db.execute(f"SELECT {', '.join(columns)} FROM {model.__tablename__} WHERE id = ?", (rec,)).fetchone()
        if row is None:
            continue
        fields = dict(zip(columns, row, strict=True))
        if "aliases" in fields:
            fields["aliases"] = json.loads(fields["aliases"])
        found = derived_columns(model, fields)
        derived.append((found["sort_key"], found["plain"], rec))
    db.executemany(f"UPDATE {model.__tablename__} SET sort_key = ?, plain = ? WHERE id = ?", derived)
    index_names(db, model.kind_of.name, [(rec, plain) for _key, plain, rec in derived])
