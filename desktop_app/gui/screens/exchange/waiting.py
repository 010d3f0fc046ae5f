"""Files that wait for another, and files set aside for the province's ruling, with the consequence in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.exchange.refusals import Code, Outcome, sentence
from db.i18n import _
from desktop_app.gui.kit import words
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.question import ask
from desktop_app.gui.kit.row_table import Column, RowTable
from desktop_app.gui.screens.exchange.intake import CHANGED, verdict
from desktop_app.work import rulings
from desktop_app.work.units import unit_of

if TYPE_CHECKING:
    from desktop_app.gui.screens.exchange import ExchangeScreen


class WaitingPage(QWidget):
    """A row a file; the sentence of the chosen one below."""

    def __init__(self, screen: ExchangeScreen) -> None:
        super().__init__()
        self._screen = screen
        self._files: dict[bytes, rulings.SetAside] = {}
        self.table = RowTable(
            _("Tệp đang chờ hoặc để riêng"),
            (
                Column("verdict", _("Tình trạng"), 18),
                Column("unit", _("Đơn vị"), 24),
                Column("file", _("Tệp"), 34),
                Column("run", _("Mục ghi"), 14),
            ),
            _("✔ Không có tệp nào đang chờ."),
        )
        self._message = words.text("")
        back = (_("Quay lại"), screen.close_page)
        rulings_made = (
            (_("Nhận vào sổ"), partial(self._rule, "merge")),
            (_("Bỏ tệp này"), partial(self._rule, "discard")),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words.title(_("Tệp đang chờ hoặc để riêng")))
        column.addWidget(self.table, 1)
        column.addWidget(self._message)
        column.addWidget(ActionBar((back, *rulings_made) if screen.book.identity.hub else (back,)))
        self.table.chosen.connect(self._tell)
        self._fill()

    def _fill(self) -> None:
        self._files = {one.sha256.encode(): one for one in rulings.set_aside(self._screen.book)}
        self.table.set_rows(list(self._files), self._rows)

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        with self._screen.book.reading() as db:
            return [
                {
                    "verdict": verdict(Outcome(one.outcome)),
                    "unit": unit_of(db, bytes.fromhex(one.office)).name if len(one.office) == 32 else "",
                    "file": one.name,
                    "run": f"{one.first}–{one.last}",
                }
                for one in (self._files[identity] for identity in ids)
            ]

    def _tell(self, identity: bytes) -> None:
        one = self._files[identity]
        self._message.setText(sentence(Outcome(one.outcome), Code(one.code) if one.code else None))

    def _rule(self, verdict_said: str) -> None:
        chosen = self.table.current()
        one = self._files.get(chosen) if chosen is not None else None
        if one is None or one.outcome != "QUARANTINED":
            self._screen.context.messages.show_message(
                "note", _("Chọn một tệp để riêng. Tệp đang chờ tự vào sổ khi có tệp trước nó.")
            )
            return
        consequence = {
            "merge": _("Nội dung tệp được ghi vào sổ cùng với những gì đã có; chỗ nào khác nhau sẽ hiện để chọn."),
            "discard": _("Tệp bị bỏ, nội dung không vào sổ. Đơn vị phải ghi lại và gửi lại nếu cần."),
        }[verdict_said]
        if ask(self, _("Quyết định về tệp"), consequence, _("Chưa quyết định"), _("Đồng ý")):

            def decide() -> None:
                rulings.rule(self._screen.book, one.sha256, verdict_said)
                self._screen.context.announce(CHANGED)
                self._screen.context.messages.show_message("good", _("Đã ghi quyết định của tỉnh."))

            self._screen.attempt(decide)
            self._fill()
