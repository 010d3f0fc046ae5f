"""Driving the window as a person does: keys, typed Vietnamese, and waiting for what is shown."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from db.clock import Clock
from db.exchange.trust.home_folder import Home
from desktop_app.gui import preferences
from desktop_app.gui.desk import Desk
from desktop_app.gui.kit.look import theme
from desktop_app.gui.kit.look.text_size import TextSize
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.main_window import MainWindow

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PATIENCE = 20_000
"""Milliseconds until something that should appear counts as missing; a busy machine is no failure."""


class Person:
    """Someone at the keyboard of one window."""

    def __init__(self, qtbot: QtBot, home: Home, clock: Clock, *, percent: int = 100) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.load_fonts()
        self.qtbot = qtbot
        self.settings = preferences.open_preferences(home)
        self.settings.setValue("text_percent", percent)
        self.seconds = 0.0
        self.window = MainWindow(self.settings, TextSize(app, self.settings), home, clock, lambda: self.seconds)
        self.window.resize(1366, 720)

    def start(self, book: Path | None = None) -> None:
        """The window appears."""
        self.window.start(book)
        self.window.show()
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        self.wait_for_reading()

    @property
    def desk(self) -> Desk:
        """The desk of the open book."""
        assert self.window.desk is not None
        return self.window.desk

    @property
    def screen(self) -> Screen:
        """The screen that is seen."""
        screen = self.desk.current()
        assert screen is not None
        return screen

    def focus(self) -> QWidget:
        """Where the cursor is."""
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key, wherever the cursor is; without a window manager nobody else puts the window in front."""
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        QCoreApplication.processEvents()
        self.wait_for_reading()

    def bounce(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key twice at once, as a trembling finger does; it comes in where the system's keys come in."""
        for _time in range(2):
            QTest.keyClick(self.window.windowHandle(), key, modifier)
            self.settle()

    def rest_on(self, key: Qt.Key, seconds: int) -> None:
        """Hold a key down; it repeats four times a second, where the system's keys come in."""
        for time_ in range(4 * seconds):
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", time_ > 0)
            QCoreApplication.sendEvent(self.window.windowHandle(), event)
            self.settle()
            self.seconds += 0.25
        released = QKeyEvent(QEvent.Type.KeyRelease, key, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(self.window.windowHandle(), released)

    def strike(self, text: str, *, held: bool = False) -> None:
        """Type letter by letter at full speed, where the system's keys come in; `held`: every key repeats once."""
        for letter in text:
            key = {" ": Qt.Key.Key_Space, "\n": Qt.Key.Key_Return}.get(letter, Qt.Key(ord(letter.upper())))
            for repeats in (False, True)[: 1 + held]:
                event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter, repeats)
                QCoreApplication.sendEvent(self.window.windowHandle(), event)
            QCoreApplication.sendEvent(
                self.window.windowHandle(),
                QKeyEvent(QEvent.Type.KeyRelease, key, Qt.KeyboardModifier.NoModifier, letter),
            )
        self.settle()

    def double_click(self, text: str) -> None:
        """A double click on what begins with these words, where one click is meant."""
        button = self.seen(text)
        place = button.mapTo(self.window, button.rect().center())
        handle, left, none = self.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(handle, left, none, place)
        self.settle()
        QTest.mouseDClick(handle, left, none, place)
        self.settle()

    def ctrl(self, letter: str) -> None:
        """Ctrl and a letter or digit."""
        self.press(Qt.Key(ord(letter.upper())), CTRL)

    def choose(self, text: str) -> None:
        """Alt and the underlined letter of the label or button that begins so; Qt holds a button for a moment."""
        widget = self.seen(text)
        shown = widget.text()
        assert "&" in shown, f"no letter is underlined: {shown}"
        self.press(Qt.Key(ord(shown[shown.index("&") + 1].upper())), ALT)
        self.wait(lambda: not any(button.isDown() for button in self.window.findChildren(QAbstractButton)))
        self.wait_for_reading()

    def seen(self, text: str) -> QAbstractButton | QLabel:
        """The visible button or label that begins with these words, once the page shows what it has read."""
        self.wait_for_reading()
        for kind in (QAbstractButton, QLabel):
            for widget in self.window.findChildren(kind):
                if widget.isVisible() and widget.text().replace("&", "").startswith(text):
                    return widget
        raise AssertionError(f"not to be seen: {text}")

    def type(self, text: str) -> None:
        """Type text as an input method does; what stood in the line is replaced."""
        widget = self.focus()
        self.press(Qt.Key.Key_A, CTRL)
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(widget, event)
        QCoreApplication.processEvents()

    def tab(self) -> None:
        """To the next field."""
        self.press(Qt.Key.Key_Tab)

    def enter(self) -> None:
        """Enter."""
        self.press(Qt.Key.Key_Return)

    def wait(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        self.qtbot.waitUntil(holds, timeout=PATIENCE)

    def wait_for_work(self) -> None:
        """Wait until the worker has nothing to do, and everything has been read."""
        self.wait(lambda: not self.desk.runner.busy and not self.desk.reader.busy)

    def wait_for_reading(self) -> None:
        """Wait until the pages show what they have asked for, as a person does before the next key."""
        if self.window.desk is not None:
            self.wait(lambda: self.window.desk is None or not self.window.desk.reader.busy)

    def settle(self) -> None:
        """Let Qt lay out and paint what has changed."""
        for _turn in range(5):
            QCoreApplication.processEvents()

    def message(self) -> str:
        """What the message bar says."""
        return self.desk.messages.text()

    def answer_file_dialog(self, path: Path) -> None:
        """Type a path into the file dialog that the next key opens, and press Enter."""
        later(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog), lambda: _type_path(path))

    def answer_question(self, text: str) -> None:
        """Press the button that begins so in the question that the next key opens."""
        later(lambda: _answer(text) is not None, lambda: _press_answer(text))


def press_action(person: Person, label: str) -> None:
    """The action of a page, which stands behind «Việc khác…» where the line has no room for it; what it opens is awaited."""
    person.wait_for_reading()
    buttons = person.screen.currentWidget().findChildren(QAbstractButton)
    next(one for one in buttons if one.text().replace("&", "") == label).click()
    person.wait_for_reading()


def later(holds: Callable[[], bool], action: Callable[[], object]) -> None:
    """As soon as something holds, do something; asked every few milliseconds by the event loop, up to the patience."""
    timer = QTimer(QApplication.instance())
    timer.setInterval(20)
    until = time.monotonic() + PATIENCE / 1_000

    def look() -> None:
        if holds():
            timer.stop()
            action()
        elif time.monotonic() > until:
            timer.stop()

    timer.timeout.connect(look)
    timer.start()


class Watch(QTimer):
    """Closes a box that nobody answers: a test then fails with what the box said, and never waits for ever."""

    def __init__(self) -> None:
        super().__init__(interval=200)
        self.unanswered: list[str] = []
        self._box: QWidget | None = None
        self._since = 0.0
        self.timeout.connect(self._look)
        self.start()

    def _look(self) -> None:
        box = QApplication.activeModalWidget()
        if box is not self._box:
            self._box, self._since = box, time.monotonic()
        elif isinstance(box, QDialog) and time.monotonic() > self._since + PATIENCE / 1_000:
            self.unanswered.append(box.text() if isinstance(box, QMessageBox) else box.windowTitle())
            box.reject()


def _type_path(path: Path) -> None:
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    assert line is not None
    line.setFocus()
    line.selectAll()
    event = QInputMethodEvent()
    event.setCommitString(str(path))
    QCoreApplication.sendEvent(line, event)
    QTest.keyClick(line, Qt.Key.Key_Return)


def _answer(text: str) -> QAbstractButton | None:
    """The button that begins so in the question that is open now."""
    box = QApplication.activeModalWidget()
    buttons = box.buttons() if isinstance(box, QMessageBox) else []
    return next((one for one in buttons if one.text().replace("&", "").startswith(text)), None)


def _press_answer(text: str) -> None:
    button = _answer(text)
    assert button is not None
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
