"""Ai chưa gửi: every office with its last file, whether the period is closed, and reminders to copy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication

from db.i18n import _
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput
from desktop_app.gui.kit.lists import table_area
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look import wording, words
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.screens.reading_page import ReadingPage
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.screens.exchange.phone_book import contact_form
from desktop_app.values.periods import last_half_year
from desktop_app.work.exchange.reporting_status import Sender, reminder, reminders, senders, state_words
from desktop_app.work.exchange.without_machine import WithoutMachine, request, without_machine
from desktop_app.work.records.vocabulary import period_words
from desktop_app.work.reports import office_figures

Asked = tuple[list[Sender], list[WithoutMachine], list[tuple[int, str]]]


class SendersPage(ReadingPage[Asked]):
    """Offices that have not closed the last half year come first."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self._period = last_half_year(screen.book.clock.today())
        self.senders: dict[bytes, Sender] = {}
        self.without: dict[bytes, WithoutMachine] = {}
        self.table = RowTable(
            _("Các đơn vị"),
            (
                TableColumn("state", _("Tình trạng"), 22),
                TableColumn("name", _("Đơn vị"), 24),
                TableColumn("parent", _("Thuộc"), 22),
                TableColumn("last_on", _("Gửi lần cuối"), 13),
                TableColumn("contact", _("Gọi cho"), 26),
                TableColumn("phone", _("Điện thoại"), 13),
            ),
            _("Chưa có đơn vị nào đăng ký ở đây. Chọn cụm khác, hoặc vào «Duyệt đăng ký»."),
            told=True,
            sorts=True,
        )
        self.cluster = ChoiceInput([(0, _("Tất cả các cụm"))])
        self.cluster.combo.setAccessibleName(_("Cụm"))
        self.heading = words.text(_("Đang đọc…"), "title")
        others = (
            (_("Quay lại"), screen.close_page),
            (_("Sửa danh bạ"), self._change_contact),
            (_("Chép lời nhắc nơi này"), self._copy_reminder),
        )
        self.table.opened.connect(lambda _id: self._copy_reminder())
        bar = ActionBar(others, (_("Chép lời nhắc mọi nơi còn thiếu"), self._copy_reminders))
        table_area.lay_out(self, self.table, bar, above=(self.heading, self.cluster))
        self.cluster.changed.connect(self._fill)

    def read(self) -> Asked:
        """Who has sent, who cannot, and the clusters."""
        book = self._screen.book
        return senders(book, self._period), without_machine(book, self._period), office_figures.clusters(book)

    def show_unread(self) -> None:
        """In the place of the heading."""
        self.heading.setText(words.not_read())

    def show_read(self, read: Asked) -> None:
        """Everybody of the chosen cluster."""
        found, without, clusters = read
        self.without = {b"without" + one.above: one for one in without}
        self.senders = {one.unit: one for one in found}
        self.cluster.set_choices([(0, _("Tất cả các cụm")), *clusters])
        self._fill()

    def _seen(self) -> list[Sender]:
        number = self.cluster.value()
        return [one for one in self.senders.values() if not number or number in one.clusters]

    def _fill(self) -> None:
        shown = self._seen()
        number = self.cluster.value()
        without = {key: one for key, one in self.without.items() if not number or number in one.clusters}
        self.table.set_rows([*(one.unit for one in shown), *without], self._rows)
        said = _("{missing} trên {all} đơn vị chưa gửi {period}")
        if without:
            said = _("{missing} trên {all} đơn vị chưa gửi {period}; {count} đơn vị nữa chưa đăng ký máy")
        heading = said.format(
            missing=sum(one.missing for one in shown),
            all=sum(one.due for one in shown),
            period=period_words(self._period),
            count=sum(len(one.names) for one in without.values()),
        )
        self.heading.setText(heading)

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        return [_shown(self.senders[one]) if one in self.senders else _shown_without(self.without[one]) for one in ids]

    def _chosen(self) -> Sender | WithoutMachine | None:
        chosen = self.table.current()
        if chosen is None:
            self._screen.context.messages.show_message("note", _("Chọn một dòng trước."))
            return None
        return self.senders.get(chosen) or self.without[chosen]

    def _change_contact(self) -> None:
        if (office := self._chosen()) is not None:
            name = office.name if isinstance(office, Sender) else office.above_name
            self._screen.open_form(*contact_form(self._screen, name, office.contact))

    def _copy_reminder(self) -> None:
        if (office := self._chosen()) is None:
            return
        if isinstance(office, WithoutMachine):
            QGuiApplication.clipboard().setText(request(office))
            said = _("Đã chép lời nhờ {unit} giúp {count} đơn vị đăng ký máy. Dán vào Zalo hoặc tin nhắn.")
            told = said.format(unit=office.above_name, count=len(office.names))
            self._screen.context.messages.show_message("good", told)
            return
        if not reminder(office, self._period):
            said = _("{unit} đã gửi số liệu đã chốt, không cần nhắc. Chọn dòng của nơi còn thiếu.")
            self._screen.context.messages.show_message("note", said.format(unit=office.name))
            return
        QGuiApplication.clipboard().setText(reminder(office, self._period))
        said = _("Đã chép lời nhắc cho {unit}. Dán vào Zalo hoặc tin nhắn.")
        self._screen.context.messages.show_message("good", said.format(unit=office.name))

    def _copy_reminders(self) -> None:
        missing = [one for one in self._seen() if one.reminded]
        if not missing:
            self._screen.context.messages.show_message("note", _("Mọi đơn vị ở đây đã gửi, không cần nhắc ai."))
            return
        QGuiApplication.clipboard().setText(reminders(missing, self._period))
        self._screen.context.messages.show_message("good", _copied_words(missing))


def _copied_words(offices: Sequence[Sender]) -> str:
    """What was copied, and of how many it is known whom to call."""
    known = sum(bool(one.contact.phone or one.contact.zalo) for one in offices)
    if not known:
        said = _(
            "Đã chép lời nhắc cho {count} đơn vị, chưa biết số gọi nơi nào. Dán vào Zalo hoặc dán ra để in; ghi số ở "
            "«Sửa danh bạ»."
        )
    elif known == len(offices):
        said = _("Đã chép lời nhắc cho {count} đơn vị, mỗi nơi kèm người và số gọi. Dán vào Zalo, hoặc dán ra để in.")
    else:
        said = _(
            "Đã chép lời nhắc cho {count} đơn vị; {known} nơi kèm số gọi, các nơi khác chưa biết số. Dán vào Zalo, hoặc "
            "dán ra để in."
        )
    return said.format(count=len(offices), known=known)


def _shown_without(one: WithoutMachine) -> dict[str, str]:
    return {
        "state": _("▲ Chưa đăng ký máy"),
        "name": _("{count} đơn vị: {names}").format(count=len(one.names), names="; ".join(one.names)),
        "parent": one.above_name,
        "last_on": "–",
        "contact": one.contact.who or _("▲ chưa có ai"),
        "phone": one.contact.phone,
    }


def _shown(one: Sender) -> dict[str, str]:
    never = _("chưa lần nào") if one.silent else _("chưa vào sổ")
    return {
        "state": state_words(one),
        "name": one.name,
        "parent": one.parent,
        "last_on": wording.day(one.last_on) or never,
        "contact": one.contact.who or _("▲ chưa có ai"),
        "phone": one.contact.phone,
    }
