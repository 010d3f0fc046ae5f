"""The list page of a declared subject: search, add, correct, load from a sheet, export."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from db.i18n import N_, _
from db.text import plain
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput
from desktop_app.gui.kit.lists.filter_bar import FilterBar
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.lists.search_bar import SEARCH_WIDTH, SearchBar
from desktop_app.gui.kit.look.action_bar import Action, ActionBar
from desktop_app.gui.kit.screens.list_page import ListPage, ids_alone
from desktop_app.gui.kit.screens.new_record import NewRecord, widen
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.kit.subjects import subject_form
from desktop_app.gui.kit.subjects.load_form import LoadForm
from desktop_app.values.money import format_money
from desktop_app.work import printing
from desktop_app.work.lists import list_queries, references
from desktop_app.work.lists.cached_order import KeptOrder
from desktop_app.work.records import verbs
from desktop_app.work.records.fields import Choice, Day, Field, Phone, Text, YearNumber, YesNo
from desktop_app.work.records.subject import OFFICE, Column, Listing, Subject
from desktop_app.work.units.units import recording_offices

LETTERS, WIDE, FIGURES, YEAR, WORDS = 16, 24, 12, 8, 24
"""How wide a column is: of a short text, of a name, of a day or figure, of a year, and at most of a choice's words."""
WHOSE = Column(Text("office", N_("Đơn vị ghi")), OFFICE)
"""Whose a record is, in the province's book."""


class SubjectPage(ListPage[None]):
    """The records of a subject; Enter opens one. In the province's book those of every office, with a choice of one.

    Where this book may not write them they are only looked at.
    """

    help_page = "lists"

    def __init__(self, screen: Screen, subject: Subject[Any]) -> None:
        book = screen.book
        self._subject, self._one = subject, str(subject.one)
        self._writes = not verbs.why_not_written(book, subject)
        self._of_all = (
            book.identity.is_province and subject.shown.office == "t.office" and not subject.model.kind_of.owner
        )
        self._listing = _with(subject.listing, subject.listing.on_page, whose=self._of_all)
        self._order = KeptOrder()
        self._actions = self._buttons(screen)
        table = RowTable(str(subject.title), [_column(column) for column in self._listing.columns], "", told=True)
        super().__init__(screen, table)
        self._new = NewRecord(screen, table, lambda: self._listing, self._widen)
        self.search = SearchBar()
        self.search.setMinimumWidth(self.fontMetrics().horizontalAdvance("n") * SEARCH_WIDTH)
        self._offices = ChoiceInput([(None, _("Mọi đơn vị"))])
        self._offices.target().setAccessibleName(_("Đơn vị"))
        self._knows_offices = not self._of_all
        above = FilterBar([(self._offices, self._offices)], self.search) if self._of_all else self.search
        self.lay_out(str(subject.title), self._actions, above=(above,))
        self.search.asked.connect(lambda _text: self.show_open())
        self.search.down.connect(table.view.setFocus)
        self._offices.changed.connect(self.show_open)
        self._actions.shared.connect(self._say_why_empty)
        table.opened.connect(lambda _id: self.change())

    def _buttons(self, screen: Screen) -> ActionBar:
        back, export = (_("Quay lại"), screen.close_page), (_("Xuất Excel"), self._export)
        if not self._writes:
            return ActionBar((back, (_("Xem"), self.change), export))
        load: list[Action] = [(_("Nhập từ Excel"), self._load)] if self._subject.needed else []
        actions = ActionBar(
            (back, (_("Sửa"), self.change), *load, export), (_("Thêm {one}").format(one=self._one), self._open_new)
        )
        if actions.main is not None:
            actions.main.setProperty("letter of", _("Thêm {one}"))
        return actions

    # --- what is listed ---------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], Mapping[bytes, None]]:
        """The ids of what is searched for now."""
        query = self._query()

        def ids() -> Mapping[bytes, None]:
            with self._screen.book.reading() as db:
                return ids_alone(self._order.ids(db, query))

        return ids

    def _query(self) -> list_queries.Query:
        return references.listed(self._screen.book, self._subject, self._offices.value(), self.search.text())

    def show_open(self) -> None:
        """Ask again, the first time also whose records there are."""
        if not self._knows_offices:
            self._knows_offices = True
            self._screen.ask(self._read_offices, self._offices.set_choices, page=self._offices, opening=True)
        super().show_open()

    def _read_offices(self) -> list[tuple[bytes | None, str]]:
        with self._screen.book.reading() as db:
            return [(None, _("Mọi đơn vị")), *recording_offices(db)]

    def show_read(self, read: Mapping[bytes, None]) -> None:
        """Put what was found into the table, and say how many there are."""
        self._say_why_empty()
        super().show_read(read)
        self.search.count.setText(_("{count} dòng").format(count=format_money(len(read))))
        self._new.look_for(read)

    def expect(self, identity: bytes) -> None:
        """A record was saved: if it is a new one it is to be seen in the list."""
        self._new.expect(identity)

    def _widen(self) -> bool:
        """Search for nothing, in no other office; whether the list shows something else then."""
        if not widen(self.search, (), self._offices, self._screen.book.unit):
            return False
        self.show_open()
        return True

    def _say_why_empty(self) -> None:
        self.table.say_empty(self._actions.where(self.why_empty()))

    def why_empty(self) -> str:
        """What is missing, or what hides it."""
        if said := self.search.nothing_found():
            return said
        if self._offices.value() is not None:
            return _("Không có dòng nào như đang lọc. Chọn lại ở ô «{filters}».").format(filters=_("Đơn vị"))
        if not self._writes:
            return _("Chưa có {one} nào ở đây. Tỉnh ghi rồi gửi về cùng tệp trả lời.").format(one=self._one)
        return _("Chưa có {one} nào ở đây. Bấm «Thêm {one}» để ghi.").format(one=self._one)

    def rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        """A hundred records as they read."""
        with self._screen.book.reading() as db:
            return [self._read(row) for row in list_queries.rows(db, self._listing, ids)]

    def _read(self, row: Mapping[str, Any]) -> dict[str, str]:
        return {column.name: column.field.shown(row[column.name]) for column in self._listing.columns}

    # --- what is done -----------------------------------------------------------------------------------------------

    def seek(self) -> None:
        """Ctrl+F: to the search line."""
        self.search.edit.setFocus()

    def new(self) -> None:
        """Ctrl+N: the form of a new one, where this book writes them."""
        if self._writes:
            self._open_new()
        else:
            self._screen.context.messages.show_message("note", verbs.why_not_written(self._screen.book, self._subject))

    def _open_new(self) -> None:
        heading = _("Thêm {one}").format(one=self._one)
        subject_form.open_new(self._screen, self._subject, heading, self._said)

    def _said(self, values: Mapping[str, Any]) -> str:
        return _("Đã ghi {name}.").format(name=values.get(self._subject.named_by) or self._one)

    def change(self) -> None:
        """The form of the chosen one."""
        heading = _("Sửa: {name}") if self._writes else _("Xem: {name}")
        if (identity := self.chosen_id()) is not None:
            subject_form.open_change(self._screen, self._subject, identity, heading, _("Đã sửa {name}."))

    def _load(self) -> None:
        heading = _("Nhập từ Excel: {list}").format(list=str(self._subject.title))
        self._screen.open_form(LoadForm(self._screen, self._subject.name, heading))

    def _export(self) -> None:
        name = plain(self._subject.title.text).replace(" ", "-")
        target = self._screen.context.choose_target(_("Xuất danh sách"), f"{name}.xlsx")
        if target is not None:
            query = self._query()
            self._screen.context.runner.run(
                _("Đang ghi tệp Excel…"), lambda _report: self._write(target, query), partial(self._tell, target)
            )

    def _write(self, target: Path, query: list_queries.Query) -> int:
        book, listing = self._screen.book, _with(query.listing, query.listing.columns, whose=self._of_all)
        with book.reading() as db:
            rows = list_queries.rows(db, listing, list_queries.ids(db, query))
        printing.export_list(book, listing, rows, target)
        return len(rows)

    def _tell(self, target: Path, count: int) -> None:
        said = _("Đã ghi {count} dòng vào tệp {path}.").format(count=format_money(count), path=target)
        self._screen.context.messages.show_message("good", said)


def _with(listing: Listing, columns: Sequence[Column], *, whose: bool) -> Listing:
    """A list with these columns and, last, whose a record is."""
    further = (WHOSE,) if whose and not any(column.name == WHOSE.name for column in columns) else ()
    return replace(listing, columns=(*columns, *further))


def _column(column: Column) -> TableColumn:
    field = column.field
    number = field.sheet in ("int", "money") and not isinstance(field, YesNo)
    return TableColumn(column.name, field.title, _letters(field), number=number)


def _letters(field: Field[Any]) -> int:
    """How wide a column of it is."""
    if isinstance(field, Choice):
        return min(max(map(len, field.words.values())), WORDS)
    if isinstance(field, YearNumber):
        return YEAR
    return FIGURES if isinstance(field, Day | Phone) or field.sheet != "text" else WIDE if field.wide else LETTERS
