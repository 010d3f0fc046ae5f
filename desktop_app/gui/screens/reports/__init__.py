"""Báo cáo: an office sees and closes its own figures; the province compares the units of a cluster."""

from __future__ import annotations

from db.i18n import _
from desktop_app.gui.kit.lists.row_table import RowTable
from desktop_app.gui.kit.screens.context import Context
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.screens.reports.cluster import ClusterPage
from desktop_app.gui.screens.reports.own import OwnPage
from desktop_app.values.periods import parse_period
from desktop_app.work.records.results import Topic


class ReportsScreen(Screen):
    """The province begins with the cluster, an office with its own figures."""

    shows = frozenset(
        (Topic.MEMBERS, Topic.BRANCHES, Topic.FUND, Topic.AWARDS, Topic.REPORTS, Topic.UNITS, Topic.CONFLICTS)
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.name = _("Báo cáo")
        self.page: ClusterPage | OwnPage = ClusterPage(self) if context.book.identity.is_province else OwnPage(self)
        self.addWidget(self.page)

    @property
    def table(self) -> RowTable | None:
        """The figures of the first page, where it shows a table; one comes back to the row that was left."""
        return self.page.shown_table()

    def refresh(self) -> None:
        """Compute again."""
        self.page.refresh()

    def take_focus(self) -> None:
        """The period, the first thing to choose."""
        if self.currentWidget() is self.page:
            self.page.take_focus()
        else:
            super().take_focus()

    def open_named(self, page: str) -> None:
        """From «Hôm nay» to what is read before a period (its code) is stated."""
        if isinstance(self.page, OwnPage) and self.currentIndex() == 0:
            self.page.period.set_value(page)
            self.page.open_closing(parse_period(page))

    def print_page(self) -> None:
        """The report on paper."""
        self.page.print_page()
