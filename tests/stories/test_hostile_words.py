"""Words at the prompt that no book, folder or day answers to are refused in a sentence; nothing is made, nothing crashes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.stories.program import Ended, program

FOUND = ("--unit", "24373", "--officer", "An")


def refused(ended: Ended, code: int = 1) -> str:
    """The one sentence a refusal ends with."""
    assert ended.code == code, ended.err
    assert "Traceback" not in ended.err
    return ended.err


def test_a_copy_is_brought_back_to_a_file_that_is_named(tmp_path):
    made = program("book", "new", tmp_path / "so.skh", *FOUND, home=tmp_path / "khoa")
    assert made.code == 0, made.err
    assert "thư mục" in refused(program("book", "restore", tmp_path / "so.skh", "", home=tmp_path / "khoa"))
    assert "một tệp" in refused(
        program("book", "restore", tmp_path / "so.skh", tmp_path / "so.skh", home=tmp_path / "khoa")
    )


@pytest.mark.skipif(sys.platform == "win32", reason="names there are always Unicode")
def test_a_book_takes_no_name_and_no_folder_that_another_machine_could_not_show(tmp_path):
    raw = os.fsdecode(b"\xff.skh")
    for path, says in (
        (tmp_path / raw, "bảng mã"),
        (tmp_path / os.fsdecode(b"\xff") / "so.skh", "bảng mã"),
        (tmp_path / "moi\nhai" / "so.skh", "không nhìn thấy"),
    ):
        assert says in refused(
            program("book", "new", path, *FOUND, home=tmp_path / "khoa"), 3 if says == "bảng mã" else 1
        )
    assert list(tmp_path.iterdir()) == []
    (tmp_path / raw).write_bytes(b"")
    assert "bảng mã" in refused(program("book", "check", tmp_path / raw, home=tmp_path / "khoa"), 3)


def test_a_home_no_disk_could_hold_is_refused(tmp_path):
    made = program("book", "new", tmp_path / "so.skh", *FOUND, home=tmp_path / "khoa")
    assert made.code == 0, made.err
    ended = program("--home", tmp_path / ("k" * 300), "list", tmp_path / "so.skh", "donors", home=tmp_path)
    assert "dài quá" in refused(ended)


@pytest.mark.parametrize("day", ["1969-12-31", "0001-01-01", "1999-12-31"])
def test_a_day_before_2000_is_no_today(day, tmp_path):
    made = program("book", "new", tmp_path / "so.skh", *FOUND, home=tmp_path / "khoa")
    assert made.code == 0, made.err
    words = ("add", tmp_path / "so.skh", "donors", "full_name=Quý Hóa")
    assert "SKH_TODAY" in refused(program(*words, home=tmp_path / "khoa", today=day))


def test_a_sample_is_made_in_a_folder(tmp_path):
    (tmp_path / "thu.docx").write_text("Kính gửi")
    assert "thư mục" in refused(program("demo", tmp_path / "thu.docx", "--no-window", home=tmp_path / "khoa"))
    assert Path(tmp_path / "thu.docx").read_text() == "Kính gửi"
