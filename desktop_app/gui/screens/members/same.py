"""The same person twice: one pair at a time, side by side, with the reasons; a key for each answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from db.i18n import _
from db.store import Book
from desktop_app.gui.kit.look import mnemonics, words
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.look.flow import FlowLayout
from desktop_app.gui.kit.screens.reading_page import ReadingPage
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.screens.members.decided import DecidedPage
from desktop_app.gui.screens.members.profile_words import profile_lines
from desktop_app.work.people import duplicate_review
from desktop_app.work.people.profiles import profile


@dataclass(frozen=True)
class NextPair:
    """The pair whose turn it is of so many: both people line by line, and why they may be one."""

    pair: duplicate_review.Pair
    count: int
    both: list[list[tuple[str, str]]]
    why: list[str]


class SamePage(ReadingPage[NextPair | None]):
    """Pairs that look like one person. Keys 1, 2, 3 answer; nothing is joined without an answer."""

    def __init__(self, screen: Screen, pairs: list[duplicate_review.Pair]) -> None:
        super().__init__(screen)
        self._pairs = pairs
        self._shown: duplicate_review.Pair | None = None
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(_("Hai người cạnh nhau"))
        self._answers = QWidget()
        row = FlowLayout(self._answers)
        for number, (label, verdict) in enumerate(_answers(), start=1):
            answer = partial(self._answer, verdict)
            row.addWidget(words.button(f"{number}. {label}", answer, decides=True))
            key = QShortcut(QKeySequence(str(number)), self)
            key.setAutoRepeat(False)
            key.activated.connect(answer)
        self._head = words.title("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._head)
        column.addWidget(self._area, 1)
        column.addWidget(self._answers)
        column.addWidget(
            ActionBar(((_("Quay lại"), screen.close_page), (_("Các cặp đã quyết định"), self._show_decided)))
        )

    def read(self) -> NextPair | None:
        """The first pair that is still open; None where there is none."""
        book = self._screen.book
        waiting = duplicate_review.undecided(book, self._pairs)
        if not waiting:
            return None
        pair = waiting[0]
        with book.reading() as db:
            both = [profile_lines(profile(db, person)) for person in (pair.first, pair.second)]
        return NextPair(pair, len(waiting), both, _why(book, pair))

    def show_read(self, read: NextPair | None) -> None:
        """The pair side by side, or that there is none left."""
        self._shown = read.pair if read else None
        self._answers.setVisible(read is not None)
        if read is None:
            self._head.setText(_("✔ Không còn ai có thể bị ghi trùng"))
            self._area.setWidget(words.text(_("Ai vừa được ghi thêm sẽ được so khi mở lại trang này."), "hint"))
            return
        self._head.setText(_("Có phải cùng một người? Còn {count} cặp.").format(count=read.count))
        self._area.setWidget(_side_by_side(read))
        mnemonics.assign(self._screen)

    def _answer(self, verdict: str) -> None:
        """A key pressed before the next pair is seen is not meant for it, nor for the one before."""
        if (pair := self._shown) is None:
            return
        said = {
            duplicate_review.SAME: _("Đã ghi là cùng một người."),
            duplicate_review.DIFFERENT: _("Đã ghi là hai người khác nhau."),
            duplicate_review.LATER: _("Để cặp này quyết định sau."),
        }[verdict]
        if verdict == duplicate_review.LATER:
            self._pairs = [one for one in self._pairs if one is not pair] + [pair]
        made = self._screen.carry_out(
            lambda: duplicate_review.settle(self._screen.book, pair.first, pair.second, verdict),
            said,
            undoable=verdict != duplicate_review.LATER,
        )
        if made is not None:
            self._shown = None
            self.show_open()

    def _show_decided(self) -> None:
        self._screen.open_page(DecidedPage(self._screen))


def _why(book: Book, pair: duplicate_review.Pair) -> list[str]:
    lines = [
        _("Vì sao nghi: {reasons}.").format(reasons="; ".join(pair.reasons)),
        _("Nối rồi vẫn giữ nguyên hồ sơ và số tiền của cả hai, và lúc nào cũng tách ra lại được."),
    ]
    for year in duplicate_review.scholarships_in_same_year(book, pair.first, pair.second):
        lines.insert(1, _("Chú ý: cả hai đều có suất học bổng năm học {year}.").format(year=year))
    return lines


def _side_by_side(read: NextPair) -> QWidget:
    inside = QWidget()
    outer = QVBoxLayout(inside)
    outer.setContentsMargins(0, 0, 8, 0)
    outer.addWidget(words.text("\n".join(read.why)))
    grid = QGridLayout()
    rows = [(label, one, other) for (label, one), (_same, other) in zip(*read.both, strict=True) if one or other]
    for row, (label, one, other) in enumerate(rows):
        name = words.text(label, "hint")
        name.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(name, row, 0)
        for column, text in enumerate((one, other), start=1):
            grid.addWidget(_value(label, text, differs=bool(one and other) and one != other), row, column)
    for column, share in enumerate((3, 5, 5)):
        grid.setColumnStretch(column, share)
    outer.addLayout(grid)
    outer.addStretch(1)
    return inside


def _answers() -> tuple[tuple[str, str], ...]:
    return (
        (_("Cùng người"), duplicate_review.SAME),
        (_("Khác người"), duplicate_review.DIFFERENT),
        (_("Để sau"), duplicate_review.LATER),
    )


def _value(label: str, text: str, *, differs: bool) -> QLabel:
    shown = words.text(_("≠ {text}").format(text=text) if differs else text)
    shown.setAccessibleName(f"{label}: {text}")
    shown.setAlignment(Qt.AlignmentFlag.AlignTop)
    return shown
