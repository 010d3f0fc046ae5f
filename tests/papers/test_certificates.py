"""Giấy khen: what they say, long texts, progress and cancelling."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db.refusal import Cancelled, Refusal
from desktop_app.papers.certificate import Certificate, draw_certificates
from desktop_app.work.printing import print_paper
from tests.papers import reading
from tests.papers.conftest import LONG_NAME, Office


def certificate(recipient: str, achievement: str) -> Certificate:
    """A certificate with these texts."""
    return Certificate(
        issuer="CHỦ TỊCH HỘI KHUYẾN HỌC THỊ TRẤN EA KNỐP",
        kind="GIẤY KHEN",
        recipient=recipient,
        details="Học sinh lớp 6A, Trường THCS Buôn Tŭl",
        achievement=achievement,
        place="Ea Knốp",
        day=date(2020, 6, 5),
        decision="01/QĐ-HKH",
        decided_on=date(2020, 6, 5),
        register_number="06",
        signer_post="KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        signer=LONG_NAME,
    )


def test_each_certificate_has_its_page_and_its_register_number(office: Office, tmp_path: Path) -> None:
    assert print_paper(office.book, "certificate", tmp_path / "a.pdf", decision="1/2020") == 5
    found = reading.pages(tmp_path / "a.pdf")
    assert sorted(page.split("Vào sổ khen thưởng số: ")[1][:2] for page in found) == ["01", "02", "03", "04", "05"]
    assert all("Quyết định số: 01/QĐ-HKH" in page and "GIẤY KHEN" in page for page in found)
    assert any(f"Em: {LONG_NAME}" in " ".join(page.split()) for page in found)


def test_single_certificates_can_be_chosen(office: Office, tmp_path: Path) -> None:
    chosen = office.certificates[:2]
    assert print_paper(office.book, "certificate", tmp_path / "a.pdf", decision="1/2020", ids=chosen) == 2


@pytest.mark.parametrize("times", [1, 6, 20, 50])
def test_a_long_achievement_pushes_nothing_off_the_page(tmp_path: Path, times: int) -> None:
    draw_certificates(
        [certificate(f"Em: {LONG_NAME}", "Học sinh giỏi cấp tỉnh môn Toán, " * times)], tmp_path / "a.pdf"
    )
    assert reading.overlaps(tmp_path / "a.pdf") == []
    assert reading.outside(tmp_path / "a.pdf", margin=14) == []
    said = reading.text(tmp_path / "a.pdf")
    assert said.count("môn Toán") == times
    assert "Vào sổ khen thưởng số: 06" in said


def test_progress_is_told_at_every_certificate_and_cancelling_leaves_no_file(office: Office, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    print_paper(office.book, "certificate", tmp_path / "a.pdf", decision="1/2020", report=lambda *now: told.append(now))
    assert told == [(number, 5) for number in range(1, 6)]

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled("Đã dừng theo yêu cầu.")

    with pytest.raises(Cancelled):
        print_paper(office.book, "certificate", tmp_path / "b.pdf", decision="1/2020", report=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_decision_without_approved_awards_is_refused(office: Office, tmp_path: Path) -> None:
    for paper in ("certificate", "award-list", "scholarship-list"):
        with pytest.raises(Refusal, match=r"02/QĐ-HKH chưa có suất nào được duyệt .* Duyệt các suất"):
            print_paper(office.book, paper, tmp_path / "a.pdf", decision="2/2020")
    assert list(tmp_path.iterdir()) == []


def test_an_award_that_is_no_certificate_is_refused_rather_than_left_out(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="không có giấy khen đã duyệt cho các suất đã chọn"):
        print_paper(
            office.book, "certificate", tmp_path / "a.pdf", decision="1/2020", ids=[office.certificates[0], bytes(16)]
        )
