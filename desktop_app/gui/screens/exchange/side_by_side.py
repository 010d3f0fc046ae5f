"""The values that two places wrote, side by side, each with who and when; a button and a number key choose one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.card import Card
from desktop_app.gui.kit.look.wording import moment_words
from desktop_app.work.exchange.conflicts import value_words
from desktop_app.work.subjects.registry import field_words

KEYS = 9


class SideBySide(QScrollArea):
    """A heading, a sentence, and a card a value of a record of `kind`; `choose` takes the number of one, None where nothing can be chosen."""

    def __init__(
        self, heading: str, said: str, kind: str, values: Sequence[dict[str, Any]], choose: Callable[[int], None] | None
    ) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.addWidget(words.title(heading))
        column.addWidget(words.text(said))
        grid = QWidget()
        cells = QGridLayout(grid)
        cells.setContentsMargins(0, 0, 0, 0)
        for number, value in enumerate(values, start=1):
            action = partial(choose, number) if choose else None
            cells.addWidget(_value(number, kind, value, action), (number - 1) // 2, (number - 1) % 2)
        column.addWidget(grid)
        column.addStretch(1)
        self.setWidget(inside)


def _value(number: int, kind: str, value: dict[str, Any], choose: Callable[[], None] | None) -> Card:
    card = Card(_("{number}. {value}").format(number=number, value=shown_value(kind, value["value"])))
    if value["entry"]:
        card.add_line(_("Ghi ở: {unit}, máy {device}").format(unit=value["unit"], device=value["device"]))
        card.add_line(_("Người ghi: {who}").format(who=value["who"]))
        card.add_line(_("Lúc: {moment}").format(moment=moment_words(value["when"])))
    if choose:
        card.add_button(_("Chọn giá trị {number}").format(number=number), choose, decides=True)
        if number <= KEYS:
            key = QShortcut(QKeySequence(str(number)), card)
            key.setAutoRepeat(False)
            key.activated.connect(choose)
    return card


def shown_value(kind: str, value: Any) -> str:
    """A value of a record of a kind in words, or that there is none."""
    return value_words(value, partial(field_words, kind)) or _("(để trống)")
