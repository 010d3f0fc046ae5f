"""From a number to its records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from db.i18n import _, data_text
from db.store import Book
from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.drill_down import Behind
from desktop_app.gui.kit.lists import table_area
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look import wording, words
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.pages.asking import asking_actions
from desktop_app.values.money import format_money
from desktop_app.values.periods import Period
from desktop_app.values.words import begun
from desktop_app.work.records.vocabulary import period_words
from desktop_app.work.reports.stated_changes import written_since
from desktop_app.work.units.units import unit_of

if TYPE_CHECKING:
    from desktop_app.gui.kit.screens.screen import Screen


class RecordsPage(QWidget):
    """What a figure counts, with the sum above; last those of whom nobody has written down what it asks for.

    `lines` asks for them, beside the window; the title names the `unit` whose figure it is.
    """

    def __init__(
        self, screen: Screen, lines: Callable[[], Sequence[Behind]], code: str, period: Period, unit: str
    ) -> None:
        super().__init__()
        self._found: Sequence[Behind] = ()
        self._rows: list[dict[str, str]] = []
        known = catalogue()[code]
        counted = catalogue().get(known.numerator, known)
        self._unit = data_text(counted.unit)
        self.table = RowTable(
            _("Các bản ghi"),
            (
                TableColumn("on", _("Ngày"), 11),
                TableColumn("text", _("Bản ghi"), 50, names=True),
                TableColumn("office", _("Đơn vị"), 24),
                TableColumn("value", begun(data_text(counted.unit)), 16, number=True),
            ),
            _("Không có bản ghi nào trong kỳ này."),
            told=True,
        )
        self._total = words.text(_("Đang đọc…"))
        title = words.title(f"{data_text(known.name)} – {unit} – {period_words(period)}")
        bar = ActionBar(((_("Quay lại"), screen.close_page), *asking_actions(screen, self._chosen)))
        table_area.lay_out(self, self.table, bar, above=(title, self._total))
        book = screen.book
        screen.ask(lambda: _read(book, lines, period), self._show, page=self, failed=self._not_read, long=True)

    def _not_read(self) -> None:
        self._total.setText(words.not_read())

    def _show(self, read: FigureLines) -> None:
        self._found = read.found
        self._rows = [_shown(one, read) for one in self._found]
        places = [place.to_bytes(4, "big") for place in range(len(self._rows))]
        self.table.set_rows(places, lambda ids: [self._rows[int.from_bytes(one, "big")] for one in ids])
        self._total.setText(_added_up(self._found, self._unit))

    def _chosen(self) -> Sequence[bytes]:
        place = self.table.current()
        return (self._found[int.from_bytes(place, "big")].record,) if place is not None else ()


@dataclass(frozen=True)
class FigureLines:
    """The records, the names of their offices, and which came after the period was stated."""

    found: Sequence[Behind]
    units: Mapping[bytes, str]
    later: Set[bytes]


def _read(book: Book, lines: Callable[[], Sequence[Behind]], period: Period) -> FigureLines:
    found = lines()
    later = written_since(book, {one.record: one.office for one in found}, period)
    with book.reading() as db:
        return FigureLines(found, {office: unit_of(db, office).name for office in {one.office for one in found}}, later)


def _shown(one: Behind, read: FigureLines) -> dict[str, str]:
    text = one.text or _("(tên do cơ sở giữ)")
    return {
        "on": wording.day(one.on),
        "text": _("▲ ghi hay sửa sau khi chốt: {text}").format(text=text) if one.record in read.later else text,
        "office": read.units[one.office],
        "value": _("chưa ghi") if one.unknown else format_money(one.value),
    }


def _added_up(found: Sequence[Behind], unit: str) -> str:
    total = _("{count} bản ghi, cộng {total} {unit}").format(
        count=format_money(sum(not one.unknown for one in found)),
        total=format_money(sum(one.value for one in found)),
        unit=unit,
    )
    unknown = sum(one.unknown for one in found)
    if not unknown:
        return total
    return _("{total}; chưa ghi: {unknown} {unit}").format(total=total, unknown=format_money(unknown), unit=unit)
