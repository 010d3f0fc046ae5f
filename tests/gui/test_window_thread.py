"""No page asks the book in the window's thread when it is opened: whatever grows with the book is answered beside it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from types import FrameType

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from desktop_app.gui.kit.form import Form
from desktop_app.gui.kit.list_page import ListPage
from desktop_app.gui.kit.still_named import StillNamedPage
from desktop_app.gui.screens.awards.twice import TwicePage
from desktop_app.gui.screens.exchange.erasures import ErasuresPage
from desktop_app.gui.screens.exchange.handovers import HandoversPage
from desktop_app.gui.screens.exchange.phone_book import PhoneBookPage
from desktop_app.gui.screens.members.branches import BranchesPage
from desktop_app.gui.screens.members.decided import DecidedPage
from desktop_app.work import members
from tests.gui.driving import Person
from tests.gui.test_reading import hold_reading
from tests.gui.test_screens import OFFICE_PAGES, PROVINCE_PAGES, Opener, SitDown, lived_in
from tests.offices import COMMUNES, Network

__all__ = ["lived_in"]
STAYS = {
    ("row_model.py", "row"): "the hundred rows that a table paints",
    ("list_screen.py", "chosen"): "the chosen record",
    ("asking.py", "open_question"): "the parts of the chosen record",
    ("nominating.py", "change"): "what is written of the chosen line",
    ("forms.py", "change"): "what is written of the chosen member",
    ("forms.py", "heading"): "single settings by their names",
}
"""Where in the code the window may ask, and for what: nothing of it grows with the book."""
OPENED = ("SELECT 1", "PRAGMA", "BEGIN", "COMMIT", "ROLLBACK")


class Listener:
    """Notes every statement that SQLite is given in the window's thread, and by which code, while a page is named."""

    def __init__(self) -> None:
        self.page = ""
        self.heard: dict[str, str] = {}

    def connected(self, connection: object, _record: object) -> None:
        """A connection was opened; its statements are listened to."""
        connection.set_trace_callback(self._hear)  # type: ignore[attr-defined]

    def _hear(self, statement: str) -> None:
        if self.page and threading.current_thread() is threading.main_thread() and not statement.startswith(OPENED):
            frames = list(_frames(sys._getframe()))
            if not any((file, name) in STAYS for file, name in frames):
                ours = [f"{file}:{name}" for file, name in frames if "gui/" in file or file.count("/") == 0]
                self.heard.setdefault(self.page, f"{statement[:80]} … {' < '.join(ours[:8])}")


def _frames(frame: FrameType | None) -> Iterator[tuple[str, str]]:
    while frame is not None:
        if "desktop_app" in frame.f_code.co_filename:
            yield frame.f_code.co_filename.rsplit("/", 1)[-1], frame.f_code.co_name
        frame = frame.f_back


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    event.listen(Pool, "connect", made.connected)
    yield made
    event.remove(Pool, "connect", made.connected)
    made.page = ""


def _page(kind: type) -> Opener:
    return lambda screen: screen.open_page(kind(screen))


def _call(name: str, *arguments: object) -> Opener:
    return lambda screen: getattr(screen, name)(*arguments)


def _press(label: str) -> Opener:
    def press(screen: object) -> None:
        from PySide6.QtWidgets import QAbstractButton

        buttons = screen.findChildren(QAbstractButton)  # type: ignore[attr-defined]
        next(one for one in buttons if one.text().replace("&", "") == label).click()

    return press


MORE_OF_AN_OFFICE: dict[str, tuple[str, Opener]] = {
    "pay": ("fund", _press("Chi tiền")),
    "transfer": ("fund", _press("Chuyển")),
    "opening": ("fund", _press("Số dư đầu")),
    "purse": ("fund", _press("Quỹ riêng")),
    "approve": ("awards", _call("approve")),
    "correct award": ("awards", _call("change")),
    "add round": ("awards", _call("add_round")),
    "certificates": ("awards", _call("print_many")),
    "twice": ("awards", _page(TwicePage)),
    "decided": ("members", _page(DecidedPage)),
    "same": ("members", _call("show_same")),
    "exports": ("settings", _call("show_exports")),
    "still named": ("settings", _page(StillNamedPage)),
    "heading": ("settings", _press("Tên in trên giấy tờ")),
    "move branches": ("settings", _press("Chuyển chi hội")),
    "state": ("reports", lambda screen: screen.page.open_closing()),  # type: ignore[attr-defined]
}
MORE_OF_THE_PROVINCE: dict[str, tuple[str, Opener]] = {
    "phone book": ("exchange", _page(PhoneBookPage)),
    "erasures": ("exchange", _page(ErasuresPage)),
    "handovers": ("exchange", _page(HandoversPage)),
    "funds handed over": ("exchange", lambda screen: _open_funds(screen)),
    "question": ("members", _press("Hỏi lại đơn vị")),
}


def _open_funds(screen: object) -> None:
    page = HandoversPage(screen)  # type: ignore[arg-type]
    screen.open_page(page)  # type: ignore[attr-defined]
    page._show_funds()


@pytest.mark.parametrize("level", ["office", "province"])
def test_no_page_asks_the_book_in_the_window_when_it_is_opened_seen_again_or_told_of_a_change(
    level: str, lived_in: Network, sit_down: SitDown, listener: Listener
) -> None:
    at_office = level == "office"
    book = lived_in.offices[COMMUNES[0]] if at_office else lived_in.hub
    pages = OFFICE_PAGES | MORE_OF_AN_OFFICE if at_office else PROVINCE_PAGES | MORE_OF_THE_PROVINCE
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    for name, (place, opener) in pages.items():
        listener.page = name
        person.desk.go_to(place)
        person.wait_for_work()
        opener(person.screen)
        person.wait_for_work()
        person.screen.hear(person.screen.shows)
        person.wait_for_work()
        person.desk.go_to("settings" if place == "today" else "today")
        person.desk.go_to(place)
        person.wait_for_work()
        person.settle()
        while person.screen.currentIndex() > 0:
            person.screen.close_page()
        person.wait_for_work()
    listener.page = ""
    assert listener.heard == {}


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What every thread that reads waits for."""
    made = threading.Event()
    yield made
    made.set()


@pytest.fixture
def at_branches(lived_in: Network, sit_down: SitDown) -> Person:
    """An office with two branches, its window at the members."""
    book = lived_in.offices[COMMUNES[0]]
    members.add_branch(book, members.BranchDraft("Chi hội thôn 9"))
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    person.ctrl("2")
    return person


def keys(person: Person, *pressed: Qt.Key) -> None:
    """Keys as they come in from the system, one straight after the other."""
    for key in pressed:
        QTest.keyClick(person.window.windowHandle(), key)
        QCoreApplication.processEvents()


def test_keys_pressed_before_a_list_has_its_rows_are_meant_for_them(at_branches: Person, gate: threading.Event) -> None:
    kept = hold_reading(at_branches, gate)
    at_branches.screen.show_branches()  # type: ignore[attr-defined]
    keys(at_branches, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert isinstance(at_branches.screen.currentWidget(), BranchesPage) and kept
    gate.set()
    at_branches.wait_for_reading()
    at_branches.settle()
    form = at_branches.screen.currentWidget()
    assert isinstance(form, Form) and form.input("name").value() == "Chi hội thôn 9"


def test_what_is_typed_before_a_form_is_there_stands_in_its_first_field(
    at_branches: Person, gate: threading.Event
) -> None:
    kept = hold_reading(at_branches, gate)
    at_branches.screen.new()
    keys(at_branches, Qt.Key.Key_M, Qt.Key.Key_A, Qt.Key.Key_I)
    assert at_branches.screen.currentIndex() == 0 and kept
    gate.set()
    at_branches.wait_for_reading()
    at_branches.settle()
    form = at_branches.screen.currentWidget()
    assert isinstance(form, Form) and form.input("full_name").value() == "mai"


def test_escape_leaves_a_list_that_is_still_reading_and_what_was_pressed_for_it_goes_nowhere(
    at_branches: Person, gate: threading.Event
) -> None:
    kept = hold_reading(at_branches, gate)
    at_branches.screen.show_branches()  # type: ignore[attr-defined]
    keys(at_branches, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert at_branches.screen.currentIndex() == 0 and kept
    gate.set()
    at_branches.wait_for_reading()
    at_branches.settle()
    assert at_branches.screen.currentIndex() == 0


def test_a_form_that_is_still_asked_for_is_not_opened_over_another_place(
    at_branches: Person, gate: threading.Event
) -> None:
    kept = hold_reading(at_branches, gate)
    screen = at_branches.screen
    screen.new()
    at_branches.desk.go_to("fund")
    gate.set()
    at_branches.wait_for_reading()
    assert screen.currentIndex() == 0 and at_branches.screen.currentIndex() == 0 and kept


def test_after_a_verb_on_a_list_the_saved_row_is_chosen(at_branches: Person) -> None:
    at_branches.screen.show_branches()  # type: ignore[attr-defined]
    at_branches.wait_for_reading()
    page = at_branches.screen.currentWidget()
    assert isinstance(page, ListPage)
    page.new()  # type: ignore[attr-defined]
    at_branches.type("Chi hội thôn 5")
    at_branches.enter()
    assert at_branches.screen.currentWidget() is page and page.table.model.rowCount() == 3
    row = page.table.model.row(page.table.view.currentIndex().row())
    assert row["name"] == "Chi hội thôn 5" and page.table.is_lit()


def test_a_number_pressed_before_the_next_conflict_is_seen_chooses_nothing(
    network: Network, sit_down: SitDown, gate: threading.Event
) -> None:
    from tests.gui.test_daily_work import _differing

    conflicts = _differing(network)
