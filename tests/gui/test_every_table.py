"""Every page with a table at the largest text on a small screen: a few rows as it opens, five or all further down, nothing cut."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

from db.book_file import copy_file, plain
from db.exchange.trust.home_folder import Home
from desktop_app.gui.kit.lists.row_table import ROWS, RowTable
from desktop_app.gui.kit.lists.table_area import FEW, TableArea
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.kit.subjects.subject_page import SubjectPage
from desktop_app.gui.screens.exchange.asked import AskedPage
from desktop_app.gui.screens.exchange.devices import DevicesPage
from desktop_app.gui.screens.exchange.erasures import ErasuresPage
from desktop_app.gui.screens.exchange.handovers import HandoversPage
from desktop_app.gui.screens.exchange.intake import rehearse
from desktop_app.gui.screens.exchange.phone_book import PhoneBookPage
from desktop_app.gui.screens.exchange.senders import SendersPage
from desktop_app.gui.screens.exchange.settled import SettledPage
from desktop_app.gui.screens.exchange.taken import TakenPage
from desktop_app.gui.screens.exchange.waiting import MissingPage, WaitingPage
from desktop_app.gui.screens.members.decided import DecidedPage
from desktop_app.gui.screens.reports.kept import KeptPage
from desktop_app.gui.screens.settings.catalogue import CATALOGUE
from tests.gui.driving import CTRL, Person, press_action
from tests.offices import TODAY
from tests.stories.program import ROOT
from tests.stories.sample import Sample

SitDown = Callable[..., Person]
Walk = Iterator[str]
DESK, BUSY, PILE = "66-ban-viec", "xa-co-cau-hoi", "dong-tep"


@pytest.fixture(scope="module")
def busy_morning(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with work on the desks of the province and of one office, as the pictures show it."""
    folder = tmp_path_factory.mktemp("sang")
    shutil.copytree(sample.folder, folder / "mau")
    books, home = folder / "mau" / "so", Home(folder / "mau" / "khoa")
    offices = [path for path in sorted(books.glob("2*.skh")) if path.stem != "24373"][:6]
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "build"))
        troubles = importlib.import_module("troubles")
    troubles.make_troubles(folder, books / "66.skh", offices, home, TODAY)
    return folder


@dataclass
class Reader:
    """Somebody who reads large text, at the books of a busy morning."""

    person: Person
    folder: Path

    @property
    def screen(self) -> Screen:
        return self.person.screen

    def go(self, place: str) -> Screen:
        """To the first page of a place."""
        self.person.desk.go_to(place)
        while self.screen.currentIndex() > 0:
            self.screen.close_page()
        return self.rest()

    def rest(self) -> Screen:
        self.person.wait_for_work()
        self.person.settle()
        return self.screen

    def table(self) -> RowTable:
        """The table that is seen."""
        self.rest()
        return next(one for one in self.screen.currentWidget().findChildren(RowTable) if one.isVisible())

    def open(self, place: str, *pages: type[QWidget]) -> Walk:
        """Pages of a place, one after the other."""
        for page in pages:
            screen = self.go(place)
            screen.open_page(page(screen))  # type: ignore[call-arg]
            yield page.__name__

    def press(self, place: str, *labels: str) -> Walk:
        """What a button of a place opens."""
        self.go(place)
        for label in labels:
            press_action(self.person, label)
        yield labels[-1]

    def lists(self) -> Walk:
        """What the book keeps besides."""
        yield from self.press("settings", "Danh mục")
        for subject in CATALOGUE:
            screen = self.go("settings")
            screen.open_page(SubjectPage(screen, subject))
            yield subject.name

    def down_to_the_records(self) -> Walk:
        """From a figure of the report to what it counts."""
        while "bản ghi" not in self.table().view.accessibleName():
            yield self.table().view.accessibleName()
            self.table().press_enter()
        yield "records"


def at_the_province(reader: Reader) -> Walk:
    """Every page of the province's book that has a table."""
    for place in ("members", "awards", "fund"):
        reader.go(place)
        yield place
    reader.screen._offices.set_value(None)
    yield "fund of everybody"
    reader.go("reports").page.group.set_value(1)
    yield from reader.down_to_the_records()
    yield from reader.open("reports", KeptPage)
    yield from reader.open("members", DecidedPage)
    yield from reader.open("exchange", SendersPage, PhoneBookPage, DevicesPage, HandoversPage, MissingPage, SettledPage)
    yield from reader.open("exchange", AskedPage, ErasuresPage, WaitingPage)
    reader.table().view.selectRow(reader.table().model.rowCount() - 1)
    yield "the last file that waits"
    yield from reader.press("settings", "Ban chấp hành")
    yield from reader.press("settings", "Nhật ký xuất, in")
    yield from reader.lists()
    rehearse(reader.go("exchange"), [reader.folder / PILE])
    yield "preview by office"
    press_action(reader.person, "Xem từng tệp")
    yield "preview by file"
    press_action(reader.person, "Nhận vào sổ")
    yield "taken in"


def at_an_office(reader: Reader) -> Walk:
    """Every page of an office's book that has a table."""
    for place in ("members", "awards", "fund", "reports"):
        reader.go(place)
        yield place
    yield from reader.down_to_the_records()
    yield from reader.open("exchange", TakenPage)
    reader.go("exchange").show_still_named()
    yield "still named"
    reader.go("awards").show_twice()
    yield "given twice"
    reader.go("members").show_branches()
    yield "branches"
    reader.go("settings").show_exports()
    yield "exports"
    yield from reader.lists()


WALKS = {DESK: at_the_province, BUSY: at_an_office}


def in_sight(widget: QWidget) -> QRect:
    """What can be seen of a widget now."""
    return widget.visibleRegion().boundingRect()


def faults_of_rows(table: RowTable, wanted: int) -> list[str]:
    """Whether so many rows are seen, or all there are, with their headings."""
    view, found = table.view, []
    rows = in_sight(view.viewport()).height() // view.verticalHeader().defaultSectionSize()
    if rows < min(wanted, table.model.rowCount()):
        found.append(f"{rows} of {table.model.rowCount()} rows")
    headings = view.horizontalHeader().viewport()
    if table.model.rowCount() and in_sight(headings) != headings.rect():
        found.append("the headings are out of sight")
    return found


def faults(reader: Reader) -> list[str]:
    """What is wrong with the page that is seen once the cursor is in its table, and once it is scrolled down to it."""
    table, page = reader.table(), reader.screen.currentWidget()
    table.view.setFocus()
    reader.rest()
    found = faults_of_rows(table, FEW)
    area = page.findChild(TableArea)
    if area is not None and area.bar.isVisible():
        area.verticalScrollBar().setValue(area._rest(area._inside.width()))
        found += faults_of_rows(table, ROWS)
        area.bar.setValue(0)
    else:
        found += faults_of_rows(table, ROWS)
    for label in (one for one in page.findChildren(QLabel) if one.isVisible() and one.hasHeightForWidth()):
        if label.height() < label.heightForWidth(label.width()):
            found.append(f"cut: {label.text()}")
    scrolled = page.findChildren(QScrollArea)
    for button in (one for one in page.findChildren(QAbstractButton) if one.isVisible()):
        if not any(area.isAncestorOf(button) for area in scrolled) and in_sight(button) != button.rect():
            found.append(f"out of sight: {button.text()}")
    return found


def modules_of(table: RowTable) -> set[str]:
    """Where the pages are written that hold a table."""
    holds: QWidget | None = table
    found: set[str] = set()
    while (holds := holds.parentWidget() if holds else None) is not None:
        found |= {one.__module__ for one in type(holds).__mro__}
    return found


def modules_with_tables() -> set[str]:
    """Where a table is made."""
    files = (ROOT / "desktop_app" / "gui").rglob("*.py")
    made = [file for file in files if "RowTable(\n" in (text := file.read_text("utf-8")) or "RowTable(_" in text]
    names = (".".join(file.relative_to(ROOT).with_suffix("").parts) for file in made)
    return {name.removesuffix(".__init__") for name in names}


@pytest.mark.parametrize("ribbon", [True, False], ids=["under the sample's ribbon", "without ribbon"])
def test_five_rows_or_all_are_seen_on_every_page_with_a_table_and_nothing_is_cut(
    busy_morning: Path, tmp_path: Path, sit_down: SitDown, ribbon: bool
) -> None:
    wrong: dict[str, list[str]] = {}
    walked: set[str] = set()
    for name, walk in WALKS.items():
        book = tmp_path / f"{name}.skh"
        copy_file(busy_morning / "mau" / "so" / book.name, book)
        if not ribbon:
            with plain(book, write=True) as db:
                db.execute("DELETE FROM settings WHERE key = 'sample'")
        person = sit_down(Home(busy_morning / "mau" / "khoa"), percent=200)
        person.start(book)
        reader = Reader(person, busy_morning)
        for page in walk(reader):
            walked |= modules_of(reader.table())
            if found := faults(reader):
                wrong[f"{name}: {page}"] = found
        assert person.desk.standing.isVisible() is ribbon
        person.window.hide()
    assert wrong == {}
    assert modules_with_tables() - walked == set()


def test_what_stands_around_a_table_is_read_by_the_arrows_and_the_table_comes_back_with_its_rows(
    busy_morning: Path, tmp_path: Path, sit_down: SitDown
) -> None:
    book = tmp_path / f"{DESK}.skh"
    copy_file(busy_morning / "mau" / "so" / book.name, book)
    person = sit_down(Home(busy_morning / "mau" / "khoa"), percent=200)
    person.window.resize(1024, 640)
    person.start(book)
    reader = Reader(person, busy_morning)
    next(reader.open("exchange", WaitingPage))
    table, said = reader.table(), reader.screen.currentWidget().message
    assert person.focus() is table.view and table.model.rowCount() == 2
    person.press(Qt.Key.Key_Down)
    chosen = table.current()
    for _time in range(20):
        person.press(Qt.Key.Key_Down)
    assert in_sight(said).bottom() == said.rect().bottom() and table.current() == chosen
    for _time in range(20):
        person.press(Qt.Key.Key_Up, CTRL)
    headings = table.view.horizontalHeader().viewport()
    assert in_sight(headings) == headings.rect() and table.current() == chosen
    for _time in range(20):
        person.press(Qt.Key.Key_Down, CTRL)
    row = table.view.visualRect(table.model.index(0, 0)).adjusted(0, 0, -1, -1)
    assert not in_sight(table.view.viewport()).contains(row)
    person.press(Qt.Key.Key_Up)
    assert table.current() != chosen and in_sight(table.view.viewport()).bottom() >= row.bottom()
    assert in_sight(table.view.viewport()).top() <= row.top()
