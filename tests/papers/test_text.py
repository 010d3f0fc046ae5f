"""Text on paper: Êđê letters, widths, shrinking and wrapping."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.papers.page import (
    BOLD,
    BOLD_ITALIC,
    ITALIC,
    POINT,
    PORTRAIT,
    REGULAR,
    SMALLEST,
    PaperDocument,
    fit,
    register_fonts,
    width_of,
    wrap,
)
from tests.papers import reading

EDE = "Ê̆ ê̆ Ô̆ ô̆ Ơ̆ ơ̆ Ư̆ ư̆ Ƀ ƀ Č č Ĭ ĭ Ñ ñ Ŏ ŏ Ŭ ŭ"
FONTS = (REGULAR, BOLD, ITALIC, BOLD_ITALIC)


def drawn(path: Path, *lines: tuple[str, str]) -> Path:
    """A page with these lines, each in its font, in 14 points from 30 mm on."""
    sheet = PaperDocument(path, PORTRAIT, title="Chữ")
    for number, (line, font) in enumerate(lines):
        sheet.text(30, 30 + 10 * number, line, font, 14)
    sheet.save()
    return path


def test_ede_letters_come_back_unchanged_in_every_font(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", *((EDE, font) for font in FONTS))
    lines = unicodedata.normalize("NFC", reading.pages(path)[0]).splitlines()
    assert lines == [unicodedata.normalize("NFC", EDE)] * len(FONTS)


@pytest.mark.parametrize("font", FONTS)
def test_a_line_is_as_wide_as_it_was_measured_with_marks_or_without(tmp_path: Path, font: str) -> None:
    for name, line in (("co-dau.pdf", "AVATo Ê̆ban WAVỴH"), ("khong.pdf", "AVATo Êban WAVỴH")):
        boxes = reading.boxes(drawn(tmp_path / name, (line, font)))
        wide = (max(box.right for box in boxes) - min(box.left for box in boxes)) * POINT
        assert wide == pytest.approx(width_of(line, font, 14), abs=0.6)


def test_the_breve_stands_above_its_letter(tmp_path: Path) -> None:
    pieces = reading.boxes(drawn(tmp_path / "a.pdf", ("Ê̆", REGULAR)))
    letter, breve = sorted(pieces, key=lambda box: box.bottom)
    assert letter.left < breve.left < breve.right < letter.right
    assert breve.bottom > letter.top - 0.5


def test_text_shrinks_to_four_fifths_before_it_wraps() -> None:
    register_fonts()
    name = "Nguyễn Trần Hoàng Phương Thảo Nguyên Anh Đào Thị Mỹ Hạnh Ngọc"
    wide = width_of(name, REGULAR, 13)
    assert fit(name, wide, REGULAR, 13).size == 13
    shrunk = fit(name, wide * 0.85, REGULAR, 13)
    assert shrunk.lines == (name,)
    assert 13 * SMALLEST < shrunk.size < 13
    wrapped = fit(name, wide * 0.5, REGULAR, 13)
    assert wrapped.size == pytest.approx(13 * SMALLEST)
    assert len(wrapped.lines) == 2
    assert " ".join(wrapped.lines) == name


def test_a_line_break_begins_a_new_line(tmp_path: Path) -> None:
    sheet = PaperDocument(tmp_path / "a.pdf", PORTRAIT, title="Chữ")
    below = sheet.fitted(100, 50, "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", 80, BOLD, 14, "center")
    sheet.save()
    assert below > 55
    assert reading.pages(tmp_path / "a.pdf")[0].splitlines() == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]


@given(st.lists(st.sampled_from(("a", "ă", "ơ̆", "ê", "ư̆", "Ƀ", " ", "\n")), max_size=80), st.floats(4, 60))
@settings(max_examples=150, deadline=None)
def test_wrapped_text_fits_and_loses_no_letter(letters: list[str], width: float) -> None:
    register_fonts()
    text = "".join(letters)
    lines = wrap(text, REGULAR, 12, width)
    assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")
    assert all(width_of(line, REGULAR, 12) <= width + 0.001 for line in lines)
    assert not any(line and unicodedata.combining(line[0]) for line in lines)
