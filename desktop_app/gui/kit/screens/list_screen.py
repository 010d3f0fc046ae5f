"""A place that is a list: search and filters above, what can be done below, the keys that every list understands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from db.i18n import _
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput
from desktop_app.gui.kit.lists import table_area
from desktop_app.gui.kit.lists.filter_bar import FilterBar
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.lists.search_bar import SEARCH_WIDTH, SearchBar
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.screens.context import Context
from desktop_app.gui.kit.screens.new_record import NewRecord, widen
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.values.money import format_money
from desktop_app.work.exchange import record_receipts
from desktop_app.work.lists import list_queries
from desktop_app.work.lists.cached_order import KeptOrder
from desktop_app.work.reports import clock_check
from desktop_app.work.units.units import recording_offices


@dataclass(frozen=True)
class ListAnswer:
    """The answer to a query: ids in display order, and a line that stands above them."""

    query: list_queries.Query
    ids: Sequence[bytes]
    above: str = ""


class ListScreen(Screen):
    """One subject of the book's lists; a subclass says which, what is asked, and how a row reads.

    In the province's book the list holds every office's records, with a filter and a column for the office.
    """

    own_first = False
    """Whether the province begins with its own records rather than everybody's."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.search = SearchBar()
        self.table: RowTable
        self._order = KeptOrder()
        self._is_new = True
        self._empty = ""
        self._filters: Mapping[str, ChoiceInput] = {}
        self._offices = ChoiceInput([(None, _("Mọi đơn vị")), (self.book.unit, "")])
        self._offices.set_value(self.book.unit if self.own_first or not self.book.identity.is_province else None)

    def query(self) -> list_queries.Query:
        """What is searched and filtered now."""
        raise NotImplementedError

    def counted(self, number: str) -> str:
        """How many there are, in words."""
        raise NotImplementedError

    def shown(self, row: Mapping[str, Any]) -> dict[str, str]:
        """A row as it is read; `taken` says whether the province has it."""
        raise NotImplementedError

    def open_chosen(self) -> None:
        """Enter on a row, or a double click."""
        raise NotImplementedError

    def office(self) -> bytes | None:
        """Whose records are shown; None for everybody's."""
        value: bytes | None = self._offices.value()
        return value

    def lay_out(
        self,
        title: str,
        columns: Sequence[TableColumn],
        empty: str,
        filters: Mapping[str, ChoiceInput],
        actions: ActionBar,
        above: QWidget | None = None,
    ) -> None:
        """Put the page together: the table's title and columns, what stands there when it is empty, filters by label."""
        if self.book.identity.is_province:
            columns = [*columns, TableColumn("office", _("Đơn vị"), 22)]
            filters = {_("Đơn vị"): self._offices, **filters}
        self._empty, self._filters = empty, filters
        self.table = table = RowTable(title, columns, empty)
        self._new = NewRecord(self, table, lambda: self.query().listing, self._widen)
        self.search.setMinimumWidth(self.fontMetrics().horizontalAdvance("n") * SEARCH_WIDTH)
        for label, given in filters.items():
            given.target().setAccessibleName(label)
            given.changed.connect(self.fill)
        self.filters = top = FilterBar([(given, given) for given in filters.values()], self.search)
        page = QWidget()
        table_area.lay_out(page, table, actions, above=[above, top] if above is not None else [top])
        self.addWidget(page)
        self._actions = actions
        actions.shared.connect(self._say_why_empty)
        self.search.asked.connect(lambda _text: self.fill())
        self.search.down.connect(table.view.setFocus)
        table.opened.connect(lambda _id: self.open_chosen())

    def choices(self) -> Mapping[ChoiceInput, Sequence[tuple[Any, str]]]:
        """What the filters offer now, each with its «all» first; asked beside the window."""
        return {}

    def refresh(self) -> None:
        """What the filters offer, and the list."""
        self.ask(self._all_choices, self._offer, opening=self._is_new)

    def _all_choices(self) -> Mapping[ChoiceInput, Sequence[tuple[Any, str]]]:
        if not self.book.identity.is_province:
            return self.choices()
        with self.book.reading() as db:
            return {**self.choices(), self._offices: [(None, _("Mọi đơn vị")), *recording_offices(db)]}

    def _offer(self, choices: Mapping[ChoiceInput, Sequence[tuple[Any, str]]]) -> None:
        for given, offered in choices.items():
            given.set_choices(list(offered))
        self.filters.settle()
        self.fill()

    def fill(self) -> None:
        """Ask the book again; the list shows what it had until the answer is there."""
        query = self.query()
        self.ask(lambda: self.answer(query), self.show_found, page=self.table, opening=self._is_new)

    def answer(self, query: list_queries.Query) -> ListAnswer:
        """What the page shows; asked beside the window."""
        with self.book.reading() as db:
            return ListAnswer(query, self._order.ids(db, query))

    def show_found(self, found: ListAnswer) -> None:
        """Put what was found into the list."""
        self._is_new = False
        self._say_why_empty()
        self.table.set_rows(found.ids, self._rows)
        self.search.count.setText(self.counted(format_money(len(found.ids))))
        self._new.look_for(found.ids)

    def expect(self, identity: bytes) -> None:
        """A record was saved: if it is a new one it is to be seen in the list."""
        self._new.expect(identity)

    def _widen(self) -> bool:
        """Search for nothing and filter nothing out; whether the list shows something else then."""
        if not widen(self.search, self._filters.values(), self._offices, self.book.unit):
            return False
        self.fill()
        return True

    def _say_why_empty(self) -> None:
        self.table.say_empty(self._actions.where(self._why_empty()))

    def _why_empty(self) -> str:
        if said := self.search.nothing_found():
            return said
        narrowed = [label for label, given in self._filters.items() if given.combo.currentIndex() > 0]
        if narrowed:
            return _("Không có dòng nào như đang lọc. Chọn lại ở ô «{filters}».").format(filters="», «".join(narrowed))
        return self._empty

    def records_of(self, row: Mapping[str, Any]) -> Sequence[bytes]:
        """The records that a row shows, for saying whether the province has them."""
        return (bytes.fromhex(row["id"]),)

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        with self.book.reading() as db:
            rows = list_queries.rows(db, self.query().listing, ids)
        said = record_receipts.taken_of_rows(self.book, [self.records_of(row) for row in rows])
        return [
            {**self._marked(row, self.shown({**row, "taken": words})), "office": row["office"] or ""}
            for row, words in zip(rows, said, strict=True)
        ]

    def _marked(self, row: Mapping[str, Any], shown: dict[str, str]) -> dict[str, str]:
        """A row as it is read, its days after today marked."""
        late = (name for name in clock_check.days_after(row, self.book.clock.today()) if name in shown)
        return shown | {name: _("▲ {day}, sau hôm nay").format(day=shown[name]) for name in late}

    def chosen(self) -> dict[str, Any] | None:
        """The chosen row with its id; None, and a word about it or about the list that is empty, when there is none."""
        identity = self.table.current()
        if identity is None:
            empty = not self.table.model.rowCount()
            said = self._why_empty() if empty else _("Chọn một dòng trong danh sách trước.")
            self.context.messages.show_message("note", said)
            return None
        with self.book.reading() as db:
            return {**list_queries.rows(db, self.query().listing, [identity])[0], "id": identity}

    def chosen_records(self) -> Sequence[bytes]:
        """What the province asks about when this row is chosen; nothing, and a word about it, when none is."""
        return (chosen["id"],) if (chosen := self.chosen()) is not None else ()

    def take_focus(self) -> None:
        """The list."""
        self.table.take_focus()

    def seek(self) -> None:
        """To the search line."""
        self.search.edit.setFocus()
