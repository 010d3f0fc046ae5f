"""What is typed is seen: a page that was scrolled away comes back to the field with the cursor."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget


def bring_into_sight(field: QWidget, *_said: object) -> None:
    """Scroll every area around a field to it, where it has the cursor: now, and once words beneath it have their place."""
    if field.hasFocus():
        _scroll_to(field)
        QTimer.singleShot(0, field, lambda: _scroll_to(field))


def _scroll_to(field: QWidget) -> None:
    around = field.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea) and around.widget() is not None:
            around.ensureWidgetVisible(field)
        around = around.parentWidget()
