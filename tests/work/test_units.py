"""What the province writes of units, clusters and targets, and the population that an office records itself."""

from __future__ import annotations

import re
from datetime import date

import pytest

from db.refusal import DraftRefused, Refusal
from desktop_app.work.fund.fund_handover import find_successors
from desktop_app.work.records.lookup import unit_id
from desktop_app.work.subjects import by_text
from desktop_app.work.units import units
from tests import entering
from tests.offices import fixed_clock


def unit(book, code, on="2020-07-05"):
    with book.reading() as db:
        return unit_id(db, code, on)


def refused_at(call, *arguments, **details):
    with pytest.raises(DraftRefused) as refused:
        call(*arguments, **details)
    return [error.field for error in refused.value.errors]


def test_a_unit_is_found_by_code_name_and_spelling_as_of_a_day(book):
    ea_kar = unit(book, "651")
    assert unit(book, "Huyện Ea Kar") == unit(book, "huyen eakar") == unit(book, ea_kar.hex()) == ea_kar
    with pytest.raises(Refusal) as refused:
        unit(book, "Ea Kar")
    assert refused.value.code == "AMBIGUOUS"
    for nothing in ("99999", "Sao Hỏa", "", "f" * 32):
        with pytest.raises(Refusal) as refused:
            unit(book, nothing)
        assert refused.value.code == "REFERENCE"
    assert unit(book, "24373") != unit(book, "24373", "2025-08-01")


def test_who_takes_over_is_looked_for_among_the_heirs_first_and_is_never_the_unit_itself(book):
    def offered(text):
        found = find_successors(book, text)
        return [words for _id, words in found.rows], found.sure

    assert offered("ea kar") == (["Xã Ea Kar, Tỉnh Đắk Lắk (24373)"], True)
    assert offered("24373") == (["Xã Ea Kar, Tỉnh Đắk Lắk (24373)"], True)
    assert offered("huyện ea kar") == (["Huyện Ea Kar, Tỉnh Đắk Lắk (651)"], True)
    assert offered("Thị trấn Ea Kar") == ([], False)
    assert "Không thấy đơn vị «Thị trấn Ea Kar»" in find_successors(book, "Thị trấn Ea Kar").said


def test_the_population_of_a_year_is_one_record_that_later_numbers_correct(book):
    first = entering.set_population(book, book.unit, 2020, 9500, pupils=1200).id
    assert entering.set_population(book, book.unit, 2020, 9600).id == first
    with book.reading() as db:
        assert db.execute("SELECT people, pupils FROM population").fetchall() == [(9600, 1200)]
    assert refused_at(entering.set_population, book, book.unit, 1989, -1) == ["year", "people"]
    with pytest.raises(Refusal, match="đơn vị khác"):
        entering.set_population(book, unit(book, "24376"), 2020, 5)


def test_an_office_writes_no_targets_clusters_or_units(book):
    for call in (
        lambda: entering.set_targets(book, [entering.target(book.unit, 2020, "D01", 5)]),
        lambda: entering.set_cluster(book, 9, 2020, "Cụm 9", [book.unit]),
        lambda: entering.add_unit(book, entering.new_unit("7", "Xã Mới", "commune", None, date(2020, 1, 1))),
        lambda: entering.change_unit(book, book.unit, {"name": "Khác"}),
    ):
        with pytest.raises(Refusal) as refused:
            call()
        assert refused.value.code == "PROVINCE"


def test_targets_are_set_all_or_none_for_indicators_that_have_targets(network):
    province = network.province
    good = entering.target(unit(province, "24373"), 2020, "D01", 5_000_000)
    for wrong, field in (
        (entering.target(good["unit"], 2020, "D99", 5), "indicator"),
        (entering.target(good["unit"], 2020, "D18", 5), "indicator"),
        (entering.target(good["unit"], 2020, "D01", -5), "value"),
        (entering.target(good["unit"], 1900, "D01", 5), "year"),
    ):
        assert refused_at(entering.set_targets, province, [good, wrong]) == [field]
    entering.set_targets(province, [good])
    entering.set_targets(province, [entering.target(good["unit"], 2020, "D01", 6_000_000)])
    with province.reading() as db:
        assert db.execute("SELECT value FROM targets").fetchall() == [(6_000_000,)]


def test_a_unit_is_in_one_cluster_a_year_and_its_leader_is_one_of_its_units(network):
    province = network.province
    one, two, other = unit(province, "643"), unit(province, "645"), unit(province, "646")
    entering.set_cluster(province, 5, 2020, "Cụm 5", [one, two], one)
    with pytest.raises(Refusal, match="Mỗi đơn vị chỉ ở một cụm"):
        entering.set_cluster(province, 6, 2020, "Cụm 6", [two, other])
    entering.set_cluster(province, 6, 2021, "Cụm 6", [two, other])
    assert refused_at(entering.set_cluster, province, 7, 2020, " ", [other], one) == ["name"]
    assert refused_at(entering.set_cluster, province, 7, 2020, "Cụm 7", [other], one) == ["leader"]


def test_a_code_serves_again_only_when_the_unit_that_had_it_has_ended(network):
    province = network.province
    draft = entering.new_unit("77777", "Xã Mới", "commune", unit(province, "651"), date(2020, 1, 1))
    made = entering.add_unit(province, draft).id
    assert refused_at(entering.add_unit, province, draft) == ["code"]
    entering.change_unit(province, made, {"until": date(2020, 3, 31)})
    again = entering.new_unit("77777", "Xã Mới Hơn", "commune", draft["parent"], date(2020, 4, 1))
    entering.add_unit(province, again)
    assert unit(province, "77777", "2020-02-01") == made
    assert unit(province, "77777") != made
    assert refused_at(entering.change_unit, province, made, {"until": date(2019, 1, 1)}) == ["until"]
    assert refused_at(entering.change_unit, province, made, {"level": "thôn"}) == ["level"]
    assert refused_at(entering.change_unit, province, made, {"name": ""}) == ["name"]


def test_the_units_of_both_maps_are_spelled_one_way_and_found_by_either(book):
    with book.reading() as db:
        names = [name for (name,) in db.execute("SELECT name FROM units")]
    assert [name for name in names if re.search(r"(?:o[\u00e0\u00e1\u1ea3\u00e3\u1ea1])(?!\w)", name)] == []
    for on, written in (("2020-07-05", "Xã Hoà An"), ("2025-08-01", "Xã Hoà Sơn"), ("2025-08-01", "Xã Hoà Phú")):
        assert unit(book, written, on) == unit(book, written.replace("Hoà", "Hòa"), on)


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("Tỉnh Đắk Lắk", "Hội Khuyến học tỉnh Đắk Lắk"),
        ("Thị trấn Ea Knốp", "Hội Khuyến học thị trấn Ea Knốp"),
        ("Thành phố Buôn Ma Thuột", "Hội Khuyến học thành phố Buôn Ma Thuột"),
        ("Xã Ea Sar", "Hội Khuyến học xã Ea Sar"),
        ("Việt Nam", "Hội Khuyến học Việt Nam"),
        ("Xãm", "Hội Khuyến học Xãm"),
    ],
)
def test_inside_the_name_of_an_association_the_kind_of_its_unit_is_small(unit, said):
    assert units.association_name(unit) == said


def test_what_the_province_says_of_a_unit_is_the_units_own_and_of_the_unit_of_that_year(network):
    province = network.province
    province.clock = fixed_clock(5, today=date(2025, 8, 1))
    for fields in (
        {"unit": "24373", "year": "2020", "people": "9500"},
        {"unit": "24373", "year": "2025", "people": "7"},
    ):
        by_text.add(province, "population", fields)
    with province.reading() as db:
        rows = db.execute(
            "SELECT p.year, u.name, p.office = p.unit, r.office = p.unit FROM population p JOIN units u ON u.id = p.unit"
            " JOIN records r ON r.rec = p.id ORDER BY p.year"
        ).fetchall()
    assert rows == [(2020, "Thị trấn Ea Kar", 1, 1), (2025, "Xã Ea Kar", 1, 1)]
