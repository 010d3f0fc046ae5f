"""An office's own figures of a period, the records behind each, and closing the period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.i18n import _, data_text
from desktop_app.figures.catalogue import catalogue
from desktop_app.gui.kit import words
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.flow import FlowLayout
from desktop_app.gui.kit.inputs import beside
from desktop_app.gui.kit.row_table import Column, RowTable
from desktop_app.gui.screens.reports.period import PeriodInput
from desktop_app.gui.screens.reports.records import RecordsPage
from desktop_app.values.money import format_money
from desktop_app.values.periods import Period, last_half_year
from desktop_app.work import printing, reports
from desktop_app.work.terms import period_words

if TYPE_CHECKING:
    from desktop_app.gui.screens.reports import ReportsScreen


class OwnPage(QWidget):
    """The table of indicators."""

    def __init__(self, screen: ReportsScreen) -> None:
        super().__init__()
        self._screen = screen
        self.period = PeriodInput(last_half_year(screen.book.clock.today()))
        self._state = words.text("", "hint")
        self._figures: dict[bytes, reports.OwnFigure] = {}
        self.table = RowTable(
            _("Số liệu của đơn vị"),
            (
                Column("code", _("Mã"), 6),
                Column("name", _("Chỉ tiêu"), 52),
                Column("value", _("Kỳ này"), 16, number=True),
                Column("last_year", _("Cùng kỳ"), 16, number=True),
                Column("unit", _("Đơn vị tính"), 12),
            ),
            _("Gõ kỳ cần xem ở trên, ví dụ 2020H1."),
        )
        top = QWidget()
        row = FlowLayout(top)
        row.addWidget(beside(_("Kỳ (2020H1 là sáu tháng đầu năm 2020):"), self.period))
        others = ((_("Xem bản ghi"), self._open), (_("Xuất Excel"), self._export))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (top, self._state, self.table):
            column.addWidget(widget, 1 if widget is self.table else 0)
        column.addWidget(ActionBar(others, (_("Chốt số liệu"), self._close_period)))
        self.period.chosen.connect(self.refresh)
        self.table.opened.connect(lambda _id: self._open())

    def refresh(self) -> None:
        """Compute the figures of the period."""
        period = self.period.period()
        if period is None:
            return
        book = self._screen.book
        self._screen.ask(
            lambda: (period, reports.own_figures(book, period), reports.is_closed(book, period)), self._show, page=self
        )

    def _show(self, asked: tuple[Period, list[reports.OwnFigure], bool]) -> None:
        period, found, closed = asked
        self._figures = {figure.code.encode(): figure for figure in found}
        self.table.set_rows(list(self._figures), self._rows)
        self._state.setText(
            _("✔ {period}: đã chốt. Chốt lại được nếu còn sửa.").format(period=period_words(period))
            if closed
            else _("{period}: chưa chốt. Ghi đủ rồi bấm «Chốt số liệu», sau đó gửi lên cấp trên.").format(
                period=period_words(period)
            )
        )

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        return [_shown(self._figures[one]) for one in ids]

    def _open(self) -> None:
        chosen, period = self.table.current(), self.period.period()
        if chosen is not None and period is not None:
            with self._screen.book.reading() as db:
                offices = reports.own_offices(db, self._screen.book.unit)
            page = RecordsPage(self._screen, offices, chosen.decode(), period)
            self._screen.open_page(page)
            page.table.view.setFocus()

    def _close_period(self) -> None:
        period = self.period.period()
        if period is not None:
            said = _("Đã chốt số liệu {period}. Sang «Gửi và nhận» để gửi.").format(period=period_words(period))
            self._screen.carry_out(lambda: reports.close_period(self._screen.book, period), said, undoable=False)

    def _export(self) -> None:
        period = self.period.period()
        target = self._screen.context.choose_target(_("Xuất số liệu"), "so-lieu.xlsx") if period else None
        if target is not None:
            rows = [_shown(figure) for figure in self._figures.values()]

            def write() -> None:
                printing.export_list(self._screen.book, "figures", rows, target)
                self._screen.context.messages.show_message("good", _("Đã ghi tệp {path}.").format(path=target))

            self._screen.attempt(write)

    def print_page(self) -> None:
        """An office's figures are printed from Excel."""
        self._export()


def _shown(figure: reports.OwnFigure) -> dict[str, str]:
    known = catalogue()[figure.code]
    missing = _("chưa có")
    return {
        "code": figure.code,
        "name": data_text(known.name),
        "value": missing if figure.value is None else format_money(figure.value),
        "last_year": missing if figure.last_year is None else format_money(figure.last_year),
        "unit": data_text(known.unit),
    }
