"""Lists as Excel or CSV: titles and words of the trade, so that what is written can be loaded again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.sheets.writing import SheetColumn, SheetTable, write_csv, write_xlsx
from desktop_app.values.dates import format_date
from desktop_app.work.records import export_log
from desktop_app.work.records.subject import Column, Listing
from desktop_app.work.subjects.registry import all_listings

WIDE, NARROW = 30, 16
"""Letters."""


def export_list(book: Book, listing: Listing, rows: Sequence[Mapping[str, Any]], target: Path) -> None:
    """Write a list as Excel or CSV, and into the log of exports first; the ending of `target` chooses."""
    columns = [column for column in listing.columns if not column.hidden]
    written = [{column.name: _written(column, row) for column in columns} for row in rows]
    headings = [
        SheetColumn(column.name, column.field.title, column.field.sheet, WIDE if column.field.wide else NARROW)
        for column in columns
    ]
    table = SheetTable(str(listing.title), headings, written, [format_date(book.clock.today())])
    write = {".csv": lambda: write_csv(target, table), ".xlsx": lambda: write_xlsx(target, [table])}.get(
        target.suffix.lower()
    )
    if write is None:
        raise Refusal(_("Chọn tên tệp có đuôi .xlsx hoặc .csv."), code="ENDING")
    export_log.log(book, listing.name, len(written), target)
    write()


def _written(column: Column, row: Mapping[str, Any]) -> Any:
    return column.of(row) if column.of else column.field.written(row.get(column.name))


def export_title(what: str) -> str:
    """What a line of the log of exports is about."""
    listed = next((one for one in all_listings() if one.name == what), None)
    return export_log.PAPERS.get(what) or (str(listed.title) if listed else what)
