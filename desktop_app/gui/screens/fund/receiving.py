"""Money or goods come in: who, how much, when; what it counts as follows from who gives and stands in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from db.i18n import _, data_text
from db.refusal import DraftRefused, FieldError
from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.inputs.pick_input import PickInput
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput, TextInput
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.subjects.subject_form import add_field
from desktop_app.work.fund import movements, purses_and_donors
from desktop_app.work.fund.declared import CATEGORIES, DONORS, FUND
from desktop_app.work.lists import list_queries
from desktop_app.work.records import vocabulary

if TYPE_CHECKING:
    from desktop_app.gui.screens.fund import FundScreen


@dataclass(frozen=True)
class FundChoices:
    """What may be chosen in the forms of the fund, by id or code and name; goods are received and paid for as such."""

    purses: list[tuple[bytes, str]]
    gains: list[tuple[str, str]]
    costs: list[tuple[str, str]]


def known(book: Book) -> FundChoices:
    """Asked of the book before a form of the fund is opened."""
    with book.reading() as db:
        rows = list_queries.rows(db, CATEGORIES, list_queries.ids(db, list_queries.Query(CATEGORIES)))
    fitting = [row for row in rows if not row["code"].startswith("goods")]
    gains, costs = (
        [(row["code"], data_text(row["name"])) for row in fitting if row["side"] == side] for side in ("in", "out")
    )
    return FundChoices(purses_and_donors.purse_choices(book), gains, costs)


class ReceiveForm(Form):
    """Three fields are enough; a name that is new also asks whether it is a person's or an organisation's."""

    def __init__(self, screen: FundScreen, offered: FundChoices) -> None:
        super().__init__(_("Thu tiền, nhận hiện vật"), _("Ghi và xem phiếu"))
        self._book = screen.book
        self._kinds: dict[bytes, str] = {}
        self._named: tuple[str, list[bytes]] | None = None
        self._category_meant = self._kind_meant = False
        self.add(
            "donor",
            _("Ai ủng hộ"),
            PickInput(self._find),
            hint=_("Gõ tên; đã có trong sổ thì chọn bằng ↓ và Enter, chưa có thì được ghi mới"),
        )
        add_field(self, FUND.field("amount"), required=True)
        add_field(self, FUND.field("on"), required=True)
        add_field(self, FUND.field("note"))
        self.add(
            "donor_kind",
            _("Người ủng hộ mới này là"),
            ChoiceInput(vocabulary.DONOR_KINDS.items()),
            hint=_("Tên này chưa có trong sổ; đoán theo tên, sửa lại nếu không đúng"),
        )
        self.said = words.text("")
        self.add_text(self.said)
        self.fold(_("Hiện vật, chuyển khoản, quỹ khác, khoản thu khác"))
        self.add("account", _("Nhận bằng"), ChoiceInput(vocabulary.ACCOUNTS.items()))
        self.add("goods", _("Là hiện vật gì"), TextInput(), hint=_("Ví dụ 50 quyển vở"), required=True)
        self.add("purse", _("Vào quỹ"), ChoiceInput(offered.purses))
        self.add("category", _("Khoản thu"), ChoiceInput(offered.gains))
        self.show_fields(("donor_kind", "goods"), shown=False)
        self.input("donor").edit.editingFinished.connect(self._follow)
        self.input("donor_kind").combo.activated.connect(lambda _row: self._mean("donor_kind"))
        self.input("category").combo.activated.connect(lambda _row: self._mean("category"))
        for name in ("donor", "account", "purse"):
            self.input(name).changed.connect(self._follow)

    def begin(self, values: dict[str, Any] | None = None) -> None:
        """Start anew, and say what would be booked."""
        super().begin(values)
        self._named = None
        self._follow()
        self.mark_saved()

    def draft(self) -> tuple[movements.FundDraft, str | None]:
        """What is to be booked, and of which kind its giver is where the name is new; refused where several have it."""
        self._named = None
        self._follow()
        given = self.values()
        donors, typed = self._donors(), self.input("donor").typed()
        if len(donors) > 1:
            sentence = _("Có {count} nhà tài trợ tên «{name}». Chọn một người trong danh sách bằng ↓ và Enter")
            raise DraftRefused([FieldError("donor", sentence.format(count=len(donors), name=typed))])
        draft = movements.FundDraft(
            kind="receive",
            amount=given["amount"],
            on=given["on"],
            account=given["account"],
            purse=given["purse"],
            party=donors[0] if donors else None,
            party_text=None if donors else typed or None,
            category=given["category"],
            goods=given["goods"],
            note=given["note"],
        )
        return draft, given["donor_kind"] if typed and not donors else None

    def _find(self, text: str) -> list[tuple[bytes, str]]:
        with self._book.reading() as db:
            ids = list_queries.ids(db, list_queries.Query(DONORS.listing, office=self._book.unit, search=text))[:8]
            rows = list_queries.rows(db, DONORS.listing, ids)
        self._kinds |= {identity: row["kind"] for identity, row in zip(ids, rows, strict=True)}
        return [(identity, row["full_name"]) for identity, row in zip(ids, rows, strict=True)]

    def _donors(self) -> list[bytes]:
        """Who was chosen, or every donor that has the name typed; looked up once, when the field is left or the form saved."""
        given = self.input("donor")
        chosen: bytes | None = given.value()
        if chosen:
            return [chosen]
        typed = given.typed()
        if self._named is None or self._named[0] != typed:
            self._named = typed, purses_and_donors.donors_named(self._book, typed)
        return self._named[1]

    def _mean(self, name: str) -> None:
        """What a person chose stays, whoever gives."""
        if name == "category":
            self._category_meant = True
        else:
            self._kind_meant = True
        self._follow()

    def _follow(self) -> None:
        """Kind, category and sentence follow who gives and what."""
        typed, donors = self.input("donor").typed(), self._donors()
        is_new, is_goods = bool(typed) and not donors, self.input("account").value() == "goods"
        if not self._kind_meant:
            self.input("donor_kind").set_value(purses_and_donors.guess_kind(typed))
        kind = self.input("donor_kind").value() if is_new else self._kind_of(donors)
        if not self._category_meant:
            self.input("category").set_value(movements.GIFT_CATEGORY[kind])
        asked = self.is_asked("donor_kind"), self.is_asked("goods")
        self.show_fields(("donor_kind",), shown=is_new)
        self.show_fields(("goods",), shown=is_goods)
        self.show_fields(("category",), shown=not is_goods)
        self._say(is_goods=is_goods)
        if asked != (is_new, is_goods):
            self.letters_again()

    def _kind_of(self, donors: list[bytes]) -> str:
        if not donors:
            return "person"
        if donors[0] not in self._kinds:
            with self._book.reading() as db:
                self._kinds[donors[0]] = list_queries.rows(db, DONORS.listing, donors[:1])[0]["kind"]
        return self._kinds[donors[0]]

    def _say(self, *, is_goods: bool) -> None:
        sentence = _("Sẽ ghi: {category}; {account}; vào {purse}.")
        category = self.input("category").combo.currentText()
        self.said.setText(
            sentence.format(
                category=_("Hiện vật ủng hộ") if is_goods else category,
                account=self.input("account").combo.currentText().lower(),
                purse=self.input("purse").combo.currentText(),
            )
        )
