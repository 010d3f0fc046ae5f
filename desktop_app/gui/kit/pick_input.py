"""A field that finds records as a person types: choose one with the keys, or enter a new name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from db.i18n import _
from db.text import clean
from desktop_app.gui.kit.inputs import Input

REST = 150
"""Milliseconds of rest before a search is asked."""


class PickInput(Input):
    """Someone or something on record, found by typing; what is found stands in a list below, never in the line."""

    def __init__(self, find: Callable[[str], Sequence[tuple[Any, str]]]) -> None:
        super().__init__()
        self._find = find
        self._value: Any = None
        self._shown = ""
        self.edit = QLineEdit()
        self.list = QListWidget()
        self.list.setVisible(False)
        self.list.setAccessibleName(_("Kết quả tìm"))
        self._column.addWidget(self.edit)
        self._column.addWidget(self.list)
        self._timer = QTimer(self, singleShot=True, interval=REST)
        self._timer.timeout.connect(self._search)
        self.edit.textEdited.connect(lambda _text: self._timer.start())
        self.list.itemClicked.connect(self._choose)
        for watched in (self.edit, self.list):
            watched.installEventFilter(self)

    def target(self) -> QWidget:
        """The line to type in."""
        return self.edit

    def value(self) -> Any:
        """The chosen record, or None when the line says something else."""
        return self._value if self.edit.text() == self._shown else None

    def typed(self) -> str:
        """What stands in the line."""
        return clean(self.edit.text())

    def set_value(self, value: Any) -> None:
        """Choose a record: (value, words), or None."""
        self._value, self._shown = value if value else (None, "")
        self.edit.setText(self._shown)
        self.list.setVisible(False)

    def _search(self) -> None:
        found = self._find(self.edit.text()) if self.edit.text().strip() else []
        self.list.clear()
        for value, label in list(found)[:8]:
            item = QListWidgetItem(label)
            item.setData(Qt.ItemDataRole.UserRole, value)
            self.list.addItem(item)
        rows = min(len(found), 5)
        self.list.setFixedHeight(rows * round(self.fontMetrics().height() * 1.5) + 8)
        self.list.setVisible(bool(found))
        self.changed.emit()

    def _choose(self, item: QListWidgetItem) -> None:
        self.set_value((item.data(Qt.ItemDataRole.UserRole), item.text()))
        self.edit.setFocus()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes to the list below; there Enter chooses and Escape goes back (Qt)."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.list:
                return self._pressed_in_list(event.key())
            if event.key() == Qt.Key.Key_Down and not self.list.isHidden():
                self.list.setFocus()
                self.list.setCurrentRow(0)
                return True
        return super().eventFilter(watched, event)

    def _pressed_in_list(self, key: int) -> bool:
        chosen = self.list.currentItem()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and chosen is not None:
            self._choose(chosen)
            return True
        if key == Qt.Key.Key_Escape:
            self.list.hide()
            self.edit.setFocus()
            return True
        return False
