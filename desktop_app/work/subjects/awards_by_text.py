"""Awards by field=value: their own verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.work.awards import award_lines
from desktop_app.work.awards.declared import GROUPS
from desktop_app.work.awards.double_grants import given_twice, in_words
from desktop_app.work.fund.declared import DONORS
from desktop_app.work.people import people
from desktop_app.work.people.declared import PEOPLE
from desktop_app.work.records import verbs
from desktop_app.work.records.lookup import unit_id
from desktop_app.work.records.reading import Given, Verb, wrong
from desktop_app.work.records.results import Done
from desktop_app.work.records.subject import Subject

BODIES: dict[str, Subject[Any]] = {"family": GROUPS, "clan": GROUPS, "donor": DONORS}


def add_award(given: Given) -> Verb:
    """One line of a round; with a decision it is approved, with state=paid also paid."""
    round_, kind = given.needed("round"), given.text("recipient_kind") or "pupil"
    find = _recipient(given, kind)
    amount, goods_value = given.value("amount"), given.value("goods_value")
    form, goods = given.text("form") or "certificate", given.text("goods")
    reason, note = given.text("reason"), given.text("note")
    follow = _steps(given, given.text("state") or ("approved" if given.text("decision") else "nominated"))

    def call() -> Done:
        with given.book.together():
            draft = award_lines.AwardDraft(round_, find(), kind, form, amount, goods_value, goods, reason, note)
            made = award_lines.nominate(given.book, draft)
            for step in follow:
                step(made.id)
        return made

    return call


def _steps(given: Given, state: str) -> list[Callable[[bytes], Done]]:
    """What a new line goes through to reach a state."""
    if state == "nominated":
        _refuse(given, "decision", "certificate_no", "payment")
        return []
    if state not in ("approved", "paid"):
        raise wrong("state", _("Suất mới chỉ ghi được: nominated, approved hoặc paid"))
    return [_approve(given), *([_pay(given)] if state == "paid" else [])]


def _refuse(given: Given, *names: str) -> None:
    for name in names:
        if given.text(name):
            raise wrong(name, _("Mục «{name}» chỉ ghi cho suất đã duyệt hoặc đã trả").format(name=given.label(name)))


def _approve(given: Given) -> Callable[[bytes], Done]:
    decision, certificate = given.needed("decision"), given.value("certificate_no")
    return lambda award: award_lines.approve(given.book, [award], decision, certificate=certificate)


def _pay(given: Given) -> Callable[[bytes], Done]:
    if given.value("amount") == 0:
        raise wrong("amount", _("Suất trả 0 đồng thì không có gì để trả. Ghi số tiền, hoặc bỏ mục này"))
    if given.text("payment"):
        payment = given.identity("payment")
        return lambda award: award_lines.pay_by(given.book, award, payment)
    on, account = given.value("on") or given.today, given.text("account") or "cash"
    return lambda award: award_lines.pay(given.book, award, on, account)


def _recipient(given: Given, kind: str) -> Callable[[], bytes]:
    """A recipient by id or exact name; with new=1 an unknown one is entered, each kind where it belongs."""
    name, subject = given.required("recipient"), BODIES.get(kind, PEOPLE)
    if kind == "unit":
        return _unit(given, name)
    try:
        found = subject.find(given.db, name, given.book.unit)
    except Refusal as refusal:
        if refusal.code == "AMBIGUOUS" or not given.new:
            raise
        return _new_recipient(given, kind, name)
    return lambda: found


def _unit(given: Given, name: str) -> Callable[[], bytes]:
    """A unit of the association, or a body on record as a group; with new=1 a new body."""
    found = _found(lambda: unit_id(given.db, name, given.today.isoformat())) or _found(
        lambda: GROUPS.find(given.db, name, given.book.unit)
    )
    if found is not None:
        return lambda: found
    if given.new:
        return lambda: verbs.create(given.book, GROUPS, {"name": name, "kind": "unit"}).id
    raise Refusal(
        _("Không thấy đơn vị «{name}». Kiểm tra lại tên, hoặc thêm new=1 để ghi mới.").format(name=name),
        code="REFERENCE",
    )


def _found(find: Callable[[], bytes]) -> bytes | None:
    """What was looked for, or None; several that fit are refused."""
    try:
        return find()
    except Refusal as refusal:
        if refusal.code == "AMBIGUOUS":
            raise
        return None


def _new_recipient(given: Given, kind: str, name: str) -> Callable[[], bytes]:
    if kind in ("family", "clan"):
        return lambda: verbs.create(given.book, GROUPS, {"name": name, "kind": kind}).id
    if kind == "donor":
        return lambda: verbs.create(given.book, DONORS, {"full_name": name}).id
    return lambda: people.add_person(given.book, people.PersonDraft(name, pupil=kind == "pupil")).id


def others_in_the_year(book: Book, award: bytes) -> list[str]:
    """Who else gave this child a scholarship in the school year."""
    return in_words(given_twice(book, [award]))


def change_award(given: Given, identity: bytes) -> Verb:
    """A new state, or corrected amounts and texts; together or alone."""
    calls: list[Verb] = []
    if given.says("round"):
        given.required("round")
    fields = given.values(("round", "form", "amount", "goods_value", "reason", "goods", "note"))
    if fields:
        calls.append(lambda: award_lines.change_award(given.book, identity, fields))
    for name in ("recipient", "recipient_kind"):
        if given.says(name):
            raise wrong(
                name, _("Mục «{name}» không đổi được. Rút suất này rồi ghi suất mới").format(name=given.label(name))
            )
    calls += _state_calls(given, identity)
    if not calls:
        raise wrong("state", _("Ghi trạng thái mới: approved (kèm decision), paid hoặc withdrawn"))
    return given.all(calls, identity)


def _state_calls(given: Given, identity: bytes) -> list[Verb]:
    state = given.text("state")
    if state == "withdrawn":
        return [lambda: award_lines.withdraw(given.book, identity)]
    if state not in (None, "approved", "paid"):
        raise wrong("state", _("Ghi trạng thái mới: approved (kèm decision), paid hoặc withdrawn"))
    calls: list[Verb] = []
    if state == "approved" or given.text("decision"):
        approve = _approve(given)
        calls.append(lambda: approve(identity))
    if state == "paid":
        pay = _pay(given)
        calls.append(lambda: pay(identity))
    return calls
