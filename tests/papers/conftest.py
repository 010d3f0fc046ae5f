"""A commune's small book with people, a fund of every kind of voucher, a decision and its awards; made by the verbs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from db.exchange.trust.home_folder import Home
from db.founding import create
from db.store import Book
from desktop_app.work.awards import award_lines
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.members import membership
from desktop_app.work.people import people
from tests import entering
from tests.offices import COMMUNES, TODAY, fixed_clock

GIVEN = date(2020, 6, 1)
DONOR = "H'Ngŏan Ƀing Adrơ̆ng"
LONG_NAME = "Nguyễn Trần Hoàng Phương Thảo Nguyên Anh Đào Thị Mỹ Hạnh Ngọc"
SHORT_NAMES = ("Y Blŏ Êban", "Trần Văn Tư", "H'Yar Kbuôr", "Lê Thị Ngọc Ánh")


@dataclass
class Office:
    """The book, and the ids of what the tests print."""

    book: Book
    receipts: list[bytes] = field(default_factory=list)
    payments: list[bytes] = field(default_factory=list)
    others: dict[str, bytes] = field(default_factory=dict)
    certificates: list[bytes] = field(default_factory=list)

    @property
    def vouchers(self) -> list[bytes]:
        """All of them."""
        return [*self.receipts, *self.payments, *self.others.values()]


@pytest.fixture(scope="package")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A small book for reading; a test that writes in it makes its own."""
    made = make_office(tmp_path_factory.mktemp("giay-to"))
    yield made
    made.book.close()


def make_office(folder: Path) -> Office:
    """A small book in `folder`."""
    book = create(
        folder / "so.skh",
        unit=COMMUNES[0],
        officer="Nguyễn Thị Hà",
        role="office",
        on=TODAY.isoformat(),
        home=Home(folder / "khoa"),
        clock=fixed_clock(7),
    )
    office = Office(book)
    _add_officers(book)
    _book_fund(office)
    _decide(office)
    return office


def _add_officers(book: Book) -> None:
    for name, post in (("Y Dhiăng Rơ Ông", "Chủ tịch"), ("Lý Thu Nga", "Thủ quỹ"), ("Bùi Văn Ba", "Kế toán trưởng")):
        person = people.add_person(book, people.PersonDraft(name, sex="male", born="1960")).id
        entering.add_post(book, person, book.unit, post, date(2018, 1, 1), None)
        membership.register(book, membership.MemberDraft(date(2018, 1, 1), person=person))


def _book_fund(office: Office) -> None:
    book = office.book
    donor = entering.add_donor(book, DONOR, "person", "Buôn Tŏng Jŭ").id
    firm = entering.add_donor(book, "Công ty Cà phê Ea Kar", "organisation", "Số 12 Nguyễn Tất Thành").id
    movements.book_movement(book, FundDraft("opening", 2_000_000, date(2019, 12, 31)))
    for amount in (5_000_000, 1_500_000, 250_000):
        draft = FundDraft("receive", amount, GIVEN, party=donor, note="Ủng hộ Quỹ Khuyến học")
        office.receipts.append(movements.book_movement(book, draft).id)
    for amount in (300_000, 400_000):
        draft = FundDraft("pay", amount, GIVEN, party_text=LONG_NAME, category="hardship")
        office.payments.append(movements.book_movement(book, draft).id)
    drafts = {
        "bank in": FundDraft("receive", 50_000_000, GIVEN, account="bank", party=firm, note="Tài trợ học bổng"),
        "bank out": FundDraft("pay", 4_500_000, GIVEN, account="bank", party=donor, category="hardship"),
        "goods in": FundDraft("receive", 1_800_000, GIVEN, account="goods", party=firm, goods="01 xe đạp"),
        "goods out": FundDraft("pay", 1_800_000, GIVEN, account="goods", party_text=DONOR, goods="01 xe đạp"),
        "transfer": FundDraft("transfer", 1_000_000, GIVEN, to_account="bank", note="Nộp vào ngân hàng"),
    }
    for name, draft in drafts.items():
        office.others[name] = movements.book_movement(book, draft).id


def _decide(office: Office) -> None:
    """Decision 1/2020 gives certificates and scholarships, 2/2020 nothing yet."""
    book = office.book
    round_ = entering.add_round(book, "Khen thưởng cuối năm", "talent", school_year="2019-2020").id
    decision = entering.add_decision(book, entering.decision(1, GIVEN, signer="Vũ Quang Vinh")).id
    entering.add_decision(book, entering.decision(2, GIVEN, signer="Vũ Quang Vinh"))
    for form, amount in (("certificate", 100_000), ("scholarship", 500_000)):
        lines = []
        for name in (*SHORT_NAMES, LONG_NAME):
            draft = people.PersonDraft(name, born="2009-05-01", sex="female", school="THCS Buôn Ê̆a", class_name="6A")
            pupil = people.add_person(book, draft).id
            line = award_lines.AwardDraft(round_, pupil, "pupil", form, amount=amount, reason="Học sinh giỏi cấp huyện")
            lines.append(award_lines.nominate(book, line).id)
        award_lines.approve(book, lines, decision)
        if form == "certificate":
            office.certificates = lines
