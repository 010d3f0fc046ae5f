"""Every command line that README shows does what it shows, on the day of whoever reads it."""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from db.clock import system_clock
from db.store import Book
from tests.stories.program import ROOT
from tests.stories.sample import Sample

PROGRAM = ["python3", "build/run.py"]
MAKERS = {"build/test.py", "build/bench.py", "build/mutants.py", "build/pictures.py", "build/translations.py"}
"""What sets up, measures or makes for minutes: looked at, not run."""


def shown() -> list[list[str]]:
    """The words of each line in README's code blocks, without what is remarked behind them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [shlex.split(line, comments=True) for block in blocks for line in block.splitlines() if line.strip()]


COMMANDS = [words[2:] for words in shown() if words[:2] == PROGRAM]
OTHERS = [words for words in shown() if words[:2] != PROGRAM]


@pytest.fixture(scope="module")
def reader(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of someone who has built the sample as README says and goes on reading."""
    folder = tmp_path_factory.mktemp("reader")
    shutil.copytree(sample.folder, folder / "demo-data")
    return folder


def as_read(folder: Path, words: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a line in a folder, on the machine's own day."""
    hidden = ("SKH_TODAY", "DISPLAY", "WAYLAND_DISPLAY")
    variables = {name: value for name, value in os.environ.items() if name not in hidden}
    variables |= {"PYTHONPATH": str(ROOT), "SKH_HOME": str(folder / "khóa"), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "desktop_app", *words],
        cwd=folder, env=variables, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("words", [w for w in COMMANDS if w[0] != "demo"], ids=lambda words: " ".join(words[:3]))
def test_a_line_that_readme_shows_ends_well(words, reader):
    ended = as_read(reader, words)
    assert (ended.returncode, "Traceback" in ended.stderr) == (0, False), ended.stderr
    assert ended.stdout.strip()
    if "-o" in words:
        assert (reader / words[words.index("-o") + 1]).stat().st_size > 10_000


def test_the_line_that_founds_a_book_founds_it_for_the_unit_it_names(tmp_path):
    words = next(words for words in COMMANDS if words[:2] == ["book", "new"])
    assert as_read(tmp_path, words).returncode == 0
    from db.exchange.trust.home_folder import Home

    with (
        Book.open(tmp_path / words[2], home=Home(tmp_path / "khóa"), clock=system_clock()) as book,
        book.reading() as db,
    ):
        assert db.execute("SELECT name FROM units WHERE id = ?", (book.unit,)).fetchone()[0] == "Thị trấn Ea Kar"


def test_the_line_that_builds_the_sample_is_understood_and_leaves_a_full_folder_alone(reader):
    lines = [words for words in COMMANDS if words[0] == "demo"]
    assert lines == [["demo", "demo-data"]] * 2
    assert "không trống" in as_read(reader, lines[0]).stderr


def test_the_makers_that_readme_names_are_there_and_know_the_words_shown():
    assert {words[1] for words in OTHERS} == MAKERS
    for words in OTHERS:
        source = (ROOT / words[1]).read_text(encoding="utf-8")
        known = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
        assert {word for word in words[2:] if word.startswith("--") or words.index(word) == 2} <= known, words
