"""One press, one deed: a second press that was meant for what the first has already done goes nowhere.

And what is pressed while a page is being opened is meant for that page, and waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QTextEdit,
    QWidget,
)

from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.look import words

PAUSE = 1.0
"""Seconds, as the buttons of gov.uk wait (govuk-frontend, `DEBOUNCE_TIMEOUT_IN_SECONDS`)."""
TREMBLE = 40
"""Pixels that an unsteady hand moves between the two presses of a double click."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Press:
    """A key (0 for the mouse) or a place on the screen, when, and whether it hit what decides something."""

    key: int
    place: QPoint
    at: float
    decides: bool

    def repeats(self, before: Press) -> bool:
        """The same key, or the mouse in the same place."""
        return self.key == before.key and (self.place - before.place).manhattanLength() <= TREMBLE


class Presses(QObject):
    """Watches what reaches a window from outside; `now` gives seconds. `turned` is told that another page is seen.

    Within the pause after a press, the same press goes nowhere when the page has changed since, or when both hit what
    decides: the main button of a page, an action on the chosen row, Enter in a form. What types or moves is no press. While `opening` says that a page
    is being opened keys are kept, until `go_on`; Escape, the mouse and another place forget what was kept.
    """

    def __init__(self, window: QWidget, now: Callable[[], float], opening: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window = window
        self._now, self._opening = now, opening
        self._kept: list[QKeyEvent] = []
        self._last: Press | None = None
        self._turned_at: float | None = None

    def turned(self, *_page: object) -> None:
        """Another page is seen now."""
        self._turned_at = self._now()
        if self._opening():
            self._kept.clear()

    def go_on(self) -> None:
        """The page is there: what was pressed for it comes in."""
        kept, self._kept = self._kept, []
        for event in kept:
            QCoreApplication.sendEvent(self._window.windowHandle(), event)

    def _keep(self, event: QEvent) -> bool:
        """Whether this is a key that waits for a page."""
        if isinstance(event, QKeyEvent) and self._opening() and event.key() != Qt.Key.Key_Escape:
            self._kept.append(event.clone())
            return True
        if isinstance(event, QKeyEvent) or event.type() == QEvent.Type.MouseButtonPress:
            self._kept.clear()
        return False

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Swallow what would be done twice, keep what comes too early (Qt)."""
        if self._keep(event):
            return True
        press = self._press(event)
        if press is None:
            return False
        held = isinstance(event, QKeyEvent) and event.isAutoRepeat()
        if held or (self._last is not None and self._is_second(press, self._last)):
            return True
        self._last, self._turned_at = press, None
        return False

    def _press(self, event: QEvent) -> Press | None:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            focus = QApplication.focusWidget()
            if _means_a_deed(event, focus):
                return Press(event.key(), QPoint(), self._now(), _decides(focus, by_key=True))
        if isinstance(event, QMouseEvent) and event.type() in (
            QEvent.Type.MouseButtonPress,
            QEvent.Type.MouseButtonDblClick,
        ):
            place = event.globalPosition().toPoint()
            return Press(0, place, self._now(), _decides(QApplication.widgetAt(place), by_key=False))
        return None

    def _is_second(self, press: Press, last: Press) -> bool:
        if not press.repeats(last):
            return False
        if self._turned_at is not None:
            return press.at - max(last.at, self._turned_at) < PAUSE
        return press.decides and last.decides and press.at - last.at < PAUSE


def _means_a_deed(event: QKeyEvent, focus: QWidget | None) -> bool:
    """Whether a key does something where the cursor is, rather than type or move.

    Escape and Ctrl+S do everywhere, Enter but where it begins a new line, a space only on what it presses. Every other
    key, and a space in text or a list, means itself as often as it comes, also while a finger rests on it.
    """
    if event.key() == Qt.Key.Key_Space:
        return isinstance(focus, QAbstractButton)
    if event.key() in ENTER:
        return not (isinstance(focus, (QPlainTextEdit, QTextEdit)) and not focus.isReadOnly())
    saves = event.key() == Qt.Key.Key_S and event.modifiers() & Qt.KeyboardModifier.ControlModifier
    return event.key() == Qt.Key.Key_Escape or bool(saves)


def _decides(hit: QWidget | None, *, by_key: bool) -> bool:
    if isinstance(hit, QPushButton):
        return words.decides(hit)
    chooses = isinstance(hit, (QListView, QPlainTextEdit, QTableView))
    return by_key and not chooses and _form_of(hit) is not None


def _form_of(widget: QWidget | None) -> Form | None:
    while widget is not None and not isinstance(widget, Form):
        widget = widget.parentWidget()
    return widget
