"""One record by field=value, under the same rules as the forms: what commands hand in as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.work.records import reading, verbs
from desktop_app.work.records.reading import Given, Verb
from desktop_app.work.records.results import Done
from desktop_app.work.records.subject import Asking, Subject
from desktop_app.work.subjects import awards_by_text, fund_by_text, people_by_text
from desktop_app.work.subjects.registry import BY_NAME

ADDERS: dict[str, Callable[[Given], Verb]] = {
    "people": people_by_text.add_person,
    "members": people_by_text.add_member,
    "posts": people_by_text.add_post,
    "fund": fund_by_text.add_movement,
    "awards": awards_by_text.add_award,
}
CHANGERS: dict[str, Callable[[Given, bytes], Verb]] = {
    "people": people_by_text.change_person,
    "members": people_by_text.change_member,
    "awards": awards_by_text.change_award,
}
"""Subjects that have verbs of their own; of all others records are created, put or corrected as they are declared."""


def doubts(book: Book, subject: str, fields: Mapping[str, str]) -> list[str]:
    """What a person should look at again about a record to add, in whole sentences; nothing is refused for it."""
    declared = BY_NAME.get(subject)
    if declared is None:
        return []
    reading.refuse_unknown(declared, fields)
    with book.reading() as db:
        if declared.name == "fund":
            return fund_by_text.doubts(Given(book, db, declared, fields))
        if declared.name == "posts":
            return people_by_text.post_doubts(Given(book, db, declared, fields))
        if declared.name in ADDERS:
            return []
        said = reading.read(book, db, declared.said, fields, verbs.problems_of_new(declared))
        return verbs.doubts(declared, Asking(book, db, said))


def add(book: Book, subject: str, fields: Mapping[str, str]) -> Done:
    """Add one record of a subject; of a natural key, put it in its place."""
    declared = _known(subject, _("Không thêm được vào «{subject}» ở đây. Thêm được: {known}."))
    reading.refuse_unknown(declared, fields)
    with book.reading() as db:
        own = ADDERS.get(subject)
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
    if subject == "fund":
        raise Refusal(
            _("Phiếu đã ghi thì không sửa. Hủy phiếu (kind=reverse of=mã phiếu) rồi ghi phiếu mới."), code="SUBJECT"
        )
    declared = _known(subject, _("Không sửa được «{subject}» ở đây. Sửa được: {known}."))
    reading.refuse_unknown(declared, fields)
    if not fields:
        raise Refusal(_("Chưa ghi mục nào cần sửa. Ghi dạng mục=giá trị."), code="FIELDS")
    verbs.refuse_key(declared, fields)
    with book.reading() as db:
        own = CHANGERS.get(subject)
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
