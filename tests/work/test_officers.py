"""A new officer takes over the same device: the name behind what is written, the post, and nothing of the past."""

from __future__ import annotations

from datetime import date

import pytest

from db.refusal import DraftRefused
from db.store import Book
from desktop_app import cli
from desktop_app.gui.kit.forms.form import Form
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.lists import list_queries
from desktop_app.work.people import people
from desktop_app.work.units import officers, posts
from desktop_app.work.units.declared import POSTS
from desktop_app.work.units.officers import OfficerDraft
from tests import entering
from tests.offices import TODAY, digests, fixed_clock, receive, sound

JULY = date(2020, 7, 1)


def writers(book: Book) -> list[str]:
    """Who wrote each receipt, in the order they were written."""
    from db.exchange.wire.entry import decode_line

    with book.reading() as db:
        names = {row[0].hex()[:16]: row[1] for row in db.execute("SELECT id, full_name FROM actors")}
        lines = db.execute(
            "SELECT e.line FROM entries e JOIN movements m ON m.id = e.rec ORDER BY e.chain, e.seq"
        ).fetchall()
    return [names[decode_line(line).actor] for (line,) in lines]


def test_what_is_written_after_the_handover_bears_the_new_officer_s_name_also_at_the_province(network):
    office = network.offices["24373"]
    device = office.identity.device
    movements.book_movement(office, FundDraft("receive", 10_000, JULY))
    officers.hand_over(office, OfficerDraft("H’Linh Êban", TODAY))
    movements.book_movement(office, FundDraft("receive", 20_000, JULY))
    assert officers.officer(office) == "H’Linh Êban" and office.identity.device == device
    receive(network.province, *network.send(office))
    assert writers(network.province) == writers(office) == ["Cán bộ 24373", "H’Linh Êban"]
    sound(network.province)
    sound(office)


def test_the_new_officer_is_still_the_writer_when_the_book_is_opened_again(book, home):
    officers.hand_over(book, OfficerDraft("H’Linh Êban", TODAY))
    path = book.path
    book.close()
    with Book.open(path, home=home, clock=fixed_clock(5), write=True) as again:
        assert officers.officer(again) == "H’Linh Êban"
        with again.reading() as db:
            assert officers.officer_name(db, again) == "H’Linh Êban"


def test_a_post_passes_on_the_day_and_papers_name_the_new_holder_from_then_on(book):
    old = people.add_person(book, people.PersonDraft("Ông Cũ")).id
    entering.add_post(book, old, book.unit, "Thủ quỹ", date(2018, 1, 1), None)
    officers.hand_over(book, OfficerDraft("Bà Mới", JULY, "Thủ quỹ", "0905 111 222"))
    with book.reading() as db:
        assert posts.holder(db, book.unit, "Thủ quỹ", date(2020, 6, 30)) == "Ông Cũ"
        assert posts.holder(db, book.unit, "Thủ quỹ", TODAY) == "Bà Mới"
        rows = list_queries.rows(
            db, POSTS.listing, list_queries.ids(db, list_queries.Query(POSTS.listing, office=book.unit))
        )
    assert {(row["person"], row["until"]) for row in rows} == {("Ông Cũ", "2020-07-01"), ("Bà Mới", None)}


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (OfficerDraft(" ", TODAY), "full_name"),
        (OfficerDraft("Nguyễn Thị Hà", TODAY), "full_name"),
        (OfficerDraft("Bà Mới", None), "on"),
        (OfficerDraft("Bà Mới", date(2020, 7, 6)), "on"),
    ],
)
def test_a_handover_to_nobody_to_the_same_or_tomorrow_is_refused_and_changes_nothing(book, draft, field):
    before, actor = digests(book), book.identity.actor
    with pytest.raises(DraftRefused) as refused:
        officers.hand_over(book, draft)
    assert refused.value.errors[0].field == field
    assert digests(book) == before and book.identity.actor == actor


def test_a_post_that_began_after_the_day_refuses_the_whole_handover(book):
    old = people.add_person(book, people.PersonDraft("Ông Cũ")).id
    entering.add_post(book, old, book.unit, "Thủ quỹ", JULY, None)
    before = digests(book)
    with pytest.raises(DraftRefused):
        officers.hand_over(book, OfficerDraft("Bà Mới", date(2020, 6, 1), "Thủ quỹ"))
    assert digests(book) == before and officers.officer(book) == "Nguyễn Thị Hà"


def test_the_command_hands_the_book_over(book, capsys):
    path = book.path
    book.close()
    assert cli.run(["book", "officer", str(path), "Bà Mới", "--post", "Thư ký", "--on", "2020-07-01"]) == 0
    assert "Từ nay Bà Mới ghi sổ này." in capsys.readouterr().out


@pytest.fixture
def someone(qtbot, home, clock):
    from tests.gui.driving import Person

    person = Person(qtbot, home, clock)
    yield person
    for form in person.window.findChildren(Form):
        form.mark_saved()
    person.window.close()
    person.window.deleteLater()


def test_the_handover_stands_in_the_settings(book, someone):
    path = book.path
    book.close()
    someone.start(path)
    someone.desk.go_to("settings")
    assert someone.seen("Người ghi sổ: Nguyễn Thị Hà.")
    someone.choose("Bàn giao người ghi sổ")
    someone.type("Bà Mới")
    someone.choose("Lưu")
    assert officers.officer(someone.desk.book) == "Bà Mới"
    assert "Từ nay Bà Mới ghi sổ này." in someone.message()
    assert someone.seen("Người ghi sổ: Bà Mới.")


@pytest.mark.parametrize("post", ["Chủ tịch danh dự", "Phó Chủ tịch", "Kế toán viên"])
def test_only_the_chair_and_the_accountant_sign_as_such(book, post):
    other = people.add_person(book, people.PersonDraft("Ai Đó")).id
    entering.add_post(book, other, book.unit, post, date(2018, 1, 1), None)
    with book.reading() as db:
        assert (
            posts.holder(db, book.unit, posts.CHAIR, TODAY)
            == posts.holder(db, book.unit, posts.ACCOUNTANT, TODAY)
            == ""
        )
    for name, written in (("Y Wang Niê", "chủ tịch Hội Khuyến học xã"), ("Lý Thu Nga", "Kế toán trưởng")):
        person = people.add_person(book, people.PersonDraft(name)).id
        entering.add_post(book, person, book.unit, written, date(2018, 1, 1), None)
    with book.reading() as db:
        assert posts.holder(db, book.unit, posts.CHAIR, TODAY) == "Y Wang Niê"
        assert posts.holder(db, book.unit, posts.ACCOUNTANT, TODAY) == "Lý Thu Nga"
