"""Khen thưởng, học bổng: rounds, nominated, approved and paid lines, certificates and lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from db.i18n import _
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput
from desktop_app.gui.kit.lists.row_model import INK, STRUCK
from desktop_app.gui.kit.lists.row_table import TableColumn
from desktop_app.gui.kit.look import wording
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.screens.context import Context
from desktop_app.gui.kit.screens.list_screen import ListAnswer, ListScreen
from desktop_app.gui.kit.subjects import subject_form
from desktop_app.gui.pages.asking import asking_actions
from desktop_app.gui.pages.erasing import erasing_action
from desktop_app.gui.screens.awards import certificates, forms, nominating
from desktop_app.gui.screens.awards.twice import TwicePage
from desktop_app.work import printing
from desktop_app.work.awards import award_lines, award_vouchers
from desktop_app.work.awards.certificate_batches import Batch
from desktop_app.work.awards.certificate_numbers import printed_certificate
from desktop_app.work.awards.declared import AWARDS, ROUNDS
from desktop_app.work.lists import list_queries
from desktop_app.work.records import vocabulary
from desktop_app.work.records.results import Topic


class AwardsScreen(ListScreen):
    """The lines of a round; below them what can be done next."""

    shows = frozenset((Topic.AWARDS, Topic.PEOPLE))

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.name = _("Khen thưởng, học bổng")
        self._hands_over = False
        self.round = ChoiceInput([(None, _("Mọi đợt"))])
        self.state = ChoiceInput([("all", _("Mọi tình trạng")), *vocabulary.AWARD_STATES.items()])
        self.lay_out(
            _("Các suất khen thưởng, học bổng"),
            (
                TableColumn("recipient", AWARDS.field("recipient").title, 26),
                TableColumn("amount", _("Số tiền (đồng)"), 14, number=True),
                TableColumn("state", AWARDS.field("state").title, 11),
                TableColumn("kind", AWARDS.field("recipient_kind").title, 12),
                TableColumn("form", AWARDS.field("form").title, 12),
                TableColumn("decision", AWARDS.field("decision").title, 10),
                TableColumn("round", AWARDS.field("round").title, 24),
            ),
            _("Chưa có suất nào ở đây. Bấm «Thêm đợt» để mở đợt xét, rồi «Đề nghị» từng người."),
            {_("Đợt"): self.round, _("Tình trạng"): self.state},
            self._buttons(),
        )

    def _buttons(self) -> ActionBar:
        others = (
            (_("Thêm đợt"), self.add_round),
            (_("Duyệt…"), self.approve),
            (_("Sửa"), self.change),
            (_("Trao"), self.pay),
            (_("Rút"), self.withdraw),
            (_("Trùng suất"), self.show_twice),
            (_("In giấy khen"), self.print_page),
            (_("In nhiều giấy khen"), self.print_many),
            (_("Danh sách khen thưởng"), lambda: self.print_list("award-list")),
            (_("Danh sách học bổng"), lambda: self.print_list("scholarship-list")),
            *asking_actions(self, self.chosen_records),
            erasing_action(self, self._recipient),
        )
        return ActionBar(others, (_("Đề nghị"), self.new))

    def choices(self) -> Mapping[ChoiceInput, Sequence[tuple[Any, str]]]:
        """The rounds."""
        return {self.round: [(None, _("Mọi đợt")), *self.rounds()]}

    def rounds(self) -> list[tuple[bytes, str]]:
        """The rounds of this office, the newest first."""
        with self.book.reading() as db:
            ids = list_queries.ids(db, list_queries.Query(ROUNDS.listing, office=self.book.unit))
            rows = list_queries.rows(db, ROUNDS.listing, ids)
            return [(one, row["name"]) for one, row in zip(ids, rows, strict=True)]

    def query(self) -> list_queries.Query:
        """What is searched and filtered now."""
        return list_queries.Query(
            AWARDS.listing,
            office=self.office(),
            search=self.search.text(),
            under=self.round.value(),
            state=self.state.value(),
        )

    def counted(self, number: str) -> str:
        """How many there are, in words."""
        return _("{count} suất").format(count=number)

    def shown(self, row: Mapping[str, Any]) -> dict[str, str]:
        """A row as it is read."""
        return _shown(row)

    def _why_empty(self) -> str:
        """What is missing: a round first, then somebody in it."""
        said = super()._why_empty()
        has_round = self.round.combo.count() > 1
        return (
            _("Chưa có suất nào ở đây. Bấm «Đề nghị» để ghi từng người.") if said == self._empty and has_round else said
        )

    def open_chosen(self) -> None:
        """The certificate."""
        self.print_page()

    def open_named(self, page: str) -> None:
        """From «Hôm nay» to the lines that wait to be approved or paid, and to the form where it is clear for which line."""
        self.round.set_value(None)
        self.state.set_value({"approve": "nominated", "pay": "approved"}[page])
        self.search.edit.clear()
        self.fill()
        self._hands_over = page == "pay"
        if page == "approve":
            self._ask_to_approve(None, "")

    def show_found(self, found: ListAnswer) -> None:
        """Put what was found into the list; on the way from «Hôm nay» go on from there."""
        super().show_found(found)
        if self._hands_over and found.query.state == "approved":
            self._hands_over = False
            self._hand_over(found)

    def _hand_over(self, found: ListAnswer) -> None:
        if len(found.ids) == 1:
            self.pay()
        else:
            self.context.messages.show_message("note", _("Chọn người nhận trong danh sách, rồi bấm «Trao»."))

    # --- what is done -------------------------------------------------------------------------------------------------

    def new(self) -> None:
        """Nominate someone."""
        self.ask_first(self.rounds, self._nominate)

    def _nominate(self, rounds: Sequence[tuple[bytes, str]]) -> None:
        if rounds:
            self.open_form(*nominating.nominate(self, rounds))
            return
        self.add_round(_("Mở một đợt xét trước: điền mẫu này rồi lưu, sau đó bấm «Đề nghị»."))

    def add_round(self, why: str = "") -> None:
        """Open a round; `why` says that one is needed first."""

        def said(given: Mapping[str, Any]) -> str:
            return _("Đã mở đợt «{name}».").format(name=given["name"])

        subject_form.open_new(self, ROUNDS, _("Thêm đợt xét khen thưởng, học bổng"), said, why=why)

    def change(self) -> None:
        """Correct the chosen line and what is written of its recipient."""
        if (row := self._standing()) is not None:
            self.ask_and_fill(self.rounds, lambda rounds: nominating.change(self, row, rounds))

    def approve(self) -> None:
        """Approve the chosen line, or all that is nominated among the lines shown."""
        chosen = self.table.current()
        row = self.table.model.row(self.table.model.row_of(chosen)) if chosen is not None else {}
        self._ask_to_approve(chosen, row.get("recipient", ""))

    def _ask_to_approve(self, chosen: bytes | None, name: str) -> None:
        query = replace(self.query(), office=self.book.unit, state="nominated")
        if self.state.value() in ("all", "nominated"):
            self.ask_first(partial(forms.waiting, self.book, query), lambda found: self._approve(found, chosen, name))
        else:
            self._tell_nothing_waits()

    def _approve(self, found: forms.Waiting, chosen: bytes | None, name: str) -> None:
        if found.lines:
            self.open_form(*forms.approve(self, found, chosen, name))
        else:
            self._tell_nothing_waits()

    def _tell_nothing_waits(self) -> None:
        said = _("Danh sách đang xem không có suất nào đang đề nghị. Chọn đợt, tình trạng khác rồi bấm lại.")
        self.context.messages.show_message("note", said)

    def pay(self) -> None:
        """Hand the chosen line over."""
        row = self._standing()
        if row is not None and row["state"] == "paid":
            voucher = award_vouchers.voucher_of(self.book, row["id"])
            said = _("Suất của {name} đã trao, phiếu {voucher}.") if voucher else _("Suất của {name} đã trao.")
            self._note(said.format(name=forms.shown_name(row), voucher=voucher))
        elif row is not None and row["state"] == "nominated":
            said = _("Suất của {name} chưa duyệt. Bấm «Duyệt…» trước, rồi bấm «Trao».")
            self._note(said.format(name=forms.shown_name(row)))
        elif row is not None:
            self.open_form(*forms.pay(self, row))

    def _standing(self) -> dict[str, Any] | None:
        """The chosen line; None, and a word about it, where it is withdrawn or none is chosen."""
        row = self.chosen()
        if row is None or row["state"] != "withdrawn":
            return row
        said = _("Suất của {name} đã rút. Bấm «Đề nghị» để ghi lại.").format(name=forms.shown_name(row))
        if voucher := award_vouchers.voucher_of(self.book, row["id"]):
            stays = _("Phiếu {voucher} còn nguyên: sang «Quỹ», chọn phiếu ấy, bấm «Hủy phiếu».")
            said = f"{said} {stays.format(voucher=voucher)}"
        self._note(said)
        return None

    def _note(self, said: str) -> None:
        self.context.messages.show_message("note", said)

    def _recipient(self) -> bytes | None:
        chosen = self.chosen()
        return award_lines.recipient_of(self.book, chosen["id"]) if chosen is not None else None

    def withdraw(self) -> None:
        """Withdraw the chosen line."""
        if (row := self._standing()) is not None:
            voucher, said = award_vouchers.voucher_of(self.book, row["id"]), _("Đã rút suất của {name}.")
            if voucher:
                said = _(
                    "Đã rút suất của {name}. Phiếu {voucher} còn nguyên: sang «Quỹ», chọn phiếu ấy, bấm «Hủy phiếu»."
                )
            self.carry_out(
                lambda: award_lines.withdraw(self.book, row["id"]),
                said.format(name=forms.shown_name(row), voucher=voucher),
                doubts=award_vouchers.withdrawal_doubts(self.book, row["id"]),
            )

    def show_twice(self) -> None:
        """The children with two scholarships in one school year."""
        self.open_page(TwicePage(self))

    def print_page(self) -> None:
        """The certificate of the chosen line."""
        row = self._decided()
        if row is None:
            return
        if row["form"] != "certificate":
            self.context.messages.show_message(
                "note", _("Suất này không kèm giấy khen. Chọn suất có hình thức «Giấy khen».")
            )
            return
        self.print_certificates([row["id"]], f"giay-khen-{printed_certificate(row['certificate_no'])}.pdf")

    def print_certificates(self, ids: Sequence[bytes], name: str) -> None:
        """Show the certificates of these lines, and say which were printed before and what is missing on them."""

        def keep(pages: range) -> None:
            self.attempt(lambda: printing.keep_printed_certificates(self.book, ids, pages))

        self.show_long_paper(
            "certificate",
            lambda path, report: printing.print_paper(
                self.book, "certificate", path, ids=ids, remember=False, report=report
            ),
            name,
            issued=keep,
            notes=lambda: printing.before_printing(self.book, "certificate", ids=ids),
        )

    def print_many(self) -> None:
        """The certificates of a whole decision, or of all lines that are shown."""
        book, query, chosen = self.book, self.query(), self.table.current()
        self.ask_first(lambda: certificates.listed(book, query, chosen), self._print_many)

    def _print_many(self, found: Sequence[Batch]) -> None:
        if found:
            self.open_form(*certificates.many(self, found))
            return
        said = _(
            "Danh sách đang xem không có giấy khen nào đã duyệt: chỉ suất có hình thức «Giấy khen» mới in giấy khen. Chọn "
            "đợt, tình trạng khác rồi bấm lại."
        )
        self._note(said)

    def print_list(self, paper: str) -> None:
        """The list that goes with the decision of the chosen line."""
        row = self._decided()
        if row is not None:
            decision = f"{row['decision_no']}/{row['decision_year']}"
            self.show_long_paper(
                paper,
                lambda path, report: printing.print_paper(
                    self.book, paper, path, decision=decision, remember=False, report=report
                ),
                f"{'danh-sach-khen' if paper == 'award-list' else 'danh-sach-hoc-bong'}-{decision.replace('/', '-')}.pdf",
                notes=lambda: printing.before_printing(self.book, paper, decision=decision),
            )

    def _decided(self) -> dict[str, Any] | None:
        row = self.chosen()
        if row is not None and row["decision_no"] is None:
            self.context.messages.show_message("note", _("Suất này chưa có quyết định. Bấm «Duyệt…» trước rồi in."))
            return None
        return row


def _shown(row: Mapping[str, Any]) -> dict[str, str]:
    amount, withdrawn = row["amount"] or row["goods_value"], row["state"] == "withdrawn"
    state = wording.word(vocabulary.AWARD_STATES, row["state"])
    return {
        "recipient": forms.shown_name(row),
        "kind": wording.word(vocabulary.RECIPIENT_KINDS, row["recipient_kind"]),
        "form": wording.word(vocabulary.FORMS, row["form"]),
        "amount": wording.money(amount),
        "state": f"✖ {state}" if withdrawn else state,
        "decision": f"{row['decision_no']}/{row['decision_year']}" if row["decision_no"] is not None else "",
        "round": row["round"] or "",
        INK: STRUCK if withdrawn else "",
    }
