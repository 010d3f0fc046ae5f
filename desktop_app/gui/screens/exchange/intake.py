"""Taking in files: which, then a verdict a file as a rehearsal, then for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from db.exchange.incoming.quarantine import FileResult
from db.exchange.outcomes import Outcome
from db.i18n import _
from db.progress import Progress
from db.store import Book
from desktop_app.gui.kit.file_dialogs import FileType
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.inputs.path_input import PathInput, removable_drives
from desktop_app.gui.kit.lists import table_area
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look import mnemonics, words
from desktop_app.values.money import format_money
from desktop_app.work.exchange import intake_summary, send_and_receive
from desktop_app.work.exchange.preview import OfficeChange, Preview, office_words, preview
from desktop_app.work.privacy import erasure, residual_mentions
from desktop_app.work.records.results import EVERYTHING
from desktop_app.work.reports.stated_changes import ChangedPeriod, changed_sentences

if TYPE_CHECKING:
    from desktop_app.gui.screens.exchange import ExchangeScreen

SENTENCES = 2
"""So many changes of stated figures are told above the table."""
SIGNS = {
    Outcome.MERGED: "✔",
    Outcome.PARTLY_NEW: "✔",
    Outcome.ALREADY_HAVE: "=",
    Outcome.WAITING: "…",
    Outcome.QUARANTINED: "▲",
    Outcome.REFUSED: "✖",
}


class IntakeForm(Form):
    """Which file or folder."""

    def __init__(self, screen: ExchangeScreen) -> None:
        super().__init__(_("Nhận tệp"), _("Kiểm tra các tệp"))
        self._screen = screen
        self.add(
            "files",
            _("Tệp, hoặc thư mục có các tệp"),
            PathInput((_("Chọn tệp…"), self._browse), (_("Chọn cả thư mục…"), self._browse_folder), sticks=True),
            hint=_("Đuôi .khb hoặc .zip. Chọn cả thư mục để nhận nhiều tệp một lần; cũng có thể kéo thả vào trang này"),
            required=True,
        )
        self._chosen: list[Path] = []
        self.submitted.connect(self._rehearse)
        sticks = removable_drives()
        if len(sticks) == 1:
            self.input("files").set_value(sticks[0])

    def _browse(self) -> Path | None:
        self._chosen = self._screen.context.choose_files(_("Chọn tệp"), FileType.BUNDLES)
        return self._chosen[0] if self._chosen else None

    def _browse_folder(self) -> Path | None:
        return self._screen.context.choose_folder(_("Chọn thư mục"))

    def _rehearse(self) -> None:
        first = self.values()["files"]
        paths = self._chosen if first in self._chosen else [first]
        rehearse(self._screen, paths)


def rehearse(screen: ExchangeScreen, paths: Sequence[Path]) -> None:
    """Try the files in the worker, then show what they would change."""
    book, asking = screen.book, screen.currentWidget()

    def tried(report: Progress) -> tuple[Preview, PileResults]:
        found = preview(book, paths, report=report)
        return found, PileResults.of(book, found.results, will=True, erasures=found.erasures, changed=found.changed)

    def show(found: tuple[Preview, PileResults]) -> None:
        if isinstance(asking, IntakeForm):
            screen.close_page(asking)
        page = VerdictPage(screen, paths, found[1], found[0].offices)
        screen.open_page(page)
        page.take_focus()

    screen.context.runner.run(_("Đang kiểm tra từng tệp…"), tried, show)


@dataclass(frozen=True)
class PileResults:
    """The results of a pile as they are shown: odd ones first, the names of their offices, all in numbers."""

    results: list[FileResult]
    names: dict[str, str]
    numbers: str
    will: bool
    still_named: int = 0
    changed: Mapping[bytes, str] = field(default_factory=dict)
    """By unit, what the pile changes of its stated periods."""

    @classmethod
    def of(
        cls,
        book: Book,
        results: Sequence[FileResult],
        *,
        will: bool,
        erasures: int = 0,
        changed: Sequence[ChangedPeriod] = (),
    ) -> PileResults:
        """Asked of the book where the pile was worked on, beside the window."""
        names = intake_summary.office_names(book)
        left = 0 if will else len(residual_mentions.left(book))
        if book.identity.is_province and not will:
            erasures = len(erasure.asked(book))
        numbers = intake_summary.in_numbers(results, names, will=will, erasures=erasures)
        if not will:
            changed = intake_summary.changed_by(book, results)
        said: dict[bytes, str] = {}
        for one, sentence in zip(changed, changed_sentences(changed, names), strict=True):
            said[one.unit] = " ".join((*filter(None, [said.get(one.unit)]), sentence))
        return cls(intake_summary.odd_first(book, results), names, numbers, will, left, said)


WRITTEN = frozenset((Outcome.MERGED, Outcome.PARTLY_NEW))
KEPT = WRITTEN | {Outcome.WAITING, Outcome.QUARANTINED}
"""Outcomes by which something enters the book, and by which at least the file is kept."""


def _heading(found: PileResults) -> str:
    if found.will:
        return _("Xem trước, chưa ghi gì: {numbers}")
    if any(one.outcome in WRITTEN for one in found.results):
        return _("✔ Đã ghi vào sổ: {numbers}")
    return _("Không có gì mới ghi vào sổ: {numbers}")


class VerdictPage(QWidget):
    """What would change by office, and a row a file with its sentence; the main button takes in what can be taken in."""

    def __init__(
        self,
        screen: ExchangeScreen,
        paths: Sequence[Path],
        found: PileResults,
        offices: Sequence[OfficeChange] = (),
    ) -> None:
        super().__init__()
        self._found = found
        self._offices = {one.office: one for one in offices}
        self.by_office = _office_table()
        self.by_office.set_rows(
            list(self._offices),
            lambda ids: [_office_row(self._offices[one], marked=one in found.changed) for one in ids],
        )
        self._screen, self._paths, self.results = screen, paths, found.results
        self.table = RowTable(
            _("Kết quả từng tệp"),
            (
                TableColumn("verdict", _("Kết quả"), 20),
                TableColumn("unit", _("Đơn vị"), 20, names=True),
                TableColumn("file", _("Tệp"), 28),
                TableColumn("new", _("Lần ghi mới"), 9, number=True),
                TableColumn("message", _("Nghĩa là"), 60),
            ),
            _("Không có tệp .khb nào ở đây. Quay lại, chọn thư mục khác."),
            sorts=True,
        )
        self._message = words.text("")
        places = [place.to_bytes(4, "big") for place in range(len(self.results))]
        for table in (self.table, self.by_office):
            table.chosen.connect(lambda _one: self._tell())
        self._tables = QStackedWidget()
        for table in (self.table, self.by_office):
            self._tables.addWidget(table)
        self.table.set_rows(places, self._rows)
        bar = QWidget()
        below = QHBoxLayout(bar)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(words.button(_("Quay lại"), screen.close_page))
        self._switch = words.button(_("Xem từng tệp"), self._turn)
        if not offices:
            self._switch.hide()
        below.addWidget(self._switch)
        below.addStretch(1)
        if found.will:
            useful = any(one.outcome in KEPT for one in found.results)
            below.addWidget(words.button(_("Nhận vào sổ"), self.take, main=useful))
        else:
            below.addWidget(words.button(_("Xong"), screen.close_page, main=True))
        self.heading = words.title(_heading(found).format(numbers=found.numbers))
        changes = (words.text(f"▲ {said}") for said in _first([*found.changed.values()]))
        table_area.lay_out(self, self._tables, bar, above=(self.heading, *changes), below=(self._message,))
        if offices:
            self._turn()
        self._tell()

    def take_focus(self) -> None:
        """Put the cursor into the table that is seen."""
        (self.by_office if self._tables.currentIndex() else self.table).view.setFocus()

    def _tell(self) -> None:
        """The chosen row in a sentence below the table."""
        offices = self._tables.currentIndex() == 1
        chosen = (self.by_office if offices else self.table).current()
        if chosen is not None:
            said = self._office_words(chosen) if offices else self.results[int.from_bytes(chosen, "big")].message
            self._message.setText(said)

    def _office_words(self, office: bytes) -> str:
        changed = self._found.changed.get(office)
        return "\n".join((office_words(self._offices[office]), *([f"▲ {changed}"] if changed else [])))

    def _turn(self) -> None:
        """From the offices to the files, or back."""
        files = self._tables.currentIndex() == 1
        self._tables.setCurrentIndex(0 if files else 1)
        label = _("Xem theo đơn vị") if files else _("Xem từng tệp")
        self._switch.setText(label)
        self._switch.setAccessibleName(label)
        self._tell()
        mnemonics.assign(self._screen)

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        return [_shown(self.results[int.from_bytes(one, "big")], self._found) for one in ids]

    def take(self) -> None:
        """Take the files in for good."""
        book, paths = self._screen.book, self._paths
        screen = self._screen

        def take(report: Progress) -> PileResults:
            return PileResults.of(book, send_and_receive.receive(book, paths, report=report), will=False)

        def taken(found: PileResults) -> None:
            screen.close_page(self)
            screen.context.announce(EVERYTHING)
            page = VerdictPage(screen, paths, found)
            screen.open_page(page)
            page.take_focus()
            if found.still_named:
                said = _("Còn {count} chỗ nhắc tên người đã xóa dữ liệu. Bấm «Xong», rồi «Xem từng chỗ».")
                screen.context.messages.show_message("warn", said.format(count=found.still_named))

        screen.context.runner.run(_("Đang ghi vào sổ…"), take, taken)


def _first(sentences: Sequence[str]) -> list[str]:
    """The first sentences, and how many more there are: the table below keeps its room."""
    more = len(sentences) - SENTENCES
    rest = [_("và {count} số liệu đã chốt nữa: xem «Báo cáo cụm» sau khi nhận.").format(count=more)] if more > 0 else []
    return [*sentences[:SENTENCES], *rest]


def verdict(outcome: Outcome, *, will: bool = False) -> str:
    """An outcome in two words with its sign; `will` of a rehearsal."""
    said = {
        Outcome.MERGED: _("Nhận"),
        Outcome.PARTLY_NEW: _("Nhận phần mới"),
        Outcome.ALREADY_HAVE: _("Đã có"),
        Outcome.WAITING: _("Chờ tệp trước"),
        Outcome.QUARANTINED: _("Để riêng"),
        Outcome.REFUSED: _("Không nhận"),
    }
    would = {
        Outcome.MERGED: _("Sẽ nhận"),
        Outcome.PARTLY_NEW: _("Sẽ nhận phần mới"),
        Outcome.WAITING: _("Sẽ chờ tệp trước"),
        Outcome.QUARANTINED: _("Sẽ để riêng"),
    }
    return f"{SIGNS[outcome]} {would.get(outcome, said[outcome]) if will else said[outcome]}"


def _shown(result: FileResult, found: PileResults) -> dict[str, str]:
    return {
        "verdict": _("– Cho nơi khác")
        if intake_summary.is_for_others(result)
        else verdict(result.outcome, will=found.will),
        "unit": found.names.get(result.office, ""),
        "file": result.file,
        "new": format_money(result.new) if result.new else "",
        "message": result.message,
    }


def _office_table() -> RowTable:
    return RowTable(
        _("Thay đổi theo đơn vị"),
        (
            TableColumn("name", _("Đơn vị"), 26),
            TableColumn("new", _("Bản ghi mới"), 10, number=True),
            TableColumn("changed", _("Bản ghi sửa"), 10, number=True),
            TableColumn("withdrawn", _("Bỏ hoặc hủy"), 10, number=True),
            TableColumn("conflicts", _("Chỗ ghi khác nhau"), 12, number=True),
            TableColumn("before", _("Tiền đang có (đồng)"), 17, number=True),
            TableColumn("after", _("Tiền sau khi nhận (đồng)"), 17, number=True),
        ),
        _("Không có gì thay đổi."),
        sorts=True,
    )


def _office_row(one: OfficeChange, *, marked: bool) -> dict[str, str]:
    counts = {"new": one.new, "changed": one.changed, "withdrawn": one.withdrawn, "conflicts": one.conflicts}
    return {
        "name": f"▲ {one.name}" if marked else one.name,
        **{key: format_money(count) for key, count in counts.items()},
        "before": _("chưa có số") if one.money_before is None else format_money(one.money_before),
        "after": format_money(one.money_after),
    }
