"""People, members and posts by field=value: their own verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from db.i18n import _
from db.refusal import FieldError, Refusal, require_no_errors
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.people.declared import PEOPLE, old_pupil_doubts
from desktop_app.work.records import verbs
from desktop_app.work.records.reading import Given, Verb, wrong
from desktop_app.work.records.results import Done
from desktop_app.work.records.subject import Asking
from desktop_app.work.units.declared import POSTS

PERSON_FIELDS = (
    "full_name given born sex ethnic_group phone address guardian consent_on consent_by school class".split()
)


def person_draft(given: Given) -> people.PersonDraft:
    """The draft of a person."""
    return people.PersonDraft(
        full_name=given.text("full_name") or "",
        given=given.text("given"),
        born=given.value("born"),
        sex=given.value("sex"),
        ethnic_group=given.text("ethnic_group"),
        phone=given.text("phone"),
        address=given.text("address"),
        guardian=given.text("guardian"),
        consent_on=given.value("consent_on"),
        consent_by=given.text("consent_by"),
        school=given.text("school"),
        class_name=given.text("class"),
    )


def person_doubts(given: Given) -> list[str]:
    """What is worth a second look in a person to add."""
    return [*given.doubts(), *old_pupil_doubts(given.values(PERSON_FIELDS), given.today)]


def add_person(given: Given) -> Verb:
    """A person."""
    draft = person_draft(given)
    return lambda: people.add_person(given.book, draft)


def change_person(given: Given, identity: bytes) -> Verb:
    """Some fields of a person."""
    said = given.values(PERSON_FIELDS)
    if given.db.execute("SELECT 1 FROM people WHERE id = ?", (identity,)).fetchone():
        _refuse_of_learners(name for name in said if name not in people.PERSON_FIELDS)
    fields = {"class_name" if name == "class" else name: value for name, value in said.items()}
    return lambda: people.change_person(given.book, identity, fields)


def _refuse_of_learners(names: Iterable[str]) -> None:
    errors = [FieldError(name, _("Mục này chỉ ghi cho học sinh và người dưới 18 tuổi")) for name in names]
    require_no_errors(errors)


def known_or_new(given: Given, name: str) -> Callable[[], bytes]:
    """A person by id or exact name; one who is unknown is entered where new=1 stands."""
    text = given.required(name)
    try:
        found = PEOPLE.find(given.db, text, given.book.unit)
    except Refusal as refusal:
        if refusal.code == "AMBIGUOUS" or not given.new:
            raise
        return lambda: people.add_person(given.book, people.PersonDraft(text)).id
    return lambda: found


def add_member(given: Given) -> Verb:
    """A member, who may have left since."""
    joined, branch = given.value("joined") or given.today, given.value("branch")
    left, reason = given.value("left"), given.value("reason")
    if reason is not None and left is None:
        raise wrong("left", _("Ghi ngày thôi cùng với lý do"))
    find = known_or_new(given, "person") if given.says("person") else None
    details = None if find else person_draft(given)

    def call() -> Done:
        with given.book.together():
            person = find() if find else None
            made = membership.register(given.book, membership.MemberDraft(joined, branch, details, person))
            if left is not None:
                membership.leave(given.book, made.id, left, reason or "resigned")
        return made

    return call


def change_member(given: Given, identity: bytes) -> Verb:
    """A move to another branch, an end of the stay, a corrected day, or the person's own fields; together or alone."""
    row = given.db.execute("SELECT person, left_on FROM memberships WHERE id = ?", (identity,)).fetchone()
    if row is None:
        raise Refusal(_("Không thấy hội viên này trong sổ. Tìm lại trong danh sách."), code="REFERENCE")
    calls: list[Verb] = []
    if given.says(*PERSON_FIELDS):
        calls.append(change_person(given, row[0]))
    if given.says("joined"):
        joined = given.value("joined")
        calls.append(lambda: membership.correct(given.book, identity, {"joined": joined}))
    if given.says("branch"):
        calls.append(_move(given, identity))
    if given.says("left", "reason"):
        calls.append(_end(given, identity, ended=row[1] is not None))
    if not calls:
        raise Refusal(_("Chưa ghi mục nào cần sửa. Ghi dạng mục=giá trị."), code="FIELDS")
    return given.all(calls, None if given.says("branch") else identity)  # a move makes a stay of its own


def _move(given: Given, identity: bytes) -> Verb:
    if given.says("left", "reason"):
        raise wrong("branch", _("Ghi chuyển chi hội và thôi hội viên thành hai lần"))
    branch, on = given.needed("branch"), given.value("on") or given.today
    return lambda: membership.move(given.book, identity, branch, on)


def _end(given: Given, identity: bytes, *, ended: bool) -> Verb:
    """The end of a stay; of one that ended already its day and reason are corrected, an empty day takes it back."""
    left, reason = given.value("left"), given.value("reason")
    if ended or (given.says("left") and left is None):
        fields: dict[str, Any] = {"left_on": left} if given.says("left") else {}
        fields |= {"reason": reason} if reason else {}
        return lambda: membership.correct(given.book, identity, fields)
    day = left or given.value("on") or given.today
    return lambda: membership.leave(given.book, identity, day, reason or "resigned")


def add_post(given: Given) -> Verb:
    """A post that someone holds."""
    find, unit, post = known_or_new(given, "person"), given.value("unit") or given.book.unit, given.needed("post")
    since, until = given.value("from"), given.value("until")

    def call() -> Done:
        with given.book.together():
            said = {"person": find(), "unit": unit, "post": post, "from": since, "until": until}
            return verbs.create(given.book, POSTS, said)

    return call


def post_doubts(given: Given) -> list[str]:
    """What is worth a second look in a post of somebody on record, or of someone new."""
    text = given.text("person")
    known = given.db.execute(
        "SELECT id FROM persons WHERE office = ?1 AND (full_name = ?2 OR lower(hex(id)) = ?2)", (given.book.unit, text)
    ).fetchall()
    if given.text("post") is None or len(known) > 1 or not (known or given.new):
        return []  # is refused
    said = given.values(("unit", "post", "from", "until"))
    return verbs.doubts(POSTS, Asking(given.book, given.db, {**said, "person": known[0][0] if known else None}))
