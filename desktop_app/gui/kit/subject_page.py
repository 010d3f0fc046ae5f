"""The list page of a declared subject: search, add, correct, load from a sheet, export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db.i18n import _
from desktop_app.gui.kit import subject_form
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.list_page import ListPage, ids_alone
from desktop_app.gui.kit.load_form import LoadForm
from desktop_app.gui.kit.row_table import Column, RowTable
from desktop_app.gui.kit.screen import Screen
from desktop_app.gui.kit.search_bar import SearchBar
from desktop_app.values.money import format_money
from desktop_app.work import printing
from desktop_app.work.lists import list_queries
from desktop_app.work.records.subject import Column as Shown
from desktop_app.work.records.subject import Subject

LETTERS, WIDE, FIGURES = 14, 28, 12
"""How wide a column is: of a word, of a name, of a figure."""


class SubjectPage(ListPage[None]):
    """The records of a subject in this office; Enter opens one."""

    def __init__(self, screen: Screen, subject: Subject[Any]) -> None:
        self._subject = subject
        self._shown = subject.listing.on_page
        self._one = str(subject.one)
        table = RowTable(
            str(subject.title),
            [_column(column) for column in self._shown],
            _("Chưa có {one} nào ở đây. Bấm «Thêm {one}» để ghi.").format(one=str(subject.one)),
            told=True,
        )
        super().__init__(screen, table)
        self.search = SearchBar()
        self.search.asked.connect(lambda _text: self.show_open())
        self.search.down.connect(table.view.setFocus)
        self.lay_out(str(subject.title), self._buttons(), above=(self.search,))
        table.opened.connect(lambda _id: self.change())

    def _buttons(self) -> ActionBar:
        load = [(_("Nhập từ Excel"), self._load)] if self._subject.needed else []
        others = (
            (_("Quay lại"), self._screen.close_page),
            (_("Sửa"), self.change),
            *load,
            (_("Xuất Excel"), self._export),
        )
        return ActionBar(others, (_("Thêm {one}").format(one=self._one), self.new))

    def read(self) -> Mapping[bytes, None]:
        """The records of this office that are searched for."""
        book = self._screen.book
        query = list_queries.Query(self._subject.listing, book.unit, self.search.text(), book.clock.today().isoformat())
        with book.reading() as db:
            return ids_alone(list_queries.ids(db, query))

    def rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        """A hundred records as they read."""
        with self._screen.book.reading() as db:
            return [self._read(row) for row in list_queries.rows(db, self._subject.listing, ids)]

    def _read(self, row: Mapping[str, Any]) -> dict[str, str]:
        return {column.name: _text(column, row[column.name]) for column in self._shown}

    def new(self) -> None:
        """Ctrl+N: the form of a new one."""
        heading = _("Thêm {one}").format(one=self._one)
        subject_form.open_new(self._screen, self._subject, heading, _("Đã ghi {name}."))

    def seek(self) -> None:
        """Ctrl+F: to the search line."""
        self.search.edit.setFocus()

    def change(self) -> None:
        """The form of the chosen one."""
        if (identity := self.chosen_id()) is not None:
            subject_form.open_change(self._screen, self._subject, identity, _("Sửa: {name}"), _("Đã sửa {name}."))

    def _load(self) -> None:
        heading = _("Nhập từ Excel: {list}").format(list=str(self._subject.title))
        self._screen.open_form(LoadForm(self._screen, self._subject.name, heading))

    def _export(self) -> None:
        target = self._screen.context.choose_target(str(self._subject.title), f"{self._subject.name}.xlsx")
        if target is None:
            return
        book, ids, listing = self._screen.book, list(self.found), self._subject.listing

        def write(_report: object) -> None:
            with book.reading() as db:
                rows = list_queries.rows(db, listing, ids)
            printing.export_list(book, listing, rows, target)

        said = _("Đã ghi tệp {path}.").format(path=target)
        self._screen.context.runner.run(
            _("Đang ghi tệp Excel…"), write, lambda _none: self._screen.context.messages.show_message("good", said)
        )


def _column(column: Shown) -> Column:
    number = column.field.sheet != "text"
    letters = FIGURES if number else WIDE if column.field.wide else LETTERS
    return Column(column.name, column.field.title, letters, number=number)


def _text(column: Shown, kept: Any) -> str:
    written = column.field.written(kept)
    if written is None:
        return ""
    return format_money(written) if column.field.sheet != "text" else str(written)
