"""A name that two records bear is never guessed at, wherever a record may be named: in a command, a sheet, a form."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from db.refusal import Refusal
from desktop_app.work.loading import load
from desktop_app.work.people import people
from desktop_app.work.subjects import by_text
from desktop_app.work.subjects.registry import BY_NAME
from tests import entering
from tests.offices import sound

NAME, PLACE = "Trùng Tên", "Ea Kar"
HOLDERS = {
    "members": {"full_name": "Y Bliu", "branch": "branches", "person": "people"},
    "posts": {"post": "Thư ký", "person": "people", "unit": "units"},
    "purses": {"name": "Quỹ riêng", "donor": "donors"},
    "fund": {
        "kind": "receive",
        "amount": "1000",
        "category": "gift_person",
        "purse": "purses",
        "to_purse": "purses",
        "party": "donors",
    },
    "rounds": {"name": "Đợt 2", "purpose": "talent", "purse": "purses"},
    "awards": {"round": "rounds", "recipient": "people", "form": "certificate"},
    "population": {"unit": "units", "year": "2020", "people": "5000"},
}
"""What an office writes of each subject whose records name others; a list's name stands for a record of that list."""
PROVINCE = {
    "units": {"code": "99999", "name": "Xã Mới", "from": "2020-07-01", "parent": "units"},
    "contacts": {"unit": "units", "name": "Bà Lan", "phone": "0905123456"},
    "targets": {"unit": "units", "year": "2020", "indicator": "D01", "value": "5"},
    "clusters": {"number": "9", "year": "2020", "name": "Cụm 9", "units": "units", "leader": "units"},
}
NAME_NO_OTHER = {"branches", "people", "groups", "donors", "decisions"}
LISTS = {"branches", "donors", "purses", "rounds", "groups", "people", "units"}


@pytest.fixture
def twins(book):
    """A book in which every list holds two of one name."""
    for _twice in range(2):
        entering.add_branch(book, entering.branch(NAME))
        entering.add_donor(book, NAME)
        entering.add_purse(book, NAME)
        entering.add_round(book, NAME, "talent")
        entering.add_group(book, NAME, "family")
        people.add_person(book, people.PersonDraft(NAME))
    return book


def counts(book) -> int:
    with book.reading() as db:
        return db.execute("SELECT count(*) FROM entries").fetchone()[0]


def references(fields):
    return [name for name, value in fields.items() if value in LISTS]


def refused(call) -> Refusal:
    with pytest.raises(Refusal) as found:
        call()
    return found.value


def named(fields, name):
    """The fields of a record that names one other by a name that two bear; what is not asked about is left out."""
    known = {other: value for other, value in fields.items() if value not in LISTS}
    return {**known, name: PLACE if fields[name] == "units" else NAME}


def test_every_subject_is_walked():
    assert set(HOLDERS) | set(PROVINCE) | NAME_NO_OTHER == set(BY_NAME)


@pytest.mark.parametrize(("subject", "field"), [(s, f) for s, fields in HOLDERS.items() for f in references(fields)])
def test_a_name_that_two_bear_is_refused_with_both_and_nothing_is_written(twins, subject, field):
    before = counts(twins)
    fields = named(HOLDERS[subject], field)
    if subject == "awards" and field != "round":
        fields["round"] = entering.add_round(twins, "Đợt riêng", "talent").id.hex()
        before = counts(twins)
    if subject == "posts" and field == "unit":
        fields["person"], fields["new"] = "Người Mới", "1"
    moves = field == "to_purse"
    if moves:  # money that only goes from purse to purse comes from nobody
        fields = {"kind": "transfer", "amount": "1000", field: NAME}
    for more in ({}, {"new": "1"} if not moves and any(one.name == "new" for one in BY_NAME[subject].said) else {}):
        refusal = refused(lambda more=more: by_text.add(twins, subject, {**fields, **more}))
        assert refusal.code == "AMBIGUOUS", refusal.message
        assert refusal.message.count("(651)") + refusal.message.count("(24373)") == 2 or "Có 2 " in refusal.message
    assert counts(twins) == before


@pytest.mark.parametrize("kind", ["family", "clan", "donor", "teacher", "learner", "pupil", "unit"])
def test_a_recipient_of_every_kind_is_not_guessed_at(twins, kind):
    round_ = entering.add_round(twins, "Đợt riêng", "talent").id.hex()
    fields = {"round": round_, "recipient_kind": kind, "recipient": NAME, "form": "certificate", "new": "1"}
    assert refused(lambda: by_text.add(twins, "awards", fields)).code in ("AMBIGUOUS", "DRAFT")


@pytest.mark.parametrize(("subject", "field"), [(s, f) for s, fields in PROVINCE.items() for f in references(fields)])
def test_what_the_province_writes_of_units_names_one_unit_or_none(network, subject, field):
    fields = named(PROVINCE[subject], field)
    if field == "leader":
        fields["units"] = "651, 24373"
    refusal = refused(lambda: by_text.add(network.province, subject, fields))
    assert (refusal.code, "(651)" in refusal.message, "(24373)" in refusal.message) == ("AMBIGUOUS", True, True)


def test_a_list_of_units_that_may_as_well_be_one_label_is_asked_about(network):
    fields = {"number": "9", "year": "2020", "name": "Cụm 9"}
    refusal = refused(lambda: by_text.add(network.province, "clusters", {**fields, "units": "Xã Ea Sar, Huyện Ea Kar"}))
    assert "một đơn vị hay 2 đơn vị. Ngăn các đơn vị bằng dấu chấm phẩy (;)" in refusal.message
    by_text.add(network.province, "clusters", {**fields, "units": "Xã Ea Sar, Huyện Ea Kar; Thị trấn Ea Kar"})
    with network.province.reading() as db:
        (units,) = db.execute("SELECT units FROM clusters WHERE number = 9").fetchone()
        names = db.execute("SELECT name FROM units WHERE instr(?, lower(hex(id)))", (units,)).fetchall()
    assert sorted(names) == [("Thị trấn Ea Kar",), ("Xã Ea Sar",)]


def sheet(tmp_path: Path, *rows: list[str]) -> Path:
    path = tmp_path / "bang.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.mark.parametrize(
    ("subject", "titles", "row"),
    [
        ("members", ["Họ và tên", "Chi hội"], ["Y Bliu", NAME]),
        ("branches", ["Tên chi hội", "Loại", "Điện thoại"], [NAME, "Thôn", "0905123456"]),
        ("donors", ["Nhà tài trợ", "Điện thoại"], [NAME, "0905123456"]),
        ("fund", ["Ngày", "Loại", "Số tiền", "Quỹ"], ["01/07/2020", "Thu", "500000", NAME]),
        ("awards", ["Đợt", "Họ và tên"], [NAME, "Em Lan"]),
        ("population", ["Đơn vị", "Năm", "Dân số"], [PLACE, "2020", "5000"]),
    ],
)
def test_a_row_of_a_sheet_that_names_two_is_not_taken_and_says_which_two(twins, tmp_path, subject, titles, row):
    before = counts(twins)
    loaded = load(twins, subject, sheet(tmp_path, titles, row))
    (error,) = loaded.rejected
    assert "Chọn một" in error.message
    assert counts(twins) == before
    sound(twins)


def test_of_two_branches_of_one_name_the_one_that_was_there_on_the_day_is_meant(book, tmp_path):
    from datetime import date

    old = entering.add_branch(book, entering.branch(NAME, founded=date(1990, 1, 1), dissolved=date(2010, 1, 1))).id
    new = entering.add_branch(book, entering.branch(NAME, founded=date(2010, 1, 1))).id
    path = sheet(tmp_path, ["Họ và tên", "Chi hội", "Ngày vào"], ["Y Bliu", NAME, "5/3/2015"])
    assert load(book, "members", path).new == 1
    with book.reading() as db:
        assert db.execute("SELECT branch FROM memberships").fetchall() == [(new,)]
    assert old != new
