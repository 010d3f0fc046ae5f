"""The rows of a list of any length: ids in display order, and a few pages of what was read of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QWidget

from desktop_app.gui.kit.look import theme

PAGE, PAGES = 100, 32
INK, STRUCK, PALE = "ink", "struck", "pale"
"""The key of a row that says how it is written: struck out where it no longer counts, pale where it is over."""
INK_ROLES = (Qt.ItemDataRole.FontRole, Qt.ItemDataRole.ForegroundRole)
Index = QModelIndex | QPersistentModelIndex
RowReader = Callable[[Sequence[bytes]], Sequence[Mapping[str, str]]]


@dataclass(frozen=True)
class TableColumn:
    """One column: key in the rows, title, width in letters, whether it holds numbers, and whether it names the row.

    What names a row is seen before all else but the first column, also where the table scrolls sideways.
    """

    key: str
    title: str
    width: int
    number: bool = False
    names: bool = False


class RowModel(QAbstractTableModel):
    """Ids and a few pages of rows."""

    def __init__(self, columns: Sequence[TableColumn], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self.ids: Sequence[bytes] = ()
        self.reader: RowReader = lambda _ids: ()
        self._pages: OrderedDict[int, Sequence[Mapping[str, str]]] = OrderedDict()

    def set_rows(self, ids: Sequence[bytes], read: RowReader) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.ids, self.reader = ids, read
        self._pages.clear()
        self.endResetModel()

    def id_at(self, row: int) -> bytes | None:
        """The id of a row."""
        return self.ids[row] if 0 <= row < len(self.ids) else None

    def row_of(self, identity: bytes) -> int:
        """The row of an id, or -1."""
        return self.ids.index(identity) if identity in self.ids else -1

    def row(self, number: int) -> Mapping[str, str]:
        """One row, from its page."""
        page = number // PAGE
        if page not in self._pages:
            self._pages[page] = self.reader(self.ids[page * PAGE : (page + 1) * PAGE])
            if len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        rows = self._pages[page]
        place = number % PAGE
        return rows[place] if place < len(rows) else {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows (Qt)."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns (Qt)."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell (Qt)."""
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.row(index.row()).get(column.key, "")
        if role == Qt.ItemDataRole.TextAlignmentRole and column.number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return _written(role, self.row(index.row()).get(INK, "")) if role in INK_ROLES else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A title (Qt)."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title if orientation == Qt.Orientation.Horizontal else section + 1
        return None


def _written(role: int, ink: str) -> QFont | QColor | None:
    """The font or the colour of a row that is written so."""
    if role == Qt.ItemDataRole.ForegroundRole:
        return QColor(theme.MUTED) if ink else None
    font = QFont()
    font.setStrikeOut(True)  # all else about it follows the table's
    return font if ink == STRUCK else None
