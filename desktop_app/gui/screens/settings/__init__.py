"""Cài đặt: the unit, who holds which post, population and targets, text size, language, copies, other books."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.i18n import _
from desktop_app.gui.kit.branch_moving import move_form
from desktop_app.gui.kit.card import Card
from desktop_app.gui.kit.cards_screen import CardsScreen
from desktop_app.gui.kit.file_dialogs import Kind
from desktop_app.gui.kit.screen import Context
from desktop_app.gui.kit.text_size import TextSizeBar
from desktop_app.gui.screens.settings import forms, handing_over
from desktop_app.gui.screens.settings.exports import ExportsPage
from desktop_app.gui.screens.settings.officers import OfficersPage
from desktop_app.values.money import format_money
from desktop_app.work import backups, lists, officers
from desktop_app.work.units import unit_of


class SettingsScreen(CardsScreen):
    """One card a matter."""

    shows = frozenset(("people", "units", "copies"))

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.name = _("Cài đặt")

    def cards(self) -> list[Card]:
        """One a matter."""
        cards = [self._sight(), self._unit(), self._officers(), self._figures(), self._copies(), self._exports()]
        return [*cards, *([] if self.book.identity.hub else [self._handover()]), self._books()]

    def _sight(self) -> Card:
        card = Card(_("Cỡ chữ"))
        card.add_widget(TextSizeBar(self.context.text_size))
        card.add_line(_("Đổi được bất cứ lúc nào bằng phím Ctrl + và Ctrl –."), "hint")
        return card

    def _unit(self) -> Card:
        with self.book.reading() as db:
            unit = unit_of(db, self.book.unit)
            said = dict(db.execute("SELECT key, value FROM settings WHERE key IN ('heading_body', 'place')"))
        card = Card(_("Đơn vị"))
        card.add_line(_("{unit}, mã {code}").format(unit=unit.name, code=unit.code))
        if said:
            card.add_line(_("Trên giấy tờ ghi: {heading}").format(heading=" · ".join(said.values())))
        card.add_button(_("Tên in trên giấy tờ"), lambda: self.open_form(*forms.heading(self)))
        return card

    def _officers(self) -> Card:
        with self.book.reading() as db:
            ids = lists.ids(db, lists.Query("posts", office=self.book.unit))
            rows = [row for row in lists.rows(db, "posts", ids) if not row["until"]]
        card = Card(_("Ban chấp hành"))
        for row in rows[:6]:
            card.add_line(f"{row['post']}: {row['person']}" + (f" – {row['phone']}" if row["phone"] else ""))
        if not rows:
            card.add_line(_("Chưa ghi ai. Chủ tịch cần có để in tên ở chỗ ký."), "hint")
        card.add_line(_("Người ghi sổ: {name}.").format(name=officers.officer(self.book)))
        card.add_button(_("Ban chấp hành"), self.show_officers)
        card.add_button(_("Bàn giao người ghi sổ"), lambda: self.open_form(*forms.new_officer(self)))
        return card

    def show_officers(self) -> None:
        """Who holds which post."""
        page = OfficersPage(self)
        self.open_page(page)
        page.table.view.setFocus()

    def _figures(self) -> Card:
        today = self.book.clock.today()
        with self.book.reading() as db:
            row = db.execute(
                "SELECT people FROM population WHERE unit = ? AND year = ?", (self.book.unit, today.year)
            ).fetchone()
        card = Card(_("Dân số, chỉ tiêu"))
        if row is None or row[0] is None:
            card.add_line(_("Chưa ghi dân số năm {year}; tỷ lệ hội viên chưa tính được.").format(year=today.year))
        else:
            card.add_line(_("Dân số năm {year}: {people} người.").format(year=today.year, people=format_money(row[0])))
        card.add_button(_("Ghi dân số"), lambda: self.open_form(*forms.population(self)))
        if self.book.identity.hub:
            card.add_button(_("Nhập chỉ tiêu từ Excel"), lambda: self.open_form(forms.load_targets(self)))
            card.add_button(_("Nhập dân số từ Excel"), lambda: self.open_form(forms.load_population(self)))
        return card

    def _handover(self) -> Card:
        card = Card(_("Sáp nhập, giải thể"))
        card.add_line(_("Đơn vị cũ bàn giao toàn bộ quỹ theo biên bản; đơn vị mới nhận từ sổ của đơn vị cũ."))
        card.add_button(_("Bàn giao quỹ"), lambda: self.open_form(*handing_over.give(self)))
        card.add_button(_("Nhận bàn giao quỹ"), lambda: self.open_form(*handing_over.take(self)))
        card.add_button(_("Chuyển chi hội"), self._move_branches)
        return card

    def _move_branches(self) -> None:
        with self.book.reading() as db:
            name = unit_of(db, self.book.unit).name
        self.open_form(move_form(self, self.book.unit, name))

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
            self._run(
                _("Đang chép, mở thử và đếm lại bản sao…"),
                lambda: backups.copy(self.book, target, self.book.clock.today()).path,
                _("Bản sao dùng được: {path}"),
            )

    def restore(self) -> None:
        """A copy becomes a book of its own beside this one; this one stays as it is."""
        chosen = self.context.choose_files(_("Chọn bản sao (.skh)"), Kind.BOOKS)
        if chosen:
            target = self.book.path.with_name(f"{self.book.path.stem}-khoi-phuc.skh")
            self._run(
                _("Đang khôi phục…"),
                lambda: backups.restore(chosen[0], target).path,
                _("Đã khôi phục thành sổ {path}. Sổ đang mở giữ nguyên. Bấm «Mở sổ khác» để mở sổ vừa khôi phục."),
            )

    def _exports(self) -> Card:
        with self.book.reading() as db:
            count = lists.count(db, lists.Query("exports"))
        card = Card(_("Nhật ký xuất, in danh sách"))
        card.add_line(
            _(
                "Đã xuất hoặc in {count} lần. Mỗi danh sách, giấy tờ ra khỏi sổ được ghi: ai, lúc nào, ra tệp nào."
            ).format(count=format_money(count))
            if count
            else _("Chưa xuất hoặc in gì."),
            "hint",
        )
        card.add_button(_("Nhật ký xuất, in"), self.show_exports)
        return card

    def show_exports(self) -> None:
        """The log of what left the book."""
        page = ExportsPage(self)
        self.open_page(page)
        page.table.view.setFocus()

    def _run(self, title: str, work: Callable[[], Path], said: str) -> None:
        def done(path: Path) -> None:
            self.context.announce(frozenset(("copies",)))
            self.context.messages.show_message("good", said.format(path=path))

        self.context.runner.run(title, lambda _report: work(), done)

    def _books(self) -> Card:
        card = Card(_("Sổ khác, ngôn ngữ"))
        card.add_button(_("Mở sổ khác"), self.context.open_other)
        card.add_button(_("Về trang đầu (lập sổ mới, sổ mẫu)"), self.context.close_book)
        card.add_button(_("Tiếng Việt / English"), self.context.change_language)
        return card
