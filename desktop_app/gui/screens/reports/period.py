"""A period typed as 2020, 2020H1, 2020Q3 or 2020-06; wrong text is told beneath and changes nothing."""

from __future__ import annotations

from PySide6.QtCore import Signal

from db.i18n import _
from desktop_app.gui.kit import words
from desktop_app.gui.kit.inputs import TextInput
from desktop_app.values.periods import NotAPeriod, Period, parse_period


class PeriodInput(TextInput):
    """Signal: `chosen` when Enter was pressed or the line was left with a period in it."""

    chosen = Signal()

    def __init__(self, first: Period) -> None:
        super().__init__(width=14)
        self.set_value(first.text)
        self._told = self.edit.text()
        self.edit.setAccessibleName(_("Kỳ"))
        self._note = words.text("", "error")
        self._note.setVisible(False)
        self._column.addWidget(self._note)
        self.edit.editingFinished.connect(self._tell)

    def period(self) -> Period | None:
        """The period, or None when the text is none."""
        try:
            return parse_period(self.edit.text().strip())
        except NotAPeriod:
            return None

    def _tell(self) -> None:
        wrong = self.period() is None
        self._note.setText(_("Ghi 2020H1, 2020Q2 hoặc 2020-06") if wrong else "")
        self._note.setVisible(wrong)
        if not wrong and self.edit.text() != self._told:
            self._told = self.edit.text()
            self.chosen.emit()
