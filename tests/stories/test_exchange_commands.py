"""A round between an office and its province by command, and papers."""

from __future__ import annotations

import os
import re
from pathlib import Path

from db.clock import system_clock
from desktop_app.machine import Machine

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
    assert set(got) == {"files", "state", "folded", "conflicts", "waiting", "erasures", "changed"}
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
    assert set(unit["indicators"]["B01"]) == {"value", "target", "last_year", "why", "unknown", "counted", "of"}
    assert (unit["reported"], unit["parent"], unit["own"]["B01"]) == (True, "651", 1)
    assert [set(source) for source in report["sources"]] == [{"unit", "from", "to", "sha256"}]


def test_what_one_program_writes_another_may_read_but_not_write(desk):
    from db.store import Book

    desk.add("members", "full_name=Trần Thị Bé")
    with Book.open(desk.book, write=True, home=Machine.of(os.environ).home(), clock=system_clock()):
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
    payment = desk.add("fund", "kind=pay", "amount=5000", "category=running")
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


def test_an_office_that_answers_is_told_to_send_and_writes_nothing(desk):
    before = desk.answer("book", "check", desk.book)
    assert desk.refused("answer", desk.book, desk.folder / "ra")["refused"] == "PROVINCE"
    assert desk.answer("book", "check", desk.book) == before
    assert not (desk.folder / "ra").exists()


def test_a_handover_whose_paper_cannot_be_named_so_books_nothing(desk):
    desk.add("fund", "kind=opening", "amount=500000", "on=2020-01-01")
    words = ("handover", "give", desk.book, "24379", "--minutes", "1", "--on", "2020-07-01")
    assert desk.refused(*words, "-o", desk.folder / "a?b.pdf")["refused"] == "NAME"
    assert [row["kind"] for row in desk.rows("fund")] == ["opening"]
