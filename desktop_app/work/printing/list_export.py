"""A list as a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.sheets.writing import SheetColumn, SheetTable, write_csv, write_xlsx
from desktop_app.values.dates import format_date


def export_list(book: Book, subject: str, rows: Sequence[Mapping[str, Any]], target: Path) -> None:
    """A list as Excel or CSV; the ending of `target` chooses."""
    keys = [key for key in (rows[0] if rows else {}) if key not in ("id", "person", "donor")]
    columns = [SheetColumn(key, key, "money" if "amount" in key or "value" in key else "text") for key in keys]
    table = SheetTable(subject, columns, rows, [format_date(book.clock.today())])
    if target.suffix.lower() == ".csv":
        write_csv(target, table)
    elif target.suffix.lower() == ".xlsx":
        write_xlsx(target, [table])
    else:
        raise Refusal(_("Chọn tên tệp có đuôi .xlsx hoặc .csv."), code="ENDING")
