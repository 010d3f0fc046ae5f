"""The seven places of the program, and the bar on the left that leads to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout

from db.i18n import _
from desktop_app.gui.kit.look import words


@dataclass(frozen=True)
class Place:
    """One entry of the bar on the left."""

    name: str
    title: str


def places() -> tuple[Place, ...]:
    """The seven places, in order."""
    return (
        Place("today", _("Hôm nay")),
        Place("members", _("Hội viên")),
        Place("awards", _("Khen thưởng,\nhọc bổng")),
        Place("fund", _("Quỹ")),
        Place("reports", _("Báo cáo")),
        Place("exchange", _("Gửi và nhận")),
        Place("settings", _("Cài đặt")),
    )


class PlaceBar(QScrollArea):
    """A button a place; `go_to` is called with the name of the one pressed."""

    def __init__(self, go_to: Callable[[str], object]) -> None:
        super().__init__()
        self._buttons: dict[str, QPushButton] = {}
        self._bar = QFrame()
        column = QVBoxLayout(self._bar)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(0)
        for place in places():
            button = words.button(place.title, partial(go_to, place.name))
            button.setAccessibleName(place.title.replace("\n", " "))
            button.setProperty("place", True)
            button.setCheckable(True)
            column.addWidget(button)
            self._buttons[place.name] = button
        column.addStretch(1)
        for widget in (self._bar, self):
            widget.setObjectName("places")
        self.setWidget(self._bar)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fit()

    def fit(self) -> None:
        """Room for the titles also when one is bold."""
        self.setFixedWidth(round(self._bar.sizeHint().width() * 1.1))

    def mark(self, name: str) -> None:
        """Show which place is open."""
        for known, button in self._buttons.items():
            button.setChecked(known == name)
