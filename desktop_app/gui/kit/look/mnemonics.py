"""An underlined letter for every label and button that is seen: one each on a page, the same for one button everywhere."""

from __future__ import annotations

import csv
import string
from collections.abc import Collection
from functools import cache

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from db.i18n import RESOURCES, data_text, language
from desktop_app.gui.kit.look.action_bar import ActionBar

SIGNS = "○✔… "
"""What stands around a button's words and is not learnt with them."""


def pressed(page: QWidget) -> set[str]:
    """The letters (small) that press a button of a page now."""
    marked = [one.text() for one in page.findChildren(QAbstractButton) if _is_seen(one, page) and "&" in one.text()]
    return {text[text.index("&") + 1].lower() for text in marked}


def assign(page: QWidget, taken: Collection[str] = ()) -> None:
    """Give the buttons and labelled fields of a page a letter each; buttons of `resources/letters.csv` have theirs.

    Only plain Latin letters can be pressed with Alt on a Vietnamese keyboard; who finds none left gets none. Buttons that
    only want for room have one too, so that no letter changes with the size of the window. Letters `taken` are given to none.
    """
    used = set(taken)
    others = []
    for widget in _lettered(page):
        letter = _letters(language()).get(_learnt(widget)) if isinstance(widget, QAbstractButton) else None
        if letter is None or letter in used:
            others.append(widget)
        else:
            _underline(widget, letter, used)
    for widget in others:
        _underline(widget, None, used)
    for bar in page.findChildren(ActionBar):
        bar.listen()


def _underline(widget: QAbstractButton | QLabel, letter: str | None, used: set[str]) -> None:
    """This letter, or the first one that is free."""
    plain = _plain(widget)
    free = [place for place in _places(plain) if plain[place].lower() not in used]
    place = next((place for place in free if letter in (None, plain[place].lower())), None)
    if place is not None:
        used.add(plain[place].lower())
    text = plain if place is None else f"{plain[:place]}&{plain[place:]}"
    if text != widget.text():
        widget.setText(text)


def _learnt(button: QAbstractButton) -> str:
    """By what words a button's letter is learnt: its own, or those it has in common with others."""
    return str(button.property("letter of") or _plain(button)).strip(SIGNS)


def _plain(widget: QAbstractButton | QLabel) -> str:
    return widget.text().replace("&", "")


def _lettered(page: QWidget) -> list[QAbstractButton | QLabel]:
    widgets: list[QAbstractButton | QLabel] = []
    for widget in page.findChildren(QWidget):
        if not _is_seen(widget, page) or not isinstance(widget, (QAbstractButton, QLabel)):
            continue
        if isinstance(widget, QLabel) and widget.buddy() is None:
            continue
        if widget.text() and not widget.objectName().startswith("qt_"):
            widgets.append(widget)
    return widgets


def _is_seen(widget: QWidget, page: QWidget) -> bool:
    bar = widget.parentWidget()
    return widget.isVisibleTo(page) or (isinstance(bar, ActionBar) and bar.isVisibleTo(page))


def _places(text: str) -> list[int]:
    """Where a letter can be underlined, the first letters of words before the others."""
    letters = [place for place, letter in enumerate(text) if letter.lower() in string.ascii_lowercase + string.digits]
    starts = [place for place in letters if place == 0 or text[place - 1] in " ("]
    return [*starts, *letters]


@cache
def _letters(of_language: str) -> dict[str, str]:
    """The letter of each button by its words in a language."""
    with (RESOURCES / "letters.csv").open(encoding="utf-8", newline="") as file:
        return {data_text(row["text"]).strip(SIGNS): row[of_language] for row in csv.DictReader(file)}
