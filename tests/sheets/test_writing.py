"""Spreadsheets out: numbers are numbers, what was typed is text and never a formula, a file is whole or not there."""

from __future__ import annotations

import openpyxl
import pytest

from db.refusal import Refusal
from desktop_app.sheets.reading import read_sheet
from desktop_app.sheets.writing import SheetColumn, SheetTable, write_csv, write_xlsx

COLUMNS = [
    SheetColumn("name", "Tên"),
    SheetColumn("amount", "Số tiền", "money"),
    SheetColumn("share", "Tỷ lệ", "ratio", decimals=2),
]
ROWS = [
    {"name": "=HYPERLINK(1)", "amount": 1_250_000, "share": 24.87},
    {"name": "+84 912", "amount": None, "share": None},
    {"name": "Nguyễn Văn Đạt", "amount": 0, "share": 0.0},
]


def table(rows=ROWS, title="Hội viên: 2020/6"):
    return SheetTable(title, COLUMNS, rows, ["Kỳ: 6 tháng đầu năm 2020"])


def test_t44_a_workbook_keeps_numbers_formula_like_texts_and_missing_values_apart(tmp_path):
    write_xlsx(tmp_path / "mới" / "a.xlsx", [table(), table([], "Hai")])
    book = openpyxl.load_workbook(tmp_path / "mới" / "a.xlsx")
    sheet = book.worksheets[0]
    assert sheet["A1"].value == "Hội viên: 2020/6"
    assert [cell.value for cell in sheet[4]] == ["Tên", "Số tiền", "Tỷ lệ"]
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert found == [["=HYPERLINK(1)", 1_250_000, 24.87], ["+84 912", None, None], ["Nguyễn Văn Đạt", 0, 0]]
    assert sheet["A5"].data_type == "s"
    assert (sheet["B5"].number_format, sheet["C5"].number_format) == ("#,##0", "#,##0.00")
    assert len(book.worksheets) == 2


def test_t44_csv_guards_what_a_spreadsheet_would_run_and_is_read_back_alike(tmp_path):
    write_csv(tmp_path / "a.csv", table())
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"'=HYPERLINK(1)" in raw
    assert read_sheet(tmp_path / "a.csv").rows[1] == ("=HYPERLINK(1)", "1250000", "24.87")
    assert read_sheet(tmp_path / "a.csv").rows[2] == ("+84 912", "", "")


@pytest.mark.parametrize("write", [lambda path: write_xlsx(path, [table()]), lambda path: write_csv(path, table())])
def test_what_cannot_be_written_is_refused_and_leaves_nothing_behind(tmp_path, write):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "x").write_text("x")
    with pytest.raises(Refusal, match="Không ghi được tệp «taken»"):
        write(tmp_path / "taken")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken"]
