"""Danh bạ: whom the province calls in each office; what it types here goes before what the office is known by."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.i18n import _
from db.text import plain
from desktop_app.gui.kit import words
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.form import Form
from desktop_app.gui.kit.inputs import TextInput
from desktop_app.gui.kit.row_table import Column, RowTable
from desktop_app.gui.kit.search_bar import SearchBar
from desktop_app.values.money import format_money
from desktop_app.work import contacts, printing
from desktop_app.work.contacts import Contact

if TYPE_CHECKING:
    from desktop_app.gui.screens.exchange import ExchangeScreen

Entry = tuple[str, Contact]


class PhoneBookPage(QWidget):
    """A row an office, enrolled or known by a contact; Enter corrects it."""

    def __init__(self, screen: ExchangeScreen) -> None:
        super().__init__()
        self._screen = screen
        self._entries: dict[bytes, Entry] = {}
        self.search = SearchBar()
        self.table = RowTable(
            _("Danh bạ các đơn vị"),
            (
                Column("unit", _("Đơn vị"), 24),
                Column("name", _("Gọi cho"), 24),
                Column("post", _("Chức vụ"), 18),
                Column("phone", _("Điện thoại"), 14),
                Column("zalo", _("Zalo"), 14),
                Column("source", _("Lấy từ"), 20),
            ),
            _("Chưa có đơn vị nào ở đây. Bỏ chữ đang tìm, hoặc vào «Duyệt đăng ký»."),
            told=True,
            sorts=True,
        )
        actions = ((_("Quay lại"), screen.close_page), (_("Xuất Excel"), self._export))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words.title(_("Danh bạ các đơn vị")))
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addWidget(ActionBar(actions, (_("Sửa"), self._change)))
        self.search.asked.connect(lambda _text: self._fill())
        self.search.down.connect(self.table.view.setFocus)
        self.table.opened.connect(lambda _unit: self._change())
        self.show_open()

    def show_open(self) -> None:
        """Ask again."""
        book = self._screen.book
        self._screen.ask(lambda: contacts.phone_book(book), self._show, page=self)

    def _show(self, entries: Sequence[Entry]) -> None:
        self._entries = {contact.unit: (name, contact) for name, contact in entries}
        self._fill()

    def _fill(self) -> None:
        wanted = plain(self.search.text()).split()
        shown = [unit for unit, entry in self._entries.items() if all(word in _searched(entry) for word in wanted)]
        self.table.set_rows(shown, self._rows)
        self.search.count.setText(_("{count} đơn vị").format(count=format_money(len(shown))))

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        return [_shown(*self._entries[one]) for one in ids]

    def _change(self) -> None:
        chosen = self.table.current()
        if chosen is None:
            self._screen.context.messages.show_message("note", _("Chọn một dòng trước."))
            return
        self._screen.open_form(*contact_form(self._screen, *self._entries[chosen]))

    def _export(self) -> None:
        target = self._screen.context.choose_target(_("Xuất danh bạ"), "danh-ba.xlsx")
        if target is not None:
            rows = [_shown(*entry) for entry in self._entries.values()]
            self._screen.attempt(lambda: self._write(rows, target))

    def _write(self, rows: Sequence[dict[str, str]], target: Path) -> None:
        printing.export_list(self._screen.book, "contacts", rows, target)
        self._screen.context.messages.show_message("good", _("Đã ghi tệp {path}.").format(path=target))


def contact_form(screen: ExchangeScreen, unit: str, known: Contact) -> tuple[Form, dict[str, object]]:
    """The form of one office's contact, filled with what is known."""
    form = Form(_("Danh bạ: {unit}").format(unit=unit), _("Lưu"))
    form.add("name", _("Gọi cho"), TextInput())
    form.add("post", _("Chức vụ"), TextInput())
    form.add("phone", _("Điện thoại"), TextInput())
    form.add("zalo", _("Zalo"), TextInput(), hint=_("Số hoặc tên Zalo, nếu khác số điện thoại"))
    form.add_text(words.text(_("Chỉ ở sổ của tỉnh, không gửi cho đơn vị nào."), "hint"))
    form.submitted.connect(
        lambda: screen.carry_out(
            lambda: contacts.keep_contact(screen.book, known.unit, form.values()),
            _("Đã ghi danh bạ của {unit}.").format(unit=unit),
            form=form,
        )
    )
    return form, {name: getattr(known, name) for name in contacts.FIELDS}


def _searched(entry: Entry) -> str:
    name, contact = entry
    return plain(" ".join((name, contact.name, contact.post, contact.phone, contact.zalo)))


def _shown(unit: str, contact: Contact) -> dict[str, str]:
    known = any(getattr(contact, name) for name in contacts.FIELDS)
    return {
        "unit": unit,
        **{name: getattr(contact, name) for name in contacts.FIELDS},
        "source": _("tỉnh ghi") if contact.typed else _("đơn vị khai") if known else _("▲ chưa có ai"),
    }
