"""The words for fields and records: where two places wrote different things, in questions, after an erasure, in lists."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.clock import system_clock
from db.i18n import use_language
from db.store import Book
from desktop_app.machine import Machine
from tests.gui.driving import Person
from tests.snapshots import adapter, apart, mentions
from tests.snapshots.clerk import Clerk
from tests.snapshots.kept import LANGUAGES, Kept
from tests.snapshots.little_book import COMMUNE

AtDesk = Callable[[str], Clerk]
AtWindow = Callable[[str, Clerk, str], Person]


@pytest.fixture(scope="session")
def disagreed(tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    """The office whose two devices disagree, made once."""
    return apart.disagree(tmp_path_factory.mktemp("snapshots") / "apart")


@pytest.fixture
def disagreeing(disagreed: Clerk, tmp_path: Path) -> Callable[[str], Clerk]:
    """A copy of its books and the province's, for one language."""

    def copy(language: str) -> Clerk:
        return apart.in_language(disagreed, Path(shutil.copytree(disagreed.folder, tmp_path / "apart")), language)

    return copy


@pytest.fixture
def speaking() -> Iterator[Callable[[str], None]]:
    """Chooses a language, and goes back to Vietnamese."""
    yield use_language
    use_language("vi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_that_travels_has_the_words_it_had(
    kept: Kept, speaking: Callable[[str], None], language: str
) -> None:
    speaking(language)
    lines = ["## kind.column: where two places differ | where somebody is still named"]
    lines += [
        f"{kind}.{column}: {adapter.in_conflict(kind, column)} | {adapter.in_mention(kind, column)}"
        for kind, column in adapter.fields()
    ]
    lines += ["## headings of lists", *(f"{key}: {title}" for key, title in adapter.in_sheet().items())]
    kept.check(f"{language}/words.txt", lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_record_has_the_one_line_it_had(
    at_desk: AtDesk, kept: Kept, speaking: Callable[[str], None], language: str
) -> None:
    clerk = at_desk(language)
    speaking(language)
    lines = []
    for path in sorted(clerk.folder.glob("*.skh")):
        with Book.open(path, home=Machine.of(os.environ).home(), clock=system_clock()) as book:
            lines += [
                f"{name}: {clerk.clean(adapter.record(book, identity))}"
                for identity, name in clerk.names.known.items()
                if not name.startswith(("<unit", "<no")) and (path.stem == COMMUNE) != _of_province(name)
            ]
    lines += ["## received --records", *clerk.told("received", clerk.book(COMMUNE), "--records")]
    kept.check(f"{language}/records.txt", lines)


def _of_province(name: str) -> bool:
    return name.startswith(("<new unit", "<target", "<cluster", "<contact"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_field_that_two_devices_changed_is_named_as_it_was(
    disagreeing: Callable[[str], Clerk], person_at: AtWindow, kept: Kept, language: str
) -> None:
    clerk = disagreeing(language)
    lines = ["## conflicts", *apart.at_commands(clerk)]
    lines += ["## «conflicts» at the window", *apart.at_window(person_at(language, clerk, apart.FIRST), clerk.names)]
    kept.check(f"{language}/conflicts.txt", lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_of_the_province_offers_the_fields_by_the_names_they_had(
    disagreeing: Callable[[str], Clerk], person_at: AtWindow, kept: Kept, language: str
) -> None:
    kept.check(f"{language}/questions.txt", apart.asked(person_at(language, disagreeing(language), apart.PROVINCE)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_still_names_somebody_after_an_erasure_is_told_as_it_was(
    at_desk: AtDesk, kept: Kept, language: str
) -> None:
    kept.check(f"{language}/still-named.txt", mentions.told(at_desk(language)))
