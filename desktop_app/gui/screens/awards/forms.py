"""The forms of awards: open a round, nominate, approve by a decision, hand over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel

from db.i18n import _
from desktop_app.gui.kit import wording, words
from desktop_app.gui.kit.form import Form
from desktop_app.gui.kit.inputs import (
    BirthInput,
    ChoiceInput,
    DateInput,
    LongTextInput,
    MoneyInput,
    NumberInput,
    TextInput,
)
from desktop_app.gui.kit.pick_input import PickInput
from desktop_app.work import awards, lists, rounds, terms
from desktop_app.work.given_twice import given_twice, in_words
from desktop_app.work.purses import purse_choices
from desktop_app.work.recipients import RecipientDraft, recipient_of
from desktop_app.work.results import Done

if TYPE_CHECKING:
    from desktop_app.gui.screens.awards import AwardsScreen

Opened = tuple[Form, dict[str, object]]
NEW = None
FOUND_IN = {"family": "groups", "clan": "groups", "unit": "groups", "donor": "donors"}


def new_round(screen: AwardsScreen) -> Opened:
    """A round of awards."""
    today = screen.book.clock.today()
    form = Form(_("Thêm đợt xét khen thưởng, học bổng"), _("Lưu"))
    form.add("name", _("Tên đợt"), TextInput(), hint=_("Ví dụ: Học bổng đầu năm học 2020–2021"), required=True)
    form.add("purpose", _("Để làm gì"), ChoiceInput(terms.purposes().items()))
    form.add("school_year", _("Năm học"), TextInput(width=16), hint=_("Ví dụ 2019-2020"))
    form.add("purse", _("Lấy từ quỹ"), ChoiceInput(purse_choices(screen.book)))
    form.add("budget", _("Dự định chi"), MoneyInput())

    def save() -> None:
        given = form.values()
        name, purpose = given.pop("name"), given.pop("purpose")
        screen.carry_out(
            lambda: rounds.add_round(screen.book, name, purpose, **given),
            _("Đã mở đợt «{name}».").format(name=name),
            form=form,
        )

    form.submitted.connect(save)
    first = today.year if today.month >= 8 else today.year - 1
    return form, {"school_year": f"{first}-{first + 1}"}


def nominate(screen: AwardsScreen) -> Opened:
    """Someone on record, or a new pupil, family or body entered by the way."""
    form = Form(_("Đề nghị khen thưởng, học bổng"), _("Lưu"))
    form.add("round", _("Đợt"), ChoiceInput(screen.rounds()), required=True)
    form.add("recipient_kind", _("Người nhận là"), ChoiceInput(terms.recipient_kinds().items()))
    form.add(
        "recipient",
        _("Họ tên hoặc tên đơn vị"),
        PickInput(lambda text: _find(screen, form.input("recipient_kind").value(), text)),
        hint=_("Gõ tên; đã có trong sổ thì chọn bằng ↓ và Enter, chưa có thì được ghi mới"),
    )
    form.add("born", _("Ngày hoặc năm sinh"), BirthInput(), hint=_("Chỉ cần khi ghi người mới"))
    form.add("school", _("Trường"), TextInput())
    form.add("class_name", _("Lớp"), TextInput(width=16))
    form.add("form", _("Hình thức"), ChoiceInput(terms.forms().items()))
    form.add("amount", _("Số tiền"), MoneyInput(), hint=_("Để trống khi chỉ trao giấy khen hoặc hiện vật"))
    form.add("goods", _("Hiện vật"), TextInput(), hint=_("Ví dụ: 1 xe đạp"))
    form.add("goods_value", _("Giá trị hiện vật"), MoneyInput())
    form.add("reason", _("Thành tích, lý do"), LongTextInput(), hint=_("In trên giấy khen; không rời khỏi đơn vị"))

    def save() -> None:
        given = form.values()
        typed = form.input("recipient").typed()
        draft = RecipientDraft(
            given["recipient_kind"], given["recipient"], typed, given["born"], given["school"], given["class_name"]
        )

        def verb() -> Done:
            with screen.book.together():
                chosen = recipient_of(screen.book, draft)
                award = {name: given[name] for name in ("round", "form", "amount", "goods_value", "goods", "reason")}
                done = awards.nominate(
                    screen.book,
                    awards.AwardDraft(recipient=chosen, recipient_kind=given["recipient_kind"], **award),
                )
            return Done(done.id, done.changed | {"people"})

        screen.carry_out(verb, _("Đã đề nghị {name}.").format(name=typed), form=form)

    form.submitted.connect(save)
    return form, {"round": screen.round.value()}


def _find(screen: AwardsScreen, kind: str, text: str) -> list[tuple[bytes, str]]:
    subject = FOUND_IN.get(kind, "people")
    with screen.book.reading() as db:
        ids = lists.ids(db, lists.Query(subject, office=screen.book.unit, search=text))[:8]
        rows = lists.rows(db, subject, ids)
    return [(one, _described(row)) for one, row in zip(ids, rows, strict=True)]


def _described(row: dict[str, Any]) -> str:
    name = row.get("full_name") or row.get("name") or ""
    more = wording.birth(row.get("born")) or row.get("address") or ""
    return f"{name} ({more})" if more else name


def approve(screen: AwardsScreen) -> Opened:
    """All nominated lines of the round shown, or the chosen one, by a new or a recorded decision."""
    waiting, chosen = screen.nominated(), screen.table.current()
    today = screen.book.clock.today()
    form = Form(_("Duyệt bằng quyết định"), _("Duyệt"))
    which: list[tuple[str | None, str]] = [
        ("all", _("Cả {count} suất đang đề nghị của đợt đang xem").format(count=len(waiting)))
    ]
    if chosen in waiting:
        which.append(("one", _("Chỉ suất đang chọn")))
    form.add("which", _("Duyệt những suất nào"), ChoiceInput(which))
    form.add_text(_twice(screen, waiting))
    known = [(one, _("Quyết định số {number}").format(number=text)) for one, text in _decisions(screen)]
    form.add("decision", _("Theo quyết định"), ChoiceInput([(NEW, _("Quyết định mới, ghi bên dưới")), *known]))
    form.add_text(words.text(_("Với quyết định mới:"), "hint"))
    form.add("number", _("Số"), NumberInput())
    form.add("on", _("Ngày ký"), DateInput())
    form.add("signer", _("Người ký"), TextInput())
    form.add("signer_post", _("Chức vụ người ký"), TextInput())
    form.add("title", _("Về việc"), TextInput(), hint=_("Ví dụ: Khen thưởng học sinh giỏi năm học 2019–2020"))

    def save() -> None:
        given = form.values()
        lines = waiting if given["which"] == "all" else [chosen]
        said = _("Đã duyệt {count} suất.").format(count=len(lines))

        def verb() -> Done:
            with screen.book.together():
                decision = given["decision"] or _new_decision(screen, given).id
                return awards.approve(screen.book, [line for line in lines if line is not None], decision)

        screen.carry_out(verb, said, form=form)

    form.submitted.connect(save)
    return form, {"number": rounds.next_decision_number(screen.book, today.year), "on": today, "which": "all"}


def _twice(screen: AwardsScreen, lines: Sequence[bytes]) -> QLabel:
    """Who of these already has a scholarship in the same school year; to be seen before it is approved."""
    found = in_words(given_twice(screen.book, lines))
    label = words.text("\n".join([_("Xem lại trước khi duyệt:"), *(f"• {line}" for line in found)]))
    label.setVisible(bool(found))
    return label


def _new_decision(screen: AwardsScreen, given: dict[str, Any]) -> Done:
    draft = rounds.DecisionDraft(
        number=given["number"] or 0,
        on=given["on"] or screen.book.clock.today(),
        signer=given["signer"],
        signer_post=given["signer_post"],
        title=given["title"],
    )
    return rounds.add_decision(screen.book, draft)


def _decisions(screen: AwardsScreen) -> list[tuple[bytes, str]]:
    with screen.book.reading() as db:
        ids = lists.ids(db, lists.Query("decisions", office=screen.book.unit))
        rows = lists.rows(db, "decisions", ids)
    return [
        (one, f"{row['no']}/{row['year']}" + (f", {row['title']}" if row["title"] else ""))
        for one, row in zip(ids, rows, strict=True)
    ]


def pay(screen: AwardsScreen, row: dict[str, Any]) -> Opened:
    """Hand an approved line over; money leaves the purse of its round by a payment voucher."""
    form = Form(_("Trao cho {name}").format(name=row["recipient"]), _("Ghi đã trao"))
    told = (
        _("Số tiền {amount} đồng lấy từ quỹ của đợt, phiếu chi được lập kèm.")
        if row["amount"]
        else _("Suất này không có tiền; chỉ ghi đã trao.")
    )
    form.add_text(words.text(told.format(amount=wording.money(row["amount"])), "hint"))
    form.add("on", _("Ngày trao"), DateInput(), required=True)
    form.add("account", _("Chi bằng"), ChoiceInput(terms.money_accounts().items()))
    form.add("party_text", _("Người ký nhận"), TextInput())

    def save() -> None:
        given = form.values()
        said = _("Đã trao cho {name}.").format(name=row["recipient"])
        screen.carry_out(
            lambda: awards.pay(screen.book, row["id"], given["on"], given["account"], given["party_text"]),
            said,
            form=form,
            undoable=not row["amount"],
        )

    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today(), "party_text": row["recipient"]}
