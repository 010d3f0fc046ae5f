"""The questions the province has asked and not closed: of whom, about what, and closing what was answered."""

from __future__ import annotations

from collections.abc import Mapping

from db.i18n import _
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look import wording
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.screens.list_page import ListPage
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.work.exchange import questions
from desktop_app.work.exchange.questions import OpenQuestion
from desktop_app.work.subjects.registry import field_words


class AskedPage(ListPage[OpenQuestion]):
    """A row a question."""

    def __init__(self, screen: Screen) -> None:
        table = RowTable(
            _("Tỉnh đã hỏi"),
            (
                TableColumn("unit", _("Đơn vị"), 24),
                TableColumn("about", _("Về"), 26),
                TableColumn("field", _("Mục"), 16),
                TableColumn("reason", _("Hỏi gì"), 40),
            ),
            _("✔ Không còn câu hỏi nào."),
            told=True,
        )
        super().__init__(screen, table)
        actions = ((_("Quay lại"), screen.close_page), (_("Đã trả lời xong"), self._close))
        self.lay_out(_("Tỉnh đã hỏi, chờ đơn vị trả lời"), ActionBar(actions))

    def read(self) -> Mapping[bytes, OpenQuestion]:
        """What is open."""
        return {one.id: one for one in questions.open_questions(self._screen.book)}

    def row(self, one: OpenQuestion) -> dict[str, str]:
        """A question as it reads."""
        return _row(one)

    def _close(self) -> None:
        chosen, book = self.chosen_id(), self._screen.book
        if chosen is None:
            return
        said = _("Câu hỏi đã xong; đơn vị thấy cùng lần trả lời tới.")
        self._screen.carry_out(lambda: questions.close(book, chosen), said, undoable=False)
        self.show_open()


def _row(one: OpenQuestion) -> dict[str, str]:
    return {
        "unit": one.unit,
        "about": one.about,
        "field": field_words(one.kind, one.field) if one.field else _("cả bản ghi"),
        "reason": wording.word(questions.reasons(), one.code),
    }
