"""Every subject and every list of the book by its name, and which field of which subject a column of a kind is."""

from __future__ import annotations

from functools import cache
from typing import Any

from db.i18n import N_, Words, _
from db.refusal import Refusal
from desktop_app.values.words import begun
from desktop_app.work.awards.declared import AWARDS, GROUPS, ROUNDS
from desktop_app.work.fund.declared import CATEGORIES, DECISIONS, DONORS, FUND, PURSES
from desktop_app.work.members.declared import BRANCHES, MEMBERS
from desktop_app.work.people.declared import PEOPLE
from desktop_app.work.records.fields import Field
from desktop_app.work.records.subject import Listing, Subject
from desktop_app.work.subjects.other_lists import EXPORTS, FIGURES, STATEMENTS
from desktop_app.work.units.declared import CLUSTERS, CONTACTS, POPULATION, POSTS, TARGETS, UNITS

SUBJECTS: tuple[Subject[Any], ...] = (
    PEOPLE, MEMBERS, FUND, AWARDS, BRANCHES, DONORS, GROUPS, POSTS, ROUNDS, DECISIONS, PURSES, POPULATION, TARGETS, UNITS,
    CLUSTERS, CONTACTS,
)  # fmt: skip
"""The commonest first."""
OTHER_LISTS: tuple[Listing, ...] = (CATEGORIES, STATEMENTS, EXPORTS, FIGURES)
WHOLE: dict[str, Words] = {
    "": N_("còn hay bỏ"),
    "office": N_("ghi bởi đơn vị không giữ"),
    "owner": N_("đơn vị giữ"),
}
"""What two places may differ about of a record as a whole."""
OTHER_FIELDS: dict[tuple[str, str], Words] = {
    ("learner", "born_year"): N_("năm sinh"),  # what may be counted of a birth date
    ("unit", "aliases"): N_("tên gọi khác"),  # seeded with the units, entered by nobody
    ("actor", "full_name"): N_("họ và tên"),  # of who writes the book, entered where it is handed over
    ("actor", "post"): N_("chức vụ"),
    **{("movement", column): N_("số phiếu") for column in ("book", "block", "number", "year")},  # given by the book
}
"""Fields of entries that no field of a subject fills in; each for the reason beside it."""
OTHER_KINDS: dict[str, Words] = {
    "actor": N_("người ghi sổ"),
    "statement": N_("số liệu đã chốt"),
    "same": N_("cùng người hay khác người"),
    "ruling": N_("quyết định của tỉnh"),
    "question": N_("câu hỏi của tỉnh"),
}
"""Kinds that are no subject: pages of their own make them, and no field of them is filled in by hand."""


BY_NAME: dict[str, Subject[Any]] = {subject.name: subject for subject in SUBJECTS}


def subject_named(name: str) -> Subject[Any]:
    """The subject of this name."""
    return BY_NAME[name]


def all_listings() -> tuple[Listing, ...]:
    """Every list, those of subjects first."""
    return (*(subject.listing for subject in BY_NAME.values()), *OTHER_LISTS)


def listing_named(name: str) -> Listing:
    """The list of this name that can be asked for; refused where there is none."""
    known = {one.name: one for one in all_listings() if one.source}
    if name not in known:
        sentence = _("Không có danh sách «{subject}». Chọn một trong: {known}.")
        raise Refusal(sentence.format(subject=name, known=", ".join(known)), code="SUBJECT")
    return known[name]


def subject_of(kind: str) -> Subject[Any] | None:
    """The subject that records of a kind belong to, as its own, as a part, or as one more way to keep it."""
    return _by_kind().get(kind)


@cache
def _by_kind() -> dict[str, Subject[Any]]:
    return {kind: subject for subject in BY_NAME.values() for kind in kinds_of(subject)}


def kinds_of(subject: Subject[Any]) -> tuple[str, ...]:
    """The kinds in the journal that a subject is kept in."""
    parts = (part.model for part in subject.parts)
    models = (subject.model, *subject.also, *parts, *(model for model, _by in subject.hanging))
    return tuple(model.kind_of.name for model in models)


@cache
def field_of(kind: str, column: str) -> Field[Any] | None:
    """The field behind a column of a kind, which is how entries, conflicts and free text name it."""
    subject = subject_of(kind)
    if subject is None:
        return None
    parts = {part.name for part in subject.parts if part.model.kind_of.name == kind}
    fitting = [field for field in subject.fields if field.kept_in == column]
    return next(
        (field for field in fitting if field.part in parts or not (parts or field.part)), next(iter(fitting), None)
    )


def field_title(kind: str, column: str) -> str:
    """What a column of a kind is called where it stands alone."""
    return begun(field_words(kind, column))


def field_words(kind: str, column: str) -> str:
    """What a column of a kind is called within a sentence."""
    field = field_of(kind, column)
    if field is not None:
        label = str(field.label)
        return label[:1].lower() + label[1:]
    other = WHOLE.get(column) or OTHER_FIELDS.get((kind, column)) or OTHER_KINDS.get(kind)
    if other is None and (subject := subject_of(kind)):
        other = subject.one  # the reference of what hangs on it
    return str(other) if other else column
