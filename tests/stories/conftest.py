"""A desk with a new book, on 5 July 2020."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.stories.desk import Desk


@pytest.fixture
def make_desk(tmp_path, home, capsys, monkeypatch) -> Callable[..., Desk]:
    """A desk with a new book on 5 July 2020."""
    monkeypatch.setenv("SKH_TODAY", "2020-07-05")

    def make(unit: str = "24373", role: str = "office") -> Desk:
        desk = Desk(tmp_path, capsys, tmp_path / f"{unit}.skh")
        made = desk.answer("book", "new", desk.book, "--unit", unit, "--officer", "Nguyễn Thị Hà", "--as", role)
        assert Path(made["book"]) == desk.book
        return desk

    return make


@pytest.fixture
def desk(make_desk) -> Desk:
    return make_desk()
