"""People: entering and correcting them. Whoever is a pupil or under 18 on the day of entry is kept as a learner."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from db.ethnic_groups import kept_ethnic_group
from db.i18n import _
from db.journal import Writing
from db.refusal import DraftRefused, FieldError, Refusal, require_no_errors
from db.store import Book
from db.tables.people import SEXES, Learner, LearnerName, Person
from db.text import clean
from desktop_app.values.dates import format_date
from desktop_app.work.records import field_checks
from desktop_app.work.records.corrections import as_day, as_kept, refuse_unknown
from desktop_app.work.records.results import Done, Topic, done

ADULT = 18
LEARNER_FIELDS = ("school", "class_name", "sex", "ethnic_group")
NAME_FIELDS = ("full_name", "given", "born", "guardian", "address", "phone", "consent_on", "consent_by")
PERSON_FIELDS = ("full_name", "given", "born", "sex", "ethnic_group", "phone", "address")


@dataclass(frozen=True)
class PersonDraft:
    """What a form or a command says of a person; `born` is ISO, a year alone where only that is known.

    `pupil` says that it is one, also where neither age nor school are known.
    """

    full_name: str
    given: str | None = None
    born: str | None = None
    sex: str | None = None
    ethnic_group: str | None = None
    phone: str | None = None
    address: str | None = None
    guardian: str | None = None
    consent_on: date | None = None
    consent_by: str | None = None
    school: str | None = None
    class_name: str | None = None
    pupil: bool = False


def check_person(draft: PersonDraft, today: date) -> list[FieldError]:
    """What is wrong with a draft of a person, worst first."""
    return [
        *field_checks.required("full_name", clean(draft.full_name or ""), _("Nhập họ và tên")),
        *field_checks.born_in_time("born", draft.born, today),
        *field_checks.one_of("sex", draft.sex, SEXES),
        *field_checks.phone("phone", clean(draft.phone or "")),
        *field_checks.not_after("consent_on", draft.consent_on, today, _("Ngày đồng ý phải từ hôm nay trở về trước")),
        *(
            field_checks.required("consent_on", draft.consent_on, _("Ghi ngày gia đình đồng ý, hoặc bỏ người đồng ý"))
            if draft.consent_by
            else ()
        ),
        *(_no_consent_of_adults(draft) if not is_learner(draft, today) else ()),
    ]


def _no_consent_of_adults(draft: PersonDraft) -> list[FieldError]:
    said = [name for name in ("consent_on", "consent_by") if getattr(draft, name)]
    return [
        FieldError(name, _("Chỉ ghi gia đình đồng ý cho học sinh và người dưới 18 tuổi. Xóa trống")) for name in said
    ]


def is_learner(draft: PersonDraft, today: date) -> bool:
    """Whether the person is entered as a pupil, or is under 18 today."""
    if draft.pupil or draft.school or draft.class_name or draft.guardian:
        return True
    return draft.born is not None and _age(draft.born, today) < ADULT


def _age(born: str, today: date) -> int:
    """Full years; where only the year is known, the birthday counts as passed at the year's end."""
    if len(born) == 4:
        return today.year - int(born)
    birth = date.fromisoformat(born)
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def add_person(book: Book, draft: PersonDraft) -> Done:
    """Enter a person; nothing hinders two people of one name (the form shows similar ones first)."""
    require_no_errors(check_person(draft, book.clock.today()))
    with book.write() as tx:
        return done(enter_person(tx, draft, book.clock.today()), Topic.PEOPLE)


def enter_person(tx: Writing, draft: PersonDraft, today: date) -> bytes:
    """Add the records of a checked draft: one for an adult, two for a learner; returns the person's id."""
    said = kept_fields(vars(draft))
    if not is_learner(draft, today):
        return tx.create(Person, **{name: said[name] for name in PERSON_FIELDS}).id
    year = int(draft.born[:4]) if draft.born else None
    learner = tx.create(Learner, born_year=year, **{name: said[name] for name in LEARNER_FIELDS})
    said["consent_on"] = draft.consent_on.isoformat() if draft.consent_on else None
    tx.create(LearnerName, learner=learner.id, **{name: said[name] for name in NAME_FIELDS})
    return learner.id


def kept_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a person as the book keeps them: cleaned, nothing as None, an ethnic group by its official name."""
    kept = {name: (clean(value) or None) if isinstance(value, str) else value for name, value in fields.items()}
    if "ethnic_group" in kept:
        kept["ethnic_group"] = kept_ethnic_group(kept["ethnic_group"])
    return kept


def change_person(book: Book, person: bytes, fields: Mapping[str, Any]) -> Done:
    """Correct some fields of a person; unknown fields and impossible values are refused.

    When a guardian's consent is recorded, the learner's name is restated whole, because only what is written from then
    on may travel.
    """
    cleaned = kept_fields(fields)
    with book.write() as tx:
        require_no_errors(_check_born_before_joining(tx.db, person, cleaned.get("born")))
        adult = tx.get(Person, person)
        if adult is not None:
            _set(adult, cleaned, PERSON_FIELDS)
            require_no_errors(
                check_person(PersonDraft(**{n: getattr(adult, n) for n in PERSON_FIELDS}), book.clock.today())
            )
            return done(person, Topic.PEOPLE, Topic.MEMBERS)
        learner = tx.get(Learner, person)
        if learner is None:
            raise Refusal(_("Không thấy người này trong sổ. Tìm lại trong danh sách."), code="REFERENCE")
        _change_learner(tx, learner, cleaned, book.clock.today())
    return done(person, Topic.PEOPLE, Topic.MEMBERS)


def _check_born_before_joining(db: sqlite3.Connection, person: bytes, born: str | None) -> list[FieldError]:
    """Nobody is a member before their birth."""
    (joined,) = db.execute("SELECT min(joined) FROM memberships WHERE person = ?", (person,)).fetchone()
    if not born or joined is None or joined >= born:
        return []
    said = _("Người này vào Hội ngày {day}: ngày sinh phải trước ngày ấy. Sửa ngày sinh, hoặc ngày vào Hội")
    return [FieldError("born", said.format(day=format_date(date.fromisoformat(joined))))]


def details(db: sqlite3.Connection, person: bytes) -> dict[str, Any]:
    """All that a form shows of a person, by field, and `kind` (person, learner); empty where there is none."""
    cursor = db.execute(
        "SELECT p.kind, p.full_name, p.born, p.sex, p.ethnic_group, p.phone, p.address, l.school, l.class_name,"
        " n.guardian, n.consent_on, n.consent_by FROM persons p LEFT JOIN learners l ON l.id = p.id"
        " LEFT JOIN learner_names n ON n.learner = p.id WHERE p.id = ?",
        (person,),
    )
    row = cursor.fetchone()
    return dict(zip([column[0] for column in cursor.description], row, strict=True)) if row else {}


def differing(db: sqlite3.Connection, person: bytes, draft: PersonDraft) -> dict[str, Any]:
    """What a draft says of someone on record that the book does not say; what the draft is silent about stays.

    An adult's record has no school, class, guardian or consent; a year of birth says nothing against a known day.
    """
    known = details(db, person)
    if not known:
        return {}
    allowed = PERSON_FIELDS if known["kind"] == "person" else (*LEARNER_FIELDS, *NAME_FIELDS)
    said = {name: as_kept(value) for name, value in kept_fields(vars(draft)).items() if name in allowed}
    if (known["born"] or "").startswith(said["born"] or " "):
        said["born"] = None
    return {name: value for name, value in said.items() if value and name in known and value != known[name]}


def known_or_added(book: Book, known: bytes | None, draft: PersonDraft) -> bytes:
    """Someone on record, corrected in what the draft says otherwise; or the draft's person, entered."""
    if known is None:
        return add_person(book, draft).id
    correct_as_said(book, known, draft)
    return known


def correct_as_said(book: Book, person: bytes, draft: PersonDraft) -> Done:
    """Correct someone on record in what a draft says otherwise; the name stays as it is written there."""
    with book.reading() as db:
        fields = differing(db, person, draft)
    fields.pop("full_name", None)
    return change_person(book, person, fields) if fields else done(person)


def _change_learner(tx: Writing, learner: Learner, fields: Mapping[str, Any], today: date) -> None:
    found = tx.db.execute("SELECT id FROM learner_names WHERE learner = ?", (learner.id,)).fetchone()
    name = tx.get(LearnerName, found[0]) if found else None
    refuse_unknown(fields, (*LEARNER_FIELDS, *NAME_FIELDS))
    _set(learner, {n: v for n, v in fields.items() if n in LEARNER_FIELDS}, LEARNER_FIELDS)
    if "born" in fields:
        learner.born_year = int(fields["born"][:4]) if fields["born"] else None
    if name is None:
        return
    _refuse_taking_back(name, fields)
    newly_agreed = bool(fields.get("consent_on")) and name.consent_on is None
    if isinstance(fields.get("consent_on"), date):
        fields = {**fields, "consent_on": fields["consent_on"].isoformat()}
    _set(name, {n: v for n, v in fields.items() if n in NAME_FIELDS}, NAME_FIELDS)
    draft = PersonDraft(name.full_name, born=name.born, sex=learner.sex, phone=name.phone, pupil=True)
    draft = replace(draft, consent_on=as_day(name.consent_on), consent_by=name.consent_by)
    require_no_errors(check_person(draft, today))
    if newly_agreed:
        tx.restate(name)


def _refuse_taking_back(name: LearnerName, fields: Mapping[str, Any]) -> None:
    """A consent that stands is not simply emptied: the name has left, or may leave with what is written already."""
    if name.consent_on and "consent_on" in fields and not fields["consent_on"]:
        sentence = _("Gia đình rút lại đồng ý thì dùng «Rút lại đồng ý…»: tên được xóa ở mọi nơi đã nhận")
        raise DraftRefused([FieldError("consent_on", sentence)])


def _set(record: Any, fields: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
    refuse_unknown(fields, allowed)
    for name, value in fields.items():
        setattr(record, name, value)
