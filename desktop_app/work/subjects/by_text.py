"""One record by field=value, under the same rules as the forms: what commands hand in as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from db.i18n import Words, _
from db.refusal import Refusal
from db.store import Book
from desktop_app.work.records import reading, verbs
from desktop_app.work.records.reading import Given, Verb
from desktop_app.work.records.results import Done
from desktop_app.work.records.subject import Asking, Subject
from desktop_app.work.subjects import awards_by_text, fund_by_text, namesakes, people_by_text
from desktop_app.work.subjects.registry import BY_NAME


@dataclass(frozen=True)
class OwnVerbs:
    """What commands do with a subject otherwise than it is declared; None where they do not.

    `doubts` are of a record to add; `told_of_new` and `told` of one that was added, and of one that was added or changed.
    `unchanged` says why records of it are never changed.
    """

    add: Callable[[Given], Verb] | None = None
    change: Callable[[Given, bytes], Verb] | None = None
    doubts: Callable[[Given], list[str]] | None = None
    told_of_new: Callable[[Book, bytes], list[str]] = lambda _book, _made: []
    told: Callable[[Book, bytes], list[str]] = lambda _book, _made: []
    unchanged: Words | None = None


OWN_VERBS = {
    "people": OwnVerbs(
        people_by_text.add_person,
        people_by_text.change_person,
        people_by_text.person_doubts,
        told_of_new=namesakes.of_person,
    ),
    "members": OwnVerbs(
        people_by_text.add_member,
        people_by_text.change_member,
        people_by_text.person_doubts,
        told_of_new=namesakes.of_member,
    ),
    "posts": OwnVerbs(people_by_text.add_post, doubts=people_by_text.post_doubts),
    "donors": OwnVerbs(told_of_new=namesakes.of_donor),
    "fund": OwnVerbs(fund_by_text.add_movement, doubts=fund_by_text.doubts, unchanged=fund_by_text.UNCHANGED),
    "awards": OwnVerbs(
        awards_by_text.add_award, awards_by_text.change_award, Given.doubts, told=awards_by_text.others_in_the_year
    ),
}
"""By subject; of all others records are created, put or corrected as they are declared."""


def _own(subject: str) -> OwnVerbs:
    return OWN_VERBS.get(subject, OwnVerbs())


def doubts(book: Book, subject: str, fields: Mapping[str, str]) -> list[str]:
    """What a person should look at again about a record to add, in whole sentences; nothing is refused for it."""
    declared, own = BY_NAME.get(subject), _own(subject)
    if declared is None:
        return []
    reading.refuse_unknown(declared, fields)
    with book.reading() as db:
        if own.doubts:
            return own.doubts(Given(book, db, declared, fields))
        said = reading.read(book, db, declared.said, fields, verbs.problems_of_new(declared))
        return verbs.doubts_of_new(declared, Asking(book, db, said))


def told_of_new(book: Book, subject: str, made: bytes) -> list[str]:
    """What is to be known of a record that was just added: others of the name, another scholarship of the year."""
    own = _own(subject)
    return [*own.told(book, made), *own.told_of_new(book, made)]


def told_of_changed(book: Book, subject: str, changed: bytes, fields: Mapping[str, str]) -> list[str]:
    """The same of one that was just changed, and what may be a slip of the hand in its new fields."""
    with book.reading() as db:
        slips = Given(book, db, BY_NAME[subject], fields).doubts()
    return [*_own(subject).told(book, changed), *slips]


def add(book: Book, subject: str, fields: Mapping[str, str]) -> Done:
    """Add one record of a subject; of a natural key, put it in its place."""
    declared = _known(subject, _("Không thêm được vào «{subject}» ở đây. Thêm được: {known}."))
    reading.refuse_unknown(declared, fields)
    with book.reading() as db:
        own = _own(subject).add
        call = (
            own(Given(book, db, declared, fields))
            if own
            else _adding(book, declared, reading.read(book, db, declared.said, fields, verbs.problems_of_new(declared)))
        )
    return call()


def _adding(book: Book, subject: Subject[Any], values: Mapping[str, Any]) -> Verb:
    verb = verbs.put if subject.key else verbs.create
    return partial(verb, book, subject, values)


def _correcting(book: Book, subject: Subject[Any], identity: bytes, values: Mapping[str, Any]) -> Verb:
    return partial(verbs.correct, book, subject, identity, values)


def change(book: Book, subject: str, identity: bytes, fields: Mapping[str, str]) -> Done:
    """Change one record of a subject; an empty value clears the field."""
    if why := _own(subject).unchanged:
        raise Refusal(str(why), code="SUBJECT")
    declared = _known(subject, _("Không sửa được «{subject}» ở đây. Sửa được: {known}."))
    reading.refuse_unknown(declared, fields)
    if not fields:
        raise Refusal(_("Chưa ghi mục nào cần sửa. Ghi dạng mục=giá trị."), code="FIELDS")
    verbs.refuse_key(declared, fields)
    with book.reading() as db:
        own = _own(subject).change
        call = (
            own(Given(book, db, declared, fields), identity)
            if own
            else _correcting(
                book, declared, identity, reading.read(book, db, declared.said, fields, verbs.problems_of_said)
            )
        )
    return call()


def _known(subject: str, sentence: str) -> Subject[Any]:
    if subject not in BY_NAME:
        raise Refusal(sentence.format(subject=subject, known=", ".join(BY_NAME)), code="SUBJECT")
    return BY_NAME[subject]
