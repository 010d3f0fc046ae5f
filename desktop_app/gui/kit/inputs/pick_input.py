"""A field that finds records as a person types: choose one with the keys, or enter a new name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QWidget

from db.i18n import _
from desktop_app.gui.kit.inputs.line import LineInput, presses_with_alt
from desktop_app.gui.kit.inputs.plain_inputs import Input
from desktop_app.gui.kit.look import words
from desktop_app.work.records.results import Offered

REST = 150
"""Milliseconds of rest before a search is asked."""
MOST_ROWS, ROWS_SEEN = 20, 6
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)


class PickInput(Input):
    """Someone or something on record, found by typing; what is found stands in a list below, never in the line.

    What is found with a sentence must be chosen: Enter, Tab and the form's button take what is `sure`, and otherwise the
    sentence says what to do. What is found without one may also stand as it was typed, for someone new.
    """

    def __init__(self, find: Callable[[str], Offered | Sequence[tuple[Any, str]]]) -> None:
        super().__init__()
        self._find = find
        self._offered, self._searched = Offered(), ""
        self._value: Any = None
        self._shown = ""
        self.edit = LineInput()
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the arrows lead here, Tab goes on to the next field
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Kết quả tìm"))
        self.said = words.text("", "hint")
        for widget in (self.edit, self.said, self.list):
            self._column.addWidget(widget)
        self._timer = QTimer(self, singleShot=True, interval=REST)
        self._timer.timeout.connect(self._search)
        self.edit.textEdited.connect(lambda _text: self._timer.start())
        self.list.itemClicked.connect(self._choose)
        for watched in (self.edit, self.list):
            watched.installEventFilter(self)
        self._close()

    def target(self) -> QWidget:
        """The line to type in."""
        return self.edit

    def value(self) -> Any:
        """The chosen record, or None when the line says something else."""
        return self._value if self.edit.text() == self._shown else None

    def set_value(self, value: Any) -> None:
        """Choose a record: (value, words), or None."""
        self._value, self._shown = value if value else (None, "")
        self.edit.setText(self._shown)
        self._close()

    def settle(self) -> None:
        """Choose what was typed, where it is sure."""
        if self.value() is not None or not self.typed():
            return
        if self._searched != self.typed():
            self._search()
        if self._offered.sure:
            self.set_value(self._offered.rows[0])
            self.changed.emit()

    def error(self) -> str | None:
        """What to do about typed words that are not sure to mean one of what is found."""
        if self.value() is not None or not self.typed() or not self._offered.said:
            return None
        self.said.hide()
        return self._offered.said

    def _search(self) -> None:
        self._timer.stop()
        self._searched = self.typed()
        found = self._find(self._searched) if self._searched else Offered()
        self._offered = found if isinstance(found, Offered) else Offered(found)
        rows = self._offered.rows[:MOST_ROWS]
        self.list.clear()
        for value, label in rows:
            item = QListWidgetItem(label)
            item.setData(Qt.ItemDataRole.UserRole, value)
            self.list.addItem(item)
        height = min(len(rows), ROWS_SEEN) * max(self.list.sizeHintForRow(0), 1)
        self.list.setFixedHeight(height + 2 * self.list.frameWidth() + 4)
        self.list.setVisible(bool(rows))
        self.said.setText(self._offered.said)
        self.said.setVisible(bool(self._offered.said))
        self.changed.emit()

    def _close(self) -> None:
        self._timer.stop()
        self.list.hide()
        self.said.hide()

    def _choose(self, item: QListWidgetItem) -> None:
        self.set_value((item.data(Qt.ItemDataRole.UserRole), item.text()))
        self.edit.setFocus()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes to the list; there Enter and Tab choose, Escape goes back, and letters go on in the line (Qt)."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._pressed_in_list(event) if watched is self.list else self._pressed_in_line(event.key())
        if (
            watched is self.edit
            and event.type() == QEvent.Type.FocusOut
            and QApplication.focusWidget() is not self.list
        ):
            self.settle()
        return super().eventFilter(watched, event)

    def _pressed_in_line(self, key: int) -> bool:
        if key == Qt.Key.Key_Down and self.typed():
            if self._searched != self.typed():
                self._search()
            if not self.list.isHidden():
                self.list.setFocus()
                self.list.setCurrentRow(0)
            return True
        if key in ENTER and self.value() is None:
            self.settle()
            return self.value() is not None
        if key == Qt.Key.Key_Escape and not self.list.isHidden():
            self._close()
            return True
        return False

    def _pressed_in_list(self, event: QKeyEvent) -> bool:
        key, chosen = event.key(), self.list.currentItem()
        if key in (*ENTER, Qt.Key.Key_Tab) and chosen is not None:
            self._choose(chosen)
            return key in ENTER or self.focusNextChild()
        if key == Qt.Key.Key_Up and self.list.currentRow() == 0:
            self.edit.setFocus()
            return True
        if key == Qt.Key.Key_Escape:
            self._close()
            self.edit.setFocus()
            return True
        if key in MOVES or presses_with_alt(event) or not (event.text() or key in (Qt.Key.Key_Left, Qt.Key.Key_Right)):
            return False
        self.edit.setFocus()
        QCoreApplication.sendEvent(self.edit, event)
        return True
