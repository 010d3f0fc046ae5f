"""Hôm nay: what is due, what is in the fund, what was sent and copied; each line leads to where it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from db.i18n import _
from desktop_app.gui.kit.inputs.path_input import removable_drives
from desktop_app.gui.kit.look import wording
from desktop_app.gui.kit.look.card import Card
from desktop_app.gui.kit.screens.cards_screen import CardsScreen
from desktop_app.gui.kit.screens.context import Context
from desktop_app.gui.screens.today.balances import add_balances
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money
from desktop_app.work.book import backups
from desktop_app.work.records import vocabulary
from desktop_app.work.records.results import Topic
from desktop_app.work.today.office_today import Beginnings, Overview, overview
from desktop_app.work.units.units import association_name


class TodayScreen(CardsScreen):
    """The start page."""

    shows = frozenset(
        (
            Topic.MEMBERS,
            Topic.PEOPLE,
            Topic.BRANCHES,
            Topic.FUND,
            Topic.AWARDS,
            Topic.REPORTS,
            Topic.EXCHANGE,
            Topic.CONFLICTS,
            Topic.UNITS,
            Topic.COPIES,
            Topic.SUSPECTS,
        )
    )
    two_columns = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.name = _("Hôm nay")

    def read(self) -> Overview:
        """Count again."""
        return overview(self.book)

    def title(self, seen: Any) -> str:
        """Whose page it is, and of which day."""
        day = format_date(self.book.clock.today())
        return _("{association} – ngày {day}").format(association=association_name(seen.unit), day=day)

    def cards(self, seen: Any) -> list[Card]:
        """The first steps while there are any; then what a province, or an office, has to do."""
        steps = self._steps(seen.beginnings)
        begun = seen.beginnings.copied and all(done for done, _text, _place in steps)
        first = [] if begun else [self._first_steps(steps, copied=seen.beginnings.copied)]
        middle = [self._fund(seen), self._travel(seen)] if seen.desk is None else self._province(seen)
        return [*first, self._due(seen), *middle, self._copy(seen)]

    def _province(self, seen: Overview) -> list[Card]:
        from desktop_app.gui.screens.today.province import province_cards

        return province_cards(self, seen)

    def leading_to(self, place: str) -> Callable[[], None]:
        """What a button does that leads to a place, or to one of its pages."""
        return partial(self.context.go_to, place)

    def _steps(self, begun: Beginnings) -> Sequence[tuple[bool, str, str]]:
        """What a book begins with but for its first copy: whether it is done, what it is, and the place it is done at."""
        officers = (begun.officers, _("Ban chấp hành"), "settings/officers")
        return (
            (officers, (begun.enrolled, _("Duyệt đăng ký các đơn vị"), "exchange/approve"))
            if self.book.identity.is_province
            else (
                (begun.members, _("Danh sách hội viên"), "members"),
                officers,
                (begun.fund, _("Số dư quỹ"), "fund" if begun.fund else "fund/opening"),
                (begun.enrolled, _("Đăng ký với tỉnh"), "exchange" if begun.enrolled else "exchange/enrol"),
            )
        )

    def _first_steps(self, steps: Sequence[tuple[bool, str, str]], *, copied: bool) -> Card:
        card = Card(_("Các bước bắt đầu"))
        for done, text, place in steps:
            card.add_button(f"{'✔' if done else '○'} {text}", self.leading_to(place))
        card.add_button(f"{'✔' if copied else '○'} {_('Sao lưu ra USB')}", self.copy_book)
        return card

    def _due(self, seen: Overview) -> Card:
        card = Card(_("Việc cần làm"))
        due = seen.due
        lines = [
            (due.nominated, _("{count} suất khen thưởng, học bổng chờ duyệt"), _("Duyệt"), "awards/approve"),
            (due.unpaid, _("{count} suất đã duyệt chưa trao"), _("Trao"), "awards/pay"),
            (due.conflicts, _("{count} chỗ hai nơi ghi khác nhau"), _("Xem và chọn"), "exchange/conflicts"),
            (due.waiting_files, _("{count} tệp đang chờ tệp gửi trước nó"), _("Xem tệp chờ"), "exchange/missing"),
            (due.questions, _("Tỉnh hỏi {count} câu về số liệu của đơn vị"), _("Xem tỉnh hỏi gì"), "exchange/received"),
            (due.set_aside, _("{count} tệp để riêng chờ quyết định"), _("Quyết định"), "exchange/waiting"),
        ]
        if due.suspects:
            pairs = _("{{count}} cặp có thể là một người, tìm ngày {day}").format(day=wording.day(due.searched_on))
            lines.append((due.suspects, pairs, _("Xem từng cặp"), "members/same"))
        for count, text, button, place in lines:
            if count:
                card.add_line(text.format(count=count))
                card.add_button(button, self.leading_to(place))
        if due.open_period is not None:
            card.add_line(_("Chưa chốt số liệu {period}").format(period=vocabulary.period_words(due.open_period)))
            card.add_button(_("Chốt số liệu"), self.leading_to(f"reports/{due.open_period.text}"))
        for period in due.changed_periods:
            card.add_line(
                _("▲ Số liệu {period} đã đổi sau khi chốt: xem lại, rồi chốt lại và gửi").format(
                    period=vocabulary.period_words(period)
                )
            )
            card.add_button(_("Chốt lại"), self.leading_to(f"reports/{period.text}"))
        if due.suspects is None:
            card.add_line(_("Chưa tìm người ghi trùng."))
            card.add_button(_("Tìm người ghi trùng"), self.leading_to("members/same"))
        waiting = due.suspects is None or due.open_period is not None or due.changed_periods
        if not any(count for count, *_rest in lines) and not waiting:
            card.add_line(_("✔ Không có việc nào đang chờ."))
        return card

    def _fund(self, seen: Overview) -> Card:
        card = Card(_("Quỹ và hội viên"))
        card.add_line(
            _("{members} hội viên có tên trong sổ, {branches} chi hội, ban.").format(
                members=format_money(seen.members), branches=format_money(seen.branches)
            )
        )
        add_balances(card, seen)
        card.add_button(_("Thu tiền"), self.leading_to("fund/new"))
        card.add_button(_("Thêm hội viên"), self.leading_to("members/new"))
        return card

    def _travel(self, seen: Overview) -> Card:
        card = Card(_("Gửi lên cấp trên"))
        if seen.sent_on is None and not seen.acknowledged:
            card.add_line(_("Chưa gửi lần nào."))
        elif seen.sent_on is not None:
            card.add_line(_("Lần gửi gần nhất: {day}.").format(day=wording.day(seen.sent_on)))
        if seen.unsent:
            card.add_line(_("{count} mục ghi chưa được tỉnh báo đã nhận.").format(count=format_money(seen.unsent)))
        if seen.acknowledged:
            card.add_line(_("✔ Tỉnh đã nhận {count} mục ghi.").format(count=format_money(seen.acknowledged)))
        card.add_button(_("Đến mục Gửi"), self.leading_to("exchange"))
        return card

    def _copy(self, seen: Overview) -> Card:
        card = Card(_("Sao lưu"))
        if seen.copied_on is None:
            card.add_line(_("▲ Sổ chưa có bản sao nào ở USB hay ổ đĩa khác. Cắm USB rồi bấm «Sao lưu ngay»."))
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
        self.context.announce(frozenset((Topic.COPIES,)))
        self.context.messages.show_message("warn" if copied.beside else "good", backups.words_of_copy(copied))
