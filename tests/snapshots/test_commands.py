"""What the commands say of every subject, word for word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.snapshots import commands
from tests.snapshots.clerk import Clerk
from tests.snapshots.forms import PAGES
from tests.snapshots.kept import FOLDER, LANGUAGES, Kept
from tests.snapshots.little_book import COMMUNE, KINDS
from tests.snapshots.sheets import SHEETS, loaded
from tests.snapshots.wrong_fields import VALUES

APART = ("commands.txt", "words.txt", "records.txt", "conflicts.txt", "questions.txt", "still-named.txt")
AtDesk = Callable[[str], Clerk]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", KINDS)
def test_a_list_says_what_it_said_in_text_json_and_sheet(
    at_desk: AtDesk, kept: Kept, subject: str, language: str
) -> None:
    kept.check(f"{language}/{subject}.list.txt", commands.lists(at_desk(language), subject))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", KINDS)
def test_a_field_is_refused_with_the_same_words(at_desk: AtDesk, kept: Kept, subject: str, language: str) -> None:
    kept.check(f"{language}/{subject}.refused.txt", commands.refusals(at_desk(language), subject))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_of_these_commands_and_what_is_no_subject_read_as_they_did(
    at_desk: AtDesk, kept: Kept, language: str
) -> None:
    kept.check(f"{language}/commands.txt", commands.around(at_desk(language)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SHEETS)
def test_a_sheet_is_taken_or_refused_row_by_row_as_it_was(
    at_desk: AtDesk, kept: Kept, subject: str, language: str
) -> None:
    kept.check(f"{language}/{subject}.load.txt", loaded(at_desk(language), subject))


@pytest.mark.parametrize("subject", KINDS)
def test_no_field_of_a_subject_is_left_untried(at_desk: AtDesk, subject: str) -> None:
    clerk = at_desk("vi")
    assert said_after(clerk, "add", subject, "khong_co=1") == set(VALUES[subject])


def test_no_subject_and_no_kept_text_is_left_over(at_desk: AtDesk) -> None:
    clerk = at_desk("vi")
    assert said_after(clerk, "add", "khong_co", "x=1") == set(KINDS)
    assert said_after(clerk, "load", "khong_co", "x.xlsx") == set(SHEETS)
    kinds = {"list": KINDS, "refused": KINDS, "load": SHEETS, "window": PAGES}
    names = {f"{subject}.{kind}.txt" for kind, subjects in kinds.items() for subject in subjects} | set(APART)
    for language in LANGUAGES:
        assert {path.name for path in (FOLDER / language).iterdir()} == names


def said_after(clerk: Clerk, verb: str, *words: str) -> set[str]:
    """The names that a refusal says can be used: they stand after its last colon."""
    said = clerk.run(verb, clerk.book(COMMUNE), *words).err.strip().rstrip(".")
    return set(said.rpartition(": ")[2].split(", "))
