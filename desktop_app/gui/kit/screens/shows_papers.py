"""A stack of pages that shows papers as they will be printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QWidget

from db.i18n import _
from db.progress import Progress
from desktop_app.gui.kit.screens.context import Context
from desktop_app.work.records import export_log


class ShowsPapers(QStackedWidget):
    """Draws in the worker and opens what was drawn as a page; its screen says how pages open and close."""

    context: Context

    def open_page(self, page: QWidget) -> None:
        """Show a page."""
        raise NotImplementedError

    def close_page(self, page: QWidget | None = None) -> None:
        """Back to the page before."""
        raise NotImplementedError

    def show_paper(
        self,
        paper: str,
        draw: Callable[[Path], object],
        name: str,
        *,
        issued: Callable[[range], object] = lambda _pages: None,
        said: str = "",
    ) -> None:
        """Draw a paper in the worker and show it as it will be printed; `issued` is called with the pages (from 0) that have left.

        `draw` only previews: what leaves goes into the log of exports as `paper`. `said` stands above it as done.
        """
        self.show_long_paper(paper, lambda path, _report: draw(path), name, issued=issued, said=said)

    def show_long_paper(
        self,
        paper: str,
        draw: Callable[[Path, Progress], object],
        name: str,
        *,
        issued: Callable[[range], object] = lambda _pages: None,
        notes: Callable[[], Sequence[str]] = tuple,
        said: str = "",
    ) -> None:
        """The same for a paper that tells how far it is and can be stopped; `notes` are what to know before it is printed."""
        path = self.context.scratch / name

        def made(report: Progress) -> Sequence[str]:
            draw(path, report)
            return notes()

        def shown(told: Sequence[str]) -> None:
            beside = self.context.messages.beside()
            self.show_pdf(
                path, lambda pages, target: export_log.log(self.context.book, paper, pages, target), issued, told
            )
            if said:
                self.context.messages.show_message("good", " ".join(filter(None, (said, beside))))

        self.context.runner.run(_("Đang lập bản in…"), made, shown)

    def show_pdf(
        self,
        path: Path,
        leaving: Callable[[int, Path | None], None] = lambda _pages, _target: None,
        issued: Callable[[range], object] = lambda _pages: None,
        notes: Sequence[str] = (),
    ) -> None:
        """Show a paper that is drawn; `leaving` may refuse before it leaves the screen."""
        from desktop_app.gui.kit.papers.print_view import PrintView

        tell = self.context.messages.show_message
        view = PrintView(
            path,
            close=self.close_page,
            keep=lambda file: self.context.choose_target(_("Lưu tệp PDF"), file),
            tell=lambda kind, text: tell(kind, text),
            leaving=leaving,
            issued=issued,
            notes=notes,
        )
        self.open_page(view)
