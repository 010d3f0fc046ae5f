"""From a figure down to its records: what is listed adds up to what is shown, for every indicator."""

from __future__ import annotations

from datetime import date

import pytest

from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.drill_down import records_behind
from desktop_app.values.periods import parse_period
from desktop_app.work.members import membership
from desktop_app.work.people import people
from tests.figures.cluster import value

A = "24373"
PERIOD = parse_period("2020H1")
CODES = sorted(code for code, one in catalogue().items() if one.kind != "ratio")


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory):
    """A commune with something of everything, also things that do not count."""
    from db.exchange.trust.home_folder import Home
    from db.founding import create
    from tests.figures.cluster import Cluster
    from tests.offices import fixed_clock

    folder = tmp_path_factory.mktemp("behind")
    home = Home(folder / "khoa")
    with create(
        folder / "66.skh", unit="66", officer="A", role="province", on="2020-07-05", home=home, clock=fixed_clock()
    ) as book:
        made = Cluster(book)
        made.found(["651"])
        made.report(A)
        _branches_and_members(made)
        _fund(made)
        _awards(made)
        yield made


def _branches_and_members(made) -> None:
    for kind in ("village", "village", "school", "agency", "clan", "board", "other"):
        made.branch(A, kind, "2015-01-01")
    made.branch(A, "village", "2020-03-01")
    made.branch(A, "school", "2012-01-01", "2020-02-01")
    made.member(A, "2015-01-01", sex="female", group="Ê Đê")
    made.member(A, "2020-02-01", sex="male", group="Kinh")
    made.member(A, "2018-01-01", "2020-03-01", sex="female")
    made.member(A, "2018-01-01", "2019-09-01")
    moved = made.member(A, "2017-01-01", "2020-01-15")
    made.member(A, "2020-01-15", person=moved)


def _fund(made) -> None:
    made.money(A, "opening", 1_000, "2019-01-01")
    made.money(A, "receive", 500, "2020-02-01", "gift_person")
    made.money(A, "receive", 300, "2020-03-01", "gift_organisation", "bank")
    made.money(A, "receive", 250, "2020-03-05", "goods_in", "goods")
    made.money(A, "receive", 90, "2020-04-01", "gift_person", reversed_on="2020-04-02")
    made.money(A, "receive", 80, "2019-04-01", "gift_person")
    made.money(A, "receive", 40, "2020-05-01", "campaign")
    made.money(A, "pay", 200, "2020-05-01", "scholarship")
    made.money(A, "pay", 60, "2020-05-01", "running")
    made.money(A, "transfer", 100, "2020-05-02", to_account="bank")


def _awards(made) -> None:
    support, talent = made.round(A, "support"), made.round(A, "talent")
    june = made.decision(A, "2020-06-05")
    pupil = made.person(A)
    for amount in (100, 150):
        made.award(A, support, "scholarship", "paid", decision=june, amount=amount, recipient=pupil)
    made.award(A, talent, "certificate", "approved", decision=june, amount=70)
    made.award(A, talent, "certificate", "approved", decision=june, kind="teacher", amount=20)
    made.award(A, support, "gift", "paid", decision=june, goods=50, kind="student")
    made.award(A, talent, "certificate", "withdrawn", decision=june, amount=500)
    made.award(A, support, "scholarship", "nominated", amount=300)


@pytest.mark.parametrize("code", CODES)
def test_the_records_listed_add_up_to_the_figure_shown(lived_in, code):
    with lived_in.book.reading() as db:
        found = records_behind(db, [lived_in.unit(A)], code, PERIOD)
    assert sum(one.value for one in found) == value(lived_in.made(), A, code)


def test_something_stands_behind_most_figures(lived_in):
    with lived_in.book.reading() as db:
        empty = [code for code in CODES if not records_behind(db, [lived_in.unit(A)], code, PERIOD)]
    assert len(empty) < len(CODES) // 4, empty


def test_a_pupil_with_two_scholarships_is_one_line_that_names_both(lived_in):
    with lived_in.book.reading() as db:
        found = records_behind(db, [lived_in.unit(A)], "E04", PERIOD)
    assert [(line.text, line.value, line.on) for line in found] == [("Ai · Đợt, Đợt", 1, "2020-06-05")]
    assert value(lived_in.made(), A, "E04") == 1


def test_the_lines_behind_a_figure_stand_in_the_order_of_lists(book):
    for name in ("Đỗ Kim Nga", "Ma Văn Cường", "Dương An", "Éo Biết"):
        draft = membership.MemberDraft(date(2020, 3, 3), None, people.PersonDraft(name))
        membership.register(book, draft)
    with book.reading() as db:
        names = [line.text.partition(" ·")[0] for line in records_behind(db, [book.unit], "B02", PERIOD)]
    assert names == ["Dương An", "Éo Biết", "Ma Văn Cường", "Đỗ Kim Nga"]
