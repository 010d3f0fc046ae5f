"""The help page of a screen: one page of large text from `resources/help/<language>`, with the keys beneath."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from db.i18n import RESOURCES, _, language
from desktop_app.gui.kit import shortcuts
from desktop_app.gui.kit.look import theme, words
from desktop_app.gui.kit.screens.screen import Screen


class HelpView(QWidget):
    """Shows `resources/help/<language>/<name>.md`: of the page that is seen, of one below it, or of the screen."""

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self._screen, self._name = screen, _help_of(screen)
        self._text = help_text(self._name)
        page = QTextBrowser()
        page.setAccessibleName(_("Hướng dẫn"))
        page.setMarkdown(self._text)
        row = QHBoxLayout()
        row.addWidget(words.button(_("In hướng dẫn"), self.print_page))
        row.addStretch(1)
        row.addWidget(words.button(_("Quay lại"), screen.close_page, main=True))
        column = QVBoxLayout(self)
        column.addWidget(page, 1)
        column.addLayout(row)
        self.setFocusProxy(page)

    def print_page(self) -> None:
        """Ctrl+P: the page on paper, seen first as it will be printed."""
        path = self._screen.context.scratch / f"huong-dan-{self._name}.pdf"
        writer = QPdfWriter(str(path))
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)  # the document keeps its own of 2 cm
        document = QTextDocument()
        document.setDefaultFont(QFont(theme.FAMILY, theme.POINTS))
        document.setMarkdown(self._text)
        document.print_(writer)
        del writer
        self._screen.show_pdf(path)


def _help_of(screen: Screen) -> str:
    below = (screen.widget(place) for place in range(screen.currentIndex(), -1, -1))
    return next((name for page in below if (name := getattr(page, "help_page", ""))), screen.objectName())


def help_text(screen: str) -> str:
    """The page in Markdown, with the table of keys."""
    path = RESOURCES / "help" / language() / f"{screen}.md"
    keys = (*shortcuts.table(), *shortcuts.of_a_form())
    rows = "\n".join(f"- **{entry.keys}**: {entry.words}" for entry in keys)
    return f"{path.read_text(encoding='utf-8')}\n\n## {_('Các phím')}\n\n{rows}\n"
