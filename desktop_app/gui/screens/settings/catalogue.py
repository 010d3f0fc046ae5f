"""Danh mục: what the book keeps beside members, awards and vouchers, each with a page to look at and correct it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.i18n import _
from db.tables.record import Writer
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.screens.list_page import ListPage
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.kit.subjects.subject_page import SubjectPage
from desktop_app.values.money import format_money
from desktop_app.values.words import begun
from desktop_app.work.awards.declared import GROUPS, ROUNDS
from desktop_app.work.fund.declared import DECISIONS, DONORS, PURSES
from desktop_app.work.lists import list_queries, references
from desktop_app.work.members.declared import BRANCHES
from desktop_app.work.records.subject import Subject
from desktop_app.work.units.declared import CLUSTERS, POPULATION, TARGETS, UNITS

CATALOGUE: tuple[Subject[Any], ...] = (
    DONORS, GROUPS, PURSES, ROUNDS, DECISIONS, POPULATION, BRANCHES, UNITS, TARGETS, CLUSTERS,
)  # fmt: skip
Counted = tuple[Subject[Any], int]


class CataloguePage(ListPage[Counted]):
    """A row a subject, with how many there are and who writes them; Enter opens its page."""

    help_page = "lists"

    def __init__(self, screen: Screen) -> None:
        table = RowTable(
            _("Danh mục"),
            (
                TableColumn("name", _("Danh mục"), 18),
                TableColumn("count", _("Số dòng"), 10, number=True),
                TableColumn("writer", _("Ai ghi"), 22),
            ),
            "",
        )
        super().__init__(screen, table)
        self.lay_out(
            _("Danh mục"), ActionBar([(_("Quay lại"), screen.close_page)], (_("Mở danh mục"), self.open_chosen))
        )
        table.opened.connect(lambda _id: self.open_chosen())

    def read(self) -> Mapping[bytes, Counted]:
        """Every subject with its count."""
        book = self._screen.book
        with book.reading() as db:
            return {
                subject.name.encode(): (
                    subject,
                    list_queries.count(db, references.listed(book, subject)),
                )
                for subject in CATALOGUE
            }

    def row(self, one: Counted) -> dict[str, str]:
        """A subject as it reads."""
        subject, count = one
        return {
            "name": begun(str(subject.one)),
            "count": format_money(count),
            "writer": self._writer(subject),
        }

    def _writer(self, subject: Subject[Any]) -> str:
        by_province = subject.model.kind_of.writer is Writer.PROVINCE
        if self._screen.book.identity.is_province:
            return _("tỉnh ghi") if by_province else _("các đơn vị ghi")
        return _("tỉnh ghi, ở đây chỉ xem") if by_province else _("đơn vị ghi")

    def open_chosen(self) -> None:
        """The page of the chosen subject."""
        if (entry := self.chosen()) is not None:
            self._screen.open_page(SubjectPage(self._screen, entry[0]))
