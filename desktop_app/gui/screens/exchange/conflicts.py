"""Where two places wrote different things: both values side by side with who and when; a big button a value."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit import mnemonics, words
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.asking import ask
from desktop_app.gui.kit.wording import field_words
from desktop_app.gui.screens.exchange.settled import SettledPage
from desktop_app.gui.screens.exchange.side_by_side import SideBySide
from desktop_app.work import rulings
from desktop_app.work.conflicts import how_to_end, open_conflicts
from desktop_app.work.record_texts import record_words

if TYPE_CHECKING:
    from desktop_app.gui.screens.exchange import ExchangeScreen

WRONG_OFFICE = "office"
"""Written by an office on a record that is another's: it has no effect unless a person takes it in."""


def _what_now(code: str) -> str:
    if code == WRONG_OFFICE:
        return _(
            "Mục này đã chuyển sang đơn vị khác mà đơn vị cũ còn ghi. Lấy những gì họ ghi, hoặc giữ như sổ đang ghi."
        )
    return _("Hai nơi ghi khác nhau; chọn giá trị đúng. Chọn rồi vẫn sửa lại được.")


class ConflictsPage(QWidget):
    """One conflict at a time; keys 1, 2… choose, «Để sau» goes to the next, «Các chỗ đã chọn» lists what was chosen before."""

    def __init__(self, screen: ExchangeScreen) -> None:
        super().__init__()
        self._screen = screen
        self._place = 0
        self._shown: dict[str, Any] | None = None
        self._area = QStackedWidget()
        asking = ((_("Hỏi lại đơn vị"), self._ask),) if screen.book.identity.hub else ()
        ways = ((_("Quay lại"), screen.close_page), (_("Các chỗ đã chọn"), lambda: SettledPage(screen).open()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area, 1)
        column.addWidget(ActionBar((*ways, *asking, (_("Để sau"), self._later))))
        self.show_open()

    def show_open(self) -> None:
        """The next open conflict, or that there is none left."""
        open_now = open_conflicts(self._screen.book)
        if not open_now:
            self._shown = None
            self._lay(words.title(_("✔ Không còn chỗ nào ghi khác nhau")))
            return
        self._place %= len(open_now)
        conflict = self._shown = open_now[self._place]
        clash = how_to_end(conflict["code"])
        what_now = clash or _what_now(conflict["code"])
        place = _("Chỗ {place} trên {all}.").format(place=self._place + 1, all=len(open_now))
        about = record_words(self._screen.book, bytes.fromhex(conflict["record"]))
        heading = _("{record} – {field}").format(record=about, field=field_words(conflict["field"]))
        choose = None if clash else partial(self._settle, conflict)
        self._lay(SideBySide(heading, f"{place} {what_now}", conflict["values"], choose))

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
        book = self._screen.book
        self._screen.carry_out(
            lambda: rulings.settle(book, conflict["id"], keep=number),
            _("Đã chọn giá trị {number}.").format(number=number),
        )
        self.show_open()

    def _ask(self) -> None:
        """Put the question to the office that owns the record, and go on to the next."""
        if (conflict := self._shown) is not None:
            ask(self._screen, bytes.fromhex(conflict["record"]), "differs", conflict["field"])
            self._later()

    def _later(self) -> None:
        self._place += 1
        self.show_open()
