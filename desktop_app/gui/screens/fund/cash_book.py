"""The cash book of a period: asked for on a short form, shown as the paper that is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.i18n import _
from db.refusal import DraftRefused, FieldError
from desktop_app.gui.kit.form import Form
from desktop_app.gui.kit.inputs import TextInput
from desktop_app.values.periods import NotAPeriod, Period, parse_period
from desktop_app.work import printing

if TYPE_CHECKING:
    from desktop_app.gui.screens.fund import FundScreen


class CashBookForm(Form):
    """Asks for the period."""

    def __init__(self, screen: FundScreen) -> None:
        super().__init__(_("Sổ quỹ tiền mặt"), _("Xem và in"))
        self._screen = screen
        self.add(
            "period",
            _("Kỳ"),
            TextInput(width=16),
            hint=_("2020 là cả năm, 2020H1 sáu tháng đầu năm, 2020Q2 quý II, 2020-06 tháng 6"),
            required=True,
        )
        self.submitted.connect(self._show)

    @staticmethod
    def default_period(screen: FundScreen) -> str:
        """The current month."""
        return f"{screen.book.clock.today():%Y-%m}"

    def _show(self) -> None:
        text = self.values()["period"]
        screen = self._screen

        def read() -> None:
            try:
                period: Period = parse_period(text)
            except NotAPeriod:
                message = _("«{text}» không phải một kỳ. Ghi như 2020H1 hoặc 2020-06").format(text=text)
                raise DraftRefused([FieldError("period", message)]) from None
            screen.show_paper(
                "cash-book",
                lambda path: printing.print_paper(screen.book, "cash-book", path, period=period, remember=False),
                f"so-quy-{period.text}.pdf",
            )

        screen.attempt(read, self)
