"""Stating a period: when it may be done, what is looked at before, taking it back, and what changes afterwards."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from db.founding import create
from db.refusal import Doubt, Refusal
from db.store import Book
from db.tables.people import Person as PersonRow
from desktop_app.figures.period_figures import values_of
from desktop_app.values.periods import parse_period
from desktop_app.work.exchange.reporting_status import senders
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.members import membership
from desktop_app.work.people import duplicate_review, people
from desktop_app.work.reports import period_closing, stated_changes
from desktop_app.work.reports.clock_check import future_records
from desktop_app.work.reports.period_check import check
from desktop_app.work.subjects import by_text
from desktop_app.work.today.office_today import overview
from tests import entering
from tests.offices import fixed_clock, receive, sound

HALF = parse_period("2020H1")
IN_HALF = date(2020, 3, 1)


def give(book: Book, amount: int = 500_000, on: date = IN_HALF) -> bytes:
    """A receipt."""
    return movements.book_movement(book, FundDraft("receive", amount, on, category="gift_person")).id


def codes(book: Book, period: str = "2020H1") -> dict[str, str]:
    """What the check finds, with its severity."""
    return {one.code: one.severity for one in check(book, parse_period(period)).problems}


# --- when -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "left"), [(date(2020, 3, 5), 118), (date(2020, 6, 30), 1)])
def test_a_half_year_is_closed_only_after_it_has_ended_and_the_sentence_says_from_which_day(book, day, left):
    book.clock = fixed_clock(5, today=day)
    with pytest.raises(Refusal) as refused:
        period_closing.close_period(book, HALF)
    assert refused.value.code == "PERIOD"
    assert "Chốt được từ ngày 01/07/2020" in refused.value.message
    assert f"còn {left} ngày" in refused.value.message
    assert codes(book)["NOT_OVER"] == "bar"
    assert not check(book, HALF).ok


def test_a_half_year_is_closed_on_the_first_day_after_it(book):
    book.clock = fixed_clock(5, today=date(2020, 7, 1))
    period_closing.close_period(book, HALF)
    assert period_closing.is_closed(book, HALF)
    assert check(book, HALF).stated


def test_nothing_of_a_time_before_the_book_existed_is_due(make_book):
    book = make_book(date(2020, 3, 5))
    assert overview(book).due.open_period is None
    movements.book_movement(book, FundDraft("opening", 4_350_000, date(2019, 12, 31)))
    assert overview(book).due.open_period is None, "the opening balance says nothing of the year before"
    assert codes(book, "2019H2")["BEFORE_BOOK"] == "note"


def test_a_book_of_march_is_asked_for_the_first_half_in_july(make_book):
    book = make_book(date(2020, 3, 5))
    book.clock = fixed_clock(9, today=date(2020, 7, 5))
    assert overview(book).due.open_period == HALF


def test_an_office_that_kept_vouchers_before_its_book_is_asked_for_that_half(book):
    assert overview(book).due.open_period is None
    give(book)
    assert overview(book).due.open_period == HALF


# --- what is looked at ----------------------------------------------------------------------------------------------------


def test_the_check_takes_an_ethnic_group_for_told_where_the_figures_do(book):
    person = people.add_person(book, people.PersonDraft("Nguyễn Văn An", born="1960")).id
    membership.register(book, membership.MemberDraft(IN_HALF, person=person))
    with book.write() as tx:
        tx.get(PersonRow, person).ethnic_group = "không rõ"  # as older books hold it
    with book.reading() as db:
        assert values_of(db, [book.unit], HALF)[book.unit]["B07"] in (None, 0)
    assert "NO_ETHNIC_GROUP" in codes(book)


def test_the_check_names_what_is_missing_and_the_records_it_is_about(book):
    nobody = codes(book)
    assert nobody == {
        "BEFORE_BOOK": "note", "NO_POPULATION": "warn", "NO_MEMBERS": "warn", "EMPTY_FUND": "warn",
    }  # fmt: skip
    give(book)
    give(book, on=date(2020, 7, 3))
    entering.set_population(book, book.unit, 2020, 5_000)
    one = membership.register(
        book, membership.MemberDraft(IN_HALF, details=people.PersonDraft("Nguyễn Văn An", born="1960"))
    )
    found = {problem.code: problem for problem in check(book, HALF).problems}
    assert set(found) == {"BEFORE_BOOK", "NO_SEX", "NO_ETHNIC_GROUP", "AFTER_PERIOD"}
    assert found["AFTER_PERIOD"].severity == "note"
    assert len(found["NO_SEX"].records) == 1
    assert one.id
    assert check(book, HALF).figures["B01"] == 1
    assert check(book, HALF).figures["D01"] == 500_000


def test_the_check_names_every_record_with_a_day_after_today_also_a_head_count_and_a_dissolved_branch(make_book):
    book = make_book(date(2020, 9, 1))
    by_text.add(book, "branches", {"name": "Chi hội 1", "head_count": "12", "head_count_on": "2020-08-20"})
    gone = by_text.add(book, "branches", {"name": "Chi hội 2"}).id
    by_text.change(book, "branches", gone, {"dissolved": "2020-08-21"})
    book.clock = fixed_clock(9, today=date(2020, 7, 5))
    (late,) = (one for one in check(book, HALF).problems if one.code == "AFTER_TODAY")
    assert set(late.records) == {one.id for one in future_records(book, book.unit)}
    assert len(late.records) == 2


# --- taking back ----------------------------------------------------------------------------------------------------------


def test_what_was_stated_is_taken_back_while_it_has_not_been_sent(network):
    office = network.offices["24373"]
    period_closing.close_period(office, HALF)
    period_closing.take_back(office, HALF)
    assert not period_closing.is_closed(office, HALF)
    with pytest.raises(Refusal):
        period_closing.take_back(office, HALF)
    receive(network.province, *network.send(office))
    assert [one.closed for one in senders(network.province, HALF)] == [False, False]
    period_closing.close_period(office, HALF)
    period_closing.take_back(office, HALF)  # what was sent is that it was taken back
    sound(office)


def test_what_was_sent_is_not_taken_back_and_the_refusal_says_what_to_do(network):
    office = network.offices["24373"]
    period_closing.close_period(office, HALF)
    network.send(office, own=True)
    period_closing.take_back(office, HALF)  # a file for the office's own other machine has not left it
    period_closing.close_period(office, HALF)
    network.send(office)
    with pytest.raises(Refusal) as refused:
        period_closing.take_back(office, HALF)
    assert refused.value.code == "SENT"
    assert "bấm «Chốt số liệu» lần nữa" in refused.value.message
    period_closing.close_period(office, HALF)
    with pytest.raises(Refusal):
        period_closing.take_back(office, HALF)


# --- what changes afterwards ----------------------------------------------------------------------------------------------


def test_whoever_books_into_a_stated_period_is_told_before_and_nothing_is_written_until_they_say_so(book):
    give(book, 1_000_000)
    period_closing.close_period(book, HALF)
    with pytest.raises(Doubt) as doubt:
        stated_changes.asked_first(book, lambda: give(book))
    assert "6 tháng đầu năm 2020 đã chốt sẽ đổi" in doubt.value.message
    assert "từ 1.000.000 thành 1.500.000 đồng" in doubt.value.message
    assert movements.balances(book)[0].amount == 1_000_000
    assert overview(book).due.changed_periods == ()

    stated_changes.with_word(book, lambda: give(book))
    assert overview(book).due.changed_periods == (HALF,)
    assert codes(book)["CHANGED"] == "warn"
    stated_changes.asked_first(book, lambda: give(book, 9_000))  # who has been told once is not asked again

    period_closing.close_period(book, HALF)
    assert overview(book).due.changed_periods == ()
    sound(book)


@pytest.mark.parametrize("what", ["reversal", "member", "leaving", "earlier receipt"])
def test_every_kind_of_change_of_a_stated_period_is_told(book, what):
    receipt = give(book)
    one = membership.register(
        book, membership.MemberDraft(date(2019, 3, 1), details=people.PersonDraft("Nguyễn Văn An", born="1960"))
    )
    period_closing.close_period(book, HALF)
    changes = {
        "reversal": lambda: movements.reverse(book, receipt, date(2020, 6, 30), "wrong_amount"),
        "member": lambda: membership.register(
            book, membership.MemberDraft(IN_HALF, details=people.PersonDraft("Y Wơn Niê", born="1961"))
        ),
        "leaving": lambda: membership.leave(book, one.id, IN_HALF, "moved"),
        "earlier receipt": lambda: give(book, on=date(2019, 12, 1)),
    }
    with pytest.raises(Doubt):
        stated_changes.asked_first(book, changes[what])
    changes[what]()
    assert overview(book).due.changed_periods == (HALF,)


def test_where_a_book_asks_always_no_verb_writes_past_it_in_any_thread(book):
    receipt = give(book)
    period_closing.close_period(book, HALF)
    stated_changes.ask_always(book)
    with pytest.raises(Doubt, match="đã chốt sẽ đổi"):
        movements.reverse(book, receipt, date(2020, 6, 30), "wrong_amount")
    with ThreadPoolExecutor(max_workers=1) as pool, pytest.raises(Doubt):
        pool.submit(give, book).result()
    assert movements.balances(book)[0].amount == 500_000
    give(book, on=date(2020, 7, 2))
    stated_changes.with_word(book, lambda: (give(book), give(book)))
    assert overview(book).due.changed_periods == (HALF,)
    give(book)  # who has been told once is not asked again


def test_the_province_is_told_before_a_verb_of_its_own_changes_what_an_office_has_stated(network):
    office, province = network.offices["24373"], network.province
    one, other = (
        membership.register(
            office, membership.MemberDraft(date(2019, 3, 1), details=people.PersonDraft(name, born="1961"))
        ).id
        for name in ("Y Wơn Niê", "Y Won Niê")
    )
    period_closing.close_period(office, HALF)
    receive(province, *network.send(office))
    with province.reading() as db:
        pair = [
            db.execute("SELECT person FROM memberships WHERE id = ?", (stay,)).fetchone()[0] for stay in (one, other)
        ]
    stated_changes.ask_always(province)
    with pytest.raises(Doubt, match=r"mà Thị trấn Ea Kar đã chốt sẽ đổi.*từ 2 thành 1"):
        duplicate_review.settle(province, *pair, "same")
    said: list[str] = []
    province.tell = said.append
    stated_changes.tell_always(province)
    duplicate_review.settle(province, *pair, "same")
    assert len(said) == 1
    sound(province)


def test_what_belongs_to_another_period_is_written_without_a_question(book):
    give(book)
    period_closing.close_period(book, HALF)
    stated_changes.asked_first(book, lambda: give(book, on=date(2020, 7, 2)))
    stated_changes.asked_first(book, lambda: entering.set_population(book, book.unit, 2020, 900))
    assert overview(book).due.changed_periods == ()


def test_taking_a_change_back_makes_the_period_as_stated_again(book):
    period_closing.close_period(book, HALF)
    one = membership.register(
        book, membership.MemberDraft(IN_HALF, details=people.PersonDraft("Y Wơn Niê", born="1961"))
    )
    assert overview(book).due.changed_periods == (HALF,)
    membership.leave(book, one.id, IN_HALF, "moved")
    moves = stated_changes.changed_periods(book)[0].moves
    assert {move.code for move in moves} == {"B02", "B03"}


def test_a_statement_of_an_older_program_says_nothing_of_a_change(book):
    period_closing.close_period(book, HALF)
    with book.write() as tx:
        tx.db.execute("UPDATE statements SET figures = '[]', catalogue = NULL")
    give(book)
    assert stated_changes.changed_periods(book) == []
    with pytest.raises(Doubt):
        stated_changes.asked_first(book, lambda: give(book, 7_000))


@pytest.fixture
def make_book(tmp_path, home):
    """Makes a commune's book on a day."""
    books: list[Book] = []

    def make(day: date) -> Book:
        books.append(
            create(
                tmp_path / f"{day}.skh",
                unit="24373",
                officer="Nguyễn Thị Hà",
                role="office",
                on=day.isoformat(),
                home=home,
                clock=fixed_clock(3, today=day),
            )
        )
        return books[-1]

    yield make
    for book in books:
        book.close()


def test_what_was_reversed_or_counted_after_the_period_is_named_before_it_is_stated(book):
    movements.book_movement(book, FundDraft("opening", 5_000_000, date(2020, 7, 5)))
    gift = movements.book_movement(book, FundDraft("receive", 2_500_000, date(2020, 6, 20), party_text="Bà Hoa"))
    movements.reverse(book, gift.id, date(2020, 7, 5), "wrong_amount")
    found = {one.code: one for one in check(book, HALF).problems}
    assert found["REVERSED_AFTER"].records == (gift.id,)
    assert "1 phiếu của kỳ này đã hủy sau ngày hết kỳ" in found["REVERSED_AFTER"].message
    assert "1 số dư đầu ghi ngày sau kỳ này" in found["OPENED_AFTER"].message


def test_a_voucher_is_taken_back_on_its_own_day_until_a_period_with_it_was_stated(book):
    gift = give(book)
    assert period_closing.reversal_day(book, IN_HALF) == IN_HALF
    period_closing.close_period(book, HALF)
    assert period_closing.reversal_day(book, IN_HALF) == book.clock.today()
    assert movements.reverse(book, gift, book.clock.today(), "wrong_amount").id == gift
