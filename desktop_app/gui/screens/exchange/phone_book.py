"""Danh bạ: whom the province calls in each office; what it types here goes before what the office is known by."""

from __future__ import annotations

from collections.abc import Mapping

from db.i18n import _
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.lists.search_bar import SearchBar
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.screens.list_page import ListPage
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.kit.subjects.subject_form import NOTHING, subject_form
from desktop_app.values.money import format_money
from desktop_app.work import printing
from desktop_app.work.records import verbs
from desktop_app.work.records.field_checks import doubtful_phone
from desktop_app.work.units import phone_book
from desktop_app.work.units.declared import CONTACTS
from desktop_app.work.units.phone_book import OfficeContact

Entry = tuple[str, OfficeContact]


class PhoneBookPage(ListPage[Entry]):
    """A row an office, enrolled or known by a contact; Enter corrects it."""

    def __init__(self, screen: Screen) -> None:
        table = RowTable(
            _("Danh bạ các đơn vị"),
            (
                TableColumn("unit", CONTACTS.field("unit").title, 24),
                TableColumn("name", CONTACTS.field("name").title, 24),
                TableColumn("post", CONTACTS.field("post").title, 18),
                TableColumn("phone", CONTACTS.field("phone").title, 14),
                TableColumn("zalo", CONTACTS.field("zalo").title, 14),
                TableColumn("source", _("Lấy từ"), 20),
            ),
            "",
            told=True,
            sorts=True,
        )
        super().__init__(screen, table)
        self._entries: Mapping[bytes, Entry] = {}
        self.search = SearchBar()
        actions = ((_("Quay lại"), screen.close_page), (_("Xuất Excel"), self._export))
        self.lay_out(_("Danh bạ các đơn vị"), ActionBar(actions, (_("Sửa"), self._change)), above=(self.search,))
        self.search.asked.connect(lambda _text: self.show_read(self._entries))
        self.search.down.connect(table.view.setFocus)
        table.opened.connect(lambda _unit: self._change())

    def read(self) -> Mapping[bytes, Entry]:
        """Every office."""
        return {contact.unit: (name, contact) for name, contact in phone_book.phone_book(self._screen.book)}

    def show_read(self, read: Mapping[bytes, Entry]) -> None:
        """Those that are searched for."""
        self._entries = read
        wanted = self.search.text()
        shown = {unit: (name, one) for unit, (name, one) in read.items() if phone_book.is_found(one, name, wanted)}
        nobody = _("Chưa có đơn vị nào ở đây. Vào «Duyệt đăng ký» để đăng ký các đơn vị.")
        self.table.say_empty(self.search.nothing_found() or nobody)
        super().show_read(shown)
        self.search.count.setText(_("{count} đơn vị").format(count=format_money(len(shown))))

    def row(self, one: Entry) -> dict[str, str]:
        """An office as it reads."""
        return _shown(*one)

    def seek(self) -> None:
        """Ctrl+F: to the search line."""
        self.search.edit.setFocus()

    def _change(self) -> None:
        if (entry := self.chosen()) is not None:
            self._screen.open_form(*contact_form(self._screen, *entry))

    def _export(self) -> None:
        target = self._screen.context.choose_target(_("Xuất danh bạ"), "danh-ba.xlsx")
        if target is not None:
            book, said = self._screen.book, _("Đã ghi tệp {path}.").format(path=target)
            rows = [_shown(*entry) for entry in self._entries.values()]
            self._screen.context.runner.run(
                _("Đang ghi tệp Excel…"),
                lambda _report: printing.export_list(book, CONTACTS.listing, rows, target),
                lambda _none: self._screen.context.messages.show_message("good", said),
            )


def contact_form(screen: Screen, unit: str, known: OfficeContact) -> tuple[Form, dict[str, object]]:
    """The form of one office's contact, filled with what is known."""
    form = subject_form(CONTACTS, _("Danh bạ: {unit}").format(unit=unit), NOTHING, without=("unit",))
    form.add_text(words.text(_("Chỉ ở sổ của tỉnh, không gửi cho đơn vị nào."), "hint"))
    form.submitted.connect(lambda: _keep(screen, form, unit, known))
    return form, {name: getattr(known, name) for name in phone_book.FIELDS}


def _keep(screen: Screen, form: Form, unit: str, known: OfficeContact) -> None:
    values = form.values()
    screen.carry_out(
        lambda: verbs.put(screen.book, CONTACTS, {"unit": known.unit, **values}),
        _("Đã ghi danh bạ của {unit}.").format(unit=unit),
        form=form,
        doubts=doubtful_phone(values["phone"]),
    )


def _shown(unit: str, contact: OfficeContact) -> dict[str, str]:
    known = any(getattr(contact, name) for name in phone_book.FIELDS)
    return {
        "unit": unit,
        **{name: getattr(contact, name) for name in phone_book.FIELDS},
        "source": _("tỉnh ghi") if contact.typed else _("đơn vị khai") if known else _("▲ chưa có ai"),
    }
