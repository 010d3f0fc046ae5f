"""Where two places wrote different things: both values side by side with who and when; a big button a value."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit import words
from desktop_app.gui.kit.card import Card
from desktop_app.gui.kit.wording import field_words
from desktop_app.work import rulings
from desktop_app.work.conflicts import how_to_end, open_conflicts
from desktop_app.work.senders import record_words

if TYPE_CHECKING:
    from desktop_app.gui.screens.exchange import ExchangeScreen

VIETNAM = timedelta(hours=7)
KEYS = 9


class ConflictsPage(QWidget):
    """One conflict at a time; keys 1, 2… choose, «Để sau» goes to the next."""

    def __init__(self, screen: ExchangeScreen) -> None:
        super().__init__()
        self._screen = screen
        self._place = 0
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        below = QHBoxLayout()
        below.addWidget(words.button(_("Quay lại"), screen.close_page))
        below.addStretch(1)
        below.addWidget(words.button(_("Để sau"), self._later))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area, 1)
        column.addLayout(below)
        self.show_next()

    def show_next(self) -> None:
        """The next open conflict, or that there is none left."""
        open_now = open_conflicts(self._screen.book)
        inside = QWidget()
        column = QVBoxLayout(inside)
        if not open_now:
            column.addWidget(words.title(_("✔ Không còn chỗ nào ghi khác nhau")))
            column.addStretch(1)
            self._area.setWidget(inside)
            return
        self._place %= len(open_now)
        conflict = open_now[self._place]
        record = record_words(self._screen.book, conflict["record"])
        column.addWidget(
            words.title(_("{record} – {field}").format(record=record, field=field_words(conflict["field"])))
        )
        clash = how_to_end(conflict["code"])
        what_now = clash or _("Hai nơi ghi khác nhau; chọn giá trị đúng. Chọn rồi vẫn sửa lại được.")
        place = _("Chỗ {place} trên {all}.").format(place=self._place + 1, all=len(open_now))
        column.addWidget(words.text(f"{place} {what_now}"))
        grid = QWidget()
        cells = QGridLayout(grid)
        for number, value in enumerate(conflict["values"], start=1):
            cells.addWidget(
                self._value(conflict["id"], number, value, choosable=clash is None), (number - 1) // 2, (number - 1) % 2
            )
        column.addWidget(grid)
        column.addStretch(1)
        self._area.setWidget(inside)

    def _value(self, conflict: str, number: int, value: dict[str, Any], *, choosable: bool) -> Card:
        shown = value["value"]
        card = Card(
            _("{number}. {value}").format(number=number, value=_("(để trống)") if shown in (None, "") else shown)
        )
        moment = datetime.fromtimestamp(value["when"] // 1000, UTC) + VIETNAM
        card.add_line(_("Ghi ở: {unit}, máy {device}").format(unit=value["unit"], device=value["device"]))
        card.add_line(_("Người ghi: {who}").format(who=value["who"]))
        card.add_line(_("Lúc: {moment}").format(moment=moment.strftime("%d/%m/%Y %H:%M")))
        if choosable:
            label = _("Chọn giá trị {number}").format(number=number)
            settle = partial(self._settle, conflict, number)
            card.add_button(label, settle)
            if number <= KEYS:
                QShortcut(QKeySequence(str(number)), card).activated.connect(settle)
        return card

    def _settle(self, conflict: str, number: int) -> None:
        book = self._screen.book
        self._screen.carry_out(
            lambda: rulings.settle(book, conflict, keep=number), _("Đã chọn giá trị {number}.").format(number=number)
        )
        self.show_next()

    def _later(self) -> None:
        self._place += 1
        self.show_next()
