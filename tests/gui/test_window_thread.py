"""No page asks the book in the window's thread when it is opened: whatever grows with the book is answered beside it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from types import FrameType

import pytest
from PySide6.QtWidgets import QAbstractButton
from sqlalchemy import event
from sqlalchemy.pool import Pool

from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.pages.still_named import StillNamedPage
from desktop_app.gui.screens.awards.twice import TwicePage
from desktop_app.gui.screens.exchange.erasures import ErasuresPage
from desktop_app.gui.screens.exchange.handovers import HandoversPage
from desktop_app.gui.screens.exchange.phone_book import PhoneBookPage
from desktop_app.gui.screens.members.decided import DecidedPage
from tests.gui.test_screens import OFFICE_PAGES, PROVINCE_PAGES, Opener, SitDown, lived_in
from tests.offices import COMMUNES, Network

__all__ = ["lived_in"]
STAYS = {
    ("row_model.py", "row"): "the hundred rows that a table paints",
    ("list_screen.py", "chosen"): "the chosen record",
    ("asking.py", "open_question"): "the parts of the chosen record",
    ("nominating.py", "change"): "what is written of the chosen line",
    ("forms.py", "change"): "what is written of the chosen member",
    ("forms.py", "_follow_day"): "who chairs on the day that is typed",
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
                ways = " < ".join(f"{file}:{name}" for file, name in frames[:8])
                self.heard.setdefault(self.page, f"{statement[:80]} … {ways}")


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
    def press(screen: Screen) -> None:
        buttons = screen.findChildren(QAbstractButton)
        next(one for one in buttons if one.text().replace("&", "") == label).click()

    return press


def _open_funds(screen: Screen) -> None:
    page = HandoversPage(screen)
    screen.open_page(page)
    page._show_funds()


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
    "funds handed over": ("exchange", _open_funds),
    "question": ("members", _press("Hỏi lại đơn vị")),
}


@pytest.mark.parametrize("level", ["office", "province"])
def test_no_page_asks_the_book_in_the_window_when_it_is_opened_seen_again_or_told_of_a_change(
    level: str, lived_in: Network, sit_down: SitDown, listener: Listener
) -> None:
    at_office = level == "office"
    book = lived_in.offices[COMMUNES[0]] if at_office else lived_in.province
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
