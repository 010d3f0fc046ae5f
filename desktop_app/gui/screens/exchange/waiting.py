"""Files that wait for another, and files set aside for the province's ruling, with the consequence in words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.exchange.outcomes import Code, Outcome, sentence
from db.i18n import _
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look import wording, words
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.messages.question import ask
from desktop_app.gui.kit.screens.list_page import ListPage
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.screens.exchange.intake import verdict
from desktop_app.work.exchange import rulings
from desktop_app.work.exchange.rulings import MissingRun, SetAside
from desktop_app.work.records.results import EVERYTHING
from desktop_app.work.units.units import unit_of

Waiting = tuple[SetAside, str]
"""A file and the name of its office."""


class MissingPage(ListPage[MissingRun]):
    """A row a run that is missing: from which entry to which, of whom, since when, whom to telephone."""

    def __init__(self, screen: Screen) -> None:
        table = RowTable(
            _("Tệp còn thiếu"),
            (
                TableColumn("unit", _("Của đơn vị"), 24),
                TableColumn("run", _("Thiếu mục ghi"), 14),
                TableColumn("since", _("Chờ từ ngày"), 12),
                TableColumn("files", _("Tệp đang chờ"), 10, number=True),
                TableColumn("contact", _("Gọi cho"), 28),
                TableColumn("phone", _("Điện thoại"), 13),
            ),
            _("✔ Không thiếu tệp nào."),
            sorts=True,
        )
        super().__init__(screen, table)
        self.message = words.text("")
        back, lost = (_("Quay lại"), screen.close_page), (_("Tệp đã mất hẳn"), self._give_up)
        bar = ActionBar((back, lost) if screen.book.identity.is_province else (back,))
        self.lay_out(_("Tệp còn thiếu, cần nhờ gửi lại"), bar, below=(self.message,))
        table.chosen.connect(self._tell)

    def read(self) -> Mapping[bytes, MissingRun]:
        """What is missing: a file may have come."""
        return {one.what.encode(): one for one in rulings.missing_runs(self._screen.book)}

    def row(self, one: MissingRun) -> dict[str, str]:
        """A run as it reads."""
        return _missing_row(one)

    def show_read(self, read: Mapping[bytes, MissingRun]) -> None:
        """The runs; what to do about the chosen one below."""
        self.message.clear()
        super().show_read(read)

    def _tell(self, identity: bytes) -> None:
        one = self.found[identity]
        self.message.setText(
            _(
                "Nhờ {unit} gửi lại mục ghi {first} đến {last}: vào «Gửi và nhận», bấm «Gửi lên cấp trên» một lần nữa. "
                "Tệp đó đến thì {files} tệp đang chờ tự vào sổ. Nếu tệp đã mất hẳn, không máy nào còn: tỉnh ghi là mất, "
                "các tệp đang chờ vào sổ, còn những gì trong các mục ghi ấy sẽ không có trong sổ."
            ).format(unit=one.unit, first=one.first, last=one.last, files=one.files)
        )

    def _give_up(self) -> None:
        if (one := self.chosen()) is None:
            return
        consequence = _(
            "Mục ghi {first} đến {last} của {unit} được ghi là mất; các tệp đang chờ sẽ vào sổ. "
            "Tệp ấy tìm lại được thì vẫn nhận."
        ).format(first=one.first, last=one.last, unit=one.unit)
        if ask(self, _("Ghi là đã mất"), consequence, _("Chưa quyết định"), _("Đồng ý")):
            _decide(self._screen, one.what, "lost")
            self.show_open()


class WaitingPage(ListPage[Waiting]):
    """A row a file; below it what happened and what each decision would do, before anything is pressed."""

    def __init__(self, screen: Screen) -> None:
        table = RowTable(
            _("Tệp đang chờ hoặc để riêng"),
            (
                TableColumn("verdict", _("Tình trạng"), 18),
                TableColumn("unit", _("Đơn vị"), 24),
                TableColumn("file", _("Tệp"), 34),
                TableColumn("run", _("Mục ghi"), 14),
            ),
            _("✔ Không có tệp nào đang chờ."),
        )
        super().__init__(screen, table)
        self.message = words.text("")
        self._merge = words.button(_("Nhận vào sổ"), partial(self._rule, "merge"))
        self._discard = words.button(_("Bỏ tệp này"), partial(self._rule, "discard"))
        bar = QWidget()
        line = QHBoxLayout(bar)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(words.button(_("Quay lại"), screen.close_page))
        line.addStretch(1)
        for one in (self._merge, self._discard):
            line.addWidget(one)
            if not screen.book.identity.is_province:
                one.hide()
        self.lay_out(_("Tệp đang chờ hoặc để riêng"), bar, below=(self.message,))
        table.chosen.connect(self._tell)

    def read(self) -> Mapping[bytes, Waiting]:
        """The files, each with the name of its office."""
        files = rulings.set_aside(self._screen.book)
        with self._screen.book.reading() as db:
            known = [unit_of(db, bytes.fromhex(one.office)).name if len(one.office) == 32 else "" for one in files]
        return {one.sha256.encode(): (one, name) for one, name in zip(files, known, strict=True)}

    def show_read(self, read: Mapping[bytes, Waiting]) -> None:
        """The files; nothing is decided before one is chosen."""
        for button in (self._merge, self._discard):
            button.setEnabled(False)
        self.message.clear()
        super().show_read(read)

    def row(self, one: Waiting) -> dict[str, str]:
        """A file as it reads."""
        file, unit = one
        run = f"{file.first}–{file.last}"
        return {"verdict": verdict(Outcome(file.outcome)), "unit": unit, "file": file.name, "run": run}

    def _tell(self, identity: bytes) -> None:
        one, _unit = self.found[identity]
        said = [sentence(Outcome(one.outcome), Code(one.code) if one.code else None)]
        self._merge.setEnabled(rulings.may_merge(one))
        self._discard.setEnabled(one.outcome == "QUARANTINED")
        if one.outcome != "QUARANTINED":
            said.append(_("Không phải quyết định gì: tệp đang chờ tự vào sổ khi có tệp trước nó."))
        elif self._screen.book.identity.is_province:
            merging = _("«Nhận vào sổ»: {consequence}").format(consequence=_consequence("merge"))
            never = _("Không nhận được vào sổ, vì tệp ghi vào số liệu của nơi khác.")
            said.append(merging if rulings.may_merge(one) else never)
            said.append(_("«Bỏ tệp này»: {consequence}").format(consequence=_consequence("discard")))
        self.message.setText("\n".join(said))

    def _rule(self, verdict_said: str) -> None:
        chosen = self.table.current()
        if chosen is None:
            return
        one, _unit = self.found[chosen]
        title = _("Quyết định về tệp")
        if ask(self, title, _consequence(verdict_said), _("Chưa quyết định"), _("Đồng ý")):
            _decide(self._screen, one.sha256, verdict_said)
            self.show_open()


def _decide(screen: Screen, what: str, verdict_said: str) -> None:
    def decide() -> None:
        rulings.rule(screen.book, what, verdict_said)
        screen.context.announce(EVERYTHING)
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
