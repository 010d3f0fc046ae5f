"""What left the book on paper or in files, and what stands in free text: logged, found before the name goes, seen to by a person."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from db.clock import system_clock
from db.refusal import Refusal
from db.store import Book
from desktop_app.values.periods import parse_period
from desktop_app.work import printing
from desktop_app.work.book import backups
from desktop_app.work.fund import movements
from desktop_app.work.lists import list_queries
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.printing import write_report
from desktop_app.work.privacy import clean_copies, consent_withdrawal, erasure, residual_mentions
from desktop_app.work.records import export_log
from desktop_app.work.subjects import full_dump, list_export
from desktop_app.work.subjects.other_lists import EXPORTS
from desktop_app.work.subjects.registry import listing_named
from tests import entering
from tests.exchange.test_erasure import NAME, PHONE, VILLAGE, adult, child, told, traces
from tests.offices import TODAY, receive, sound
from tests.papers.reading import text


@pytest.fixture
def office(network):
    return network.offices["24373"]


def export(book: Book, subject: str, target: Path) -> Path:
    with book.reading() as db:
        rows = list_queries.rows(
            db, listing_named(subject), list_queries.ids(db, list_queries.Query(listing_named(subject)))
        )
    list_export.export_list(book, listing_named(subject), rows, target)
    return target


def paper(book: Book, name: str, target: Path, **asked) -> Path:
    printing.print_paper(book, name, target, **asked)
    return target


def logged(book: Book) -> list[tuple[str, str, int, str]]:
    """Who, what, how much and where to, the oldest first."""
    with book.reading() as db:
        rows = list_queries.rows(db, EXPORTS, list_queries.ids(db, list_queries.Query(EXPORTS)))
    return [(row["officer"], row["what"], row["size"], Path(row["file"]).name) for row in reversed(rows)]


def left(book: Book) -> list[str]:
    return [one.words for one in residual_mentions.left(book)]


def files_left(book: Book) -> list[tuple[str, bool]]:
    return sorted((one.file.name, one.certain) for one in residual_mentions.left(book) if one.file)


# ---- the log ---------------------------------------------------------------------------------------------------------


def test_every_list_and_paper_that_leaves_the_book_is_written_down_with_who_when_what_how_much_and_where(
    office, tmp_path
):
    adult(office)
    child(office)
    export(office, "members", tmp_path / "hoi-vien.xlsx")
    export(office, "people", tmp_path / "nguoi.csv")
    paper(office, "members", tmp_path / "hoi-vien.pdf")
    paper(office, "cash-book", tmp_path / "so-quy.pdf", period=parse_period("2020"))
    full_dump.dump(office, tmp_path / "ca-so")
    who = logged(office)[0][0]
    assert who and logged(office) == [
        (who, "members", 1, "hoi-vien.xlsx"),
        (who, "people", 2, "nguoi.csv"),
        (who, "members", 1, "hoi-vien.pdf"),
        (who, "cash-book", 1, "so-quy.pdf"),
        (who, "dump", len(list((tmp_path / "ca-so").iterdir())), "ca-so"),
    ]
    export_log.log(office, "receipt", 2, None)  # to a printer
    assert [one[1:] for one in logged(office)[5:]] == [("receipt", 2, "")]
    with office.reading() as db:
        (moment,) = db.execute("SELECT min(exported_at) FROM exports").fetchone()
    assert export_log.moment_words(moment).startswith("05/07/2020")


def test_a_cluster_s_report_is_written_down_and_a_preview_is_not(network, tmp_path):
    report = printing.make_cluster_report(network.province, 2, parse_period("2020H1"), None)
    write_report(network.province, report, tmp_path / "xem.pdf", remember=False)
    write_report(network.province, report, tmp_path / "cum.xlsx")
    write_report(network.province, report, tmp_path / "cum.pdf")
    assert [(what, file) for _who, what, _size, file in logged(network.province)] == [
        ("report", "cum.xlsx"),
        ("report", "cum.pdf"),
    ]


def test_where_the_log_cannot_be_written_nothing_leaves_the_book(office, tmp_path):
    adult(office)
    with closing(sqlite3.connect(office.path)) as db:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON exports BEGIN SELECT RAISE(FAIL, 'full'); END")
    out = tmp_path / "ra"
    out.mkdir()
    for leave in (
        lambda: export(office, "members", out / "a.xlsx"),
        lambda: export(office, "members", out / "a.csv"),
        lambda: paper(office, "members", out / "a.pdf"),
        lambda: full_dump.dump(office, out),
    ):
        with pytest.raises(DBAPIError):
            leave()
    assert list(out.iterdir()) == []


# ---- exported files ---------------------------------------------------------------------------------------------------


def test_where_the_drive_is_too_full_for_the_log_nothing_leaves_the_book(office, tmp_path):
    adult(office)
    with closing(sqlite3.connect(office.path)) as db:
        big = "INSERT INTO settings VALUES ('big', zeroblob(4000000))"
        db.execute(f"CREATE TRIGGER big BEFORE INSERT ON exports BEGIN {big}; END")
    with office.write() as tx:
        tx.db.execute("PRAGMA max_page_count = 1")  # SQLite then says at once what it says on a full disk
    with pytest.raises(Refusal, match="đầy"):
        export(office, "members", tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()


def test_an_erasure_names_every_exported_file_that_still_names_the_person_and_only_those(network, tmp_path):
    province, out = network.province, tmp_path / "ra"
    kept = export(province, "members", out / "truoc.xlsx")
    person = adult(province)
    membership.register(province, membership.MemberDraft(date(2019, 5, 1), None, people.PersonDraft("Hoàng Quỳnh Mai")))
    export(province, "members", out / "hoi-vien.xlsx")
    export(province, "people", out / "nguoi.csv")
    paper(province, "members", out / "hoi-vien.pdf")
    full_dump.dump(province, out / "ca-so")
    moved = export(province, "members", out / "da-chuyen.xlsx")
    moved.unlink()
    drive = tmp_path / "usb"
    export(province, "members", drive / "tren-usb.xlsx")
    full_dump.dump(province, drive / "so-usb")
    shutil.rmtree(drive)

    erased = erasure.erase(province, person)

    assert files_left(province) == [
        ("ca-so", True), ("hoi-vien.pdf", True), ("hoi-vien.xlsx", True), ("nguoi.csv", True), ("so-usb", False),
        ("tren-usb.xlsx", False),
    ]  # fmt: skip
    assert erased.left == tuple(residual_mentions.left(province))
    printing.print_paper(province, "erasure", tmp_path / "bien-ban.pdf", ids=erased.records)
    said = text(tmp_path / "bien-ban.pdf")
    assert "Danh sách hội viên xuất ngày 05/07/2020 còn ghi tên" in said and "hoi-vien.xlsx" in said
    assert "không xem được, hãy tự kiểm tra" in said
    unbroken = said.replace(" ", "")  # a long path is broken on paper
    assert "tren-usb.xlsx" in unbroken and "truoc.xlsx" not in unbroken

    for one in erased.left:
        if one.certain:
            residual_mentions.delete_file(province, one.id)
        else:
            with pytest.raises(Refusal, match="Cắm ổ đĩa"):
                residual_mentions.delete_file(province, one.id)
            residual_mentions.settle(province, one.id)
    assert residual_mentions.left(province) == []
    assert [path.name for path in sorted(out.rglob("*"))] == ["ca-so", "truoc.xlsx"] and kept.is_file()
    assert traces(network.folder, NAME, PHONE) == []


def test_an_office_that_takes_an_erasure_in_is_told_of_its_own_exported_files(network, office, tmp_path):
    person, pupil = adult(office), child(office)
    receive(network.province, *network.send(office))
    export(office, "members", tmp_path / "hoi-vien.xlsx")
    export(office, "awards", tmp_path / "hoc-bong.csv")
    consent_withdrawal.withdraw(office, person)
    erasure.erase(network.province, person)
    erasure.erase(network.province, pupil)
    assert left(office) == []

    told(network, office)
    assert files_left(office) == [("hoc-bong.csv", True), ("hoi-vien.xlsx", True)]
    for one in residual_mentions.left(office):
        if one.file:
            residual_mentions.delete_file(office, one.id)
    told(network, office)
    assert left(office) == ["Còn nhắc tên ở: Phiếu chi PC001/2020, mục «Người nộp, người nhận»"], (
        "who signed for the money"
    )
    consent_withdrawal.drop_left_over(office)
    receive(network.province, *network.send(office, everything=True))
    erasure.erase(network.province, *(one.rec for one in erasure.asked(network.province)))
    told(network, office)
    assert left(office) == []
    sound(office)


def test_a_list_written_anew_over_one_that_named_the_person_is_no_longer_pointed_at(network, tmp_path):
    province, target = network.province, tmp_path / "hoi-vien.xlsx"
    person = adult(province)
    export(province, "members", target)
    erasure.erase(province, person)
    assert files_left(province) == [("hoi-vien.xlsx", True)]
    export(province, "members", target)
    assert files_left(province) == []


def test_a_path_that_names_the_person_is_cut_to_its_folder_once_the_file_is_gone(network, tmp_path):
    province = network.province
    person = adult(province)
    gone = export(province, "members", tmp_path / "ra" / f"gui {NAME}.xlsx")
    gone.unlink()
    there = export(province, "members", tmp_path / "ra" / "hoang-quynh-luuxa.csv")
    erased = erasure.erase(province, person)
    (one,) = erased.left
    assert one.file == there and "luuxa" not in one.words and str(there.parent) in one.words
    printing.print_paper(province, "erasure", tmp_path / "bien-ban.pdf", ids=erased.records)
    assert "luuxa" not in text(tmp_path / "bien-ban.pdf")
    residual_mentions.delete_file(province, one.id)
    assert traces(network.folder, NAME) == []


# ---- archives ----------------------------------------------------------------------------------------------------------


def zipped(path: Path, members: dict[str, Path | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = b"luu 2020"
        for name, content in members.items():
            archive.writestr(name, content if isinstance(content, bytes) else content.read_bytes())
    return path


def unzipped(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_bundles_and_copies_in_archives_lose_the_erased_content_and_other_members_stay_byte_for_byte(
    network, office, tmp_path
):
    person = adult(office)
    (bundle,) = network.send(office)
    receive(network.province, bundle)
    copy = backups.copy(office, tmp_path / "cu.skh", TODAY).path
    inner = zipped(tmp_path / "trong.zip", {"so/cu.skh": copy})
    photo, stick = bytes(range(256)) * 40, tmp_path / "usb"
    stick.mkdir()
    archive = zipped(
        stick / "luu.zip", {"anh.jpg": photo, "so/cũ.skh": copy, "trong.zip": inner, "thư/": b"", "x.khb": bundle}
    )
    untouched = zipped(stick / "khac.zip", {"anh.jpg": photo})
    before = untouched.stat().st_mtime_ns
    (stick / "hong.zip").write_bytes(b"PK\x03\x04 hong")
    erasure.erase(network.province, person)
    told(network, office)

    found = clean_copies.clean(office, [stick])

    assert found.cleaned == [archive] and found.unread == [stick / "hong.zip"]
    after = unzipped(archive)
    assert list(after) == ["anh.jpg", "so/cũ.skh", "trong.zip", "thư/", "x.khb"]
    assert after["anh.jpg"] == photo and after["x.khb"] == bundle.read_bytes(), "an office cannot open what it sealed"
    (tmp_path / "lai.zip").write_bytes(after["trong.zip"])
    for content in (after["so/cũ.skh"], *unzipped(tmp_path / "lai.zip").values()):
        assert NAME.encode() not in content and PHONE.encode() not in content and content.startswith(b"SQLite")
    assert untouched.stat().st_mtime_ns == before and sorted(path.name for path in stick.iterdir()) == [
        "hong.zip", "khac.zip", "luu.zip",
    ]  # fmt: skip
    assert clean_copies.clean(office, [stick]).cleaned == []
    assert clean_copies.clean(network.province, [stick]).cleaned == [archive], "the province can open the bundle"
    assert unzipped(archive)["anh.jpg"] == photo and unzipped(archive)["x.khb"] != bundle.read_bytes()


def test_an_archive_of_a_book_that_was_open_is_cleaned_with_what_lay_beside_it(network, office, tmp_path):
    person = adult(office)
    receive(network.province, *network.send(office))
    log = office.path.with_name(office.path.name + "-wal")
    archive = zipped(tmp_path / "luu.zip", {"24373.skh": office.path, "24373.skh-wal": log, "a-wal": b"khac"})
    assert NAME.encode() in unzipped(archive)["24373.skh-wal"]
    erasure.erase(network.province, person)
    told(network, office)
    assert clean_copies.clean(office, [archive]).cleaned == [archive]
    after = unzipped(archive)
    assert list(after) == ["24373.skh", "a-wal"] and after["a-wal"] == b"khac"
    assert NAME.encode() not in after["24373.skh"] and VILLAGE.encode() not in after["24373.skh"]
    (tmp_path / "lai.skh").write_bytes(after["24373.skh"])
    with Book.open(tmp_path / "lai.skh", home=office.home, clock=system_clock()) as again:
        sound(again)


# ---- free text ---------------------------------------------------------------------------------------------------------


def test_free_text_of_other_records_that_names_the_person_is_listed_and_corrected_by_a_person(network, tmp_path):
    province = network.province
    person = adult(province)
    branch = entering.add_branch(
        province, entering.branch("Chi hội Buôn Một", "village", head="Bà HOANG Quynh Luuxa", phone=PHONE)
    ).id
    entering.add_branch(province, entering.branch("Chi hội Buôn Hai", "village", head="Hoàng Quỳnh Lưu"))
    entering.add_decision(province, entering.decision(3, date(2020, 6, 5), signer=NAME))
    movements.book_movement(province, movements.FundDraft("opening", 900_000, date(2020, 1, 1)))
    movements.book_movement(
        province,
        movements.FundDraft(
            "pay", 5_000, date(2020, 2, 1), category="running", party_text=f"Ông Bảy, thay bà {NAME}", note="tiền nước"
        ),
    )

    erased = erasure.erase(province, person)

    assert sorted(one.words for one in erased.left) == [
        "Còn nhắc tên ở: Chi hội «Chi hội Buôn Một», mục «Người đứng đầu»",
        "Còn nhắc tên ở: Chi hội «Chi hội Buôn Một», mục «Điện thoại»",
        "Còn nhắc tên ở: Phiếu chi PC001/2020, mục «Người nộp, người nhận»",
        "Còn nhắc tên ở: Quyết định 3/2020, mục «Người ký»",
    ]
    printing.print_paper(province, "erasure", tmp_path / "bien-ban.pdf", ids=erased.records)
    said = text(tmp_path / "bien-ban.pdf")
    assert "Phiếu chi PC001/2020" in said and "Lưuxa" not in said and "Luuxa" not in said
    with province.reading() as db:
        assert db.execute("SELECT head FROM branches WHERE id = ?", (branch,)).fetchone() == ("Bà HOANG Quynh Luuxa",)

    by_words = {one.words.rsplit("mục ", 1)[1]: one for one in erased.left}
    assert (
        by_words["«Người đứng đầu»"].text == "Bà HOANG Quynh Luuxa" and by_words["«Người nộp, người nhận»"].text is None
    )
    residual_mentions.correct(province, by_words["«Người đứng đầu»"].id, "Bà Trưởng chi hội")
    residual_mentions.correct(province, by_words["«Điện thoại»"].id, "")
    residual_mentions.correct(province, by_words["«Người ký»"].id, "Chủ tịch")
    with province.reading() as db:
        assert db.execute("SELECT head, phone FROM branches WHERE id = ?", (branch,)).fetchone() == (
            "Bà Trưởng chi hội",
            None,
        )
    assert left(province) == ["Còn nhắc tên ở: Phiếu chi PC001/2020, mục «Người nộp, người nhận»"]
    residual_mentions.settle(province, by_words["«Người nộp, người nhận»"].id)
    assert left(province) == []
    sound(province)


def test_a_record_that_was_erased_itself_is_nothing_left_to_see_to(network):
    province = network.province
    donor = entering.add_donor(province, NAME, phone=PHONE).id
    assert erasure.erase(province, donor).left == ()
    person = adult(province)
    twice = entering.add_donor(province, NAME).id
    assert len(erasure.erase(province, person).left) == 1
    assert erasure.erase(province, twice).left == ()


def test_an_office_is_told_of_its_notes_which_the_province_never_saw_and_whom_to_call_for_another_s(network, office):
    person = adult(office)
    entering.add_round(office, f"Quỹ bà {NAME}", "support")
    movements.book_movement(office, movements.FundDraft("opening", 900_000, date(2020, 1, 1)))
    movements.book_movement(
        office, movements.FundDraft("pay", 5_000, date(2020, 2, 1), category="running", note=f"nước cho {NAME}")
    )
    receive(network.province, *network.send(office))
    (there,) = erasure.erase(network.province, person).left
    assert "gọi đơn vị sửa" in there.advice and there.text is None and "Lưuxa" not in there.words
    told(network, office)
    assert len(left(office)) == 2 and "mục «Nội dung»" in "".join(left(office))


@pytest.mark.parametrize(
    "name", ["Nguyễn Phước Công Tằng Tôn Nữ Hoàng Thị Quỳnh Lưuxa Thanh Thảo", "H’Mĭk Êban Kđrô", "Y Bhơk Niê Kdăm"]
)
def test_a_name_that_runs_over_lines_and_one_of_the_ede_is_found_on_paper_and_in_a_sheet(network, tmp_path, name):
    province = network.province
    membership.register(province, membership.MemberDraft(date(2019, 5, 1), None, people.PersonDraft(name)))
    paper(province, "members", tmp_path / "hoi-vien.pdf")
    export(province, "members", tmp_path / "hoi-vien.xlsx")
    with province.reading() as db:
        (person,) = db.execute("SELECT id FROM people").fetchone()
    erasure.erase(province, person)
    assert files_left(province) == [("hoi-vien.pdf", True), ("hoi-vien.xlsx", True)]
