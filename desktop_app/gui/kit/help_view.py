"""The help page of a screen: one page of large text from `resources/help/<language>`, with the keys beneath."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from db.i18n import RESOURCES, _, language
from desktop_app.gui.kit import shortcuts, words


class HelpView(QWidget):
    """Shows `resources/help/<language>/<screen>.md`."""

    def __init__(self, screen: str, close: Callable[[], None]) -> None:
        super().__init__()
        page = QTextBrowser()
        page.setAccessibleName(_("Hướng dẫn"))
        page.setMarkdown(help_text(screen))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(words.button(_("Quay lại"), close, main=True))
        column = QVBoxLayout(self)
        column.addWidget(page, 1)
        column.addLayout(row)
        page.setFocus()


def help_text(screen: str) -> str:
    """The page in Markdown, with the table of keys."""
    path = RESOURCES / "help" / language() / f"{screen}.md"
    keys = (*shortcuts.table(), *shortcuts.of_a_form())
    rows = "\n".join(f"- **{entry.keys}**: {entry.words}" for entry in keys)
    return f"{path.read_text(encoding='utf-8')}\n\n## {_('Các phím')}\n\n{rows}\n"
