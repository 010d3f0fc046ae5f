"""An office's own figures of a period with last year and the year's targets, the records behind each, on paper, stated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from db.i18n import _, data_text
from db.store import Book
from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.report import Cell, Row
from desktop_app.gui.kit.inputs.period_input import PeriodInput
from desktop_app.gui.kit.inputs.plain_inputs import beside
from desktop_app.gui.kit.lists import table_area
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.look.flow import FlowLayout
from desktop_app.gui.kit.messages.question import ask
from desktop_app.gui.screens.reports.closing import ClosingPage
from desktop_app.gui.screens.reports.records import RecordsPage
from desktop_app.values.periods import Period, last_half_year
from desktop_app.values.words import begun
from desktop_app.work import printing
from desktop_app.work.records.vocabulary import period_file, period_words
from desktop_app.work.reports import office_figures, period_check, period_closing
from desktop_app.work.reports.period_choices import Choices, period_choices
from desktop_app.work.reports.stated_changes import changed_periods, moves_words
from desktop_app.work.subjects.other_lists import FIGURES

if TYPE_CHECKING:
    from desktop_app.gui.screens.reports import ReportsScreen


class OwnPage(QWidget):
    """The table of indicators."""

    def __init__(self, screen: ReportsScreen) -> None:
        super().__init__()
        self._screen = screen
        today = screen.book.clock.today()
        self.period = PeriodInput(today, last_half_year(today))
        self.state = words.text("", "hint")
        self._figures: dict[bytes, Cell] = {}
        self._unit = ""
        self.table = RowTable(
            _("Số liệu của đơn vị"),
            (
                TableColumn("code", _("Mã"), 6),
                TableColumn("name", _("Chỉ tiêu"), 46, names=True),
                TableColumn("value", _("Kỳ này"), 16, number=True),
                TableColumn("last_year", _("Cùng kỳ"), 16, number=True),
                TableColumn("target", _("Chỉ tiêu năm"), 16, number=True),
                TableColumn("unit", _("Đơn vị tính"), 12),
            ),
            _("Chọn kỳ cần xem ở trên."),
            told=True,
        )
        top = QWidget()
        row = FlowLayout(top)
        row.addWidget(beside(_("Kỳ"), self.period))
        others = (
            (_("In báo cáo"), self.print_page),
            (_("Xem bản ghi"), self._open),
            (_("Xuất Excel"), self._export),
            (_("Lấy lại số liệu đã chốt"), self._take_back),
        )
        bar = ActionBar(others, (_("Chốt số liệu…"), lambda: self.open_closing()))
        table_area.lay_out(self, self.table, bar, above=(top, self.state))
        self.period.changed.connect(self.refresh)
        self.table.opened.connect(lambda _id: self._open())

    def take_focus(self) -> None:
        """The period, the first thing to choose."""
        self.period.target().setFocus()

    def shown_table(self) -> RowTable:
        """The figures."""
        return self.table

    def refresh(self) -> None:
        """Compute the figures of the period."""
        book, period = self._screen.book, self.period.period()
        self._screen.ask(
            lambda: (office_figures.own_figures(book, period), _state_words(book, period), period_choices(book)),
            self._show,
            page=self,
        )

    def _show(self, asked: tuple[Row, str, Choices]) -> None:
        row, state, choices = asked
        self._unit = row.name
        self._figures = {code.encode(): cell for code, cell in row.cells.items()}
        self.table.set_rows(list(self._figures), self._rows)
        self.state.setText(state)
        self.period.set_choices(choices)

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        return [figures_row(one.decode(), self._figures[one], reported=True) for one in ids]

    def _open(self) -> None:
        chosen = self.table.current()
        if chosen is not None:
            book, code, period = self._screen.book, chosen.decode(), self.period.period()
            page = RecordsPage(
                self._screen, lambda: office_figures.behind_own(book, code, period), code, period, self._unit
            )
            self._screen.open_page(page)
            page.table.view.setFocus()

    def open_closing(self, period: Period | None = None) -> None:
        """The page that is read before a period (the chosen one) is stated."""
        book, chosen = self._screen.book, period or self.period.period()
        self._screen.ask_first(
            lambda: period_check.check(book, chosen),
            lambda found: self._screen.open_page(ClosingPage(self._screen, found)),
        )

    def _take_back(self) -> None:
        period = self.period.period()
        asked = _(
            "Lấy lại số liệu đã chốt của {period}? Kỳ này thành chưa chốt; lần gửi tới không có số liệu chốt của kỳ ấy."
        )
        title, safe, go_on = _("Lấy lại số liệu đã chốt"), _("Không lấy lại"), _("Lấy lại")
        asked = asked.format(period=period_words(period))
        if period_closing.is_closed(self._screen.book, period) and not ask(self, title, asked, safe, go_on):
            return
        said = _("Đã lấy lại số liệu {period}: kỳ này chưa chốt nữa.").format(period=period_words(period))
        self._screen.carry_out(lambda: period_closing.take_back(self._screen.book, period), said, undoable=False)

    def _export(self) -> None:
        target = self._screen.context.choose_target(
            _("Xuất số liệu"), f"so-lieu-{period_file(self.period.period())}.xlsx"
        )
        if target is not None:
            book, said = self._screen.book, _("Đã ghi tệp {path}.").format(path=target)
            rows = self._rows(list(self._figures))
            self._screen.context.runner.run(
                _("Đang ghi tệp Excel…"),
                lambda _report: printing.export_list(book, FIGURES, rows, target),
                lambda _none: self._screen.context.messages.show_message("good", said),
            )

    def print_page(self) -> None:
        """The figures as the paper that is printed."""
        book, period = self._screen.book, self.period.period()
        self._screen.show_paper(
            "own-report",
            lambda path: printing.print_paper(book, "own-report", path, period=period, remember=False),
            f"so-lieu-{period_file(period)}.pdf",
        )


def _state_words(book: Book, period: Period) -> str:
    """Whether the period is stated, and what to do about it."""
    named = begun(period_words(period))
    changed = next((one for one in changed_periods(book) if one.period == period), None)
    if changed is not None:
        return _("▲ {period}: đã đổi sau khi chốt, cần chốt lại và gửi lại. {moves}.").format(
            period=named, moves=moves_words(changed.moves, 1)
        )
    if period_closing.is_closed(book, period):
        return _("✔ {period}: đã chốt. Chốt lại được nếu còn sửa.").format(period=named)
    if not period.has_ended(book.clock.today()):
        return period_closing.not_over_words(period, book.clock.today())
    return _("{period}: chưa chốt. Ghi đủ rồi bấm «Chốt số liệu», sau đó gửi lên cấp trên.").format(period=named)


def figures_row(code: str, cell: Cell, *, reported: bool) -> dict[str, str]:
    """An indicator of one unit with last year and target; what there is none of is said by one word, never left blank."""
    known, none = catalogue()[code], _("không có")
    return {
        "code": code,
        "name": data_text(known.name),
        "value": printing.shown_value(code, cell, reported=reported) or none,
        "last_year": none if cell.last_year is None else printing.number_text(code, cell.last_year),
        "target": none if cell.target is None else printing.number_text(code, cell.target),
        "unit": data_text(known.unit),
    }
