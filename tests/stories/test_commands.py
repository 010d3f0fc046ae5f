"""The commands as scripts use them: exit codes, JSON, sentences, and never a traceback; books."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app import cli
from tests.stories.desk import ID, SHA
from tests.stories.program import program

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

    monkeypatch.setattr(sys.modules["desktop_app.work.lists.list_queries"], "ids", stop)
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


def test_an_old_book_takes_nothing_in_until_it_is_used_again(desk):
    made = desk.answer("book", "copy", desk.book, desk.folder / "bản sao.skh")
    desk.add("members", "full_name=Lê Văn Sau")
    old = desk.answer("book", "restore", made["copy"], desk.book)["kept_aside"]
    again = replace(desk, book=Path(old))
    assert "book reuse" in again.answer("add", old, "members", "full_name=Vào Sổ Cũ", code=3)["message"]
    again.answer("book", "reuse", old)
    again.add("members", "full_name=Ghi Tiếp")
    assert "sổ cũ" in desk.answer("add", desk.book, "members", "full_name=Vào Sổ Khôi Phục", code=3)["message"]


def test_a_dump_holds_every_record_as_csv_with_a_schema(desk):
    desk.add("members", "full_name=Trần Thị Bé")
    files = desk.answer("book", "dump", desk.book, desk.folder / "ra")["files"]
    found = {Path(file).name: Path(file).read_text(encoding="utf-8") for file in files}
    assert "Trần Thị Bé" in found["people.csv"]
    assert "people.csv,full_name,text,always" in found["schema.csv"].replace("\r", "")
