"""Donors, purses and the fund by field=value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from db.i18n import _
from db.refusal import require_no_errors
from db.seed import default_purse
from desktop_app.work.fund import movements, purses_and_donors
from desktop_app.work.fund.repeated_bookings import of_movement
from desktop_app.work.fund.used_fields import unused
from desktop_app.work.records.lookup import ID, record_id
from desktop_app.work.records.reading import Given, Verb, wrong
from desktop_app.work.records.results import Done

REVERSAL = ("kind", "of", "reason", "on")
"""What the reversal of a movement uses."""


def add_donor(given: Given) -> Verb:
    """A person or organisation that gives."""
    name, kind = given.text("full_name") or "", given.text("kind") or "person"
    address, phone = given.text("address"), given.text("phone")
    return lambda: purses_and_donors.add_donor(given.book, name, kind, address, phone)


def change_donor(given: Given, identity: bytes) -> Verb:
    """Some fields of a donor."""
    fields = given.read({}, ("full_name", "kind", "address", "phone"))
    return lambda: purses_and_donors.change_donor(given.book, identity, fields)


def add_purse(given: Given) -> Verb:
    """A purse: money kept for one purpose."""
    restricted, donor = given.yes("restricted"), given.record("donor", "donors")
    name, purpose, allowed = given.text("name") or "", given.text("purpose"), _categories(given, "allowed")
    return lambda: purses_and_donors.add_purse(
        given.book, name, restricted=restricted, purpose=purpose, donor=donor, allowed=allowed
    )


def _categories(given: Given, name: str) -> list[str]:
    """Codes of categories, apart by commas or spaces."""
    return (given.text(name) or "").replace(",", " ").split()


def change_purse(given: Given, identity: bytes) -> Verb:
    """Some fields of a purse."""
    readers: dict[str, Callable[[str], Any]] = {
        "restricted": lambda name: int(given.yes(name)),
        "donor": lambda name: given.record(name, "donors"),
        "allowed": lambda name: _categories(given, name),
    }
    fields = given.read(readers, ("name", "restricted", "purpose", "donor", "allowed"))
    return lambda: purses_and_donors.change_purse(given.book, identity, fields)


def add_movement(given: Given) -> Verb:
    """An opening balance, receipt, payment, transfer, or the reversal of one of them."""
    kind, on = given.required("kind"), given.day("on") or given.today
    if kind == "reverse":
        movement, reason = given.identity("of"), given.text("reason") or "other"
        for name in given.fields:
            if name not in REVERSAL and given.text(name):
                raise wrong(name, _("Khi hủy phiếu không dùng mục «{name}». Bỏ mục ấy đi").format(name=name))
        return lambda: movements.reverse(given.book, movement, on, reason)
    for name in ("of", "reason"):
        if given.says(name):
            raise wrong(name, _("Mục «{name}» chỉ dùng khi hủy phiếu (kind=reverse)").format(name=name))
    require_no_errors(unused(kind, (name for name in given.fields if given.text(name))))
    draft, new_donor = _read(given, kind, on)

    def call() -> Done:
        if not new_donor:
            return movements.book_movement(given.book, draft)
        name = draft.party_text or ""
        with given.book.together():
            donor = purses_and_donors.add_donor(
                given.book, name, given.text("party_kind") or purses_and_donors.guess_kind(name)
            )
            return movements.book_movement(given.book, replace(draft, party=donor.id, party_text=None))

    return call


def doubts(given: Given) -> list[str]:
    """What is worth a second look before a movement is booked."""
    kind, on = given.required("kind"), given.day("on") or given.today
    if kind == "reverse":
        return []
    draft, new_donor = _read(given, kind, on)
    other = movements.becomes_other(given.db, draft) and not new_donor
    said = (
        [_("Chưa nói nội dung thu (category=…) và người cho không có trong danh sách nên ghi vào «Thu khác».")]
        if other
        else []
    )
    return [*of_movement(given.book, draft), *said]


def _read(given: Given, kind: str, on: date) -> tuple[movements.FundDraft, bool]:
    """The movement, and whether its party is to become a donor.

    A donor (or adult) is named by id or exact name; with new=1 an unknown name becomes a donor, else it stays a name.
    """
    given.required("amount")
    draft = movements.FundDraft(
        kind=kind,
        amount=given.money("amount") or 0,
        on=on,
        account=given.text("account") or "cash",
        purse=given.record("purse", "purses") or default_purse(given.book.unit),
        to_purse=given.record("to_purse", "purses"),
        to_account=given.text("to_account"),
        category=given.text("category"),
        goods=given.text("goods"),
        note=given.text("note"),
        decision=given.decision("decision") if given.text("decision") else None,
    )
    text = given.text("party")
    if text is None:
        return draft, False
    known = given.db.execute(
        "SELECT count(*) FROM donors WHERE office = ? AND full_name = ?", (given.book.unit, text)
    ).fetchone()[0]
    if known or ID.match(text):
        return replace(draft, party=_on_record(given, text)), False
    return replace(draft, party_text=text), given.new


def _on_record(given: Given, text: str) -> bytes:
    person = ID.match(text) and given.db.execute("SELECT 1 FROM people WHERE id = ?", (bytes.fromhex(text),)).fetchone()
    return record_id(given.db, "people" if person else "donors", text, given.book.unit)
