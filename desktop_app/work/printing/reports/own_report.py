"""An office's own figures of a period as a paper: what it takes to the meeting and hands to the committee."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from db.i18n import _, data_text
from db.store import Book
from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.comparison import own_row
from desktop_app.figures.report import Cell, Row
from desktop_app.figures.statements import moves, statements
from desktop_app.papers.own_report import OwnLine, OwnReport, draw_own_report
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_ratio
from desktop_app.values.periods import Period
from desktop_app.values.words import begun
from desktop_app.work.printing import issuer
from desktop_app.work.printing.reports.report_words import REPORT_GROUPS, group_titles, number_text, shown_value
from desktop_app.work.records.vocabulary import period_words
from desktop_app.work.reports.office_figures import own_offices
from desktop_app.work.units import posts
from desktop_app.work.units.officers import officer_name


def draw(book: Book, db: sqlite3.Connection, period: Period, target: Path) -> int:
    """Fill and draw the paper; returns the pages."""
    row, today = own_row(db, own_offices(db, book.unit, period), period), book.clock.today()
    to = issuer.body_above(db, book.unit)
    note = _("Chưa có: không có số liệu để tính, không phải bằng 0. Cùng kỳ: cùng kỳ năm trước.")
    groups = list(zip(group_titles(), REPORT_GROUPS, strict=True))
    told = [(title, group) for title, group in groups if any(_is_told(row.cells[code]) for code in group)]
    nothing = "; ".join(title for title, group in groups if (title, group) not in told)
    nil = [_("Không phát sinh: {names}.").format(names=nothing)] if nothing else []
    values = OwnReport(
        heading=issuer.heading(db, book.unit, today, f"   /{issuer.REPORT_SIGN}"),
        subject=_("Số liệu công tác khuyến học, khuyến tài"),
        period=begun(period_words(period)),
        state=_state(db, book, row, period),
        groups=tuple((title, tuple(_line(code, row.cells[code]) for code in group)) for title, group in told),
        note=" ".join((*nil, note)),
        recipients=(_("{association} (để báo cáo);").format(association=to), _("Lưu: VT.")),
        signer=posts.holder(db, book.unit, posts.CHAIR, today),
        writer=officer_name(db, book),
    )
    return draw_own_report(values, target)


def _state(db: sqlite3.Connection, book: Book, row: Row, period: Period) -> str:
    """Whether the figures on this paper are what the office has stated."""
    day = format_date(book.clock.today())
    stated = [one for one in statements(db, [book.unit]) if one.period == period]
    if not stated:
        return _("(Số liệu trong sổ ngày {day}, chưa chốt)").format(day=day)
    if moves(stated[0], row.own_counts()):
        return _("(Số liệu trong sổ ngày {day}, đã đổi sau khi chốt)").format(day=day)
    return _("(Số liệu đã chốt)")


def _is_told(cell: Cell) -> bool:
    """Whether there is more to say of a figure than that nothing happened."""
    return bool(cell.value or cell.last_year or cell.target or cell.unknown)


def _line(code: str, cell: Cell) -> OwnLine:
    known = catalogue()[code]
    missing = _("chưa có")
    reached = cell.value is not None and cell.target and not known.denominator
    return OwnLine(
        name=data_text(known.name),
        unit=data_text(known.unit),
        value=shown_value(code, cell, reported=True),
        last_year=missing if cell.last_year is None else number_text(code, cell.last_year),
        change=_change(code, cell),
        target="" if cell.target is None else number_text(code, cell.target),
        reached=format_ratio((cell.value or 0) * 100 / (cell.target or 1), 1) if reached else "",
    )


def _change(code: str, cell: Cell) -> str:
    """What a figure grew by against last year; "" where one of the two is missing or it is a change itself."""
    if cell.value is None or cell.last_year is None or code in ("B08", "D21"):
        return ""
    more = round(cell.value - cell.last_year, catalogue()[code].decimals)
    return ("+" if more > 0 else "") + number_text(code, more)
