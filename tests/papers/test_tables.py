"""Tables over pages: headings, sums that go on, rows higher than a page, signatures that are never alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop_app.papers.page import LANDSCAPE, PaperDocument
from desktop_app.papers.signing import SIGNATURE_HEIGHT, Signature, draw_signatures
from desktop_app.papers.table import CarriedSums, PaperColumn, PaperLine, Table
from desktop_app.values.money import format_money
from tests.papers import reading

COLUMNS = (PaperColumn("STT", 12), PaperColumn("Họ và tên", 60), PaperColumn("Số tiền", 30, "right"))


def amount_of(number: int) -> int:
    """A different amount for every line, so that sums show what went into them."""
    return 1_000 * number + 7


def draw(path: Path, count: int, name: str = "Nguyễn Văn Bình") -> list[str]:
    """A list of so many lines with sums and a signature; the text of each page."""
    sheet = PaperDocument(path, LANDSCAPE, title="Bảng")
    lines = [
        PaperLine((f"{n}.", name, format_money(amount_of(n))), amounts={2: amount_of(n)}) for n in range(1, count + 1)
    ]
    total = sum(amount_of(n) for n in range(1, count + 1))
    Table(sheet, COLUMNS, carried=CarriedSums(1, (2,))).draw(
        [*lines, PaperLine(("", "Cộng", format_money(total)), bold=True)], keep=SIGNATURE_HEIGHT
    )
    draw_signatures(sheet, [Signature("NGƯỜI LẬP"), Signature("CHỦ TỊCH", "Y Dhiăng Rơ Ông")])
    sheet.save()
    return reading.pages(path)


def numbered(page: str) -> list[int]:
    """The numbers of the lines on a page."""
    return [int(number) for number in re.findall(r"^(\d+)\. ", page, re.MULTILINE)]


def said(page: str, words: str) -> str:
    """The amount behind these words on a page."""
    return next(line.rsplit(" ", 1)[1] for line in page.splitlines() if line.startswith(words))


def test_the_heading_and_its_numbers_stand_on_every_page(tmp_path: Path) -> None:
    found = draw(tmp_path / "a.pdf", 70)
    assert len(found) > 2
    for page in found:
        assert "STT Họ và tên Số tiền" in page
        assert "(1) (2) (3)" in page


def test_every_page_says_its_own_sum_and_what_it_hands_on(tmp_path: Path) -> None:
    found = draw(tmp_path / "a.pdf", 70)
    sofar = 0
    for number, page in enumerate(found):
        if number:
            assert said(page, "Trang trước chuyển sang") == format_money(sofar)
        own = sum(amount_of(n) for n in numbered(page))
        sofar += own
        if number < len(found) - 1:
            assert said(page, "Cộng trang") == format_money(own)
            assert said(page, "Chuyển sang trang sau") == format_money(sofar)
    assert said(found[-1], "Cộng") == format_money(sofar)
    assert sorted(n for page in found for n in numbered(page)) == list(range(1, 71))


@pytest.mark.parametrize("start", [1, 12, 23])
def test_a_signature_is_never_alone_and_never_parted_from_the_total(tmp_path: Path, start: int) -> None:
    for count in range(start, start + 11):
        last = draw(tmp_path / "a.pdf", count)[-1]
        assert "CHỦ TỊCH" in last
        assert count in numbered(last)
        assert re.search(r"^Cộng \d", last, re.MULTILINE)


def test_nothing_lies_over_anything_and_nothing_leaves_the_page(tmp_path: Path) -> None:
    draw(tmp_path / "a.pdf", 45, "Nguyễn Trần Hoàng Phương Thảo Nguyên Anh Đào Thị Mỹ Hạnh Ngọc")
    assert reading.overlaps(tmp_path / "a.pdf") == []
    assert reading.outside(tmp_path / "a.pdf") == []


def test_a_row_higher_than_a_page_goes_on_over_pages_and_counts_once(tmp_path: Path) -> None:
    words = " ".join(f"chữ{number}" for number in range(1, 700))
    found = draw(tmp_path / "a.pdf", 1, words)
    assert len(found) > 1
    assert re.findall(r"chữ\d+", " ".join(found)) == words.split(" ")
    assert said(found[-1], "Cộng") == format_money(amount_of(1))
    assert reading.outside(tmp_path / "a.pdf") == []
