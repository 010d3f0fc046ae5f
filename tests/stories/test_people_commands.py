"""People and their papers at the command line: nobody twice in silence, groups by their names, prints that are remembered."""

from __future__ import annotations

import pytest

from tests.stories.desk import Desk


def test_a_second_member_or_donor_of_a_name_is_told_apart_from_the_answer_and_may_be_the_same(desk: Desk) -> None:
    first = desk.add("members", "full_name=H’Ngoan Êban", "born=1961", "joined=2015-01-01")
    desk.change("members", first, "left=2019-06-01", "reason=resigned")
    ended = desk.run("add", desk.book, "members", "full_name=H'Ngoan Êban", "born=1961")
    assert ended.code == 0
    assert "thôi hội viên ngày 01/06/2019: Xin thôi" in ended.err
    person = ended.err.split("mã ")[1][:32]
    again = desk.run("add", desk.book, "members", f"person={person}", "joined=2020-02-01")
    assert (again.code, again.err) == (0, "")
    assert desk.run("add", desk.book, "donors", "full_name=Bà Lan").err == ""
    assert "đã có nhà tài trợ Bà Lan" in desk.run("add", desk.book, "donors", "full_name=BÀ LAN").err


@pytest.mark.parametrize(("said", "kept"), [("Êđê", "Ê Đê"), ("kinh", "Kinh"), ("M’nông", "Mnông")])
def test_an_ethnic_group_is_kept_by_its_official_name(desk: Desk, said: str, kept: str) -> None:
    member = desk.add("members", "full_name=A", f"ethnic_group={said}")
    assert desk.rows("members")[0]["ethnic_group"] == kept
    changed = desk.run("change", desk.book, "members", member, "ethnic_group=Kih")
    assert changed.code == 0 and "không có trong danh mục 54 dân tộc" in changed.err


def test_certificates_of_all_decisions_print_in_one_command_and_the_second_print_says_so(desk: Desk) -> None:
    desk.add("rounds", "name=Đợt 1", "purpose=talent")
    ids = []
    for number, name in ((1, "Em Lan"), (2, "Em Mai")):
        desk.add("decisions", f"no={number}", "on=2020-06-01")
        ids.append(
            desk.add("awards", "round=Đợt 1", f"recipient={name}", "new=1", f"decision={number}/2020", "reason=Giỏi")
        )
    out = desk.folder / "giay-khen.pdf"
    first = desk.run("print", desk.book, "certificate", "-o", out, "--id", *ids)
    assert first.code == 0 and "(2 trang)" in first.out
    assert first.err.count("chưa ghi người ký") == 2 and "đã in" not in first.err
    desk.add("posts", "person=Y Thông Niê", "post=Chủ tịch", "new=1")
    second = desk.run("print", desk.book, "certificate", "-o", out, "--id", *ids)
    assert second.code == 0
    assert second.err == "2 trên 2 giấy khen đã in, lần đầu ngày 05/07/2020. In lại vẫn giữ số cũ.\n"
    answer = desk.answer("print", desk.book, "certificate", "-o", out, "--decision", "1/2020")
    assert answer == {"file": str(out), "pages": 1}


def test_a_nominated_line_moves_to_another_round(desk: Desk) -> None:
    for name in ("Đợt 1", "Đợt 2"):
        desk.add("rounds", f"name={name}", "purpose=talent")
    award = desk.add("awards", "round=Đợt 1", "recipient=Em Lan", "new=1")
    desk.change("awards", award, "round=Đợt 2")
    assert desk.rows("awards")[0]["round"] == "Đợt 2"
