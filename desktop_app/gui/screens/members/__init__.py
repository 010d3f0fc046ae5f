"""Hội viên: the list of members and what is done with one; branches on a page of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from db.i18n import _
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput
from desktop_app.gui.kit.lists.row_model import INK, PALE
from desktop_app.gui.kit.lists.row_table import TableColumn
from desktop_app.gui.kit.look import wording
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.screens.context import Context
from desktop_app.gui.kit.screens.list_screen import ListScreen
from desktop_app.gui.kit.subjects.load_form import LoadForm
from desktop_app.gui.kit.subjects.subject_page import SubjectPage
from desktop_app.gui.pages.asking import asking_actions
from desktop_app.gui.pages.erasing import erasing_action
from desktop_app.gui.screens.members import forms
from desktop_app.gui.screens.members.same import SamePage
from desktop_app.work import printing
from desktop_app.work.lists import list_queries
from desktop_app.work.members.branches import open_branches
from desktop_app.work.members.declared import BRANCHES, MEMBERS
from desktop_app.work.people import duplicate_review
from desktop_app.work.people.declared import PEOPLE
from desktop_app.work.records import vocabulary
from desktop_app.work.records.results import Topic


class MembersScreen(ListScreen):
    """Search, filters and the list; below it what can be done with the chosen member."""

    shows = frozenset((Topic.MEMBERS, Topic.PEOPLE, Topic.BRANCHES))

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.name = _("Hội viên")
        self.branch = ChoiceInput([(None, _("Mọi chi hội"))])
        self.state = ChoiceInput([("active", _("Đang là hội viên")), ("all", _("Cả người đã thôi"))])
        self.lay_out(
            _("Danh sách hội viên"),
            (
                TableColumn("full_name", PEOPLE.field("full_name").title, 26),
                TableColumn("born", PEOPLE.field("born").title, 11),
                TableColumn("branch", MEMBERS.field("branch").title, 22),
                TableColumn("joined", MEMBERS.field("joined").title, 14),
                TableColumn("phone", PEOPLE.field("phone").title, 12),
                TableColumn("state", _("Tình trạng"), 22),
            ),
            _(
                "Không có hội viên nào ở đây. Bấm «Thêm hội viên» để ghi người đầu tiên, hoặc «Nhập từ Excel» nếu đã có danh sách."
            ),
            {_("Chi hội"): self.branch, _("Tình trạng"): self.state},
            self._buttons(),
        )

    def _buttons(self) -> ActionBar:
        others = (
            (_("Sửa"), self.change),
            (_("Đổi chi hội"), self.change_branch),
            (_("Thôi hội viên"), self.leave),
            (_("Các chi hội"), self.show_branches),
            (_("Trùng người"), self.show_same),
            (_("In danh sách"), self.print_page),
            (_("Xuất Excel"), self.export),
            (_("Nhập từ Excel"), self.load),
            *asking_actions(self, self.chosen_records),
            erasing_action(self, self._person),
        )
        return ActionBar(others, (_("Thêm hội viên"), self.new))

    def query(self) -> list_queries.Query:
        """What is searched and filtered now."""
        return list_queries.Query(
            MEMBERS.listing,
            office=self.office(),
            search=self.search.text(),
            today=self.book.clock.today().isoformat(),
            under=self.branch.value(),
            state=self.state.value(),
        )

    def choices(self) -> Mapping[ChoiceInput, Sequence[tuple[Any, str]]]:
        """The branches."""
        return {self.branch: [(None, _("Mọi chi hội")), *open_branches(self.book)]}

    def open_named(self, page: str) -> None:
        """From «Hôm nay» to a new member, or to the people who may stand in the book twice."""
        {"new": self.new, "same": self.show_same}[page]()

    def counted(self, number: str) -> str:
        """How many there are, in words; with those who left, whoever came back stands there once for each stay."""
        text = _("{count} lượt vào Hội") if self.state.value() == "all" else _("{count} người")
        return text.format(count=number)

    def shown(self, row: Mapping[str, Any]) -> dict[str, str]:
        """A row as it is read."""
        return _shown(row)

    def records_of(self, row: Mapping[str, Any]) -> Sequence[bytes]:
        """The membership and the person."""
        return (bytes.fromhex(row["id"]), bytes.fromhex(row["person"]))

    def open_chosen(self) -> None:
        """Correct it."""
        self.change()

    # --- what is done with members --------------------------------------------------------------------------------

    def new(self) -> None:
        """A new member."""
        self.ask_and_fill(partial(open_branches, self.book), partial(forms.register, self))

    def change(self) -> None:
        """Correct the chosen member."""
        if (chosen := self.chosen()) is not None:
            self.open_form(*forms.change(self, chosen))

    def change_branch(self) -> None:
        """To another branch."""
        if (chosen := self.chosen()) is not None:
            self.ask_and_fill(partial(open_branches, self.book), partial(forms.move, self, chosen))

    def leave(self) -> None:
        """End the chosen membership."""
        if (chosen := self.chosen()) is not None:
            self.open_form(*forms.leave(self, chosen))

    def _person(self) -> bytes | None:
        chosen = self.chosen()
        return bytes.fromhex(chosen["person"]) if chosen is not None else None

    def chosen_records(self) -> Sequence[bytes]:
        """The person first, whom a question names; then the membership."""
        chosen = self.chosen()
        return (bytes.fromhex(chosen["person"]), chosen["id"]) if chosen is not None else ()

    def show_branches(self) -> None:
        """The page of branches."""
        self.open_page(SubjectPage(self, BRANCHES))

    def show_same(self) -> None:
        """Who may stand in the book twice; everybody is compared in the worker first."""

        def show(pairs: list[duplicate_review.Pair]) -> None:
            self.context.announce(frozenset((Topic.SUSPECTS,)))
            self.open_page(SamePage(self, pairs))

        self.context.runner.run(
            _("Đang tìm người có thể ghi trùng…"), lambda report: duplicate_review.search(self.book, report), show
        )

    def print_page(self) -> None:
        """The list of members on paper."""
        self.show_long_paper(
            "members",
            lambda path, report: printing.print_paper(self.book, "members", path, remember=False, report=report),
            "danh-sach-hoi-vien.pdf",
            notes=lambda: printing.before_printing(self.book, "members"),
        )

    def export(self) -> None:
        """The list as it is filtered now, as an Excel file."""
        target = self.context.choose_target(_("Xuất danh sách"), "hoi-vien.xlsx")
        if target is not None:
            query = self.query()
            self.context.runner.run(
                _("Đang ghi tệp Excel…"),
                lambda _report: self._write(target, query),
                lambda count: self._tell(count, target),
            )

    def _write(self, target: Path, query: list_queries.Query) -> int:
        with self.book.reading() as db:
            rows = list_queries.rows(db, MEMBERS.listing, list_queries.ids(db, query))
        printing.export_list(self.book, MEMBERS.listing, rows, target)
        return len(rows)

    def _tell(self, count: int, target: Path) -> None:
        self.context.messages.show_message(
            "good", _("Đã ghi {count} người vào tệp {path}.").format(count=count, path=target)
        )

    def load(self) -> None:
        """Take in a spreadsheet: a rehearsal first."""
        self.open_form(LoadForm(self, "members", _("Nhập danh sách hội viên từ Excel")))


def _shown(row: Mapping[str, Any]) -> dict[str, str]:
    left = wording.day(row["left"])
    return {
        "full_name": row["full_name"] or "",
        "born": wording.birth(row["born"]),
        "branch": row["branch"] or "",
        "joined": wording.day(row["joined"]),
        "phone": row["phone"] or "",
        "state": _("✖ thôi {day}: {reason}").format(
            day=left, reason=wording.word(vocabulary.LEAVING_REASONS, row["reason"])
        )
        if left
        else row["taken"],
        INK: PALE if left else "",
    }
