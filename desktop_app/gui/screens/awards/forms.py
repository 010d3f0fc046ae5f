"""The forms of awards: approve by a decision, hand over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel

from db.i18n import _
from db.store import Book
from desktop_app.gui.kit.forms.form import Form, OpenedForm
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput, TextInput
from desktop_app.gui.kit.look import wording, words
from desktop_app.gui.kit.screens.voucher_view import show_voucher
from desktop_app.gui.kit.subjects.subject_form import add_field, add_fields
from desktop_app.work.awards import award_lines, rounds_and_decisions
from desktop_app.work.awards.approval_doubts import MoneyAtHand, approval_doubts, money_at_hand
from desktop_app.work.awards.declared import AWARDS
from desktop_app.work.awards.double_grants import given_twice, in_words
from desktop_app.work.fund.declared import DECISIONS
from desktop_app.work.fund.movements import Booked
from desktop_app.work.lists import list_queries
from desktop_app.work.records import verbs, vocabulary
from desktop_app.work.records.results import Done
from desktop_app.work.units.posts import CHAIR, chair

if TYPE_CHECKING:
    from desktop_app.gui.screens.awards import AwardsScreen

NEW = None
ASKED = ("no", "on", "signer", "signer_post", "title")
"""Of a new decision."""


@dataclass(frozen=True)
class Waiting:
    """The nominated lines, and all that is told before they are approved today."""

    lines: Sequence[bytes]
    by_round: Mapping[str, Sequence[bytes]]
    twice: Sequence[str]
    money: MoneyAtHand
    decisions: Sequence[tuple[bytes, str]]
    number: int
    signer: str


def waiting(book: Book, query: list_queries.Query) -> Waiting:
    """Asked of the book before the form is opened."""
    today = book.clock.today()
    with book.reading() as db:
        lines = list_queries.ids(db, query)
    return Waiting(
        lines,
        award_lines.by_round(book, lines),
        in_words(given_twice(book, lines)),
        money_at_hand(book),
        _decisions(book),
        rounds_and_decisions.next_decision_number(book, today.year),
        chair(book, today),
    )


def approve(screen: AwardsScreen, found: Waiting, chosen: bytes | None, name: str) -> OpenedForm:
    """Nominated lines by a new or a recorded decision: the chosen one (`name`), those shown, or of one round alone."""
    form = Form(_("Duyệt bằng quyết định"), _("Duyệt"), deliberate=True)
    which = _choices(found.by_round, found.lines)
    if chosen is not None and chosen in found.lines:
        which = [(_("Chỉ suất đang chọn: {name}").format(name=name), [chosen]), *which]
    form.add(
        "which", _("Duyệt những suất nào"), ChoiceInput([(place, words) for place, (words, _ids) in enumerate(which)])
    )
    form.add_text(_rounds_named(found.by_round))
    form.add_text(_twice(found.twice))
    known = [(one, _("Quyết định số {number}").format(number=text)) for one, text in found.decisions]
    form.add("decision", _("Theo quyết định"), ChoiceInput([(NEW, _("Quyết định mới, ghi bên dưới")), *known]))
    of_new = words.text(_("Với quyết định mới:"), "hint")
    form.add_text(of_new)
    add_fields(form, DECISIONS, without=("subject",))

    def save() -> None:
        given = form.values()
        lines = which[given["which"]][1]
        said = _("Đã duyệt {count} suất.").format(count=len(lines))

        def verb() -> Done:
            with screen.book.together():
                decision = given["decision"] or _new_decision(screen, given).id
                return award_lines.approve(screen.book, lines, decision)

        screen.carry_out(verb, said, form=form, doubts=approval_doubts(found.money, lines))

    def follow() -> None:
        is_new = form.input("decision").value() is NEW
        of_new.setVisible(is_new)
        form.show_fields(ASKED, shown=is_new)
        form.letters_again()

    form.input("decision").changed.connect(follow)
    form.submitted.connect(save)
    form.input("on").changed.connect(lambda: _follow_day(screen, form))
    return form, {
        "no": found.number,
        "on": screen.book.clock.today(),
        "which": 0,
        "signer": found.signer,
        "signer_post": CHAIR if found.signer else None,
    }


def _follow_day(screen: AwardsScreen, form: Form) -> None:
    """The chair of the day of the decision and the next number of its year, while nothing else was written."""
    day = form.input("on").value()
    if day:
        screen.ask(partial(_of_day, screen.book, day), partial(_fill_day, form), page=form)


def _of_day(book: Book, day: date) -> tuple[str, int]:
    return chair(book, day), rounds_and_decisions.next_decision_number(book, day.year)


def _fill_day(form: Form, found: tuple[str, int]) -> None:
    signer, number = found
    if not form.input("no").edit.isModified():
        form.input("no").set_value(number)
    if signer and form.input("signer_post").value() == CHAIR and not form.input("signer").edit.isModified():
        form.input("signer").set_value(signer)


def _choices(by_round: Mapping[str, Sequence[bytes]], waiting: Sequence[bytes]) -> list[tuple[str, Sequence[bytes]]]:
    """What can be approved at once, in words: what is shown, each round of several."""
    names = list(by_round)
    count = len(waiting)
    if len(names) == 1:
        which = [(_("Cả {count} suất đang đề nghị của đợt «{round}»").format(count=count, round=names[0]), waiting)]
    else:
        whole = _("Cả {count} suất đang đề nghị của {rounds} đợt dưới đây").format(count=count, rounds=len(names))
        which = [(whole, waiting)]
        one = _("Chỉ {count} suất của đợt «{round}»")
        which += [(one.format(count=len(lines), round=name), lines) for name, lines in by_round.items()]
    return which


def _rounds_named(by_round: Mapping[str, Sequence[bytes]]) -> QLabel:
    """Each round of several, with how many lines of it would be approved."""
    lines = [_("• {round}: {count} suất").format(round=name, count=len(ids)) for name, ids in by_round.items()]
    label = words.text("\n".join([_("Các đợt có suất đang đề nghị:"), *lines]))
    label.setVisible(len(lines) > 1)
    return label


def _twice(found: Sequence[str]) -> QLabel:
    """Who of these already has a scholarship in the same school year; to be seen before it is approved."""
    label = words.text("\n".join([_("Xem lại trước khi duyệt:"), *(f"• {line}" for line in found)]))
    if not found:
        label.hide()
    return label


def _new_decision(screen: AwardsScreen, given: dict[str, Any]) -> Done:
    said = {name: given[name] for name in ASKED}
    return verbs.create(screen.book, DECISIONS, {**said, "no": given["no"] or 0})


def _decisions(book: Book) -> list[tuple[bytes, str]]:
    with book.reading() as db:
        ids = list_queries.ids(db, list_queries.Query(DECISIONS.listing, office=book.unit))
        rows = list_queries.rows(db, DECISIONS.listing, ids)
    return [
        (one, f"{row['no']}/{row['year']}" + (f", {row['title']}" if row["title"] else ""))
        for one, row in zip(ids, rows, strict=True)
    ]


def pay(screen: AwardsScreen, row: dict[str, Any]) -> OpenedForm:
    """Hand an approved line over; money leaves the purse of its round by a payment voucher."""
    name = shown_name(row)
    form = Form(_("Trao cho {name}").format(name=name), _("Ghi đã trao"), deliberate=True)
    told = (
        _("Số tiền {amount} đồng lấy từ quỹ của đợt, phiếu chi được lập kèm.")
        if row["amount"]
        else _("Suất này không có tiền; chỉ ghi đã trao.")
    )
    form.add_text(words.text(told.format(amount=wording.money(row["amount"])), "hint"))
    add_field(form, AWARDS.field("on"), required=True)
    add_field(form, AWARDS.field("account"), ChoiceInput(vocabulary.MONEY_ACCOUNTS.items()))
    form.add("party_text", _("Người ký nhận"), TextInput())

    def save() -> None:
        given = form.values()
        said = _("Đã trao cho {name}.").format(name=name)
        paid = screen.carry_out(
            lambda: award_lines.pay(screen.book, row["id"], given["on"], given["account"], given["party_text"]),
            said,
            form=form,
            undoable=not row["amount"],
            instead=_(
                "Suất đã trao tiền thì không hoàn tác. Chọn suất ấy rồi bấm «Rút», sau đó hủy phiếu chi của nó trong «Quỹ»."
            ),
        )
        if paid is not None and paid.payment is not None:
            _offer_voucher(screen, name, paid.payment)

    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today(), "party_text": row["recipient"] or None}


def _offer_voucher(screen: AwardsScreen, name: str, payment: Booked) -> None:
    said = _("Đã trao cho {name}, phiếu chi {number}.").format(name=name, number=payment.voucher)
    show = partial(show_voucher, screen, payment.id, "pay", payment.voucher)
    screen.context.messages.show_message("good", said, _("Xem phiếu chi"), show)


def shown_name(row: Mapping[str, Any]) -> str:
    """Whom a line is for, on screen; on paper a name that is not here is no name."""
    return row["recipient"] or _("(tên do cơ sở giữ)")
