"""At the largest text on a small laptop's screen: the table is what a page is for, and at least five of its rows are seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt

from desktop_app.gui.kit.lists.row_table import RowTable
from desktop_app.gui.screens.exchange.phone_book import PhoneBookPage
from desktop_app.gui.screens.exchange.senders import SendersPage
from desktop_app.values.periods import parse_period
from desktop_app.work.awards import award_lines
from desktop_app.work.fund import movements
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.reports import period_closing
from tests import entering
from tests.gui.driving import Person
from tests.offices import COMMUNES, Network, receive

SitDown = Callable[..., Person]
DAY = date(2020, 3, 1)
FIVE = 5


@pytest.fixture
def kept(network: Network) -> Network:
    """An office that has a member, money and an award, has stated the half year and sent."""
    office = network.offices[COMMUNES[0]]
    branch = entering.add_branch(office, entering.branch("Chi hội 1")).id
    membership.register(office, membership.MemberDraft(DAY, branch, people.PersonDraft("H'Hen Niê")))
    movements.book_movement(office, movements.FundDraft("receive", 500_000, DAY, category="gift_person"))
    round_ = entering.add_round(office, "Học bổng đầu năm học", "support").id
    pupil = people.add_person(office, people.PersonDraft("Lê Xuân Khoa", school="THCS Ea Kar")).id
    award_lines.nominate(office, award_lines.AwardDraft(round_, pupil, "pupil", "scholarship", amount=300_000))
    period_closing.close_period(office, parse_period("2020H1"))
    receive(network.province, *network.send(office))
    for book in (network.province, office):
        book.close()
    return network


def rows_seen(person: Person) -> int:
    """How many whole rows there is room for in the table that is seen; all that are wanted where all its rows are seen."""
    person.wait_for_work()
    person.settle()
    table = next(one for one in person.screen.currentWidget().findChildren(RowTable) if one.isVisible())
    assert table.view.isVisible()
    seen = table.view.viewport().height() // table.view.verticalHeader().defaultSectionSize()
    return max(seen, FIVE) if seen >= table.model.rowCount() else seen


def test_the_province_sees_five_rows_of_every_table_with_choices_above_it(kept: Network, sit_down: SitDown) -> None:
    person = sit_down(kept.province.home, percent=200)
    person.start(kept.province.path)
    seen = {}
    for place, key in (("members", "2"), ("awards", "3"), ("fund", "4"), ("reports", "5")):
        person.ctrl(key)
        person.wait_for_work()
        if place == "fund":
            person.screen._offices.set_value(None)
        if place == "reports":
            person.screen.page.group.set_value(3)
        seen[place] = rows_seen(person)
    person.ctrl("6")
    for page in (SendersPage, PhoneBookPage):
        person.screen.open_page(page(person.screen))
        seen[page.__name__] = rows_seen(person)
    assert {place: rows for place, rows in seen.items() if rows < FIVE} == {}


def test_an_office_sees_five_rows_too(kept: Network, sit_down: SitDown) -> None:
    office = kept.offices[COMMUNES[0]]
    person = sit_down(office.home, percent=200)
    person.start(office.path)
    seen = {}
    for place, key in (("members", "2"), ("awards", "3"), ("fund", "4"), ("reports", "5")):
        person.ctrl(key)
        seen[place] = rows_seen(person)
    assert {place: rows for place, rows in seen.items() if rows < FIVE} == {}


def test_choices_behind_the_button_are_said_and_are_chosen_by_keys(kept: Network, sit_down: SitDown) -> None:
    person = sit_down(kept.province.home, percent=200)
    person.start(kept.province.path)
    person.ctrl("5")
    person.wait_for_work()
    page = person.screen.page
    button = page.filters.button
    assert person.focus() is button and page.period.combo.currentText() in button.accessibleName()
    person.enter()
    assert person.focus() is page.cluster.combo and page.period.combo.isVisible()
    page.group.combo.setFocus()
    person.press(Qt.Key.Key_Down)
    person.wait_for_work()
    page.shown_table().view.setFocus()
    assert not page.period.combo.isVisible() and page.group.combo.currentText() in button.accessibleName()
