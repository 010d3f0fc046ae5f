"""How the window looks: Noto Sans, large, calm colours of 4.5:1 and more; everything scales with the text size."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from db.i18n import RESOURCES

FAMILY = "Noto Sans"
POINTS = 13
SMALLEST, LARGEST, STEP = 100, 200, 25

INK, MUTED, PAPER, SURFACE, LINE = "#1d2733", "#4a5866", "#ffffff", "#f4f1ea", "#b9b2a3"
ACCENT, ACCENT_DARK, FOCUS = "#9b1c22", "#7c151a", "#0b57d0"
GOOD, WARN, BAD, NOTE = "#1e6b3a", "#8a5a00", "#b3261e", "#0b4f8a"


STEADY = 44
"""Pixels of a row that every hand hits."""
AIR = 16
"""Pixels above and below the words of a button or field, both together: large words are easy to hit by themselves."""


def load_fonts() -> None:
    """Make the shipped screen fonts known to Qt."""
    for file in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / file))


def apply_theme(app: QApplication, percent: int) -> None:
    """Set font, colours and sizes of the whole program at once; `percent` is 100 to 200."""
    app.setStyle("Fusion")
    font = QFont(FAMILY)
    font.setPointSizeF(POINTS * percent / 100)
    app.setFont(font)
    app.setPalette(_palette())
    app.setStyleSheet(_style(QFontMetrics(font)))
    app.setFont(font)  # once more: only now do the fonts go that Windows sets for tables, menus, boxes and tips


def _palette() -> QPalette:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, SURFACE),
        (QPalette.ColorRole.Base, PAPER),
        (QPalette.ColorRole.AlternateBase, "#faf8f3"),
        (QPalette.ColorRole.Text, INK),
        (QPalette.ColorRole.WindowText, INK),
        (QPalette.ColorRole.ButtonText, INK),
        (QPalette.ColorRole.Button, "#ffffff"),
        (QPalette.ColorRole.Highlight, "#e9d9a8"),
        (QPalette.ColorRole.HighlightedText, INK),
        (QPalette.ColorRole.PlaceholderText, MUTED),
    ):
        palette.setColor(role, QColor(colour))
    return palette


def _style(metrics: QFontMetrics) -> str:
    """Paddings follow the font; no font size stands here, so text keeps following the chosen size.

    What the focus adds to a border it takes from the padding: nothing moves and nothing is cut.
    """
    arrow, check = ((RESOURCES / "icons" / name).as_posix() for name in ("down.png", "check.png"))
    pad, high = metrics.height() // 3, max(metrics.height() + min(metrics.height() // 2, AIR), 40)
    bar = max(metrics.height() // 2 + 2, 20)
    return f"""
    QPushButton {{ padding: {pad // 2}px {pad * 2}px; min-height: {high - pad}px; border: 1px solid {LINE};
        border-radius: 6px; background: {PAPER}; }}
    QPushButton:hover {{ background: #fbf6e9; }}
    QPushButton:focus {{ border: 3px solid {FOCUS}; padding: {pad // 2 - 2}px {pad * 2 - 2}px; }}
    QPushButton:disabled {{ color: {MUTED}; background: #ece8de; }}
    QPushButton[main="true"] {{ background: {ACCENT}; color: white; border-color: {ACCENT_DARK}; font-weight: bold; }}
    QPushButton[main="true"]:hover {{ background: {ACCENT_DARK}; }}
    QPushButton[main="true"]:focus {{ border: 3px solid #f0c24a; }}
    QPushButton[place="true"] {{ text-align: left; border: none; border-radius: 0; background: transparent;
        color: white; padding: {pad}px {pad * 2}px; }}
    QPushButton[place="true"]:hover {{ background: #52131a; }}
    QPushButton[place="true"]:checked {{ background: {SURFACE}; color: {ACCENT_DARK}; font-weight: bold; }}
    QPushButton[place="true"]:focus {{ border: 3px solid #f0c24a; padding: {pad - 3}px {pad * 2 - 3}px; }}
    #places {{ background: #3d0f14; }}
    QLineEdit, QComboBox, QPlainTextEdit, QSpinBox {{ padding: {pad // 2}px {pad}px; border: 1px solid #8d8778;
        border-radius: 4px; background: {PAPER}; min-height: {high - pad}px; }}
    QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus {{ border: 3px solid {FOCUS};
        padding: {pad // 2 - 2}px {pad - 2}px; }}
    QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] {{ border: 3px solid {BAD};
        background: #fdecea; padding: {pad // 2 - 2}px {pad - 2}px; }}
    QLineEdit[wrong="true"]:focus, QComboBox[wrong="true"]:focus, QPlainTextEdit[wrong="true"]:focus {{
        border: 3px solid {FOCUS}; }}
    QLineEdit:read-only, QPlainTextEdit:read-only {{ background: #ece8de; }}
    QComboBox {{ combobox-popup: 0; }}
    QComboBox QAbstractItemView::item {{ min-height: {max(metrics.height(), 34)}px; padding: 0 {pad}px; }}
    QComboBox:disabled {{ background: #ece8de; color: {INK}; }}
    QComboBox::drop-down {{ border: none; width: {pad * 3}px; }}
    QComboBox::down-arrow {{ image: url({arrow}); width: {pad * 2}px; height: {pad * 2}px; }}
    QCheckBox {{ spacing: {pad}px; }}
    QCheckBox::indicator {{ width: {pad * 2}px; height: {pad * 2}px; border: 2px solid #8d8778; border-radius: 4px;
        background: {PAPER}; }}
    QCheckBox::indicator:checked {{ image: url({check}); }}
    QCheckBox::indicator:focus {{ border: 3px solid {FOCUS}; width: {pad * 2 - 2}px; height: {pad * 2 - 2}px; }}
    QTableView {{ border: 2px solid {LINE}; background: {PAPER}; gridline-color: #e4dfd2; outline: none;
        alternate-background-color: #faf8f3; }}
    QTableView:focus {{ border: 2px solid {FOCUS}; }}
    QTableView::item {{ padding: 0 {pad // 2}px; }}
    QListWidget {{ border: 2px solid {LINE}; border-radius: 4px; background: {PAPER}; outline: none; }}
    QListWidget:focus {{ border: 2px solid {FOCUS}; }}
    QListWidget::item {{ padding: {pad // 2}px {pad}px; min-height: {high - pad}px; }}
    QListWidget::item:selected {{ background: #e9d9a8; color: {INK}; }}
    QTableView[lit="true"] {{ selection-background-color: #ffc845; }}
    QScrollBar:vertical {{ width: {bar}px; background: #e9e3d4; margin: 0; }}
    QScrollBar:horizontal {{ height: {bar}px; background: #e9e3d4; margin: 0; }}
    QScrollBar::handle {{ background: #8d8778; border: 2px solid #e9e3d4; border-radius: 6px;
        min-height: {bar * 2}px; min-width: {bar * 2}px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QMenu {{ background: {PAPER}; border: 1px solid #8d8778; }}
    QMenu::item {{ min-height: {high - pad // 2 * 2}px; padding: {pad // 2}px {pad * 2}px; }}
    QMenu::item:selected {{ background: #e9d9a8; color: {INK}; }}
    QHeaderView::section {{ background: #e9e3d4; padding: {pad // 2}px {pad}px; border: none;
        border-right: 1px solid {LINE}; font-weight: bold; }}
    QScrollArea {{ border: none; }}
    QLabel[role="title"] {{ font-weight: bold; color: {ACCENT_DARK}; }}
    QLabel[role="hint"] {{ color: {MUTED}; }}
    QLabel[role="warning"] {{ color: {WARN}; font-weight: bold; }}
    QLabel[role="error"] {{ color: {BAD}; font-weight: bold; }}
    QFrame[role="card"] {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 8px; }}
    """


def row_height(metrics: QFontMetrics) -> int:
    """A table row high enough for Êđê capitals with a breve, and for a hand that is not steady; large text is both."""
    return max(round(metrics.height() * 1.05), min(round(metrics.height() * 1.45), STEADY))
