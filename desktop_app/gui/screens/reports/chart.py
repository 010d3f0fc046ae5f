"""One indicator of all units as bars, each against the middle value of the other units of its level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from db.i18n import _, data_text
from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.report import ClusterReport, Row
from desktop_app.figures.rows.peers import middle_of_peers
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput, beside
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.bar_chart import BarChart, ChartBar
from desktop_app.gui.kit.look.flow import FlowLayout
from desktop_app.work import printing

if TYPE_CHECKING:
    from desktop_app.gui.kit.screens.screen import Screen

FIRST = "D16"


class ChartPage(QWidget):
    """Choose an indicator and a level; the chart follows."""

    def __init__(self, screen: Screen, report: ClusterReport) -> None:
        super().__init__()
        self._report = report
        self.indicator = ChoiceInput([(code, printing.indicator_title(code)) for code in report.total])
        units = [row for row in report.rows if row.is_unit]
        self._groups = {
            level: [row for row in units if row.level == level] for level in dict.fromkeys(row.level for row in units)
        }
        self.level = ChoiceInput([(level, _level_name(level)) for level in self._groups])
        self.chart = BarChart()
        self._legend = words.text("", "hint")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.chart)
        top = QWidget()
        row = FlowLayout(top)
        for label, given in ((_("Chỉ tiêu"), self.indicator), (_("Đơn vị"), self.level)):
            row.addWidget(beside(label, given))
        below = QHBoxLayout()
        below.addWidget(words.button(_("Quay lại"), screen.close_page))
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(top)
        column.addWidget(self._legend)
        column.addWidget(area, 1)
        column.addLayout(below)
        self.indicator.set_value(FIRST)
        self.indicator.changed.connect(self._show)
        self.level.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        code = self.indicator.value()
        bars = [_bar(self._report, code, row) for row in self._groups[self.level.value()]]
        legend = _legend(code, bars)
        self._legend.setText(legend)
        self.chart.show_bars(data_text(catalogue()[code].name), bars, legend)


def _level_name(level: str) -> str:
    names = {"district": _("Các huyện, thị xã, thành phố"), "commune": _("Các xã, phường, thị trấn")}
    return names.get(level, _("Các đơn vị trực thuộc tỉnh"))


def _bar(report: ClusterReport, code: str, row: Row) -> ChartBar:
    cell = row.cells[code]
    marked = any(flag.indicator == code for flag in row.flags)
    value = None if cell.value is None or not cell.comparable else float(cell.value)
    middle = middle_of_peers(report.rows, row, code) if value is not None and row.is_compared else None
    shown = printing.shown_value(code, cell, reported=row.heard)
    if row.level == "district" and row.is_partial:
        shown = _("{value} ({heard}/{of} xã)").format(value=shown, heard=row.parts[0], of=row.parts[1])
    return ChartBar(row.name, value, shown, marked, None if middle is None else float(middle.value))


def _legend(code: str, bars: Sequence[ChartBar]) -> str:
    """Which middle the marks stand at; it differs from unit to unit, as each is left out of its own."""
    middles = [bar.middle for bar in bars if bar.middle is not None]
    if not middles:
        return ""
    least, most = (printing.number_text(code, middle) for middle in (min(middles), max(middles)))
    if least == most:
        return _("Vạch đứng: mức giữa của các đơn vị cùng cấp khác trong cụm, {value}.").format(value=least)
    said = _("Vạch đứng: mức giữa của các đơn vị cùng cấp khác trong cụm, từ {least} đến {most}.")
    return said.format(least=least, most=most)
