"""Ai chưa gửi: every office with its last file, whether the period is closed, and a reminder to copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit import wording, words
from desktop_app.gui.kit.inputs import ChoiceInput
from desktop_app.gui.kit.row_table import Column, RowTable
from desktop_app.work import reports
from desktop_app.work.overview import last_half_year
from desktop_app.work.senders import Sender, senders
from desktop_app.work.terms import period_words

if TYPE_CHECKING:
    from desktop_app.gui.screens.exchange import ExchangeScreen


class SendersPage(QWidget):
    """Offices that have not closed the last half year come first."""

    def __init__(self, screen: ExchangeScreen) -> None:
        super().__init__()
        self._screen = screen
        self._period = last_half_year(screen.book.clock.today())
        self.senders = {one.unit: one for one in senders(screen.book, self._period)}
        self.table = RowTable(
            _("Các đơn vị"),
            (
                Column("state", _("Tình trạng"), 16),
                Column("name", _("Đơn vị"), 24),
                Column("parent", _("Thuộc"), 20),
                Column("last_on", _("Gửi lần cuối"), 14),
                Column("contact", _("Gọi cho"), 30),
                Column("phone", _("Điện thoại"), 13),
            ),
            _("Chưa có đơn vị nào đăng ký ở đây. Chọn cụm khác, hoặc vào «Duyệt đăng ký»."),
            told=True,
        )
        self.cluster = ChoiceInput([(0, _("Tất cả các cụm")), *reports.clusters(screen.book)])
        self.cluster.combo.setAccessibleName(_("Cụm"))
        self.heading = words.title("")
        below = QHBoxLayout()
        below.addWidget(words.button(_("Quay lại"), screen.close_page))
        below.addStretch(1)
        below.addWidget(words.button(_("Chép lời nhắc"), self._copy_reminder, main=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.heading)
        column.addWidget(self.cluster)
        column.addWidget(self.table, 1)
        column.addLayout(below)
        self.cluster.changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        number = self.cluster.value()
        shown = [one for one in self.senders.values() if not number or number in one.clusters]
        self.table.set_rows([one.unit for one in shown], self._rows)
        heading = _("{missing} trên {all} đơn vị chưa gửi số liệu đã chốt {period}").format(
            missing=sum(not one.closed for one in shown), all=len(shown), period=period_words(self._period)
        )
        self.heading.setText(heading)

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        return [_shown(self.senders[one]) for one in ids]

    def _copy_reminder(self) -> None:
        chosen = self.table.current()
        if chosen is None:
            return
        office = self.senders[chosen]
        text = _(
            "Kính gửi Hội Khuyến học {unit}: tỉnh chưa nhận được số liệu đã chốt {period}. Đề nghị vào «Báo cáo» bấm "
            "«Chốt số liệu», rồi vào «Gửi và nhận» bấm «Gửi lên cấp trên» và chuyển tệp cho tỉnh. Xin cảm ơn."
        ).format(unit=office.name, period=period_words(self._period))
        QGuiApplication.clipboard().setText(text)
        self._screen.context.messages.show_message(
            "good", _("Đã chép lời nhắc cho {unit}. Dán vào Zalo hoặc tin nhắn.").format(unit=office.name)
        )


def _shown(one: Sender) -> dict[str, str]:
    return {
        "state": _("✔ Đã chốt") if one.closed else _("▲ Chưa gửi") if one.last_on is None else _("▲ Chưa chốt"),
        "name": one.name,
        "parent": one.parent,
        "last_on": wording.day(one.last_on) or _("chưa lần nào"),
        "contact": one.contact,
        "phone": one.phone,
    }
