"""A cash book of several pages: sums and the balance go on from page to page; a reversal keeps its voucher's column."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from desktop_app.papers.cash_book import BookLine, CashBookPaper, draw_cash_book
from desktop_app.papers.heading import FormHead
from desktop_app.values.money import format_money
from desktop_app.values.periods import parse_period
from desktop_app.work.fund import movements
from desktop_app.work.printing import print_paper
from tests.offices import TODAY
from tests.papers import reading
from tests.papers.conftest import GIVEN, make_office

OPENING = 1_000_000


def lines(count: int) -> tuple[BookLine, ...]:
    """Receipts and payments by turns, each of another amount."""
    found, balance = [], OPENING
    for number in range(1, count + 1):
        received, paid = (0, 1_000 * number) if number % 3 == 0 else (2_000 * number + 1, 0)
        balance += received - paid
        day = date(2020, 1, 1) + timedelta(days=number)
        voucher = f"P{number:03d}/2020"
        receipt, payment = (voucher, "") if received else ("", voucher)
        found.append(BookLine(day, day, receipt, payment, "Ủng hộ quỹ", received, paid, balance))
    return tuple(found)


def test_what_goes_over_to_the_next_page_is_received_paid_and_balance_so_far(tmp_path: Path) -> None:
    booked = lines(50)
    received, paid = sum(line.received for line in booked), sum(line.paid for line in booked)
    paper = CashBookPaper(
        head=FormHead("HỘI KHUYẾN HỌC XÃ EA TYH", "", "S11-H", "(Ban hành kèm theo Thông tư số 107/2017/TT-BTC)"),
        title="SỔ QUỸ TIỀN MẶT",
        period="6 tháng đầu năm 2020",
        place="Ea Tyh",
        day=date(2020, 6, 30),
        opening=OPENING,
        lines=booked,
        closing=booked[-1].balance,
        year_received=received,
        year_paid=paid,
    )
    told: list[int] = []
    assert draw_cash_book(paper, tmp_path / "a.pdf", lambda done, _total: told.append(done)) > 2
    found = reading.pages(tmp_path / "a.pdf")
    done = 0
    for page, following in pairwise(found):
        done += len(re.findall(r"P\d{3}/2020", page))
        sofar = booked[:done]
        sums = (sum(line.received for line in sofar), sum(line.paid for line in sofar), sofar[-1].balance)
        words = " ".join(format_money(amount) for amount in sums)
        assert f"Chuyển sang trang sau {words}" in page
        assert f"Trang trước chuyển sang {words}" in following
    assert f"Cộng phát sinh trong kỳ {format_money(received)} {format_money(paid)}" in found[-1]
    assert len(told) == len(found) - 1


def test_a_reversal_stands_in_the_column_of_its_voucher_on_its_own_day(tmp_path: Path) -> None:
    office = make_office(tmp_path / "rieng")
    movements.reverse(office.book, office.receipts[0], TODAY, "wrong_amount")
    print_paper(office.book, "cash-book", tmp_path / "a.pdf", period=parse_period("2020-07"))
    said = reading.text(tmp_path / "a.pdf")
    assert "05/07/2020 01/06/2020 PT001/2020 Hủy PT001/2020: Ủng hộ Quỹ Khuyến học 5.000.000" in said
    number = reading.middle(tmp_path / "a.pdf", "PT001/2020")
    assert abs(number - reading.middle(tmp_path / "a.pdf", "Thu")) < 3
    assert abs(number - reading.middle(tmp_path / "a.pdf", "Chi")) > 20
    office.book.close()


def test_money_fetched_from_the_bank_keeps_the_day_of_its_voucher_when_it_is_taken_back(tmp_path: Path) -> None:
    office = make_office(tmp_path / "rieng")
    draft = movements.FundDraft("transfer", 20_000, GIVEN, "bank", to_account="cash", note="Rút tiền mặt")
    movements.reverse(office.book, movements.book_movement(office.book, draft).id, TODAY, "other")
    print_paper(office.book, "cash-book", tmp_path / "a.pdf", period=parse_period("2020-07"))
    said = reading.text(tmp_path / "a.pdf")
    assert f"05/07/2020 {GIVEN:%d/%m/%Y} DC002/2020 Hủy DC002/2020: Rút tiền mặt" in said
    office.book.close()
