"""Before a period is stated: its main figures, what is missing or odd, and the button that states it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from db.i18n import _, data_text
from desktop_app.figures.catalogue import catalogue
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.look.card import Card
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money
from desktop_app.work.records.vocabulary import period_words
from desktop_app.work.reports import period_closing
from desktop_app.work.reports.period_check import SHOWN, PeriodCheck

if TYPE_CHECKING:
    from desktop_app.gui.screens.reports import ReportsScreen

SIGNS = {"bar": "✖", "warn": "▲", "note": "ℹ"}


class ClosingPage(QWidget):
    """What a person reads before the figures are stated."""

    def __init__(self, screen: ReportsScreen, found: PeriodCheck) -> None:
        super().__init__()
        self._screen, self._period = screen, found.period
        inside = QWidget()
        cards = QVBoxLayout(inside)
        cards.setContentsMargins(0, 0, 8, 0)
        for card in (_problems(found), _figures(found)):
            cards.addWidget(card)
        cards.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setAccessibleName(_("Xem lại trước khi chốt"))
        main = (_("Chốt lại") if found.stated else _("Chốt số liệu"), self._close_period) if found.ok else None
        self.bar = ActionBar(((_("Quay lại"), screen.close_page),), main)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            words.title(_("Xem lại trước khi chốt số liệu {period}").format(period=period_words(found.period)))
        )
        column.addWidget(words.text(_ended(found)))
        column.addWidget(area, 1)
        column.addWidget(self.bar)
        self.setFocusProxy(self.bar.main or self.bar.buttons[0])

    def _close_period(self) -> None:
        said = _("Đã chốt số liệu {period}. Sang «Gửi và nhận» để gửi.").format(period=period_words(self._period))
        closed = self._screen.carry_out(
            lambda: period_closing.close_period(self._screen.book, self._period), said, closes=True, undoable=False
        )
        if closed is not None:
            why = _(
                "Đã chốt {period} thì Ctrl+Z không bỏ được. Ở «Báo cáo», chọn kỳ ấy rồi bấm «Lấy lại số liệu đã chốt»."
            )
            self._screen.context.history.stop_at(why.format(period=period_words(self._period)))


def _ended(found: PeriodCheck) -> str:
    last = format_date(found.period.last)
    if found.days > 0:
        return _("Kỳ này hết ngày {day}, đến nay {count} ngày.").format(day=last, count=found.days)
    return _("Kỳ này đến ngày {day} mới hết.").format(day=last)


def _problems(found: PeriodCheck) -> Card:
    card = Card(_("Còn thiếu, cần xem lại"))
    for one in found.problems:
        card.add_line(f"{SIGNS[one.severity]} {one.message}")
    if not found.problems:
        card.add_line(_("✔ Không thấy gì còn thiếu."))
    return card


def _figures(found: PeriodCheck) -> Card:
    card = Card(_("Số liệu sẽ chốt") if found.ok else _("Số liệu đến nay"))
    for code in SHOWN:
        known, value = catalogue()[code], found.figures[code]
        said = _("chưa có") if value is None else format_money(value)
        card.add_line(f"{data_text(known.name)}: {said} {data_text(known.unit)}")
    return card
