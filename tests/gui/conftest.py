"""A person at a window, for each test anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from db.clock import Clock
from db.exchange.trust.home_folder import Home
from desktop_app.gui.kit.forms.form import Form
from tests.gui.driving import Person, Watch


@pytest.fixture
def sit_down(qtbot: QtBot, home: Home, clock: Clock) -> Iterator[Callable[..., Person]]:
    """Makes a person at a window; the home folder may be another one."""
    people: list[Person] = []
    watch = Watch()

    def make(at: Home | None = None, *, percent: int = 100) -> Person:
        people.append(Person(qtbot, at or home, clock, percent=percent))
        return people[-1]

    yield make
    for person in people:
        for form in person.window.findChildren(Form):
            form.mark_saved()  # a test that failed half-way is not asked about what it typed
        if person.window.desk is not None:
            person.wait_for_work()
        person.window.close()
        person.window.deleteLater()
    watch.stop()
    assert watch.unanswered == [], "a box was open that nobody answered"
