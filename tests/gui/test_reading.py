"""Pages ask the book beside the window: they fill when the answer is there, whatever else is going on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from db.refusal import Refusal
from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.look.card import Card
from desktop_app.gui.kit.screens.cards_screen import CardsScreen
from desktop_app.gui.kit.screens.reader import THREADS
from desktop_app.gui.screens.exchange.intake import VerdictPage, rehearse
from desktop_app.gui.screens.reports import ReportsScreen
from desktop_app.gui.screens.reports.cluster import ClusterPage
from desktop_app.values.periods import parse_period
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.records.vocabulary import period_file
from desktop_app.work.reports import period_closing
from tests import entering
from tests.exchange.people import add
from tests.gui.driving import CTRL, Person
from tests.offices import COMMUNES, Network, receive

SitDown = Callable[..., Person]


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What a question or a job waits for; opened at the end of a story in any case."""
    made = threading.Event()
    yield made
    made.set()


@pytest.fixture
def desk(network: Network, sit_down: SitDown) -> Person:
    """Somebody at the province's window."""
    network.province.close()
    person = sit_down(network.province.home)
    person.start(network.province.path)
    return person


def hold_reading(person: Person, gate: threading.Event) -> list[QWidget]:
    """Keep every thread that answers questions busy until the gate opens."""
    pages = [QWidget() for _thread in range(THREADS)]
    for page in pages:
        person.desk.reader.ask(page, gate.wait, lambda _answer: None)
    pages.append(QWidget())
    person.desk.reader.ask(pages[-1], gate.wait, lambda _answer: None, long=True)
    return pages


def hold_a_job(person: Person, gate: threading.Event) -> None:
    """A job that goes on until the gate opens, as receiving does for minutes."""
    person.desk.runner.run("Đang ghi vào sổ…", lambda _report: gate.wait(), lambda _done: None)


def words_of(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel)]


def cluster_page(person: Person) -> ClusterPage:
    screen = person.screen
    assert isinstance(screen, ReportsScreen) and isinstance(screen.page, ClusterPage)
    return screen.page


@pytest.mark.parametrize("place", ["today", "members", "fund", "awards", "reports", "exchange", "settings"])
def test_no_place_waits_for_the_book_before_it_is_shown_and_it_fills_when_the_answer_comes(
    network: Network, sit_down: SitDown, gate: threading.Event, place: str
) -> None:
    network.province.close()
    person = sit_down(network.province.home)
    person.start(network.province.path)
    person.desk.go_to("settings" if place == "today" else "today")
    person.wait_for_reading()
    person.desk.announce(frozenset(("people", "members", "fund", "awards", "units", "exchange", "reports")))
    _kept = hold_reading(person, gate)

    person.desk.go_to(place)

    assert person.desk.reader.busy and person.screen.isVisible()
    QCoreApplication.processEvents()
    assert person.desk.reader.busy
    gate.set()
    person.wait_for_reading()
    if place in ("today", "exchange", "settings"):
        assert person.screen.findChildren(Card)


def test_a_page_of_cards_says_that_it_is_reading_until_it_has_read(desk: Person, gate: threading.Event) -> None:
    _kept = hold_reading(desk, gate)
    desk.desk.go_to("exchange")
    assert "Đang đọc…" in words_of(desk.screen)
    gate.set()
    desk.wait_for_reading()
    assert "Đang đọc…" not in words_of(desk.screen)


def test_the_report_is_computed_while_a_job_runs(desk: Person, gate: threading.Event) -> None:
    hold_a_job(desk, gate)
    desk.desk.go_to("reports")
    desk.wait(lambda: cluster_page(desk).report is not None)
    assert desk.desk.runner.busy


def test_larger_text_while_the_report_is_computed_kills_nothing_and_the_report_comes(desk: Person) -> None:
    desk.desk.go_to("reports")
    for _press in range(4):
        desk.window.desk._text_size.step(1)  # type: ignore[union-attr]
    desk.wait_for_work()
    assert cluster_page(desk).report is not None
    desk.wait(lambda: not cluster_page(desk)._computing.isVisible())


def test_larger_text_while_files_are_tried_and_taken_in_leads_to_the_same_pages(
    network: Network, sit_down: SitDown
) -> None:
    office = network.offices[COMMUNES[0]]
    add(office, "H'Hen Niê")
    files = network.send(office)
    network.province.close()
    person = sit_down(network.province.home)
    person.start(network.province.path)
    person.ctrl("6")
    screen = person.screen
    rehearse(screen, files)  # type: ignore[arg-type]
    person.desk._text_size.step(1)
    person.wait_for_work()
    page = person.screen.currentWidget()
    assert isinstance(page, VerdictPage) and page.heading.text() == "Xem trước, chưa ghi gì: 1 sẽ nhận"

    page.take()
    person.desk._text_size.step(1)
    person.wait_for_work()
    page = person.screen.currentWidget()
    assert isinstance(page, VerdictPage) and page.heading.text() == "✔ Đã ghi vào sổ: 1 nhận"

    person.choose("Xong")
    person.ctrl("1")
    person.ctrl("6")
    assert person.screen is not screen, "made anew for the larger text once nothing is open in it"


def test_another_place_is_opened_during_a_job_and_the_page_it_leads_to_waits_in_its_own(
    network: Network, sit_down: SitDown
) -> None:
    office = network.offices[COMMUNES[0]]
    add(office, "H'Hen Niê")
    files = network.send(office)
    network.province.close()
    person = sit_down(network.province.home)
    person.start(network.province.path)
    person.ctrl("6")
    rehearse(person.screen, files)  # type: ignore[arg-type]
    person.desk.go_to("exchange/senders")
    senders = person.screen.currentWidget()
    person.wait_for_work()
    assert isinstance(person.screen.currentWidget(), VerdictPage)
    person.choose("Quay lại")
    assert person.screen.currentWidget() is senders, "what was open stays below what the job opened"


def test_of_a_pages_questions_the_newest_counts_and_a_page_that_is_gone_hears_nothing(
    desk: Person, gate: threading.Event
) -> None:
    reader, heard = desk.desk.reader, []
    page, gone = QWidget(), QWidget()
    _kept = hold_reading(desk, gate)
    reader.ask(page, lambda: 1, heard.append)
    reader.ask(page, lambda: 2, heard.append)
    reader.ask(gone, lambda: 3, heard.append)
    gone.deleteLater()
    gate.set()
    desk.wait_for_reading()
    assert heard == [2]


def test_a_question_that_is_refused_is_told_in_the_message_bar(desk: Person) -> None:
    def refuse() -> None:
        raise Refusal("Không đọc được sổ. Cắm lại ổ đĩa.")

    desk.desk.reader.ask(desk.screen, refuse, lambda _answer: None)
    desk.wait_for_reading()
    assert "Không đọc được sổ" in desk.message()


class Unread(CardsScreen):
    """A page of cards that cannot be read."""

    def read(self) -> None:
        raise Refusal("Không đọc được sổ. Cắm lại ổ đĩa.")


def test_a_page_of_cards_that_is_refused_says_so_and_reads_no_more(desk: Person) -> None:
    page = Unread(desk.screen.context)
    page.refresh()
    desk.wait_for_reading()
    assert words_of(page) == ["Chưa đọc được sổ. Mở lại trang này để đọc lại."]
    assert "Cắm lại ổ đĩa" in desk.message()


def test_a_report_that_is_refused_is_computed_no_more_on_its_page_and_on_the_start_page(
    network: Network, sit_down: SitDown
) -> None:
    office = network.offices[COMMUNES[0]]
    period_closing.close_period(office, parse_period("2020H1"))
    receive(network.province, *network.send(office))
    with network.province.write() as tx:
        tx.db.execute("UPDATE clusters SET year = 2021")
    network.province.close()
    person = sit_down(network.province.home)
    person.start(network.province.path)
    person.wait_for_reading()
    assert "Không có cụm thi đua" in person.message()
    assert "Đang tính…" not in words_of(person.screen)
    person.ctrl("5")
    person.wait_for_reading()
    assert cluster_page(person)._computing.text().startswith("Chưa đọc được")


def test_long_questions_hold_up_no_list(desk: Person, gate: threading.Event) -> None:
    kept = [QWidget() for _page in range(2 * THREADS)]
    for page in kept:
        desk.desk.reader.ask(page, gate.wait, lambda _answer: None, long=True)
    heard: list[int] = []
    page = QWidget()
    desk.desk.reader.ask(page, lambda: 1, heard.append)
    desk.wait(lambda: heard == [1])
    assert desk.desk.reader.busy


def test_what_a_person_stops_is_a_note_and_no_failure(desk: Person) -> None:
    begun = threading.Event()

    def work(report: Callable[[int, int], None]) -> None:
        begun.set()
        while True:
            report(0, 1)

    desk.desk.runner.run("Đang ghi vào sổ…", work, lambda _done: None)
    begun.wait()
    desk.desk.runner.cancel()
    desk.wait_for_work()
    assert desk.message().startswith("ℹ Lưu ý. Đã dừng theo yêu cầu.")


def test_a_list_keeps_its_rows_until_the_search_is_answered(
    book: Book, sit_down: SitDown, gate: threading.Event
) -> None:
    for name in ("H'Hen Niê", "Y Biêr Kmăn"):
        membership.register(book, membership.MemberDraft(date(2020, 2, 1), None, people.PersonDraft(name)))
    path, home = book.path, book.home
    book.close()
    person = sit_down(home)
    person.start(path)
    person.ctrl("2")
    table = person.screen.table  # type: ignore[attr-defined]
    assert table.model.rowCount() == 2
    _kept = hold_reading(person, gate)
    person.screen.search.edit.setText("hen")  # type: ignore[attr-defined]
    person.screen.fill()  # type: ignore[attr-defined]
    assert table.model.rowCount() == 2
    gate.set()
    person.wait_for_reading()
    assert table.model.rowCount() == 1


def test_the_window_is_closed_while_something_is_read(network: Network, sit_down: SitDown) -> None:
    network.province.close()
    person = sit_down(network.province.home)
    person.start(network.province.path)
    desk = person.desk
    desk.go_to("reports")
    person.window.close()
    assert person.window.desk is None and not desk.reader.busy
    person.settle()


def test_what_is_saved_while_files_are_received_is_refused_at_once_and_stays_in_the_form(
    book: Book, sit_down: SitDown, gate: threading.Event
) -> None:
    path, home = book.path, book.home
    book.close()
    person = sit_down(home)
    person.start(path)
    person.ctrl("2")
    person.ctrl("N")
    person.type("H'Hen Niê")
    writing = threading.Event()

    def work(_report: Callable[[int, int], None]) -> None:
        with person.desk.book.write():
            writing.set()
            gate.wait()

    person.desk.runner.run("Đang ghi vào sổ…", work, lambda _done: None)
    writing.wait()
    form = person.screen.currentWidget()
    assert isinstance(form, Form)
    form.save.click()
    assert "Sổ đang ghi một việc dài" in person.message()
    assert person.screen.currentWidget() is form and form.is_changed()

    gate.set()
    person.wait_for_work()
    form.save.click()
    assert "Sổ đang ghi" not in person.message() and person.screen.currentWidget() is not form


def test_a_step_that_cannot_be_taken_back_just_now_is_the_one_taken_back_when_asked_again(
    book: Book, sit_down: SitDown, gate: threading.Event
) -> None:
    path, home = book.path, book.home
    book.close()
    person = sit_down(home)
    person.start(path)
    for name in ("Người Trước", "Người Sau"):
        draft = people.PersonDraft(name, born="1960")
        person.screen.carry_out(lambda draft=draft: people.add_person(person.desk.book, draft), f"Đã ghi {name}")
    writing = threading.Event()

    def work(_report: Callable[[int, int], None]) -> None:
        with person.desk.book.write():
            writing.set()
            gate.wait()

    person.desk.runner.run("Đang ghi vào sổ…", work, lambda _done: None)
    writing.wait()
    person.ctrl("Z")
    assert "Sổ đang ghi một việc dài" in person.message()

    gate.set()
    person.wait_for_work()
    person.press(Qt.Key.Key_Z, CTRL)
    assert "Đã ghi Người Sau" in person.message()
    with person.desk.book.reading() as db:
        assert db.execute("SELECT full_name FROM people").fetchall() == [("Người Trước",)]


def test_what_a_job_gives_up_takes_nothing_along_that_was_saved_in_the_window(
    book: Book, sit_down: SitDown, gate: threading.Event
) -> None:
    path, home = book.path, book.home
    book.close()
    person = sit_down(home)
    person.start(path)
    begun = threading.Event()

    def work(_report: Callable[[int, int], None]) -> None:
        with person.desk.book.together():
            begun.set()
            gate.wait()
            raise Refusal("Bảng có dòng sai.")

    person.desk.runner.run("Đang nhập…", work, lambda _done: None)
    begun.wait()
    with pytest.raises(Refusal) as refused:
        people.add_person(person.desk.book, people.PersonDraft("H'Hen Niê"))
    assert refused.value.code == "WRITING"
    gate.set()
    person.wait_for_work()
    people.add_person(person.desk.book, people.PersonDraft("H'Hen Niê"))


def test_keys_that_wait_for_a_page_come_in_also_where_the_page_could_not_be_made(desk: Person) -> None:
    came: list[bool] = []
    desk.desk.reader.opened.connect(lambda: came.append(True))

    def fails(_answer: object) -> None:
        raise ValueError("a page that cannot be made")

    with desk.qtbot.captureExceptions() as raised:
        desk.desk.reader.ask(QWidget(desk.desk), lambda: 1, fails, opening=True)
        desk.wait_for_work()
    assert came == [True] and len(raised) == 1


def test_a_report_is_named_after_what_it_is_of_while_another_one_is_being_computed(
    desk: Person, gate: threading.Event
) -> None:
    entering.set_cluster(desk.desk.book, 1, 2020, "Cụm một", [desk.desk.book.unit])
    desk.ctrl("5")
    desk.wait_for_work()
    page = cluster_page(desk)
    report = page.report
    assert report is not None
    held = hold_reading(desk, gate)
    page.period.set_value("2019")
    assert page.period.value() == "2019" != report.period.text
    names: list[str] = []
    object.__setattr__(desk.screen.context, "choose_target", lambda _title, name: names.append(name))
    button = next(one for one in page.findChildren(QAbstractButton) if one.text().replace("&", "") == "Xuất JSON")
    button.click()
    assert names == [f"bao-cao-cum-{report.cluster}-{period_file(report.period)}.json"]
    gate.set()
    del held
