"""Cài đặt: the unit, who holds which post, population and targets, text size, language, copies, other books."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer

from db.i18n import _
from desktop_app.gui.kit.file_dialogs import FileType
from desktop_app.gui.kit.look.card import Card
from desktop_app.gui.kit.look.text_size import TextSizeBar
from desktop_app.gui.kit.messages.question import ask
from desktop_app.gui.kit.screens.cards_screen import CardsScreen
from desktop_app.gui.kit.screens.context import Context
from desktop_app.gui.pages.branch_moving import open_moving
from desktop_app.gui.screens.settings import forms, handing_over
from desktop_app.gui.screens.settings.catalogue import CataloguePage
from desktop_app.gui.screens.settings.exports import ExportsPage
from desktop_app.gui.screens.settings.officers import OfficersPage
from desktop_app.values.money import format_money
from desktop_app.work.book import backups, whose_copy
from desktop_app.work.records.results import Topic
from desktop_app.work.today.settings_overview import Matters, matters


class SettingsScreen(CardsScreen):
    """One card a matter."""

    shows = frozenset((Topic.PEOPLE, Topic.UNITS, Topic.COPIES, Topic.REPORTS))

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.name = _("Cài đặt")

    def open_named(self, page: str) -> None:
        """From «Hôm nay» to who holds which post."""
        if page == "officers":
            self.show_officers()

    def read(self) -> Matters:
        """What the cards tell."""
        return matters(self.book)

    def cards(self, seen: Any) -> list[Card]:
        """One a matter."""
        own = [] if self.book.identity.is_province else [self._handover(seen)]
        cards = [self._sight(), self._unit(seen), self._officers(seen), self._figures(seen)]
        return [*cards, self._catalogue(), self._copies(), self._exports(seen), *own, self._books()]

    def _sight(self) -> Card:
        card = Card(_("Cỡ chữ"))
        card.add_widget(TextSizeBar(self.context.text_size))
        card.add_line(_("Đổi được bất cứ lúc nào bằng phím Ctrl + và Ctrl –."), "hint")
        return card

    def _unit(self, seen: Matters) -> Card:
        card = Card(_("Đơn vị"))
        card.add_line(_("{unit}, mã {code}").format(unit=seen.unit.name, code=seen.unit.code))
        if seen.heading:
            card.add_line(_("Trên giấy tờ ghi: {heading}").format(heading=" · ".join(seen.heading)))
        card.add_button(_("Tên in trên giấy tờ"), lambda: self.open_form(*forms.heading(self)))
        return card

    def _officers(self, seen: Matters) -> Card:
        card = Card(_("Ban chấp hành"))
        for row in seen.posts[:6]:
            card.add_line(f"{row['post']}: {row['person']}" + (f" – {row['phone']}" if row["phone"] else ""))
        if not seen.posts:
            card.add_line(_("Chưa ghi ai. Chủ tịch cần có để in tên ở chỗ ký."), "hint")
        card.add_line(_("Người ghi sổ: {name}.").format(name=seen.officer))
        card.add_button(_("Ban chấp hành"), self.show_officers)
        card.add_button(_("Bàn giao người ghi sổ"), lambda: self.open_form(*forms.new_officer(self)))
        return card

    def show_officers(self) -> None:
        """Who holds which post."""
        self.open_page(OfficersPage(self))

    def _figures(self, seen: Matters) -> Card:
        year = self.book.clock.today().year
        card = Card(_("Dân số, chỉ tiêu"))
        if seen.people is None and self.book.identity.is_province:
            card.add_line(
                _("Dân số của tỉnh năm {year} cộng từ các đơn vị; chưa ghi số chung của tỉnh.").format(year=year)
            )
        elif seen.people is None:
            card.add_line(_("Chưa ghi dân số năm {year}; tỷ lệ hội viên chưa tính được.").format(year=year))
        else:
            card.add_line(_("Dân số năm {year}: {people} người.").format(year=year, people=format_money(seen.people)))
        card.add_button(_("Ghi dân số"), lambda: forms.population(self))
        if self.book.identity.is_province:
            card.add_button(_("Nhập chỉ tiêu từ Excel"), lambda: self.open_form(forms.load_targets(self)))
            card.add_button(_("Nhập dân số từ Excel"), lambda: self.open_form(forms.load_population(self)))
        return card

    def _catalogue(self) -> Card:
        card = Card(_("Danh mục"))
        card.add_line(
            _("Xem và sửa nhà tài trợ, tập thể, quỹ, đợt xét, quyết định, dân số, chi hội, đơn vị, chỉ tiêu, cụm.")
        )
        card.add_button(_("Danh mục"), self.show_catalogue)
        return card

    def show_catalogue(self) -> None:
        """What else the book keeps."""
        self.open_page(CataloguePage(self))

    def _handover(self, seen: Matters) -> Card:
        card = Card(_("Sáp nhập, giải thể"))
        card.add_line(_("Đơn vị cũ bàn giao toàn bộ quỹ theo biên bản; đơn vị mới nhận từ sổ của đơn vị cũ."))
        card.add_button(_("Bàn giao quỹ"), lambda: self.open_form(*handing_over.give(self)))
        card.add_button(_("Nhận bàn giao quỹ"), lambda: self.open_form(*handing_over.take(self)))
        card.add_button(_("Chuyển chi hội"), lambda: open_moving(self, self.book.unit, seen.unit.name))
        return card

    def _copies(self) -> Card:
        card = Card(_("Sao lưu và khôi phục"))
        card.add_line(_("Sổ nằm ở: {path}").format(path=self.book.path))
        card.add_button(_("Sao lưu"), self.copy)
        card.add_button(_("Khôi phục từ bản sao"), self.restore)
        return card

    def copy(self) -> None:
        """A copy into a folder, opened and counted."""
        target = self.context.choose_folder(_("Chọn USB hoặc thư mục để cất bản sao"))
        if target is not None:
            self.context.runner.run(
                _("Đang chép, mở thử và đếm lại bản sao…"),
                lambda _report: backups.copy(self.book, target, self.book.clock.today()),
                self._copied,
            )

    def _copied(self, copied: backups.Copied) -> None:
        self.context.announce(frozenset((Topic.COPIES,)))
        self.context.messages.show_message("warn" if copied.beside else "good", backups.words_of_copy(copied))

    def restore(self) -> None:
        """A copy becomes a book of its own beside this one, after a person has read what it holds and what it has not."""
        chosen = self.context.choose_files(_("Chọn bản sao (.skh)"), FileType.BOOKS)
        if chosen:
            look = partial(whose_copy.look_at_copy, self.book, chosen[0])
            self.context.runner.run(_("Đang xem bản sao…"), lambda _report: look(), self._ask_to_restore)

    def _ask_to_restore(self, seen: whose_copy.CopySeen) -> None:
        said = whose_copy.words_of_copy_seen(seen)
        title = _("Khôi phục từ bản sao")
        if ask(self, title, said, _("Không khôi phục"), _("Khôi phục")) and self.context.may_leave():
            self.context.runner.run(
                _("Đang khôi phục…"), lambda _report: backups.restore_beside(self.book, seen.path), self._restored
            )

    def _restored(self, restored: backups.Restored) -> None:
        """The restored book is opened, once the worker has ended what it did for this one."""
        QTimer.singleShot(0, self, partial(self.context.open_book, restored.path))

    def _exports(self, seen: Matters) -> Card:
        card = Card(_("Nhật ký xuất, in danh sách"))
        card.add_line(
            _(
                "Đã xuất hoặc in {count} lần. Mỗi danh sách, giấy tờ ra khỏi sổ được ghi: ai, lúc nào, ra tệp nào."
            ).format(count=format_money(seen.exports))
            if seen.exports
            else _("Chưa xuất hoặc in gì."),
            "hint",
        )
        card.add_button(_("Nhật ký xuất, in"), self.show_exports)
        return card

    def show_exports(self) -> None:
        """The log of what left the book."""
        self.open_page(ExportsPage(self))

    def _books(self) -> Card:
        card = Card(_("Sổ khác, ngôn ngữ"))
        card.add_button(_("Mở sổ khác"), self.context.open_other)
        card.add_button(_("Về trang đầu (lập sổ mới, sổ mẫu)"), self.context.close_book)
        card.add_button(_("Tiếng Việt / English"), self.context.change_language)
        return card
