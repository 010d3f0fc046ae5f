"""An underlined letter for every label and button that is seen: one each on a page, in whatever language."""

from __future__ import annotations

import string

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget


def assign(page: QWidget) -> None:
    """Give the visible buttons and labelled fields of a page a letter each, first letters of words first.

    Only plain Latin letters can be pressed with Alt on a Vietnamese keyboard; who finds none left gets none.
    """
    used: set[str] = set()
    for widget in _lettered(page):
        plain = widget.text().replace("&", "")
        place = _free_place(plain, used)
        if place is not None:
            used.add(plain[place].lower())
        text = plain if place is None else f"{plain[:place]}&{plain[place:]}"
        if text != widget.text():
            widget.setText(text)


def _lettered(page: QWidget) -> list[QAbstractButton | QLabel]:
    widgets: list[QAbstractButton | QLabel] = []
    for widget in page.findChildren(QWidget):
        if not widget.isVisibleTo(page) or not isinstance(widget, (QAbstractButton, QLabel)):
            continue
        if isinstance(widget, QLabel) and widget.buddy() is None:
            continue
        if widget.text() and not widget.objectName().startswith("qt_"):
            widgets.append(widget)
    return widgets


def _free_place(text: str, used: set[str]) -> int | None:
    letters = [place for place, letter in enumerate(text) if letter.lower() in string.ascii_lowercase + string.digits]
    starts = [place for place in letters if place == 0 or text[place - 1] == " "]
    return next((place for place in [*starts, *letters] if text[place].lower() not in used), None)
