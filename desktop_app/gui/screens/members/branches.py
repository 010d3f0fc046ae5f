"""The page of branches and boards, with their head counts where an office keeps no list of names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db.i18n import _
from desktop_app.gui.kit import wording
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.form import Form
from desktop_app.gui.kit.inputs import ChoiceInput, DateInput, NumberInput, TextInput
from desktop_app.gui.kit.list_page import ListPage, ids_alone
from desktop_app.gui.kit.load_form import LoadForm
from desktop_app.gui.kit.row_table import RowTable, TableColumn
from desktop_app.gui.kit.screen import Screen
from desktop_app.values.money import format_money
from desktop_app.work.lists import list_queries
from desktop_app.work.members import branches
from desktop_app.work.records import vocabulary

FIELDS = ("name", "kind", "head", "phone", "founded", "dissolved")


class BranchesPage(ListPage[None]):
    """The list of branches; Enter opens one."""

    def __init__(self, screen: Screen) -> None:
        table = RowTable(
            _("Danh sách chi hội"),
            (
                TableColumn("name", _("Chi hội, ban"), 30),
                TableColumn("kind", _("Loại"), 20),
                TableColumn("members", _("Hội viên"), 9, number=True),
                TableColumn("head_count", _("Đếm được"), 22),
                TableColumn("head", _("Người đứng đầu"), 20),
                TableColumn("phone", _("Điện thoại"), 12),
            ),
            _("Chưa có chi hội nào. Bấm «Thêm chi hội», hoặc «Nhập từ Excel»."),
        )
        super().__init__(screen, table)
        others = (
            (_("Quay lại"), screen.close_page),
            (_("Sửa"), self._change),
            (_("Nhập từ Excel"), self._load),
        )
        self.lay_out(_("Chi hội, ban khuyến học"), ActionBar(others, (_("Thêm chi hội"), self.new)))
        table.opened.connect(lambda _id: self._change())

    def read(self) -> Mapping[bytes, None]:
        """The branches of this office."""
        book = self._screen.book
        with book.reading() as db:
            return ids_alone(list_queries.ids(db, list_queries.Query("branches", office=book.unit)))

    def rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        """A hundred branches as they read."""
        with self._screen.book.reading() as db:
            return [_shown(row) for row in list_queries.rows(db, "branches", ids)]

    def _form(self, heading: str) -> Form:
        form = Form(heading, _("Lưu"))
        form.add("name", _("Tên"), TextInput(), hint=_("Ví dụ: Chi hội thôn 5, Chi hội buôn Dang"), required=True)
        form.add("kind", _("Loại"), ChoiceInput(vocabulary.branch_kinds().items()))
        form.add("head", _("Người đứng đầu"), TextInput())
        form.add("phone", _("Điện thoại"), TextInput(width=24))
        form.add(
            "head_count",
            _("Số hội viên đếm được"),
            NumberInput(),
            hint=_("Chỉ ghi khi không có danh sách tên; để trống nếu chưa đếm"),
        )
        form.add("head_count_on", _("Đếm ngày"), DateInput())
        form.add("founded", _("Ngày lập"), DateInput())
        form.add("dissolved", _("Ngày giải thể"), DateInput(), hint=_("Để trống khi còn hoạt động"))
        return form

    def new(self) -> None:
        """Ctrl+N: the form of a new one."""
        form = self._form(_("Thêm chi hội"))

        def save() -> None:
            given = {**form.values(), "name": form.values()["name"] or ""}
            said = _("Đã ghi {name}.").format(name=given["name"])
            self._screen.carry_out(
                lambda: branches.add_branch(self._screen.book, branches.BranchDraft(**given)),
                said,
                form=form,
                doubts=branches.doubts(self._screen.book, given),
            )

        form.submitted.connect(save)
        self._screen.open_form(form)

    def _change(self) -> None:
        if (identity := self.chosen_id()) is None:
            return
        with self._screen.book.reading() as db:
            before = list_queries.rows(db, "branches", [identity])[0]
        form = self._form(_("Sửa: {name}").format(name=before["name"]))

        def save() -> None:
            given = form.values()
            fields = {
                name: value
                for name, value in given.items()
                if value != before.get(name) and (name in FIELDS or value is not None)
            }
            said = _("Đã sửa {name}.").format(name=given["name"])
            self._screen.carry_out(
                lambda: branches.change_branch(self._screen.book, identity, fields),
                said,
                form=form,
                doubts=branches.doubts(self._screen.book, fields, identity),
            )

        form.submitted.connect(save)
        self._screen.open_form(form, {name: before[name] for name in FIELDS})

    def _load(self) -> None:
        self._screen.open_form(LoadForm(self._screen, "branches", _("Nhập danh sách chi hội từ Excel")))


def _shown(row: Mapping[str, Any]) -> dict[str, str]:
    counted = row["head_count"]
    return {
        "name": row["name"],
        "kind": wording.word(vocabulary.branch_kinds(), row["kind"]),
        "members": format_money(row["members"]),
        "head_count": ""
        if counted is None
        else _("{count} (ngày {day})").format(count=format_money(counted), day=wording.day(row["head_count_on"])),
        "head": row["head"] or "",
        "phone": row["phone"] or "",
    }
