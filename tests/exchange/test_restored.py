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
from desktop_app.work import printing
from desktop_app.work.awards import award_lines
from desktop_app.work.awards.award_lines import AwardDraft
from desktop_app.work.awards.certificate_numbers import printed_certificate
from desktop_app.work.book import backups, devices, enrolment
from desktop_app.work.exchange.conflicts import open_conflicts
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.people import people
from tests import entering
from tests.exchange.people import add, names
from tests.offices import TODAY, fixed_clock, receive, sound
from tests.papers.reading import text

JUNE = date(2020, 6, 5)


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
    enrolment.approve(network.hub, enrolment.read_asks([asks]), out)
    enrolment.accept(book, [out])
    return book


# ---- brought back from a copy ----------------------------------------------------------------------------------------


def test_a_restored_book_numbers_its_vouchers_in_a_new_block_and_says_so_at_the_first_write(network, office):
    first = take_in(office)
    copy = backups.copy(office, network.folder / "sao.skh", TODAY).path
    lost = take_in(office)
    receive(network.hub, *network.send(office))

    again = restored(network, office, copy)
    assert backups.block_begun(again) == ""
    after = take_in(again)

    assert (first, lost, after) == ("PT001/2020", "PT002/2020", "PT1.2-001/2020")
    assert backups.block_begun(again) == "1.2"
    said = backups.words_of_new_block("1.2")
    assert "quyển mới 1.2" in said and "PT1.2-001" in said and "không dùng lại" in said
    assert take_in(again) == "PT1.2-002/2020"
    receive(network.hub, *network.send(again))
    assert vouchers(network.hub, again.unit) == sorted([first, lost, after, "PT1.2-002/2020"])
    assert open_conflicts(network.hub) == []
    sound(network.hub)


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
        receive(network.hub, *network.send(second))
    assert take_in(office) == "PT002/2020"
    receive(network.hub, *network.send(office))
    assert vouchers(network.hub, office.unit) == ["PT001/2020", "PT002/2020", "PT1.2-001/2020"]
    assert open_conflicts(network.hub) == []


def test_a_restored_province_begins_one_block_however_often_it_writes_for_all(network):

    hub = network.hub
    copy = backups.copy(hub, network.folder / "sao-tinh.skh", TODAY).path
    take_in(hub)
    path, home = hub.path, hub.home
    hub.close()
    backups.restore(copy, path)
    network.hub = again = Book.open(path, home=home, clock=fixed_clock(91), write=True)
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
    receive(network.hub, *network.send(office), *network.send(copy))
    assert vouchers(network.hub, office.unit) == ["PT001/2020", "PT002/2020", "PT2-001/2020"]
    assert open_conflicts(network.hub) == []
    receive(office, network.answer())
    receive(copy, *network.send(office, own=True))
    assert vouchers(copy, office.unit) == vouchers(network.hub, office.unit)
    sound(network.hub)
    sound(copy)


def test_a_copy_that_was_enrolled_opens_for_writing_again_as_itself(network, office):
    copy = enrolled(network, elsewhere(network, office, "may-sao"))
    path, home, device = copy.path, copy.home, copy.identity.device
    copy.close()
    with Book.open(path, home=home, clock=fixed_clock(71), write=True) as again:
        network.offices["may-sao"] = again
        assert again.writable and again.identity.device == device
        assert take_in(again) == "PT2-001/2020"
        receive(network.hub, *network.send(again))
    assert vouchers(network.hub, office.unit) == ["PT2-001/2020"]


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
    receive(network.hub, *network.send(office))
    path, home, old = office.path, office.home, office.identity.device
    office.close()
    shutil.rmtree(home.folder)
    again = network.offices["24373"] = Book.open(path, home=home, clock=fixed_clock(72), write=True)
    assert again.keys is None
    devices.cut_off(network.hub, old, network.fresh_folder("tin-cay"))

    enrolled(network, again)

    add(again, "Sau Khi Mất Khóa")
    (result,) = receive(network.hub, *network.send(again))
    assert result.outcome is Outcome.MERGED
    assert names(network.hub) == names(again) == ["Sau Khi Mất Khóa", "Trước Khi Mất Khóa"]
    sound(network.hub)
    sound(again)


def test_t23_a_device_that_was_cut_off_by_mistake_enrols_again_in_its_own_book(network, office):
    add(office, "Đã Gửi")
    receive(network.hub, *network.send(office))
    out = network.fresh_folder("tin-cay")
    devices.cut_off(network.hub, office.identity.device, out)
    receive(office, out)
    assert enrolment.must_enrol(office)
    before = take_in(office)
    (late,) = receive(network.hub, *network.send(office))
    assert (late.outcome, late.code) == (Outcome.QUARANTINED, Code.REVOKED)

    enrolled(network, office)

    assert not enrolment.must_enrol(office)
    assert (before, take_in(office)) == ("PT001/2020", "PT2-001/2020")
    assert [r.outcome for r in receive(network.hub, *network.send(office))] == [Outcome.MERGED]
    assert vouchers(network.hub, office.unit) == ["PT2-001/2020"]
    sound(network.hub)


def test_the_list_of_another_province_does_not_take_a_copied_book_over(network, office, make_network):
    copy = elsewhere(network, office, "may-sao")
    stranger = make_network()
    asks, out = network.fresh_folder("xin"), network.fresh_folder("duyet")
    enrolment.ask(copy, asks)
    enrolment.approve(stranger.hub, enrolment.read_asks([asks]), out)
    device = copy.identity.device
    with pytest.raises(Refusal):
        enrolment.accept(copy, [out])
    assert copy.identity.device == device and not copy.writable


def test_the_province_s_book_is_not_enrolled_from_a_copy(network):
    copy = elsewhere(network, network.hub, "tinh-sao")
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
    receive(network.hub, *network.send(second), *network.send(office))
    everywhere = sorted(number for pair in given for number in pair)
    for book in (office, second, network.hub):
        assert sorted(vouchers(book, office.unit)) == everywhere
    assert open_conflicts(network.hub) == open_conflicts(office) == []


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
    receive(network.hub, *network.send(second), *network.send(office))
    receive(office, *network.send(second, own=True))
    assert vouchers(office, office.unit) == vouchers(network.hub, office.unit) == ["PT001/2020", "PT2-001/2020"]
    assert open_conflicts(network.hub) == []
    sound(office)
    sound(second)
