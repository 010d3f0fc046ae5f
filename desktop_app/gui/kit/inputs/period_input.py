"""A period, chosen from a list in words; a page that knows who has stated what offers the same periods with that."""

from __future__ import annotations

from datetime import date

from db.i18n import _
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput
from desktop_app.values.periods import Period, parse_period
from desktop_app.work.reports.period_choices import plain_choices


class PeriodInput(ChoiceInput):
    """Its value is the period's code."""

    def __init__(self, today: date, first: Period, *, months: bool = False) -> None:
        super().__init__(plain_choices(today, months=months))
        self.combo.setAccessibleName(_("Kỳ"))
        self.combo.setMaxVisibleItems(16)
        self.set_value(first.text)

    def period(self) -> Period:
        """The chosen period."""
        return parse_period(self.value())
