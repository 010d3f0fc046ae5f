"""The classes of the tables say what the migrations made: a table without a class is told of in words."""

from __future__ import annotations

import re
import sqlite3
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from sqlmodel import SQLModel

from db import tables
from db.migrations.run import upgrade

MODULES = [import_module(f"db.tables.{one.name}") for one in iter_modules(tables.__path__)]
VIRTUAL = ("search",)
"""Full-text indexes, and the tables SQLite keeps behind them."""
CLASSES = {
    table.name: set(table.columns.keys())
    for table in SQLModel.metadata.tables.values()
    if not table.name.startswith("imagined_")  # a test that imagines a subject gives it a table of its own
}


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The columns of every table of a new book, but those that the search index keeps for itself."""
    path = tmp_path_factory.mktemp("book") / "new.skh"
    upgrade(path, 1)
    db = sqlite3.connect(path)
    try:
        named = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ours = [name for name in named if not name.startswith(("sqlite_", "alembic_", *VIRTUAL))]
        return {name: {row[1] for row in db.execute(f"PRAGMA table_info({name})")} for name in ours}
    finally:
        db.close()


def test_a_class_has_the_columns_of_its_table(migrated):
    assert {name: columns for name, columns in CLASSES.items() if migrated.get(name) != columns} == {}


def test_a_table_without_a_class_is_told_of(migrated):
    told = {name for module in MODULES for name in re.findall(r"`(\w+)`", Path(module.__file__).read_text("utf-8"))}
    assert migrated.keys() - CLASSES.keys() - told == set()
