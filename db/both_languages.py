"""What one language says, found again in the other: a sheet that was written in English is read in Vietnamese."""

from __future__ import annotations

import gettext
from collections import defaultdict
from functools import cache

from db.i18n import TRANSLATIONS
from db.text import plain


def spellings(text: str) -> tuple[str, ...]:
    """The plain forms (`db.text.plain`) of a text that the program writes, its own first, then those of the other language."""
    own = plain(text)
    return (own, *(other for other in _others().get(own, ()) if other != own))


@cache
def _others() -> dict[str, list[str]]:
    """By the plain form of a text, Vietnamese or English, those of what it is in the other language."""
    path = TRANSLATIONS / "en.mo"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        texts = vars(gettext.GNUTranslations(file))["_catalog"]  # there is no other way to all texts of a catalogue
    found: dict[str, list[str]] = defaultdict(list)
    for vietnamese, english in texts.items():
        if vietnamese and isinstance(vietnamese, str):
            found[plain(vietnamese)].append(plain(english))
            found[plain(english)].append(plain(vietnamese))
    return dict(found)
