"""Spreadsheets in: xlsx, xls, xlsb, ods by one reader, and CSV in the encodings offices use."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from db.i18n import _
from db.refusal import Refusal
from desktop_app.sheets.extent import largest_sheet
from desktop_app.sheets.whole_xml import is_whole

Cell = str | int | float | bool | date | datetime | None
FILE_BYTES = 64 * 2**20
UNPACKED_BYTES = 512 * 2**20
ROWS, COLUMNS = 200_000, 200
CELLS = 2_500_000
"""The rectangle from A1 to the last cell; the reader lays it out whole, about 50 bytes a cell."""
ODS_CONTENT = "content.xml"
ENCODINGS = ("utf-8-sig", "cp1258")
MARKED = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How a file of two bytes a letter begins; without it any text of one byte a letter could be taken for one."""
HEADING_LINES = 30
THREE_DECIMALS = re.compile(r"\.[0-9]{3}\Z")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name and its rows of cells as they stand in the file."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def read_sheet(path: Path, sheet: str | None = None) -> Sheet:
    """The named (or first) sheet of a spreadsheet; every failure is a sentence."""
    try:
        if not path.is_file():  # nor a pipe or a device, which might never end
            raise OSError
        if path.stat().st_size > FILE_BYTES:
            raise _refused(_("Bảng tính «{name}» lớn quá 64 MB. Tách thành nhiều tệp nhỏ rồi nhập lại."), path)
        read = _read_csv(path) if path.suffix.lower() in (".csv", ".txt") else _read_workbook(path, sheet)
    except OSError as error:
        raise _refused(_("Không đọc được tệp «{name}». Kiểm tra lại tên tệp, USB, rồi chọn lại."), path) from error
    if not any(any(cell not in (None, "") for cell in row) for row in read.rows):
        raise _refused(_("Bảng tính «{name}» không có dòng nào. Chọn tệp hoặc trang tính khác."), path)
    if len(read.rows) > ROWS or max(map(len, read.rows)) > COLUMNS:
        raise _refused(_("Bảng tính «{name}» có quá nhiều dòng hoặc cột. Tách thành nhiều tệp nhỏ rồi nhập lại."), path)
    return read


def _refused(sentence: str, path: Path) -> Refusal:
    return Refusal(sentence.format(name=path.name), code="SHEET")


def _read_workbook(path: Path, sheet: str | None) -> Sheet:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, WorksheetNotFound

    _check_unpacked(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            names = list(book.sheet_names)
            if not names:
                raise _refused(_("Bảng tính «{name}» không có trang nào. Chọn tệp khác."), path)
            if sheet is not None and sheet not in names:
                raise Refusal(
                    _("Không có trang «{sheet}». Các trang trong tệp: {names}.").format(
                        sheet=sheet, names=", ".join(names)
                    ),
                    code="SHEET",
                )
            chosen = sheet or names[0]
            rows = book.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    except PasswordError as error:
        raise _refused(_("Tệp «{name}» có mật khẩu. Mở bằng Excel, bỏ mật khẩu rồi nhập lại."), path) from error
    except (CalamineError, WorksheetNotFound, ValueError) as error:
        raise _refused(
            _("«{name}» không phải bảng tính hoặc đã hỏng. Mở bằng Excel, lưu lại dạng .xlsx rồi nhập."), path
        ) from error
    return Sheet(chosen, tuple(tuple(row) for row in rows))


def _check_unpacked(path: Path) -> None:
    """A zipped workbook that is not whole, or would take up too much memory, is refused before it is opened."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            too_big = _is_too_big(archive)
            if not too_big:
                _require_whole(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise _refused(
            _("«{name}» không phải bảng tính hoặc đã hỏng. Mở bằng Excel, lưu lại dạng .xlsx rồi nhập."), path
        ) from error
    if too_big:
        raise _refused(_("Bảng tính «{name}» bung ra quá lớn. Tách thành nhiều tệp nhỏ rồi nhập lại."), path)


def _is_too_big(archive: zipfile.ZipFile) -> bool:
    if sum(member.file_size for member in archive.infolist()) > UNPACKED_BYTES:
        return True
    rows, cells = largest_sheet(archive)
    return rows > ROWS or cells > CELLS


def _require_whole(archive: zipfile.ZipFile) -> None:
    """ValueError where the content of an ods is not whole."""
    if ODS_CONTENT in archive.namelist():
        with archive.open(ODS_CONTENT) as content:
            if not is_whole(content):
                raise ValueError(ODS_CONTENT)


def _read_csv(path: Path) -> Sheet:
    raw = path.read_bytes()
    for encoding in ("utf-16",) if raw.startswith(MARKED) else ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeError:
            continue
        if "\x00" not in text:
            break
    else:
        raise _refused(_("«{name}» không phải tệp CSV đọc được. Lưu lại bằng Excel dạng «CSV UTF-8»."), path)
    mark = max(",;\t", key=lambda one: max(line.count(one) for line in text.split("\n")[:HEADING_LINES]))
    try:
        rows = tuple(tuple(map(_typed, row)) for row in csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error as error:
        raise _refused(_("«{name}» không phải tệp CSV đọc được. Lưu lại bằng Excel dạng «CSV UTF-8»."), path) from error
    return Sheet(path.stem, rows)


def _typed(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA_STARTS else cell


def as_text(cell: Cell) -> str:
    """A cell as a person reads it: whole numbers without «.0», dates as 2020-12-25, what is true or false as Excel shows it.

    A number of three decimals is written with a fourth: 12.345 would else be read as twelve thousand.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else THREE_DECIMALS.sub(r"\g<0>0", str(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join(str(cell).split())
