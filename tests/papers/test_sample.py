"""The papers of a sample say so across every page; those of a real book say nothing of the kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from db.store import Book
from desktop_app.values.periods import parse_period
from desktop_app.work import printing
from desktop_app.work.awards import award_lines
from desktop_app.work.book.book_marks import mark_sample
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.reports import office_figures
from tests import entering
from tests.offices import Network
from tests.papers.reading import pages

DAY = date(2020, 6, 5)
OF_A_BOOK = ("receipt", "certificate", "award-list", "scholarship-list", "cash-book", "members")


@pytest.fixture
def lived_in(book: Book) -> Book:
    """A book with a receipt, two pages of members, and an approved decision."""
    with book.together():
        for number in range(60):
            draft = people.PersonDraft(f"Nguyễn Văn {number:02}")
            membership.register(book, membership.MemberDraft(DAY, None, draft))
    movements.book_movement(book, FundDraft("receive", 500_000, DAY, category="gift_person"))
    round_ = entering.add_round(book, "Khen thưởng 2020", "talent").id
    for form in ("certificate", "scholarship"):
        pupil = people.add_person(book, people.PersonDraft(f"Em {form}", school="THCS Ea Kar")).id
        award_lines.nominate(book, award_lines.AwardDraft(round_, pupil, "pupil", form, amount=100_000))
    decision = entering.add_decision(book, entering.decision(1, DAY)).id
    with book.reading() as db:
        lines = [row[0] for row in db.execute("SELECT id FROM awards")]
    award_lines.approve(book, lines, decision)
    return book


def printed(book: Book, paper: str, target: Path) -> list[str]:
    """The text of each page of a paper."""
    with book.reading() as db:
        receipts = [row[0] for row in db.execute("SELECT id FROM movements WHERE kind = 'receive'")]
    printing.print_paper(
        book,
        paper,
        target,
        decision="1/2020",
        ids=receipts if paper == "receipt" else (),
        period=parse_period("2020H1"),
    )
    return pages(target)


@pytest.mark.parametrize("paper", OF_A_BOOK)
def test_every_page_of_a_sample_says_so_and_no_page_of_a_real_book(paper: str, lived_in: Book, tmp_path: Path) -> None:
    real = printed(lived_in, paper, tmp_path / "that.pdf")
    mark_sample(lived_in)
    sample = printed(lived_in, paper, tmp_path / "tap.pdf")
    assert len(real) == len(sample)
    assert len(sample) > 1 or paper != "members"
    assert all("TẬP" in page for page in sample)
    assert not any("TẬP" in page for page in real)


def test_the_report_of_a_sample_province_says_so_too(make_network: Callable[..., Network], tmp_path: Path) -> None:
    province = make_network().province
    mark_sample(province)
    number = office_figures.clusters(province)[0][0]
    made = printing.make_cluster_report(province, number, parse_period("2020H1"), None)
    printing.write_report(province, made, tmp_path / "bao-cao.pdf")
    found = pages(tmp_path / "bao-cao.pdf")
    assert len(found) > 1 and all("TẬP" in page for page in found)
