"""A unit by the words people use, in commands: founding a book, lists, clusters; never guessed, always said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from db.clock import system_clock
from desktop_app.machine import Machine
from desktop_app.start import main


@pytest.fixture
def found(tmp_path: Path, capsys, monkeypatch):
    """Founds a book for words on a day; gives the code, what was said, and the book's name for its unit."""

    def make(words: str, today: str = "2020-07-05", *more: str) -> tuple[int, str, str]:
        monkeypatch.setenv("SKH_TODAY", today)
        path = tmp_path / "so.skh"
        path.unlink(missing_ok=True)
        code = main(["book", "new", str(path), "--unit", words, "--officer", "Nguyễn Thị Mai", *more])
        said = capsys.readouterr().err
        if code:
            return code, said, ""
        from db.store import Book

        with Book.open(path, home=Machine.of(os.environ).home(), clock=system_clock()) as book, book.reading() as db:
            name, since = db.execute("SELECT name, since FROM units WHERE id = ?", (book.unit,)).fetchone()
        return code, said, f"{name} {since}"

    return make


@pytest.mark.parametrize("words", ["Thị trấn Ea Kar", "thi tran ea kar", "TT Ea Kar, huyện Ea Kar", "24373"])
def test_a_book_is_founded_for_a_unit_by_code_name_or_plain_words(found, words):
    assert found(words) == (0, "", "Thị trấn Ea Kar 2000-01-01")


def test_a_code_used_again_founds_the_book_of_the_unit_that_has_it_on_the_day(found):
    assert found("24373", "2025-06-30")[2] == "Thị trấn Ea Kar 2000-01-01"
    assert found("24373", "2025-07-01")[2] == "Xã Ea Kar 2025-07-01"
    assert found("24373", "2025-07-01", "--on", "2025-06-30")[2] == "Thị trấn Ea Kar 2000-01-01"


def test_words_that_fit_several_units_found_nothing_and_name_them(found, tmp_path):
    code, said, _name = found("Ea Kar")
    assert code == 1
    assert "Huyện Ea Kar, Tỉnh Đắk Lắk (651); Thị trấn Ea Kar, Huyện Ea Kar (24373)" in said
    assert not (tmp_path / "so.skh").exists()


def test_a_beginning_of_a_name_is_asked_about_and_not_taken(found):
    code, said, _name = found("Ea Sa")
    assert (code, "Có phải: Xã Ea Sar, Huyện Ea Kar (24380)?" in said) == (1, True)


def test_a_former_name_says_who_goes_on_and_where_two_units_bore_it_names_both(found):
    code, said, _name = found("ea sar", "2026-01-01")
    assert (code, "nay thuộc Xã Ea Knốp, Tỉnh Đắk Lắk (24376)" in said) == (1, True)
    code, said, _name = found("Tân Hòa", "2026-01-01")
    assert code == 1
    assert "Phường Tân Lập, Tỉnh Đắk Lắk (24121); Xã Ea Wer, Tỉnh Đắk Lắk (24241)" in said


def test_a_unit_of_later_is_told_from_when(found):
    code, said, _name = found("Xã Ea Kar")
    assert (code, "chỉ có từ 01/07/2025" in said) == (1, True)


def test_the_role_that_does_not_fit_the_unit_is_said_with_the_word_to_write(found):
    code, said, _name = found("Đắk Lắk")
    assert (code, "--as province" in said) == (1, True)
    code, said, _name = found("24373", "2020-07-05", "--as", "province")
    assert (code, "--as office" in said) == (1, True)
    assert found("Hội Khuyến học tỉnh Đắk Lắk", "2020-07-05", "--as", "province")[0] == 0


def test_every_other_reference_to_a_unit_understands_the_same_words(make_desk):
    desk = make_desk("66", "province")
    desk.add("clusters", "number=9", "year=2020", "name=Cụm 9", "units=xa ea sar huyen ea kar; TT Ea Kar")
    assert desk.rows("targets", "--unit", "Hội Khuyến học xã Ea Sar") == []
    desk.add("population", "unit=Ea Sar, Ea Kar", "year=2020", "people=5000")
    assert [row["people"] for row in desk.rows("population", "--unit", "Xã Ea Sar, Huyện Ea Kar (24380)")] == [5000]
    refused = desk.refused("list", desk.book, "population", "--unit", "Ea Kar")
    assert refused["refused"] == "AMBIGUOUS"
    assert "(651)" in refused["message"]
