"""The two imagined subjects put into every register, and their tables into every book that a test makes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable
from sqlmodel import SQLModel

from db import register
from db.migrations import run
from db.tables import KINDS
from db.tables.record import Listed, shapes_of
from desktop_app.work.subjects import registry
from tests.gui.conftest import sit_down  # noqa: F401
from tests.subjects.imagined import IMAGINED, MODELS

TABLES = [
    str(
        CreateTable(SQLModel.metadata.tables[str(model.__tablename__)], if_not_exists=True).compile(
            dialect=sqlite.dialect()
        )
    )
    for model in MODELS
]


@pytest.fixture
def imagined(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Gardens and waterings are a part of the program as long as the test goes on."""
    for model in MODELS:
        kind = model.kind_of.name
        monkeypatch.setitem(KINDS, kind, model)
        monkeypatch.setitem(register.SHAPES, kind, shapes_of(model))
    listed = {model.kind_of.name for model in MODELS if issubclass(model, Listed)}
    monkeypatch.setattr(register, "SEARCHED", register.SEARCHED | listed)
    for subject in IMAGINED:
        monkeypatch.setitem(registry.BY_NAME, subject.name, subject)
    monkeypatch.setattr(run, "upgrade", _with_tables(run.upgrade))
    _forget()
    yield
    _forget()


def _forget() -> None:
    """What was worked out of the registers is worked out again."""
    registry.field_of.cache_clear()
    registry._by_kind.cache_clear()


def _with_tables(upgrade: Callable[[Path, int], None]) -> Callable[[Path, int], None]:
    def upgrade_and_more(path: Path, application_id: int) -> None:
        upgrade(path, application_id)
        with closing(sqlite3.connect(path, isolation_level=None)) as book:
            for table in TABLES:
                book.execute(table)

    return upgrade_and_more
