"""Before a book is shown whose day cannot be true: what speaks against it, how to mend it, or that it is right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.i18n import _
from db.store import Book
from desktop_app.gui.kit.look import mnemonics, words
from desktop_app.gui.kit.look.flow import FlowLayout
from desktop_app.work.reports import clock_check
from desktop_app.work.reports.clock_check import DoubtfulDay


class DayPage(QWidget):
    """Asks about the machine's day; calls `go_on` when it is right or has been mended, `close` to leave the book."""

    def __init__(
        self, book: Book, doubted: DoubtfulDay, *, go_on: Callable[[], None], close: Callable[[], None]
    ) -> None:
        super().__init__()
        self._book, self._doubted, self._go_on = book, doubted, go_on
        self.said = words.text(clock_check.doubt_words(doubted))
        self._still = words.text("", "error")
        self._still.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.addWidget(words.title(_("Ngày của máy có đúng không?")))
        column.addWidget(self._still)
        column.addWidget(self.said)
        column.addWidget(words.text(_("Ngày sai thì phiếu, hội viên và số liệu 6 tháng đều ghi vào sai kỳ.")))
        column.addWidget(
            words.text(
                _(
                    "Nếu sai: bấm vào giờ ở góc dưới bên phải màn hình để sửa ngày giờ của máy (có thể nhờ người giúp), "
                    "rồi quay lại đây, bấm «Đã sửa, xem lại». Không cần đóng chương trình."
                )
            )
        )
        column.addStretch(1)
        column.addWidget(self._buttons(close))
        mnemonics.assign(self)

    def _buttons(self, close: Callable[[], None]) -> QWidget:
        bar = QWidget()
        row = FlowLayout(bar)
        self.mended = words.button(_("Đã sửa, xem lại"), self.look_again, main=True)
        right, leave = words.button(_("Ngày này đúng"), self._confirm), words.button(_("Đóng sổ"), close)
        for button in (self.mended, right, leave):
            row.addWidget(button)
        return bar

    def _confirm(self) -> None:
        clock_check.confirm(self._book, self._doubted)
        self._go_on()

    def look_again(self) -> None:
        """Go on where the day has been mended; else say that it is still doubted."""
        doubted = clock_check.doubt(self._book)
        if doubted is None:
            self._go_on()
            return
        self._doubted = doubted
        self.said.setText(clock_check.doubt_words(doubted))
        self._still.setText(_("Máy vẫn ghi ngày này. Sửa ngày giờ của máy, hoặc bấm «Ngày này đúng»."))
        self._still.show()
