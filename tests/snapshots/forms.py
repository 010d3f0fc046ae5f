"""How each page and form of the window is reached, by its subject; and what is typed wrongly in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt

from tests.gui.driving import Person
from tests.snapshots import window
from tests.snapshots.little_book import COMMUNE, PROVINCE
from tests.snapshots.sheets import SHEETS, write

MEMBERS, AWARDS, FUND, EXCHANGE, SETTINGS = "2", "3", "4", "6", "7"
NOTHING: Sequence[str | None] = ("",) * 14
WRONG, RIGHT = "wrong.xlsx", "right.xlsx"
"""Sheets of the subject, in the folder of the books."""
UNREADABLE = ("31/02/2020",) * 14
"""No day, no amount, no number; a name it may be."""


@dataclass(frozen=True)
class Page:
    """A page: the place it is in, a row to choose, the buttons that lead to it; what is tried where it is a form."""

    place: str
    buttons: Sequence[str] = ()
    row: str = ""
    tries: Sequence[Sequence[str | None]] = ()
    first: Sequence[str] = ()
    """Buttons before the row is chosen."""
    book: str = COMMUNE
    picks: Sequence[tuple[int, int]] = ()
    """Of the choices from top to bottom which one is moved down, and how often: other fields may be asked then."""


def _late(count: int, *places: int, name: str = "Người Thử") -> Sequence[str | None]:
    """A day after today in these lines, a name in the first one."""
    return [("06/07/2030" if place in places else name if place == 0 else None) for place in range(count)]


OFFICERS = ("Ban chấp hành",)
PAGES: Mapping[str, Mapping[str, Page]] = {
    "members": {
        "list": Page(MEMBERS),
        "new": Page(MEMBERS, ("Thêm hội viên",), tries=(NOTHING, UNREADABLE, _late(6, 1, 2), ("A", "1850", "1/1/1850"), ("Người Thử", "1955"))),
        "change": Page(MEMBERS, ("Sửa",), "Nguyễn Thị Mai", (NOTHING, UNREADABLE, _late(6, 1, 2), (None, "1953"))),
        "move": Page(MEMBERS, ("Đổi chi hội",), "Trần Văn Đạt", (NOTHING, UNREADABLE, ("06/07/2030",), ("1/1/2000",))),
        "move away": Page(MEMBERS, ("Đổi chi hội",), "Trần Văn Đạt", ((None,),), picks=((0, 1),)),
        "leave": Page(MEMBERS, ("Thôi hội viên",), "Trần Văn Đạt", (NOTHING, UNREADABLE, ("06/07/2030",), ("1/1/2000",)), picks=((0, 1),)),
        "load": Page(MEMBERS, ("Nhập từ Excel",), tries=(NOTHING, (WRONG,), (RIGHT,))),
    },
    "branches": {
        "list": Page(MEMBERS, ("Các chi hội",)),
        "new": Page(MEMBERS, ("Các chi hội", "Thêm chi hội"), tries=(NOTHING, UNREADABLE, _late(7, 4, 5), (None, "", "", "9"), ("Chi hội Thử",))),
        "change": Page(MEMBERS, ("Sửa",), "Chi hội Thôn 1", (NOTHING, UNREADABLE, _late(7, 4, 5), (None, "Ông Tư")), ("Các chi hội",)),
        "load": Page(MEMBERS, ("Các chi hội", "Nhập từ Excel"), tries=((WRONG,), (RIGHT,))),
    },
    "awards": {
        "list": Page(AWARDS),
        "nominate": Page(AWARDS, ("Đề nghị",), tries=(NOTHING, UNREADABLE, ("Em Mới", "THCS Ea Tar", "7A", "5000"))),
        "nominate a family": Page(AWARDS, ("Đề nghị",), tries=(NOTHING, ("Gia đình Mới",)), picks=((1, 5),)),
        "nominate a student": Page(AWARDS, ("Đề nghị",), picks=((1, 1),)),
        "change": Page(AWARDS, ("Sửa",), "H’Nhi Byă", (NOTHING, UNREADABLE, ("5000",))),
        "change approved": Page(AWARDS, ("Sửa",), "Lê Xuân Khoa", (NOTHING, UNREADABLE, ("Giỏi",))),
        "approve": Page(AWARDS, ("Duyệt…",), tries=(NOTHING, UNREADABLE, ("7", None), ("9", "06/07/2030"), ("9",))),
        "hand over": Page(AWARDS, ("Trao",), "Lê Xuân Khoa", (NOTHING, UNREADABLE, ("06/07/2030",), (None,))),
    },
    "rounds": {"new": Page(AWARDS, ("Thêm đợt",), tries=(NOTHING, UNREADABLE, ("A", "2020", "5"), ("A", "2019-2020", "5")))},
    "fund": {
        "list": Page(FUND),
        "receive": Page(FUND, ("Thu tiền",), tries=(NOTHING, UNREADABLE, ("Trùng Tên", "5000"), ("A", "0", "06/07/2030"), ("Bà Hoa", "6000"))),
        "receive goods": Page(FUND, ("Thu tiền",), tries=(("Nhà Mới", "5000", None, None, ""),), picks=((0, 2),)),
        "pay": Page(FUND, ("Chi tiền",), tries=(NOTHING, UNREADABLE)),
        "pay goods": Page(FUND, ("Chi tiền",), tries=(("Nhà Mới", "90000000", None, None, "vở"), ("Nhà Mới", "7000", None, None, "vở")), picks=((1, 2),)),
        "transfer": Page(FUND, ("Chuyển",), tries=(NOTHING, UNREADABLE, ("90000000", None), ("5000", None, "12"), ("5000",))),
        "opening": Page(FUND, ("Số dư đầu",), tries=(NOTHING, UNREADABLE, ("5000", "06/07/2030"), ("8000",))),
        "reverse": Page(FUND, ("Hủy phiếu",), "Cửa hàng Minh", (NOTHING, UNREADABLE, ("06/07/2030",), ("1/1/2020",), (None,)), picks=((0, 1),)),
        "cash book": Page(FUND, ("Sổ quỹ tiền mặt",)),
    },
    "purses": {
        "list": Page(FUND, ("Quỹ riêng",)),
        "new": Page(FUND, ("Quỹ riêng", "Thêm quỹ"), tries=(NOTHING, ("Quỹ Khuyến học",), ("Quỹ Thử", "việc"))),
        "change": Page(FUND, ("Sửa",), "Học bổng Y Jút", (NOTHING, (None, "việc khác")), ("Quỹ riêng",)),
        "change the general one": Page(FUND, ("Sửa",), "Quỹ Khuyến học", ((None, "bò giống"),), ("Quỹ riêng",)),
    },
    "posts": {
        "list": Page(SETTINGS, OFFICERS),
        "new": Page(SETTINGS, (*OFFICERS, "Thêm chức vụ"), tries=(NOTHING, UNREADABLE, ("", "", "Thư ký"), _late(4, 3))),
        "change": Page(SETTINGS, ("Sửa",), "Chủ tịch", (NOTHING, UNREADABLE, ("A", "B", "1/1/2020", "1/1/2019"), (None, "Phó")), OFFICERS),
        "end": Page(SETTINGS, ("Thôi giữ chức vụ",), "Chủ tịch", (NOTHING, UNREADABLE, ("1/1/2000",), (None,)), OFFICERS),
        "hand over": Page(SETTINGS, ("Bàn giao người ghi sổ",), tries=(NOTHING, UNREADABLE, _late(4, 1), ("Người Ghi Mới",))),
    },
    "population": {
        "own": Page(SETTINGS, ("Ghi dân số",), tries=(NOTHING, UNREADABLE, ("2050", "5"), ("2020", "99999999999"), ("2018", "9000"))),
        "load": Page(SETTINGS, ("Nhập dân số từ Excel",), tries=((WRONG,), (RIGHT,)), book=PROVINCE),
    },
    "targets": {"load": Page(SETTINGS, ("Nhập chỉ tiêu từ Excel",), tries=((WRONG,), (RIGHT,)), book=PROVINCE)},
    "contacts": {
        "list": Page(EXCHANGE, ("Danh bạ",), book=PROVINCE),
        "change": Page(EXCHANGE, ("Sửa",), "Ea Kar", (("Bà Mới", "Phó", "0905000111", ""),), ("Danh bạ",), PROVINCE),
    },
    "settings": {"cards": Page(SETTINGS), "heading": Page(SETTINGS, ("Tên in trên giấy tờ",), tries=((None, None, "Ea Sar"),))},
}  # fmt: skip


def read(subject: str, folder: Path, at: Callable[[str], Person]) -> Iterator[str]:
    """Every page of a subject and every form: what it shows, where Tab leads, what is said of wrong entries.

    The books lie in `folder`, and `at` seats somebody at one of them.
    """
    if subject in SHEETS:
        for name, rows in ((WRONG, SHEETS[subject].wrong), (RIGHT, SHEETS[subject].right)):
            write(folder / name, rows)
    for name, page in PAGES[subject].items():
        person = at(page.book)
        _go(person, page)
        yield f"## {name}"
        yield from window.page(person)
        if not page.tries:
            continue
        yield f"tab: {' > '.join(window.tab_order(person))}"
        for texts in page.tries:
            yield from _tried(person, page, [str(folder / one) if one in (WRONG, RIGHT) else one for one in texts])


def _go(person: Person, page: Page) -> None:
    person.ctrl(page.place)
    person.wait_for_work()
    while person.screen.currentIndex() > 0:
        person.screen.close_page()
        person.settle()
    for label in page.first:
        window.press(person, label)
    if page.row:
        window.choose_row(person, page.row)
    for label in page.buttons:
        window.press(person, label)
    for choice, times in page.picks:
        window.move_choice(person, choice, times)


def _tried(person: Person, page: Page, texts: Sequence[str | None]) -> Iterator[str]:
    """Open the form anew and save it with these texts; what was taken is taken back."""
    _go(person, page)
    window.page(person)
    window.typed(person, texts)
    shown = window.page(person)
    before = person.screen.currentWidget()
    lines = len(window.lines(person))
    yield "try: " + " | ".join("·" if text is None else text for text in texts[:lines]).rstrip()
    person.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    person.wait_for_work()
    if person.screen.currentWidget() is before:
        told = window.errors(person) or [line for line in window.page(person) if line not in shown]
        yield from ("  " + line for line in told or ["(nothing)"])
        yield from ("  ! " + line for line in person.message().splitlines())
    else:
        yield f"  taken: {person.message()}"
        person.ctrl("Z")
        person.wait_for_work()
        yield f"  Ctrl+Z: {person.message()}"
