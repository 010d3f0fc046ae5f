"""Gửi và nhận: an office sends upwards and takes in answers; the province takes in files, settles and answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from db.i18n import _
from desktop_app.gui.kit.look.card import Card
from desktop_app.gui.kit.screens.cards_screen import CardsScreen
from desktop_app.gui.kit.screens.context import Context
from desktop_app.gui.pages.still_named import StillNamedPage
from desktop_app.gui.screens.exchange import enrolling, sending
from desktop_app.gui.screens.exchange.asked import AskedPage
from desktop_app.gui.screens.exchange.conflicts import ConflictsPage
from desktop_app.gui.screens.exchange.devices import DevicesPage
from desktop_app.gui.screens.exchange.erasures import ErasuresPage
from desktop_app.gui.screens.exchange.handovers import HandoversPage
from desktop_app.gui.screens.exchange.intake import IntakeForm, rehearse
from desktop_app.gui.screens.exchange.phone_book import PhoneBookPage
from desktop_app.gui.screens.exchange.received import ReceivedPage
from desktop_app.gui.screens.exchange.senders import SendersPage
from desktop_app.gui.screens.exchange.settled import SettledPage
from desktop_app.gui.screens.exchange.waiting import MissingPage, WaitingPage
from desktop_app.values.money import format_money
from desktop_app.work.book.trust_in_force import must_enrol
from desktop_app.work.exchange.sync_status import SyncStatus, sync_status_of
from desktop_app.work.privacy import consent_withdrawal, erasure
from desktop_app.work.records.results import Topic


class ExchangeScreen(CardsScreen):
    """The start page: one card a task, the commonest first."""

    shows = frozenset(
        (
            Topic.EXCHANGE,
            Topic.CONFLICTS,
            Topic.MEMBERS,
            Topic.PEOPLE,
            Topic.FUND,
            Topic.AWARDS,
            Topic.BRANCHES,
            Topic.REPORTS,
            Topic.CONTACTS,
        )
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.name = _("Gửi và nhận")
        self._enrolled = False
        self.setAcceptDrops(True)

    def read(self) -> SyncStatus:
        """How far this book has come."""
        return sync_status_of(self.book)

    def cards(self, seen: Any) -> list[Card]:
        """What this book does, as far as it has come; the commonest first."""
        self._enrolled = seen.enrolled
        if self.book.identity.is_province:
            return [
                self._receive(),
                self._senders(),
                self._decide(seen),
                self._answer(),
                self._approve(),
                self._devices(),
                self._erasures(seen),
                *self._still_named(seen),
            ]
        if seen.must_enrol:
            return [self._enrol(seen)]
        return [
            self._send(seen),
            self._receive(),
            self._received(seen),
            *([self._left_over(seen)] if seen.left_over else []),
            *self._still_named(seen),
            self._decide(seen),
            self._renew(),
        ]

    def open_named(self, page: str) -> None:
        """The pages that «Hôm nay» leads to."""
        ways: dict[str, Callable[[], object]] = {
            "intake": self.open_intake,
            "senders": lambda: self.open_page(SendersPage(self)),
            "missing": lambda: self.open_page(MissingPage(self)),
            "waiting": lambda: self.open_page(WaitingPage(self)),
            "conflicts": lambda: self.open_page(ConflictsPage(self)),
            "handovers": lambda: self.open_page(HandoversPage(self)),
            "erasures": lambda: self.open_page(ErasuresPage(self)),
            "received": lambda: self.open_page(ReceivedPage(self)),
            "enrol": lambda: self.open_form(*enrolling.ask(self)),
            "approve": lambda: self.open_form(*enrolling.read(self)),
        }
        ways[page]()

    def new(self) -> None:
        """Ctrl+N: what this book does most often here."""
        if self.book.identity.is_province:
            self.open_intake()
        else:
            self.ask_and_fill(
                partial(must_enrol, self.book),
                lambda must: enrolling.ask(self) if must else sending.send(self),
            )

    def _card(self, heading: str, text: str, button: str, action: Callable[[], object], *, main: bool = False) -> Card:
        card = Card(heading)
        card.add_line(text)
        card.add_button(button, action, main=main)
        return card

    # --- an office ------------------------------------------------------------------------------------------------------

    def _send(self, seen: SyncStatus) -> Card:
        waiting = seen.travelling
        unsent = _("{count} mục ghi chưa được tỉnh báo đã nhận.").format(count=format_money(waiting.entries))
        lines = [unsent if waiting.entries else _("✔ Tỉnh đã nhận hết.")]
        if waiting.carried_files:
            lines.append(_("Gửi kèm nguyên vẹn tệp của các đơn vị cấp dưới."))
        return self._card(
            _("Gửi lên cấp trên"),
            " ".join(lines),
            _("Gửi lên cấp trên"),
            lambda: self.open_form(*sending.send(self)),
            main=True,
        )

    def _received(self, seen: SyncStatus) -> Card:
        text = _("Từng máy đã gửi tới đâu, số dư quỹ có khớp không.")
        card = Card(_("Tỉnh đã nhận gì"))
        card.add_line(text)
        if seen.questions:
            card.add_line(_("▲ Tỉnh hỏi {count} câu về số liệu của đơn vị.").format(count=seen.questions))
        card.add_button(_("Tỉnh đã nhận gì"), lambda: self.open_page(ReceivedPage(self)))
        return card

    def _enrol(self, seen: SyncStatus) -> Card:
        card = Card(_("Đăng ký máy này với tỉnh"))
        if self.book.keys is not None and seen.enrolled:
            card.add_line(
                _(
                    "▲ Tỉnh đã cắt quyền ký của máy này: những gì ghi sau đó tỉnh để riêng. "
                    "Nếu máy vẫn do đơn vị giữ, gọi tỉnh rồi đăng ký lại; sổ giữ nguyên."
                )
            )
        card.add_line(
            _(
                "Làm một lần. Bước 1: tạo tệp đăng ký, gửi cho tỉnh. Bước 2: khi tỉnh gửi lại danh sách tin cậy, "
                "bấm nút thứ hai. Hai bên đọc cho nhau dãy số kiểm tra qua điện thoại."
            )
        )
        card.add_button(_("1. Tạo tệp đăng ký"), lambda: self.open_form(*enrolling.ask(self)), main=True)
        card.add_button(_("2. Nhận danh sách của tỉnh"), lambda: self.open_form(*enrolling.accept(self)))
        return card

    def _left_over(self, seen: SyncStatus) -> Card:
        return self._card(
            _("Ghi chú về người đã xóa"),
            _(
                "Tỉnh đã xóa dữ liệu của {count} người, sổ này còn ghi chú riêng về họ. Bỏ các ghi chú, "
                "rồi gửi lên cấp trên để tỉnh xóa hẳn."
            ).format(count=seen.left_over),
            _("Bỏ các ghi chú"),
            lambda: self.carry_out(
                lambda: consent_withdrawal.drop_left_over(self.book),
                _("Đã bỏ các ghi chú. Bấm «Gửi lên cấp trên» để tỉnh xóa hẳn."),
                undoable=False,
            ),
        )

    def _renew(self) -> Card:
        return self._card(
            _("Máy thứ hai của đơn vị"),
            _("Trên máy mới: lập sổ của đơn vị, tạo tệp đăng ký, gửi tỉnh duyệt. Trên máy này không phải làm gì."),
            _("Tạo lại tệp đăng ký"),
            lambda: self.open_form(*enrolling.ask(self)),
        )

    # --- both -----------------------------------------------------------------------------------------------------------

    def _still_named(self, seen: SyncStatus) -> list[Card]:
        text = _(
            "▲ {count} chỗ chương trình không tự xóa được: tệp đã xuất, chữ ghi ở mục khác. Xử lý từng chỗ."
        ).format(count=seen.still_named)
        card = self._card(_("Còn nhắc tên người đã xóa"), text, _("Xem từng chỗ"), self.show_still_named)
        return [card] if seen.still_named else []

    def show_still_named(self) -> None:
        """What erasures could not reach."""
        self.open_page(StillNamedPage(self))

    def _receive(self) -> Card:
        is_province = self.book.identity.is_province
        text = (
            _("Chọn tệp, hoặc cả thư mục. Mỗi tệp được kiểm tra và có câu trả lời riêng; xem trước rồi mới ghi.")
            if is_province
            else _("Tệp trả lời của tỉnh, hoặc tệp của đơn vị cấp dưới để chuyển tiếp.")
        )
        return self._card(_("Nhận tệp"), text, _("Nhận tệp"), self.open_intake, main=is_province)

    def open_intake(self) -> None:
        """Take in files."""
        self.open_form(IntakeForm(self))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped on the start page and on «Nhận tệp» (Qt)."""
        takes = self.currentIndex() == 0 or isinstance(self.currentWidget(), IntakeForm)
        if takes and self._enrolled and _dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """What was dropped is tried at once; nothing is stored by that (Qt)."""
        event.acceptProposedAction()
        rehearse(self, _dropped(event.mimeData()))

    def _decide(self, seen: SyncStatus) -> Card:
        card = Card(_("Chờ quyết định"))
        if not seen.conflicts and not seen.kept_files:
            card.add_line(_("✔ Không có gì chờ quyết định."))
        for count, line in (
            (seen.conflicts, _("{count} chỗ hai nơi ghi khác nhau.")),
            (seen.kept_files, _("{count} tệp đang chờ hoặc để riêng.")),
            (seen.missing, _("{count} nơi còn thiếu tệp ở giữa.")),
        ):
            if count:
                card.add_line(line.format(count=count))
        if seen.conflicts:
            card.add_button(_("Xem và chọn"), lambda: self.open_page(ConflictsPage(self)))
        if seen.kept_files:
            card.add_button(_("Xem các tệp"), lambda: self.open_page(WaitingPage(self)))
        if seen.missing:
            card.add_button(_("Thiếu tệp nào, gọi cho ai"), lambda: self.open_page(MissingPage(self)))
        if seen.decided:
            card.add_button(_("Các chỗ đã chọn"), lambda: self.open_page(SettledPage(self)))
        if self.book.identity.is_province and seen.questions:
            card.add_button(_("Tỉnh đã hỏi"), lambda: self.open_page(AskedPage(self)))
        return card

    # --- the province ---------------------------------------------------------------------------------------------------

    def _senders(self) -> Card:
        card = self._card(
            _("Ai chưa gửi"),
            _("Từng đơn vị: ngày gửi cuối, đã chốt số liệu chưa, gọi cho ai."),
            _("Ai chưa gửi"),
            lambda: self.open_page(SendersPage(self)),
        )
        card.add_button(_("Danh bạ"), lambda: self.open_page(PhoneBookPage(self)))
        return card

    def _answer(self) -> Card:
        return self._card(
            _("Trả lời các đơn vị"),
            _("Tạo tệp báo nhận và những gì tỉnh ghi cho từng đơn vị, cất vào một thư mục để gửi đi."),
            _("Trả lời"),
            lambda: self.open_form(*sending.answer(self)),
        )

    def _approve(self) -> Card:
        return self._card(
            _("Duyệt đăng ký máy"),
            _("Đọc tệp đăng ký của các đơn vị, so dãy số kiểm tra qua điện thoại, rồi duyệt nhiều máy một lần."),
            _("Duyệt đăng ký"),
            lambda: self.open_form(*enrolling.read(self)),
        )

    def _devices(self) -> Card:
        return self._card(
            _("Các máy đã đăng ký"),
            _("Máy của từng đơn vị, ngày nhận tệp cuối. Máy bị mất thì cắt quyền; đơn vị thôi hoạt động thì đóng."),
            _("Xem các máy"),
            lambda: self.open_page(DevicesPage(self)),
        )

    def _erasures(self, seen: SyncStatus) -> Card:
        card = Card(_("Xóa dữ liệu cá nhân"))
        card.add_line(
            _(
                "Những người mà đơn vị đã rút lại đồng ý. Tỉnh xóa ở mọi sổ và in biên bản; số tiền và số lượng giữ nguyên."
            )
        )
        if seen.erasures:
            card.add_line(_("▲ {asked} đang chờ.").format(asked=erasure.asked_words(seen.erasures)))
        card.add_button(_("Xem các đề nghị"), lambda: self.open_page(ErasuresPage(self)))
        return card


def _dropped(carried: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in carried.urls() if url.isLocalFile()]
