"""Small labels used everywhere: titles, hints, buttons; each scales with the text and has a name for screen readers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from db.i18n import _


def title(text: str) -> QLabel:
    """The heading of a screen or form."""
    label = _Title(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", "title")
    label.setWordWrap(True)
    label.follow_text()
    return label


class _Title(QLabel):
    """A third larger than the text, whatever size that has."""

    def follow_text(self) -> None:
        font = QApplication.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        if font.pointSizeF() != self.font().pointSizeF():
            self.setFont(font)

    def event(self, event: QEvent) -> bool:
        """The text has another size (Qt)."""
        if event.type() in (QEvent.Type.ApplicationFontChange, QEvent.Type.StyleChange):
            self.follow_text()
        return super().event(event)


def text(words: str, role: str = "") -> QLabel:
    """A paragraph that wraps; `role` is hint or error."""
    label = _plain(words)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


def _plain(words: str) -> QLabel:
    """A label that shows its words as they are: a name that looks like HTML stays a name."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def button(
    words: str, on_press: Callable[[], object], *, main: bool = False, decides: bool | None = None
) -> QPushButton:
    """A button that says what it does; the main one of a screen stands out. Enter presses it when it has the focus.

    One that `decides` something (every main one does) is not pressed twice within a second.
    """
    made = _Button(words)
    made.setProperty("main", main)
    made.setProperty("decides", main if decides is None else decides)
    made.setAccessibleName(words)
    made.clicked.connect(lambda _checked=False: on_press())
    return made


def wrap(button: QPushButton, width: int) -> None:
    """Break a button's words into lines, so that it takes at most so many pixels where its longest word allows."""
    said, metrics = button.text().replace("\n", " "), button.fontMetrics()
    room = width - (button.sizeHint().width() - max(map(metrics.horizontalAdvance, button.text().split("\n"))))
    lines = [""]
    for word in said.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], longer] if metrics.horizontalAdvance(longer) <= room else [*lines, word]
    button.setText("\n".join(line for line in lines if line))


def decides(button: QPushButton) -> bool:
    """Whether a second press within a second would do a second deed."""
    return bool(button.property("decides"))


def main_button(page: QWidget) -> QPushButton | None:
    """The main button of a page, where it has one that is seen."""
    return next((one for one in page.findChildren(QPushButton) if one.property("main") and one.isVisibleTo(page)), None)


def press_main(page: QWidget) -> None:
    """What Enter means on a page without list or fields."""
    if (button := main_button(page)) is not None:
        button.click()


class _Button(QPushButton):
    """Enter presses it, as people expect; outside dialogs Qt leaves that to the space bar alone."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a press (Qt)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def not_read() -> str:
    """What stands where an answer was to come and none came; why is said in the message bar."""
    return _("Chưa đọc được sổ. Mở lại trang này để đọc lại.")
