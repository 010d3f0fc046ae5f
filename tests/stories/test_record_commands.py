"""Records and lists by command: added, changed, refused at their field, listed, taken out and in."""

from __future__ import annotations

import json

import openpyxl
import pytest

from desktop_app import cli
from tests.stories.desk import ID

# --- records --------------------------------------------------------------------------------------------------------


def test_a_member_is_added_listed_moved_corrected_and_leaves(desk):
    desk.add("branches", "name=Chi hội Thôn 1")
    two = desk.add("branches", "name=Chi hội Thôn 2", "kind=school", "founded=2015-09-05")
    stay = desk.add("members", "full_name=Nguyễn Văn An", "born=1952", "branch=Chi hội Thôn 1", "joined=2019-05-01")
    assert desk.change("members", stay, "phone=0912345678", "joined=2019-04-01") == stay
    moved = desk.change("members", stay, f"branch={two}", "on=2020-02-03")
    assert moved != stay
    (row,) = desk.rows("members")
    assert (row["id"], row["branch"], row["phone"], row["joined"]) == (
        moved,
        "Chi hội Thôn 2",
        "0912345678",
        "2020-02-03",
    )
    desk.change("members", moved, "left=2020-07-01", "reason=died")
    assert desk.rows("members") == []
    desk.change("members", moved, "left=")
    assert len(desk.rows("members")) == 1


def test_a_member_may_be_entered_with_the_day_and_reason_of_leaving(desk):
    desk.add("members", "full_name=Ai Đó", "joined=2018-01-01", "left=2019-01-01", "reason=moved")
    assert desk.rows("members") == []
    refused = desk.refused("add", desk.book, "members", "full_name=B", "joined=2019-01-02", "left=2019-01-01")
    assert [error["field"] for error in refused["errors"]] == ["on"]
    assert desk.rows("people") != []
    assert "B" not in [row["full_name"] for row in desk.rows("people")]


def test_an_ambiguous_name_is_refused_with_its_candidates_and_an_unknown_one_unless_new(desk):
    ids = [desk.add("people", "full_name=Nguyễn Văn An") for _one in range(2)]
    refused = desk.refused("add", desk.book, "posts", "person=Nguyễn Văn An", "post=Chủ tịch")
    assert refused["refused"] == "AMBIGUOUS"
    assert all(identity in refused["message"] for identity in ids)
    assert desk.refused("add", desk.book, "posts", "person=Ai Mới", "post=Phó")["refused"] == "REFERENCE"
    desk.add("posts", f"person={ids[0]}", "post=Chủ tịch", "from=2018-01-01")
    desk.add("posts", "person=Ai Mới", "post=Phó chủ tịch", "new=1")
    assert {row["person"] for row in desk.rows("posts")} == {"Nguyễn Văn An", "Ai Mới"}


def test_donors_purses_and_the_fund_by_field(desk):
    donor = desk.add("donors", "full_name=Công ty Cà phê Ea Kar", "kind=organisation")
    desk.add("purses", "name=Quỹ bò giống", "restricted=1", "donor=Công ty Cà phê Ea Kar")
    voucher = desk.add("fund", "kind=receive", "amount=1,5 triệu", "party=Công ty Cà phê Ea Kar", "on=2020-03-01")
    desk.add("fund", "kind=receive", "amount=200000", "party=Bà Hoa", "new=1", "on=2020-03-02")
    desk.add("fund", "kind=receive", "amount=50k", "party=Người qua đường")
    desk.add("fund", "kind=transfer", "amount=100000", "to_purse=Quỹ bò giống")
    rows = {row["party"]: row for row in desk.rows("fund")}
    assert (rows["Công ty Cà phê Ea Kar"]["amount"], rows["Công ty Cà phê Ea Kar"]["category"]) == (
        1_500_000,
        "gift_organisation",
    )
    assert rows[None]["to_purse"] == "Quỹ bò giống"
    assert {row["full_name"] for row in desk.rows("donors")} == {"Công ty Cà phê Ea Kar", "Bà Hoa"}
    assert desk.add("fund", "kind=reverse", f"of={voucher}", "reason=wrong_amount") == voucher
    desk.change("donors", donor, "phone=02623")
    assert "02623" in [row["phone"] for row in desk.rows("donors")]


def test_a_new_giver_is_a_person_or_an_organisation_as_the_name_or_the_person_says(desk):
    for party, said in (("Trường THCS Lê Lợi", ""), ("Ban Mai", "person"), ("Trương Thị Hoa", ""), ("HTX Ea Tar", "")):
        fields = [f"party_kind={said}"] if said else []
        desk.add("fund", "kind=receive", "amount=10000", f"party={party}", "new=1", "on=2020-03-02", *fields)
    assert {row["full_name"]: row["kind"] for row in desk.rows("donors")} == {
        "Trường THCS Lê Lợi": "organisation", "Ban Mai": "person", "Trương Thị Hoa": "person", "HTX Ea Tar": "organisation",
    }  # fmt: skip


def test_the_same_receipt_again_is_booked_with_a_word_about_the_first(desk):
    receipt = (
        "add",
        desk.book,
        "fund",
        "kind=receive",
        "amount=500000",
        "party=Bà Hoa",
        "category=gift_person",
        "on=2020-03-02",
    )
    first, other_day = desk.run(*receipt), desk.run(*receipt[:-1], "on=2020-03-03")
    again, new = desk.run(*receipt), desk.run(*receipt, "new=1")
    assert [one.code for one in (first, other_day, again, new)] == [0, 0, 0, 0]
    assert [one.err for one in (first, other_day)] == ["", ""]
    for one in (again, new):
        assert one.err == "Giống phiếu PT001/2020: cùng người, số tiền và ngày.\n"
    assert len(desk.rows("fund")) == 4


def test_money_for_one_purpose_pays_for_nothing_else_and_leaves_by_a_decision_only(desk):
    purse = desk.add("purses", "name=Học bổng Y Jút", "restricted=1", "purpose=học bổng học sinh nghèo")
    desk.add("fund", "kind=receive", "amount=900000", "party=Bà Hoa", "purse=Học bổng Y Jút", "on=2020-03-02")
    pay = ("fund", "kind=pay", "amount=100000", "purse=Học bổng Y Jút")
    for wrong in (
        (*pay, "category=running"),
        (*pay, "category=other_out"),
        ("fund", "kind=transfer", "amount=100000", "purse=Học bổng Y Jút", "to_purse=Quỹ Khuyến học"),
    ):
        refused = desk.refused("add", desk.book, *wrong)
        assert refused["refused"] == "RESTRICTED"
        assert "«Học bổng Y Jút»" in refused["message"] and "học bổng học sinh nghèo" in refused["message"]
    desk.add(*pay, "category=scholarship")
    desk.add("fund", "kind=transfer", "amount=100000", "purse=Học bổng Y Jút", "to_account=bank")
    assert (
        desk.refused("add", desk.book, "fund", "kind=transfer", "amount=1", "decision=3/2020")["refused"] == "REFERENCE"
    )
    desk.add("decisions", "no=3", "on=2020-04-01")
    out = ("fund", "kind=transfer", "amount=100000", "purse=Học bổng Y Jút", "to_purse=Quỹ Khuyến học")
    desk.add(*out, "decision=3/2020")
    desk.change("purses", purse, "allowed=running, award_pupil")
    desk.add(*pay, "category=running")
    assert desk.refused("add", desk.book, *pay, "category=scholarship")["refused"] == "RESTRICTED"
    assert desk.refused("change", desk.book, "purses", purse, "allowed=bò")["errors"][0]["field"] == "allowed"
    (row,) = [row for row in desk.rows("purses") if row["restricted"]]
    assert row["allowed"] == "running award_pupil"


def test_a_refused_payment_leaves_no_new_donor_and_a_refused_award_no_new_person(desk):
    desk.refused("add", desk.book, "fund", "kind=pay", "amount=500000", "category=running", "party=Ông Bình", "new=1")
    assert desk.rows("donors") == []
    desk.add("rounds", "name=Đợt 1", "purpose=talent")
    refused = desk.refused("add", desk.book, "awards", "round=Đợt 1", "recipient=Em Bé", "form=scholarship", "new=1")
    assert refused["errors"][0]["field"] == "amount"
    assert desk.rows("people") == []


def test_awards_go_from_nomination_to_payment_and_link_to_the_fund(desk):
    desk.add("fund", "kind=opening", "amount=1000000", "on=2020-01-01")
    desk.add("rounds", "name=Vượt khó", "purpose=support", "school_year=2019-2020", "budget=5tr")
    decision = desk.add("decisions", "no=7", "on=2020-06-01", "signer=Y Thông Niê")
    award = desk.add(
        "awards", "round=Vượt khó", "recipient=Em Hoa", "form=scholarship", "amount=300000", "new=1", "reason=Vượt khó"
    )
    assert desk.change("awards", award, "amount=400000") == award
    assert desk.change("awards", award, "state=approved", "decision=7/2020") == award
    assert desk.change("awards", award, "state=paid", "on=2020-06-10") == award
    (row,) = desk.rows("awards")
    assert (row["state"], row["amount"], row["certificate_no"], row["decision_no"]) == ("paid", 400_000, 1, 7)
    paid = [row for row in desk.rows("fund") if row["kind"] == "pay"]
    assert [(row["amount"], row["on"], row["category"]) for row in paid] == [(400_000, "2020-06-10", "scholarship")]
    assert "Khen thưởng" in desk.refused("add", desk.book, "fund", "kind=reverse", f"of={paid[0]['id']}")["message"]
    desk.change("awards", award, "state=withdrawn")
    desk.add("fund", "kind=reverse", f"of={paid[0]['id']}")
    desk.change("decisions", decision, "signer=Bà Hạnh")
    assert desk.rows("decisions")[0]["signer"] == "Bà Hạnh"


def test_an_award_of_the_past_is_entered_with_its_decision_number_and_payment(desk):
    desk.add("fund", "kind=opening", "amount=1000000", "on=2020-01-01")
    payment = desk.add("fund", "kind=pay", "amount=100000", "on=2020-03-01", "category=award_pupil")
    desk.add("rounds", "name=Đợt cũ", "purpose=talent")
    desk.add("decisions", "no=1", "on=2020-02-01")
    fields = ["round=Đợt cũ", "new=1", "decision=1/2020", "certificate_no=15", "amount=100000"]
    desk.add("awards", "recipient=Em Lan", "state=paid", f"payment={payment}", *fields)
    (row,) = desk.rows("awards")
    assert (row["state"], row["certificate_no"]) == ("paid", 15)
    for field in (f"payment={payment}", "certificate_no=15"):
        refused = desk.refused("add", desk.book, "awards", "recipient=Em Mai", "state=paid", *fields, field)
        assert refused["errors"][0]["field"] == "certificate_no"
    assert len(desk.rows("awards")) == 1
    assert len(desk.rows("fund")) == 2


def test_every_wrong_field_of_a_record_is_named_at_once_in_the_order_of_the_form(desk):
    wrong = ["founded=31/02/2020", "head_count=1,5", "name=", "kind=xóm"]
    refused = desk.refused("add", desk.book, "branches", *wrong)
    assert [error["field"] for error in refused["errors"]] == ["name", "kind", "head_count", "founded"]
    assert refused["errors"][0]["message"] == "Nhập tên chi hội"


def test_population_is_the_offices_own_and_targets_clusters_and_units_the_provinces(desk, make_desk):
    one = desk.add("population", "unit=24373", "year=2020", "people=9.500", "pupils=1200")
    assert desk.add("population", "year=2020", "people=9600") == one
    desk.change("population", one, "households=2100")
    (row,) = desk.rows("population")
    assert (row["people"], row["households"], row["pupils"]) == (9600, 2100, 1200)
    fixed = desk.refused("change", desk.book, "population", one, "year=2019")
    assert [error["field"] for error in fixed["errors"]] == ["year"]
    for subject, fields in (
        ("targets", ["unit=24373", "year=2020", "indicator=D01", "value=5"]),
        ("clusters", ["number=9", "year=2020", "name=Cụm 9", "units=651"]),
        ("units", ["code=77777", "name=Xã Mới"]),
        ("population", ["unit=24376", "year=2020", "people=5"]),
    ):
        refused = desk.refused("add", desk.book, subject, *fields)
        assert "tỉnh" in refused["message"]
        assert [error["field"] for error in refused["errors"]] == (["unit"] if subject == "population" else [])
    province = make_desk("66", "province")
    province.add("targets", "unit=24373", "year=2020", "indicator=d01", "value=5000000")
    cluster = province.add("clusters", "number=9", "year=2020", "name=Cụm 9", "units=643,645", "leader=643")
    province.change("clusters", cluster, "name=Cụm số 9")
    unit = province.add("units", "code=77777", "name=Xã Mới", "level=commune", "parent=651", "from=2020-01-01")
    province.change("units", unit, "name=Xã Mới Tinh")
    assert [row["name"] for row in province.rows("units", "--search", "moi tinh")] == ["Xã Mới Tinh"]
    assert [row["value"] for row in province.rows("targets")] == [5_000_000]
    assert "Cụm số 9" in [row["name"] for row in province.rows("clusters")]
    refused = province.refused("add", province.book, "units", "code=24373", "name=Trùng", "parent=651")
    assert [error["field"] for error in refused["errors"]] == ["code"]


@pytest.mark.parametrize(
    ("subject", "fields", "field"),
    [
        ("members", ["full_name="], "full_name"),
        ("members", ["full_name=A", "salary=1"], "salary"),
        ("members", ["full_name=A", "joined=31/02/2020"], "joined"),
        ("members", ["full_name=A", "joined=5/3/52"], "joined"),
        ("members", ["full_name=A", "joined=1/1/1850"], "joined"),
        ("people", ["full_name=A", "born=1850"], "born"),
        ("branches", ["name=A", "head_count=1,5"], "head_count"),
        ("branches", ["name=A", "head_count=99999999999999999999"], "head_count"),
        ("population", ["year=hai nghìn", "people=5"], "year"),
        ("population", ["year=99999", "people=5"], "year"),
        ("population", ["year=2020"], "people"),
        ("fund", ["amount=5"], "kind"),
        ("fund", ["kind=receive"], "amount"),
        ("fund", ["kind=receive", "amount=1,500 triệu"], "amount"),
        ("fund", ["kind=receive", "amount=nhiều"], "amount"),
        ("fund", ["kind=receive", "amount=-5"], "amount"),
        ("fund", ["kind=receive", "amount=5", "of=" + "0" * 32], "of"),
        ("fund", ["kind=reverse", "of=xyz"], "of"),
        ("rounds", ["name=A"], "purpose"),
        ("decisions", ["no=0"], "no"),
        ("decisions", ["no=1", "on=2020-07-06"], "on"),
        ("posts", ["person=A"], "person"),
        ("posts", ["post=Chủ tịch"], "person"),
        ("groups", ["name=A", "kind=x"], "kind"),
    ],
)
def test_bad_input_is_refused_at_its_field_with_a_sentence_and_nothing_is_written(desk, subject, fields, field):
    before = desk.answer("book", "check", desk.book)["state"]
    refused = desk.refused("add", desk.book, subject, *fields)
    found = [error["field"] for error in refused["errors"]] or [field]
    assert found[0] == field
    assert desk.answer("book", "check", desk.book)["state"] == before


def test_what_cannot_be_named_found_or_changed_is_refused(desk):
    unknown = "f" * 32
    for words in (
        ["add", desk.book, "statements", "unit=24373"],
        ["add", desk.book, "categories", "code=x"],
        ["add", desk.book, "cats", "name=x"],
        ["add", desk.book, "people", "full_name"],
        ["change", desk.book, "people", "xyz", "born=1950"],
        ["change", desk.book, "people", unknown, "born=1950"],
        ["change", desk.book, "people", unknown],
        ["change", desk.book, "members", unknown, "left=2020-01-01"],
        ["change", desk.book, "branches", unknown, "name=x"],
        ["change", desk.book, "awards", unknown, "state=paid"],
        ["change", desk.book, "fund", unknown, "amount=5"],
        ["change", desk.book, "population", unknown, "people=5"],
        ["add", desk.book, "members", "full_name=A", f"branch={unknown}"],
        ["add", desk.book, "members", f"person={unknown}"],
        ["add", desk.book, "awards", f"round={unknown}", "recipient=A"],
        ["add", desk.book, "fund", "kind=receive", "amount=5", f"party={unknown}"],
        ["list", desk.book, "cats"],
        ["list", desk.book, "members", "--unit", "99999"],
        ["list", desk.book, "members", "-o", desk.folder / "x.doc"],
        ["list", desk.book, "members", "-o", desk.folder / "x"],
        ["load", desk.book, "posts", desk.folder / "x.xlsx"],
        ["load", desk.book, "members", desk.folder / "x.xlsx"],
        ["report", desk.book, "cluster", "--period", "2020H3", "--cluster", "2"],
        ["report", desk.book, "cluster", "--period", "2020", "--cluster", "77"],
        ["report", desk.book, "cluster", "--period", "2020", "--cluster", "2", "--map", "mai"],
        ["report", desk.book, "cluster", "--period", "2020", "--cluster", "2", "-o", desk.folder / "x.doc"],
        ["print", desk.book, "certificate", "-o", desk.folder / "x.pdf"],
        ["print", desk.book, "certificate", "--decision", "9/2020", "-o", desk.folder / "x.pdf"],
        ["print", desk.book, "receipt", "--id", "xyz", "-o", desk.folder / "x.pdf"],
        ["print", desk.book, "receipt", "--id", unknown, "-o", desk.folder / "x.pdf"],
        ["print", desk.book, "cash-book", "-o", desk.folder / "x.pdf"],
        ["send", desk.book, desk.folder / "out", "--close", "2021H1"],
        ["rule", desk.book, "xyz", "--merge"],
        ["resolve", desk.book, "xyz", "--keep", "1"],
        ["inspect", desk.folder / "x.khb"],
        ["enrol", "accept", desk.book, desk.folder / "x.khb", "--yes"],
        ["enrol", "approve", desk.book, desk.folder / "x.khb", desk.folder / "out", "--yes"],
    ):
        desk.refused(*words)
    assert "Hủy phiếu" in desk.refused("change", desk.book, "fund", unknown, "amount=5")["message"]


# --- lists ----------------------------------------------------------------------------------------------------------


def test_a_list_tells_its_total_and_shows_as_many_rows_as_asked_for_in_list_order(desk):
    for name in ("Trần Văn Đạt", "Lê Thị An", "Nguyễn Văn Dũng", "Phạm Thị Ánh", "H'Ngoan Niê"):
        desk.add("members", f"full_name={name}")
    answer = desk.answer("list", desk.book, "members", "--limit", "3")
    assert answer["total"] == 5
    assert [row["full_name"] for row in answer["rows"]] == ["Lê Thị An", "Phạm Thị Ánh", "Nguyễn Văn Dũng"]
    assert all(ID.match(row["id"]) for row in answer["rows"])
    assert [row["full_name"] for row in desk.rows("members", "--search", "DAT")] == ["Trần Văn Đạt"]
    assert len(desk.rows("members", "--unit", "24373")) == 5
    assert desk.rows("members", "--unit", "24376") == []


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_list_goes_out_as_a_spreadsheet_with_titles_and_words_and_comes_in_as_no_change(desk, ending):
    desk.add("branches", "name=Chi hội Buôn Hằng", "kind=village")
    desk.add(
        "members", "full_name=Y Wang Mlô", "sex=male", "born=1960-02-03", "phone=+84912", "branch=Chi hội Buôn Hằng"
    )
    desk.add("members", "full_name==1+1", "born=1950")
    out = desk.folder / f"hội viên.{ending}"
    assert desk.answer("list", desk.book, "members", "-o", out)["total"] == 2
    if ending == "xlsx":
        cells = [cell for row in openpyxl.load_workbook(out).active.iter_rows(values_only=True) for cell in row]
        assert {"Họ và tên", "Giới tính", "Nam", "03/02/1960", "=1+1"} <= set(cells)
    answer = desk.answer("load", desk.book, "members", out)
    assert answer == {"new": 0, "changed": 0, "same": 2, "doubtful": 0, "rejected": [], "remarks": [], "unread": []}


def test_people_who_stand_twice_are_listed_with_reasons_joined_parted_and_joined_again(desk):
    for phone in ("0905111222", "+84905111222"):
        desk.add("members", "full_name=Lê Thị Bé", "born=1949", f"phone={phone}")
    desk.add("members", "full_name=Lê Thị Bé", "born=1979")
    answer = desk.answer("same", desk.book)
    assert (answer["total"], answer["joined"], answer["different"]) == (1, [], [])
    pair = answer["candidates"][0]
    assert pair["reasons"] == ["cùng họ tên", "cùng số điện thoại", "cùng năm sinh", "tên ít gặp"]
    assert [person["full_name"] for person in pair["people"]] == ["Lê Thị Bé"] * 2
    both = pair["first"], pair["second"]
    made = desk.answer("same", desk.book, *both, "--verdict", "same")
    assert made == {"id": made["id"], "verdict": "same", "same_year": []}
    answer = desk.answer("same", desk.book)
    assert (answer["total"], [one["id"] for one in answer["joined"]]) == (0, [made["id"]])
    assert desk.answer("same", desk.book, *both, "--verdict", "different")["id"] == made["id"]
    answer = desk.answer("same", desk.book)
    assert (answer["total"], answer["joined"], [one["id"] for one in answer["different"]]) == (0, [], [made["id"]])
    for words in (both[:1], both, (*both, "--verdict", "later"), ("1", "2", "--verdict", "same")):
        desk.refused("same", desk.book, *words)


def test_a_second_scholarship_of_a_child_in_a_year_is_told_apart_from_the_answer(desk, capsys):
    desk.add("rounds", "name=Vượt khó", "purpose=support", "school_year=2019-2020")
    desk.add("rounds", "name=Tiếp bước", "purpose=support", "school_year=2019-2020")
    said = ("recipient=Y Wang Niê", "recipient_kind=pupil", "form=scholarship", "amount=500000", "new=1")
    desk.add("awards", "round=Vượt khó", *said)
    assert cli.run(["add", str(desk.book), "awards", "round=Tiếp bước", *said, "--json"]) == 0
    told = capsys.readouterr()
    assert "Y Wang Niê đã có suất học bổng năm học 2019-2020: đợt «Vượt khó»" in told.err
    assert set(json.loads(told.out)) == {"id", "subject"}


def test_a_line_of_a_list_ends_with_the_id_and_the_help_names_subjects_and_fields(desk):
    identity = desk.add("fund", "kind=receive", "amount=500000", "on=2020-03-01")
    (line,) = desk.run("list", desk.book, "fund").out.splitlines()
    assert line.endswith(f" | {identity}")
    said = " ".join(desk.run("add", "--help").out.split())
    assert "decisions: no on year signer signer_post title subject" in said
    assert "statements" in desk.run("list", "--help").out


def test_an_adult_with_a_school_is_doubted_and_what_only_pupils_have_is_refused_at_its_own_name(desk):
    desk.add("people", "full_name=Ông Lớn", "born=1960")
    doubted = desk.run("add", desk.book, "people", "full_name=Bà Lớn", "born=1960", "school=THCS Ea Kar")
    assert "sinh năm 1960" in doubted.out + doubted.err
    (person,) = [row["id"] for row in desk.rows("people") if row["full_name"] == "Ông Lớn"]
    refused = desk.refused("change", desk.book, "people", person, "class=6A")
    assert [error["field"] for error in refused["errors"]] == ["class"]


def test_a_member_whose_phone_is_changed_is_named_as_the_member(desk):
    stay = desk.add("members", "full_name=Nguyễn Văn An", "joined=2019-05-01")
    assert desk.change("members", stay, "phone=0912345678") == stay


@pytest.mark.parametrize(("said", "kept"), [("đúng", 1), ("true", 1), ("có", 1), ("không", 0), ("0", 0)])
def test_yes_and_no_are_read_in_words_and_nothing_else_is_taken_for_no(desk, said, kept):
    desk.add("purses", "name=Quỹ bò giống", f"restricted={said}")
    (row,) = [row for row in desk.rows("purses") if row["name"] == "Quỹ bò giống"]
    assert row["restricted"] == kept
    refused = desk.refused("add", desk.book, "purses", "name=Quỹ khác", "restricted=có lẽ")
    assert [error["field"] for error in refused["errors"]] == ["restricted"]


def test_the_people_of_a_branch_on_a_day_are_written_anew_never_emptied(desk):
    branch = desk.add("branches", "name=Chi hội Thôn 1", "head_count=12", "head_count_on=2020-06-01")
    refused = desk.refused("change", desk.book, "branches", branch, "head_count=", "head_count_on=")
    assert [error["field"] for error in refused["errors"]] == ["head_count"]


def test_the_population_of_a_year_is_not_written_over_without_a_word(desk):
    desk.add("population", "unit=24373", "year=2020", "people=11250")
    said = desk.run("add", desk.book, "population", "unit=24373", "year=2020", "people=11260")
    assert "Trong sổ đã có" in said.out + said.err
