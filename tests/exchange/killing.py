"""Kills a verb at random moments and looks at what is left: `python -m tests.exchange.killing VERB FOLDER TIMES`.

The verb runs in a child process on fresh copies of the books in FOLDER/goc. Prints how many ended before, within and after
the change, as JSON; anything else left behind is an AssertionError.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from db.book_file import SCHEMA, schema_of
from db.check import check
from db.exchange.outcomes import Outcome
from db.exchange.trust.home_folder import Home
from db.store import Book
from desktop_app.work.book import backups
from desktop_app.work.exchange import send_and_receive
from tests.offices import TODAY, digests, fixed_clock

OFFICE = "24373"
OLD = "tinh-ban-dau"


def opened(folder: Path, name: str, *, write: bool = True) -> Book:
    """One of the books in a folder."""
    return Book.open(folder / f"{name}.skh", home=Home(folder / f"khoa-{name}"), clock=fixed_clock(5), write=write)


def receive(folder: Path) -> None:
    """The province takes the office's file in."""
    with opened(folder, "tinh") as province:
        send_and_receive.receive(province, [folder / "gui"])


def send(folder: Path) -> None:
    """The office makes its file."""
    (folder / "moi").mkdir(exist_ok=True)
    with opened(folder, OFFICE) as book:
        send_and_receive.send(book, folder / "moi")


def copy(folder: Path) -> None:
    """The office's book is copied."""
    with opened(folder, OFFICE) as book:
        backups.copy(book, folder / "sao.skh", TODAY)


def restore(folder: Path) -> None:
    """An older copy takes the place of the office's book."""
    backups.restore(folder / "cu.skh", folder / f"{OFFICE}.skh")


def migrate(folder: Path) -> None:
    """A book of the first version is brought up to date."""
    opened(folder, OLD).close()


def state(folder: Path, name: str) -> tuple[str, str]:
    """Both digests of a sound book."""
    with opened(folder, name, write=False) as book:
        checked = check(book)
        assert checked.problems == [], checked.problems
        return digests(book)


def after_receive(folder: Path, before: tuple[str, str], after: tuple[str, str]) -> str:
    """Wholly in or wholly out; taking the file in again brings it in."""
    found = state(folder, "tinh")
    assert found in (before, after)
    receive(folder)
    assert state(folder, "tinh") == after
    return "after" if found == after else "before"


def after_send(folder: Path, _before: object, _after: object) -> str:
    """No file, or a whole one; the next sending is whole, and no half file is ever taken for a bundle."""
    files = list((folder / "moi").glob("*.khb")) if (folder / "moi").exists() else []
    with opened(folder, "tinh") as province:
        results = send_and_receive.receive(province, files, dry_run=True) if files else []
    assert all(result.outcome is Outcome.MERGED for result in results)
    send(folder)
    with opened(folder, "tinh") as province:
        assert [one.outcome for one in send_and_receive.receive(province, [folder / "moi"])] == [Outcome.MERGED]
    return "after" if files else "before"


def after_copy(folder: Path, before: tuple[str, str], _after: object) -> str:
    """No copy, or one like the book; the book is what it was."""
    assert state(folder, OFFICE) == before
    made = folder / "sao.skh"
    if made.exists():
        shutil.copytree(folder / f"khoa-{OFFICE}", folder / "khoa-sao")
        assert state(folder, "sao") == before
    return "after" if made.exists() else "before"


def after_restore(folder: Path, before: tuple[str, str], after: tuple[str, str]) -> str:
    """The book is the former or the copy, and what stood there is kept aside before it goes."""
    found = state(folder, OFFICE)
    assert found in (before, after)
    return "after" if found == after else "before"


def after_migrate(folder: Path, _before: object, after: tuple[str, str]) -> str:
    """The book is of one version or of the other, and whoever opens it next brings it up to date."""
    schema = schema_of(folder / f"{OLD}.skh")
    assert state(folder, OLD) == after
    return "after" if schema == SCHEMA else "before"


VERBS: dict[str, tuple[Callable[[Path], None], Callable[..., str], str]] = {
    "receive": (receive, after_receive, "tinh"),
    "send": (send, after_send, OFFICE),
    "copy": (copy, after_copy, OFFICE),
    "restore": (restore, after_restore, OFFICE),
    "migrate": (migrate, after_migrate, OLD),
}


def main(verb: str, folder: Path, times: int) -> int:
    """Kill the verb so many times."""
    work, look, name = VERBS[verb]
    before = state(fresh(folder), name)
    trial = fresh(folder)
    started = time.perf_counter()
    work(trial)
    longest = time.perf_counter() - started
    after = state(trial, name)
    chance = random.Random(11)
    found: Counter[str] = Counter()
    for _time in range(times):
        trial = fresh(folder)
        kill_within(lambda trial=trial: work(trial), chance.uniform(0, longest * 1.2))
        found[look(trial, before, after)] += 1
    print(json.dumps(found))
    return 0


def fresh(folder: Path) -> Path:
    """The books as they were at first."""
    trial = folder / "lan"
    shutil.rmtree(trial, ignore_errors=True)
    shutil.copytree(folder / "goc", trial)
    return trial


def kill_within(work: Callable[[], None], seconds: float) -> None:
    """Let a child work for so long, then SIGKILL."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
