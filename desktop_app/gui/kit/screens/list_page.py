"""A list as a further page of a screen: a title, the rows, what can be done with the chosen one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from db.i18n import _
from desktop_app.gui.kit.lists import table_area
from desktop_app.gui.kit.lists.row_table import RowTable
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.screens.reading_page import ReadingPage

if TYPE_CHECKING:
    from desktop_app.gui.kit.screens.screen import Screen

One = TypeVar("One")


class ListPage(ReadingPage[Mapping[bytes, One]]):
    """A subclass says what is read, by id in the order of the rows, and how one of them reads (`row`).

    Where only ids are read (`ids_alone`) it reads the rows itself, a hundred at a time (`rows`).
    """

    def __init__(self, screen: Screen, table: RowTable) -> None:
        super().__init__(screen)
        self.table = table
        self.found: Mapping[bytes, One] = {}

    def lay_out(
        self, title: str, actions: QWidget, *, above: Sequence[QWidget] = (), below: Sequence[QWidget] = ()
    ) -> None:
        """Put the page together; `above` and `below` stand next to the table."""
        table_area.lay_out(self, self.table, actions, above=(words.title(title), *above), below=below)

    def row(self, one: One) -> dict[str, str]:
        """One of those found as it reads."""
        raise NotImplementedError

    def rows(self, ids: Sequence[bytes]) -> Sequence[Mapping[str, str]]:
        """The rows that are painted."""
        return [self.row(self.found[one]) for one in ids]

    def show_read(self, read: Mapping[bytes, One]) -> None:
        """Put what was found into the table."""
        self.found = read
        self.table.set_rows(list(read), self.rows)

    def chosen_id(self) -> bytes | None:
        """The id of the chosen row; None, and a word about it, when there is none."""
        if (chosen := self.table.current()) is None:
            empty = not self.table.model.rowCount()
            said = self.why_empty() if empty else _("Chọn một dòng trong danh sách trước.")
            self._screen.context.messages.show_message("note", said)
        return chosen

    def why_empty(self) -> str:
        """What is said where a row is wanted and there is none."""
        return _("Danh sách này chưa có dòng nào.")

    def chosen(self) -> One | None:
        """The chosen one of those found; None, and a word about it, when there is none."""
        chosen = self.chosen_id()
        return self.found[chosen] if chosen is not None else None


def ids_alone(ids: Sequence[bytes]) -> Mapping[bytes, None]:
    """What a page has found that reads its rows when they are painted."""
    return dict.fromkeys(ids)
