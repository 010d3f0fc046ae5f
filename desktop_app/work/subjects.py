"""One record by field=value, under the same rules as the forms: what commands and spreadsheets hand in as text."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from db.i18n import _
from db.refusal import DraftRefused, FieldError, Refusal
from db.seed import default_purse
from db.store import Book
from db.text import clean
from desktop_app.values.dates import NotADate, parse_birth, parse_date
from desktop_app.values.money import NotMoney, parse_money
from desktop_app.work import awards, fund, members, people, units
from desktop_app.work.references import decision_id, record_id, unit_id
from desktop_app.work.results import Done

PERSON_FIELDS = "full_name given born sex ethnic_group phone address guardian consent_on consent_by school class"
FIELDS: dict[str, str] = {
    "population": "unit year people households pupils",
    "targets": "unit year indicator value",
    "clusters": "number year name leader units",
    "branches": "name kind founded dissolved head phone head_count head_count_on",
    "people": PERSON_FIELDS,
    "members": f"{PERSON_FIELDS} person branch joined left reason on new",
    "posts": "person unit post from until",
    "donors": "full_name kind address phone",
    "purses": "name restricted purpose donor",
    "fund": "kind amount purse account to_purse to_account on party category note goods of reason new",
    "rounds": "name school_year purpose purse budget",
    "decisions": "no year on signer signer_post title subject",
    "awards": "round recipient recipient_kind form reason amount goods goods_value decision state certificate_no payment"
    " note new on account",
    "groups": "name kind address",
}


Verb = Callable[[], Done]


class Given:
    """The fields of one record as text, read one by one; what cannot be read becomes an error of that field."""

    def __init__(self, book: Book, db: sqlite3.Connection, fields: Mapping[str, str]) -> None:
        self.book = book
        self.db = db
        self.fields = {name: value.strip() for name, value in fields.items()}

    def text(self, name: str) -> str | None:
        """Cleaned text, or None where it is missing or empty."""
        return clean(self.fields.get(name, "")) or None

    def required(self, name: str) -> str:
        """Cleaned text; an error where it is missing."""
        value = self.text(name)
        if value is None:
            raise _wrong(name, _("Thiếu mục «{name}»").format(name=name))
        return value

    def number(self, name: str) -> int | None:
        """A whole number."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return int(text.replace(".", ""))
        except ValueError:
            raise _wrong(name, _("«{text}» không phải số nguyên").format(text=text)) from None

    def money(self, name: str) -> int | None:
        """Đồng."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return parse_money(text)
        except NotMoney:
            raise _wrong(
                name, _("«{text}» không phải số tiền. Ghi dạng 500000 hoặc 500.000").format(text=text)
            ) from None

    def day(self, name: str) -> date | None:
        """A day."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return parse_date(text)
        except NotADate as error:
            raise _wrong(name, date_words(error.kind, text)) from None

    def birth(self, name: str) -> str | None:
        """A birth date, or a year alone."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return parse_birth(text)
        except NotADate as error:
            raise _wrong(name, date_words(error.kind, text)) from None

    def unit(self, name: str) -> bytes:
        """A unit by id, code or name; the book's own where it is missing."""
        text = self.text(name)
        return unit_id(self.db, text, self.book.clock.today().isoformat()) if text else self.book.unit

    def record(self, name: str, subject: str) -> bytes | None:
        """A record of a subject by id or exact name."""
        text = self.text(name)
        return record_id(self.db, subject, text, self.book.unit) if text else None

    @property
    def new(self) -> bool:
        """Whether an unknown person may be made."""
        return self.text("new") == "1"


def _wrong(field: str, message: str) -> DraftRefused:
    return DraftRefused([FieldError(field, message)])


def date_words(kind: str, text: str) -> str:
    """Why a text is no date, and what to write instead."""
    if kind == "impossible":
        return _("Không có ngày «{text}». Kiểm tra lại ngày và tháng").format(text=text)
    if kind == "two_digit_year":
        return _("«{text}» thiếu hai số đầu của năm. Ghi đủ bốn số, ví dụ 1952").format(text=text)
    return _("«{text}» không phải ngày. Ghi dạng 25/12/2020 hoặc 2020-12-25").format(text=text)


def add(book: Book, subject: str, fields: Mapping[str, str]) -> Done:
    """Add one record of a subject."""
    return prepare(book, subject, fields)()


def prepare(book: Book, subject: str, fields: Mapping[str, str]) -> Verb:
    """Read and check the fields of a record to add; the record is added when the result is called."""
    _check_fields(subject, fields)
    if subject not in ADDERS:
        raise Refusal(_("Không thêm được vào «{subject}» ở đây.").format(subject=subject), code="SUBJECT")
    with book.reading() as db:
        return ADDERS[subject](Given(book, db, fields))


def change(book: Book, subject: str, identity: bytes, fields: Mapping[str, str]) -> Done:
    """Change one record of a subject; an empty value clears the field."""
    _check_fields(subject, fields)
    if subject not in CHANGERS:
        raise Refusal(
            _("Mục «{subject}» không sửa trực tiếp được. Với quỹ, ghi phiếu đảo.").format(subject=subject),
            code="SUBJECT",
        )
    with book.reading() as db:
        call = CHANGERS[subject](Given(book, db, fields), identity)
    return call()


def _check_fields(subject: str, fields: Mapping[str, str]) -> None:
    known = FIELDS.get(subject, "").split()
    unknown = [name for name in fields if name not in known]
    if unknown:
        raise DraftRefused(
            FieldError(name, _("Không có mục «{name}». Các mục: {known}").format(name=name, known=", ".join(known)))
            for name in unknown
        )


def _person_draft(given: Given) -> people.PersonDraft:
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


def _add_person(given: Given) -> Verb:
    draft = _person_draft(given)
    return lambda: people.add_person(given.book, draft)


def _change_person(given: Given, identity: bytes) -> Verb:
    readers: dict[str, Callable[[str], Any]] = {"born": given.birth, "consent_on": given.day}
    names = {"class": "class_name"}
    fields = {names.get(name, name): readers.get(name, given.text)(name) for name in given.fields}
    return lambda: people.change_person(given.book, identity, fields)


def _add_member(given: Given) -> Verb:
    person = given.record("person", "people")
    details = None if person else _person_draft(given)
    joined = given.day("joined") or given.book.clock.today()
    draft = members.MemberDraft(joined, given.record("branch", "branches"), details, person)
    return lambda: members.register(given.book, draft)


def _change_member(given: Given, identity: bytes) -> Verb:
    on = given.day("on") or given.book.clock.today()
    if "left" in given.fields or "reason" in given.fields:
        left, reason = given.day("left") or on, given.text("reason") or "resigned"
        return lambda: members.leave(given.book, identity, left, reason)
    if "branch" in given.fields:
        branch = given.record("branch", "branches")
        if branch is None:
            raise _wrong("branch", _("Ghi chi hội chuyển đến"))
        return lambda: members.move(given.book, identity, branch, on)
    if "joined" in given.fields:
        joined = given.day("joined")
        return lambda: members.correct(given.book, identity, {"joined": joined})
    row = given.db.execute("SELECT person FROM memberships WHERE id = ?", (identity,)).fetchone()
    if row is None:
        raise Refusal(_("Không thấy hội viên này trong sổ. Tìm lại trong danh sách."), code="REFERENCE")
    return _change_person(given, row[0])


def _add_branch(given: Given) -> Verb:
    draft = members.BranchDraft(
        name=given.text("name") or "",
        kind=given.text("kind") or "village",
        founded=given.day("founded"),
        dissolved=given.day("dissolved"),
        head=given.text("head"),
        phone=given.text("phone"),
        head_count=given.number("head_count"),
        head_count_on=given.day("head_count_on"),
    )
    return lambda: members.add_branch(given.book, draft)


def _change_branch(given: Given, identity: bytes) -> Verb:
    readers: dict[str, Callable[[str], Any]] = {
        "founded": given.day,
        "dissolved": given.day,
        "head_count": given.number,
        "head_count_on": given.day,
    }
    fields = {name: readers.get(name, given.text)(name) for name in given.fields}
    return lambda: members.change_branch(given.book, identity, fields)


def _set_population(given: Given) -> Verb:
    unit, year = given.unit("unit"), given.number("year")
    numbers = [given.number(name) for name in ("people", "households", "pupils")]
    if year is None:
        raise _wrong("year", _("Nhập năm"))
    return lambda: units.set_population(given.book, unit, year, *numbers)


def _set_target(given: Given) -> Verb:
    unit, year, value = given.unit("unit"), given.number("year"), given.number("value")
    indicator = given.required("indicator")
    if year is None or value is None:
        raise _wrong("value", _("Nhập năm và chỉ tiêu"))
    return lambda: units.set_targets(given.book, [units.TargetDraft(unit, year, indicator, value)])


def _set_cluster(given: Given) -> Verb:
    number, year, name = given.number("number"), given.number("year"), given.required("name")
    day = given.book.clock.today().isoformat()
    wanted = [unit_id(given.db, text.strip(), day) for text in given.required("units").split(",")]
    leader = given.unit("leader") if given.text("leader") else None
    if number is None or year is None:
        raise _wrong("number", _("Nhập số cụm và năm"))
    return lambda: units.set_cluster(given.book, number, year, name, wanted, leader)


def _add_post(given: Given) -> Verb:
    person = given.record("person", "people")
    if person is None:
        raise _wrong("person", _("Chọn người giữ chức vụ"))
    unit, post = given.unit("unit"), given.required("post")
    since, until = given.day("from"), given.day("until")
    return lambda: people.add_post(given.book, person, unit, post, since, until)


def _add_donor(given: Given) -> Verb:
    name, kind = given.text("full_name") or "", given.text("kind") or "person"
    address, phone = given.text("address"), given.text("phone")
    return lambda: fund.add_donor(given.book, name, kind, address, phone)


def _add_purse(given: Given) -> Verb:
    restricted, donor = given.text("restricted") == "1", given.record("donor", "donors")
    name, purpose = given.text("name") or "", given.text("purpose")
    return lambda: fund.add_purse(given.book, name, restricted=restricted, purpose=purpose, donor=donor)


def _add_movement(given: Given) -> Verb:
    kind, on = given.required("kind"), given.day("on") or given.book.clock.today()
    if kind == "reverse":
        movement = bytes.fromhex(given.required("of"))
        reason = given.text("reason") or "other"
        return lambda: fund.reverse(given.book, movement, on, reason)
    amount = given.money("amount")
    if amount is None:
        raise _wrong("amount", _("Nhập số tiền"))
    party, party_text = _party(given)
    draft = fund.FundDraft(
        kind=kind,
        amount=amount,
        on=on,
        account=given.text("account") or "cash",
        purse=given.record("purse", "purses") or default_purse(given.book.unit),
        to_purse=given.record("to_purse", "purses"),
        to_account=given.text("to_account"),
        party=party,
        party_text=party_text,
        category=given.text("category"),
        goods=given.text("goods"),
        note=given.text("note"),
    )
    return lambda: fund.book_movement(given.book, draft)


def _party(given: Given) -> tuple[bytes | None, str | None]:
    """A donor by id or exact name; with new=1 an unknown name becomes a donor first, otherwise a name on the voucher."""
    text = given.text("party")
    if text is None:
        return None, None
    rows = given.db.execute(
        "SELECT id FROM donors WHERE office = ? AND full_name = ?", (given.book.unit, text)
    ).fetchall()
    if len(rows) == 1:
        return rows[0][0], None
    if len(rows) > 1 or len(text) == 32:
        return record_id(given.db, "donors", text, given.book.unit), None
    if given.new:
        return fund.add_donor(given.book, text).id, None
    return None, text


def _add_round(given: Given) -> Verb:
    name, purpose = given.text("name") or "", given.text("purpose") or ""
    school_year, purse, budget = given.text("school_year"), given.record("purse", "purses"), given.money("budget")
    return lambda: awards.add_round(given.book, name, purpose, school_year=school_year, purse=purse, budget=budget)


def _add_decision(given: Given) -> Verb:
    number, on = given.number("no"), given.day("on") or given.book.clock.today()
    draft = awards.DecisionDraft(
        number=number or 0,
        on=on,
        year=given.number("year"),
        signer=given.text("signer"),
        signer_post=given.text("signer_post"),
        title=given.text("title"),
        subject=given.text("subject"),
    )
    return lambda: awards.add_decision(given.book, draft)


def _add_award(given: Given) -> Verb:
    round_ = given.record("round", "rounds")
    if round_ is None:
        raise _wrong("round", _("Chọn đợt xét"))
    kind = given.text("recipient_kind") or "pupil"
    name = given.required("recipient")
    make = _recipient(given, kind, name)
    draft = awards.AwardDraft(
        round=round_,
        recipient=b"",
        recipient_kind=kind,
        form=given.text("form") or "certificate",
        amount=given.money("amount"),
        goods_value=given.money("goods_value"),
        goods=given.text("goods"),
        reason=given.text("reason"),
        note=given.text("note"),
    )
    decision = decision_id(given.db, given.required("decision"), given.book.unit) if given.text("decision") else None

    def call() -> Done:
        made = awards.nominate(given.book, replace(draft, recipient=make()))
        if decision is not None:
            awards.approve(given.book, [made.id], decision)
        return made

    return call


def _recipient(given: Given, kind: str, name: str) -> Callable[[], bytes]:
    """A recipient by id or exact name; with new=1 an unknown one is entered."""
    subject = {"family": "groups", "clan": "groups", "donor": "donors"}.get(kind, "people")
    if kind == "unit":
        unit = unit_id(given.db, name, given.book.clock.today().isoformat())
        return lambda: unit
    try:
        found = record_id(given.db, subject, name, given.book.unit)
    except Refusal as refusal:
        if refusal.code == "AMBIGUOUS" or not given.new:
            raise
        if subject == "groups":
            return lambda: people.add_group(given.book, name, kind).id
        school = _("Chưa ghi trường") if kind == "pupil" else None
        return lambda: people.add_person(given.book, people.PersonDraft(name, school=school)).id
    return lambda: found


def _change_award(given: Given, identity: bytes) -> Verb:
    state = given.text("state")
    on, account = given.day("on") or given.book.clock.today(), given.text("account") or "cash"
    if state == "approved" or (state is None and given.text("decision")):
        decision = decision_id(given.db, given.required("decision"), given.book.unit)
        return lambda: awards.approve(given.book, [identity], decision)
    if state == "paid":
        return lambda: awards.pay(given.book, identity, on, account)
    if state == "withdrawn":
        return lambda: awards.withdraw(given.book, identity)
    raise _wrong("state", _("Ghi trạng thái mới: approved (kèm decision), paid hoặc withdrawn"))


def _add_group(given: Given) -> Verb:
    name, kind, address = given.text("name") or "", given.text("kind") or "family", given.text("address")
    return lambda: people.add_group(given.book, name, kind, address)


ADDERS: dict[str, Callable[[Given], Verb]] = {
    "population": _set_population,
    "targets": _set_target,
    "clusters": _set_cluster,
    "branches": _add_branch,
    "people": _add_person,
    "members": _add_member,
    "posts": _add_post,
    "donors": _add_donor,
    "purses": _add_purse,
    "fund": _add_movement,
    "rounds": _add_round,
    "decisions": _add_decision,
    "awards": _add_award,
    "groups": _add_group,
}
CHANGERS: dict[str, Callable[[Given, bytes], Verb]] = {
    "branches": _change_branch,
    "people": _change_person,
    "members": _change_member,
    "awards": _change_award,
}
