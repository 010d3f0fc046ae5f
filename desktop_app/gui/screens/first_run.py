"""The first page: a new book for a unit, a book that is already there, or a sample to try; text size before all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from db.clock import Clock, clock_on
from db.exchange.trust.home_folder import Home
from db.files import put_in_place
from db.i18n import _
from db.refusal import DraftRefused, Refusal
from db.store import Book
from desktop_app.gui.kit.file_dialogs import FileDialogs, books_folder
from desktop_app.gui.kit.forms.form import Form, is_unsaved
from desktop_app.gui.kit.inputs.path_input import PathInput
from desktop_app.gui.kit.inputs.pick_input import PickInput
from desktop_app.gui.kit.inputs.plain_inputs import DateInput, MoneyInput, TextInput
from desktop_app.gui.kit.job import JobRunner, ProgressPanel
from desktop_app.gui.kit.look import mnemonics, words
from desktop_app.gui.kit.look.card import Card
from desktop_app.gui.kit.look.text_size import TextSize, TextSizeBar
from desktop_app.gui.kit.message_slot import MessageSlot
from desktop_app.gui.kit.messages.message_bar import MessageBar
from desktop_app.gui.kit.messages.question import ask
from desktop_app.work.book import book_marks
from desktop_app.work.book.new_book import FoundingDraft, find_unit, found

SAMPLE_FOLDER = "tinh-mau"


class FirstRun(QWidget):
    """Calls `founded` with a new book, `opened` with one of the sample, `open_file` to ask for one that is there."""

    def __init__(
        self,
        text_size: TextSize,
        home: Home,
        clock: Clock,
        *,
        founded: Callable[[Book], None],
        opened: Callable[[Book], None],
        open_file: Callable[[], None],
        dialogs: FileDialogs,
    ) -> None:
        super().__init__()
        self._home, self._clock, self._dialogs = home, clock, dialogs
        self._founded, self._opened, self._open_file = founded, opened, open_file
        self._messages = MessageBar()
        progress = ProgressPanel()
        self._heading = words.title(_("Sổ Khuyến học"))
        slot = MessageSlot(self, self._heading, progress, self._messages)
        text_size.changed.connect(slot.fit)
        self._runner = JobRunner(progress, lambda refusal: self.tell("bad", refusal.message))
        self.pages = QStackedWidget()
        self.pages.addWidget(self._start_page(text_size))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 4, 24, 16)
        column.addWidget(slot)
        column.addWidget(self.pages, 1)

    def tell(self, kind: str, text: str) -> None:
        """Show a message above the page."""
        self._messages.show_message(kind, text)

    def _start_page(self, text_size: TextSize) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.addWidget(words.text(_("Ghi hội viên, quỹ, khen thưởng của Hội Khuyến học. Không cần mạng.")))
        column.addWidget(TextSizeBar(text_size))
        new = Card(_("Lập sổ mới cho đơn vị"))
        new.add_line(
            _(
                "Cho xã, phường, thị trấn, huyện hoặc tỉnh chưa có sổ trên máy này. Chỉ cần tên đơn vị và tên người ghi "
                "sổ, mất khoảng hai phút."
            )
        )
        self.begin = new.add_button(_("Lập sổ mới"), self.show_form, main=True)
        known = Card(_("Mở sổ đã có"))
        known.add_line(_("Chọn tệp sổ có đuôi .skh trên máy này hoặc trên USB."))
        known.add_button(_("Mở sổ…"), self._open_file)
        sample = Card(_("Dùng thử với tỉnh mẫu"))
        sample.add_line(_("Số liệu bịa, không ảnh hưởng sổ thật. Ngày trong sổ mẫu là 05/07/2020."))
        sample.add_button(_("Thử sổ của xã"), lambda: self._try_sample("commune"))
        sample.add_button(_("Thử sổ của tỉnh"), lambda: self._try_sample("province"))
        for card in (new, known, sample):
            column.addWidget(card)
        column.addStretch(1)
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        mnemonics.assign(area)
        return area

    # --- a new book ---------------------------------------------------------------------------------------------------

    def show_form(self) -> None:
        """Ask for the unit, who writes the book, and what is in the fund."""
        form = Form("", _("Lập sổ"))
        self._heading.setText(_("Lập sổ mới"))
        form.add_text(
            words.text(_("Hai mục đầu là đủ để bắt đầu. Các mục sau để trống được, ghi thêm lúc nào cũng được."))
        )
        form.add(
            "unit",
            _("Đơn vị"),
            PickInput(lambda text: find_unit(text, self._clock.today())),
            hint=_("Gõ tên xã, huyện hoặc tỉnh, không cần dấu. Trùng tên thì gõ thêm tên huyện, ví dụ: ea sar ea kar"),
            required=True,
        )
        form.add("officer", _("Người ghi sổ"), TextInput(), hint=_("Họ và tên người nhập số liệu"), required=True)
        form.add("chair", _("Chủ tịch Hội"), TextInput(), hint=_("Tên in ở chỗ ký; có thể ghi sau"))
        form.add("cash", _("Tiền mặt đang có"), MoneyInput(), hint=_("Ghi 500000 hoặc 500.000; không có thì để trống"))
        form.add("bank", _("Tiền gửi đang có"), MoneyInput())
        form.add(
            "counted",
            _("Số tiền ấy có từ ngày"),
            DateInput(),
            hint=_(
                "Ví dụ 01/01/2020. Từ ngày ấy, mọi khoản thu, chi ghi vào sổ; khoản trước đó đã nằm trong số tiền này"
            ),
        )
        form.add(
            "folder",
            _("Thư mục cất sổ"),
            PathInput((_("Chọn thư mục…"), self._browse)),
            hint=_(
                "Sổ là một tệp nằm trong thư mục này, trên máy. USB chỉ để cất bản sao: lập sổ xong, cắm USB rồi bấm «Sao "
                "lưu ngay»."
            ),
            required=True,
        )
        form.submitted.connect(lambda: self._found(form))
        form.cancelled.connect(lambda: self._leave(form))
        self.pages.addWidget(form)
        self.pages.setCurrentWidget(form)
        mnemonics.assign(form)
        form.begin({"folder": books_folder()})

    def _browse(self) -> Path | None:
        return self._dialogs.folder(self, _("Thư mục cất sổ"), books_folder())

    def may_leave(self) -> bool:
        """Whether this page may go: nothing half entered, or given up."""
        return not is_unsaved(self.pages) or ask(
            self,
            _("Còn phần chưa lưu"),
            _("Mẫu «Lập sổ mới» đang nhập dở, sổ chưa được lập. Bỏ phần đã nhập?"),
            _("Tiếp tục nhập"),
            _("Bỏ phần đã nhập"),
        )

    def _leave(self, form: Form) -> None:
        self.pages.setCurrentIndex(0)
        self._heading.setText(_("Sổ Khuyến học"))
        self.pages.removeWidget(form)
        form.deleteLater()
        self.begin.setFocus()

    def _found(self, form: Form) -> None:
        self._messages.hide()
        try:
            book = found(FoundingDraft(**form.values()), self._home, self._clock)
        except DraftRefused as refusal:
            form.show_errors(refusal.errors)
        except Refusal as refusal:
            self.tell("bad", refusal.message)
        else:
            form.mark_saved()
            self._founded(book)

    # --- the sample ---------------------------------------------------------------------------------------------------

    def _try_sample(self, level: str) -> None:
        folder = self._home.folder / SAMPLE_FOLDER
        self._runner.run(
            _("Đang dựng tỉnh mẫu, khoảng nửa phút…"),
            lambda _report: open_sample(folder, level),
            self._show_sample,
        )

    def _show_sample(self, book: Book) -> None:
        """The sample takes the place of this page, unless a new book is being entered meanwhile."""
        if self.may_leave():
            self._opened(book)
        else:
            book.close()


def open_sample(folder: Path, level: str) -> Book:
    """The sample's book of a `commune` or the `province`, made when it is not there yet; keys and day are its own."""
    from desktop_app.demo.play import TODAY, build

    if not folder.exists():
        part = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        build(part, size="small", seed=1)
        put_in_place(part, folder)
    path = folder / "so" / "66.skh" if level == "province" else min((folder / "so").glob("?????.skh"))
    book = Book.open(path, home=Home(folder / "khoa"), clock=clock_on(TODAY), write=True)
    book_marks.mark_sample(book)  # also one that an older program made without a mark
    return book
