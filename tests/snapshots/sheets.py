"""One sheet for each list that is taken in from a spreadsheet: right, wrong cell by cell, and as Excel types the cells."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl

from tests.snapshots.clerk import Clerk, as_json
from tests.snapshots.little_book import COMMUNE, PROVINCE

Cell = str | int | float | date | None
Rows = Sequence[Sequence[Cell]]
FIRST = 11
"""Lines of JSON up to the end of the first refused row."""
DAY = datetime(2020, 6, 1)


@dataclass(frozen=True)
class Sheets:
    """The rows of the sheets of a subject, headings first; `again` changes what the right one brought."""

    right: Rows
    wrong: Rows
    again: Rows
    book: str = COMMUNE


SHEETS: Mapping[str, Sheets] = {
    "members": Sheets(
        (
            ("DANH SÁCH HỘI VIÊN",),
            ("STT", "Họ tên", "Năm sinh", "Giới tính", "Dân tộc", "SĐT", "Chỗ ở", "Chi hội", "Ngày vào hội", "Trường", "Lớp", "Ghi chú"),
            ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)", "(12)"),
            (1, "Phạm Thị Én", 1955, "Nữ", "Kinh", 905111333, "Thôn 3", "Chi hội Thôn 1", DAY, None, None, "mới"),
            (2, "Y Wang Mlô", "3/2/1960", "NAM", "Êđê", "+84912", None, None, "2015", None, None, None),
            (3, "Trần Văn Đạt", 1949, "nam", "Sao Hỏa", None, "Thôn 1", "Chi hội Thôn 1", None, None, None, None),
            (4, "Trùng Tên", None, None, None, None, None, None, "01/06/2020", None, None, None),
            ("Tổng cộng", 4),
        ),
        (
            ("Họ và tên", "Ngày sinh", "Giới", "Điện thoại", "Chi hội", "Ngày vào hội", "Ngày thôi", "Lý do thôi"),
            ("", "1950", "", "", "", "", "", ""),
            ("A", "31/2/1950", "", "", "", "01/01/2020", "", ""),
            ("B", "2050", "", "", "", "01/01/2020", "", ""),
            ("C", "", "khác", "", "", "01/01/2020", "", ""),
            ("D", "", "", "", "Chi hội Không Có", "01/01/2020", "", ""),
            ("E", "", "", "", "", "31/2/2020", "", ""),
            ("F", "", "", "", "", "06/07/2020", "", ""),
            ("G", "", "", "", "", "01/01/2020", "hôm qua", ""),
            ("H", "", "", "", "", "01/01/2020", "01/01/2019", "Qua đời"),
            ("I", "", "", "", "", "01/01/2020", "", "Qua đời"),
            ("K", "", "", "", "", "01/01/2020", "01/06/2020", "chán"),
            ("L", "1850", "khác", "", "Không", "x", "y", "z"),
        ),
        (("Họ tên", "Năm sinh", "SĐT", "Chi hội"), ("Phạm Thị Én", 1955, "0905999999", "Chi hội Thôn 1")),
    ),
    "branches": Sheets(
        (
            ("Tên chi hội", "Loại", "Thành lập", "Giải thể", "Chi hội trưởng", "Điện thoại", "Số hội viên", "Tính đến ngày"),
            ("Chi hội Buôn Hằng", "buôn", 2009, None, "Y Blum Niê", 905444555, 31, DAY),
            ("Chi hội Thôn 1", "Chi hội thôn, buôn", "20/03/2001", None, "Ông Bảy", "0905 111 222", None, None),
            ("Chi hội cũ", None, None, None, None, None, None, None),
        ),
        (
            ("Tên", "Loại", "Ngày thành lập", "Ngày giải thể", "Điện thoại", "Số hội viên", "Ngày đếm"),
            ("", "buôn", "", "", "1", "", ""),
            ("A", "xưởng", "", "", "", "", ""),
            ("B", "", "31/2/2020", "", "", "", ""),
            ("C", "", "06/07/2020", "", "", "", ""),
            ("D", "", "01/01/2020", "01/01/2019", "", "", ""),
            ("E", "", "", "x", "", "", ""),
            ("F", "", "", "", "", "nhiều", ""),
            ("G", "", "", "", "", "-5", "01/01/2020"),
            ("H", "", "", "", "", "", "01/01/2020"),
            ("I", "x", "y", "z", "", "t", "u"),
        ),
        (("Tên chi hội", "Số hội viên", "Ngày đếm"), ("Chi hội Buôn Hằng", 35, "30/06/2020")),
    ),
    "population": Sheets(
        (
            ("Mã đơn vị", "Năm", "Dân số", "Số hộ", "Số học sinh"),
            (24373, 2018, "9.400", 2050, None),
            ("Thị trấn Ea Kar", 2020, 9700, None, 1300),
            ("Thị trấn Ea Kar", 2019, 9500, 2100, 1200),
        ),
        (
            ("Đơn vị", "Năm", "Dân số", "Số hộ", "Học sinh"),
            ("", 2020, 5, "", ""),
            ("Không Có", 2020, 5, "", ""),
            ("Tân Hòa", 2020, 5, "", ""),
            (24373, "", 5, "", ""),
            (24373, "hai nghìn", 5, "", ""),
            (24373, 20, 5, "", ""),
            (24373, 2050, 5, "", ""),
            (24373, 2020, "", 5, ""),
            (24373, 2020, "nhiều", "", ""),
            (24373, 2020, -5, "", ""),
            (24373, 2020, 5, "x", "y"),
            (24376, 2020, 5, "", ""),
        ),
        (("Mã", "Năm", "Dân số"), (24373, 2018, 9410)),
    ),
    "targets": Sheets(
        (
            ("Mã đơn vị", "Năm", "Chỉ tiêu", "Giá trị"),
            (24379, 2020, "d01", "4.000.000"),
            ("Thị trấn Ea Kar", 2020, "D01", 6000000),
            (24376, 2019, "B01", 300),
        ),
        (
            ("Đơn vị", "Năm", "Mã chỉ tiêu", "Kế hoạch"),
            ("", 2020, "D01", 5),
            ("Không Có", 2020, "D01", 5),
            (24373, "x", "D01", 5),
            (24373, 2020, "", 5),
            (24373, 2020, "Z99", 5),
            (24373, 2020, "D01", ""),
            (24373, 2020, "D01", "nhiều"),
            (24373, 2020, "D01", -5),
            (24373, 20201, "x", "y"),
        ),
        (("Mã", "Năm", "Chỉ tiêu", "Giao"), (24379, 2020, "D01", 4500000)),
        PROVINCE,
    ),
    "donors": Sheets(
        (
            ("Nhà tài trợ", "Loại", "Địa chỉ", "SĐT"),
            ("Trường Mầm non Hoa Sen", "Tổ chức", "Thôn 8", "0262123"),
            ("Ông Y Jút", "cá nhân", None, 912000111),
            ("Bà Hoa", None, "Thôn 10", None),
            ("Công ty Cà phê Ea Kar", "Tổ chức", "Km 52", "02623625001"),
            ("Ông Y Jut", None, None, None),
        ),
        (
            ("Tên nhà tài trợ", "Loại", "Địa chỉ", "SĐT"),
            ("", "Cá nhân", "", ""),
            ("A", "hội", "", ""),
            ("Trùng Tên", "", "Thôn 1", ""),
            ("", "hội", "x", ""),
        ),
        (("Tên", "Điện thoại"), ("Ông Y Jút", "0912000222")),
    ),
    "fund": Sheets(
        (
            ("Ngày", "Loại", "Số tiền", "Quỹ", "Tài khoản", "Người nộp", "Nội dung thu chi", "Diễn giải", "Hiện vật", "Chuyển đến tài khoản"),
            (DAY, "Thu", 200000, None, None, "Bà Hoa", None, "ủng hộ", None, None),
            ("02/06/2020", "chi", "50.000", "Quỹ Khuyến học", "Tiền mặt", "Ông Ba", "Chi hoạt động Hội", None, None, None),
            ("03/06/2020", "Thu", 120000, None, "Hiện vật", "Người lạ", None, None, "12 áo", None),
            ("04/06/2020", "Chuyển", 10000, None, None, None, None, None, None, "Tiền gửi ngân hàng"),
            ("01/03/2020", "Thu", 1500000, None, None, "Công ty Cà phê Ea Kar", None, "Ủng hộ năm 2020", None, None),
        ),
        (
            ("Ngày", "Loại", "Số tiền", "Quỹ", "Tài khoản", "Người nộp", "Nội dung thu chi", "Hiện vật", "Chuyển đến quỹ",
             "Chuyển đến tài khoản", "Ngày hủy"),
            ("", "Thu", 5000, "", "", "", "", "", "", "", ""),
            ("31/2/2020", "Thu", 5000, "", "", "", "", "", "", "", ""),
            ("06/07/2020", "Thu", 5000, "", "", "", "", "", "", "", ""),
            ("01/06/2020", "", 5000, "", "", "", "", "", "", "", ""),
            ("01/06/2020", "vay", 5000, "", "", "", "", "", "", "", ""),
            ("01/06/2020", "Thu", "", "", "", "", "", "", "", "", ""),
            ("01/06/2020", "Thu", "nhiều", "", "", "", "", "", "", "", ""),
            ("01/06/2020", "Thu", 5000, "Quỹ Lạ", "", "", "", "", "", "", ""),
            ("01/06/2020", "Thu", 5000, "", "két", "", "", "", "", "", ""),
            ("01/06/2020", "Thu", 5000, "", "", "", "Khoản lạ", "", "", "", ""),
            ("01/06/2020", "Thu", 5000, "", "Hiện vật", "", "", "", "", "", ""),
            ("01/06/2020", "Chuyển", 5000, "", "", "", "", "", "Quỹ Lạ", "", ""),
            ("01/06/2020", "Chuyển", 5000, "", "", "", "", "", "", "ví", ""),
            ("01/06/2020", "Thu", 5000, "", "", "", "", "", "", "", "02/06/2020"),
            ("x", "y", "z", "Quỹ Lạ", "két", "", "Khoản lạ", "", "Quỹ Lạ", "ví", "hôm qua"),
        ),
        (("Ngày", "Thu", "Chi", "Diễn giải"), ("05/06/2020", 30000, None, "tiền heo đất"), ("06/06/2020", None, 90000000, "quá")),
    ),
    "awards": Sheets(
        (
            ("Họ và tên học sinh", "Đối tượng", "Đợt xét", "Hình thức", "Số tiền", "Quà", "Giá trị hiện vật", "Thành tích", "Quyết định",
             "Trạng thái", "Số giấy khen", "Ngày trao", "Ngày sinh", "Trường", "Lớp"),
            ("H’Ngoan Êban", None, "Học bổng đầu năm", "Học bổng", 200000, None, None, "nghèo", None, None, None, None, 2009,
             "THCS Ea Tar", "5B"),
            ("Nguyễn Thị Mai", "Cán bộ khuyến học", "Khen cuối năm", "Giấy khen", None, None, None, None, "7/2020", "Đã duyệt", 20, None, None,
             None, None),
            ("Nhà Văn hóa Thôn 3", "Đơn vị, tập thể", "Khen cuối năm", "Giấy khen", None, None, None, None, "7/2020", None, None, None, None, None,
             None),
        ),
        (
            ("Họ tên", "Đối tượng", "Đợt", "Hình thức", "Số tiền", "Giá trị hiện vật", "Quyết định", "Trạng thái", "Số giấy khen",
             "Ngày trả", "Ngày sinh"),
            ("", "", "Khen cuối năm", "", "", "", "", "", "", "", ""),
            ("A", "", "", "", "", "", "", "", "", "", ""),
            ("B", "", "Đợt lạ", "", "", "", "", "", "", "", ""),
            ("C", "người lạ", "Khen cuối năm", "", "", "", "", "", "", "", ""),
            ("D", "", "Khen cuối năm", "cờ đỏ", "", "", "", "", "", "", ""),
            ("E", "", "Khen cuối năm", "", "nhiều", "", "", "", "", "", ""),
            ("F", "", "Khen cuối năm", "", "", "x", "", "", "", "", ""),
            ("G", "", "Khen cuối năm", "", "", "", "12", "", "", "", ""),
            ("H", "", "Khen cuối năm", "", "", "", "12/2019", "", "", "", ""),
            ("I", "", "Khen cuối năm", "", "", "", "", "Đã duyệt", "", "", ""),
            ("K", "", "Khen cuối năm", "", "", "", "7/2020", "xong", "", "", ""),
            ("L", "", "Khen cuối năm", "", "", "", "7/2020", "", "mười", "", ""),
            ("M", "", "Khen cuối năm", "", "", "", "7/2020", "Đã trả", "", "31/2/2020", ""),
            ("N", "", "Khen cuối năm", "", "", "", "", "", "", "", "31/2/2009"),
            ("Trùng Tên", "Nhà tài trợ", "Khen cuối năm", "", "", "", "", "", "", "", ""),
            ("", "x", "y", "z", "t", "u", "v", "w", "x", "y", "z"),
        ),
        (("Người nhận", "Đợt"), ("Lê Xuân Khoa", "Khen cuối năm"), ("Trùng Tên", "Khen cuối năm")),
    ),
}  # fmt: skip


def loaded(clerk: Clerk, subject: str) -> Iterator[str]:
    """Each sheet rehearsed and taken: what is said, and the rows of the list afterwards."""
    sheets = SHEETS[subject]
    book = clerk.book(sheets.book)
    for ending in ("csv", "xlsx"):
        yield f"## wrong cells, {ending}"
        wrong = write(clerk.folder / f"{subject}-wrong.{ending}", sheets.wrong)
        yield from clerk.told("load", book, subject, wrong)
    yield from clerk.told("load", book, subject, wrong, "--dry-run", "--json", shown=_first_of_json)[-FIRST:]
    yield "## no headings, no sheet of this name, no file"
    lacking = write(clerk.folder / f"{subject}-lacking.xlsx", [row[1:] for row in sheets.wrong])
    yield from clerk.told("load", book, subject, lacking)
    yield from clerk.told("load", book, subject, wrong, "--sheet", "Khác")
    yield from clerk.told("load", book, subject, clerk.folder / "không có.xlsx")
    yield "## right"
    right = write(clerk.folder / f"{subject}.xlsx", sheets.right)
    yield from clerk.told("load", book, subject, right, "--dry-run")
    yield from clerk.told("load", book, subject, right)
    yield from clerk.told("list", book, subject)
    yield "## the same again, then changed"
    yield from clerk.told("load", book, subject, write(clerk.folder / f"{subject}-same.csv", sheets.right))
    yield from clerk.told("load", book, subject, write(clerk.folder / f"{subject}-again.xlsx", sheets.again))
    yield from clerk.told("list", book, subject)


def _first_of_json(out: str) -> list[str]:
    """The counts and the first refused row; the others were read as text."""
    return as_json(out)[:FIRST]


def write(path: Path, rows: Rows) -> Path:
    """The rows as a sheet; a CSV has days as people write them."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([[_in_text(cell) for cell in row] for row in rows])
    else:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
        book.save(path)
    return path


def _in_text(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return "" if cell is None else str(cell)
