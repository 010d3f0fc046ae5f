"""Several of a few fixed choices, each with a box to tick."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop_app.gui.kit.inputs.plain_inputs import Input
from desktop_app.gui.kit.inputs.sight import bring_into_sight


class TicksInput(Input):
    """Its value is the list of the values ticked, in the order offered."""

    def __init__(self, choices: Collection[tuple[str, str]]) -> None:
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        for value, label in choices:
            box = self.boxes[value] = QCheckBox(label)
            box.toggled.connect(lambda _on: self.changed.emit())
            box.toggled.connect(partial(bring_into_sight, box))
            self._column.addWidget(box)

    def target(self) -> QWidget:
        """The first box."""
        return next(iter(self.boxes.values()))

    def value(self) -> list[str]:
        """What is ticked."""
        return [value for value, box in self.boxes.items() if box.isChecked()]

    def set_value(self, value: Any) -> None:
        """Tick these, and no others."""
        for name, box in self.boxes.items():
            box.setChecked(name in (value or ()))
