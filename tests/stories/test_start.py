"""Starting: what is not needed for the first picture is not loaded, and a word that is no command opens nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from db.store import Book
from tests.stories.program import ROOT, TODAY, program

PAPERS = {"alembic", "reportlab", "uharfbuzz", "xlsxwriter", "python_calamine", "pypdfium2"}
"""Libraries for papers, sheets and older books."""
LATER = PAPERS | {"nacl", "pyrage", "zstandard", "rapidfuzz"}
"""And for what is signed, sealed or packed, and for comparing people."""
FIRST_PICTURE = 172
"""So many modules of ours are loaded before the first picture; a subject more does not make the start longer.

Six of them are the rooms of the window's kit that are entered by then: a room counts like a module."""
SCRIPT = """
import json, sys
from desktop_app import start
start.main(sys.argv[1:])
print(json.dumps(sorted(sys.modules)))
"""


def loaded(home: Path, *words: str) -> set[str]:
    """The modules loaded by a start with these words."""
    variables = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SKH_HOME": str(home),
        "SKH_BENCH_START": "1",
        "SKH_TODAY": TODAY,
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words], env=variables, capture_output=True, text=True, check=True, timeout=120
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def tops(modules: set[str]) -> set[str]:
    """The packages that modules belong to."""
    return {name.split(".")[0] for name in modules}


@pytest.mark.parametrize("keys", ["khoa", "khoa-khac"], ids=["for writing", "for reading"])
def test_the_window_opens_on_a_book_without_what_papers_sheets_and_the_exchange_need(keys: str, book: Book) -> None:
    book.close()
    modules = loaded(book.home.folder.with_name(keys), str(book.path))
    assert "PySide6" in modules
    assert tops(modules) & LATER == set()
    assert len([name for name in modules if name.startswith(("db.", "desktop_app."))]) <= FIRST_PICTURE


def test_a_command_loads_no_window(book: Book) -> None:
    book.close()
    modules = tops(loaded(book.home.folder, "list", str(book.path), "members"))
    assert "PySide6" not in modules
    assert modules & PAPERS == set()


@pytest.mark.parametrize("words", [["lung-tung"], ["--lang", "en", "nonsense"], ["so.skh", "list"]])
def test_a_word_that_is_no_command_is_refused_and_opens_nothing(words: list[str], tmp_path: Path) -> None:
    ended = program(*words, home=tmp_path)
    assert ended.code == 2
    assert words[-1] in ended.err or words[0] in ended.err
