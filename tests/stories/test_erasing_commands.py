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
    office, hub = network.folder / "24373.skh", network.folder / "tinh.skh"
    at_office, at_hub = network.folder / "khoa-24373", network.folder / "khoa-tinh"

    def run(*words: object, home: Path, code: int = 0) -> dict:
        ended = program(*words, "--json", home=home)
        assert ended.code == code, ended.err
        return ended.answer

    person = run("add", office, "people", "full_name=Hoàng Quỳnh Lưuxa", "born=1960", home=at_office)["id"]
    run("send", office, tmp_path / "gui", home=at_office)
    run("receive", hub, tmp_path / "gui", home=at_hub)
    copy = tmp_path / "cu.skh"
    shutil.copyfile(office, copy)
    assert run("erase", hub, home=at_hub) == {"asked": []}
    assert run("erase", office, "people", person, home=at_office, code=1)["refused"] == "PROVINCE"

    run("withdraw", office, "people", "Hoàng Quỳnh Lưuxa", home=at_office)
    run("send", office, tmp_path / "gui-2", home=at_office)
    run("receive", hub, tmp_path / "gui-2", home=at_hub)
    assert [one["id"] for one in run("erase", hub, home=at_hub)["asked"]] == [person]
    paper = tmp_path / "bien-ban.pdf"
    erased = run("erase", hub, "people", person, "--reason", "Người đó yêu cầu", "-o", paper, home=at_hub)
    assert (erased["records"], erased["entries"], erased["file"]) == ([person], 2, str(paper))
    assert "Lý do: Người đó yêu cầu" in text(paper)
    run("print", hub, "erasure", "--id", person, "-o", tmp_path / "lai.pdf", home=at_hub)
    assert "Lưuxa" not in text(paper) + text(tmp_path / "lai.pdf")

    run("answer", hub, tmp_path / "tra-loi", home=at_hub)
    for other in (tmp_path / "tra-loi").glob("KH-baonhan-24379*"):
        other.unlink()
    run("receive", office, tmp_path / "tra-loi", home=at_office)
    assert run("clean", office, tmp_path, home=at_office)["cleaned"] == [str(copy)]
    assert run("clean", office, tmp_path, home=at_office)["cleaned"] == []
    for book, home in ((office, at_office), (hub, at_hub)):
        assert run("book", "check", book, "--rebuild", home=home)["ok"]
    word = "Lưuxa".encode()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and word in path.read_bytes()] == []


def test_exported_lists_are_logged_and_those_that_name_an_erased_person_are_named_and_deleted(
    network: Network, tmp_path: Path
) -> None:
    network.close()
    hub, at_hub, out = network.folder / "tinh.skh", network.folder / "khoa-tinh", tmp_path / "ra"

    def run(*words: object, code: int = 0) -> dict:
        ended = program(*words, "--json", home=at_hub)
        assert ended.code == code, ended.err
        return ended.answer

    assert run("exports", hub) == {"exports": [], "still_named": []}
    person = run("add", hub, "members", "full_name=Hoàng Quỳnh Lưuxa", "joined=01/05/2019")["id"]
    run("add", hub, "branches", "name=Chi hội Một", "kind=village", "head=Bà Lưuxa, tức Hoàng Quỳnh Lưuxa")
    run("list", hub, "members", "-o", out / "hoi-vien.xlsx")
    run("print", hub, "members", "-o", out / "hoi-vien.pdf")
    run("book", "dump", hub, out / "ca-so")
    run("list", hub, "people", "-o", tmp_path / "usb" / "nguoi.csv")
    shutil.rmtree(tmp_path / "usb")
    assert [row["what"] for row in run("exports", hub)["exports"]] == ["people", "dump", "members", "members"]
    assert len(run("exports", hub, "--limit", "1")["exports"]) == 1

    erased = run("erase", hub, "people", "Hoàng Quỳnh Lưuxa", "-o", tmp_path / "bien-ban.pdf")
    assert person not in erased["records"] and len(erased["still_named"]) == 5
    assert "Người đứng đầu" in text(tmp_path / "bien-ban.pdf")
    told = program("exports", hub, home=at_hub).out
    assert "Toàn bộ sổ (CSV)" in told and "Xóa tệp này" in told and "không xem được" in told

    assert len(run("clean", hub, out)["still_named"]) == 3 and len(list(out.iterdir())) == 3
    cleaned = run("clean", hub, out, "--delete")
    assert sorted(Path(path).name for path in cleaned["deleted"]) == ["ca-so", "hoi-vien.pdf", "hoi-vien.xlsx"]
    assert cleaned["still_named"] == [] and [path for path in out.rglob("*") if path.is_file()] == []
    rest = run("exports", hub)["still_named"]
    assert [Path(one["file"]).name if one["file"] else None for one in rest] == ["nguoi.csv", None]
    for one in rest:
        rest = run("exports", hub, "--settled", one["id"])["still_named"]
    assert rest == []


def test_an_office_that_receives_an_erasure_is_told_which_of_its_files_name_the_person(
    network: Network, tmp_path: Path
) -> None:
    network.close()
    office, hub = network.folder / "24373.skh", network.folder / "tinh.skh"
    at_office, at_hub = network.folder / "khoa-24373", network.folder / "khoa-tinh"

    def run(*words: object, home: Path) -> dict:
        ended = program(*words, "--json", home=home)
        assert ended.code == 0, ended.err
        return ended.answer

    person = run("add", office, "people", "full_name=Hoàng Quỳnh Lưuxa", home=at_office)["id"]
    run("send", office, tmp_path / "gui", home=at_office)
    run("receive", hub, tmp_path / "gui", home=at_hub)
    run("list", office, "people", "-o", tmp_path / "nguoi.csv", home=at_office)
    run("erase", hub, "people", person, home=at_hub)
    run("answer", hub, tmp_path / "tra-loi", home=at_hub)
    for other in (tmp_path / "tra-loi").glob("KH-baonhan-24379*"):
        other.unlink()
    (told,) = run("receive", office, tmp_path / "tra-loi", home=at_office)["still_named"]
    assert told["file"] == str(tmp_path / "nguoi.csv") and "còn ghi tên" in told["words"]
