"""A record just saved is seen and chosen: search and filters that hide it are taken away, and that is said."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

from db.i18n import _
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput
from desktop_app.gui.kit.lists.row_table import RowTable
from desktop_app.gui.kit.lists.search_bar import SearchBar
from desktop_app.work.lists import list_queries
from desktop_app.work.records.subject import Listing

if TYPE_CHECKING:
    from desktop_app.gui.kit.screens.screen import Screen


class NewRecord(QObject):
    """Watches a table of a screen; `listing` says what is listed in it, `widen` takes search and filters away and says whether there were any."""

    def __init__(
        self, screen: Screen, table: RowTable, listing: Callable[[], Listing], widen: Callable[[], bool]
    ) -> None:
        super().__init__(table)
        self._screen, self._table = screen, table
        self._listing, self._widen = listing, widen
        self._expected: bytes | None = None

    def expect(self, identity: bytes) -> None:
        """A record was saved; one that stood in the list before may leave it, as a line does that waits no more."""
        self._expected = identity if self._table.model.row_of(identity) < 0 else None

    def look_for(self, found: Collection[bytes]) -> None:
        """The list was read again, and shows these: a new record that is missing among them is brought into it."""
        expected, self._expected = self._expected, None
        if expected is not None and expected not in found:
            show = partial(self._show_listed, expected)
            self._screen.context.reader.ask(self, lambda: self._is_listed(expected), show)

    def _is_listed(self, identity: bytes) -> bool:
        """Whether the record is one of those that this list is about."""
        with self._screen.book.reading() as db:
            return bool(list_queries.rows(db, self._listing(), [identity]))

    def _show_listed(self, identity: bytes, listed: bool) -> None:
        if listed and self._widen():
            self._table.choose(identity)
            if self._table.isVisible():
                self._say()
            else:
                self._table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A list that another page covers says it when it is seen (Qt)."""
        if event.type() == QEvent.Type.Show:
            self._table.removeEventFilter(self)
            QTimer.singleShot(0, self, self._say)
        return super().eventFilter(watched, event)

    def _say(self) -> None:
        self._screen.context.messages.say_also(_("Đã bỏ chữ tìm, bỏ lọc để thấy mục vừa ghi."))


def widen(search: SearchBar, filters: Collection[ChoiceInput], offices: ChoiceInput, own: bytes) -> bool:
    """Search for nothing, show all that filters may show, and the own office's records; whether that is something else."""
    narrowing = [given for given in filters if given is not offices and given.combo.currentIndex() > 0]
    for given in narrowing:
        given.combo.setCurrentIndex(0)
    elsewhere = offices.value() not in (None, own)
    if elsewhere:
        offices.set_value(own)
    searched = bool(search.text().strip())
    search.edit.clear()
    return bool(narrowing) or elsewhere or searched
