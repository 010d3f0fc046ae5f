"""The keys of the whole program, in one table: the window listens to them, the help page prints them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from db.i18n import _

SIZES = {"larger": 1, "smaller": -1}
"""The actions of the text size, and the steps that each takes."""


@dataclass(frozen=True)
class Keys:
    """A key, the name of what it does, and its words for people."""

    keys: str
    action: str
    words: str


def table() -> tuple[Keys, ...]:
    """Every key of the program outside a form."""
    return (
        Keys("Ctrl+N", "new", _("Ghi mới ở màn hình đang mở")),
        Keys("Ctrl+F", "find", _("Tìm trong danh sách")),
        Keys("Ctrl+P", "print", _("In")),
        Keys("Ctrl+Z", "undo", _("Hoàn tác việc vừa làm; trong mẫu ghi: lấy lại chữ vừa gõ")),
        Keys("Ctrl+Y", "redo", _("Làm lại việc vừa hoàn tác")),
        Keys("Ctrl++", "larger", _("Chữ to hơn")),
        Keys("Ctrl+-", "smaller", _("Chữ nhỏ hơn")),
        Keys("F1", "help", _("Xem hướng dẫn của màn hình đang mở")),
        *(
            Keys(f"Ctrl+{number}", f"place{number}", _("Sang mục thứ {number} ở cột bên trái").format(number=number))
            for number in range(1, 8)
        ),
    )


def of_a_form() -> tuple[Keys, ...]:
    """Keys that a form or list understands by itself; for the help page."""
    return (
        Keys(
            "Enter",
            "submit",
            _(
                "Trong mẫu ghi: lưu; ở mẫu hủy phiếu, duyệt, trao, bàn giao: sang ô sau. Trong danh sách: mở dòng đang chọn. Ở "
                "trang khác: nút chính"
            ),
        ),
        Keys("Ctrl+S", "submit", _("Trong mẫu ghi: lưu")),
        Keys("Tab", "next", _("Sang ô tiếp theo")),
        Keys("Esc", "leave", _("Quay lại trang trước; mẫu có phần chưa lưu thì được hỏi lại")),
        Keys("Alt + chữ gạch chân", "mnemonic", _("Đến ô hoặc bấm nút có chữ gạch chân")),
    )


def listen(window: QWidget, actions: Mapping[str, Callable[[], object]]) -> None:
    """Make the window obey the table; every action named in it must be given."""
    for entry in table():
        _obey(window, entry, actions[entry.action])


def listen_for_size(window: QWidget, step: Callable[[int], object]) -> None:
    """Where no book is open only the keys of the text size mean anything; `step` makes it larger or smaller."""
    for entry in table():
        if entry.action in SIZES:
            _obey(window, entry, partial(step, SIZES[entry.action]))


def _obey(window: QWidget, entry: Keys, action: Callable[[], object]) -> None:
    shortcut = QShortcut(QKeySequence(entry.keys), window)
    shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
    shortcut.setAutoRepeat(False)  # a finger that rests on a key presses it once
    shortcut.activated.connect(_pressed(action))


def _pressed(action: Callable[[], object]) -> Callable[[], None]:
    def press() -> None:
        action()

    return press
