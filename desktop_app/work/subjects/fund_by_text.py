"""The fund by field=value: its own verbs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from db.i18n import N_, _
from db.refusal import require_no_errors
from db.seed import default_purse
from desktop_app.work.fund import movements, purses_and_donors
from desktop_app.work.fund.declared import DONORS
from desktop_app.work.fund.repeated_bookings import of_movement
from desktop_app.work.fund.used_fields import unused
from desktop_app.work.people.declared import PEOPLE
from desktop_app.work.records import verbs
from desktop_app.work.records.lookup import ID
from desktop_app.work.records.reading import Given, Verb, wrong
from desktop_app.work.records.results import Done

UNCHANGED = N_("Phiếu đã ghi thì không sửa. Hủy phiếu (kind=reverse of=mã phiếu) rồi ghi phiếu mới.")
"""Why a movement is never changed."""
REVERSAL = ("kind", "of", "reason", "on")
"""What the reversal of a movement uses."""


def add_movement(given: Given) -> Verb:
    """An opening balance, receipt, payment, transfer, or the reversal of one of them."""
    kind, on = given.required("kind"), given.value("on") or given.today
    if kind == "reverse":
        movement, reason = given.identity("of"), given.text("reason") or "other"
        for name in given.cells:
            if name not in REVERSAL and given.text(name):
                raise wrong(name, _("Khi hủy phiếu không dùng mục «{name}». Bỏ mục ấy đi").format(name=name))
        return lambda: movements.reverse(given.book, movement, on, reason)
    for name in ("of", "reason"):
        if given.says(name):
            raise wrong(name, _("Mục «{name}» chỉ dùng khi hủy phiếu (kind=reverse)").format(name=given.label(name)))
    require_no_errors(unused(kind, (name for name in given.cells if given.text(name))))
    draft, new_donor = _read(given, kind, on)

    def call() -> Done:
        if not new_donor:
            return movements.book_movement(given.book, draft)
        name = draft.party_text or ""
        with given.book.together():
            donor = verbs.create(
                given.book,
                DONORS,
                {"full_name": name, "kind": given.value("party_kind") or purses_and_donors.guess_kind(name)},
            )
            return movements.book_movement(given.book, replace(draft, party=donor.id, party_text=None))

    return call


def doubts(given: Given) -> list[str]:
    """What is worth a second look before a movement is booked."""
    kind, on = given.required("kind"), given.value("on") or given.today
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

    A donor is named by id or exact name, an adult by id; with new=1 an unknown name becomes a donor, else it stays a name.
    """
    given.required("amount")
    draft = movements.FundDraft(
        kind=kind,
        amount=given.value("amount") or 0,
        on=on,
        account=given.text("account") or "cash",
        purse=given.value("purse") or default_purse(given.book.unit),
        to_purse=given.value("to_purse"),
        to_account=given.text("to_account"),
        category=given.text("category"),
        goods=given.text("goods"),
        note=given.text("note"),
        decision=given.value("decision"),
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
    return (PEOPLE if person else DONORS).find(given.db, text, given.book.unit)
