"""What the window shows of every subject, word for word: lists, forms, where Tab leads, errors at their fields."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.gui.driving import Person
from tests.snapshots import forms
from tests.snapshots.clerk import Clerk
from tests.snapshots.kept import LANGUAGES, Kept

AtDesk = Callable[[str], Clerk]
AtWindow = Callable[[str, Clerk, str], Person]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", forms.PAGES)
def test_pages_and_forms_say_what_they_said(
    at_desk: AtDesk, person_at: AtWindow, kept: Kept, subject: str, language: str
) -> None:
    clerk = at_desk(language)
    lines = forms.read(subject, clerk.folder, lambda book: person_at(language, clerk, book))
    kept.check(f"{language}/{subject}.window.txt", (clerk.clean(line) for line in lines))
