"""One record by field=value, under the same rules as the forms: what commands and spreadsheets hand in as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from db.i18n import _
from db.refusal import DraftRefused, FieldError, Refusal
from db.store import Book
from desktop_app.work.records.reading import Given, Verb
from desktop_app.work.records.results import Done
from desktop_app.work.subjects import awards, fund, people, units

PERSON = "full_name given born sex ethnic_group phone address guardian consent_on consent_by school class"
FIELDS: dict[str, str] = {
    "units": "code name level parent from until",
    "population": "unit year people households pupils",
    "targets": "unit year indicator value",
    "clusters": "number year name leader units",
    "contacts": "unit name post phone zalo",
    "branches": "name kind founded dissolved head phone head_count head_count_on",
    "people": PERSON,
    "members": f"{PERSON} person branch joined left reason on new",
    "posts": "person unit post from until new",
    "groups": "name kind address",
    "donors": "full_name kind address phone",
    "purses": "name restricted purpose donor allowed",
    "fund": "kind amount purse account to_purse to_account on party party_kind category note goods decision of reason"
    " new",
    "rounds": "name school_year purpose purse budget",
    "decisions": "no year on signer signer_post title subject",
    "awards": "round recipient recipient_kind form reason amount goods goods_value decision state certificate_no payment"
    " note on account new",
}
ADDERS: dict[str, Callable[[Given], Verb]] = {
    "units": units.add_unit,
    "population": units.set_population,
    "targets": units.set_target,
    "clusters": units.set_cluster,
    "contacts": units.keep_contact,
    "branches": people.add_branch,
    "people": people.add_person,
    "members": people.add_member,
    "posts": people.add_post,
    "groups": people.add_group,
    "donors": fund.add_donor,
    "purses": fund.add_purse,
    "fund": fund.add_movement,
    "rounds": awards.add_round,
    "decisions": awards.add_decision,
    "awards": awards.add_award,
}
CHANGERS: dict[str, Callable[[Given, bytes], Verb]] = {
    "units": units.change_unit,
    "population": units.change_population,
    "targets": units.change_target,
    "clusters": units.change_cluster,
    "contacts": units.change_contact,
    "branches": people.change_branch,
    "people": people.change_person,
    "members": people.change_member,
    "posts": people.change_post,
    "groups": people.change_group,
    "donors": fund.change_donor,
    "purses": fund.change_purse,
    "rounds": awards.change_round,
    "decisions": awards.change_decision,
    "awards": awards.change_award,
}


DOUBTS: dict[str, Callable[[Given], list[str]]] = {
    "contacts": units.contact_doubts,
    "fund": fund.doubts,
    "population": units.population_doubts,
    "posts": people.post_doubts,
}


def doubts(book: Book, subject: str, fields: Mapping[str, str]) -> list[str]:
    """What a person should look at again about a record to add, in whole sentences; nothing is refused for it."""
    if subject not in DOUBTS:
        return []
    _check_fields(subject, fields)
    with book.reading() as db:
        return DOUBTS[subject](Given(book, db, fields))


def add(book: Book, subject: str, fields: Mapping[str, str]) -> Done:
    """Add one record of a subject."""
    return prepare(book, subject, fields)()


def prepare(book: Book, subject: str, fields: Mapping[str, str]) -> Verb:
    """Read and check the fields of a record to add; the record is added when the result is called."""
    if subject not in ADDERS:
        raise Refusal(
            _("Không thêm được vào «{subject}» ở đây. Thêm được: {known}.").format(
                subject=subject, known=", ".join(ADDERS)
            ),
            code="SUBJECT",
        )
    _check_fields(subject, fields)
    with book.reading() as db:
        return ADDERS[subject](Given(book, db, fields))


def change(book: Book, subject: str, identity: bytes, fields: Mapping[str, str]) -> Done:
    """Change one record of a subject; an empty value clears the field."""
    if subject == "fund":
        raise Refusal(
            _("Phiếu đã ghi thì không sửa. Hủy phiếu (kind=reverse of=mã phiếu) rồi ghi phiếu mới."), code="SUBJECT"
        )
    if subject not in CHANGERS:
        raise Refusal(
            _("Không sửa được «{subject}» ở đây. Sửa được: {known}.").format(
                subject=subject, known=", ".join(CHANGERS)
            ),
            code="SUBJECT",
        )
    _check_fields(subject, fields)
    if not fields:
        raise Refusal(_("Chưa ghi mục nào cần sửa. Ghi dạng mục=giá trị."), code="FIELDS")
    with book.reading() as db:
        call = CHANGERS[subject](Given(book, db, fields), identity)
    return call()


def _check_fields(subject: str, fields: Mapping[str, str]) -> None:
    known = FIELDS[subject].split()
    unknown = [name for name in fields if name not in known]
    if unknown:
        raise DraftRefused(
            FieldError(name, _("Không có mục «{name}». Các mục: {known}").format(name=name, known=", ".join(known)))
            for name in unknown
        )
