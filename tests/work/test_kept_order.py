"""The province's list kept in its order: a search picks from it what a search asked anew would find, in the same order."""

from __future__ import annotations

from datetime import date

import pytest

from desktop_app.work.lists import list_queries
from desktop_app.work.lists.cached_order import KeptOrder
from desktop_app.work.members import membership
from desktop_app.work.members.declared import MEMBERS
from desktop_app.work.people import people
from tests.offices import receive

TODAY = "2020-07-05"


def join(book, *full_names, **details):
    return [
        membership.register(
            book, membership.MemberDraft(date(2019, 1, 1), None, people.PersonDraft(name, **details))
        ).id
        for name in full_names
    ]


def asked(book, order, search="", office=None, **query):
    """What the kept order gives, after a search asked anew gave the same."""
    wanted = list_queries.Query(MEMBERS.listing, office, search, TODAY, **query)
    with book.reading() as db:
        found = order.ids(db, wanted)
        assert found == list_queries.ids(db, wanted)
        return [row["full_name"] for row in list_queries.rows(db, MEMBERS.listing, found)]


@pytest.fixture
def province(network):
    """A province that has taken in the members of two offices."""
    first, second = network.offices.values()
    join(first, "Nguyễn Văn Đạt", "H'Ngoan Niê", "Trần Thị Ánh")
    join(second, "Nguyễn Thị Hoa", "Y Wang Mlô")
    join(second, "Nguyễn Bảo Ngọc", school="THCS Ea Tar", consent_on=date(2020, 1, 1), consent_by="Mẹ")
    for office in (first, second):
        receive(network.province, *network.send(office))
    return network.province


def test_a_search_over_all_offices_finds_beginnings_of_words_in_the_order_of_the_list(province):
    order = KeptOrder()
    assert len(asked(province, order)) == 6
    assert asked(province, order, "nguyen") == ["Nguyễn Văn Đạt", "Nguyễn Thị Hoa", "Nguyễn Bảo Ngọc"]
    assert asked(province, order, "ng") == ["Nguyễn Văn Đạt", "Nguyễn Thị Hoa", "H'Ngoan Niê", "Nguyễn Bảo Ngọc"]
    assert asked(province, order, "hngoan ni") == ["H'Ngoan Niê"]
    assert asked(province, order, "?") == []
    assert asked(province, order, "nguyen", office=province.unit) == []


def test_who_comes_in_later_is_found_and_who_has_left_stands_only_in_the_whole_list(province, network):
    order = KeptOrder()
    assert asked(province, order, "mlo") == ["Y Wang Mlô"]
    office, _other = network.offices.values()
    (stay,) = join(office, "H'Yim Mlô")
    receive(province, *network.send(office))
    assert asked(province, order, "mlo") == ["Y Wang Mlô", "H'Yim Mlô"]
    membership.leave(office, stay, date(2020, 7, 1), "moved")
    receive(province, *network.send(office))
    assert asked(province, order, "mlo") == ["Y Wang Mlô"]
    assert asked(province, order, "mlo", state="all") == ["Y Wang Mlô", "H'Yim Mlô"]
