"""The kept texts, and the little books: built once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.exchange.trust.home_folder import Home
from db.i18n import use_language
from desktop_app.gui.kit.forms.form import Form
from tests.gui.driving import Person, Watch
from tests.offices import NOW, fixed_clock
from tests.snapshots import window
from tests.snapshots.clerk import Clerk, Names
from tests.snapshots.kept import Kept
from tests.snapshots.little_book import build

LATE = NOW + 38_000_000
"""The end of 5 July: after everything that was entered on that day, whatever the machine's hour was."""


@pytest.fixture
def kept(request: pytest.FixtureRequest) -> Kept:
    """The kept texts; with `--renew` they are written anew."""
    return Kept(renew=bool(request.config.getoption("--renew")))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    """The little books, made once."""
    return build(tmp_path_factory.mktemp("snapshots"))


@pytest.fixture
def at_desk(built: Clerk, tmp_path: Path) -> Callable[[str], Clerk]:
    """A clerk with copies of the little books, who reads one language."""

    def sit(language: str) -> Clerk:
        folder = tmp_path / language
        shutil.copytree(built.folder, folder)
        return replace(built, folder=folder, names=Names(dict(built.names.known)), language=language)

    return sit


@pytest.fixture
def person_at(qtbot: QtBot) -> Iterator[Callable[[str, Clerk, str], Person]]:
    """Somebody at the window of one of a clerk's books, in one language; asked again it is the same person."""
    people: dict[str, Person] = {}
    watch = Watch()

    def sit(language: str, clerk: Clerk, book: str) -> Person:
        if book not in people:
            use_language(language)
            people[book] = person = Person(qtbot, Home(clerk.folder / clerk.home_of(book)), fixed_clock(now=LATE))
            person.window.resize(window.WIDE, window.HIGH)
            person.start(clerk.book(book))
        return people[book]

    yield sit
    for person in people.values():
        for form in person.window.findChildren(Form):
            form.mark_saved()
        person.wait_for_work()
        person.window.close()
        person.window.deleteLater()
    watch.stop()
    use_language("vi")
    assert watch.unanswered == []
