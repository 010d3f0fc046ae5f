"""The commands as scripts use them: exit codes, JSON, sentences, and never a traceback."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop_app import cli
from desktop_app.start import main
from tests.stories.program import Ended, program

ID = re.compile(r"[0-9a-f]{32}\Z")
SHA = re.compile(r"[0-9a-f]{64}\Z")


@dataclass
class Desk:
    """Someone at a command line: every command runs in this process, with a home folder of its own."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    book: Path

    def run(self, *words: object) -> Ended:
        self.capture.readouterr()
        code = main([str(word) for word in words])
        said = self.capture.readouterr()
        return Ended(code, said.out, said.err)

    def answer(self, *words: object, code: int = 0) -> Any:
        ended = self.run(*words, "--json")
        assert ended.code == code, ended.err
        return json.loads(ended.out)

    def add(self, subject: str, *fields: str) -> str:
        answer = self.answer("add", self.book, subject, *fields)
        assert answer["subject"] == subject
        identity: str = answer["id"]
        assert ID.match(identity)
        return identity

    def change(self, subject: str, identity: str, *fields: str) -> str:
        answer = self.answer("change", self.book, subject, identity, *fields)
        assert answer["subject"] == subject
        return str(answer["id"])

    def refused(self, *words: object) -> dict[str, Any]:
        answer = self.answer(*words, code=1)
        assert set(answer) == {"refused", "message", "errors"}
        assert answer["message"]
        return answer

    def rows(self, subject: str, *words: object) -> list[dict[str, Any]]:
        answer = self.answer("list", self.book, subject, *words)
        assert answer["subject"] == subject
        rows: list[dict[str, Any]] = answer["rows"]
        return rows


@pytest.fixture
def make_desk(tmp_path, home, capsys, monkeypatch) -> Callable[..., Desk]:
    """A desk with a new book on 5 July 2020."""
    monkeypatch.setenv("SKH_TODAY", "2020-07-05")

    def make(unit: str = "24373", role: str = "office") -> Desk:
        desk = Desk(tmp_path, capsys, tmp_path / f"{unit}.skh")
        made = desk.answer("book", "new", desk.book, "--unit", unit, "--officer", "Nguyễn Thị Hà", "--as", role)
        assert Path(made["book"]) == desk.book
        return desk

    return make


@pytest.fixture
def desk(make_desk) -> Desk:
    return make_desk()


# --- how commands are written ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["book"],
        ["book", "new", "x.skh"],
        ["book", "new", "x.skh", "--unit", "24373", "--officer", "A", "--as", "king"],
        ["list", "x.skh"],
        ["list", "x.skh", "members", "--limit", "0"],
        ["list", "x.skh", "members", "--limit", "nhiều"],
        ["list", "x.skh", "members", "--sort", "name"],
        ["send", "x.skh", "out", "--all", "--own"],
        ["send", "x.skh", "out", "--from", "-1"],
        ["rule", "x.skh", "abc"],
        ["resolve", "x.skh", "abc"],
        ["report", "x.skh", "cluster", "--period", "2020"],
        ["report", "x.skh", "district", "--period", "2020", "--cluster", "2"],
        ["print", "x.skh", "poem", "-o", "x.pdf"],
        ["print", "x.skh", "members"],
        ["demo", "x", "--size", "huge"],
    ],
)
def test_wrong_usage_ends_with_2_and_a_sentence_of_ours(words, capsys):
    assert cli.run(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("cách dùng: so-khuyen-hoc")
    last = said.err.strip().splitlines()[-1]
    assert last.endswith(".")
    assert not re.search(r"argument|required|invalid|expected|usage", last)


def test_every_command_explains_itself(capsys):
    for words in ([], *([name] for name in "book enrol send receive rule answer add change list load demo".split())):
        assert cli.run([*words, "--help"]) == 0
        assert "cách dùng" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["book", "check", "BOOK"],
        ["book", "copy", "BOOK", "copy.skh"],
        ["book", "dump", "BOOK", "out"],
        ["list", "BOOK", "members"],
        ["add", "BOOK", "people", "full_name=A"],
        ["change", "BOOK", "people", "0" * 32, "born=1950"],
        ["load", "BOOK", "members", "x.xlsx"],
        ["report", "BOOK", "cluster", "--period", "2020", "--cluster", "2"],
        ["print", "BOOK", "members", "-o", "x.pdf"],
        ["send", "BOOK", "out"],
        ["receive", "BOOK", "x.khb"],
        ["conflicts", "BOOK"],
        ["answer", "BOOK", "out"],
        ["enrol", "ask", "BOOK", "out.khb"],
    ],
)
def test_a_book_that_is_missing_foreign_or_damaged_ends_with_3_and_one_json_object(words, tmp_path, capsys, home):
    foreign, damaged = tmp_path / "thư.skh", tmp_path / "hỏng.skh"
    foreign.write_text("Kính gửi Hội Khuyến học", encoding="utf-8")
    damaged.write_bytes(b"SQLite format 3\0" + bytes(4080))
    for path in (tmp_path / "không có.skh", foreign, damaged):
        assert cli.run([str(path) if word == "BOOK" else word for word in words] + ["--json"]) == 3
        said = capsys.readouterr()
        assert set(json.loads(said.out)) == {"refused", "message", "errors"}
        assert path.name in said.err


def test_options_for_all_commands_may_stand_anywhere(desk):
    for words in (
        ["--json", "list", desk.book, "members"],
        ["list", desk.book, "members", "--json"],
        ["list", "--json", desk.book, "--lang", "vi", "members"],
        ["list", desk.book, "members", "--json", f"--home={desk.folder / 'khoa'}"],
    ):
        ended = desk.run(*words)
        assert ended.code == 0, words
        assert json.loads(ended.out)["rows"] == []


def test_the_whole_program_speaks_utf8_and_ends_with_the_code_of_the_command(tmp_path):
    home = tmp_path / "khóa"
    made = program("book", "new", tmp_path / "sổ.skh", "--unit", "24373", "--officer", "Y Thông", home=home)
    assert (made.code, made.err) == (0, "")
    assert "sổ.skh" in made.out
    typed = "full_name=H'Ngoan Niê Kdăm\nborn=1960\n\nsex=female\n"
    added = program("add", tmp_path / "sổ.skh", "members", "-", "--json", home=home, typed=typed)
    assert ID.match(added.answer["id"])
    listed = program("list", tmp_path / "sổ.skh", "members", "--search", "ngoan", home=home)
    assert "H'Ngoan Niê Kdăm" in listed.out


def test_an_interrupted_command_ends_with_4(desk, monkeypatch):
    def stop(*_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["desktop_app.work.lists"], "ids", stop)
    assert desk.run("list", desk.book, "members").code == 4


# --- book -----------------------------------------------------------------------------------------------------------


def test_a_new_book_is_refused_where_a_file_is_and_for_a_unit_that_does_not_exist(desk):
    words = ["--officer", "A", "--unit"]
    assert "Đã có tệp" in desk.refused("book", "new", desk.book, *words, "24373")["message"]
    desk.refused("book", "new", desk.folder / "b.skh", *words, "99999")
    desk.refused("book", "new", desk.folder / "b.skh", *words, "24373", "--on", "hôm nay")
    assert not (desk.folder / "b.skh").exists()


def test_the_check_tells_unit_digests_counts_balances_and_problems(desk):
    desk.add("fund", "kind=receive", "amount=500000", "on=2020-03-01")
    desk.add("fund", "kind=receive", "amount=70000", "account=bank")
    desk.add("members", "full_name=Trần Thị Bé")
    for words in ([], ["--rebuild"]):
        found = desk.answer("book", "check", desk.book, *words)
        assert set(found) == {"ok", "unit", "state", "folded", "counts", "balances", "problems"}
        assert (found["ok"], found["unit"], found["problems"]) == (True, "24373", [])
        assert SHA.match(found["state"])
        assert SHA.match(found["folded"])
        assert (found["counts"]["memberships"], found["counts"]["movements"]) == (1, 2)
        assert (found["balances"]["cash"], found["balances"]["bank"]) == (500_000, 70_000)


def test_a_book_is_copied_opened_counted_and_restored_with_the_old_one_kept_aside(desk):
    desk.add("members", "full_name=Trần Thị Bé")
    made = desk.answer("book", "copy", desk.book, desk.folder / "bản sao.skh")
    desk.add("members", "full_name=Lê Văn Sau")
    restored = desk.answer("book", "restore", made["copy"], desk.book)
    assert [row["full_name"] for row in desk.rows("members")] == ["Trần Thị Bé"]
    assert Path(restored["kept_aside"]).is_file()


def test_a_dump_holds_every_record_as_csv_with_a_schema(desk):
    desk.add("members", "full_name=Trần Thị Bé")
    files = desk.answer("book", "dump", desk.book, desk.folder / "ra")["files"]
    found = {Path(file).name: Path(file).read_text(encoding="utf-8") for file in files}
    assert "Trần Thị Bé" in found["people.csv"]
    assert "people.csv,full_name,text,always" in found["schema.csv"].replace("\r", "")


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


def test_a_refused_payment_leaves_no_new_donor_and_a_refused_award_no_new_person(desk):
    desk.refused("add", desk.book, "fund", "kind=pay", "amount=500000", "party=Ông Bình", "new=1")
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


def test_population_is_the_offices_own_and_targets_clusters_and_units_the_provinces(desk, make_desk):
    one = desk.add("population", "unit=24373", "year=2020", "people=9.500", "pupils=1200")
    assert desk.add("population", "year=2020", "people=9600") == one
    desk.change("population", one, "households=2100")
    (row,) = desk.rows("population")
    assert (row["people"], row["households"], row["pupils"]) == (9600, 2100, 1200)
    for subject, fields in (
        ("targets", ["unit=24373", "year=2020", "indicator=D01", "value=5"]),
        ("clusters", ["number=9", "year=2020", "name=Cụm 9", "units=651"]),
        ("units", ["code=77777", "name=Xã Mới"]),
        ("population", ["unit=24376", "year=2020", "people=5"]),
    ):
        assert "tỉnh" in desk.refused("add", desk.book, subject, *fields)["message"]
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
        ("decisions", ["no=0"], "number"),
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
    assert answer == {"new": 0, "changed": 0, "same": 2, "doubtful": 0, "rejected": []}


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


# --- exchange -------------------------------------------------------------------------------------------------------


def test_a_round_between_an_office_and_its_province(make_desk):
    province, office = make_desk("66", "province"), make_desk("24373")
    (office.folder / "xin").mkdir()
    ask = office.answer("enrol", "ask", office.book, office.folder / "xin")
    assert re.fullmatch(r"(\d{4} ){5}\d{4}", ask["fingerprint"])
    made = office.folder / "duyệt"
    words = ["enrol", "approve", province.book, ask["file"], made]
    assert province.refused(*words)["refused"] == "FINGERPRINT"
    assert province.refused(*words, "--fingerprint", "0000 " * 5 + "0000")["refused"] == "FINGERPRINT"
    approved = province.answer(*words, "--fingerprint", ask["fingerprint"])
    assert set(approved) == {"trust", "files"}
    office.refused("send", office.book, office.folder / "gửi")
    office.refused("enrol", "accept", office.book, approved["trust"], *approved["files"])
    office.answer("enrol", "accept", office.book, approved["trust"], *approved["files"], "--yes")
    office.add("members", "full_name=Trần Thị Bé", "joined=2020-03-01")
    sent = office.answer("send", office.book, office.folder / "gửi", "--close", "2020H1")
    (file,) = sent["files"]
    assert set(file) == {"file", "from", "to", "entries", "sha256"}
    assert (file["from"], file["entries"]) == (1, file["to"])
    assert sent["passed_on"] == []
    assert isinstance(office.answer("inspect", file["file"]), dict)
    tried = province.answer("receive", province.book, file["file"], "--dry-run")
    assert tried["files"][0]["outcome"] == "MERGED"
    got = province.answer("receive", province.book, office.folder / "gửi")
    assert set(got) == {"files", "state", "folded", "conflicts", "waiting"}
    assert set(got["files"][0]) == {"file", "outcome", "code", "unit", "from", "to", "new", "sha256", "message"}
    assert (got["files"][0]["outcome"], got["files"][0]["unit"], got["conflicts"]) == ("MERGED", "24373", 0)
    again = province.answer("receive", province.book, file["file"])
    assert again["files"][0]["outcome"] == "ALREADY_HAVE"
    broken = office.folder / "hỏng.khb"
    broken.write_bytes(Path(file["file"]).read_bytes()[:-20])
    refused = province.answer("receive", province.book, broken, code=1)
    assert refused["files"][0]["outcome"] in ("REFUSED", "QUARANTINED")
    answered = province.answer("answer", province.book, province.folder / "trả lời")["files"]
    took = office.answer("receive", office.book, *answered)
    assert {one["outcome"] for one in took["files"]} <= {"MERGED", "ALREADY_HAVE", "WAITING"}
    assert office.answer("send", office.book, office.folder / "nữa")["files"] == []
    assert province.answer("conflicts", province.book) == {"conflicts": []}
    report = province.answer("report", province.book, "cluster", "--period", "2020H1", "--cluster", "2")
    assert set(report) >= {
        "report",
        "period",
        "cluster",
        "as_of",
        "units",
        "praise",
        "total",
        "not_reported",
        "sources",
    }
    unit = next(unit for unit in report["units"] if unit["code"] == "24373")
    assert set(unit) >= {"code", "name", "level", "parent", "reported", "own", "indicators", "flags"}
    assert set(unit["indicators"]["B01"]) == {"value", "target", "last_year"}
    assert (unit["reported"], unit["parent"], unit["own"]["B01"]) == (True, "651", 1)
    assert [set(source) for source in report["sources"]] == [{"unit", "from", "to", "sha256"}]


def test_what_one_program_writes_another_may_read_but_not_write(desk):
    from db.store import Book

    desk.add("members", "full_name=Trần Thị Bé")
    with Book.open(desk.book, write=True):
        assert desk.run("add", desk.book, "people", "full_name=A").code == 3
        for words in (
            ["list", desk.book, "people"],
            ["book", "check", desk.book],
            ["book", "copy", desk.book, desk.folder / "c.skh"],
            ["print", desk.book, "members", "-o", desk.folder / "m.pdf"],
        ):
            assert desk.run(*words).code == 0, words


def test_papers_are_printed_as_pdf(desk):
    desk.add("fund", "kind=opening", "amount=1000000", "on=2020-01-01")
    receipt = desk.add("fund", "kind=receive", "amount=500000", "party=Bà Hoa")
    desk.add("rounds", "name=Đợt 1", "purpose=talent")
    desk.add("decisions", "no=1", "on=2020-06-01", "signer=Y Thông")
    desk.add("awards", "round=Đợt 1", "recipient=Em Lan", "new=1", "decision=1/2020", "amount=100000")
    desk.add("awards", "round=Đợt 1", "recipient=Em Mai", "new=1", "decision=1/2020", "form=scholarship", "amount=9000")
    desk.add("members", "full_name=Trần Thị Bé")
    payment = desk.add("fund", "kind=pay", "amount=5000")
    for paper, words in {
        "certificate": ["--decision", "1/2020"],
        "award-list": ["--decision", "1/2020"],
        "scholarship-list": ["--decision", "1/2020"],
        "receipt": ["--id", receipt],
        "payment": ["--id", payment],
        "cash-book": ["--period", "2020H1"],
        "members": [],
    }.items():
        out = desk.folder / f"{paper}.pdf"
        made = desk.answer("print", desk.book, paper, *words, "-o", out)
        assert made["pages"] >= 1, paper
        assert out.read_bytes().startswith(b"%PDF-")
