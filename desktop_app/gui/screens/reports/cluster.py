"""The cluster's report: who falls behind and by which rule, every indicator by unit, and the way down to the records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from db.i18n import _
from db.store import Book
from desktop_app.figures.report import ClusterReport, Row
from desktop_app.gui.kit.inputs.period_input import PeriodInput
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput, beside
from desktop_app.gui.kit.lists import table_area
from desktop_app.gui.kit.lists.filter_bar import FilterBar
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.screens.reports.chart import ChartPage
from desktop_app.gui.screens.reports.findings import findings
from desktop_app.gui.screens.reports.kept import KeptPage
from desktop_app.gui.screens.reports.unit import UnitPage
from desktop_app.values.periods import Period, last_half_year
from desktop_app.work import printing
from desktop_app.work.records.vocabulary import period_file
from desktop_app.work.reports import office_figures
from desktop_app.work.reports.period_choices import Choices, period_choices
from desktop_app.work.reports.report_archive import keep

if TYPE_CHECKING:
    from desktop_app.gui.screens.reports import ReportsScreen

TWO_LEVELS = date(2025, 7, 1)
"""From this day provinces have communes and no districts (Nghị quyết 202/2025/QH15)."""
TOTAL = b"total"
FIRST = 2
"""The cluster that is shown first where there is one of this number."""


class ClusterPage(QWidget):
    """Choices on top, one group of figures below."""

    def __init__(self, screen: ReportsScreen) -> None:
        super().__init__()
        self._screen = screen
        self.report: ClusterReport | None = None
        self.cluster = ChoiceInput([])
        today = screen.book.clock.today()
        self.period = PeriodInput(today, last_half_year(today))
        self.map = ChoiceInput([(None, _("Đơn vị của kỳ đó")), (TWO_LEVELS, _("Đơn vị từ 01/07/2025"))])
        groups = enumerate(printing.group_titles())
        self.group = ChoiceInput([(-1, _("Cần chú ý, biểu dương")), *groups])
        self._group_shown = -1
        self._shown = QStackedWidget()
        self._computing = words.text("", "hint")
        self._computing.hide()
        self.filters = self._filters()
        table_area.lay_out(self, self._shown, self._buttons(), above=(self.filters, self._computing))
        for given in (self.cluster, self.map):
            given.changed.connect(self.refresh)
        self.period.changed.connect(self.refresh)
        self.group.changed.connect(self._show)

    def _filters(self) -> FilterBar:
        labelled = (
            (_("Cụm"), self.cluster),
            (_("Kỳ"), self.period),
            (_("Theo bản đồ"), self.map),
            (_("Nhóm"), self.group),
        )
        return FilterBar([(given, beside(label, given)) for label, given in labelled])

    def take_focus(self) -> None:
        """The period, the first thing to choose."""
        self.filters.focus_on(self.period)

    def _buttons(self) -> ActionBar:
        others = (
            (_("Mở đơn vị"), self._open_unit),
            (_("Biểu đồ"), self.open_chart),
            (_("Xuất Excel"), lambda: self._export("xlsx")),
            (_("Xuất JSON"), lambda: self._export("json")),
            (_("Báo cáo đã lập"), self._open_kept),
        )
        return ActionBar(others, (_("Xem và in báo cáo"), self.print_page))

    # --- computing and showing ----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Compute the report beside the window and show it; until then the one before stays, and it is said."""
        period, number, day = self.period.period(), self.cluster.value(), self.map.value()
        self._computing.setText(_("Đang tính báo cáo…"))
        self._computing.show()
        book = self._screen.book
        self._screen.ask(
            lambda: _computed(book, number, period, day),
            self._take,
            page=self,
            failed=lambda: self._computing.setText(words.not_read()),
            long=True,
        )

    def _take(self, computed: Computed) -> None:
        self._computing.hide()
        self.cluster.set_choices(computed.clusters)
        self.period.set_choices(computed.periods)
        self.report = computed.report
        if self.report is not None:
            self.cluster.combo.blockSignals(True)
            self.cluster.set_value(self.report.cluster)
            self.cluster.combo.blockSignals(False)
        self.filters.settle()
        self._show()

    def _show(self) -> None:
        if self.report is None:
            return
        group, left = self.group.value(), self.shown_table()
        if left is not None and group == self._group_shown:
            self._fill(left, self.report, printing.REPORT_GROUPS[group])
            return
        self._group_shown = group
        page = findings(self.report) if group == -1 else self._table(self.report, printing.REPORT_GROUPS[group])
        while (old := self._shown.currentWidget()) is not None:
            self._shown.removeWidget(old)
            old.deleteLater()
        self._shown.addWidget(page)

    def shown_table(self) -> RowTable | None:
        """The table of the group that is shown, where it is one of figures."""
        shown = self._shown.currentWidget()
        return shown if isinstance(shown, RowTable) else None

    def _table(self, report: ClusterReport, codes: Sequence[str]) -> RowTable:
        columns = [TableColumn("name", _("Đơn vị"), 26)]
        columns += [TableColumn(code, printing.indicator_title(code), 16, number=True) for code in codes]
        table = RowTable(_("Số liệu của các đơn vị trong cụm"), columns, _("Cụm này chưa có đơn vị nào."))
        table.opened.connect(lambda _id: self._open_unit())
        self._fill(table, report, codes)
        return table

    def _fill(self, table: RowTable, report: ClusterReport, codes: Sequence[str]) -> None:
        rows = {row.unit: _line(row, codes) for row in report.rows_of(codes)}
        total = {code: printing.shown_value(code, report.total[code], reported=True) for code in codes}
        rows[TOTAL] = {"name": printing.total_words(report), **total}
        table.set_rows(list(rows), lambda ids: [rows[one] for one in ids])

    # --- further down ---------------------------------------------------------------------------------------------------

    def _open_unit(self) -> None:
        table = self.shown_table()
        chosen = table.current() if table is not None else None
        row = next((row for row in self.report.rows if row.unit == chosen), None) if self.report else None
        if row is None or self.report is None:
            self._screen.context.messages.show_message(
                "note", _("Chọn một nhóm số liệu, rồi chọn dòng của một đơn vị.")
            )
            return
        page = UnitPage(self._screen, self.report, row)
        self._screen.open_page(page)
        assert table is not None
        if (code := table.current_column()) in row.cells:
            page.table.choose(code.encode())
        page.table.view.setFocus()

    def open_chart(self) -> None:
        """One indicator as bars against the peers' median."""
        if self.report is not None:
            page = ChartPage(self._screen, self.report)
            self._screen.open_page(page)
            page.indicator.target().setFocus()

    def _open_kept(self) -> None:
        self._screen.open_page(KeptPage(self._screen))

    def _export(self, ending: str) -> None:
        report = self.report
        target = self._screen.context.choose_target(_("Xuất báo cáo"), _file_name(report, ending)) if report else None
        if report is not None and target is not None:
            said = _("Đã ghi báo cáo vào {path}.").format(path=target)
            self._screen.context.runner.run(
                _("Đang ghi báo cáo…"),
                lambda _report: printing.hand_out(self._screen.book, report, target),
                lambda _none: self._screen.context.messages.show_message("good", said),
            )

    def print_page(self) -> None:
        """The report as it is printed; once it has left the screen it is kept in the book as it was made."""
        if (report := self.report) is not None:
            book = self._screen.book
            self._screen.show_long_paper(
                "report",
                lambda target, _report: printing.write_report(book, report, target, remember=False),
                _file_name(report, "pdf"),
                issued=lambda _pages: keep(book, report),
                notes=lambda: [lacks] if (lacks := printing.unsigned(book)) else [],
            )


def _file_name(report: ClusterReport, ending: str) -> str:
    """What is chosen above may already be another report, which is still being computed."""
    return f"bao-cao-cum-{report.cluster}-{period_file(report.period)}.{ending}"


@dataclass(frozen=True)
class Computed:
    """A report, and what may be chosen above it."""

    clusters: Sequence[tuple[int, str]]
    periods: Choices
    report: ClusterReport | None


def _computed(book: Book, number: int | None, period: Period, day: date | None) -> Computed:
    """The report of a cluster; the province's own at first. None where there is no cluster."""
    clusters = office_figures.clusters(book)
    if number is None:
        number = next((one for one, _name in clusters if one == FIRST), clusters[0][0] if clusters else None)
    report = printing.make_cluster_report(book, number, period, day) if number is not None else None
    return Computed(clusters, period_choices(book), report)


def _line(row: Row, codes: Sequence[str]) -> dict[str, str]:
    top = row.parent is None
    said = printing.name_words(row)
    name = said if top else f"    {said}"
    shown = {code: printing.shown_value(code, row.cells[code], reported=row.heard) for code in codes}
    return {"name": f"▲ {name}" if row.flags else name, **shown}
