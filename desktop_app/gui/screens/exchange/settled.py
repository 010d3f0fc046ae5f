"""What was chosen where two places wrote different things: who chose what and when; any of it can be chosen anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.look.wording import moment_words
from desktop_app.gui.kit.screens.list_page import ListPage, ids_alone
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.screens.exchange.side_by_side import SideBySide, shown_value
from desktop_app.work.exchange import rulings
from desktop_app.work.exchange.settled_conflicts import Decided, decided, decided_ids
from desktop_app.work.subjects.registry import field_words


class SettledPage(ListPage[None]):
    """A row a choice, the newest first; Enter or «Chọn lại» shows the values side by side again."""

    def __init__(self, screen: Screen) -> None:
        table = RowTable(
            _("Các chỗ đã chọn"),
            (
                TableColumn("about", _("Bản ghi"), 28),
                TableColumn("field", _("Mục"), 16),
                TableColumn("value", _("Giá trị đã chọn"), 24),
                TableColumn("who", _("Ai chọn"), 34),
                TableColumn("when", _("Lúc"), 17),
            ),
            _("Chưa chọn chỗ nào."),
            told=True,
        )
        super().__init__(screen, table)
        again = (_("Chọn lại"), self._again)
        self.lay_out(_("Các chỗ ghi khác nhau đã chọn"), ActionBar(((_("Quay lại"), screen.close_page),), again))
        table.opened.connect(lambda _id: self._again())

    def read(self) -> Mapping[bytes, None]:
        """The choices, the newest first."""
        return ids_alone(decided_ids(self._screen.book))

    def rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        """A hundred choices in words."""
        return [_row(one) for one in decided(self._screen.book, ids)]

    def _again(self) -> None:
        if (chosen := self.chosen_id()) is None:
            return
        (one,) = decided(self._screen.book, [chosen])
        if not one.again:
            said = _("Chỗ này đã được sửa tiếp sau đó, hoặc không chọn lại được. Mở bản ghi và sửa.")
            self._screen.context.messages.show_message("note", said)
            return
        self._screen.open_page(AgainPage(self._screen, one))


class AgainPage(QWidget):
    """The values of one choice side by side; choosing writes a new entry that takes the place of the choice."""

    def __init__(self, screen: Screen, one: Decided) -> None:
        super().__init__()
        self._screen, self._one = screen, one
        heading = _("{record} – {field}").format(record=one.about, field=field_words(one.kind, one.field))
        said = _("Đang chọn: {value}. Giá trị chọn bây giờ thay cho giá trị đó.").format(
            value=shown_value(one.kind, one.chosen["value"])
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(SideBySide(heading, said, one.kind, one.values, self._choose), 1)
        column.addWidget(ActionBar(((_("Quay lại"), screen.close_page),)))

    def _choose(self, number: int) -> None:
        book, one = self._screen.book, self._one
        value = one.values[number - 1]["value"]
        self._screen.carry_out(
            lambda: rulings.choose_again(book, one.conflict, value),
            _("Đã chọn giá trị {number}.").format(number=number),
            closes=True,
        )


def _row(one: Decided) -> dict[str, str]:
    return {
        "about": one.about,
        "field": field_words(one.kind, one.field),
        "value": shown_value(one.kind, one.chosen["value"]) if one.field else _("giữ lại bản ghi"),
        "who": _("{who}, {unit}").format(who=one.chosen["who"], unit=one.chosen["unit"]),
        "when": moment_words(one.chosen["when"]),
    }
