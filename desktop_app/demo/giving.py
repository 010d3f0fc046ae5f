"""Two years of one sample office's fund: gifts that grow a little from year to year, dues, costs, goods."""

from __future__ import annotations

from datetime import date
from random import Random

from db.store import Book
from desktop_app.demo import names
from desktop_app.demo.chance import day_between, parts, phone, uneven
from desktop_app.work.fund import movements
from desktop_app.work.fund.declared import DONORS
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.records import verbs

FIRST, LAST = date(2018, 7, 1), date(2020, 6, 30)
HALVES = (
    (FIRST, date(2018, 12, 31)),
    (date(2019, 1, 1), date(2019, 6, 30)),
    (date(2019, 7, 1), date(2019, 12, 31)),
    (date(2020, 1, 1), LAST),
)
LEAST, MOST = 0.88, 1.02
"""What last year's half brought, as a share of this year's: rounded amounts stay within 85 and 105 percent."""
GOODS, DUES_PART, GIFTS_A_HALF = 450_000, 0.08, 3


def record_fund(book: Book, balance: int, random: Random, *, campaign: int = 0) -> None:
    """Two years of the fund that end at the given balance (đồng).

    `campaign` is what June's campaign brings this year for scholarships and prizes, which the office pays by itself;
    what last year's campaign brought is paid out here.
    """
    opening = max(balance // 2 // 1000 * 1000, 1000)
    spent, share = balance * 4 // 10 // 1000 * 1000, random.uniform(LEAST, MOST)
    received = balance - opening + spent
    movements.book_movement(book, FundDraft("opening", opening, FIRST))
    donors = _donors(book, random)
    dues = round(received * DUES_PART / 2000) * 1000
    _receive_gifts(book, donors, _gifts_by_half(received - 2 * dues, share), random)
    for year in (2019, 2020):
        if dues:
            _receive(book, dues, date(year, 3, 15), category="dues", note="Hội phí các chi hội nộp")
    _receive_goods_and_campaigns(book, donors[0], share, campaign)
    _spend(book, spent, random)


def _donors(book: Book, random: Random) -> list[bytes]:
    """Four persons and a company."""
    persons = [
        verbs.create(
            book,
            DONORS,
            {
                "full_name": names.person(random)[0],
                "address": random.choice(names.VILLAGES),
                "phone": phone(random),
            },
        ).id
        for _number in range(4)
    ]
    return [
        *persons,
        verbs.create(
            book,
            DONORS,
            {"full_name": f"Công ty cà phê {random.choice(names.VILLAGES)}", "kind": "organisation"},
        ).id,
    ]


def _gifts_by_half(total: int, share: float) -> list[int]:
    """What each half year brings in money, so that the first half of 2019 brings `share` of that of 2020."""
    return parts(total, (1.0, share, 1.1, 1.0))


def _receive_gifts(book: Book, donors: list[bytes], halves: list[int], random: Random) -> None:
    number = 0
    for (first, last), total in zip(HALVES, halves, strict=True):
        days = sorted(day_between(random, first, last) for _number in range(GIFTS_A_HALF))
        for day, amount in zip(days, parts(total, uneven(random, GIFTS_A_HALF)), strict=True):
            _receive(book, amount, day, party=donors[number % len(donors)], note="Ủng hộ quỹ khuyến học")
            number += 1


def _receive_goods_and_campaigns(book: Book, donor: bytes, share: float, campaign: int) -> None:
    giver = verbs.create(book, DONORS, {"full_name": "Nhà hảo tâm Tháng khuyến học"}).id if campaign else None
    for year, part in ((2019, share), (2020, 1.0)):
        value = round(GOODS * part / 3000) * 3000
        goods = f"{value // 3000} quyển vở"
        _receive(book, value, date(year, 5, 10), account="goods", party=donor, goods=goods)
        if campaign:
            amount = round(campaign * part / 1000) * 1000
            _receive(book, amount, date(year, 6, 8), party=giver, category="campaign", note="Cho học bổng")
            if part != 1.0:
                _pay(
                    book, amount, date(year, 6, 12), "scholarship", "Học bổng năm học 2018-2019, theo danh sách ký nhận"
                )


def _spend(book: Book, spent: int, random: Random) -> None:
    running = spent * 6 // 10
    days = sorted(day_between(random, FIRST, date(2020, 4, 30)) for _number in range(4))
    for day, part in zip(days, parts(running, uneven(random, 4)), strict=True):
        _pay(book, part, day, "running", "Văn phòng phẩm, hội nghị")
    days = [date(2019, 5, 20), date(2020, 5, 22)]
    for day, part in zip(days, parts(spent - running, uneven(random, 2)), strict=True):
        _pay(book, part, day, "award_pupil", "Khen thưởng học sinh")


def _receive(book: Book, amount: int, day: date, **details: object) -> None:
    movements.book_movement(book, FundDraft("receive", amount, day, **details))  # type: ignore[arg-type]


def _pay(book: Book, amount: int, day: date, category: str, note: str) -> None:
    movements.book_movement(book, FundDraft("pay", amount, day, category=category, note=note))
