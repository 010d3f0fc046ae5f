"""Where two places wrote different things: both values side by side with who and when; a big button a value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from db.exchange.merge.version_graph import WRONG_OFFICE
from db.i18n import _
from desktop_app.gui.kit.look import mnemonics, words
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.screens.reading_page import ReadingPage
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.pages.asking import ask
from desktop_app.gui.screens.exchange.settled import SettledPage
from desktop_app.gui.screens.exchange.side_by_side import SideBySide
from desktop_app.work.exchange import rulings
from desktop_app.work.exchange.conflicts import how_to_end, open_conflicts
from desktop_app.work.subjects.record_labels import record_words
from desktop_app.work.subjects.registry import field_words


@dataclass(frozen=True)
class NextConflict:
    """The conflict that is shown: its place among so many, and the record in words."""

    conflict: dict[str, Any]
    place: int
    count: int
    about: str


def _what_now(code: str) -> str:
    if code == WRONG_OFFICE:
        return _(
            "Mục này đã chuyển sang đơn vị khác mà đơn vị cũ còn ghi. Lấy những gì họ ghi, hoặc giữ như sổ đang ghi."
        )
    return _("Hai nơi ghi khác nhau; chọn giá trị đúng. Chọn rồi vẫn sửa lại được.")


class ConflictsPage(ReadingPage[NextConflict | None]):
    """One conflict at a time; keys 1, 2… choose, «Để sau» goes to the next, «Các chỗ đã chọn» lists what was chosen before."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self._place = 0
        self._shown: dict[str, Any] | None = None
        self._area = QStackedWidget()
        asking = ((_("Hỏi lại đơn vị"), self._ask),) if screen.book.identity.is_province else ()
        ways = (
            (_("Quay lại"), screen.close_page),
            (_("Các chỗ đã chọn"), lambda: screen.open_page(SettledPage(screen))),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area, 1)
        column.addWidget(ActionBar((*ways, *asking, (_("Để sau"), self._later))))

    def read(self) -> NextConflict | None:
        """The conflict whose turn it is; None where there is none left."""
        found = open_conflicts(self._screen.book)
        if not found:
            return None
        place = self._place % len(found)
        about = record_words(self._screen.book, bytes.fromhex(found[place]["record"]))
        return NextConflict(found[place], place, len(found), about)

    def show_next(self) -> None:
        """On to the next: a key pressed before it is seen is not meant for it, nor for the one before."""
        self._shown = None
        self.show_open()

    def show_read(self, read: NextConflict | None) -> None:
        """The values side by side, or that there is nothing left."""
        if read is None:
            self._shown = None
            self._lay(words.title(_("✔ Không còn chỗ nào ghi khác nhau")))
            return
        self._place, conflict = read.place, read.conflict
        self._shown = conflict
        clash = how_to_end(conflict["code"])
        what_now = clash or _what_now(conflict["code"])
        place = _("Chỗ {place} trên {all}.").format(place=read.place + 1, all=read.count)
        heading = _("{record} – {field}").format(
            record=read.about, field=field_words(conflict["subject"], conflict["field"])
        )
        choose = None if clash else partial(self._settle, conflict)
        self._lay(SideBySide(heading, f"{place} {what_now}", conflict["subject"], conflict["values"], choose))

    def _lay(self, shown: QWidget) -> None:
        """Show this in the place of what was shown."""
        before = self._area.currentWidget()
        self._area.addWidget(shown)
        self._area.setCurrentWidget(shown)
        if before is not None:
            self._area.removeWidget(before)
            before.deleteLater()
        mnemonics.assign(self._screen)

    def _settle(self, conflict: dict[str, Any], number: int) -> None:
        if self._shown is not conflict:
            return
        book = self._screen.book
        self._screen.carry_out(
            lambda: rulings.settle(book, conflict["id"], keep=number),
            _("Đã chọn giá trị {number}.").format(number=number),
        )
        self.show_next()

    def _ask(self) -> None:
        """Put the question to the office that owns the record, and go on to the next."""
        if (conflict := self._shown) is not None:
            ask(self._screen, bytes.fromhex(conflict["record"]), "differs", conflict["field"])
            self._later()

    def _later(self) -> None:
        if self._shown is not None:
            self._place += 1
            self.show_next()
