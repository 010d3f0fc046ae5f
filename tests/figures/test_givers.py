"""Who gave decides between persons and organisations; what members pay as dues is no gift."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.exchange.trust.home_folder import Home
from db.founding import create
from db.store import Book
from desktop_app.figures import period_figures
from desktop_app.figures.drill_down import records_behind
from desktop_app.values.periods import parse_period
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from tests import entering
from tests.figures.cluster import Cluster, value
from tests.offices import TODAY, fixed_clock

A = "24373"
IN = ("dues", "gift_person", "gift_organisation", "campaign", "goods_in", "budget", "level_in", "interest", "other_in")


def figures(book: Book, period: str = "2020H1") -> dict[str, int | None]:
    with book.reading() as db:
        return period_figures.values_of(db, [book.unit], parse_period(period))[book.unit]


def test_gifts_count_by_who_gave_them_and_dues_apart(book):
    company = entering.add_donor(book, "Công ty cà phê Ea Kar", "organisation").id
    on = date(2020, 3, 1)
    movements.book_movement(book, FundDraft("receive", 2_000_000, on, "goods", party=company, goods="40 bộ bàn ghế"))
    movements.book_movement(book, FundDraft("receive", 500_000, on, party=company, category="gift_person"))
    movements.book_movement(book, FundDraft("receive", 1_200_000, on, category="dues"))
    found = figures(book)
    assert {code: found[code] for code in ("D01", "D02", "D03", "D04", "D06", "D22", "B10")} == {
        "D01": 2_500_000, "D02": 500_000, "D03": 0, "D04": 2_500_000, "D06": 2_000_000, "D22": 2, "B10": 1_200_000,
    }  # fmt: skip


def test_without_a_donor_on_record_the_category_says_who_gave(book):
    on = date(2020, 3, 1)
    for amount, category, account in (
        (1, "gift_person", "cash"), (20, "campaign", "bank"), (300, "goods_in", "goods"),
        (4_000, "gift_organisation", "cash"),
    ):  # fmt: skip
        movements.book_movement(book, FundDraft("receive", amount, on, account, category=category, party_text="Ai đó"))
    found = figures(book)
    assert (found["D01"], found["D03"], found["D04"]) == (4_321, 321, 4_000)


def test_what_is_spent_is_told_by_what_it_was_for(book):
    movements.book_movement(book, FundDraft("opening", 1_000_000, date(2020, 1, 1)))
    for amount, category in ((1, "award_pupil"), (20, "award_teacher"), (300, "facility"), (4_000, "running")):
        movements.book_movement(book, FundDraft("pay", amount, date(2020, 3, 1), category=category))
    found = figures(book)
    assert [found[code] for code in ("D07", "D09", "D10", "D11", "D12")] == [4_321, 1, 20, 300, 4_000]


@pytest.fixture(scope="module")
def province():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder)
        with create(
            path / "66.skh", unit="66", officer="A", role="province", on=TODAY.isoformat(),
            home=Home(path / "khoa"), clock=fixed_clock(),
        ) as book:  # fmt: skip
            made = Cluster(book)
            made.found(["651"])
            made.report(A)
            yield made


booked_rows = st.lists(
    st.tuples(
        st.sampled_from(IN),
        st.sampled_from(["cash", "bank", "goods"]),
        st.sampled_from([None, "person", "organisation", "member"]),
        st.integers(1, 1_000),
        st.sampled_from(["2019-06-30", "2020-01-01", "2020-06-30", "2020-07-01"]),
        st.sampled_from([None, None, "2020-06-30", "2020-07-01"]),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(booked_rows)
def test_what_was_mobilised_is_what_persons_and_organisations_gave_in_every_office_and_period(province, booked):
    """Also where an account and a category do not fit each other, as another program may have written it."""
    import sqlite3

    with sqlite3.connect(province.book.path) as db:
        db.execute("DELETE FROM movements")
    db.close()
    donors = {
        kind: province.put(
            "donors (id, office, sort_key, plain, full_name, kind)", province.unit(A), b"", "", kind, kind
        )
        for kind in ("person", "organisation")
    }
    donors |= {"member": province.person(A)}
    for category, account, giver, amount, dated, reversed_on in booked:
        province.money(
            A, "receive", amount, dated, category, account, reversed_on=reversed_on and max(reversed_on, dated),
            party=donors.get(giver),
        )  # fmt: skip
    for period in ("2019", "2020H1", "2020Q3", "2020"):
        for office in province.made(period).rows:
            cells = {code: cell.value for code, cell in office.cells.items()}
            if cells["D01"] is not None:
                assert cells["D01"] == cells["D02"] + cells["D06"] == cells["D03"] + cells["D04"]
    with province.book.reading() as db:
        report = province.made()
        for code in ("D01", "D03", "D04", "B10"):
            listed = records_behind(db, [province.unit(A)], code, parse_period("2020H1"))
            assert sum(one.value for one in listed) == value(report, A, code)
