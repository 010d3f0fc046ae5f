"""Nhật ký xuất, in: every list and paper that left the book, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db.i18n import _
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.screens.list_page import ListPage, ids_alone
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.pages.still_named import StillNamedPage
from desktop_app.work.lists import list_queries
from desktop_app.work.records.export_log import moment_words, size_words
from desktop_app.work.subjects.list_export import export_title
from desktop_app.work.subjects.other_lists import EXPORTS


class ExportsPage(ListPage[None]):
    """A row a time that something was exported or printed; it stays in this book."""

    def __init__(self, screen: Screen) -> None:
        table = RowTable(
            _("Nhật ký xuất, in danh sách"),
            (
                TableColumn("when", _("Lúc"), 17),
                TableColumn("officer", _("Người xuất"), 18),
                TableColumn("what", _("Danh sách, giấy tờ"), 22, names=True),
                TableColumn("size", _("Bao nhiêu"), 11, number=True),
                TableColumn("file", _("Ra đâu"), 30),
            ),
            _("Chưa xuất hoặc in gì."),
        )
        super().__init__(screen, table)
        self._file = words.text("")
        table.chosen.connect(self._tell)
        others = (
            (_("Quay lại"), screen.close_page),
            (_("Còn nhắc tên người đã xóa"), lambda: screen.open_page(StillNamedPage(screen))),
        )
        self.lay_out(_("Nhật ký xuất, in danh sách"), ActionBar(others), below=(self._file,))

    def read(self) -> Mapping[bytes, None]:
        """All that left, the newest first."""
        with self._screen.book.reading() as db:
            return ids_alone(list_queries.ids(db, list_queries.Query(EXPORTS)))

    def rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        """A hundred lines of the log."""
        with self._screen.book.reading() as db:
            return [_shown(row) for row in list_queries.rows(db, EXPORTS, ids)]

    def _tell(self, chosen: bytes) -> None:
        """Where the chosen line went, in full."""
        (row,) = self.rows([chosen])
        self._file.setText(_("{what}: {file}").format(what=row["what"], file=row["file"]))


def _shown(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "when": moment_words(row["exported_at"]),
        "officer": row["officer"] or "",
        "what": export_title(row["what"]),
        "size": size_words(row["what"], row["size"], row["file"]),
        "file": row["file"] or _("máy in"),
    }
