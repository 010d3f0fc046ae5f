"""A question before a second record of somebody is made: who of those on record is meant, or somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox, QWidget

from db.i18n import _
from desktop_app.gui.kit.messages.question import show_question
from desktop_app.work.people.known_people import Known

MOST = 4
"""So many of one name are offered."""


@dataclass(frozen=True)
class Meant:
    """Who is meant: someone on record, or, with None, somebody else."""

    known: bytes | None


def who_is_meant(parent: QWidget, known: Sequence[Known], same: str) -> Meant | None:
    """Ask which of these is meant; `same` is what saying so does. None leads back to the form, and is the safe answer.

    Where nobody of the name is on record nothing is asked.
    """
    if not known:
        return Meant(None)
    offered = known[:MOST]
    alone = len(offered) == 1
    box = QMessageBox(parent)
    box.setWindowTitle(_("Trong sổ đã có người cùng tên"))
    box.setTextFormat(Qt.TextFormat.PlainText)  # a name that looks like HTML stays a name
    lines = [one.words if alone else f"{number}. {one.words}" for number, one in enumerate(offered, 1)]
    box.setText("\n".join([_("Trong sổ đã có:"), *lines, "", same]))
    back = box.addButton(_("Quay lại mẫu"), QMessageBox.ButtonRole.RejectRole)
    buttons = {
        box.addButton(
            _("Cùng một người") if alone else _("Là người số {number}").format(number=number),
            QMessageBox.ButtonRole.AcceptRole,
        ): Meant(one.id)
        for number, one in enumerate(offered, 1)
    }
    buttons[box.addButton(_("Người khác, ghi mới"), QMessageBox.ButtonRole.AcceptRole)] = Meant(None)
    row = box.findChild(QDialogButtonBox)
    assert row is not None
    row.setOrientation(Qt.Orientation.Vertical)  # side by side large letters are cut
    box.setDefaultButton(back)
    box.setEscapeButton(back)
    show_question(box)
    return next((meant for button, meant in buttons.items() if button is box.clickedButton()), None)
