"""The enrolled devices: when each was last heard of, cutting off a lost one, closing an office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from db.i18n import _
from db.store import Book
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.messages.question import ask
from desktop_app.gui.kit.screens.list_page import ListPage
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.screens.exchange.handovers import HandoversPage
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money
from desktop_app.work.book import devices
from desktop_app.work.book.devices import Device
from desktop_app.work.book.trust_in_force import trust_of
from desktop_app.work.fund import fund_handover


class DevicesPage(ListPage[Device]):
    """A row a device; both decisions ask first and make a trust list to send to everybody."""

    def __init__(self, screen: Screen) -> None:
        table = RowTable(
            _("Các máy đã đăng ký"),
            (
                TableColumn("unit", _("Đơn vị"), 26),
                TableColumn("label", _("Máy"), 24),
                TableColumn("received", _("Nhận tệp lần cuối"), 16),
                TableColumn("state", _("Tình trạng"), 20),
            ),
            _("Chưa có đơn vị nào đăng ký. Vào «Duyệt đăng ký»."),
            sorts=True,
        )
        super().__init__(screen, table)
        actions = (
            (_("Quay lại"), screen.close_page),
            (_("Cắt quyền máy bị mất"), self._cut_off),
            (_("Đóng đơn vị"), self._close_office),
            (_("Bàn giao đơn vị"), self._show_handovers),
        )
        self.lay_out(_("Các máy đã đăng ký"), ActionBar(actions))

    def read(self) -> Mapping[bytes, Device]:
        """The devices; none before the province takes part."""
        book = self._screen.book
        return {one.id: one for one in devices.devices(book)} if trust_of(book) else {}

    def row(self, one: Device) -> dict[str, str]:
        """A device as it reads."""
        return _shown(one)

    def _cut_off(self) -> None:
        self._decide(
            _("Cắt quyền máy"),
            _(
                "Những gì máy của {unit} gửi sau hôm nay sẽ để riêng, không vào sổ; những gì tỉnh đã nhận vẫn giữ. "
                "Đơn vị dùng máy mới thì đăng ký lại. Không lấy lại được quyết định này."
            ),
            lambda book, one, folder: devices.cut_off(book, one.id, folder),
        )

    def _show_handovers(self) -> None:
        self._screen.open_page(HandoversPage(self._screen))

    def _close_office(self) -> None:
        if (one := self.chosen()) is not None:
            book, office = self._screen.book, one.office
            self._screen.ask_first(lambda: fund_handover.left_in_fund(book, office), self._close_office_with)

    def _close_office_with(self, left: int) -> None:
        """Close the chosen office, whose fund still holds so many đồng by the province's book."""
        still = _("Theo sổ tỉnh, quỹ của đơn vị còn {amount} đồng chưa bàn giao.").format(amount=format_money(left))
        self._decide(
            _("Đóng đơn vị"),
            _(
                "{unit} không ghi sổ nữa. Những gì ghi trước hôm nay vẫn nhận được; ghi sau sẽ để riêng. "
                "Không lấy lại được quyết định này."
            )
            + (f" {still}" if left else ""),
            lambda book, one, folder: devices.close_office(book, one.office, folder),
        )

    def _decide(self, title: str, consequence: str, verb: Callable[[Book, Device, Path], Path]) -> None:
        one = self.chosen()
        if one is None:
            return
        if not ask(self, title, consequence.format(unit=one.unit), _("Thôi"), title):
            return
        folder = self._screen.context.choose_folder(_("Cất danh sách tin cậy mới vào đâu"))
        if folder is None:
            return

        def decide() -> None:
            path = verb(self._screen.book, one, folder)
            said = _("Đã lập danh sách tin cậy mới {file}. Gửi cho mọi đơn vị.").format(file=path)
            self._screen.context.messages.show_message("good", said)

        self._screen.attempt(decide)
        self.show_open()


def _shown(one: Device) -> dict[str, str]:
    received = format_date(datetime.fromisoformat(one.received).date()) if one.received else _("chưa lần nào")
    block = _("quyển {block}").format(block=one.block) if one.block else ""
    return {
        "unit": one.unit,
        "label": " ".join(part for part in (one.label or one.id.hex()[:8], block) if part),
        "received": received,
        "state": _state(one),
    }


def _state(one: Device) -> str:
    if one.cut_off:
        return _("▲ Đã cắt quyền")
    if one.closed:
        return _("▲ Đơn vị đã đóng")
    return _("▲ Chưa nhận danh sách mới") if one.lags else _("✔ Đang dùng")
