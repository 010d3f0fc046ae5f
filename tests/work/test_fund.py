"""The fund: vouchers without gaps, no balance below zero on any day, money apart from goods, nothing ever deleted."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db.refusal import DraftRefused, Refusal
from desktop_app.work.fund import cash_book, movements, repeated_bookings
from desktop_app.work.fund.movements import FundDraft
from tests import entering

JANUARY, MARCH, MAY, TODAY = date(2020, 1, 10), date(2020, 3, 10), date(2020, 5, 10), date(2020, 7, 5)


def book_it(book, kind="receive", amount=1_000_000, on=MARCH, **details):
    if kind == "pay" and details.get("account") != "goods":
        details.setdefault("category", "outreach")
    return movements.book_movement(book, FundDraft(kind, amount, on, **details))


def held(book, account="cash", on=None):
    return sum(line.amount for line in movements.balances(book, on) if line.account == account)


def refused_at(call, *arguments, **details):
    with pytest.raises(DraftRefused) as refused:
        call(*arguments, **details)
    return [(error.field, error.message) for error in refused.value.errors]


def test_receipts_and_payments_move_the_balance_from_their_day_on(book):
    book_it(book, "opening", 300_000, JANUARY)
    book_it(book, "receive", 1_000_000, MARCH)
    book_it(book, "pay", 250_000, MAY)
    assert [held(book, on=day) for day in (date(2020, 1, 9), JANUARY, MARCH, MAY, TODAY)] == [
        0,
        300_000,
        1_300_000,
        1_050_000,
        1_050_000,
    ]


def test_a_payment_above_the_balance_is_refused_at_the_amount_with_what_is_left(book):
    book_it(book, amount=3_200_000)
    assert refused_at(book_it, book, "pay", 5_000_000, MAY) == [
        ("amount", "Quỹ Khuyến học, tiền mặt chỉ còn 3.200.000 đồng")
    ]
    assert held(book) == 3_200_000
    book_it(book, "pay", 3_200_000, MAY)
    assert held(book) == 0


def test_a_payment_is_refused_before_the_money_came_and_where_a_later_payment_would_lack_it(book):
    book_it(book, amount=1_000_000, on=MARCH)
    assert refused_at(book_it, book, "pay", 1, JANUARY) == [("amount", "Quỹ Khuyến học, tiền mặt chỉ còn 0 đồng")]
    book_it(book, "pay", 900_000, MAY)
    assert refused_at(book_it, book, "pay", 200_000, date(2020, 4, 1)) == [
        ("amount", "Quỹ Khuyến học, tiền mặt chỉ còn 100.000 đồng")
    ]
    book_it(book, "pay", 100_000, date(2020, 4, 1))


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": -5}, "amount"),
        ({"amount": 10**15 + 1}, "amount"),
        ({"on": date(2020, 7, 6)}, "on"),
        ({"on": date(1899, 12, 31)}, "on"),
        ({"account": "ví"}, "account"),
        ({"kind": "gift"}, "kind"),
        ({"purse": bytes(16)}, "purse"),
        ({"category": "scholarship"}, "category"),
        ({"category": "không có"}, "category"),
        ({"category": "goods_in"}, "category"),
        ({"account": "goods", "category": "gift_person"}, "category"),
        ({"kind": "transfer"}, "to_account"),
        ({"kind": "transfer", "to_account": "goods"}, "to_account"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_no_voucher_number_is_used(book, details, field):
    assert [name for name, _words in refused_at(book_it, book, **details)] == [field]
    assert book_it(book).voucher == "PT001/2020"


def test_vouchers_are_numbered_without_gaps_in_each_book_and_year(book):
    vouchers = [
        book_it(book, on=date(2019, 12, 31)).voucher,
        book_it(book).voucher,
        book_it(book, on=JANUARY).voucher,
        book_it(book, account="bank").voucher,
        book_it(book, "pay", 1000).voucher,
        book_it(book, "pay", 1000, account="bank").voucher,
        book_it(book, account="goods").voucher,
        book_it(book, "pay", 1000, account="goods").voucher,
        book_it(book, "transfer", 1000, to_account="bank").voucher,
        book_it(book, "opening").voucher,
    ]
    assert vouchers == [
        "PT001/2019",
        "PT001/2020",
        "PT002/2020",
        "BC001/2020",
        "PC001/2020",
        "BN001/2020",
        "NK001/2020",
        "XK001/2020",
        "DC001/2020",
        "",
    ]


def test_goods_never_pay_and_money_never_buys_from_the_goods(book):
    book_it(book, amount=450_000, account="goods", goods="150 quyển vở")
    assert (held(book, "cash"), held(book, "goods")) == (0, 450_000)
    assert refused_at(book_it, book, "pay", 1000, MAY) == [("amount", "Quỹ Khuyến học, tiền mặt chỉ còn 0 đồng")]
    book_it(book, "pay", 400_000, MAY, account="goods")
    assert held(book, "goods") == 50_000


def test_a_transfer_takes_from_one_purse_or_account_and_gives_to_the_other(book):
    purse = entering.add_purse(book, "Quỹ học bổng Cà phê", restricted=True).id
    book_it(book, amount=1_000_000)
    book_it(book, "transfer", 400_000, MAY, to_account="bank")
    book_it(book, "transfer", 100_000, MAY, to_purse=purse)
    assert (held(book, "cash"), held(book, "bank")) == (600_000, 400_000)
    assert {(line.name, line.account): line.amount for line in movements.balances(book)} == {
        ("Quỹ Khuyến học", "cash"): 500_000,
        ("Quỹ Khuyến học", "bank"): 400_000,
        ("Quỹ học bổng Cà phê", "cash"): 100_000,
    }
    assert refused_at(book_it, book, "pay", 100_001, MAY, purse=purse) == [
        ("amount", "Quỹ học bổng Cà phê, tiền mặt chỉ còn 100.000 đồng")
    ]


def test_a_reversal_takes_a_voucher_back_once_and_keeps_it_with_its_number(book):
    movement = book_it(book, amount=500_000).id
    assert movements.reverse(book, movement, MAY, "wrong_amount").voucher == "PT001/2020"
    assert (held(book, on=date(2020, 5, 9)), held(book)) == (500_000, 0)
    with pytest.raises(Refusal, match="đã hủy từ trước"):
        movements.reverse(book, movement, MAY, "wrong_amount")
    assert book_it(book).voucher == "PT002/2020"
    lines = cash_book.cash_book(book, "cash", date(2020, 1, 1), TODAY).lines
    assert [(line.voucher, line.received, line.paid, line.reversal) for line in lines] == [
        ("PT001/2020", 500_000, 0, False),
        ("PT002/2020", 1_000_000, 0, False),
        ("PT001/2020", 0, 500_000, True),
    ]


def test_a_receipt_whose_money_is_spent_cannot_be_taken_back(book):
    movement = book_it(book, amount=500_000).id
    book_it(book, "pay", 300_000, MAY)
    assert refused_at(movements.reverse, book, movement, MAY, "other") == [
        ("amount", "Quỹ Khuyến học, tiền mặt chỉ còn 200.000 đồng")
    ]


@pytest.mark.parametrize(
    ("on", "reason", "field"),
    [
        (date(2020, 3, 9), "other", "on"),
        (date(2020, 7, 6), "other", "on"),
        (MAY, "nhầm", "reason"),
    ],
)
def test_a_reversal_before_the_voucher_or_tomorrow_or_without_reason_is_refused(book, on, reason, field):
    movement = book_it(book).id
    assert [name for name, _words in refused_at(movements.reverse, book, movement, on, reason)] == [field]
    assert held(book) == 1_000_000


def test_what_is_not_in_the_fund_cannot_be_reversed(book):
    with pytest.raises(Refusal, match="Không thấy chứng từ"):
        movements.reverse(book, bytes(16), MAY, "other")


def test_a_receipt_without_a_category_counts_as_its_giver_is_and_other_money_as_other(book):
    person = entering.add_donor(book, "Bà Lan").id
    company = entering.add_donor(book, "Công ty cà phê Ea Kar", "organisation").id
    for details in ({"party": person}, {"party": company}, {}, {"account": "goods", "party": person}):
        book_it(book, **details)
    book_it(book, "pay", 1000, MAY, account="goods")
    book_it(book, "transfer", 1000, MAY, to_account="bank")
    with book.reading() as db:
        found = [row[0] for row in db.execute("SELECT category FROM movements ORDER BY dated, book DESC, number")]
    assert sorted(filter(None, found)) == ["gift_organisation", "gift_person", "goods_in", "goods_out", "other_in"]


def test_money_is_never_paid_without_saying_what_for(book):
    book_it(book)
    assert refused_at(movements.book_movement, book, FundDraft("pay", 1000, MAY)) == [
        ("category", "Chọn khoản chi: tiền này chi vào việc gì")
    ]
    assert held(book) == 1_000_000


def test_the_cash_book_runs_from_an_opening_to_a_closing_balance_with_the_totals_of_the_year(book):
    book_it(book, "opening", 300_000, date(2019, 12, 31))
    book_it(book, amount=200_000, on=JANUARY, party_text="Ông Bình", note="Ủng hộ")
    book_it(book, "pay", 50_000, MARCH)
    book_it(book, amount=70_000, on=TODAY)
    kept = cash_book.cash_book(book, "cash", date(2020, 3, 1), date(2020, 6, 30))
    assert (kept.opening, kept.closing) == (500_000, 450_000)
    assert (kept.year_received, kept.year_paid) == (200_000, 50_000)
    whole = cash_book.cash_book(book, "cash", date(2020, 1, 1), TODAY)
    assert [line.text for line in whole.lines] == ["Ủng hộ", "Chi tuyên truyền, hội nghị", "Thu khác"]
    assert [line.balance for line in whole.lines] == [500_000, 450_000, 520_000]


def test_donors_and_purses_are_corrected_but_keep_a_name(book):
    donor, purse = entering.add_donor(book, "Bà Lan").id, entering.add_purse(book, "Quỹ bò").id
    entering.change_donor(book, donor, {"full_name": "Bà Trần Thị Lan", "phone": "0912"})
    entering.change_purse(book, purse, {"name": "Quỹ bò sữa", "restricted": 1})
    assert [name for name, _w in refused_at(entering.change_donor, book, donor, {"full_name": " "})] == ["full_name"]
    assert [name for name, _w in refused_at(entering.change_purse, book, purse, {"name": ""})] == ["name"]
    assert [name for name, _w in refused_at(entering.add_donor, book, "", "người")] == ["full_name", "kind"]
    with book.reading() as db:
        assert db.execute("SELECT full_name, phone FROM donors").fetchall() == [("Bà Trần Thị Lan", "0912")]
        assert ("Quỹ bò sữa", 1) in db.execute("SELECT name, restricted FROM purses").fetchall()


DAYS = [date(2020, 6, day) for day in (1, 2, 3)]
steps = st.lists(
    st.tuples(
        st.sampled_from(["receive", "pay", "transfer", "reverse"]),
        st.sampled_from(["cash", "cash", "cash", "bank"]),
        st.sampled_from([0, 0, 0, 1]),
        st.sampled_from(DAYS),
        st.integers(1, 2),
    ),
    min_size=5,
    max_size=12,
)
"""Few places and small amounts: money that came is soon spent, and what is taken back is soon missing."""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
@example([("transfer", "cash", 0, DAYS[0], 2), ("pay", "cash", 1, DAYS[0], 2), ("reverse", "cash", 0, DAYS[0], 2)])
def test_whatever_is_booked_and_taken_back_in_whatever_order_no_purse_ends_a_day_below_zero(book, steps):
    pair = [entering.add_purse(book, f"Quỹ {name}").id for name in ("một", "hai")]
    booked = [book_it(book, amount=2, on=DAYS[0], purse=pair[0]).id]
    for kind, account, place, day, amount in steps:
        purse, other = pair[place], pair[1 - place]
        to = {"to_purse": other, "to_account": "cash"} if kind == "transfer" else {}
        try:
            if kind != "reverse":
                booked.append(book_it(book, kind, amount, day, account=account, purse=purse, **to).id)
            else:
                movements.reverse(book, booked[-amount % len(booked)], day, "other")
        except Refusal:
            continue
    _cash_books_add_up(book)
    for day in DAYS:
        held_then = [line for line in movements.balances(book, day) if line.purse in pair]
        assert all(line.amount >= 0 for line in held_then), (day, held_then)
    with book.reading() as db:
        for series, year, numbers in db.execute(
            "SELECT book, year, group_concat(number) FROM movements WHERE book IS NOT NULL GROUP BY book, year"
        ):
            found = sorted(map(int, numbers.split(",")))
            assert found == list(range(1, len(found) + 1)), (series, year)


def _cash_books_add_up(book):
    """What the lines say is what stands beneath them, from day to day and over the year."""
    for account in ("cash", "bank"):
        last = 0
        for day in (*DAYS, TODAY):
            kept = cash_book.cash_book(book, account, day, day)
            received, paid = sum(line.received for line in kept.lines), sum(line.paid for line in kept.lines)
            assert (kept.opening, kept.opening + received - paid) == (last, kept.closing)
            last = kept.closing
        whole = cash_book.cash_book(book, account, date(2020, 1, 1), TODAY)
        assert (sum(line.received for line in whole.lines), sum(line.paid for line in whole.lines)) == (
            whole.year_received,
            whole.year_paid,
        )
        assert last == whole.closing == held(book, account)


def test_an_opening_balance_or_a_transfer_whose_money_is_spent_cannot_be_taken_back(book):
    opening = book_it(book, "opening", 500_000, JANUARY).id
    moved = book_it(book, "transfer", 400_000, MARCH, to_account="bank").id
    book_it(book, "pay", 300_000, MAY, account="bank")
    for movement, left in ((opening, "tiền mặt chỉ còn 100.000"), (moved, "tiền gửi ngân hàng chỉ còn 100.000")):
        ((field, said),) = refused_at(movements.reverse, book, movement, MAY, "other")
        assert field == "amount" and left in said.lower()


def test_what_another_purse_holds_pays_nothing(book):
    other = entering.add_purse(book, "Quỹ Y Jút").id
    book_it(book, "receive", 1_000_000, MARCH, purse=other)
    assert [field for field, _said in refused_at(book_it, book, "pay", 1, MAY)] == ["amount"]
    assert [field for field, _said in refused_at(book_it, book, "transfer", 1, MAY, to_account="bank")] == ["amount"]


def test_a_day_years_back_or_before_the_money_was_counted_is_asked_about(book):
    movements.book_movement(book, FundDraft("opening", 5_000_000, date(2020, 3, 1)))
    asked = {
        day: repeated_bookings.of_movement(book, FundDraft("receive", 70_000, day, party_text="Bà Hoa"))
        for day in (date(2020, 3, 1), date(2020, 2, 29), date(2002, 6, 15))
    }
    assert asked[date(2020, 3, 1)] == []
    (before,) = asked[date(2020, 2, 29)]
    assert "trước ngày ghi số dư đầu (01/03/2020)" in before
    assert "Ngày 15/06/2002 đã lâu" in asked[date(2002, 6, 15)][0]
    other = FundDraft("receive", 70_000, date(2020, 2, 29), purse=entering.add_purse(book, "Quỹ B").id)
    assert repeated_bookings.of_movement(book, other) == [], "another purse began with nothing"
