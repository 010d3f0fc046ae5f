"""Words for every room: source texts are Vietnamese, English comes from `resources/translations/en.po`.

The catalogue is read from the compiled `en.mo` beside the `.po`, made by `build/translations.py`.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from functools import cache
from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
TRANSLATIONS = RESOURCES / "translations"

_current: gettext.NullTranslations = gettext.NullTranslations()
_language = "vi"


def use_language(language: str) -> None:
    """Choose `vi` (the source texts) or `en`; an unknown language leaves Vietnamese."""
    global _current, _language
    found = _catalogue(language)
    _current, _language = found, language if isinstance(found, gettext.GNUTranslations) else "vi"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    path = TRANSLATIONS / f"{language}.mo"
    if language == "vi" or not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def language() -> str:
    """The language in use: `vi` or `en`."""
    return _language


def _(text: str) -> str:
    """The text in the language in use; whole sentences with `{placeholders}`, filled by `.format` afterwards."""
    return _current.gettext(text) if text else ""


@dataclass(frozen=True, slots=True)
class Words:
    """A text said once, where nothing is shown yet; `str()` gives it in the language in use when it is shown."""

    text: str

    def __str__(self) -> str:
        return data_text(self.text)

    def in_every_language(self) -> tuple[str, ...]:
        """The text in each language of the program."""
        return (self.text, _catalogue("en").gettext(self.text))


def N_(text: str) -> Words:
    """Mark a text of a declaration, so that it is gathered for translation; `_` would translate it at import."""
    return Words(text)


def data_text(text: str) -> str:
    """A name that comes from `resources/*.csv` (an indicator, its unit, a category) in the language in use."""
    return _current.gettext(text) if text else ""
