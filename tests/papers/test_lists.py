"""Award lists, lists to sign, lists of members, the cash book: all through the book."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from db.refusal import Refusal
from db.store import Book
from desktop_app.values.money import format_money
from desktop_app.values.periods import parse_period
from desktop_app.values.words import amount_in_words
from desktop_app.work.printing import print_paper
from tests.papers import reading
from tests.papers.conftest import LONG_NAME, SHORT_NAMES, Office

PAPERS: dict[str, dict[str, str]] = {
    "certificate": {"decision": "1/2020"},
    "award-list": {"decision": "1/2020"},
    "scholarship-list": {"decision": "1/2020"},
    "cash-book": {"period": "2020H1"},
    "members": {},
}


def draw(office: Office, path: Path, paper: str) -> str:
    """Print a paper of the sample office; what it says."""
    asked = PAPERS[paper]
    period = parse_period(asked["period"]) if "period" in asked else None
    print_paper(office.book, paper, path, decision=asked.get("decision"), period=period)
    return reading.text(path)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_font_is_embedded_and_none_is_a_strangers(office: Office, tmp_path: Path, paper: str) -> None:
    draw(office, tmp_path / "a.pdf", paper)
    names, embedded = reading.fonts(tmp_path / "a.pdf")
    assert embedded
    assert names
    assert all("Tinos" in name for name in names), names


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_overlaps_beside_a_name_of_sixty_letters(office: Office, tmp_path: Path, paper: str) -> None:
    draw(office, tmp_path / "a.pdf", paper)
    assert reading.overlaps(tmp_path / "a.pdf") == []


@pytest.mark.parametrize(
    ("paper", "each", "words"), [("award-list", 100_000, "cá nhân"), ("scholarship-list", 500_000, "suất")]
)
def test_a_list_names_all_and_says_the_total_in_words(
    office: Office, tmp_path: Path, paper: str, each: int, words: str
) -> None:
    said = draw(office, tmp_path / "a.pdf", paper)
    for name in (*SHORT_NAMES, LONG_NAME):
        assert name in said
    assert f"Cộng {format_money(5 * each)}" in said
    assert f"5 (năm) {words}" in said
    assert f"Số tiền bằng chữ: {amount_in_words(5 * each, exact=True)}." in said
    assert "(Kèm theo Quyết định số 01/QĐ-HKH ngày 01/06/2020)" in said


def test_the_list_to_sign_has_room_to_sign_and_keeps_hardship_off_paper(office: Office, tmp_path: Path) -> None:
    said = draw(office, tmp_path / "a.pdf", "scholarship-list")
    assert "Ký nhận" in said
    assert "XÁC NHẬN CỦA NHÀ TRƯỜNG" in said
    assert "Học sinh giỏi" not in said


def test_members_are_counted_in_figures_and_in_words(office: Office, tmp_path: Path) -> None:
    said = draw(office, tmp_path / "a.pdf", "members")
    assert "Danh sách có 3 (ba) hội viên." in said
    assert "Tính đến ngày 05/07/2020" in said


def test_an_empty_book_has_no_list_of_members_to_print(book: Book, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="chưa có hội viên nào đang sinh hoạt"):
        print_paper(book, "members", tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize("paper", ["certificate", "award-list", "cash-book", "hop-dong"])
def test_a_paper_that_needs_more_says_what(office: Office, tmp_path: Path, paper: str) -> None:
    with pytest.raises(Refusal, match="Chọn"):
        print_paper(office.book, paper, tmp_path / "a.pdf")


# --- the cash book ----------------------------------------------------------------------------------------------------


def test_the_cash_book_is_form_s11_with_its_column_letters(office: Office, tmp_path: Path) -> None:
    said = draw(office, tmp_path / "a.pdf", "cash-book")
    assert "Mẫu số: S11-H" in said
    assert "A B C D E 1 2 3 G" in said
    for title in ("Ngày, tháng ghi sổ", "Số hiệu chứng từ", "Diễn giải", "Tồn", "Đơn vị tính: đồng"):
        assert title in said
    pages = len(reading.pages(tmp_path / "a.pdf"))
    assert f"Sổ này có {pages} trang, đánh số từ trang 01 đến trang {pages:02d}." in said
    assert "Ngày mở sổ: 31/12/2019." in said


def test_the_cash_book_opens_moves_and_closes_as_the_fund_does(office: Office, tmp_path: Path) -> None:
    said = draw(office, tmp_path / "a.pdf", "cash-book")
    with office.book.reading() as db:
        received, paid = db.execute(
            "SELECT sum(CASE WHEN kind = 'receive' THEN amount END), sum(CASE WHEN kind <> 'receive' THEN amount END)"
            " FROM movements WHERE account = 'cash' AND dated LIKE '2020%'"
        ).fetchone()
    assert "Số dư đầu kỳ 2.000.000" in said
    assert f"Cộng phát sinh trong kỳ {format_money(received)} {format_money(paid)}" in said
    assert f"Số dư cuối kỳ {format_money(2_000_000 + received - paid)}" in said
    assert f"Lũy kế từ đầu năm {format_money(received)} {format_money(paid)}" in said


def test_receipts_and_payments_stand_in_their_own_columns_in_order(office: Office, tmp_path: Path) -> None:
    said = draw(office, tmp_path / "a.pdf", "cash-book")
    assert re.findall(r"PT\d+/2020", said) == ["PT001/2020", "PT002/2020", "PT003/2020"]
    assert re.findall(r"PC\d+/2020", said) == ["PC001/2020", "PC002/2020"]
