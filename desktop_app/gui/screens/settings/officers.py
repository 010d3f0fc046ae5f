"""Who holds which post: the list, a new holder, the end of a term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from db.i18n import _
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.inputs.pick_input import PickInput
from desktop_app.gui.kit.inputs.plain_inputs import DateInput
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look import wording
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.messages.choosing import Meant, who_is_meant
from desktop_app.gui.kit.screens.list_page import ListPage, ids_alone
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.kit.subjects.subject_form import add_field
from desktop_app.work.lists import list_queries
from desktop_app.work.people import people
from desktop_app.work.people.declared import PEOPLE
from desktop_app.work.people.known_people import known_people
from desktop_app.work.records import verbs
from desktop_app.work.records.corrections import as_kept
from desktop_app.work.records.results import Done
from desktop_app.work.records.subject import Asking
from desktop_app.work.units import officers
from desktop_app.work.units.declared import POSTS
from desktop_app.work.units.posts import CHAIR


class OfficersPage(ListPage[None]):
    """Posts of this office's own unit, those in office first."""

    def __init__(self, screen: Screen) -> None:
        table = RowTable(
            _("Ban chấp hành"),
            (
                TableColumn("post", POSTS.field("post").title, 22),
                TableColumn("person", POSTS.field("person").title, 28),
                TableColumn("phone", PEOPLE.field("phone").title, 14),
                TableColumn("from", POSTS.field("from").title, 12),
                TableColumn("until", POSTS.field("until").title, 12),
            ),
            _("Chưa ghi ai. Bấm «Thêm chức vụ»."),
        )
        super().__init__(screen, table)
        others = (
            (_("Quay lại"), screen.close_page),
            (_("Sửa"), self._change),
            (_("Thôi giữ chức vụ"), self._end),
        )
        self.lay_out(_("Ban chấp hành"), ActionBar(others, (_("Thêm chức vụ"), self.new)))
        table.opened.connect(lambda _id: self._change())

    def read(self) -> Mapping[bytes, None]:
        """The posts."""
        book = self._screen.book
        with book.reading() as db:
            return ids_alone(list_queries.ids(db, list_queries.Query(POSTS.listing, office=book.unit)))

    def rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        """A hundred posts as they read."""
        with self._screen.book.reading() as db:
            return [_shown(row) for row in list_queries.rows(db, POSTS.listing, ids)]

    def new(self) -> None:
        """Ctrl+N: the form of a new one."""
        book = self._screen.book
        form = Form(_("Thêm chức vụ"), _("Lưu"))
        add_field(
            form,
            POSTS.field("person"),
            PickInput(self._find),
            hint=_("Gõ tên; đã có trong sổ thì chọn bằng ↓ và Enter, chưa có thì được ghi mới"),
        )
        add_field(form, PEOPLE.field("phone"), hint=_("Để cấp trên gọi khi cần"))
        add_field(form, POSTS.field("post"), hint=_("Ví dụ: Chủ tịch, Phó Chủ tịch, Thư ký, Thủ quỹ"), required=True)
        add_field(form, POSTS.field("from"))

        def save() -> None:
            given, typed = form.values(), form.input("person").typed()
            meant = officer_meant(self._screen, given["person"], typed)
            if meant is None:
                return

            def verb() -> Done:
                with book.together():
                    draft = people.PersonDraft(full_name=typed, phone=given["phone"])
                    person = people.known_or_added(book, meant.known, draft)
                    said = {"person": person, "post": given["post"], "from": given["from"]}
                    return verbs.create(book, POSTS, said)

            said = _("Đã ghi {post}: {name}.").format(post=given["post"], name=typed)
            with book.reading() as db:
                asked = {"person": meant.known, "unit": book.unit, "post": given["post"], "from": given["from"]}
                doubts = verbs.doubts(POSTS, Asking(book, db, asked))
            self._screen.carry_out(verb, said, form=form, doubts=doubts)

        form.submitted.connect(save)
        self._screen.open_form(form, {"post": CHAIR if not self.table.model.rowCount() else None})

    def _find(self, text: str) -> list[tuple[bytes, str]]:
        book = self._screen.book
        with book.reading() as db:
            ids = list_queries.ids(db, list_queries.Query(PEOPLE.listing, office=book.unit, search=text))[:8]
            rows = list_queries.rows(db, PEOPLE.listing, ids)
        return [
            (one, f"{row['full_name']} ({wording.birth(row['born'])})" if row["born"] else row["full_name"])
            for one, row in zip(ids, rows, strict=True)
        ]

    def _chosen_row(self) -> dict[str, Any] | None:
        if (identity := self.chosen_id()) is None:
            return None
        with self._screen.book.reading() as db:
            return {**list_queries.rows(db, POSTS.listing, [identity])[0], "id": identity}

    def _change(self) -> None:
        """Correct a slip of the pen; a new holder is entered as one, not written over the old."""
        chosen = self._chosen_row()
        if chosen is None:
            return
        form = Form(_("Sửa: {name}").format(name=_named(chosen)), _("Lưu"))
        add_field(form, PEOPLE.field("full_name"), required=True)
        add_field(form, POSTS.field("post"), required=True)
        add_field(form, POSTS.field("from"))
        add_field(form, POSTS.field("until"), hint=_("Để trống khi còn giữ chức vụ"))
        add_field(form, PEOPLE.field("phone"))
        before = {
            "full_name": chosen["person"],
            "post": chosen["post"],
            "from": chosen["from"],
            "until": chosen["until"],
            "phone": chosen["phone"],
        }

        def save() -> None:
            given = form.values()
            changed = {name: value for name, value in given.items() if as_kept(value) != before[name]}
            said = _("Đã sửa chức vụ của {name}.").format(name=_named(chosen))
            if not changed:
                self._screen.close_page()
            else:
                correct = partial(officers.correct_officer, self._screen.book, chosen["id"], changed)
                self._screen.carry_out(correct, said, form=form)

        form.submitted.connect(save)
        self._screen.open_form(form, before)

    def _end(self) -> None:
        chosen = self._chosen_row()
        if chosen is None:
            return
        named = _named(chosen)
        form = Form(_("Thôi giữ chức vụ: {name}").format(name=named), _("Lưu"))
        form.add("until", _("Từ ngày"), DateInput(), required=True)

        def save() -> None:
            day = form.values()["until"]
            said = _("Đã ghi thôi giữ chức vụ: {name}.").format(name=named)
            self._screen.carry_out(
                lambda: verbs.correct(self._screen.book, POSTS, chosen["id"], {"until": day}), said, form=form
            )

        form.submitted.connect(save)
        self._screen.open_form(form, {"until": self._screen.book.clock.today()})


def officer_meant(screen: Screen, chosen: bytes | None, typed: str) -> Meant | None:
    """Who is meant by an officer's name: the chosen record; else asked where the name is on record. None: back to the form."""
    if chosen is not None:
        return Meant(chosen)
    same = _("Cùng một người thì chức vụ được ghi cho người đã có; không ghi người thứ hai.")
    return who_is_meant(screen, known_people(screen.book, typed), same)


def _named(row: Mapping[str, Any]) -> str:
    return _("{person}, {post}").format(person=row["person"] or _("(tên do cơ sở giữ)"), post=row["post"])


def _shown(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "post": row["post"],
        "person": row["person"] or "",
        "phone": row["phone"] or "",
        "from": wording.day(row["from"]),
        "until": wording.day(row["until"]),
    }
