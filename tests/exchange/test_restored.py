"""Books brought back from a copy, copied to another machine, or left without keys: no number twice, nothing lost."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from db.exchange.outcomes import Code, Outcome
from db.exchange.trust.home_folder import Home
from db.refusal import BookUnusable, Refusal
from db.store import Book
from db.tables.people import Person
from desktop_app import cli
from desktop_app.figures.statements import statements
from desktop_app.work import printing
from desktop_app.work.awards import award_lines
from desktop_app.work.awards.award_lines import AwardDraft
from desktop_app.work.awards.certificate_numbers import printed_certificate
from desktop_app.work.book import backups, book_marks, devices, enrolment
from desktop_app.work.book.trust_in_force import must_enrol
from desktop_app.work.exchange import rulings
from desktop_app.work.exchange.conflicts import open_conflicts
from desktop_app.work.exchange.province_receipt import received
from desktop_app.work.exchange.record_receipts import count_waiting
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.people import people
from desktop_app.work.reports import period_closing, stated_changes
from desktop_app.work.reports.clock_check import Wrong, doubt
from tests import entering
from tests.exchange.people import add, names
from tests.offices import NOW, TODAY, fixed_clock, receive, sound
from tests.papers.reading import text
from tests.work.test_closing import HALF, give

JUNE = date(2020, 6, 5)
DAY = 86_400_000
"""Milliseconds."""


def take_in(book: Book, amount: int = 500_000) -> str:
    return movements.book_movement(book, FundDraft("receive", amount, JUNE)).voucher


def vouchers(book: Book, office: bytes) -> list[str]:
    with book.reading() as db:
        rows = db.execute(
            "SELECT book, block, number, year FROM movements WHERE office = ? AND number IS NOT NULL", (office,)
        ).fetchall()
    return sorted(movements.printed_number(*row) for row in rows)


def restored(network, office: Book, copy) -> Book:
    """The office's book put back from a copy and opened again."""
    path, home = office.path, office.home
    office.close()
    backups.restore(copy, path)
    network.offices["24373"] = Book.open(path, home=home, clock=fixed_clock(301 + network.sent), write=True)
    network.sent += 1
    return network.offices["24373"]


def elsewhere(network, office: Book, name: str) -> Book:
    """The office's book copied to a machine that has none of its keys, opened there."""
    copy = backups.copy(office, network.folder / f"{name}.skh", TODAY).path
    book = Book.open(copy, home=Home(network.folder / f"khoa-{name}"), clock=fixed_clock(400 + len(name)), write=True)
    network.offices[name] = book
    return book


def enrolled(network, book: Book) -> Book:
    """The book enrolled as a new device, by files."""
    asks, out = network.fresh_folder("xin"), network.fresh_folder("duyet")
    enrolment.ask(book, asks)
    enrolment.approve(network.province, enrolment.read_asks([asks]), out)
    enrolment.accept(book, [out])
    return book


# ---- brought back from a copy ----------------------------------------------------------------------------------------


def test_a_restored_book_numbers_its_vouchers_in_a_new_block_and_says_so_at_the_first_write(network, office):
    first = take_in(office)
    copy = backups.copy(office, network.folder / "sao.skh", TODAY).path
    lost = take_in(office)
    receive(network.province, *network.send(office))

    again = restored(network, office, copy)
    assert backups.block_begun(again) == ""
    after = take_in(again)

    assert (first, lost, after) == ("PT001/2020", "PT002/2020", "PT1.2-001/2020")
    assert backups.block_begun(again) == "1.2"
    said = backups.words_of_new_block("1.2")
    assert "quyển mới 1.2" in said and "PT1.2-001" in said and "không dùng lại" in said
    assert take_in(again) == "PT1.2-002/2020"
    receive(network.province, *network.send(again))
    assert vouchers(network.province, again.unit) == sorted([first, lost, after, "PT1.2-002/2020"])
    assert open_conflicts(network.province) == []
    sound(network.province)


def test_the_new_block_stands_on_the_printed_voucher(network, office, tmp_path):
    take_in(office)
    copy = backups.copy(office, network.folder / "sao.skh", TODAY).path
    take_in(office)
    again = restored(network, office, copy)
    made = movements.book_movement(again, FundDraft("receive", 100_000, JUNE))
    paper = tmp_path / "phieu.pdf"
    printing.print_paper(again, "receipt", paper, ids=[made.id])
    assert "PT1.2-001/2020" in text(paper)


def test_what_has_been_read_is_not_said_again_and_each_restore_begins_another_block(network, office):
    copy = backups.copy(office, network.folder / "sao.skh", TODAY).path
    take_in(office)
    again = restored(network, office, copy)
    take_in(again)
    backups.has_read_of_new_block(again)
    take_in(again)
    assert backups.block_begun(again) == ""
    third = restored(network, again, copy)
    assert take_in(third) == "PT1.3-001/2020"
    assert backups.block_begun(third) == "1.3"


def test_the_book_and_a_copy_brought_back_beside_it_never_share_a_number(network, office):
    copy = backups.copy(office, network.folder / "sao.skh", TODAY).path
    take_in(office)
    beside = backups.restore(copy, network.folder / "ben-canh.skh").path
    with Book.open(beside, home=office.home, clock=fixed_clock(55), write=True) as second:
        assert take_in(second) == "PT1.2-001/2020"
        receive(network.province, *network.send(second))
    assert take_in(office) == "PT002/2020"
    receive(network.province, *network.send(office))
    assert vouchers(network.province, office.unit) == ["PT001/2020", "PT002/2020", "PT1.2-001/2020"]
    assert open_conflicts(network.province) == []


def test_a_restored_province_begins_one_block_however_often_it_writes_for_all(network):

    province = network.province
    copy = backups.copy(province, network.folder / "sao-tinh.skh", TODAY).path
    take_in(province)
    path, home = province.path, province.home
    province.close()
    backups.restore(copy, path)
    network.province = again = Book.open(path, home=home, clock=fixed_clock(91), write=True)
    for value in (10, 20):
        entering.set_targets(again, [entering.target(network.offices["24373"].unit, 2020, "B02", value)])
    assert take_in(again) == "PT1.2-001/2020"


def approve_one(book: Book, name: str, decision: bytes, round_: bytes) -> str:
    pupil = people.add_person(book, people.PersonDraft(name, school="THCS Ea Tar")).id
    line = award_lines.nominate(book, AwardDraft(round_, pupil, "pupil", "certificate")).id
    award_lines.approve(book, [line], decision)
    with book.reading() as db:
        return printed_certificate(db.execute("SELECT certificate_no FROM awards WHERE id = ?", (line,)).fetchone()[0])


def test_certificates_are_not_numbered_twice_after_a_restore_either(network, office, tmp_path):
    round_ = entering.add_round(office, "Đợt xét 2020", "talent").id
    decision = entering.add_decision(office, entering.decision(1, JUNE)).id
    assert approve_one(office, "Em Lan", decision, round_) == "01"
    copy = backups.copy(office, network.folder / "sao.skh", TODAY).path
    assert approve_one(office, "Em Mai", decision, round_) == "02"

    again = restored(network, office, copy)

    assert [approve_one(again, name, decision, round_) for name in ("Em Hoa", "Em Cúc")] == ["1.2-001", "1.2-002"]
    paper = tmp_path / "giay-khen.pdf"
    printing.print_paper(again, "certificate", paper, decision="1/2020")
    assert "1.2-002" in text(paper)


def test_the_command_says_in_which_block_a_restored_book_goes_on(tmp_path, capsys, book):
    copy = backups.copy(book, tmp_path / "sao.skh", TODAY).path
    take_in(book)
    path = book.path
    book.close()
    assert cli.run(["book", "restore", str(copy), str(path)]) == 0
    words = ["add", str(path), "fund", "kind=receive", "amount=50000", "on=2020-06-05"]
    capsys.readouterr()
    assert cli.run(words) == 0
    assert "quyển mới 1.2" in capsys.readouterr().err
    assert cli.run(words) == 0
    assert "quyển mới" not in capsys.readouterr().err


# ---- copied to another machine, keys lost, cut off ------------------------------------------------------------------


def test_t26_a_copy_on_another_machine_reads_only_until_it_is_enrolled_and_then_both_go_on(network, office):
    take_in(office)
    copy = elsewhere(network, office, "may-sao")
    with pytest.raises(BookUnusable) as refused:
        take_in(copy)
    assert refused.value.code == "NO_KEY" and "Đăng ký máy này" in refused.value.message

    enrolled(network, copy)

    assert copy.identity.device != office.identity.device
    assert (take_in(office), take_in(copy)) == ("PT002/2020", "PT2-001/2020")
    receive(network.province, *network.send(office), *network.send(copy))
    assert vouchers(network.province, office.unit) == ["PT001/2020", "PT002/2020", "PT2-001/2020"]
    assert open_conflicts(network.province) == []
    receive(office, network.answer())
    receive(copy, *network.send(office, own=True))
    assert vouchers(copy, office.unit) == vouchers(network.province, office.unit)
    sound(network.province)
    sound(copy)


def test_a_copy_that_was_enrolled_opens_for_writing_again_as_itself(network, office):
    copy = enrolled(network, elsewhere(network, office, "may-sao"))
    path, home, device = copy.path, copy.home, copy.identity.device
    copy.close()
    with Book.open(path, home=home, clock=fixed_clock(71), write=True) as again:
        network.offices["may-sao"] = again
        assert again.writable and again.identity.device == device
        assert take_in(again) == "PT2-001/2020"
        receive(network.province, *network.send(again))
    assert vouchers(network.province, office.unit) == ["PT2-001/2020"]


def test_asking_twice_before_the_answer_asks_with_the_same_keys(network, office):
    copy = elsewhere(network, office, "may-sao")
    one = enrolment.ask(copy, network.fresh_folder("xin"))
    two = enrolment.ask(copy, network.fresh_folder("xin"))
    assert one.fingerprint == two.fingerprint
    with pytest.raises(Refusal) as refused:
        enrolment.accept(copy, [network.answer()])
    assert refused.value.code == "NOT_LISTED" and not copy.writable


def test_an_office_that_lost_its_keys_enrols_again_and_its_book_goes_on_with_all_it_holds(network, office):
    add(office, "Trước Khi Mất Khóa")
    receive(network.province, *network.send(office))
    old = office.identity.device
    again = keys_lost(network, office)
    devices.cut_off(network.province, old, network.fresh_folder("tin-cay"))

    enrolled(network, again)

    add(again, "Sau Khi Mất Khóa")
    (result,) = receive(network.province, *network.send(again))
    assert result.outcome is Outcome.MERGED
    assert names(network.province) == names(again) == ["Sau Khi Mất Khóa", "Trước Khi Mất Khóa"]
    sound(network.province)
    sound(again)


def keys_lost(network, office: Book) -> Book:
    """The office's book opened on its own machine after its keys were deleted."""
    path, home = office.path, office.home
    office.close()
    shutil.rmtree(home.folder)
    again = network.offices["24373"] = Book.open(path, home=home, clock=fixed_clock(72 + network.sent), write=True)
    assert again.keys is None
    return again


def stated_at(province: Book) -> list[tuple[bytes, int]]:
    """Who has stated the half year to the end there, and the receipts (D01) that were stated."""
    with province.reading() as db:
        return [(one.unit, one.figures["D01"]) for one in statements(db)]


@pytest.mark.parametrize("sent_again", ["never", "before", "after"])
@pytest.mark.parametrize("answered", [True, False])
def test_what_was_not_sent_when_the_keys_were_lost_reaches_the_province_once_with_figures_and_statement(
    sent_again, answered, network, office
):
    """Files that were sent and not acknowledged may lie on a stick: they come in before, after, or never."""
    give(office, 1_000_000)
    (changed,) = add(office, "Đã Gửi")
    receive(network.province, *network.send(office))
    if answered:
        receive(office, network.answer())
    with office.write() as tx:
        tx.get(Person, changed).phone = "0905 111 222"
    give(office, 200_000)
    reversed_ = give(office, 70_000)
    movements.reverse(office, reversed_, date(2020, 3, 2), "wrong_amount")
    (gone,) = add(office, "Ghi Rồi Xóa")
    with office.write() as tx:
        tx.delete(tx.get(Person, gone))
    stick = network.send(office)
    add(office, "Chưa Gửi")
    give(office, 30_000)
    again = keys_lost(network, office)

    enrolled(network, again)
    add(again, "Sau Khi Mất Khóa")
    give(again, 4_000)
    period_closing.close_period(again, HALF)
    if sent_again == "before":
        receive(network.province, *stick)
    receive(network.province, *network.send(again))
    if sent_again == "after":
        receive(network.province, *stick)

    assert names(network.province) == names(again) == ["Chưa Gửi", "Sau Khi Mất Khóa", "Đã Gửi"]
    assert vouchers(network.province, again.unit) == vouchers(again, again.unit)
    assert stated_at(network.province) == stated_at(again) == [(again.unit, 1_234_000)]
    assert stated_changes.changed_periods(network.province) == []
    assert open_conflicts(network.province) == open_conflicts(again) == []
    assert rulings.missing_runs(network.province) == []
    with network.province.reading() as db:
        assert db.execute("SELECT phone FROM people WHERE full_name = 'Đã Gửi'").fetchone() == ("0905 111 222",)
    sound(network.province)
    sound(again)
    receive(again, network.answer())
    assert count_waiting(again) == 0
    told = received(again)
    assert told is not None and {one.verdict for one in told.balances} == {"same"}


def test_a_statement_that_was_not_sent_when_the_keys_were_lost_counts_what_was_said_again(network, office):
    give(office, 1_000_000)
    receive(network.province, *network.send(office))
    receive(office, network.answer())
    give(office, 200_000)
    period_closing.close_period(office, HALF)
    again = enrolled(network, keys_lost(network, office))
    receive(network.province, *network.send(again))
    assert stated_at(network.province) == [(again.unit, 1_200_000)]
    assert stated_changes.changed_periods(network.province) == []


def test_a_statement_that_was_never_sent_is_taken_back_also_after_the_keys_were_lost(network, office):
    receive(network.province, *network.send(office))
    period_closing.close_period(office, HALF)
    again = enrolled(network, keys_lost(network, office))
    period_closing.take_back(again, HALF)
    period_closing.close_period(again, HALF)
    network.send(again)
    with pytest.raises(Refusal) as refused:
        period_closing.take_back(again, HALF)
    assert refused.value.code == "SENT"
    third = enrolled(network, keys_lost(network, again))
    with pytest.raises(Refusal) as refused:
        period_closing.take_back(third, HALF)
    assert refused.value.code == "SENT", "it may be on a stick"


def test_a_machine_that_is_set_back_when_the_keys_are_lost_is_doubted_by_what_the_device_before_wrote(network, office):
    add(office, "Trước Khi Mất Khóa")
    receive(network.province, *network.send(office))
    receive(office, network.answer())
    again = keys_lost(network, office)
    again.clock = fixed_clock(73, today=date(2020, 7, 1), now=NOW - 4 * DAY)
    doubted = doubt(enrolled(network, again))
    assert doubted is not None and (doubted.why, doubted.newest) == (Wrong.BEFORE_ENTRIES, TODAY)


def test_t23_a_device_that_was_cut_off_by_mistake_enrols_again_in_its_own_book(network, office):
    add(office, "Đã Gửi")
    receive(network.province, *network.send(office))
    out = network.fresh_folder("tin-cay")
    devices.cut_off(network.province, office.identity.device, out)
    receive(office, out)
    assert must_enrol(office)
    before = take_in(office)
    (late,) = receive(network.province, *network.send(office))
    assert (late.outcome, late.code) == (Outcome.QUARANTINED, Code.REVOKED)

    enrolled(network, office)

    assert not must_enrol(office)
    assert (before, take_in(office)) == ("PT001/2020", "PT2-001/2020")
    assert [r.outcome for r in receive(network.province, *network.send(office))] == [Outcome.MERGED]
    assert vouchers(network.province, office.unit) == vouchers(office, office.unit) == ["PT001/2020", "PT2-001/2020"]
    sound(network.province)
    sound(office)


def test_the_list_of_another_province_does_not_take_a_copied_book_over(network, office, make_network):
    copy = elsewhere(network, office, "may-sao")
    stranger = make_network()
    asks, out = network.fresh_folder("xin"), network.fresh_folder("duyet")
    enrolment.ask(copy, asks)
    enrolment.approve(stranger.province, enrolment.read_asks([asks]), out)
    device = copy.identity.device
    with pytest.raises(Refusal):
        enrolment.accept(copy, [out])
    assert copy.identity.device == device and not copy.writable


def test_the_province_s_book_is_not_enrolled_from_a_copy(network):
    copy = elsewhere(network, network.province, "tinh-sao")
    with pytest.raises(Refusal) as refused:
        enrolment.ask(copy, network.fresh_folder("xin"))
    assert refused.value.code == "NO_KEY" and "khóa máy" in refused.value.message


# ---- a second laptop of one office -----------------------------------------------------------------------------------


def test_two_laptops_that_have_each_others_vouchers_go_on_in_their_own_series(network, office):
    receive(office, network.answer())
    second = network.enrol("may-2", unit="24373")[0]
    receive(office, network.answer())
    given = []
    for _turn in range(3):
        given.append((take_in(office), take_in(second)))
        receive(second, *network.send(office, own=True))
        receive(office, *network.send(second, own=True))
    assert given == [(f"PT00{turn}/2020", f"PT2-00{turn}/2020") for turn in (1, 2, 3)]
    receive(network.province, *network.send(second), *network.send(office))
    everywhere = sorted(number for pair in given for number in pair)
    for book in (office, second, network.province):
        assert sorted(vouchers(book, office.unit)) == everywhere
    assert open_conflicts(network.province) == open_conflicts(office) == []


def test_a_laptop_that_books_more_moves_the_numbers_of_the_other_by_none(network, office):
    receive(office, network.answer())
    second = network.enrol("may-2", unit="24373")[0]
    receive(office, network.answer())
    assert [take_in(second) for _one in range(3)] == ["PT2-001/2020", "PT2-002/2020", "PT2-003/2020"]
    receive(office, *network.send(second, own=True))
    assert len(vouchers(office, office.unit)) == 3
    assert take_in(office) == "PT001/2020"


def test_a_laptop_that_approves_more_moves_the_certificates_of_the_other_by_none(network, office):
    receive(office, network.answer())
    second = network.enrol("may-2", unit="24373")[0]
    receive(office, network.answer())
    round_ = entering.add_round(office, "Đợt xét 2020", "talent").id
    decision = entering.add_decision(office, entering.decision(1, JUNE)).id
    receive(second, *network.send(office, own=True))
    assert [approve_one(second, name, decision, round_) for name in ("Em Lan", "Em Mai")] == ["2-001", "2-002"]
    receive(office, *network.send(second, own=True))
    assert approve_one(office, "Em Hoa", decision, round_) == "01"


def test_a_second_laptop_gets_everything_from_the_first_and_numbers_in_its_own_block(network, office):
    with office.write() as tx:
        made = tx.create(Person, full_name="Y Moan Niê").id
    take_in(office)
    second = network.enrol("may-2", unit="24373")[0]
    receive(office, network.answer())
    receive(second, *network.send(office, own=True))
    assert names(second) == ["Y Moan Niê"]
    with second.write() as tx:
        tx.get(Person, made).phone = "0905"
    assert take_in(second) == "PT2-001/2020"
    receive(network.province, *network.send(second), *network.send(office))
    receive(office, *network.send(second, own=True))
    assert vouchers(office, office.unit) == vouchers(network.province, office.unit) == ["PT001/2020", "PT2-001/2020"]
    assert open_conflicts(network.province) == []
    sound(office)
    sound(second)


def test_a_book_that_was_gone_on_with_though_it_was_older_goes_on_saying_so(network, tmp_path):
    """The mark outside the book knows of the new life alone; what was missing before stays said until it was read."""
    province = network.province
    older = tmp_path / "cũ.skh"
    backups.copy(province, older, TODAY)
    with province.write() as tx:
        tx.create(Person, full_name="Sau Bản Sao")
    home, clock = province.home, fixed_clock(77)
    province.close()
    with Book.open(older, home=home, clock=clock, write=True) as book:
        (before,) = book_marks.marks(book)
        assert "nhận lại mọi tệp các đơn vị đã gửi" in before.sentence
        with book.write() as tx:
            tx.create(Person, full_name="Ghi Tiếp")
        (after,) = book_marks.marks(book)
        assert (after.title, after.sentence, after.ends) == (before.title, before.sentence, True)
        book_marks.has_read_of_restoring(book)
        assert [(one.title, one.sentence) for one in book_marks.marks(book)] == [(before.title, "")]
