"""Search as you type: asked after a short rest; Escape clears, Down goes to the list; the count stands beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from db.i18n import _
from desktop_app.gui.kit.inputs.line import LineInput
from desktop_app.gui.kit.inputs.pick_input import REST

SEARCH_WIDTH = 28
"""Letters of the whole bar at least, where choices stand beside it."""


class SearchBar(QWidget):
    """Signals: `asked` carries the text to search for, `down` says that the list should take the focus."""

    asked = Signal(str)
    down = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        label = QLabel(_("Tìm:"))
        self.edit = _SearchLine(self)
        self.edit.setPlaceholderText(_("gõ tên, không cần dấu"))
        self.edit.setAccessibleName(_("Tìm"))
        label.setBuddy(self.edit)
        self.count = QLabel("")
        row.addWidget(label)
        row.addWidget(self.edit, 1)
        row.addWidget(self.count)
        self._timer = QTimer(self, singleShot=True, interval=REST)
        self._timer.timeout.connect(lambda: self.asked.emit(self.edit.text()))
        self.edit.textChanged.connect(lambda _text: self._timer.start())

    def text(self) -> str:
        """What is searched for."""
        return self.edit.text()

    def nothing_found(self) -> str:
        """What stands in the place of rows when nothing is found; "" where nothing is searched for."""
        if not (wanted := self.text().strip()):
            return ""
        said = _("Không tìm thấy «{text}». Gõ ít chữ hơn, hoặc bấm Esc ở ô «Tìm» để xem lại cả danh sách.")
        return said.format(text=wanted)


class _SearchLine(LineInput):
    """Escape clears the search, Down goes to the list."""

    def __init__(self, bar: SearchBar) -> None:
        super().__init__()
        self._bar = bar

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Down as said; everything else as usual (Qt)."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self._bar.down.emit()
        else:
            super().keyPressEvent(event)
