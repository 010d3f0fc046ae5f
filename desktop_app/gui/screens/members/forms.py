"""The forms of members: register, correct, move to another branch, end a membership."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.i18n import _
from desktop_app.gui.kit.forms.form import Form, OpenedForm
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.messages.choosing import who_is_meant
from desktop_app.gui.kit.subjects.person_fields import add_everybody, add_family, add_school
from desktop_app.gui.kit.subjects.subject_form import add_field
from desktop_app.work.awards.recipients import PUPIL_FIELDS
from desktop_app.work.members import membership
from desktop_app.work.members.declared import MEMBERS
from desktop_app.work.people import people
from desktop_app.work.people.declared import PEOPLE, old_pupil_doubts, person_doubts
from desktop_app.work.people.known_people import known_people
from desktop_app.work.records import vocabulary
from desktop_app.work.records.corrections import as_kept
from desktop_app.work.records.results import Done, Topic

if TYPE_CHECKING:
    from desktop_app.gui.screens.members import MembersScreen

Branches = Sequence[tuple[bytes, str]]
PERSON = ("full_name", "born", "sex", "ethnic_group", "phone", "address")


def register(screen: MembersScreen, branches: Branches) -> OpenedForm:
    """A new member; someone of the same name is shown on leaving the field and asked about on saving: no second one in silence."""
    form = Form(_("Thêm hội viên"), _("Lưu"))
    similar = words.text("", "hint")
    similar.setVisible(False)
    add_field(form, PEOPLE.field("full_name"), hint=_("Ví dụ: Nguyễn Thị Mai, H’Lan Niê"), required=True)
    form.add_text(similar)
    add_field(form, PEOPLE.field("born"), hint=_("Ví dụ 25/12/1952, hoặc chỉ 1952"))
    add_field(form, MEMBERS.field("branch"), ChoiceInput([(None, _("(chưa có chi hội)")), *branches]))
    add_field(form, MEMBERS.field("joined"), required=True)
    add_everybody(form)
    for name in ("full_name", "born"):
        form.input(name).edit.editingFinished.connect(lambda: _show_similar(screen, form, similar))

    def save() -> None:
        given = form.values()
        details = people.PersonDraft(
            **{name: given[name] for name in PERSON if name != "full_name"}, full_name=given["full_name"] or ""
        )
        back = _("Cùng một người thì ghi vào lại: một lần vào Hội mới bắt đầu, các lần trước giữ nguyên.")
        meant = who_is_meant(screen, known_people(screen.book, details.full_name, details.born), back)
        if meant is None:
            return
        draft = membership.MemberDraft(given["joined"], given["branch"], details, meant.known)
        said = _("Đã ghi hội viên {name}.") if meant.known is None else _("Đã ghi {name} vào lại Hội.")
        screen.carry_out(
            lambda: membership.register(screen.book, draft),
            said.format(name=details.full_name),
            form=form,
            doubts=[*person_doubts(vars(details)), *old_pupil_doubts(vars(details), screen.book.clock.today())],
        )

    form.submitted.connect(save)
    return form, {"joined": screen.book.clock.today(), "branch": screen.branch.value()}


def _show_similar(screen: MembersScreen, form: Form, line: Any) -> None:
    given = form.values()
    found = known_people(screen.book, given["full_name"] or "", given["born"])
    said = [one.words for one in found[:3]]
    line.setText(
        _("Trong sổ đã có: {people}. Khi lưu, máy hỏi có phải cùng một người không.").format(people="; ".join(said))
    )
    line.setVisible(bool(found))


def change(screen: MembersScreen, chosen: dict[str, Any]) -> OpenedForm:
    """Correct what is written of a member."""
    form = Form(_("Sửa: {name}").format(name=chosen["full_name"]), _("Lưu"))
    add_field(form, PEOPLE.field("full_name"), required=True)
    add_field(form, PEOPLE.field("born"))
    add_field(form, MEMBERS.field("joined"), required=True)
    add_everybody(form)
    with screen.book.reading() as db:
        before = people.details(db, bytes.fromhex(chosen["person"]))
    asked: tuple[str, ...] = PERSON
    if before["kind"] == "learner":
        add_school(form)
        add_family(form)
        asked = (*PERSON, *PUPIL_FIELDS)

    def save() -> None:
        given = form.values()
        fields = {name: given[name] for name in asked if as_kept(given[name]) != before[name]}
        joined = given["joined"].isoformat() if given["joined"] else chosen["joined"]
        stay = {} if joined == chosen["joined"] else {"joined": joined}
        said = _("Đã sửa hội viên {name}.").format(name=given["full_name"] or chosen["full_name"])
        if not fields and not stay:
            screen.close_page()
            return
        doubts = person_doubts(fields)
        screen.carry_out(lambda: _write(screen, chosen, fields, stay), said, form=form, doubts=doubts)

    form.submitted.connect(save)
    return form, {**before, "joined": chosen["joined"]}


def _write(screen: MembersScreen, chosen: dict[str, Any], fields: dict[str, Any], stay: dict[str, Any]) -> Done:
    person = bytes.fromhex(chosen["person"])
    steps = [partial(people.change_person, screen.book, person, fields)] if fields else []
    if stay:  # who joined later than was written is corrected first: then the birth may be later, too
        correct = partial(membership.correct, screen.book, chosen["id"], stay)
        steps = [correct, *steps] if stay["joined"] > chosen["joined"] else [*steps, correct]
    with screen.book.together():
        for step in steps:
            step()
    return Done(chosen["id"], frozenset((Topic.MEMBERS, Topic.PEOPLE)))


def move(screen: MembersScreen, chosen: dict[str, Any], branches: Branches) -> OpenedForm:
    """From one branch to another."""
    form = Form(_("Đổi chi hội: {name}").format(name=chosen["full_name"]), _("Đổi chi hội"))
    form.add_text(words.text(_("Đang ở: {branch}").format(branch=chosen["branch"] or _("chưa có chi hội")), "hint"))
    form.add("branch", _("Chi hội mới"), ChoiceInput(branches), required=True)
    add_field(form, MEMBERS.field("on"), required=True)

    def save() -> None:
        given = form.values()
        said = _("Đã đổi chi hội của {name}.").format(name=chosen["full_name"])
        screen.carry_out(
            lambda: membership.move(screen.book, chosen["id"], given["branch"], given["on"]), said, form=form
        )

    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today()}


def leave(screen: MembersScreen, chosen: dict[str, Any]) -> OpenedForm:
    """The membership ends; the person stays in the book."""
    form = Form(_("Thôi hội viên: {name}").format(name=chosen["full_name"]), _("Ghi thôi hội viên"))
    reasons = ChoiceInput([(None, _("Chọn lý do")), *vocabulary.LEAVING_REASONS.items()])
    add_field(form, MEMBERS.field("reason"), reasons, required=True)
    add_field(form, MEMBERS.field("on"), required=True)

    def save() -> None:
        given = form.values()
        said = _("Đã ghi {name} thôi là hội viên.").format(name=chosen["full_name"])
        screen.carry_out(
            lambda: membership.leave(screen.book, chosen["id"], given["on"], given["reason"]), said, form=form
        )

    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today()}
