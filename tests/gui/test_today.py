"""The buttons of «Hôm nay» do what they say: they open the form or page, not only the place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.lists.row_table import RowTable
from desktop_app.gui.screens.settings.officers import OfficersPage
from desktop_app.work.awards import award_lines
from desktop_app.work.awards.award_lines import AwardDraft
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.people import people
from tests import entering
from tests.gui.driving import Person

SitDown = Callable[..., Person]


def nominated(book: Book, *names: str) -> list[bytes]:
    """A round with these pupils put up for a scholarship."""
    round_ = entering.add_round(book, "Học bổng đầu năm", "support")
    pupils = [people.add_person(book, people.PersonDraft(name, school="THCS Ea Kar")) for name in names]
    return [
        award_lines.nominate(book, AwardDraft(round_.id, pupil.id, "pupil", "scholarship", amount=300_000)).id
        for pupil in pupils
    ]


def approved(book: Book, *names: str) -> None:
    """The same, approved, with money in the fund."""
    movements.book_movement(book, FundDraft("opening", 4_000_000, date(2020, 1, 1)))
    decision = entering.add_decision(book, entering.decision(1, date(2020, 6, 1)))
    award_lines.approve(book, nominated(book, *names), decision.id)


def at_today(sit_down: SitDown, book: Book) -> Person:
    """Somebody in front of «Hôm nay»."""
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    person.wait_for_work()
    return person


def form_of(person: Person) -> Form:
    """The form that is seen."""
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    return form


@pytest.mark.parametrize(
    ("button", "place", "field"),
    [
        ("Thu tiền", "fund", "donor"),
        ("Thêm hội viên", "members", "joined"),
        ("○ Số dư quỹ", "fund", "account"),
        ("○ Đăng ký với tỉnh", "exchange", "folder"),
    ],
)
def test_a_button_opens_its_form(button: str, place: str, field: str, book: Book, sit_down: SitDown) -> None:
    person = at_today(sit_down, book)
    person.choose(button)
    assert person.screen.objectName() == place
    names = form_of(person).names()
    assert field in names and "to_account" not in names
    assert person.screen.isAncestorOf(person.focus())


def test_who_holds_which_post_opens_as_a_page(book: Book, sit_down: SitDown) -> None:
    person = at_today(sit_down, book)
    person.choose("○ Ban chấp hành")
    assert isinstance(person.screen.currentWidget(), OfficersPage)


def test_approving_opens_the_decision_over_what_waits(book: Book, sit_down: SitDown) -> None:
    nominated(book, "Lê Xuân Khoa", "Y Nam Niê")
    person = at_today(sit_down, book)
    person.choose("Duyệt")
    assert "no" in form_of(person).names()


def test_handing_over_opens_the_form_of_the_one_who_waits(book: Book, sit_down: SitDown) -> None:
    approved(book, "Lê Xuân Khoa")
    person = at_today(sit_down, book)
    person.choose("Trao")
    person.seen("Trao cho Lê Xuân Khoa")
    assert "party_text" in form_of(person).names()


def test_handing_over_to_several_shows_only_them_and_says_what_to_do(book: Book, sit_down: SitDown) -> None:
    approved(book, "Lê Xuân Khoa", "Y Nam Niê")
    nominated(book, "Chưa Duyệt")
    person = at_today(sit_down, book)
    person.choose("Trao")
    table = person.screen.list_seen()
    assert isinstance(table, RowTable) and table.model.rowCount() == 2
    assert "«Trao»" in person.message()
    assert person.focus() is table.view


def test_a_half_filled_form_is_not_buried_under_a_second_one(book: Book, sit_down: SitDown) -> None:
    person = at_today(sit_down, book)
    person.choose("Thu tiền")
    person.type("Nhà tài trợ dở dang")
    person.ctrl("1")
    person.choose("Thu tiền")
    assert form_of(person).input("donor").typed() == "Nhà tài trợ dở dang"
    assert person.screen.count() == 2
    assert "còn mẫu đang nhập dở" in person.message()
