"""One indicator of all units as bars, against the middle value of the units of the same level."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from db.i18n import _, data_text
from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.flags import median
from desktop_app.figures.report import ClusterReport, Row
from desktop_app.gui.kit import words
from desktop_app.gui.kit.bar_chart import Bar, BarChart
from desktop_app.gui.kit.flow import FlowLayout
from desktop_app.gui.kit.inputs import ChoiceInput, beside
from desktop_app.work import printing

if TYPE_CHECKING:
    from desktop_app.gui.kit.screen import Screen

FIRST = "D16"


class ChartPage(QWidget):
    """Choose an indicator and a level; the chart follows."""

    def __init__(self, screen: Screen, report: ClusterReport) -> None:
        super().__init__()
        self._report = report
        self.indicator = ChoiceInput([(code, printing.indicator_title(code)) for code in report.total])
        tops = {row.unit for row in report.top_rows()}
        self._groups = {
            "top": [row for row in report.rows if row.unit in tops],
            "below": [row for row in report.rows if row.unit not in tops],
        }
        communes = _("Các xã, phường, thị trấn")
        districts = any(row.level == "district" for row in self._groups["top"])
        names = [("top", _("Các huyện") if districts else communes), ("below", communes)]
        self.level = ChoiceInput([(key, name) for key, name in names if self._groups[key]])
        self.chart = BarChart()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.chart)
        top = QWidget()
        row = FlowLayout(top)
        for label, given in ((_("Chỉ tiêu"), self.indicator), (_("Đơn vị"), self.level)):
            row.addWidget(beside(label, given))
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(words.button(_("Quay lại"), screen.close_page, main=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(top)
        column.addWidget(area, 1)
        column.addLayout(below)
        self.indicator.set_value(FIRST)
        self.indicator.changed.connect(self._show)
        self.level.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        code = self.indicator.value()
        rows = self._groups[self.level.value()]
        stated = [row.cells[code].value for row in rows if row.stated_to is None]
        values = [Fraction(value) for value in stated if value is not None]
        middle = median(values)
        shown = None if middle is None else (float(middle), printing.number_text(code, float(middle)))
        self.chart.show_bars(data_text(catalogue()[code].name), [_bar(code, row) for row in rows], shown)


def _bar(code: str, row: Row) -> Bar:
    cell = row.cells[code]
    flagged = any(flag.indicator == code for flag in row.flags)
    value = None if cell.value is None or not cell.comparable else float(cell.value)
    return Bar(row.name, value, printing.shown_value(code, cell, reported=bool(row.offices)), flagged)
