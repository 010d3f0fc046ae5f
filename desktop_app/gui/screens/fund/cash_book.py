"""The cash book of a period: asked for on a short form, shown as the paper that is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.i18n import _
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.inputs.period_input import PeriodInput
from desktop_app.values.periods import parse_period
from desktop_app.work import printing
from desktop_app.work.records.vocabulary import period_file

if TYPE_CHECKING:
    from desktop_app.gui.screens.fund import FundScreen


class CashBookForm(Form):
    """Asks for the period."""

    def __init__(self, screen: FundScreen) -> None:
        super().__init__(_("Sổ quỹ tiền mặt"), _("Xem và in"), writes=False)
        self._screen = screen
        month = parse_period(self.default_period(screen))
        self.add("period", _("Kỳ"), PeriodInput(screen.book.clock.today(), month, months=True))
        self.submitted.connect(self._show)

    @staticmethod
    def default_period(screen: FundScreen) -> str:
        """The current month."""
        return f"{screen.book.clock.today():%Y-%m}"

    def _show(self) -> None:
        period = parse_period(self.values()["period"])
        screen = self._screen
        screen.show_paper(
            "cash-book",
            lambda path: printing.print_paper(screen.book, "cash-book", path, period=period, remember=False),
            f"so-quy-{period_file(period)}.pdf",
        )
