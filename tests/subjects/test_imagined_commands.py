"""Gardens and waterings at the command line: added, corrected, refused, listed, searched, exported and loaded again."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from tests.snapshots.clerk import Clerk, Names
from tests.subjects.imagined import GARDENS, IMAGINED, WATERINGS

BOOK = "so"
ALL = (
    "no=7", "name=Vườn Thôn Năm", "story=Trồng hộ cụ Sáu", "phone=0905 111 222", "cost=1.500.000", "fenced=có",
    "planted=2/3/2019", "keeper_born=1952", "soil=bazan", "helper=Chi hội Một", "beside=Chi hội Hai; Chi hội Ba",
)  # fmt: skip


@pytest.fixture
def clerk(imagined: None, tmp_path: Path) -> Clerk:
    """Somebody with a commune's book of three branches."""
    clerk = Clerk(tmp_path, Names())
    made = clerk.run("book", "new", clerk.book(BOOK), "--unit", "24373", "--officer", "Hà", "--as", "office")
    assert made.code == 0, made.err
    for name in ("Một", "Hai", "Ba"):
        clerk.add(BOOK, "branches", "branch", f"name=Chi hội {name}")
    return clerk


def _refusal(clerk: Clerk, *words: object) -> dict[str, str]:
    ended = clerk.run(*words, "--json")
    assert ended.code == 1, ended.out
    return {error["field"]: error["message"] for error in ended.answer["errors"]}


def _load(clerk: Clerk, subject: str, path: Path) -> dict[str, object]:
    return clerk.run("load", clerk.book(BOOK), subject, path, "--json").answer


def test_every_class_of_field_is_said_listed_and_searched(clerk: Clerk) -> None:
    clerk.add(BOOK, GARDENS.name, "garden", *ALL)
    clerk.add(BOOK, GARDENS.name, "garden", "no=8", "name=Vườn Trường")
    first, second = clerk.rows(BOOK, GARDENS.name)
    assert {name: value for name, value in first.items() if name != "id"} == {
        "no": 7, "name": "Vườn Thôn Năm", "story": "Trồng hộ cụ Sáu", "phone": "0905 111 222", "cost": 1_500_000,
        "fenced": 1, "planted": "2019-03-02", "keeper_born": "1952", "soil": "red", "unit": "Thị trấn Ea Kar",
        "helper": "Chi hội Một", "beside": "Chi hội Hai; Chi hội Ba",
    }  # fmt: skip
    assert (second["name"], second["fenced"], second["beside"]) == ("Vườn Trường", 0, None)
    assert [row["no"] for row in clerk.rows(BOOK, GARDENS.name, "--search", "thon nam")] == [7]
    assert clerk.rows(BOOK, GARDENS.name, "--search", "không có") == []


def test_a_garden_said_again_by_its_key_is_corrected_and_its_key_stays(clerk: Clerk) -> None:
    identity = clerk.add(BOOK, GARDENS.name, "garden", *ALL)
    assert clerk.add(BOOK, GARDENS.name, "garden", "no=7", "name=Vườn Mới") == identity
    assert clerk.run("change", clerk.book(BOOK), GARDENS.name, identity, "cost=2tr", "soil=Đất xám").code == 0
    (row,) = clerk.rows(BOOK, GARDENS.name)
    assert (row["name"], row["cost"], row["soil"], row["story"]) == ("Vườn Mới", 2_000_000, "grey", "Trồng hộ cụ Sáu")
    said = _refusal(clerk, "change", clerk.book(BOOK), GARDENS.name, identity, "no=9")
    assert said == {"no": "Mục «Số hiệu vườn» không đổi được. Ghi một mục mới"}


def test_everything_that_is_wrong_is_said_at_once_each_at_its_field(clerk: Clerk) -> None:
    said = _refusal(
        clerk, "add", clerk.book(BOOK), GARDENS.name, "no=0", "phone=abc", "cost=nhiều", "planted=31/2/2019",
        "keeper_born=hồi xưa", "soil=cát", "helper=Chi hội Mười", "beside=Chi hội Chín",
    )  # fmt: skip
    assert list(said) == ["no", "name", "phone", "cost", "planted", "keeper_born", "soil", "helper", "beside"]
    assert said["no"] == "Số hiệu vườn từ 1 đến 99" and said["name"] == "Nhập tên vườn cây"
    assert "Đất đỏ, Đất xám" in said["soil"] and "Không thấy chi hội «Chi hội Mười»" in said["helper"]
    told = _refusal(clerk, "add", clerk.book(BOOK), GARDENS.name, "no=1", "name=A", "fenced=1")
    assert told == {"cost": "Có rào thì ghi số tiền làm rào"}


def test_an_office_writes_no_garden_of_another_unit(clerk: Clerk) -> None:
    said = _refusal(clerk, "add", clerk.book(BOOK), GARDENS.name, "no=1", "name=A", "unit=24379")
    assert list(said) == ["unit"] and "do đơn vị đó hoặc tỉnh ghi" in said["unit"]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_is_exported_has_the_words_of_the_declaration_and_is_loaded_again(
    clerk: Clerk, tmp_path: Path, ending: str
) -> None:
    garden = clerk.add(BOOK, GARDENS.name, "garden", *ALL)
    clerk.add(BOOK, WATERINGS.name, "watering", f"garden={garden}", "on=1/6/2020", "litres=40", "said=tưới buổi tối")
    before = {subject.name: clerk.rows(BOOK, subject.name) for subject in IMAGINED}
    for subject in IMAGINED:
        path = tmp_path / f"{subject.name}.{ending}"
        assert clerk.run("list", clerk.book(BOOK), subject.name, "-o", path).code == 0
        headings = _read(path)
        assert headings == [field.title for name in subject.shown.columns for field in (subject.field(str(name)),)]
    same = {"new": 0, "changed": 0, "same": 1, "doubtful": 0, "rejected": [], "remarks": [], "unread": []}
    assert _load(clerk, GARDENS.name, tmp_path / f"{GARDENS.name}.{ending}") == same
    assert {subject.name: clerk.rows(BOOK, subject.name) for subject in IMAGINED} == before
    exports = clerk.run("exports", clerk.book(BOOK)).out
    assert "Danh sách vườn cây" in exports and "Danh sách lần tưới" in exports


def _read(path: Path) -> list[str]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    else:
        rows = [[*row] for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]
    return next([str(cell) for cell in row] for row in rows if sum(cell not in (None, "") for cell in row) > 1)


def test_a_sheet_with_a_wrong_row_is_told_at_its_columns_and_nothing_is_written(clerk: Clerk, tmp_path: Path) -> None:
    clerk.add(BOOK, GARDENS.name, "garden", *ALL)
    path = tmp_path / "vuon.csv"
    path.write_text(
        "Số vườn,Vườn,Rào,Đất,Ở cạnh\n7,Vườn Thôn Năm,1.600.000,bazan,Chi hội Hai; Chi hội Ba\n9,Vườn Chín,ba đồng,cát,\n",
        encoding="utf-8",
    )
    answer = _load(clerk, GARDENS.name, path)
    assert [(one["row"], one["column"]) for one in answer["rejected"]] == [(3, "Rào"), (3, "Đất")]
    assert clerk.rows(BOOK, GARDENS.name)[0]["cost"] == 1_500_000
    path.write_text(path.read_text(encoding="utf-8").replace("ba đồng,cát", "300000,xám"), encoding="utf-8")
    answer = _load(clerk, GARDENS.name, path)
    assert answer["rejected"][0]["column"] == "Đất" and len(answer["rejected"]) == 1
    path.write_text(path.read_text(encoding="utf-8").replace(",xám", ",Đất xám"), encoding="utf-8")
    answer = _load(clerk, GARDENS.name, path)
    assert (answer["new"], answer["changed"], answer["rejected"]) == (1, 1, [])
    assert [(row["no"], row["cost"], row["soil"]) for row in clerk.rows(BOOK, GARDENS.name)] == [
        (9, 300_000, "grey"),
        (7, 1_600_000, "red"),
    ]


def test_a_list_of_waterings_names_the_garden_and_what_is_missing_is_told_as_declared(
    clerk: Clerk, tmp_path: Path
) -> None:
    clerk.add(BOOK, GARDENS.name, "garden", *ALL)
    path = tmp_path / "tuoi.csv"
    path.write_text("Vườn,Ngày,Lít,Dặn\nVườn Thôn Năm,1/6/2020,40,tối\nVườn Nào,2/6/2020,,\n", encoding="utf-8")
    answer = _load(clerk, WATERINGS.name, path)
    assert [(one["row"], one["column"]) for one in answer["rejected"]] == [(3, "Vườn")]
    path.write_text("Vườn,Ngày,Lít,Dặn\nVườn Thôn Năm,1/6/2020,40,tối\n,2/6/2020,3,\n", encoding="utf-8")
    answer = _load(clerk, WATERINGS.name, path)
    assert [(one["column"], one["message"]) for one in answer["rejected"]] == [("Vườn", "Chọn vườn được tưới")]
    path.write_text("Vườn,Ngày,Lít,Dặn\nVườn Thôn Năm,1/6/2020,40,tối\n", encoding="utf-8")
    assert _load(clerk, WATERINGS.name, path)["new"] == 1
    assert clerk.rows(BOOK, WATERINGS.name, "--search", "2020-06")[0]["said"] == "tối"


def test_all_of_the_book_is_dumped_with_them(clerk: Clerk, tmp_path: Path) -> None:
    clerk.add(BOOK, GARDENS.name, "garden", *ALL)
    assert clerk.run("book", "dump", clerk.book(BOOK), tmp_path / "ra").code == 0
    assert "Vườn Thôn Năm" in (tmp_path / "ra" / "imagined_gardens.csv").read_text(encoding="utf-8")
