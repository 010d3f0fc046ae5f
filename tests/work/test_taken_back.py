"""What the program has written in one language is taken back in either."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from db.i18n import use_language
from db.refusal import Refusal
from db.store import Book
from desktop_app.work import loading
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.lists import list_queries
from desktop_app.work.members import membership
from desktop_app.work.people.people import PersonDraft
from desktop_app.work.subjects.list_export import export_list
from desktop_app.work.subjects.registry import listing_named
from tests import entering

WORDS = ("vi", "en")


@pytest.fixture(autouse=True)
def in_vietnamese_again() -> Iterator[None]:
    yield
    use_language("vi")


@pytest.fixture
def filled(book: Book) -> Book:
    """A book with a member, a branch, a donor, money in and out, and population."""
    branch = entering.add_branch(book, entering.branch("Chi hội Thôn 5", "village", date(2001, 2, 3))).id
    details = PersonDraft("H'Hen Niê", born="1961", sex="female", phone="0935978916")
    membership.register(book, membership.MemberDraft(date(2019, 3, 1), branch=branch, details=details))
    entering.add_donor(book, "Công ty Cà phê", "organisation", "Buôn Hồ", None)
    movements.book_movement(book, FundDraft("receive", 500_000, date(2020, 3, 1), category="dues"))
    movements.book_movement(book, FundDraft("receive", 90_000, date(2020, 3, 2), "goods", goods="9 quyển vở"))
    movements.book_movement(book, FundDraft("transfer", 5_000, date(2020, 3, 3), to_account="bank"))
    entering.set_population(book, book.unit, 2020, 9_000, 2_000, 800)
    return book


def exported(book: Book, subject: str, target) -> None:
    with book.reading() as db:
        listing = listing_named(subject)
        rows = list_queries.rows(db, listing, list_queries.ids(db, list_queries.Query(listing, today="2020-07-05")))
    export_list(book, listing, rows, target)


@pytest.mark.parametrize("subject", ["members", "branches", "donors", "fund", "population"])
@pytest.mark.parametrize("written", WORDS)
@pytest.mark.parametrize("read", WORDS)
def test_a_list_is_taken_back_in_either_language_and_changes_nothing(filled, tmp_path, subject, written, read):
    target = tmp_path / "e.xlsx"
    use_language(written)
    exported(filled, subject, target)
    use_language(read)
    loaded = loading.load(filled, subject, target)
    assert (loaded.rejected, loaded.new, loaded.changed) == ([], 0, 0) and loaded.same


def test_the_columns_that_are_missing_are_named_in_the_language_that_is_spoken(book, tmp_path):
    sheet = tmp_path / "e.csv"
    sheet.write_text("Town\nEa Kar\n", encoding="utf-8")
    use_language("en")
    with pytest.raises(Refusal, match="Full name"):
        loading.load(book, "members", sheet)
