"""Lists from spreadsheets: rehearsed first, all or nothing, every wrong row named by row and column."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from db.refusal import Refusal
from desktop_app.work import loading
from desktop_app.work.awards import award_lines
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.lists import list_queries
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.subjects.list_export import export_list
from desktop_app.work.subjects.registry import listing_named
from tests import entering

TITLES = ["STT", "Họ và tên", "Năm sinh", "Nam/nữ", "Dân tộc", "Điện thoại", "Chi hội", "Ngày vào Hội"]


def workbook(path: Path, *rows: list[object], sheet: str = "Trang 1") -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def shown(book, subject, **query):
    with book.reading() as db:
        ids = list_queries.ids(db, list_queries.Query(listing_named(subject), book.unit, today="2020-07-05", **query))
        return list_queries.rows(db, listing_named(subject), ids)


def counted(loaded):
    return loaded.new, loaded.changed, loaded.same, loaded.doubtful, len(loaded.rejected)


def branch(book, name="Chi hội Thôn 1"):
    return entering.add_branch(book, entering.branch(name)).id


def test_a_list_as_offices_keep_it_is_read_with_its_title_lines_numbering_total_and_signature(book, tmp_path):
    branch(book)
    path = workbook(
        tmp_path / "ds.xlsx",
        ["HỘI KHUYẾN HỌC XÃ"],
        ["DANH SÁCH HỘI VIÊN"],
        [],
        TITLES,
        [1, 2, 3, 4, 5, 6, 7, 8],
        [1, "Nguyễn Văn An", 1952, "Nam", "Kinh", 912345678, "chi hoi thon 1", datetime(2019, 5, 1)],
        [2, "H'Ngoan Niê", "03/02/1960", "nữ", "Ê Đê", "0987 654 321", None, "2018"],
        [3, "Công Thị Lan", None, None, None, None, None, None],
        [],
        ["Cộng:", "3 người"],
        [None, None, None, None, None, "Ea Kar, ngày 5 tháng 7"],
    )
    assert counted(loading.load(book, "members", path)) == (3, 0, 0, 0, 0)
    rows = {row["full_name"]: row for row in shown(book, "members")}
    assert set(rows) == {"Nguyễn Văn An", "H'Ngoan Niê", "Công Thị Lan"}
    an = rows["Nguyễn Văn An"]
    assert (an["born"], an["sex"], an["phone"], an["branch"], an["joined"]) == (
        "1952",
        "male",
        "0912345678",
        "Chi hội Thôn 1",
        "2019-05-01",
    )
    assert (rows["H'Ngoan Niê"]["born"], rows["H'Ngoan Niê"]["joined"]) == ("1960-02-03", "2018-01-01")
    assert rows["Công Thị Lan"]["joined"] == "2020-07-05"


def test_a_surname_and_a_given_name_in_two_columns_under_merged_titles_are_put_together(book, tmp_path):
    path = workbook(
        tmp_path / "ds.xlsx",
        ["TT", "Họ và đệm", "Tên", "Ngày, tháng, năm sinh", "Giới tính"],
        [1, "Nguyễn Văn", "An", "1952", "x"],
        [2, "Lê Thị", "Bé", "1960", "Nữ"],
    )
    loaded = loading.load(book, "members", path)
    assert [(error.row, error.column) for error in loaded.rejected] == [(2, "Giới tính")]
    assert shown(book, "members") == []


def test_hundreds_of_wrong_rows_are_all_named_and_nothing_is_written(book, tmp_path):
    rows: list[list[object]] = [
        [number, f"Người {number}", "31/02/1960", None, None, None, None, None] for number in range(300)
    ]
    rows += [[0, "", 1950, "Nam", None, None, None, None], [0, "A", None, None, None, None, "Không có", None]]
    rows += [[0, "Tốt", 1950, "Nam", None, None, None, None], [0, "B", "5/3/52", None, None, None, None, "1/1/2030"]]
    loaded = loading.load(book, "members", workbook(tmp_path / "ds.xlsx", TITLES, *rows))
    assert (len(loaded.rejected), loaded.wrong_rows) == (304, 303)
    assert [(error.row, error.column) for error in loaded.rejected[-4:]] == [
        (302, "Họ và tên"),
        (303, "Chi hội"),
        (305, "Năm sinh"),
        (305, "Ngày vào Hội"),
    ]
    assert (loaded.rejected[0].row, loaded.rejected[0].column) == (2, "Năm sinh")
    assert "31/02/1960" in loaded.rejected[0].message
    assert loaded.new == 0
    assert shown(book, "members") == []


def test_a_rehearsal_tells_the_same_and_writes_nothing(book, tmp_path):
    path = workbook(tmp_path / "ds.xlsx", TITLES, [1, "Nguyễn Văn An", 1952], [2, "Nguyễn Văn An", 1952])
    rehearsed = loading.load(book, "members", path, dry_run=True)
    assert counted(rehearsed) == (2, 0, 0, 1, 0)
    assert shown(book, "members") == []
    assert counted(loading.load(book, "members", path)) == counted(rehearsed)
    assert len(shown(book, "members")) == 2
    assert counted(loading.load(book, "members", path)) == (0, 0, 2, 0, 0)


def test_someone_of_the_same_name_and_year_is_doubtful_but_entered(book, tmp_path):
    membership.register(
        book, membership.MemberDraft(date(2019, 1, 1), None, people.PersonDraft("Nguyễn Văn An", born="1952-03-05"))
    )
    path = workbook(tmp_path / "ds.xlsx", TITLES, [1, "NGUYỄN VĂN AN", 1952], [2, "Nguyễn Văn An", 1953])
    assert counted(loading.load(book, "members", path)) == (2, 0, 0, 1, 0)
    assert len(shown(book, "members")) == 3


def test_a_known_member_with_a_new_telephone_number_is_changed_and_nothing_else_is_lost(book, tmp_path):
    path = workbook(tmp_path / "a.xlsx", TITLES, [1, "Nguyễn Văn An", 1952, "Nam", "Kinh", "0911"])
    loading.load(book, "members", path)
    path = workbook(tmp_path / "b.xlsx", ["Họ tên", "Năm sinh", "SĐT"], ["Nguyễn Văn An", 1952, "0922"])
    assert counted(loading.load(book, "members", path)) == (0, 1, 0, 0, 0)
    (row,) = shown(book, "members")
    assert (row["phone"], row["sex"], row["ethnic_group"]) == ("0922", "male", "Kinh")


def test_columns_that_are_missing_are_named_with_what_to_do(book, tmp_path):
    with pytest.raises(Refusal, match="Không thấy đủ cột"):
        loading.load(book, "members", workbook(tmp_path / "x.xlsx", ["Mã", "Ghi chú"], ["1", "2"]))
    with pytest.raises(Refusal, match="Không thấy đủ cột"):  # a part of what is needed
        loading.load(book, "members", workbook(tmp_path / "y.xlsx", ["Họ và đệm", "Chi hội"], ["Lê Thị", "Chi hội 1"]))


def test_branches_come_with_their_kinds_in_words_and_their_head_counts(book, tmp_path):
    path = workbook(
        tmp_path / "chi hội.xlsx",
        ["Tên chi hội", "Loại", "Năm thành lập", "Số hội viên", "Tính đến ngày"],
        ["Chi hội Buôn Hằng", "Buôn", 2015, 45, "30/06/2020"],
        ["Chi hội trường Ea Tar", "Chi hội trường học", "05/09/2016", None, None],
        ["Ban khuyến học dòng họ Niê", "Dòng họ", None, None, None],
    )
    assert counted(loading.load(book, "branches", path)) == (3, 0, 0, 0, 0)
    rows = {row["name"]: row for row in shown(book, "branches")}
    assert [row["kind"] for row in rows.values()] == ["clan", "village", "school"]
    assert (rows["Chi hội Buôn Hằng"]["head_count"], rows["Chi hội Buôn Hằng"]["founded"]) == (45, "2015-01-01")
    assert counted(loading.load(book, "branches", path)) == (0, 0, 3, 0, 0)
    path = workbook(tmp_path / "b.xlsx", ["Tên", "Hội viên", "Ngày đếm"], ["Chi hội Buôn Hằng", 50, "01/07/2020"])
    assert counted(loading.load(book, "branches", path)) == (0, 1, 0, 0, 0)
    assert {row["name"]: row["head_count"] for row in shown(book, "branches")}["Chi hội Buôn Hằng"] == 50


def test_wrong_branches_are_all_named_by_the_rules_of_the_form(book, tmp_path):
    path = workbook(
        tmp_path / "x.xlsx",
        ["Tên chi hội", "Loại", "Ngày thành lập", "Số hội viên"],
        ["Chi hội 1", "câu lạc bộ", None, None],
        ["Chi hội 2", None, "01/01/2030", None],
        ["Chi hội 3", None, None, -4],
        ["Chi hội 4", None, None, 12.5],
    )
    loaded = loading.load(book, "branches", path)
    assert [(error.row, error.column) for error in loaded.rejected] == [
        (2, "Loại"),
        (3, "Ngày thành lập"),
        (4, "Số hội viên"),
        (5, "Số hội viên"),
    ]
    assert shown(book, "branches") == []


def test_population_and_donors_are_added_corrected_or_left_alone(book, tmp_path):
    path = workbook(
        tmp_path / "p.xlsx", ["Mã đơn vị", "Năm", "Dân số"], ["24373", 2020, 9500], ["24373", 2019, "9.400"]
    )
    assert counted(loading.load(book, "population", path)) == (2, 0, 0, 0, 0)
    path = workbook(tmp_path / "q.xlsx", ["Mã đơn vị", "Năm", "Dân số"], ["24373", 2020, 9600], ["24373", 2019, 9400])
    assert counted(loading.load(book, "population", path)) == (0, 1, 1, 0, 0)
    path = workbook(
        tmp_path / "r.xlsx", ["Xã", "Năm", "Dân số"], ["24376", 2020, 5], ["99999", 2020, 5], ["24373", 20, 5]
    )
    assert [(error.row, error.column) for error in loading.load(book, "population", path).rejected] == [
        (2, "Xã"),
        (3, "Xã"),
        (4, "Năm"),
    ]
    path = workbook(tmp_path / "d.xlsx", ["Nhà tài trợ", "Loại"], ["Công ty A", "Tổ chức"], ["Cộng đồng B", None])
    assert counted(loading.load(book, "donors", path)) == (2, 0, 0, 0, 0)
    assert {row["full_name"]: row["kind"] for row in shown(book, "donors")} == {
        "Công ty A": "organisation",
        "Cộng đồng B": "person",
    }


def test_numbers_that_look_like_a_numbering_row_are_records_all_the_same(book, tmp_path):
    path = workbook(tmp_path / "p.xlsx", ["Năm", "Mã", "Dân số"], [2020, "24373", 950], [2019, "24373", 940])
    assert counted(loading.load(book, "population", path)) == (2, 0, 0, 0, 0)


def test_a_cash_book_is_booked_in_the_order_of_its_days(book, tmp_path):
    entering.add_donor(book, "Công ty A", "organisation")
    path = workbook(
        tmp_path / "thu chi.xlsx",
        ["Ngày tháng", "Diễn giải", "Họ tên", "Thu", "Chi"],
        ["10/03/2020", "Mua vở", "Hiệu sách", None, 300_000],
        ["01/02/2020", "Ủng hộ", "Công ty A", "1.000.000", None],
        ["05/02/2020", "Ủng hộ", "Ông Bình", 200_000, None],
    )
    assert counted(loading.load(book, "fund", path)) == (3, 0, 0, 0, 0)
    rows = shown(book, "fund")
    assert [(row["on"], row["kind"], row["number"], row["category"]) for row in rows] == [
        ("2020-03-10", "pay", 1, "other_out"),
        ("2020-02-05", "receive", 2, "other_in"),
        ("2020-02-01", "receive", 1, "gift_organisation"),
    ]
    assert counted(loading.load(book, "fund", path)) == (0, 0, 3, 0, 0)


def test_a_cash_book_that_pays_what_it_has_not_got_is_refused_at_that_row(book, tmp_path):
    path = workbook(
        tmp_path / "x.xlsx",
        ["Ngày", "Loại phiếu", "Số tiền", "Nội dung thu chi", "Nơi giữ"],
        ["01/02/2020", "Thu", 100, "Hội phí", "Tiền mặt"],
        ["02/02/2020", "Chi", 101, None, None],
        ["03/02/2020", "Mượn", 5, None, None],
        ["04/02/2020", "Thu", "1,500 triệu", None, None],
        ["05/02/2020", "Thu", 5, "Không có", None],
        [None, "Thu", 5, None, None],
        ["05/02/2030", "Thu", 5, None, None],
    )
    loaded = loading.load(book, "fund", path)
    assert sorted((error.row, error.column) for error in loaded.rejected) == [
        (3, "Số tiền"),
        (4, "Loại phiếu"),
        (5, "Số tiền"),
        (6, "Nội dung thu chi"),
        (7, "Ngày"),
        (8, "Ngày"),
    ]
    assert shown(book, "fund") == []


def test_awards_come_with_their_recipients_and_decision_and_a_pupil_named_twice_is_one(book, tmp_path):
    entering.add_round(book, "Học sinh giỏi", "talent")
    entering.add_decision(book, entering.decision(3, date(2020, 6, 1)))
    path = workbook(
        tmp_path / "khen.xlsx",
        ["STT", "Họ và tên học sinh", "Lớp", "Trường", "Đợt xét", "Hình thức", "Số tiền", "Thành tích", "Quyết định"],
        [1, "Em Lan", "9A", "THCS Ea Tar", "Học sinh giỏi", "Giấy khen", 100_000, "Giỏi toán", "3/2020"],
        [2, "Em Lan", "9A", "THCS Ea Tar", "Học sinh giỏi", "Quà", 50_000, "Giỏi văn", None],
        [3, "Em Mai", "8B", "THCS Ea Tar", "Học sinh giỏi", None, None, None, "3/2020"],
    )
    assert counted(loading.load(book, "awards", path)) == (3, 0, 0, 0, 0)
    rows = shown(book, "awards")
    found = [(row["recipient"], row["form"], row["state"], row["certificate_no"]) for row in rows]
    assert sorted(found, key=str) == [
        ("Em Lan", "certificate", "approved", 1),
        ("Em Lan", "gift", "nominated", None),
        ("Em Mai", "certificate", "approved", 2),
    ]
    assert [row["recipient"] for row in rows] == ["Em Lan", "Em Lan", "Em Mai"]
    assert len(shown(book, "people")) == 2
    assert counted(loading.load(book, "awards", path)) == (0, 0, 3, 0, 0)


def test_wrong_awards_are_named_by_row_and_column(book, tmp_path):
    entering.add_round(book, "Đợt 1", "talent")
    path = workbook(
        tmp_path / "x.xlsx",
        ["Họ tên", "Đợt", "Hình thức", "Quyết định", "Trạng thái"],
        ["A", "Đợt 2", None, None, None],
        ["B", "Đợt 1", "Huân chương", None, None],
        ["C", "Đợt 1", None, "9/2020", None],
        ["D", "Đợt 1", None, None, "Đã duyệt"],
        ["E", "Đợt 1", "Học bổng", None, None],
    )
    loaded = loading.load(book, "awards", path)
    assert [(error.row, error.column) for error in loaded.rejected] == [
        (2, "Đợt"),
        (3, "Hình thức"),
        (4, "Quyết định"),
        (5, "Quyết định"),
        (6, "Số tiền"),
    ]
    assert shown(book, "people") == []


def test_every_list_that_goes_out_comes_in_as_no_change(book, tmp_path):
    home = branch(book)
    entering.change_branch(book, home, {"kind": "school", "head_count": 7, "head_count_on": date(2020, 1, 1)})
    for name in ("Nguyễn Văn An", "Nguyễn Văn An", "H'Ngoan Niê"):
        draft = people.PersonDraft(name, born="1960-02-03", sex="female", phone="+8491", address="-")
        membership.register(book, membership.MemberDraft(date(2019, 1, 1), home, draft))
    membership.register(book, membership.MemberDraft(date(2019, 1, 1), None, people.PersonDraft("Em Bé", born="2010")))
    donor = entering.add_donor(book, "=Bà Lan", "person", "Thôn 1", "0912").id
    for draft in (
        FundDraft("opening", 500, date(2020, 1, 1)),
        FundDraft("receive", 100_000, date(2020, 2, 1), party=donor, note="Ủng hộ"),
        FundDraft("receive", 100_000, date(2020, 2, 1), party=donor, note="Ủng hộ"),
        FundDraft("receive", 7, date(2020, 2, 2), account="goods", party_text="Ai", goods="Vở"),
        FundDraft("transfer", 50, date(2020, 3, 1), to_account="bank"),
    ):
        movements.book_movement(book, draft)
    reversed_one = movements.book_movement(book, FundDraft("pay", 30, date(2020, 3, 2), category="running")).id
    movements.reverse(book, reversed_one, date(2020, 3, 3), "other")
    round_ = entering.add_round(book, "Đợt 1", "support").id
    pupil = people.add_person(book, people.PersonDraft("Em Lan", school="THCS", class_name="9A")).id
    award = award_lines.nominate(
        book, award_lines.AwardDraft(round_, pupil, "pupil", "scholarship", 300, reason="Nghèo")
    ).id
    decision = entering.add_decision(book, entering.decision(1, date(2020, 6, 1))).id
    award_lines.approve(book, [award], decision)
    award_lines.pay(book, award, date(2020, 6, 2))
    for subject, count in (("branches", 1), ("members", 4), ("donors", 1), ("fund", 7), ("awards", 1)):
        for ending in ("xlsx", "csv"):
            path = tmp_path / f"{subject}.{ending}"
            export_list(book, listing_named(subject), shown(book, subject), path)
            assert counted(loading.load(book, subject, path)) == (0, 0, count, 0, 0), (subject, ending)


def test_a_stay_that_ended_goes_out_and_comes_in_as_no_change_too(book, tmp_path):
    stay = membership.register(book, membership.MemberDraft(date(2019, 1, 1), None, people.PersonDraft("Ông Cũ"))).id
    membership.leave(book, stay, date(2020, 1, 1), "died")
    export_list(book, listing_named("members"), shown(book, "members", state="all"), tmp_path / "a.xlsx")
    assert counted(loading.load(book, "members", tmp_path / "a.xlsx")) == (0, 0, 1, 0, 0)


def test_ten_thousand_members_load_within_seconds_and_once(book, tmp_path):
    path = tmp_path / "lớn.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Họ và tên", "Năm sinh"])
        writer.writerows([f"Nguyễn Văn {number}", 1940 + number % 50] for number in range(10_000))
    assert counted(loading.load(book, "members", path)) == (10_000, 0, 0, 0, 0)
    assert counted(loading.load(book, "members", path)) == (0, 0, 10_000, 0, 0)


def test_a_transfer_to_another_purse_is_another_movement_and_what_was_reversed_may_come_again(book, tmp_path):
    second, _third = (entering.add_purse(book, name).id for name in ("Quỹ B", "Quỹ C"))
    movements.book_movement(book, FundDraft("opening", 5_000_000, date(2020, 1, 1)))
    movements.book_movement(book, FundDraft("transfer", 100_000, date(2020, 2, 1), to_purse=second))
    wrong = movements.book_movement(book, FundDraft("receive", 70_000, date(2020, 3, 1), party_text="Bà Hoa"))
    movements.reverse(book, wrong.id, date(2020, 3, 2), "entered_twice")
    path = workbook(
        tmp_path / "quy.xlsx",
        ["Ngày", "Loại", "Số tiền", "Chuyển đến quỹ", "Người nộp"],
        ["01/02/2020", "Chuyển", 100_000, "Quỹ B", None],
        ["01/02/2020", "Chuyển", 100_000, "Quỹ C", None],
        ["01/03/2020", "Thu", 70_000, None, "Bà Hoa"],
    )
    loaded = loading.load(book, "fund", path)
    assert (loaded.new, loaded.same, [str(one) for one in loaded.rejected]) == (2, 1, [])
    assert [row["to_purse"] for row in shown(book, "fund") if row["to_purse"] == "Quỹ C"] == ["Quỹ C"]


@pytest.mark.parametrize(("number", "dialled"), [(912345678, "0912345678"), (2623851234, "02623851234")])
def test_a_number_that_a_sheet_has_shortened_gets_its_nought_back(book, tmp_path, number, dialled):
    path = workbook(tmp_path / "ds.xlsx", ["Họ và tên", "Điện thoại"], ["Y Wang Niê", number])
    loading.load(book, "members", path)
    assert [row["phone"] for row in shown(book, "members")] == [dialled]


def test_all_that_is_wrong_in_a_row_is_told_at_once_and_rows_are_counted_once(book, tmp_path):
    path = workbook(
        tmp_path / "ds.xlsx",
        ["Họ và tên", "Năm sinh", "Nam/nữ", "Điện thoại", "Chi hội", "Ngày vào Hội"],
        ["Y Wang Niê", "31/02/1960", "khác", "abc", "Chi hội lạ", "2030-01-01"],
        ["H’Lan Mlô", 1957, None, None, None, "2019-01-01"],
    )
    loaded = loading.load(book, "members", path)
    assert {one.row for one in loaded.rejected} == {2} and loaded.wrong_rows == 1
    assert [one.column for one in loaded.rejected] == ["Năm sinh", "Nam/nữ", "Chi hội", "Điện thoại", "Ngày vào Hội"]
    assert (loaded.new, loaded.changed, shown(book, "members")) == (0, 0, [])


def test_a_member_whose_day_of_joining_is_not_said_is_named_before_anything_is_written(book, tmp_path):
    path = workbook(tmp_path / "ds.xlsx", ["Họ và tên", "Ngày vào Hội"], ["Phạm Thị Cúc", None], ["Y Wang", "2018"])
    loaded = loading.load(book, "members", path, dry_run=True)
    assert [(one.row, one.column) for one in loaded.remarks] == [(2, "Ngày vào Hội"), (3, "Ngày vào Hội")]
    assert "hôm nay, 05/07/2020" in loaded.remarks[0].message


def test_a_cell_that_no_entry_holds_is_named_by_row_and_column(book, tmp_path):
    path = workbook(tmp_path / "ds.xlsx", ["Họ và tên"], ["Y Wang"], ["B" * 32_000], ["H’Lan"])
    (wrong,) = loading.load(book, "members", path).rejected
    assert (wrong.row, wrong.column) == (3, "Họ và tên")
    path = workbook(
        tmp_path / "quy.xlsx",
        ["Ngày", "Loại", "Số tiền", "Người nộp"],
        ["01/06/2020", "Thu", 5_000, "Ông A"],
        ["01/06/2020", "Thu", 5_000, "B" * 32_000],
    )
    (wrong,) = loading.load(book, "fund", path).rejected
    assert (wrong.row, wrong.column) == (3, "Người nộp")


@pytest.mark.parametrize("cell", [12.345, 123.456, True, 1.5])
def test_a_fraction_or_a_yes_is_no_amount(book, tmp_path, cell):
    path = workbook(tmp_path / "quy.xlsx", ["Ngày", "Loại", "Số tiền"], ["01/06/2020", "Thu", cell])
    (wrong,) = loading.load(book, "fund", path).rejected
    assert wrong.column == "Số tiền"


def test_a_mark_under_man_or_woman_says_which_and_columns_that_nobody_reads_are_named(book, tmp_path):
    path = workbook(
        tmp_path / "ds.xlsx",
        ["STT", "Họ và tên", "Nam", "Nữ", "Cấp bậc", "Họ và tên"],
        [1, "Y Wang Niê", "x", None, "a", "khác"],
        [2, "H’Lan Mlô", None, "x", "b", None],
    )
    loaded = loading.load(book, "members", path)
    assert {row["full_name"]: row["sex"] for row in shown(book, "members")} == {
        "Y Wang Niê": "male",
        "H’Lan Mlô": "female",
    }
    assert loaded.unread == ("Cấp bậc", "Họ và tên")
    both = workbook(tmp_path / "hai.xlsx", ["Họ và tên", "Nam", "Nữ"], ["Ai Đó", "x", "x"])
    assert [one.column for one in loading.load(book, "members", both).rejected] == ["Nữ"]
