"""Where two places wrote different things: both values side by side with who and when; a big button a value."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit import mnemonics, words
from desktop_app.gui.kit.card import Card
from desktop_app.gui.kit.wording import field_words, moment_words
from desktop_app.work import questions, rulings
from desktop_app.work.conflicts import how_to_end, open_conflicts
from desktop_app.work.record_texts import record_words
from desktop_app.work.results import Done

if TYPE_CHECKING:
    from desktop_app.gui.screens.exchange import ExchangeScreen

KEYS = 9
EXISTENCE = "existence"
"""Deleted here, changed there: what was deleted by a choice is not brought back by choosing again."""
Choose = Callable[[dict[str, Any], int], None]


class ConflictsPage(QWidget):
    """One conflict at a time; keys 1, 2… choose, «Để sau» goes to the next, «Chọn lại» back to the one just settled."""

    def __init__(self, screen: ExchangeScreen) -> None:
        super().__init__()
        self._screen = screen
        self._place = 0
        self._settled: list[dict[str, Any]] = []
        self._reopened: dict[str, Any] | None = None
        self._shown: dict[str, Any] | None = None
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        below = QHBoxLayout()
        below.addWidget(words.button(_("Quay lại"), screen.close_page))
        below.addStretch(1)
        if screen.book.identity.hub:
            below.addWidget(words.button(_("Hỏi lại đơn vị"), self._ask))
        self._again = words.button(_("Chọn lại"), self._choose_again)
        self._again.setEnabled(False)
        below.addWidget(self._again)
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
            self._shown = None
            column.addWidget(words.title(_("✔ Không còn chỗ nào ghi khác nhau")))
            column.addStretch(1)
            self._area.setWidget(inside)
            return
        self._place %= len(open_now)
        conflict = open_now[self._place]
        clash = how_to_end(conflict["code"])
        what_now = clash or _("Hai nơi ghi khác nhau; chọn giá trị đúng. Chọn rồi vẫn sửa lại được.")
        place = _("Chỗ {place} trên {all}.").format(place=self._place + 1, all=len(open_now))
        self._lay_out(conflict, f"{place} {what_now}", None if clash else self._settle)

    def _lay_out(self, conflict: dict[str, Any], said: str, choose: Choose | None) -> None:
        """A conflict's values side by side; `choose` is what a number or button does, None where nothing can be."""
        self._shown = conflict
        inside = QWidget()
        column = QVBoxLayout(inside)
        record = record_words(self._screen.book, bytes.fromhex(conflict["record"]))
        column.addWidget(
            words.title(_("{record} – {field}").format(record=record, field=field_words(conflict["field"])))
        )
        column.addWidget(words.text(said))
        grid = QWidget()
        cells = QGridLayout(grid)
        for number, value in enumerate(conflict["values"], start=1):
            action = partial(choose, conflict, number) if choose else None
            cells.addWidget(self._value(number, value, action), (number - 1) // 2, (number - 1) % 2)
        column.addWidget(grid)
        column.addStretch(1)
        self._area.setWidget(inside)
        mnemonics.assign(self._screen)

    def _value(self, number: int, value: dict[str, Any], choose: Callable[[], None] | None) -> Card:
        shown = value["value"]
        card = Card(
            _("{number}. {value}").format(number=number, value=_("(để trống)") if shown in (None, "") else shown)
        )
        card.add_line(_("Ghi ở: {unit}, máy {device}").format(unit=value["unit"], device=value["device"]))
        card.add_line(_("Người ghi: {who}").format(who=value["who"]))
        card.add_line(_("Lúc: {moment}").format(moment=moment_words(value["when"])))
        if choose:
            card.add_button(_("Chọn giá trị {number}").format(number=number), choose)
            if number <= KEYS:
                QShortcut(QKeySequence(str(number)), card).activated.connect(choose)
        return card

    def _settle(self, conflict: dict[str, Any], number: int) -> None:
        book = self._screen.book
        self._carry_out(conflict, number, lambda: rulings.settle(book, conflict["id"], keep=number))

    def _settle_again(self, conflict: dict[str, Any], number: int) -> None:
        book, value = self._screen.book, conflict["values"][number - 1]["value"]
        self._carry_out(conflict, number, lambda: rulings.choose_again(book, conflict["id"], value))

    def _carry_out(self, conflict: dict[str, Any], number: int, verb: Callable[[], Done]) -> None:
        done = self._screen.carry_out(verb, _("Đã chọn giá trị {number}.").format(number=number))
        if done is not None and conflict["code"] != EXISTENCE:
            self._settled.append(conflict)
            self._reopened = None
        self._later(step=0)

    def _choose_again(self) -> None:
        """Back to the one just settled, then to the one before it; choosing writes a new entry."""
        conflict = self._reopened = self._settled.pop()
        self._again.setEnabled(bool(self._settled))
        said = _("Chọn lại: chỗ này vừa được chọn. Giá trị chọn bây giờ thay cho giá trị đã chọn.")
        self._lay_out(conflict, said, self._settle_again)

    def _ask(self) -> None:
        """Put the question to the office that owns the record, and go on to the next."""
        conflict, book = self._shown, self._screen.book
        if conflict is None:
            return
        record, field = bytes.fromhex(conflict["record"]), conflict["field"]
        self._screen.carry_out(
            lambda: questions.ask(book, record, "differs", field),
            _("Đã ghi câu hỏi; đơn vị nhận được cùng lần trả lời tới."),
            undoable=False,
        )
        self._later()

    def _later(self, step: int = 1) -> None:
        """The next one; what was opened anew and left as it is can be opened anew once more."""
        if self._reopened is not None:
            self._settled.append(self._reopened)
            self._reopened, step = None, 0
        self._again.setEnabled(bool(self._settled))
        self._place += step
        self.show_next()
