"""Hôm nay: what is due, what is in the fund, what was sent and copied; each line leads to where it is done."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from db.i18n import _
from desktop_app.gui.kit import wording, words
from desktop_app.gui.kit.card import Card
from desktop_app.gui.kit.path_input import removable_drives
from desktop_app.gui.kit.screen import Context, Screen
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money
from desktop_app.work import backups, terms
from desktop_app.work.overview import Overview, overview
from desktop_app.work.units import unit_of

WIDE = 900
"""Pixels of width from which the cards stand in two columns (at 100 % text)."""


class TodayScreen(Screen):
    """The start page."""

    shows = frozenset(
        ("members", "people", "branches", "fund", "awards", "reports", "exchange", "conflicts", "units", "copies")
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.name = _("Hôm nay")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.addWidget(self._area)

    def refresh(self) -> None:
        """Count again and lay the cards out."""
        seen = overview(self.book)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        with self.book.reading() as db:
            unit = unit_of(db, self.book.unit).name
        today = self.book.clock.today()
        heading = _("Hội Khuyến học {unit} – ngày {day}").format(unit=unit, day=format_date(today))
        columns = 2 if self._area.width() * 100 // self.context.text_size.percent >= WIDE else 1
        grid.addWidget(words.title(heading), 0, 0, 1, columns)
        for place, card in enumerate(self._cards(seen)):
            grid.addWidget(card, 1 + place // columns, place % columns)
        grid.setRowStretch(grid.rowCount(), 1)
        self._area.setWidget(inside)

    def _cards(self, seen: Overview) -> list[Card]:
        begun = seen.beginnings
        steps = [begun.officers, begun.enrolled, begun.copied]
        if not self.book.identity.hub:
            steps += [begun.members, begun.fund]
        first = [] if all(steps) else [self._first_steps(seen)]
        return [*first, self._due(seen), self._fund(seen), self._travel(seen), self._copy(seen)]

    def _first_steps(self, seen: Overview) -> Card:
        card = Card(_("Các bước bắt đầu"))
        begun = seen.beginnings
        officers = (begun.officers, _("Ban chấp hành"), "settings")
        steps = (
            (officers, (begun.enrolled, _("Duyệt đăng ký các đơn vị"), "exchange"))
            if self.book.identity.hub
            else (
                (begun.members, _("Danh sách hội viên"), "members"),
                officers,
                (begun.fund, _("Số dư quỹ"), "fund"),
                (begun.enrolled, _("Đăng ký với tỉnh"), "exchange"),
            )
        )
        for done, text, place in steps:
            card.add_button(f"{'✔' if done else '○'} {text}", partial(self.context.go_to, place))
        card.add_button(f"{'✔' if begun.copied else '○'} {_('Sao lưu ra USB')}", self.copy_book)
        return card

    def _due(self, seen: Overview) -> Card:
        card = Card(_("Việc cần làm"))
        due = seen.due
        lines = [
            (due.nominated, _("{count} suất khen thưởng, học bổng chờ duyệt"), _("Duyệt"), "awards"),
            (due.unpaid, _("{count} suất đã duyệt chưa trao"), _("Trao"), "awards"),
            (due.conflicts, _("{count} chỗ hai nơi ghi khác nhau"), _("Xem và chọn"), "exchange"),
            (due.waiting_files, _("{count} tệp đang chờ tệp gửi trước nó"), _("Xem tệp chờ"), "exchange"),
            (
                due.silent_offices,
                _("{count} đơn vị chưa gửi số liệu đã chốt 6 tháng qua"),
                _("Ai chưa gửi"),
                "exchange",
            ),
            (due.questions, _("Tỉnh hỏi {count} câu về số liệu của đơn vị"), _("Xem tỉnh hỏi gì"), "exchange"),
            (due.set_aside, _("{count} tệp để riêng chờ quyết định"), _("Quyết định"), "exchange"),
        ]
        for count, text, button, place in lines:
            if count:
                card.add_line(text.format(count=count))
                card.add_button(button, partial(self.context.go_to, place))
        if due.open_period is not None:
            card.add_line(_("Chưa chốt số liệu {period}").format(period=terms.period_words(due.open_period)))
            card.add_button(_("Chốt số liệu"), lambda: self.context.go_to("reports"))
        if not any(count for count, *_rest in lines) and due.open_period is None:
            card.add_line(_("✔ Không có việc nào đang chờ."))
        return card

    def _fund(self, seen: Overview) -> Card:
        card = Card(_("Quỹ và hội viên"))
        card.add_line(
            _("{members} hội viên có tên trong sổ, {branches} chi hội, ban.").format(
                members=format_money(seen.members), branches=format_money(seen.branches)
            )
        )
        for line in seen.balances:
            account = wording.word(terms.accounts(), line.account)
            card.add_line(
                _("{purse} – {account}: {amount} đồng").format(
                    purse=line.name, account=account, amount=format_money(line.amount)
                )
            )
        if not seen.balances:
            card.add_line(_("Chưa có tiền trong quỹ."), "hint")
        card.add_button(_("Thu tiền"), lambda: self.context.go_to("fund"))
        card.add_button(_("Thêm hội viên"), lambda: self.context.go_to("members"))
        return card

    def _travel(self, seen: Overview) -> Card:
        card = Card(_("Nhận và trả lời") if self.book.identity.hub else _("Gửi lên cấp trên"))
        if self.book.identity.hub:
            card.add_line(_("Nhận tệp của các đơn vị, xem ai chưa gửi, trả lời."))
            card.add_button(_("Đến mục Nhận"), lambda: self.context.go_to("exchange"))
            return card
        if seen.sent_on is None and not seen.acknowledged:
            card.add_line(_("Chưa gửi lần nào."))
        elif seen.sent_on is not None:
            card.add_line(_("Lần gửi gần nhất: {day}.").format(day=wording.day(seen.sent_on)))
        if seen.unsent:
            card.add_line(_("{count} mục ghi chưa được tỉnh báo đã nhận.").format(count=format_money(seen.unsent)))
        if seen.acknowledged:
            card.add_line(_("✔ Tỉnh đã nhận {count} mục ghi.").format(count=format_money(seen.acknowledged)))
        card.add_button(_("Đến mục Gửi"), lambda: self.context.go_to("exchange"))
        return card

    def _copy(self, seen: Overview) -> Card:
        card = Card(_("Sao lưu"))
        if seen.copied_on is None:
            card.add_line(_("▲ Sổ chưa có bản sao nào. Cắm USB rồi bấm «Sao lưu ngay»."))
        else:
            card.add_line(
                _("Bản sao gần nhất: {day}, ở {path}.").format(day=wording.day(seen.copied_on), path=seen.copied_to)
            )
            if seen.copy_is_due:
                card.add_line(_("▲ Đã hơn một tuần. Cắm USB rồi bấm «Sao lưu ngay»."))
        card.add_button(_("Sao lưu ngay"), self.copy_book)
        return card

    def copy_book(self) -> None:
        """Copy the book to a USB stick (asked for when there is none or several), open the copy and count it."""
        sticks = removable_drives()
        target = (
            sticks[0] if len(sticks) == 1 else self.context.choose_folder(_("Chọn USB hoặc thư mục để cất bản sao"))
        )
        if target is not None:
            self.context.runner.run(
                _("Đang chép, mở thử và đếm lại bản sao…"),
                lambda _report: backups.copy(self.book, Path(target), self.book.clock.today()),
                self._copied,
            )

    def _copied(self, copied: backups.Copied) -> None:
        self.context.announce(frozenset(("copies",)))
        self.context.messages.show_message(
            "good",
            _("Bản sao dùng được: {people} người, {movements} phiếu, {awards} suất khen thưởng. Tệp {path}.").format(
                people=copied.counts["people"],
                movements=copied.counts["movements"],
                awards=copied.counts["awards"],
                path=copied.path,
            ),
        )
