"""Nhật ký xuất, in: every list and paper that left the book, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit import words
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.row_table import Column, RowTable
from desktop_app.gui.kit.still_named import StillNamedPage
from desktop_app.work import lists
from desktop_app.work.exporting import export_title
from desktop_app.work.exports import moment_words, size_words

if TYPE_CHECKING:
    from desktop_app.gui.screens.settings import SettingsScreen


class ExportsPage(QWidget):
    """A row a time that something was exported or printed; it stays in this book."""

    def __init__(self, screen: SettingsScreen) -> None:
        super().__init__()
        self._screen = screen
        self.table = RowTable(
            _("Nhật ký xuất, in danh sách"),
            (
                Column("when", _("Lúc"), 17),
                Column("officer", _("Người xuất"), 18),
                Column("what", _("Danh sách, giấy tờ"), 22),
                Column("size", _("Bao nhiêu"), 11, number=True),
                Column("file", _("Ra đâu"), 30),
            ),
            _("Chưa xuất hoặc in gì."),
        )
        self._file = words.text("")
        self.table.chosen.connect(self._tell)
        others = ((_("Quay lại"), screen.close_page), (_("Còn nhắc tên người đã xóa"), self._show_still_named))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words.title(_("Nhật ký xuất, in danh sách")))
        column.addWidget(self.table, 1)
        column.addWidget(self._file)
        column.addWidget(ActionBar(others))
        with screen.book.reading() as db:
            ids = lists.ids(db, lists.Query("exports"))
        self.table.set_rows(ids, self._rows)

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        with self._screen.book.reading() as db:
            return [_shown(row) for row in lists.rows(db, "exports", ids)]

    def _tell(self, chosen: bytes) -> None:
        """Where the chosen line went, in full."""
        (row,) = self._rows([chosen])
        self._file.setText(_("{what}: {file}").format(what=row["what"], file=row["file"]))

    def _show_still_named(self) -> None:
        page = StillNamedPage(self._screen)
        self._screen.open_page(page)
        page.table.view.setFocus()


def _shown(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "when": moment_words(row["exported_at"]),
        "officer": row["officer"] or "",
        "what": export_title(row["what"]),
        "size": size_words(row["what"], row["size"], row["file"]),
        "file": row["file"] or _("máy in"),
    }
