"""The same person twice: one pair at a time, side by side, with the reasons; a key for each answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit import mnemonics, words
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.flow import FlowLayout
from desktop_app.gui.screens.members.decided import DecidedPage
from desktop_app.gui.screens.members.profile_words import profile_lines
from desktop_app.work import sameness
from desktop_app.work.profiles import profile

if TYPE_CHECKING:
    from desktop_app.gui.screens.members import MembersScreen


class SamePage(QWidget):
    """Pairs that look like one person. Keys 1, 2, 3 answer; nothing is joined without an answer."""

    def __init__(self, screen: MembersScreen, pairs: list[sameness.Pair]) -> None:
        super().__init__()
        self._screen = screen
        self._pairs = pairs
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
        self.show_open()

    def show_open(self) -> None:
        """The first pair that is still open, or that there is none; asked again whenever something changed."""
        waiting = sameness.undecided(self._screen.book, self._pairs)
        self._answers.setVisible(bool(waiting))
        if not waiting:
            self._head.setText(_("✔ Không còn ai có thể bị ghi trùng"))
            self._area.setWidget(words.text(_("Ai vừa được ghi thêm sẽ được so khi mở lại trang này."), "hint"))
            return
        pair = waiting[0]
        self._head.setText(_("Có phải cùng một người? Còn {count} cặp.").format(count=len(waiting)))
        self._area.setWidget(self._side_by_side(pair))
        mnemonics.assign(self._screen)

    def _why(self, pair: sameness.Pair) -> list[str]:
        lines = [
            _("Vì sao nghi: {reasons}.").format(reasons="; ".join(pair.reasons)),
            _("Nối rồi vẫn giữ nguyên hồ sơ và số tiền của cả hai, và lúc nào cũng tách ra lại được."),
        ]
        for year in sameness.scholarships_in_same_year(self._screen.book, pair.first, pair.second):
            lines.insert(1, _("Chú ý: cả hai đều có suất học bổng năm học {year}.").format(year=year))
        return lines

    def _side_by_side(self, pair: sameness.Pair) -> QWidget:
        with self._screen.book.reading() as db:
            both = [profile_lines(profile(db, person)) for person in (pair.first, pair.second)]
        inside = QWidget()
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(0, 0, 8, 0)
        outer.addWidget(words.text("\n".join(self._why(pair))))
        grid = QGridLayout()
        rows = [(label, one, other) for (label, one), (_same, other) in zip(*both, strict=True) if one or other]
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

    def _answer(self, verdict: str) -> None:
        waiting = sameness.undecided(self._screen.book, self._pairs)
        if not waiting:
            return
        pair = waiting[0]
        said = {
            sameness.SAME: _("Đã ghi là cùng một người."),
            sameness.DIFFERENT: _("Đã ghi là hai người khác nhau."),
            sameness.LATER: _("Để cặp này quyết định sau."),
        }[verdict]
        if verdict == sameness.LATER:
            self._pairs = [one for one in self._pairs if one is not pair] + [pair]
        made = self._screen.carry_out(
            lambda: sameness.settle(self._screen.book, pair.first, pair.second, verdict),
            said,
            undoable=verdict != sameness.LATER,
        )
        if made is not None:
            self.show_open()

    def _show_decided(self) -> None:
        self._screen.open_page(DecidedPage(self._screen))


def _answers() -> tuple[tuple[str, str], ...]:
    return (
        (_("Cùng người"), sameness.SAME),
        (_("Khác người"), sameness.DIFFERENT),
        (_("Để sau"), sameness.LATER),
    )


def _value(label: str, text: str, *, differs: bool) -> QLabel:
    shown = words.text(_("≠ {text}").format(text=text) if differs else text)
    shown.setAccessibleName(f"{label}: {text}")
    shown.setAlignment(Qt.AlignmentFlag.AlignTop)
    return shown
