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
    MEMBERS, PEOPLE, BRANCHES, DONORS, GROUPS, PURSES, FUND, ROUNDS, DECISIONS, AWARDS, POPULATION, TARGETS, UNITS,
    CLUSTERS, CONTACTS, POSTS,
)  # fmt: skip
OTHER_LISTS: tuple[Listing, ...] = (CATEGORIES, STATEMENTS, EXPORTS, FIGURES)
OTHER_WORDS: dict[tuple[str, str], Words] = {
    ("", ""): N_("còn hay bỏ"),  # whether a record stands at all
    ("", "office"): N_("ghi bởi đơn vị không giữ"),
    ("", "owner"): N_("đơn vị giữ"),
    ("learner", "born_year"): N_("năm sinh"),  # what may be counted of a birth date
    ("same", "verdict"): N_("cùng người hay khác người"),  # a verdict of a person, entered on a page of its own
    ("statement", "digest"): N_("số liệu đã chốt"),
}
"""Fields of entries that nobody fills in by a field of a subject; each for the reason beside it."""


BY_NAME: dict[str, Subject[Any]] = {subject.name: subject for subject in SUBJECTS}


def subject_named(name: str) -> Subject[Any]:
    """The subject of this name."""
    return BY_NAME[name]


def all_listings() -> tuple[Listing, ...]:
    """Every list, those of subjects first."""
    return (*(subject.listing for subject in SUBJECTS), *OTHER_LISTS)


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
    return {kind: subject for subject in SUBJECTS for kind in kinds_of(subject)}


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
    other = OTHER_WORDS.get((kind, column)) or OTHER_WORDS.get(("", column))
    return str(other) if other else column
