"""The cluster's report as a paper: findings, charts of the fund per head, tables with totals and notes, sources."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from db.i18n import _, data_text
from db.store import Book
from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.report import APART, FORMER_DISTRICTS, ONCE, Cell, ClusterReport, Row
from desktop_app.figures.rows.flags import FUND_LOW
from desktop_app.figures.rows.peers import middle_of_peers
from desktop_app.papers.bar_chart import Bar
from desktop_app.papers.cluster_report import (
    PARTS,
    Finding,
    ReportChart,
    ReportPaper,
    ReportRow,
    ReportTable,
    SourceLine,
    draw_cluster_report,
)
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money
from desktop_app.values.words import begun
from desktop_app.work.book.book_marks import is_sample
from desktop_app.work.printing import issuer
from desktop_app.work.printing.reports.report_words import (
    REPORT_GROUPS,
    STAR,
    as_of_words,
    changed_words,
    flag_text,
    flagged,
    group_titles,
    indicator_title,
    lacking_words,
    name_words,
    not_closed_lines,
    not_closed_words,
    not_compared,
    number_text,
    part_note,
    partly_notes,
    praise_lines,
    restated_words,
    silent_lines,
    total_words,
    value_text,
)
from desktop_app.work.records.vocabulary import period_words
from desktop_app.work.units import posts

PER_HEAD = "D16"
"""Fund per inhabitant: what the chart shows."""


def draw(book: Book, report: ClusterReport, target: Path) -> int:
    """Fill and draw the paper; returns the pages."""
    today = book.clock.today()
    with book.reading() as db:
        values = ReportPaper(
            heading=issuer.heading(db, book.unit, today, f"   /{issuer.REPORT_SIGN}"),
            title=_("Kết quả công tác khuyến học, khuyến tài {cluster}").format(cluster=report.cluster_name),
            period=begun(period_words(report.period)),
            as_of=_as_of(report),
            findings=tuple(Finding(row.name, flag_text(flag)) for row, flag in flagged(report)),
            not_compared=not_compared(report),
            praise=tuple(Finding(reason, f"{units}.") for reason, units in praise_lines(report)),
            not_reported=tuple(silent_lines(report)),
            not_closed=tuple(
                not_closed_words(day, [report.names[unit] for unit in units]) for day, units in not_closed_lines(report)
            ),
            lacking=tuple(lacking_words(report)),
            changed=tuple(
                Finding(report.names[one.unit], f"{changed_words(one, every=True)}.") for one in report.changed
            ),
            restated=tuple(restated_words(report)),
            charts=charts_of(report),
            tables=tuple(_each_note_once(_tables(report))),
            basis=_basis(report),
            sources=_sources(report),
            recipients=_recipients(db, book.unit),
            signer_post=_("CHỦ TỊCH"),
            signer=posts.holder(db, book.unit, posts.CHAIR, today),
        )
        sample = is_sample(db)
    return draw_cluster_report(values, target, sample=sample)


def _as_of(report: ClusterReport) -> str:
    return _("(Số liệu đến {as_of}; đơn vị theo bản đồ ngày {map})").format(
        as_of=as_of_words(report), map=format_date(report.map_date)
    )


def _recipients(db: sqlite3.Connection, unit: bytes) -> tuple[str, ...]:
    body = _("{association} (để báo cáo);").format(association=issuer.body_above(db, unit))
    return body, _("Các đơn vị trong cụm thi đua;"), _("Lưu: VT.")


# --- charts -----------------------------------------------------------------------------------------------------------


def charts_of(report: ClusterReport) -> tuple[ReportChart, ...]:
    """One chart a level, the largest fund per head first; units without a figure have no bar."""
    titles = {
        "district": _("Quỹ bình quân đầu người: cấp huyện (đồng/người)"),
        "commune": _("Quỹ bình quân đầu người: cấp xã (đồng/người)"),
    }
    charts = []
    for level, title in titles.items():
        rows = [row for row in report.rows if row.level == level and row.is_compared]
        bars = _bars(report, [row for row in rows if row.cells[PER_HEAD].value is not None])
        if bars:
            charts.append(ReportChart(title, bars))
    return tuple(charts)


def _bars(report: ClusterReport, rows: Sequence[Row]) -> tuple[Bar, ...]:
    bars = []
    for row in sorted(rows, key=lambda row: -(row.cells[PER_HEAD].value or 0)):
        value = row.cells[PER_HEAD].value or 0
        middle = middle_of_peers(report.rows, row, PER_HEAD)
        marked = any(flag.flag == FUND_LOW for flag in row.flags)
        at = None if middle is None else float(middle.value)
        bars.append(Bar(row.name, value, number_text(PER_HEAD, value), at, marked))
    return tuple(bars)


# --- tables -----------------------------------------------------------------------------------------------------------


def _tables(report: ClusterReport) -> Iterator[ReportTable]:
    for title, group in zip(group_titles(), REPORT_GROUPS, strict=True):
        yield _table(report, title, group)


def _each_note_once(tables: Iterable[ReportTable]) -> Iterator[ReportTable]:
    """What holds for several tables is said under the first of them."""
    said: set[str] = set()
    for table in tables:
        yield replace(table, notes=tuple(note for note in table.notes if note not in said))
        said.update(table.notes)


def _table(report: ClusterReport, title: str, codes: Sequence[str]) -> ReportTable:
    shown = [code for code in codes if not _is_nil(report, code) and not _is_missing(report, code)]
    total = tuple(_cell_text(code, report.total[code], reported=True) for code in shown)
    return ReportTable(
        title=title,
        columns=tuple(indicator_title(code) for code in shown),
        rows=tuple(_rows(report.rows_of(shown), shown, _where_named(report))),
        total=ReportRow(total_words(report), True, total),
        notes=(*_left_out(report, codes), *_not_known(report, shown), *(_notes(report, shown) if shown else ())),
    )


def _is_nil(report: ClusterReport, code: str) -> bool:
    """Whether a figure is known and is 0 everywhere."""
    cells = report.cells_of(code)
    return any(cell.value is not None for cell in cells) and not any(cell.value or cell.unknown for cell in cells)


def _is_missing(report: ClusterReport, code: str) -> bool:
    """Whether a figure is nowhere to be had."""
    return all(cell.value is None and not cell.unknown for cell in report.cells_of(code))


def _left_out(report: ClusterReport, codes: Sequence[str]) -> Iterator[str]:
    """What has no column, in words: what did not happen is not what nobody knows."""

    def names(leaves: Callable[[ClusterReport, str], bool]) -> str:
        return "; ".join(data_text(catalogue()[code].name) for code in codes if leaves(report, code))

    if nil := names(_is_nil):
        yield _("Không phát sinh: {names}.").format(names=nil)
    if missing := names(_is_missing):
        yield _("Chưa có số liệu để tính: {names}.").format(names=missing)


def _cell_text(code: str, cell: Cell, *, reported: bool) -> str:
    """A figure with a star where a note under the table says what it leaves out."""
    text = value_text(code, cell, reported=reported)
    starred = cell.comparable and cell.value is not None and (cell.unknown or cell.counted is not None)
    return f"{text}{STAR}" if starred else text


def _not_known(report: ClusterReport, codes: Sequence[str]) -> Iterator[str]:
    """What the stars mean: of how many it is not known, and of how many units a ratio is formed."""
    for code in codes:
        name, unknown = data_text(catalogue()[code].name), report.total[code].unknown
        if unknown:
            unit = data_text(catalogue()[code].unit)
            said = _("{star} {name}: chưa ghi của {count} {unit}, không tính trong số này.")
            yield said.format(star=STAR, name=name, count=format_money(unknown), unit=unit)
        of_some = [
            (row.name, row.cells[code]) for row in report.rows if not row.is_partial or row.level == "district"
        ] + [(_("Cộng"), report.total[code])]
        parts = [
            _("{row} tính trên {counted}/{of} đơn vị").format(row=row, counted=cell.counted, of=cell.of)
            for row, cell in of_some
            if cell.counted is not None
        ]
        if parts:
            yield _("{star} {name}: {rows}.").format(star=STAR, name=name, rows="; ".join(parts))
    if codes:
        yield from partly_notes(report)


def _rows(rows: Sequence[Row], codes: Sequence[str], part: str) -> Iterator[ReportRow]:
    """A row a unit; those below one row that have not reported are counted in one, with the part that names them."""
    silent = 0
    for row in rows:
        if row.level in ("district", FORMER_DISTRICTS, APART, ONCE):
            yield from _silent_row(silent, part)
            silent = 0
        if row.level != "district" and row.comparable and not row.heard:
            silent += 1
        else:
            yield _row(row, codes)
    yield from _silent_row(silent, part)


def _where_named(report: ClusterReport) -> str:
    """The part of the paper that names who has not sent; parts that have nothing to say are left out before it."""
    part = PARTS[2 + bool(report.changed) + bool(report.restated)]
    return _("nêu tên ở mục {part}").format(part=part)


def _silent_row(count: int, part: str) -> Iterator[ReportRow]:
    if count:
        yield ReportRow(_("Chưa gửi ({count} đơn vị)").format(count=count), False, (part,))


def _row(row: Row, codes: Sequence[str]) -> ReportRow:
    """What holds for a whole row is said once."""
    bold = row.level in ("district", FORMER_DISTRICTS)
    texts = tuple(_cell_text(code, row.cells[code], reported=row.heard) for code in codes)
    silent = not row.heard or not row.comparable
    return ReportRow(name_words(row), bold, texts[:1] if silent and len(set(texts)) == 1 else texts)


def _notes(report: ClusterReport, codes: Sequence[str]) -> tuple[str, ...]:
    """What the words in this table's cells mean."""
    texts = {text for row in _rows(report.rows, codes, _where_named(report)) for text in row.cells}
    notes = {
        _("Chưa gửi: đơn vị chưa chốt và gửi số liệu kỳ này; không tính vào dòng Cộng và mức giữa."): bool(
            {_("chưa gửi"), _where_named(report)} & texts
        ),
        _("Chưa có: đơn vị đã gửi nhưng không có số liệu để tính chỉ tiêu này, không phải bằng 0."): _("chưa có")
        in texts,
        part_note(): bool(report.not_closed),
        _("Không so sánh được: địa bàn đã chia cho nhiều đơn vị nên không tách được số liệu cũ."): any(
            not row.comparable for row in report.rows
        ),
    }
    return tuple(note for note, holds in notes.items() if holds)


def _basis(report: ClusterReport) -> str:
    """On how many files the report rests, and a code that is another where one of them is."""
    lines = "\n".join(f"{report.codes[one.unit]} {one.first} {one.last} {one.sha256}" for one in report.sources)
    code = hashlib.sha256(lines.encode()).hexdigest()[:12].upper()
    return _("Căn cứ: {count} tệp số liệu của {units} đơn vị, liệt kê ở phụ lục; mã kiểm tra {code}.").format(
        count=len(report.sources), units=len({one.unit for one in report.sources}), code=code
    )


def _sources(report: ClusterReport) -> tuple[SourceLine, ...]:
    runs: dict[bytes, list[str]] = {}
    for source in report.sources:
        runs.setdefault(source.unit, []).append(f"{source.first}–{source.last} ({source.sha256[:8]})")
    return tuple(SourceLine(report.names[unit], ", ".join(found)) for unit, found in runs.items())
