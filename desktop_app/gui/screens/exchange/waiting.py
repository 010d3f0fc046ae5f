"""Files that wait for another, and files set aside for the province's ruling, with the consequence in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.exchange.refusals import Code, Outcome, sentence
from db.i18n import _
from desktop_app.gui.kit import wording, words
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.question import ask
from desktop_app.gui.kit.row_table import Column, RowTable
from desktop_app.gui.screens.exchange.intake import CHANGED, verdict
from desktop_app.work import rulings
from desktop_app.work.rulings import MissingRun, SetAside
from desktop_app.work.units import unit_of

if TYPE_CHECKING:
    from desktop_app.gui.screens.exchange import ExchangeScreen


class MissingPage(QWidget):
    """A row a run that is missing: from which entry to which, of whom, since when, whom to telephone."""

    def __init__(self, screen: ExchangeScreen) -> None:
        super().__init__()
        self._screen = screen
        self._runs: dict[bytes, MissingRun] = {}
        self.table = RowTable(
            _("Tệp còn thiếu"),
            (
                Column("unit", _("Của đơn vị"), 24),
                Column("run", _("Thiếu mục ghi"), 14),
                Column("since", _("Chờ từ ngày"), 12),
                Column("files", _("Tệp đang chờ"), 10, number=True),
                Column("contact", _("Gọi cho"), 28),
                Column("phone", _("Điện thoại"), 13),
            ),
            _("✔ Không thiếu tệp nào."),
            sorts=True,
        )
        self.message = words.text("")
        back, lost = (_("Quay lại"), screen.close_page), (_("Tệp đã mất hẳn"), self._give_up)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words.title(_("Tệp còn thiếu, cần nhờ gửi lại")))
        column.addWidget(self.table, 1)
        column.addWidget(self.message)
        column.addWidget(ActionBar((back, lost) if screen.book.identity.hub else (back,)))
        self.table.chosen.connect(self._tell)
        self.show_open()

    def show_open(self) -> None:
        """Ask again what is missing: a file may have come."""
        book = self._screen.book
        self._screen.ask(lambda: rulings.missing_runs(book), self._show, page=self)

    def _show(self, runs: Sequence[MissingRun]) -> None:
        self._runs = {one.what.encode(): one for one in runs}
        self.message.clear()
        self.table.set_rows(list(self._runs), lambda ids: [_missing_row(self._runs[one]) for one in ids])

    def _tell(self, identity: bytes) -> None:
        one = self._runs[identity]
        self.message.setText(
            _(
                "Nhờ {unit} gửi lại mục ghi {first} đến {last}: vào «Gửi và nhận», bấm «Gửi lên cấp trên» một lần nữa. "
                "Tệp đó đến thì {files} tệp đang chờ tự vào sổ. Nếu tệp đã mất hẳn, không máy nào còn: tỉnh ghi là mất, "
                "các tệp đang chờ vào sổ, còn những gì trong các mục ghi ấy sẽ không có trong sổ."
            ).format(unit=one.unit, first=one.first, last=one.last, files=one.files)
        )

    def _give_up(self) -> None:
        chosen = self.table.current()
        one = self._runs.get(chosen) if chosen is not None else None
        if one is None:
            self._screen.context.messages.show_message("note", _("Chọn một dòng trước."))
            return
        consequence = _(
            "Mục ghi {first} đến {last} của {unit} được ghi là mất; các tệp đang chờ sẽ vào sổ. "
            "Tệp ấy tìm lại được thì vẫn nhận."
        ).format(first=one.first, last=one.last, unit=one.unit)
        if ask(self, _("Ghi là đã mất"), consequence, _("Chưa quyết định"), _("Đồng ý")):
            _decide(self._screen, one.what, "lost")
            self.show_open()


class WaitingPage(QWidget):
    """A row a file; below it what happened and what each decision would do, before anything is pressed."""

    def __init__(self, screen: ExchangeScreen) -> None:
        super().__init__()
        self._screen = screen
        self._files: dict[bytes, SetAside] = {}
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
        self.message = words.text("")
        self._merge = words.button(_("Nhận vào sổ"), partial(self._rule, "merge"))
        self._discard = words.button(_("Bỏ tệp này"), partial(self._rule, "discard"))
        below = QHBoxLayout()
        below.addWidget(words.button(_("Quay lại"), screen.close_page))
        below.addStretch(1)
        for one in (self._merge, self._discard):
            below.addWidget(one)
            if not screen.book.identity.hub:
                one.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words.title(_("Tệp đang chờ hoặc để riêng")))
        column.addWidget(self.table, 1)
        column.addWidget(self.message)
        column.addLayout(below)
        self.table.chosen.connect(self._tell)
        self.show_open()

    def show_open(self) -> None:
        """Ask again which files wait."""
        book = self._screen.book
        self._screen.ask(lambda: rulings.set_aside(book), self._show, page=self)

    def _show(self, files: Sequence[SetAside]) -> None:
        self._files = {one.sha256.encode(): one for one in files}
        for button in (self._merge, self._discard):
            button.setEnabled(False)
        self.message.clear()
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
        said = [sentence(Outcome(one.outcome), Code(one.code) if one.code else None)]
        self._merge.setEnabled(rulings.may_merge(one))
        self._discard.setEnabled(one.outcome == "QUARANTINED")
        if one.outcome != "QUARANTINED":
            said.append(_("Không phải quyết định gì: tệp đang chờ tự vào sổ khi có tệp trước nó."))
        elif self._screen.book.identity.hub:
            merging = _("«Nhận vào sổ»: {consequence}").format(consequence=_consequence("merge"))
            never = _("Không nhận được vào sổ, vì tệp ghi vào số liệu của nơi khác.")
            said.append(merging if rulings.may_merge(one) else never)
            said.append(_("«Bỏ tệp này»: {consequence}").format(consequence=_consequence("discard")))
        self.message.setText("\n".join(said))

    def _rule(self, verdict_said: str) -> None:
        chosen = self.table.current()
        one = self._files.get(chosen) if chosen is not None else None
        if one is None:
            return
        title = _("Quyết định về tệp")
        if ask(self, title, _consequence(verdict_said), _("Chưa quyết định"), _("Đồng ý")):
            _decide(self._screen, one.sha256, verdict_said)
            self.show_open()


def _decide(screen: ExchangeScreen, what: str, verdict_said: str) -> None:
    def decide() -> None:
        rulings.rule(screen.book, what, verdict_said)
        screen.context.announce(CHANGED)
        screen.context.messages.show_message("good", _("Đã ghi quyết định của tỉnh."))

    screen.attempt(decide)


def _consequence(verdict_said: str) -> str:
    return {
        "merge": _("Nội dung tệp được ghi vào sổ cùng với những gì đã có; chỗ nào khác nhau sẽ hiện để chọn."),
        "discard": _("Tệp bị bỏ, nội dung không vào sổ. Đơn vị phải ghi lại và gửi lại nếu cần."),
    }[verdict_said]


def _missing_row(one: MissingRun) -> dict[str, str]:
    return {
        "unit": one.unit,
        "run": f"{one.first}–{one.last}",
        "since": wording.day(one.since),
        "files": str(one.files),
        "contact": one.contact.who or _("▲ chưa có ai"),
        "phone": one.contact.phone,
    }
