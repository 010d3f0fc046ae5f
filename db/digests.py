"""Two hashes that say whether books agree: `state` over what was accepted, `folded` over what it came to.

Units and categories that every book is seeded with are no entries and stand in neither.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import Any

from db.exchange.wire.canonical_json import encode
from db.register import SHAPES, to_value
from db.tables import KINDS
from db.tables.record import Shape


def state_digest(db: sqlite3.Connection) -> str:
    """SHA-256 over all records with an accepted entry by id: 16 bytes rec, one byte count, sorted 16-byte heads."""
    digest = hashlib.sha256()
    for rec, heads in db.execute("SELECT rec, heads FROM records ORDER BY rec"):
        digest.update(rec + bytes([len(heads) // 16 % 256]) + heads)
    return digest.hexdigest()


def folded_digest(db: sqlite3.Connection) -> str:
    """SHA-256 over canonical (rec, field, value or held / open conflict) of every record, and the fund's balances."""
    digest = hashlib.sha256()
    for kind in sorted(KINDS):
        _add_kind(digest, db, kind)
    for rec, field, code, options in db.execute("SELECT rec, field, code, options FROM conflicts ORDER BY rec, field"):
        parallel = sorted(json.dumps(option["value"]) for option in json.loads(options))
        digest.update(encode([rec.hex(), "conflict", field or "-", code, parallel]))
    for office, purse, account, amount in db.execute(
        "SELECT office, purse, account, sum(amount) FROM postings GROUP BY office, purse, account ORDER BY 1, 2, 3"
    ):
        digest.update(encode(["balance", office.hex(), purse.hex(), account, amount]))
    return digest.hexdigest()


def _add_kind(digest: Any, db: sqlite3.Connection, kind: str) -> None:
    model, shapes = KINDS[kind], SHAPES[kind]
    derived = [name for name in model.derived if name not in ("sort_key", "plain")]
    names = [*shapes, *derived]
    columns = ", ".join(f't."{name}"' for name in names)
    rows = db.execute(
        f"SELECT r.rec, r.office, r.marks, t.id, {columns} FROM records r LEFT JOIN {model.__tablename__} t"
        " ON t.id = r.rec WHERE r.kind = ? ORDER BY r.rec",
        (kind,),
    )
    for rec, office, marks, present, *values in rows:
        if present is None:
            digest.update(encode([rec.hex(), office.hex(), "absent", marks]))
            continue
        fields = {
            name: _as_written(shapes.get(name), value)
            for name, value in zip(names, values, strict=True)
            if value is not None
        }
        digest.update(encode([rec.hex(), office.hex(), marks, fields]))


def _as_written(shape: Shape | None, value: Any) -> Any:
    if shape is Shape.TEXTS:
        return json.loads(value)
    return to_value(shape, value) if shape else value
