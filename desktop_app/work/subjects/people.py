"""People, members, branches, posts and groups by field=value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from desktop_app.work.members import branches, membership
from desktop_app.work.people import people
from desktop_app.work.records.lookup import record_id
from desktop_app.work.records.reading import Given, Verb, wrong
from desktop_app.work.records.results import Done
from desktop_app.work.units import posts

PERSON_FIELDS = (
    "full_name given born sex ethnic_group phone address guardian consent_on consent_by school class".split()
)

BRANCH_FIELDS = "name kind founded dissolved head phone head_count head_count_on".split()


def person_draft(given: Given) -> people.PersonDraft:
    """The draft of a person."""
    return people.PersonDraft(
        full_name=given.text("full_name") or "",
        given=given.text("given"),
        born=given.birth("born"),
        sex=given.text("sex"),
        ethnic_group=given.text("ethnic_group"),
        phone=given.text("phone"),
        address=given.text("address"),
        guardian=given.text("guardian"),
        consent_on=given.day("consent_on"),
        consent_by=given.text("consent_by"),
        school=given.text("school"),
        class_name=given.text("class"),
    )


def add_person(given: Given) -> Verb:
    """A person."""
    draft = person_draft(given)
    return lambda: people.add_person(given.book, draft)


def change_person(given: Given, identity: bytes) -> Verb:
    """Some fields of a person."""
    said = given.read({"born": given.birth, "consent_on": given.day}, PERSON_FIELDS)
    fields = {"class_name" if name == "class" else name: value for name, value in said.items()}
    return lambda: people.change_person(given.book, identity, fields)


def known_or_new(given: Given, name: str) -> Callable[[], bytes]:
    """A person by id or exact name; one who is unknown is entered where new=1 stands."""
    text = given.required(name)
    try:
        found = record_id(given.db, "people", text, given.book.unit)
    except Refusal as refusal:
        if refusal.code == "AMBIGUOUS" or not given.new:
            raise
        return lambda: people.add_person(given.book, people.PersonDraft(text)).id
    return lambda: found


def add_member(given: Given) -> Verb:
    """A member, who may have left since."""
    joined, branch = given.day("joined") or given.today, given.record("branch", "branches")
    left, reason = given.day("left"), given.text("reason")
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
        joined = given.day("joined")
        calls.append(lambda: membership.correct(given.book, identity, {"joined": joined}))
    if given.says("branch"):
        calls.append(_move(given, identity))
    if given.says("left", "reason"):
        calls.append(_end(given, identity, ended=row[1] is not None))
    if not calls:
        raise Refusal(_("Chưa ghi mục nào cần sửa. Ghi dạng mục=giá trị."), code="FIELDS")
    return given.all(calls)


def _move(given: Given, identity: bytes) -> Verb:
    if given.says("left", "reason"):
        raise wrong("branch", _("Ghi chuyển chi hội và thôi hội viên thành hai lần"))
    branch, on = given.required_record("branch", "branches"), given.day("on") or given.today
    return lambda: membership.move(given.book, identity, branch, on)


def _end(given: Given, identity: bytes, *, ended: bool) -> Verb:
    """The end of a stay; of one that ended already its day and reason are corrected, an empty day takes it back."""
    left, reason = given.day("left"), given.text("reason")
    if ended or (given.says("left") and left is None):
        fields: dict[str, Any] = {"left_on": left} if given.says("left") else {}
        fields |= {"reason": reason} if reason else {}
        return lambda: membership.correct(given.book, identity, fields)
    day = left or given.day("on") or given.today
    return lambda: membership.leave(given.book, identity, day, reason or "resigned")


def add_branch(given: Given) -> Verb:
    """A branch or board."""
    draft = branches.BranchDraft(
        name=given.text("name") or "",
        kind=given.text("kind") or "village",
        founded=given.day("founded"),
        dissolved=given.day("dissolved"),
        head=given.text("head"),
        phone=given.text("phone"),
        head_count=given.number("head_count"),
        head_count_on=given.day("head_count_on"),
    )
    return lambda: branches.add_branch(given.book, draft)


def change_branch(given: Given, identity: bytes) -> Verb:
    """Some fields of a branch, or its head count on a day."""
    readers: dict[str, Callable[[str], Any]] = {
        "founded": given.day,
        "dissolved": given.day,
        "head_count": given.number,
        "head_count_on": given.day,
    }
    fields = given.read(readers, BRANCH_FIELDS)
    return lambda: branches.change_branch(given.book, identity, fields)


def add_post(given: Given) -> Verb:
    """A post that someone holds."""
    find, unit, post = known_or_new(given, "person"), given.unit("unit"), given.required("post")
    since, until = given.day("from"), given.day("until")

    def call() -> Done:
        with given.book.together():
            return people.add_post(given.book, find(), unit, post, since, until)

    return call


def post_doubts(given: Given) -> list[str]:
    """What is worth a second look in a post."""
    post, text = given.text("post"), given.text("person")
    known = given.db.execute(
        "SELECT id FROM persons WHERE office = ?1 AND (full_name = ?2 OR lower(hex(id)) = ?2)", (given.book.unit, text)
    ).fetchall()
    if post is None or len(known) > 1 or not (known or given.new):
        return []  # is refused
    person = known[0][0] if known else None
    return posts.doubts(given.db, given.today, given.unit("unit"), post, given.day("from"), person)


def change_post(given: Given, identity: bytes) -> Verb:
    """Some fields of a post."""
    names = {"from": "since"}
    said = given.read(
        {
            "person": lambda name: given.required_record(name, "people"),
            "unit": given.unit,
            "from": given.day,
            "until": given.day,
        },
        ("person", "unit", "post", "from", "until"),
    )
    fields = {names.get(name, name): value for name, value in said.items()}
    return lambda: people.change_post(given.book, identity, fields)


def add_group(given: Given) -> Verb:
    """A family, clan or other body."""
    name, kind, address = given.text("name") or "", given.text("kind") or "family", given.text("address")
    return lambda: people.add_group(given.book, name, kind, address)


def change_group(given: Given, identity: bytes) -> Verb:
    """Some fields of a group."""
    fields = given.read({}, ("name", "kind", "address"))
    return lambda: people.change_group(given.book, identity, fields)
