"""How the window looks wherever it runs: one size of text for everything, bars and menus wide enough for any hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QMenu, QScrollBar, QStyle
from pytestqt.qtbot import QtBot

from desktop_app.gui.kit.look import theme

OF_WINDOWS = ("QAbstractItemView", "QMenu", "QMessageBox", "QTipLabel")


@pytest.fixture
def app(qtbot: QtBot) -> QApplication:
    """The application; nothing of Windows is left in it afterwards."""
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    theme.load_fonts()
    return found


@pytest.mark.parametrize("percent", [100, 200])
def test_tables_menus_boxes_and_tips_have_the_size_that_was_chosen(
    app: QApplication, percent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = app.setStyleSheet

    def as_on_windows(sheet: str) -> None:
        """A new style sheet makes a new style, and with it Windows gives these their own font again."""
        plain(sheet)
        for name in OF_WINDOWS:
            QApplication.setFont(QFont("Noto Sans", 9), name)

    monkeypatch.setattr(app, "setStyleSheet", as_on_windows)
    theme.apply_theme(app, percent)
    assert app.font().pointSizeF() == pytest.approx(theme.POINTS * percent / 100)
    for name in OF_WINDOWS:
        assert QApplication.font(name) == app.font(), name
    monkeypatch.undo()
    theme.apply_theme(app, 100)


@pytest.mark.parametrize("percent", [100, 200])
def test_scroll_bars_and_menus_can_be_hit(app: QApplication, qtbot: QtBot, percent: int) -> None:
    theme.apply_theme(app, percent)
    bar = QScrollBar(Qt.Orientation.Vertical)
    qtbot.addWidget(bar)
    assert bar.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, bar) >= 20
    assert bar.sizeHint().width() >= 20
    menu = QMenu()
    qtbot.addWidget(menu)
    action = menu.addAction("Xuất Excel")
    menu.ensurePolished()
    assert menu.actionGeometry(action).height() >= 40
    theme.apply_theme(app, 100)
