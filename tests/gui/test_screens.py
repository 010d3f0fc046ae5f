"""Every page of every screen: named for screen readers, letters unique, nothing cut at the largest text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from db.i18n import use_language
from db.store import Book
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.kit.subjects.subject_page import SubjectPage
from desktop_app.gui.screens.exchange.asked import AskedPage
from desktop_app.gui.screens.exchange.conflicts import ConflictsPage
from desktop_app.gui.screens.exchange.devices import DevicesPage
from desktop_app.gui.screens.exchange.handovers import HandoversPage
from desktop_app.gui.screens.exchange.received import ReceivedPage
from desktop_app.gui.screens.exchange.senders import SendersPage
from desktop_app.gui.screens.exchange.settled import SettledPage
from desktop_app.gui.screens.exchange.taken import TakenPage
from desktop_app.gui.screens.exchange.waiting import MissingPage, WaitingPage
from desktop_app.gui.screens.reports.kept import KeptPage
from desktop_app.gui.screens.reports.records import RecordsPage
from desktop_app.gui.screens.settings.catalogue import CATALOGUE
from desktop_app.values.periods import parse_period
from desktop_app.work.awards import award_lines
from desktop_app.work.fund import movements
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.records.subject import Subject
from tests import entering
from tests.gui.driving import CTRL, Person
from tests.offices import COMMUNES, Network

Opener = Callable[[Screen], object]
SitDown = Callable[..., Person]


def _nothing(_screen: Screen) -> None:
    return None


def _call(name: str, *arguments: object) -> Opener:
    return lambda screen: getattr(screen, name)(*arguments)


def _records(screen: Screen) -> None:
    screen.open_page(RecordsPage(screen, list, "D01", parse_period("2020H1"), "Thị trấn Ea Kar"))


def _list(subject: Subject[Any], deed: str = "") -> tuple[str, Opener]:
    """A list of «Danh mục», and with a deed the form that it opens."""

    def opener(screen: Screen) -> None:
        page = SubjectPage(screen, subject)
        screen.open_page(page)
        if deed:
            wait_for_answers(screen)
            getattr(page, deed)()

    return "settings", opener


def wait_for_answers(screen: Screen) -> None:
    """Until the page shows what it has asked for."""
    while screen.context.reader.busy:
        QCoreApplication.processEvents()


def _lists(*forms: str) -> dict[str, tuple[str, Opener]]:
    """Every list of «Danh mục»; and, of those named, the form of a new record."""
    lists = {f"list of {subject.name}": _list(subject) for subject in CATALOGUE}
    return lists | {f"new of {one.name}": _list(one, "new") for one in CATALOGUE if one.name in forms}


OFFICE_PAGES: dict[str, tuple[str, Opener]] = {
    "today": ("today", _nothing),
    "members": ("members", _nothing),
    "new member": ("members", _call("new")),
    "change member": ("members", _call("change")),
    "move member": ("members", _call("change_branch")),
    "leave": ("members", _call("leave")),
    "branches": ("members", _call("show_branches")),
    "load members": ("members", _call("load")),
    "awards": ("awards", _nothing),
    "nominate": ("awards", _call("new")),
    "fund": ("fund", _nothing),
    "receive money": ("fund", _call("new")),
    "reverse": ("fund", _call("reverse")),
    "cash book": ("fund", _call("show_cash_book")),
    "voucher": ("fund", _call("print_page")),
    "reports": ("reports", _nothing),
    "exchange": ("exchange", _nothing),
    "send": ("exchange", _call("new")),
    "intake": ("exchange", _call("open_intake")),
    "waiting": ("exchange", lambda screen: screen.open_page(WaitingPage(screen))),  # type: ignore[arg-type]
    "received": ("exchange", lambda screen: screen.open_page(ReceivedPage(screen))),  # type: ignore[arg-type]
    "record by record": ("exchange", lambda screen: screen.open_page(TakenPage(screen))),  # type: ignore[arg-type]
    "settings": ("settings", _nothing),
    "officers": ("settings", _call("show_officers")),
    "lists": ("settings", _call("show_catalogue")),
    **_lists("purses", "rounds", "decisions", "population"),
}
PROVINCE_PAGES: dict[str, tuple[str, Opener]] = {
    "today": ("today", _nothing),
    "reports": ("reports", _nothing),
    "kept reports": ("reports", lambda screen: screen.open_page(KeptPage(screen))),  # type: ignore[arg-type]
    "exchange": ("exchange", _nothing),
    "devices": ("exchange", lambda screen: screen.open_page(DevicesPage(screen))),  # type: ignore[arg-type]
    "members": ("members", _nothing),
    "fund": ("fund", _nothing),
    "senders": ("exchange", lambda screen: screen.open_page(SendersPage(screen))),  # type: ignore[arg-type]
    "conflicts": ("exchange", lambda screen: screen.open_page(ConflictsPage(screen))),  # type: ignore[arg-type]
    "missing": ("exchange", lambda screen: screen.open_page(MissingPage(screen))),  # type: ignore[arg-type]
    "set aside": ("exchange", lambda screen: screen.open_page(WaitingPage(screen))),  # type: ignore[arg-type]
    "settled": ("exchange", lambda screen: screen.open_page(SettledPage(screen))),  # type: ignore[arg-type]
    "asked": ("exchange", lambda screen: screen.open_page(AskedPage(screen))),  # type: ignore[arg-type]
    "handovers": ("exchange", lambda screen: screen.open_page(HandoversPage(screen))),
    "records": ("reports", _records),
    "settings": ("settings", _nothing),
    "lists": ("settings", _call("show_catalogue")),
    **_lists("clusters", "targets", "units"),
}


@pytest.fixture
def lived_in(make_network: Callable[..., Network]) -> Network:
    """A province with one office that has a member, a voucher and a nominated award."""
    network = make_network(COMMUNES[0])
    book = network.offices[COMMUNES[0]]
    branch = entering.add_branch(book, entering.branch("Chi hội buôn Dang"))
    membership.register(
        book, membership.MemberDraft(date(2020, 2, 1), branch.id, people.PersonDraft("H’Ngoan Êban", born="1961"))
    )
    movements.book_movement(book, movements.FundDraft("receive", 500_000, date(2020, 3, 1), category="gift_person"))
    round_ = entering.add_round(book, "Học bổng đầu năm học", "support")
    pupil = people.add_person(book, people.PersonDraft("Lê Xuân Khoa", school="THCS Ea Kar"))
    award_lines.nominate(book, award_lines.AwardDraft(round_.id, pupil.id, "pupil", "scholarship", amount=300_000))
    return network


@pytest.fixture
def vietnamese() -> Iterator[None]:
    """Whatever a test does, the next one begins in Vietnamese."""
    yield
    use_language("vi")


def _visit(person: Person, book: Book, page: tuple[str, Opener]) -> QWidget:
    book.close()
    person.start(book.path)
    name, opener = page
    person.desk.go_to(name)
    person.wait_for_work()
    opener(person.screen)
    person.wait_for_work()
    person.settle()
    return person.window


def _seen(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def _check_names(window: QWidget) -> None:
    for kind in (QLineEdit, QComboBox, QPlainTextEdit, QTableView, QAbstractButton):
        for widget in _seen(window, kind):
            said = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            inner = widget.objectName().startswith("qt_") or isinstance(widget.parent(), (QComboBox, QTableView))
            assert said or inner, f"no name: {widget} in {widget.parent()}"


def _check_letters(window: QWidget) -> None:
    labels: list[QWidget] = [*_seen(window, QAbstractButton), *_seen(window, QLabel)]
    texts = [widget.text() for widget in labels if isinstance(widget, (QAbstractButton, QLabel))]
    letters = Counter(text[text.index("&") + 1].lower() for text in texts if "&" in text)
    doubled = {
        letter: [text for text in texts if f"&{letter}" in text.lower()]
        for letter, times in letters.items()
        if times > 1
    }
    assert not doubled


def _check_room(window: QWidget) -> None:
    for widget in (*_seen(window, QAbstractButton), *_seen(window, QLabel)):
        assert isinstance(widget, (QAbstractButton, QLabel))
        text = widget.text()
        if not text or widget.objectName().startswith("qt_"):
            continue
        right = widget.mapTo(window, widget.rect().topRight()).x()
        assert right <= window.width(), f"outside the window: {text}"
        wraps = isinstance(widget, QLabel) and widget.wordWrap()
        if not wraps:
            assert widget.width() >= widget.minimumSizeHint().width() - 2, f"cut: {text}"
        elif isinstance(widget, QLabel):
            assert widget.height() >= widget.heightForWidth(widget.width()) - 2, f"cut below: {text}"


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("page", OFFICE_PAGES)
def test_a_page_of_the_office_is_named_and_nothing_is_cut(
    page: str, percent: int, lived_in: Network, sit_down: SitDown
) -> None:
    book = lived_in.offices[COMMUNES[0]]
    window = _visit(sit_down(book.home, percent=percent), book, OFFICE_PAGES[page])
    _check_names(window)
    _check_letters(window)
    _check_room(window)


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("page", PROVINCE_PAGES)
def test_a_page_of_the_province_is_named_and_nothing_is_cut(
    page: str, percent: int, lived_in: Network, sit_down: SitDown
) -> None:
    window = _visit(sit_down(lived_in.province.home, percent=percent), lived_in.province, PROVINCE_PAGES[page])
    _check_names(window)
    _check_letters(window)
    _check_room(window)


@pytest.mark.parametrize("percent", [100, 200])
def test_the_first_page_is_named_and_nothing_is_cut(percent: int, sit_down: SitDown) -> None:
    person = sit_down(percent=percent)
    person.start()
    for _page in range(2):
        _check_names(person.window)
        _check_letters(person.window)
        _check_room(person.window)
        person.choose("Lập sổ")
    assert person.window.first_run is not None
    assert person.window.first_run.pages.currentIndex() == 1


@pytest.mark.parametrize("level", ["office", "province"])
def test_escape_leads_back_from_every_page(level: str, lived_in: Network, sit_down: SitDown) -> None:
    book, pages = (
        (lived_in.province, PROVINCE_PAGES) if level == "province" else (lived_in.offices[COMMUNES[0]], OFFICE_PAGES)
    )
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    for name, (place, opener) in pages.items():
        person.desk.go_to(place)
        person.wait_for_work()
        opener(person.screen)
        person.wait_for_work()
        person.settle()
        for left in range(person.screen.currentIndex(), 0, -1):
            assert person.screen.currentIndex() == left, name
            assert QApplication.focusWidget() is not None, name
            assert person.screen.isAncestorOf(person.focus()), name
            person.press(Qt.Key.Key_Escape)
        assert person.screen.currentIndex() == 0, name
        person.press(Qt.Key.Key_Escape)
        assert person.screen.objectName() == place, name


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("level", ["office", "province"])
def test_one_button_has_one_letter_on_every_page(
    level: str, language: str, lived_in: Network, sit_down: SitDown, vietnamese: None
) -> None:
    book, pages = (
        (lived_in.province, PROVINCE_PAGES) if level == "province" else (lived_in.offices[COMMUNES[0]], OFFICE_PAGES)
    )
    book.close()
    use_language(language)
    person = sit_down(book.home)
    person.start(book.path)
    letters: dict[str, set[str]] = {}
    for width in (1366, 1024):
        person.window.resize(width, 700)
        for name, opener in pages.values():
            person.desk.go_to(name)
            person.wait_for_work()
            opener(person.screen)
            person.wait_for_work()
            person.settle()
            _note_letters(person.screen, letters)
            while person.screen.currentIndex() > 0:
                person.screen.close_page()
                _note_letters(person.screen, letters)
    person.desk.go_to("settings")
    assert len(letters) > 30
    assert {text: found for text, found in letters.items() if len(found) > 1} == {}


def _note_letters(screen: Screen, letters: dict[str, set[str]]) -> None:
    for button in _seen(screen, QAbstractButton):
        assert isinstance(button, QAbstractButton)
        text = button.text()
        if text and not button.objectName().startswith("qt_"):
            letter = text[text.index("&") + 1].lower() if "&" in text else ""
            letters.setdefault(text.replace("&", "").strip("○✔… "), set()).add(letter)


def test_every_screen_has_a_help_page_with_the_keys(lived_in: Network, sit_down: SitDown) -> None:
    book = lived_in.offices[COMMUNES[0]]
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    for number in range(1, 8):
        person.ctrl(str(number))
        person.wait_for_work()
        person.desk.show_help()
        assert "Ctrl+F" in _shown_text(person.screen)
        person.screen.close_page()


def _shown_text(screen: Screen) -> str:
    from PySide6.QtWidgets import QTextBrowser

    page = screen.currentWidget()
    assert page is not None
    browser = page.findChild(QTextBrowser)
    assert browser is not None
    return browser.toPlainText()


def test_the_window_speaks_english_and_comes_back(lived_in: Network, sit_down: SitDown, vietnamese: None) -> None:
    book = lived_in.offices[COMMUNES[0]]
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    person.window.change_language()
    assert person.screen.name == "Today"
    person.desk.show_help()
    assert "What if the computer breaks?" in _shown_text(person.screen)
    person.screen.close_page()
    person.window.change_language()
    assert person.screen.name == "Hôm nay"


def test_larger_text_acts_at_once_and_is_remembered(lived_in: Network, sit_down: SitDown) -> None:
    book = lived_in.offices[COMMUNES[0]]
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    before = person.window.font().pointSizeF()
    person.press(Qt.Key.Key_Plus, CTRL)
    assert person.window.font().pointSizeF() == pytest.approx(before * 1.25)
    assert person.settings.value("text_percent") == 125
