"""The forms of a line: nominate someone, and correct the line and what is written of its recipient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.i18n import _
from desktop_app.gui.kit.forms.form import Form, OpenedForm
from desktop_app.gui.kit.inputs.pick_input import PickInput
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput
from desktop_app.gui.kit.look import wording, words
from desktop_app.gui.kit.messages.choosing import who_is_meant
from desktop_app.gui.kit.messages.question import ask
from desktop_app.gui.kit.subjects.person_fields import (
    add_everybody,
    add_family,
    add_school,
    shown_value,
)
from desktop_app.gui.kit.subjects.subject_form import add_field
from desktop_app.gui.screens.awards.forms import shown_name
from desktop_app.work.awards import award_lines
from desktop_app.work.awards.declared import AWARDS, GROUPS
from desktop_app.work.awards.recipients import (
    DETAILS,
    PUPIL_FIELDS,
    RecipientDraft,
    corrections,
    is_person,
    known_recipients,
    recipient_of,
)
from desktop_app.work.fund.declared import DONORS
from desktop_app.work.lists import list_queries
from desktop_app.work.people import people
from desktop_app.work.people.declared import PEOPLE, person_doubts
from desktop_app.work.records import vocabulary
from desktop_app.work.records.corrections import as_kept
from desktop_app.work.records.results import Done, Topic
from desktop_app.work.records.subject import Subject

if TYPE_CHECKING:
    from desktop_app.gui.screens.awards import AwardsScreen

Rounds = Sequence[tuple[bytes, str]]
FOUND_IN: dict[str, Subject[Any]] = {"family": GROUPS, "clan": GROUPS, "unit": GROUPS, "donor": DONORS}
LINE = ("form", "amount", "goods", "goods_value", "reason")


def nominate(screen: AwardsScreen, rounds: Rounds) -> OpenedForm:
    """Someone on record, or a new pupil, family or body entered by the way."""
    form = Form(_("Đề nghị khen thưởng, học bổng"), _("Lưu"))
    add_field(form, AWARDS.field("round"), ChoiceInput(rounds), required=True)
    add_field(form, AWARDS.field("recipient_kind"), ChoiceInput(vocabulary.RECIPIENT_KINDS.items()))
    add_field(
        form,
        AWARDS.field("recipient"),
        PickInput(lambda text: _find(screen, form.input("recipient_kind").value(), text)),
        hint=_("Gõ tên; đã có trong sổ thì chọn bằng ↓ và Enter, chưa có thì được ghi mới"),
    )
    add_school(form)
    _add_line(form)
    form.fold(_("Ngày sinh, cha mẹ, gia đình đồng ý, thôn buôn"))
    add_field(form, PEOPLE.field("born"))
    add_family(form)
    add_everybody(form)
    form.show_fields(("phone",), shown=False)
    filled = _Filled(screen, form)
    form.input("recipient_kind").changed.connect(filled.show_fields)
    form.input("recipient").changed.connect(filled.follow)

    def save() -> None:
        filled.follow()
        given = form.values()
        draft = _draft(form, given)
        if _is_meant(screen, form, draft):
            _nominate(screen, form, given, draft)

    form.submitted.connect(save)
    filled.show_fields()
    return form, {"round": screen.round.value()}


def _draft(form: Form, given: dict[str, Any]) -> RecipientDraft:
    details = {name: given[name] for name in DETAILS}
    return RecipientDraft(given["recipient_kind"], given["recipient"], form.input("recipient").typed(), **details)


def _is_meant(screen: AwardsScreen, form: Form, draft: RecipientDraft) -> bool:
    """Whether it is clear whom the draft means: asked where the typed name is on record, or the chosen record changes."""
    if draft.known is not None:
        return _may_correct(screen, draft)
    same = _("Cùng một người, một nơi thì ghi cho người đã có; không ghi người thứ hai.")
    meant = who_is_meant(screen, known_recipients(screen.book, draft), same)
    if meant is None or meant.known is None:
        return meant is not None
    form.input("recipient").set_value((meant.known, draft.name))
    return _may_correct(screen, _draft(form, form.values()))


def _may_correct(screen: AwardsScreen, draft: RecipientDraft) -> bool:
    """Ask before what is on record of the chosen person is replaced by what was typed."""
    changes = corrections(screen.book, draft)
    if not changes:
        return True
    lines = [
        f"• {PEOPLE.of_column(name).title}: {shown_value(name, before)} → {shown_value(name, now)}"
        for name, (before, now) in changes.items()
    ]
    told = _("Mẫu này ghi khác sổ:")
    asked = _("Sửa sổ theo mẫu này? Nếu là người khác thì quay lại và gõ tên, không chọn trong danh sách.")
    return ask(
        screen, _("Sửa người đã có trong sổ"), "\n".join([told, *lines, "", asked]), _("Quay lại mẫu"), _("Sửa sổ")
    )


def _nominate(screen: AwardsScreen, form: Form, given: dict[str, Any], draft: RecipientDraft) -> None:
    draft = _draft(form, {**given, "recipient": form.values()["recipient"]})

    def verb() -> Done:
        with screen.book.together():
            chosen = recipient_of(screen.book, draft)
            award = {name: given[name] for name in ("round", *LINE)}
            done = award_lines.nominate(
                screen.book, award_lines.AwardDraft(recipient=chosen, recipient_kind=given["recipient_kind"], **award)
            )
        return Done(done.id, done.changed | {Topic.PEOPLE})

    doubts = person_doubts(vars(draft))
    screen.carry_out(verb, _("Đã đề nghị {name}.").format(name=draft.name), form=form, doubts=doubts)


def _add_line(form: Form) -> None:
    add_field(form, AWARDS.field("form"), ChoiceInput(vocabulary.FORMS.items()))
    for name in ("amount", "goods", "goods_value", "reason"):
        add_field(form, AWARDS.field(name))


class _Filled:
    """Fills in what the book knows of the chosen recipient, and takes it out again when somebody else is meant."""

    def __init__(self, screen: AwardsScreen, form: Form) -> None:
        self._screen, self._form = screen, form
        self._whose: bytes | None = None
        self._values: dict[str, Any] = {}

    def show_fields(self) -> None:
        """Only what such a recipient has is asked."""
        kind = self._form.input("recipient_kind").value()
        self._form.show_fields(("born", "sex", "ethnic_group"), shown=is_person(kind))
        self._form.show_fields(PUPIL_FIELDS, shown=kind in ("pupil", "student"))

    def follow(self) -> None:
        """The recipient may be another one now."""
        whose = self._form.input("recipient").value()
        if whose == self._whose:
            return
        for name, value in self._values.items():
            if people.kept_fields({name: self._form.input(name).value()})[name] == value:
                self._form.input(name).set_value(None)
        self._whose, self._values = whose, {}
        if whose is None or not is_person(self._form.input("recipient_kind").value()):
            return
        with self._screen.book.reading() as db:
            known = people.details(db, whose)
        for name in DETAILS:
            given = self._form.input(name)
            if known.get(name) and given.value() is None:
                given.set_value(known[name])
                self._values[name] = people.kept_fields({name: given.value()})[name]


def _find(screen: AwardsScreen, kind: str, text: str) -> list[tuple[bytes, str]]:
    subject = FOUND_IN.get(kind, PEOPLE)
    with screen.book.reading() as db:
        ids = list_queries.ids(db, list_queries.Query(subject.listing, office=screen.book.unit, search=text))[:8]
        rows = list_queries.rows(db, subject.listing, ids)
        described = [
            _described(row, people.details(db, one) if subject is PEOPLE else {})
            for one, row in zip(ids, rows, strict=True)
        ]
    return list(zip(ids, described, strict=True))


def _described(row: dict[str, Any], details: dict[str, Any]) -> str:
    name = row.get("full_name") or row.get("name") or ""
    said = (wording.birth(row.get("born")), details.get("school"), details.get("class_name"))
    more = ", ".join(part for part in said if part) or row.get("address") or ""
    return f"{name} ({more})" if more else name


def change(screen: AwardsScreen, row: dict[str, Any], rounds: Rounds) -> OpenedForm:
    """Correct the chosen line and what is written of its recipient; once approved, form and amounts stay."""
    recipient = award_lines.recipient_of(screen.book, row["id"])
    assert recipient is not None
    with screen.book.reading() as db:
        person = people.details(db, recipient)
    form = Form(_("Sửa: {name}").format(name=shown_name(row)), _("Lưu"))
    nominated = row["state"] == "nominated"
    if nominated:
        add_field(form, AWARDS.field("round"), ChoiceInput(rounds), required=True)
        _add_line(form)
    else:
        told = _("Suất đã duyệt: hình thức, số tiền không sửa được nữa. Ghi nhầm thì rút suất này rồi đề nghị lại.")
        form.add_text(words.text(told, "hint"))
        add_field(form, AWARDS.field("reason"))
    if person:
        _add_person(form, learner=person["kind"] == "learner")
    line = award_lines.line_of(screen.book, row["id"])
    before = {name: {**person, **line}.get(name) for name in form.names()}

    def save() -> None:
        given = people.kept_fields(form.values())
        changed = {name: value for name, value in given.items() if as_kept(value) != before[name]}
        if not changed:
            screen.close_page()
            return
        said = _("Đã sửa suất của {name}.").format(name=given.get("full_name") or shown_name(row))
        doubts = person_doubts(changed)
        screen.carry_out(lambda: _write(screen, row["id"], recipient, changed, line), said, form=form, doubts=doubts)

    form.submitted.connect(save)
    return form, before


def _add_person(form: Form, *, learner: bool) -> None:
    form.add_text(words.text(_("Về người nhận; in trên danh sách, giấy khen:"), "hint"))
    add_field(form, PEOPLE.field("full_name"), required=True)
    add_field(form, PEOPLE.field("born"))
    if learner:
        add_school(form)
        add_family(form)
    add_everybody(form)


def _write(screen: AwardsScreen, award: bytes, recipient: bytes, changed: dict[str, Any], line: dict[str, Any]) -> Done:
    of_line = {name: value for name, value in changed.items() if name in line}
    of_person = {name: value for name, value in changed.items() if name not in line}
    with screen.book.together():
        if of_line:
            award_lines.change_award(screen.book, award, of_line)
        if of_person:
            people.change_person(screen.book, recipient, of_person)
    return Done(award, frozenset((Topic.AWARDS, Topic.PEOPLE, Topic.MEMBERS)))
