"""Tables out to Excel and CSV; what a person typed is always text there, never a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from db.files import whole_file
from desktop_app.sheets.reading import FORMULA_STARTS


@dataclass(frozen=True)
class SheetColumn:
    """One column: its key in the rows, its title, what it holds (text, int, money, ratio, date), decimals of a ratio."""

    key: str
    title: str
    kind: str = "text"
    width: int = 18
    decimals: int = 0


@dataclass(frozen=True)
class SheetTable:
    """One table: lines above it, columns and rows."""

    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Mapping[str, Any]]
    notes: Sequence[str] = field(default_factory=tuple)


def write_xlsx(path: Path, tables: Sequence[SheetTable]) -> None:
    """Write tables as sheets of one workbook, whole or not at all.

    It is packed in memory: an archive that a full disk cuts short cannot be closed without a complaint.
    """
    import xlsxwriter

    packed = BytesIO()
    with whole_file(path) as part:
        try:
            with xlsxwriter.Workbook(packed, {"constant_memory": True, "strings_to_formulas": False}) as book:
                for number, table in enumerate(tables, 1):
                    _write_table(book, f"{number}. {table.title}"[:31].translate(_SHEET_NAME), table)
        except xlsxwriter.exceptions.XlsxWriterException as error:
            raise OSError(str(error)) from error
        part.write_bytes(packed.getbuffer())


_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def _write_table(book: Any, name: str, table: SheetTable) -> None:
    sheet = book.add_worksheet(name)
    title, bold = (
        book.add_format({"bold": True, "font_size": 13}),
        book.add_format({"bold": True, "text_wrap": True, "border": 1}),
    )
    formats = {
        column.key: book.add_format({"num_format": _number_format(column), "border": 1}) for column in table.columns
    }
    sheet.write_string(0, 0, table.title, title)
    for number, note in enumerate(table.notes, 1):
        sheet.write_string(number, 0, note)
    top = len(table.notes) + 2
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
    for place, column in enumerate(table.columns):
        sheet.write_string(top, place, column.title, bold)
    sheet.freeze_panes(top + 1, 1)
    sheet.set_landscape()
    sheet.repeat_rows(top)
    for number, row in enumerate(table.rows, top + 1):
        for place, column in enumerate(table.columns):
            _write_cell(sheet, number, place, row.get(column.key), formats[column.key])


def _number_format(column: SheetColumn) -> str:
    if column.kind in ("int", "money"):
        return "#,##0"
    if column.kind == "year":
        return "0"
    if column.kind == "ratio":
        return "#,##0" + ("." + "0" * column.decimals if column.decimals else "")
    return "@"


def _write_cell(sheet: Any, row: int, column: int, value: Any, form: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, form)
    else:
        sheet.write_string(row, column, str(value), form)


def write_csv(path: Path, table: SheetTable) -> None:
    """Write one table as CSV (UTF-8 with a mark, as Excel expects), whole or not at all."""
    with whole_file(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.title for column in table.columns)
        for row in table.rows:
            writer.writerow(_plain(row.get(column.key)) for column in table.columns)


def _plain(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value
