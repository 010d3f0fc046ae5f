"""Vouchers: the forms' wording, numbers, signers; the original once and copies ever after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.exchange.trust.home_folder import Home
from db.refusal import Refusal
from db.settings import SettingKey
from db.store import Book
from desktop_app.papers.heading import FormHead
from desktop_app.papers.vouchers import Voucher, draw_vouchers
from desktop_app.work.fund import movements
from desktop_app.work.printing import issuer, print_paper
from tests.offices import TODAY
from tests.papers import reading
from tests.papers.conftest import DONOR, GIVEN, LONG_NAME, Office, make_office

SAMPLE = Voucher(
    head=FormHead("HỘI KHUYẾN HỌC XÃ EA TYH", "", "C40-BB", "(Ban hành kèm theo Thông tư số 107/2017/TT-BTC)"),
    kind="receive",
    account="cash",
    number="PT001/2020",
    day=GIVEN,
    party="Nguyễn Thị Hà",
    address="Thôn 5",
    text="Ủng hộ Quỹ Khuyến học",
    amount=1_234_567_891,
    signs="Nguyễn Thị Hà",
    chair="Trần Văn Tư",
    accountant="Bùi Văn Ba",
    treasurer="Lý Thu Nga",
    writer="Nguyễn Thị Hà",
)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Office]:
    """A book of its own for a test that prints originals."""
    made = make_office(tmp_path / "rieng")
    yield made
    made.book.close()


def printed(book: Book, path: Path, *ids: bytes) -> str:
    """What the vouchers say once printed."""
    print_paper(book, "receipt", path, ids=list(ids))
    return reading.text(path)


def test_a_receipt_has_every_element_of_form_c40(own: Office, tmp_path: Path) -> None:
    said = printed(own.book, tmp_path / "a.pdf", own.receipts[0])
    for words in (
        "Mẫu số: C40-BB",
        "(Ban hành kèm theo Thông tư số 107/2017/TT-BTC)",
        "PHIẾU THU",
        "Ngày 01 tháng 6 năm 2020",
        "Số: PT001/2020",
        "Họ và tên người nộp tiền:",
        DONOR,
        "Buôn Tŏng Jŭ",
        "5.000.000 đồng",
        "Năm triệu đồng chẵn",
        "chứng từ gốc",
        "Đã nhận đủ số tiền",
    ):
        assert words in said, words


def test_signers_stand_in_two_rows_as_in_the_forms(own: Office, tmp_path: Path) -> None:
    receipt = printed(own.book, tmp_path / "a.pdf", own.receipts[0])
    payment = printed(own.book, tmp_path / "b.pdf", own.payments[0])
    order = ("THỦ TRƯỞNG ĐƠN VỊ", "KẾ TOÁN TRƯỞNG", "NGƯỜI LẬP", "Đã nhận đủ", "NGƯỜI NỘP", "THỦ QUỸ")
    places = [receipt.index(words) for words in order]
    assert places == sorted(places)
    assert payment.index("NGƯỜI LẬP") < payment.index("Đã nhận đủ") < payment.index("THỦ QUỸ")
    assert payment.index("THỦ QUỸ") < payment.index("NGƯỜI NHẬN TIỀN")
    for name in ("Y Dhiăng Rơ Ông", "Bùi Văn Ba", "Nguyễn Thị Hà", "Lý Thu Nga"):
        assert name in receipt


def test_a_payment_is_form_c41_and_says_who_takes_the_money(own: Office, tmp_path: Path) -> None:
    said = printed(own.book, tmp_path / "a.pdf", own.payments[0])
    assert "Mẫu số: C41-BB" in said
    assert "PHIẾU CHI" in said
    assert f"Họ và tên người nhận tiền: {LONG_NAME}" in said
    assert "Ba trăm nghìn đồng chẵn" in said


def test_a_book_of_2025_names_the_new_circular_and_a_voucher_of_2025_no_form(office: Office) -> None:
    with office.book.reading() as db:
        for day, source, form in (
            (date(2024, 12, 31), "107/2017", "C40-BB"),
            (date(2025, 1, 1), "24/2024", ""),
        ):
            assert source in issuer.book_head(db, office.book.unit, day, "S11-H").source
            head = issuer.voucher_head(db, office.book.unit, day, "C40-BB")
            assert (head.form, head.source) == (
                form,
                f"(Ban hành kèm theo Thông tư số {source}/TT-BTC)" if form else "",
            )


@pytest.mark.parametrize(
    ("name", "words", "absent"),
    [
        ("bank in", ("PHIẾU THU TIỀN GỬI", "Số: BC001/2020", "Giấy báo Có của ngân hàng"), ("THỦ QUỸ", "Mẫu số")),
        ("bank out", ("PHIẾU CHI TIỀN GỬI", "Số: BN001/2020", "Giấy báo Nợ của ngân hàng"), ("THỦ QUỸ", "Mẫu số")),
        ("goods in", ("PHIẾU NHẬN HIỆN VẬT", "01 xe đạp", "Giá trị quy ra tiền: 1.800.000 đồng"), ("THỦ QUỸ",)),
        ("goods out", ("PHIẾU CẤP HIỆN VẬT", "Đã giao, nhận đủ số hiện vật"), ("Đã nhận đủ số tiền", "Mẫu số")),
        ("transfer", ("PHIẾU ĐIỀU CHUYỂN QUỸ", "(tiền mặt)", "(tiền gửi ngân hàng)"), ("người nhận tiền", "Mẫu số")),
    ],
)
def test_bank_goods_and_transfers_have_wording_of_their_own(
    office: Office, tmp_path: Path, name: str, words: tuple[str, ...], absent: tuple[str, ...]
) -> None:
    said = printed(office.book, tmp_path / "a.pdf", office.others[name])
    assert [word for word in words if word not in said] == []
    assert [word for word in absent if word in said] == []


def test_voucher_numbers_run_without_gaps(office: Office, tmp_path: Path) -> None:
    print_paper(office.book, "receipt", tmp_path / "a.pdf", ids=[*office.receipts, *office.payments])
    numbers = [re.findall(r"Số: (\S+)", page)[0] for page in reading.pages(tmp_path / "a.pdf")]
    assert numbers == ["PT001/2020", "PT002/2020", "PT003/2020", "PC001/2020", "PC002/2020"]


def test_the_second_print_says_copy_and_nobody_has_to_say_so(own: Office, tmp_path: Path) -> None:
    assert "BẢN SAO" not in printed(own.book, tmp_path / "goc.pdf", own.receipts[0])
    print_paper(own.book, "receipt", tmp_path / "hai.pdf", ids=own.receipts[:2])
    again, new = reading.pages(tmp_path / "hai.pdf")
    assert "BẢN SAO" in again
    assert "BẢN SAO" not in new


def test_the_book_still_knows_after_it_was_closed_and_opened_to_look(own: Office, tmp_path: Path) -> None:
    printed(own.book, tmp_path / "a.pdf", own.receipts[0])
    with Book.open(own.book.path, home=own.book.home, clock=own.book.clock) as looking:
        assert "BẢN SAO" in printed(looking, tmp_path / "b.pdf", own.receipts[0])
        assert "BẢN SAO" not in printed(looking, tmp_path / "c.pdf", own.receipts[1])
    assert "BẢN SAO" in printed(own.book, tmp_path / "d.pdf", own.receipts[1])


def test_a_preview_is_not_yet_the_original(own: Office, tmp_path: Path) -> None:
    for _time in range(2):
        print_paper(own.book, "receipt", tmp_path / "xem.pdf", ids=own.receipts[:1], remember=False)
        assert "BẢN SAO" not in reading.text(tmp_path / "xem.pdf")
    own.book.keep_printed(own.receipts[:1])
    assert "BẢN SAO" in printed(own.book, tmp_path / "sau.pdf", own.receipts[0])


def test_a_print_that_failed_leaves_the_original_to_be_printed(own: Office, tmp_path: Path) -> None:
    (tmp_path / "ban.pdf").mkdir()
    with pytest.raises(Refusal) as refused:
        printed(own.book, tmp_path / "ban.pdf", own.receipts[0])
    assert "ban.pdf" in refused.value.message
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["ban.pdf"]
    assert "BẢN SAO" not in printed(own.book, tmp_path / "duoc.pdf", own.receipts[0])


def test_a_book_carried_to_another_machine_gives_copies_only(own: Office, tmp_path: Path) -> None:
    with Book.open(own.book.path, home=Home(tmp_path / "may-khac"), clock=own.book.clock) as carried:
        assert "BẢN SAO" in printed(carried, tmp_path / "a.pdf", own.receipts[2])
    assert "BẢN SAO" not in printed(own.book, tmp_path / "b.pdf", own.receipts[2])


def test_a_reversed_voucher_is_stamped_with_the_day(own: Office, tmp_path: Path) -> None:
    movements.reverse(own.book, own.receipts[2], TODAY, "entered_twice")
    assert "ĐÃ HỦY 05/07/2020" in printed(own.book, tmp_path / "a.pdf", own.receipts[2])


def test_the_office_may_have_each_voucher_twice_on_a4(own: Office, tmp_path: Path) -> None:
    own.book.keep_setting(SettingKey.VOUCHER_SHEET, "a4")
    said = printed(own.book, tmp_path / "a.pdf", own.receipts[0])
    assert said.count("Số: PT001/2020") == 2
    assert "Liên 1: lưu" in said
    assert "Liên 2: giao" in said
    assert len(reading.pages(tmp_path / "a.pdf")) == 1
    assert reading.overlaps(tmp_path / "a.pdf") == []


@pytest.mark.parametrize("words", [3, 40, 120, 400])
@pytest.mark.parametrize("account", ["cash", "goods"])
def test_the_confirmation_never_collides_however_much_is_written(tmp_path: Path, words: int, account: str) -> None:
    long = replace(
        SAMPLE, account=account, text="học bổng vượt khó " * words, party=LONG_NAME, signs=LONG_NAME, goods="xe đạp"
    )
    draw_vouchers([long], tmp_path / "a.pdf")
    assert reading.overlaps(tmp_path / "a.pdf") == []
    assert reading.outside(tmp_path / "a.pdf", margin=3) == []
    assert "NGƯỜI" in reading.text(tmp_path / "a.pdf")


def test_t44_words_that_look_like_markup_are_printed_as_they_are(tmp_path: Path) -> None:
    words = '<para>&amp; <b>A</b> <img src="x"/> =HYPERLINK(1)'
    draw_vouchers([replace(SAMPLE, party=words, text=words)], tmp_path / "a.pdf")
    assert reading.text(tmp_path / "a.pdf").count(words) >= 2


def test_nothing_chosen_is_refused_with_what_to_do(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Chọn phiếu trong danh sách quỹ"):
        print_paper(office.book, "receipt", tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_voucher_of_this_office_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="không có phiếu để in"):
        print_paper(office.book, "payment", tmp_path / "a.pdf", ids=[bytes(16)])
