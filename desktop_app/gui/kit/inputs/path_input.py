"""A place on disk: typed, pasted, or chosen; USB sticks that are plugged in are offered first."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStorageInfo
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit.inputs.line import LineInput
from desktop_app.gui.kit.inputs.plain_inputs import Input
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.flow import FlowLayout

Browser = tuple[str, Callable[[], Path | None]]


class PathInput(Input):
    """A file or folder; each browser is a button's words and what opens the system's dialog (a path, or None)."""

    def __init__(self, *browsers: Browser, sticks: bool = False) -> None:
        super().__init__()
        self.edit = LineInput()
        self.edit.setAcceptDrops(False)  # what is dropped belongs to the page, not into the line
        buttons = QWidget()
        row = FlowLayout(buttons)
        for label, browse in browsers:
            row.addWidget(words.button(label, partial(self._choose, browse)))
        for stick in removable_drives() if sticks else ():
            row.addWidget(words.button(_("USB {drive}").format(drive=stick), partial(self.set_value, stick)))
        inner = QVBoxLayout()
        inner.addWidget(self.edit)
        inner.addWidget(buttons)
        self._column.addLayout(inner)
        self.edit.textChanged.connect(lambda _text: self.changed.emit())

    def _choose(self, browse: Callable[[], Path | None]) -> None:
        chosen = browse()
        if chosen is not None:
            self.set_value(chosen)

    def target(self) -> QWidget:
        """The line to type in."""
        return self.edit

    def value(self) -> Path | None:
        """The path, or None."""
        text = self.edit.text().strip().strip('"')
        return Path(text).expanduser() if text else None

    def set_value(self, value: object) -> None:
        """Show a path."""
        self.edit.setText("" if value is None else str(value))


def removable_drives() -> list[Path]:
    """Drives that look like USB sticks and can be written: not the system's own, not the home folder's."""
    own = {QStorageInfo(str(Path.home())).rootPath(), QStorageInfo.root().rootPath()}
    wanted = ("/media/", "/run/media/", "/mnt/") if os.name != "nt" else ()
    found = []
    for drive in QStorageInfo.mountedVolumes():
        root = drive.rootPath()
        usable = drive.isValid() and drive.isReady() and not drive.isReadOnly() and root not in own
        if usable and (os.name == "nt" or root.startswith(wanted)):
            found.append(Path(root))
    return found
