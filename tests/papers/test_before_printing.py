"""What is said before a paper is printed, and what never stands on one: placeholders, erased names, empty columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db.refusal import Refusal
from db.store import Book
from desktop_app.work.awards import award_lines
from desktop_app.work.awards.certificate_batches import batches
from desktop_app.work.members import membership
from desktop_app.work.people import duplicate_review, people
from desktop_app.work.people.people import PersonDraft
from desktop_app.work.printing import before_printing, print_paper
from desktop_app.work.privacy import consent_withdrawal
from tests import entering
from tests.papers import reading

DAY = date(2020, 6, 1)


def decided(
    book: Book, *pupils: PersonDraft, number: int = 1, reason: str | None = "Học sinh giỏi", **signed: str
) -> list[bytes]:
    """Certificates for these pupils by a decision."""
    round_ = entering.add_round(book, f"Đợt {number}", "talent").id
    decision = entering.add_decision(book, entering.decision(number, DAY, **signed)).id
    lines = [
        award_lines.nominate(
            book, award_lines.AwardDraft(round_, people.add_person(book, one).id, "pupil", "certificate", reason=reason)
        ).id
        for one in pupils
    ]
    award_lines.approve(book, lines, decision)
    return lines


def lan(name: str = "Em Lan", **details: str) -> PersonDraft:
    return PersonDraft(name, pupil=True, **details)  # type: ignore[arg-type]


def text(book: Book, path: Path, paper: str, **asked: object) -> str:
    print_paper(book, paper, path, **asked)  # type: ignore[arg-type]
    return " ".join(reading.text(path).split())


def test_a_second_print_of_certificates_says_when_they_were_printed_first(book: Book, tmp_path: Path) -> None:
    chair(book)
    lines = decided(book, lan(), lan("Em Mai"))
    assert before_printing(book, "certificate", decision="1/2020") == []
    print_paper(book, "certificate", tmp_path / "a.pdf", decision="1/2020", remember=False)
    assert before_printing(book, "certificate", ids=lines) == []
    print_paper(book, "certificate", tmp_path / "a.pdf", ids=lines[:1])
    assert before_printing(book, "certificate", ids=lines[:1]) == [
        "Giấy khen này đã in ngày 05/07/2020. In lại vẫn giữ số cũ."
    ]
    assert before_printing(book, "certificate", decision="1/2020") == [
        "1 trên 2 giấy khen đã in, lần đầu ngày 05/07/2020. In lại vẫn giữ số cũ."
    ]
    assert "BẢN SAO" not in text(book, tmp_path / "b.pdf", "certificate", ids=lines[:1])


def chair(book: Book, name: str = "Y Thông Niê", since: date = date(2018, 1, 1)) -> None:
    """Somebody leads the office."""
    entering.add_post(book, people.add_person(book, PersonDraft(name)).id, book.unit, "Chủ tịch", since, None)


def test_the_chair_of_the_day_signs_where_no_signer_is_recorded_and_nobody_is_told_of_before(
    book: Book, tmp_path: Path
) -> None:
    decided(book, lan())
    (told,) = before_printing(book, "certificate", decision="1/2020")
    assert "chưa ghi người ký" in told and "01/06/2020" in told
    assert before_printing(book, "award-list", decision="1/2020") == [told]
    chair(book, "Bà Đến Sau", date(2020, 7, 1))
    assert before_printing(book, "certificate", decision="1/2020") == [told]
    chair(book)
    assert before_printing(book, "certificate", decision="1/2020") == []
    for paper in ("certificate", "award-list"):
        said = text(book, tmp_path / "a.pdf", paper, decision="1/2020")
        assert "CHỦ TỊCH Y Thông Niê" in said


def test_certificates_of_several_decisions_are_printed_in_one_run(book: Book, tmp_path: Path) -> None:
    chair(book)
    lines = decided(book, lan("Em Hai"), number=2) + decided(book, lan("Em Một"), lan("Em Mốt"), number=1)
    assert print_paper(book, "certificate", tmp_path / "a.pdf", ids=lines) == 3
    found = [" ".join(page.split()) for page in reading.pages(tmp_path / "a.pdf")]
    assert [page.split("Quyết định số: ")[1][:2] for page in found] == ["01", "01", "02"]


def test_what_can_be_printed_in_one_run_is_named_with_how_many(book: Book) -> None:
    first = decided(book, lan("Em Hai"), lan("Em Ba"), number=2)
    second = decided(book, lan("Em Một"), number=1)
    book.keep_printed_certificates(first[:1])
    found = batches(book, [first[1], *second], second[0])
    assert [(one.decision, len(one.awards), one.printed, one.unprinted) for one in found] == [
        ("1/2020", 1, 0, False),
        ("2/2020", 2, 1, False),
        ("", 2, 0, False),
    ]
    assert [one.unprinted for one in batches(book, first, None)] == [False, True]
    assert batches(book, [], None) == []


def test_an_erased_name_is_never_printed_as_a_name(book: Book, tmp_path: Path) -> None:
    chair(book)
    lines = decided(book, lan("Em Lan"), lan("Em Mai"))
    consent_withdrawal.withdraw(book, _recipient(book, lines[0]))
    told = before_printing(book, "certificate", decision="1/2020")
    assert "1 giấy khen không in: họ tên do cơ sở giữ, hoặc đã xóa." in told
    assert print_paper(book, "certificate", tmp_path / "a.pdf", decision="1/2020") == 1
    assert "1 dòng không có họ tên" in before_printing(book, "award-list", decision="1/2020")[0]
    for paper in ("certificate", "award-list"):
        said = text(book, tmp_path / "b.pdf", paper, decision="1/2020")
        assert "Em Mai" in said
        for placeholder in ("đã xóa", "cơ sở giữ", "None", "{", "Chưa ghi trường"):
            assert placeholder not in said
    with pytest.raises(Refusal, match="không có họ tên"):
        print_paper(book, "certificate", tmp_path / "c.pdf", ids=lines[:1])


def test_an_erased_member_stands_without_a_name_in_the_list_which_says_so_before(book: Book, tmp_path: Path) -> None:
    chair(book)
    person = join(book, PersonDraft("Nguyễn Văn An", born="1960"))
    join(book, PersonDraft("Lê Thị Bé"))
    assert before_printing(book, "members") == []
    consent_withdrawal.withdraw(book, person)
    assert before_printing(book, "members") == [
        "1 dòng không có họ tên (tên do cơ sở giữ, hoặc đã xóa): cột họ tên để trống."
    ]
    said = text(book, tmp_path / "a.pdf", "members")
    assert "2 (hai) hội viên" in said and "đã xóa" not in said


def _recipient(book: Book, award: bytes) -> bytes:
    found = award_lines.recipient_of(book, award)
    assert found is not None
    return found


def test_a_school_that_was_made_up_by_older_programs_is_not_printed(book: Book, tmp_path: Path) -> None:
    chair(book)
    decided(book, lan(school="Chưa ghi trường"))
    for paper in ("certificate", "award-list"):
        assert "Chưa ghi" not in text(book, tmp_path / "a.pdf", paper, decision="1/2020")


def test_a_column_that_is_empty_on_every_line_is_left_out_and_the_hamlet_is_printed(book: Book, tmp_path: Path) -> None:
    decided(book, lan(), signer="Y Thông Niê")
    decided(book, lan(address="Buôn Hằng", school="THCS Ea Tar"), lan("Em Mai"), number=2, signer="Y Thông Niê")
    bare = text(book, tmp_path / "a.pdf", "award-list", decision="1/2020")
    full = text(book, tmp_path / "b.pdf", "award-list", decision="2/2020")
    for title in ("Thôn, buôn", "Trường, đơn vị"):
        assert title not in bare and title in full
    for title in ("Mức thưởng", "Ghi chú", "Cộng"):
        assert title not in bare and title not in full
    assert "Buôn Hằng" in full


def test_members_of_whom_something_is_not_known_are_counted_as_that(book: Book, tmp_path: Path) -> None:
    join(book, PersonDraft("Nguyễn Văn An", born="1960", sex="male", ethnic_group="Kinh"))
    join(book, PersonDraft("Lê Thị Bé"))
    said = text(book, tmp_path / "a.pdf", "members")
    assert "Chưa ghi giới tính: 1 người; dân tộc: 1 người; ngày sinh: 1 người." in said
    assert "Chi hội" not in said.split("STT")[1].split("Nguyễn")[0]


def join(book: Book, draft: PersonDraft) -> bytes:
    """A member, by the person's id."""
    stay = membership.register(book, membership.MemberDraft(date(2019, 1, 1), None, draft)).id
    with book.reading() as db:
        return bytes(db.execute("SELECT person FROM memberships WHERE id = ?", (stay,)).fetchone()[0])


def test_people_joined_by_a_person_stand_once_in_the_list_of_members(book: Book, tmp_path: Path) -> None:
    one, other = (join(book, PersonDraft(name, born="1960")) for name in ("Lê Thị Bé", "Lê Thị Bê"))
    join(book, PersonDraft("Lê Thị Bé", born="1979"))
    assert "3 (ba) hội viên" in text(book, tmp_path / "a.pdf", "members")
    duplicate_review.settle(book, one, other, "same")
    assert "2 (hai) hội viên" in text(book, tmp_path / "b.pdf", "members")
    duplicate_review.settle(book, one, other, "different")
    assert "3 (ba) hội viên" in text(book, tmp_path / "c.pdf", "members")
