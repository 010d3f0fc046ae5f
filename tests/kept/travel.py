"""What leaves an office, column by column, worked out from the tables: compared with the kept `travel.csv`.

`always`: content that goes up · `own`: only to the province's own other devices · `consent`: only while a consent is recorded · `never`: the entry's skeleton goes, its
content stays · `skeleton`: the record's id and owner, which go with every entry · `derived`: worked out anew wherever it
is shown · `local`: this book's own bookkeeping.

After a deliberate change: `python -m tests.kept.travel BOOK > tests/kept/travel.csv`.
"""

from __future__ import annotations

import csv
import sqlite3
import sys

from db.register import SHAPES
from db.tables import KINDS

HEADINGS = ["table", "field", "kind", "leaves"]
SEARCH_SHADOWS = ("search_", "sqlite_")


def rows(db: sqlite3.Connection) -> list[list[str]]:
    """Every column of every table of a real book, with whether it leaves the office."""
    kinds = {model.__tablename__: kind for kind, model in KINDS.items()}
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return [
        [table, column, kinds.get(table, ""), _leaves(kinds.get(table), column)]
        for table in tables
        if not table.startswith(SEARCH_SHADOWS)
        for column in sorted(row[1] for row in db.execute(f"PRAGMA table_info({table})"))
    ]


def _leaves(kind: str | None, column: str) -> str:
    if kind is None:
        return "local"
    if column in ("id", "office"):
        return "skeleton"
    if column not in SHAPES[kind]:
        return "derived"
    return KINDS[kind].kind_of.travels.value


if __name__ == "__main__":
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(rows(sqlite3.connect(sys.argv[1])))
