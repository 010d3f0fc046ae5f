"""The size of all text, 100 to 200 percent: acts at once and is remembered on this machine."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from db.i18n import _
from desktop_app.gui.kit.look import theme, words
from desktop_app.gui.kit.look.flow import FlowLayout

KEY = "text_percent"


class TextSize(QObject):
    """The one text size of the program. Signal: `changed` carries the percent."""

    changed = Signal(int)

    def __init__(self, app: QApplication, preferences: QSettings) -> None:
        super().__init__()
        self._app, self._preferences = app, preferences
        self.percent = _within(preferences.value(KEY, theme.SMALLEST))
        theme.apply_theme(app, self.percent)

    def set(self, percent: int) -> None:
        """Use this size from now on."""
        self.percent = _within(percent)
        self._preferences.setValue(KEY, self.percent)
        theme.apply_theme(self._app, self.percent)
        self.changed.emit(self.percent)

    def step(self, steps: int) -> None:
        """Larger or smaller by steps of 25 percent."""
        self.set(self.percent + steps * theme.STEP)


def _within(value: object) -> int:
    try:
        percent = int(str(value))
    except ValueError:
        percent = theme.SMALLEST
    return min(max(percent, theme.SMALLEST), theme.LARGEST)


class TextSizeBar(QWidget):
    """A– and A+ with the size in words between them."""

    def __init__(self, size: TextSize) -> None:
        super().__init__()
        row = FlowLayout(self)
        smaller = words.button("A–", lambda: size.step(-1))
        larger = words.button("A+", lambda: size.step(1))
        smaller.setAccessibleName(_("Chữ nhỏ hơn"))
        larger.setAccessibleName(_("Chữ to hơn"))
        self._now = QLabel()
        for widget in (QLabel(_("Cỡ chữ:")), smaller, self._now, larger):
            row.addWidget(widget)
        size.changed.connect(self._show)
        self._show(size.percent)

    def _show(self, percent: int) -> None:
        self._now.setText(f"{percent} %")
