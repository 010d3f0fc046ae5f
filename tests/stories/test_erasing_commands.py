"""Erasing personal data at the command line: withdrawn by an office, erased by the province with a protocol, copies cleaned."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.offices import Network
from tests.papers.reading import text
from tests.stories.program import program


def test_a_person_is_withdrawn_sent_erased_answered_and_cleaned_from_an_old_copy(
    network: Network, tmp_path: Path
) -> None:
    network.close()
    office, province = network.folder / "24373.skh", network.folder / "tinh.skh"
    at_office, at_province = network.folder / "khoa-24373", network.folder / "khoa-tinh"

    def run(*words: object, home: Path, code: int = 0) -> dict:
        ended = program(*words, "--json", home=home)
        assert ended.code == code, ended.err
        return ended.answer

    person = run("add", office, "people", "full_name=Hoàng Quỳnh Lưuxa", "born=1960", home=at_office)["id"]
    run("send", office, tmp_path / "gui", home=at_office)
    run("receive", province, tmp_path / "gui", home=at_province)
    copy = tmp_path / "cu.skh"
    shutil.copyfile(office, copy)
    assert run("erase", province, home=at_province) == {"asked": []}
    assert run("erase", office, "people", person, home=at_office, code=1)["refused"] == "PROVINCE"

    run("withdraw", office, "people", "Hoàng Quỳnh Lưuxa", home=at_office)
    run("send", office, tmp_path / "gui-2", home=at_office)
    run("receive", province, tmp_path / "gui-2", home=at_province)
    assert [one["id"] for one in run("erase", province, home=at_province)["asked"]] == [person]
    paper = tmp_path / "bien-ban.pdf"
    erased = run("erase", province, "people", person, "--reason", "Người đó yêu cầu", "-o", paper, home=at_province)
    assert (erased["records"], erased["entries"], erased["file"]) == ([person], 2, str(paper))
    assert "Lý do: Người đó yêu cầu" in text(paper)
    run("print", province, "erasure", "--id", person, "-o", tmp_path / "lai.pdf", home=at_province)
    assert "Lưuxa" not in text(paper) + text(tmp_path / "lai.pdf")

    run("answer", province, tmp_path / "tra-loi", home=at_province)
    for other in (tmp_path / "tra-loi").glob("KH-baonhan-24379*"):
        other.unlink()
    run("receive", office, tmp_path / "tra-loi", home=at_office)
    assert run("clean", office, tmp_path, home=at_office)["cleaned"] == [str(copy)]
    assert run("clean", office, tmp_path, home=at_office)["cleaned"] == []
    for book, home in ((office, at_office), (province, at_province)):
        assert run("book", "check", book, "--rebuild", home=home)["ok"]
    word = "Lưuxa".encode()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and word in path.read_bytes()] == []


def test_exported_lists_are_logged_and_those_that_name_an_erased_person_are_named_and_deleted(
    network: Network, tmp_path: Path
) -> None:
    network.close()
    province, at_province, out = network.folder / "tinh.skh", network.folder / "khoa-tinh", tmp_path / "ra"

    def run(*words: object, code: int = 0) -> dict:
        ended = program(*words, "--json", home=at_province)
        assert ended.code == code, ended.err
        return ended.answer

    assert run("exports", province) == {"exports": [], "still_named": []}
    person = run("add", province, "members", "full_name=Hoàng Quỳnh Lưuxa", "joined=01/05/2019")["id"]
    run("add", province, "branches", "name=Chi hội Một", "kind=village", "head=Bà Lưuxa, tức Hoàng Quỳnh Lưuxa")
    run("list", province, "members", "-o", out / "hoi-vien.xlsx")
    run("print", province, "members", "-o", out / "hoi-vien.pdf")
    run("book", "dump", province, out / "ca-so")
    run("list", province, "people", "-o", tmp_path / "usb" / "nguoi.csv")
    shutil.rmtree(tmp_path / "usb")
    assert [row["what"] for row in run("exports", province)["exports"]] == ["people", "dump", "members", "members"]
    assert len(run("exports", province, "--limit", "1")["exports"]) == 1

    erased = run("erase", province, "people", "Hoàng Quỳnh Lưuxa", "-o", tmp_path / "bien-ban.pdf")
    assert person not in erased["records"] and len(erased["still_named"]) == 5
    assert "Người đứng đầu" in text(tmp_path / "bien-ban.pdf")
    told = program("exports", province, home=at_province).out
    assert "Toàn bộ sổ (CSV)" in told and "Xóa tệp này" in told and "không xem được" in told

    assert len(run("clean", province, out)["still_named"]) == 3 and len(list(out.iterdir())) == 3
    cleaned = run("clean", province, out, "--delete")
    assert sorted(Path(path).name for path in cleaned["deleted"]) == ["ca-so", "hoi-vien.pdf", "hoi-vien.xlsx"]
    assert cleaned["still_named"] == [] and [path for path in out.rglob("*") if path.is_file()] == []
    rest = run("exports", province)["still_named"]
    assert [Path(one["file"]).name if one["file"] else None for one in rest] == ["nguoi.csv", None]
    for one in rest:
        rest = run("exports", province, "--settled", one["id"])["still_named"]
    assert rest == []


def test_an_office_that_receives_an_erasure_is_told_which_of_its_files_name_the_person(
    network: Network, tmp_path: Path
) -> None:
    network.close()
    office, province = network.folder / "24373.skh", network.folder / "tinh.skh"
    at_office, at_province = network.folder / "khoa-24373", network.folder / "khoa-tinh"

    def run(*words: object, home: Path) -> dict:
        ended = program(*words, "--json", home=home)
        assert ended.code == 0, ended.err
        return ended.answer

    person = run("add", office, "people", "full_name=Hoàng Quỳnh Lưuxa", home=at_office)["id"]
    run("send", office, tmp_path / "gui", home=at_office)
    run("receive", province, tmp_path / "gui", home=at_province)
    run("list", office, "people", "-o", tmp_path / "nguoi.csv", home=at_office)
    run("erase", province, "people", person, home=at_province)
    run("answer", province, tmp_path / "tra-loi", home=at_province)
    for other in (tmp_path / "tra-loi").glob("KH-baonhan-24379*"):
        other.unlink()
    (told,) = run("receive", office, tmp_path / "tra-loi", home=at_office)["still_named"]
    assert told["file"] == str(tmp_path / "nguoi.csv") and "còn ghi tên" in told["words"]
