"""The questions the province has asked and not closed: of whom, about what, and closing what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit import wording, words
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.row_table import Column, RowTable
from desktop_app.gui.kit.wording import field_words
from desktop_app.work import questions
from desktop_app.work.questions import Asked

if TYPE_CHECKING:
    from desktop_app.gui.screens.exchange import ExchangeScreen


class AskedPage(QWidget):
    """A row a question."""

    def __init__(self, screen: ExchangeScreen) -> None:
        super().__init__()
        self._screen = screen
        self._asked: dict[bytes, Asked] = {}
        self.table = RowTable(
            _("Tỉnh đã hỏi"),
            (
                Column("unit", _("Đơn vị"), 24),
                Column("about", _("Về"), 26),
                Column("field", _("Mục"), 16),
                Column("reason", _("Hỏi gì"), 40),
            ),
            _("✔ Không còn câu hỏi nào."),
            told=True,
        )
        actions = ((_("Quay lại"), screen.close_page), (_("Đã trả lời xong"), self._close))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words.title(_("Tỉnh đã hỏi, chờ đơn vị trả lời")))
        column.addWidget(self.table, 1)
        column.addWidget(ActionBar(actions))
        self._fill()

    def _fill(self) -> None:
        self._asked = {one.id: one for one in questions.open_questions(self._screen.book)}
        self.table.set_rows(list(self._asked), self._rows)

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        return [_row(self._asked[one]) for one in ids]

    def _close(self) -> None:
        chosen, book = self.table.current(), self._screen.book
        if chosen not in self._asked:
            self._screen.context.messages.show_message("note", _("Chọn một dòng trước."))
            return
        said = _("Câu hỏi đã xong; đơn vị thấy cùng lần trả lời tới.")
        self._screen.carry_out(lambda: questions.close(book, chosen), said, undoable=False)
        self._fill()


def _row(one: Asked) -> dict[str, str]:
    return {
        "unit": one.unit,
        "about": one.about,
        "field": field_words(one.field) if one.field else _("cả bản ghi"),
        "reason": wording.word(questions.reasons(), one.code),
    }
