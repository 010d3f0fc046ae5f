"""Awards: rounds, decisions, every kind of recipient, approval with register numbers, payment out of the fund."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from db.refusal import DraftRefused, Refusal
from db.tables.awards import FORMS, RECIPIENT_KINDS
from desktop_app.work.awards import award_lines, rounds_and_decisions
from desktop_app.work.awards.award_lines import AwardDraft
from desktop_app.work.awards.declared import AWARDS
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.lists import list_queries
from desktop_app.work.people import people
from tests import entering
from tests.offices import receive, sound

JUNE = date(2020, 6, 5)


def round_of(book, purpose="talent", **details):
    return entering.add_round(book, "Đợt xét 2020", purpose, **details).id


def pupil(book, name="Em Lan"):
    return people.add_person(book, people.PersonDraft(name, school="THCS Ea Tar")).id


def nominated(book, round_, form="certificate", **details):
    details.setdefault("recipient_kind", "pupil")
    recipient = details.pop("recipient", None) or pupil(book)
    return award_lines.nominate(book, AwardDraft(round_, recipient, form=form, **details)).id


def decision_of(book, number=1, on=JUNE):
    return entering.add_decision(book, entering.decision(number, on)).id


def line(book, award):
    with book.reading() as db:
        return list_queries.rows(db, AWARDS.listing, [award])[0]


def money(book, amount=10_000_000, **details):
    movements.book_movement(book, FundDraft("receive", amount, date(2020, 1, 1), **details))


def refused_at(call, *arguments, **details):
    with pytest.raises(DraftRefused) as refused:
        call(*arguments, **details)
    return [error.field for error in refused.value.errors]


@pytest.mark.parametrize("kind", RECIPIENT_KINDS)
def test_everyone_who_may_be_given_an_award_is_named_in_the_list(book, kind):
    recipient = {
        "family": lambda: entering.add_group(book, "Gia đình ông An", "family").id,
        "clan": lambda: entering.add_group(book, "Gia đình ông An", "clan").id,
        "unit": lambda: entering.add_group(book, "Gia đình ông An", "unit").id,
        "donor": lambda: entering.add_donor(book, "Gia đình ông An").id,
    }.get(kind, lambda: people.add_person(book, people.PersonDraft("Gia đình ông An")).id)()
    award = nominated(book, round_of(book), recipient=recipient, recipient_kind=kind)
    assert (line(book, award)["recipient"], line(book, award)["recipient_kind"]) == ("Gia đình ông An", kind)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_goes_its_way_and_those_on_paper_get_a_number_of_the_register(book, form):
    award = nominated(book, round_of(book), form, amount=1000)
    award_lines.approve(book, [award], decision_of(book))
    assert line(book, award)["certificate_no"] == (1 if form in ("certificate", "merit", "scholarship") else None)


def test_register_numbers_run_on_through_the_year_and_begin_anew_in_the_next(book):
    round_ = round_of(book)
    lines = [nominated(book, round_) for _one in range(5)]
    award_lines.approve(book, lines[:2], decision_of(book, 1))
    award_lines.approve(book, lines[2:4], decision_of(book, 2))
    award_lines.approve(book, lines[4:], decision_of(book, 1, date(2019, 12, 1)))
    assert [line(book, award)["certificate_no"] for award in lines] == [1, 2, 3, 4, 1]


def test_a_decision_has_a_number_of_its_own_in_its_year(book):
    assert rounds_and_decisions.next_decision_number(book, 2020) == 1
    decision_of(book, 7)
    assert rounds_and_decisions.next_decision_number(book, 2020) == 8
    assert refused_at(entering.add_decision, book, entering.decision(7, JUNE)) == ["no"]
    decision_of(book, 7, date(2019, 6, 5))
    assert refused_at(entering.add_decision, book, entering.decision(0, date(2020, 7, 6))) == [
        "no",
        "on",
    ]
    other = decision_of(book, 9)
    assert refused_at(entering.change_decision, book, other, {"no": 7}) == ["no"]
    entering.change_decision(book, other, {"no": 8, "signer": "Y Thông"})
    assert rounds_and_decisions.next_decision_number(book, 2020) == 9


def test_a_scholarship_is_paid_out_of_the_purse_of_its_round_and_both_name_each_other(book):
    purse = entering.add_purse(book, "Quỹ học bổng").id
    money(book)
    money(book, 300_000, purse=purse)
    award = nominated(book, round_of(book, "support", purse=purse), "scholarship", amount=300_000)
    award_lines.approve(book, [award], decision_of(book))
    award_lines.pay(book, award, JUNE)
    with book.reading() as db:
        row = db.execute(
            "SELECT m.amount, m.purse, m.category, m.dated FROM awards a JOIN movements m ON m.id = a.payment"
        ).fetchone()
    assert row == (300_000, purse, "scholarship", "2020-06-05")
    assert line(book, award)["state"] == "paid"


@pytest.mark.parametrize(("said", "named"), [(None, "Em Lan"), ("Bà Mai, mẹ em Lan", "Bà Mai, mẹ em Lan")])
def test_the_voucher_names_who_signs_for_the_money_and_the_recipient_where_nobody_else_is_named(book, said, named):
    money(book)
    award = nominated(book, round_of(book, "support"), "scholarship", amount=300_000)
    award_lines.approve(book, [award], decision_of(book))
    award_lines.pay(book, award, JUNE, party_text=said)
    with book.reading() as db:
        assert db.execute("SELECT party FROM movement_notes").fetchall() == [(named,)]


def test_the_voucher_of_a_paid_award_is_taken_back_only_after_the_award_itself(book):
    money(book)
    paid, by_hand = (nominated(book, round_of(book), "scholarship", amount=300_000) for _number in range(2))
    decision = decision_of(book)
    award_lines.approve(book, [paid, by_hand], decision)
    award_lines.pay(book, paid, JUNE)
    voucher = movements.book_movement(book, FundDraft("pay", 300_000, JUNE, category="scholarship")).id
    award_lines.pay_by(book, by_hand, voucher)
    with book.reading() as db:
        rows = dict(db.execute("SELECT id, payment FROM awards").fetchall())
        assert {row[0] for row in db.execute("SELECT decision FROM movements WHERE kind = 'pay'")} == {None, decision}
    for award in (paid, by_hand):
        with pytest.raises(Refusal) as refused:
            movements.reverse(book, rows[award], JUNE, "did_not_happen")
        assert refused.value.code == "AWARD"
    assert sum(one.amount for one in movements.balances(book)) == 9_400_000
    for award in (paid, by_hand):
        award_lines.withdraw(book, award)
        movements.reverse(book, rows[award], JUNE, "did_not_happen")
    assert sum(one.amount for one in movements.balances(book)) == 10_000_000


def test_an_award_to_a_family_is_paid_out_of_a_bound_purse_and_running_costs_never(book):
    bound = entering.add_purse(book, "Quỹ gia đình hiếu học", restricted=True).id
    money(book, purse=bound)
    family = entering.add_group(book, "Gia đình ông An", "family").id
    award = nominated(book, round_of(book, purse=bound), recipient=family, recipient_kind="family", amount=500_000)
    award_lines.approve(book, [award], decision_of(book))
    award_lines.pay(book, award, JUNE)
    for category in ("running", "other_out"):
        with pytest.raises(DraftRefused) as refused:
            movements.book_movement(book, FundDraft("pay", 1, JUNE, purse=bound, category=category))
        assert refused.value.code == "RESTRICTED"


def test_what_the_purse_does_not_hold_is_not_paid_and_the_line_stays_approved(book):
    award = nominated(book, round_of(book), "scholarship", amount=300_000)
    award_lines.approve(book, [award], decision_of(book))
    assert refused_at(award_lines.pay, book, award, JUNE) == ["amount"]
    assert refused_at(award_lines.pay, book, award, date(2020, 7, 6)) == ["on"]
    assert line(book, award)["state"] == "approved"


def test_a_certificate_without_money_is_given_without_a_voucher(book):
    award = nominated(book, round_of(book))
    award_lines.approve(book, [award], decision_of(book))
    award_lines.pay(book, award, JUNE)
    assert line(book, award)["state"] == "paid"
    assert movements.balances(book) == []


def test_the_category_follows_form_purpose_and_recipient(book):
    money(book)
    support, talent = round_of(book, "support"), round_of(book)
    lines = [
        nominated(book, support, "scholarship", amount=1),
        nominated(book, support, "gift", amount=2),
        nominated(book, talent, "certificate", amount=3),
        nominated(book, talent, "merit", amount=4, recipient_kind="teacher"),
        nominated(book, talent, "gift", amount=5, recipient_kind="family"),
    ]
    award_lines.approve(book, lines, decision_of(book))
    for award in lines:
        award_lines.pay(book, award, JUNE)
    with book.reading() as db:
        found = dict(db.execute("SELECT amount, category FROM movements WHERE kind = 'pay'"))
    assert found == {1: "scholarship", 2: "hardship", 3: "award_pupil", 4: "award_teacher", 5: "other_out"}


def test_states_follow_each_other_and_nothing_is_approved_or_paid_twice(book):
    money(book)
    award = nominated(book, round_of(book), amount=1000)
    decision = decision_of(book)
    for step in (lambda: award_lines.pay(book, award, JUNE), lambda: award_lines.approve(book, [award], bytes(16))):
        with pytest.raises(Refusal):
            step()
    award_lines.approve(book, [award], decision)
    for step in (
        lambda: award_lines.approve(book, [award], decision),
        lambda: award_lines.change_award(book, award, {"amount": 5}),
    ):
        with pytest.raises(Refusal):
            step()
    award_lines.pay(book, award, JUNE)
    with pytest.raises(Refusal):
        award_lines.pay(book, award, JUNE)
    award_lines.withdraw(book, award)
    with pytest.raises(Refusal):
        award_lines.withdraw(book, award)
    assert sum(one.amount for one in movements.balances(book)) == 9_999_000


def test_a_whole_approval_is_refused_when_one_line_cannot_be_approved(book):
    round_, decision = round_of(book), decision_of(book)
    good, bad = nominated(book, round_), nominated(book, round_)
    award_lines.withdraw(book, bad)
    with pytest.raises(Refusal):
        award_lines.approve(book, [good, bad], decision)
    assert line(book, good)["state"] == "nominated"


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"form": "scholarship"}, "amount"),
        ({"amount": -1}, "amount"),
        ({"amount": 10**15 + 1}, "amount"),
        ({"goods_value": -1}, "goods_value"),
        ({"form": "cúp"}, "form"),
        ({"recipient_kind": "cat"}, "recipient_kind"),
    ],
)
def test_a_line_that_cannot_be_is_refused_at_its_field(book, details, field):
    round_ = round_of(book)
    assert refused_at(nominated, book, round_, **details) == [field]
    with book.reading() as db:
        assert list_queries.ids(db, list_queries.Query(AWARDS.listing, book.unit)) == []


def test_a_round_needs_name_and_purpose_and_a_line_an_existing_round(book):
    assert refused_at(entering.add_round, book, " ", "") == ["name", "purpose"]
    assert refused_at(entering.add_round, book, "A", "sport") == ["purpose"]
    assert refused_at(entering.add_round, book, "A", "talent", budget=-1) == ["budget"]
    assert refused_at(nominated, book, bytes(16)) == ["round"]
    round_ = round_of(book)
    assert refused_at(entering.change_round, book, round_, {"name": ""}) == ["name"]
    entering.change_round(book, round_, {"budget": 5_000_000})


def test_texts_of_a_line_may_be_corrected_at_any_time_amounts_only_before_approval(book):
    award = nominated(book, round_of(book), amount=1000)
    award_lines.change_award(book, award, {"amount": 2000, "reason": "Giỏi toán"})
    award_lines.approve(book, [award], decision_of(book))
    award_lines.change_award(book, award, {"reason": "Giỏi văn", "goods": "Vở"})
    found = line(book, award)
    assert (found["amount"], found["reason"], found["goods"]) == (2000, "Giỏi văn", "Vở")
    with pytest.raises(Refusal, match="đã duyệt nên không sửa được"):
        award_lines.change_award(book, award, {"amount": 3000})
    assert line(book, award)["amount"] == 2000
    assert refused_at(award_lines.change_award, book, nominated(book, round_of(book)), {"round": b""}) == ["round"]


def test_a_family_with_an_empty_address_or_letters_typed_apart_leaves_a_book_that_rebuilds(book):
    entering.add_group(book, "Gia đình ông An", "family", "")
    entering.add_group(book, "Dòng họ Niê", "clan", unicodedata.normalize("NFD", "Buôn Čư Ê Wi"))
    sound(book)
    with book.reading() as db:
        rows = db.execute("SELECT name, address FROM groups ORDER BY name").fetchall()
    assert rows == [("Dòng họ Niê", "Buôn Čư Ê Wi"), ("Gia đình ông An", None)]


def test_a_line_is_paid_by_a_voucher_of_its_amount_that_pays_for_no_other(book):
    money(book)
    round_, decision = round_of(book), decision_of(book)
    lines = [nominated(book, round_, recipient=pupil(book, name), amount=500_000) for name in ("Em Một", "Em Hai")]
    award_lines.approve(book, lines, decision)
    less, right = (
        movements.book_movement(book, FundDraft("pay", amount, JUNE, category="award_pupil")).id
        for amount in (499_999, 500_000)
    )
    assert refused_at(award_lines.pay_by, book, lines[0], less) == ["payment"]
    award_lines.pay_by(book, lines[0], right)
    assert refused_at(award_lines.pay_by, book, lines[1], right) == ["payment"]
    assert [line(book, one)["state"] for one in lines] == ["paid", "approved"]


def test_nothing_is_handed_over_before_the_day_of_its_decision(book):
    movements.book_movement(book, FundDraft("opening", 5_000_000, date(2020, 1, 1)))
    round_ = entering.add_round(book, "Đợt 1", "support").id
    pupil = people.add_person(book, people.PersonDraft("Em Lan", school="THCS", class_name="9A")).id
    draft = award_lines.AwardDraft(round_, pupil, "pupil", "scholarship", 300_000)
    award = award_lines.nominate(book, draft).id
    award_lines.approve(book, [award], entering.add_decision(book, entering.decision(1, date(2020, 6, 28))).id)
    with pytest.raises(DraftRefused) as refused:
        award_lines.pay(book, award, date(2020, 6, 20))
    assert [error.field for error in refused.value.errors] == ["on"]
    assert award_lines.pay(book, award, date(2020, 6, 28)).payment is not None


def test_what_never_leaves_an_office_is_not_written_into_its_line_by_the_province(network):
    office = network.offices["24373"]
    round_ = entering.add_round(office, "Đợt 1", "talent").id
    pupil = people.add_person(office, people.PersonDraft("Em Lan", school="THCS", class_name="9A")).id
    award = award_lines.nominate(
        office, award_lines.AwardDraft(round_, pupil, "pupil", "gift", 300_000, reason="Giỏi")
    ).id
    receive(network.province, *network.send(office))
    with pytest.raises(DraftRefused) as refused:
        award_lines.change_award(network.province, award, {"reason": "Học giỏi"})
    assert [error.field for error in refused.value.errors] == ["reason"]
