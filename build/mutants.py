"""The rules of the book and the trade, each with one planted fault that a test must see.

`python3 build/mutants.py [-j N] [NAME…]`: every fault, or those named (also by the beginning of a name), is planted alone
in a copy of the tree and its tests are run there. A fault that no test sees, or whose place has moved, fails the command.

The faults stand in `mutants.toml`: the rule in a sentence, the file, the text that keeps the rule (found there exactly
once), the text that breaks it, and the tests that are to see it.
"""

from __future__ import annotations

import argparse
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import environment

TABLE = environment.BUILD / "mutants.toml"
COPIED = ("db", "desktop_app", "resources", "tests", "build", "pyproject.toml", "README.md")
PATIENCE = 900
"""Seconds that the tests of one fault may take; a fault that makes them hang is seen as well."""
A_TEST_FAILED = 1
"""What pytest ends with when tests ran and one did not hold."""


@dataclass(frozen=True)
class Mutant:
    """One planted fault: the rule it breaks, where, the text before and after, and the tests (files or node ids) to see it."""

    name: str
    rule: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def planted(self, text: str) -> str:
        """The file's text with the fault; ValueError where its place is not there exactly once."""
        if (found := text.count(self.old)) != 1:
            raise ValueError(f"{self.file}: the text of {self.name} stands there {found} times, not once")
        return text.replace(self.old, self.new)


@dataclass(frozen=True)
class Tried:
    """What became of a fault: whether a test saw it, after how many seconds, and the last lines of its tests."""

    mutant: Mutant
    killed: bool
    seconds: float
    said: str


def mutants(table: Path = TABLE) -> list[Mutant]:
    """All faults of the table, in its order."""
    rows = tomllib.loads(table.read_text(encoding="utf-8"))["mutant"]
    return [Mutant(**{**row, "tests": tuple(row["tests"])}) for row in rows]


def chosen(names: Sequence[str]) -> list[Mutant]:
    """The faults named, or whose name begins so; all where none is named. ValueError for a name that fits none."""
    every = mutants()
    for name in names:
        if not any(one.name.startswith(name) for one in every):
            raise ValueError(f"no fault is called {name}")
    return [one for one in every if not names or one.name.startswith(tuple(names))]


def misplaced(some: Sequence[Mutant], root: Path = environment.ROOT) -> list[str]:
    """What cannot be planted, a sentence each."""
    wrong = []
    for one in some:
        try:
            one.planted(_read(root / one.file))
        except (ValueError, OSError) as error:
            wrong.append(str(error))
    return wrong


@contextmanager
def copied_tree() -> Iterator[Path]:
    """A copy of the tree in a temporary folder, in which anything may be broken."""
    with tempfile.TemporaryDirectory(prefix="skh-mutants-") as folder:
        root = Path(folder)
        for name in COPIED:
            source = environment.ROOT / name
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, root / name)
        yield root


def run(python: str, root: Path, tests: Sequence[str]) -> tuple[int, str]:
    """Run tests in a copied tree until the first that does not hold; pytest's code, 1 where they hang, and what it said."""
    words = [python, "-m", "pytest", "-x", "-q", "--no-header", "--tb=short", "-p", "no:cacheprovider", *tests]
    variables = environment.environment() | {"PYTHONPATH": str(root), "QT_QPA_PLATFORM": "offscreen"}
    try:
        done = subprocess.run(words, cwd=root, env=variables, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return A_TEST_FAILED, f"no end after {PATIENCE} s"
    return done.returncode, done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")


def attempt(python: str, root: Path, mutant: Mutant, number: int = 1) -> Tried:
    """Plant a fault in a copied tree, run its tests, and take it out again.

    The file's time moves by `number` seconds, so that no bytecode of another fault is taken for this one's.
    """
    path = root / mutant.file
    text, times = _read(path), path.stat()
    start = time.monotonic()
    try:
        path.write_text(mutant.planted(text), encoding="utf-8", newline="")
        os.utime(path, (times.st_atime, int(times.st_mtime) + number))
        code, said = run(python, root, mutant.tests)
    finally:
        path.write_text(text, encoding="utf-8", newline="")
        os.utime(path, (times.st_atime, times.st_mtime))
    return Tried(mutant, code == A_TEST_FAILED, time.monotonic() - start, said)


def main() -> int:
    """Check that the tests hold without a fault, plant every fault asked for, and fail when one survives."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("names", nargs="*", metavar="NAME", help="a fault, or how the names of several begin")
    words.add_argument("-j", type=int, default=1, metavar="N", help="how many are tried beside each other")
    asked = words.parse_args()
    try:
        some = chosen(asked.names)
    except ValueError as error:
        words.error(str(error))
    if wrong := misplaced(some):
        print(*wrong, sep="\n")
        return 1
    python = str(environment.ready(tests=True))
    with copied_tree() as root:
        code, said = run(python, root, sorted({test for one in some for test in one.tests}))
    if code:
        print(said, "The tests do not hold even without a fault.", sep="\n")
        return 1
    survivors = [tried for tried in _all_tried(python, some, asked.j) if not tried.killed]
    print(f"{len(some) - len(survivors)} of {len(some)} killed", *(one.mutant.name for one in survivors), sep="\n")
    return int(bool(survivors))


def _all_tried(python: str, some: Sequence[Mutant], beside: int) -> Iterator[Tried]:
    """Every fault tried, told as it ends; each that runs beside others has a copy of the tree to itself."""
    free: queue.SimpleQueue[Path] = queue.SimpleQueue()

    def one(number: int, mutant: Mutant) -> Tried:
        root = free.get()
        try:
            tried = attempt(python, root, mutant, number)
        finally:
            free.put(root)
        print(f"{'killed  ' if tried.killed else 'SURVIVED'} {mutant.name} ({tried.seconds:.0f} s)", flush=True)
        if not tried.killed:
            print(f"  {mutant.rule}", tried.said[-1_500:], sep="\n", flush=True)
        return tried

    with _copied_trees(beside) as roots, ThreadPoolExecutor(beside) as pool:
        for root in roots:
            free.put(root)
        yield from pool.map(one, range(1, len(some) + 1), some)


@contextmanager
def _copied_trees(number: int) -> Iterator[list[Path]]:
    if number == 0:
        yield []
        return
    with copied_tree() as root, _copied_trees(number - 1) as others:
        yield [root, *others]


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


if __name__ == "__main__":
    sys.exit(main())
