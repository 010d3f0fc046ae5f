"""Who holds which post: the list, a new holder, the end of a term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit import wording, words
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.form import Form
from desktop_app.gui.kit.inputs import DateInput, TextInput
from desktop_app.gui.kit.pick_input import PickInput
from desktop_app.gui.kit.row_table import Column, RowTable
from desktop_app.work import lists, people
from desktop_app.work.posts import CHAIR
from desktop_app.work.results import Done

if TYPE_CHECKING:
    from desktop_app.gui.screens.settings import SettingsScreen


class OfficersPage(QWidget):
    """Posts of this office's own unit, those in office first."""

    def __init__(self, screen: SettingsScreen) -> None:
        super().__init__()
        self._screen = screen
        self.table = RowTable(
            _("Ban chấp hành"),
            (
                Column("post", _("Chức vụ"), 22),
                Column("person", _("Họ và tên"), 28),
                Column("phone", _("Điện thoại"), 14),
                Column("from", _("Từ ngày"), 12),
                Column("until", _("Đến ngày"), 12),
            ),
            _("Chưa ghi ai. Bấm «Thêm chức vụ»."),
        )
        others = ((_("Quay lại"), screen.close_page), (_("Thôi giữ chức vụ"), self._end))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words.title(_("Ban chấp hành")))
        column.addWidget(self.table, 1)
        column.addWidget(ActionBar(others, (_("Thêm chức vụ"), self._new)))
        self._fill()

    def _fill(self) -> None:
        with self._screen.book.reading() as db:
            ids = lists.ids(db, lists.Query("posts", office=self._screen.book.unit))
        self.table.set_rows(ids, self._rows)

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        with self._screen.book.reading() as db:
            return [_shown(row) for row in lists.rows(db, "posts", ids)]

    def _new(self) -> None:
        book = self._screen.book
        form = Form(_("Thêm chức vụ"), _("Lưu"))
        form.add(
            "person",
            _("Họ và tên"),
            PickInput(self._find),
            hint=_("Gõ tên; đã có trong sổ thì chọn bằng ↓ và Enter, chưa có thì được ghi mới"),
        )
        form.add(
            "phone", _("Điện thoại"), TextInput(width=24), hint=_("Để cấp trên gọi khi cần; chỉ ghi cho người mới")
        )
        form.add(
            "post", _("Chức vụ"), TextInput(), hint=_("Ví dụ: Chủ tịch, Phó Chủ tịch, Thư ký, Thủ quỹ"), required=True
        )
        form.add("since", _("Từ ngày"), DateInput())

        def save() -> None:
            given, typed = form.values(), form.input("person").typed()

            def verb() -> Done:
                with book.together():
                    draft = people.PersonDraft(full_name=typed, phone=given["phone"])
                    person = given["person"] or people.add_person(book, draft).id
                    return people.add_post(book, person, book.unit, given["post"], given["since"], None)

            said = _("Đã ghi {post}: {name}.").format(post=given["post"], name=typed)
            if self._screen.carry_out(verb, said, form=form):
                self._fill()

        form.submitted.connect(save)
        self._screen.open_form(form, {"post": CHAIR if not self.table.model.rowCount() else None})

    def _find(self, text: str) -> list[tuple[bytes, str]]:
        book = self._screen.book
        with book.reading() as db:
            ids = lists.ids(db, lists.Query("people", office=book.unit, search=text))[:8]
            rows = lists.rows(db, "people", ids)
        return [
            (one, f"{row['full_name']} ({wording.birth(row['born'])})" if row["born"] else row["full_name"])
            for one, row in zip(ids, rows, strict=True)
        ]

    def _end(self) -> None:
        chosen = self.table.current()
        if chosen is None:
            self._screen.context.messages.show_message("note", _("Chọn một dòng trong danh sách trước."))
            return
        form = Form(_("Thôi giữ chức vụ"), _("Lưu"))
        form.add("until", _("Từ ngày"), DateInput(), required=True)

        def save() -> None:
            day = form.values()["until"]
            if self._screen.carry_out(
                lambda: people.end_post(self._screen.book, chosen, day), _("Đã ghi thôi giữ chức vụ."), form=form
            ):
                self._fill()

        form.submitted.connect(save)
        self._screen.open_form(form, {"until": self._screen.book.clock.today()})


def _shown(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "post": row["post"],
        "person": row["person"] or "",
        "phone": row["phone"] or "",
        "from": wording.day(row["from"]),
        "until": wording.day(row["until"]),
    }
