"""The defect of one PySide6 release under Python 3.11: void methods lost a reference to None until the program died."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_the_binding_keeps_none_alive(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _turn in range(1_000):
        label.setText("x")
    assert abs(sys.getrefcount(None) - before) < 100
