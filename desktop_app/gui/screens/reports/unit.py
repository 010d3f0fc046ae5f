"""One unit of the report: every indicator with last year and target, its flags, and Enter for the records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from db.i18n import _
from desktop_app.figures.report import ClusterReport, Row
from desktop_app.gui.kit.lists import table_area
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.screens.reports.own import figures_row
from desktop_app.gui.screens.reports.records import RecordsPage
from desktop_app.values.dates import format_date
from desktop_app.work import printing
from desktop_app.work.records.vocabulary import period_words
from desktop_app.work.reports import office_figures

if TYPE_CHECKING:
    from desktop_app.gui.kit.screens.screen import Screen


class UnitPage(QWidget):
    """The indicators of a row of the report."""

    def __init__(self, screen: Screen, report: ClusterReport, row: Row) -> None:
        super().__init__()
        self._screen, self._report, self._row = screen, report, row
        self.table = RowTable(
            _("Số liệu của {unit}").format(unit=row.name),
            (
                TableColumn("code", _("Mã"), 6),
                TableColumn("name", _("Chỉ tiêu"), 48, names=True),
                TableColumn("value", _("Kỳ này"), 16, number=True),
                TableColumn("last_year", _("Cùng kỳ"), 16, number=True),
                TableColumn("target", _("Chỉ tiêu năm"), 16, number=True),
                TableColumn("unit", _("Đơn vị tính"), 12),
            ),
            "",
            told=True,
        )
        self.table.set_rows([code.encode() for code in row.cells], self._rows)
        self.table.opened.connect(lambda _id: self._open())
        title = words.title(f"{_full_name(report, row)} – {period_words(report.period)}")
        bar = ActionBar(((_("Quay lại"), screen.close_page),), (_("Xem bản ghi"), self._open))
        table_area.lay_out(self, self.table, bar, above=(title, *map(words.text, self._remarks())))

    def _remarks(self) -> list[str]:
        """What is to be known of the figures before they are read."""
        report, row = self._report, self._row
        stated = [] if row.stated_to is None else [printing.not_closed_words(format_date(row.stated_to), [row.name])]
        changed = [f"▲ {printing.changed_words(one)}." for one in report.changed if one.unit == row.unit]
        return [*(f"▲ {printing.flag_text(flag)}" for flag in row.flags), *stated, *changed]

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        cells, reported = self._row.cells, self._row.heard
        return [figures_row(code, cells[code], reported=reported) for code in (one.decode() for one in ids)]

    def _open(self) -> None:
        chosen = self.table.current()
        if chosen is not None:
            book, row, code, period = self._screen.book, self._row, chosen.decode(), self._report.period
            unit = _full_name(self._report, row)
            page = RecordsPage(
                self._screen, lambda: office_figures.behind_row_of(book, row, code, period), code, period, unit
            )
            self._screen.open_page(page)
            page.table.view.setFocus()


def _full_name(report: ClusterReport, row: Row) -> str:
    """A row that is no unit's, with the unit it belongs to."""
    above = report.named().get(row.parent or b"")
    return row.name if row.is_unit or above is None else _("{unit}: {row}").format(unit=above, row=row.name)
