"""Spreadsheets in: every format offices use, and every way a file can be no spreadsheet."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from db.refusal import Refusal
from desktop_app.sheets import columns
from desktop_app.sheets.extent import largest_sheet
from desktop_app.sheets.reading import as_text, read_sheet
from desktop_app.work.subjects.registry import subject_named


def like(name: str):
    """The list of a subject: its name, what offices write over its columns, and which are needed."""
    subject = subject_named(name)
    return subject.name, subject.headings, subject.needed


ROWS = (("Họ và tên", "Năm sinh"), ("Nguyễn Văn Đạt", "1952"))
ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="Hội viên">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""


def texts(sheet):
    return tuple(tuple(as_text(cell) for cell in row) for row in sheet.rows)


def write_xlsx(path: Path, sheets: dict[str, tuple[tuple[object, ...], ...]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        made = book.create_sheet(name)
        for row in rows:
            made.append(row)
    book.save(path)
    return path


def write_ods(path: Path, rows: tuple[tuple[str, ...], ...]) -> Path:
    written = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type='
            '"application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
        archive.writestr("content.xml", ODS.format(rows=written))
    return path


def test_an_excel_workbook_is_read_by_its_first_sheet_or_the_one_named(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", {"Một": ROWS, "Hai": (("x",),)})
    assert (read_sheet(path).name, texts(read_sheet(path))) == ("Một", ROWS)
    assert texts(read_sheet(path, "Hai")) == (("x",),)
    with pytest.raises(Refusal, match="Các trang trong tệp: Một, Hai"):
        read_sheet(path, "Ba")


def test_an_open_document_spreadsheet_is_read(tmp_path):
    assert texts(read_sheet(write_ods(tmp_path / "a.ods", ROWS))) == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_read_in_the_encodings_and_marks_that_programs_write(tmp_path, encoding, mark):
    path = tmp_path / "a.csv"
    lines = ["DANH SÁCH HỘI VIÊN", *(mark.join(row) for row in ROWS)]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    assert texts(read_sheet(path))[1:] == ROWS


def test_an_apostrophe_that_guards_a_formula_is_taken_off_again_and_others_stay(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Tên,Số\n'=1+1,'+8491\n'Ngoan,O'Brien\n", encoding="utf-8")
    assert texts(read_sheet(path))[1:] == (("=1+1", "+8491"), ("'Ngoan", "O'Brien"))


def test_cells_are_read_as_people_see_them():
    cells = (1952.0, 12.5, True, None, datetime(2020, 3, 5, 8, 30), date(2020, 3, 5), "  Nguyễn \n Văn  ")
    assert [as_text(cell) for cell in cells] == ["1952", "12.5", "TRUE", "", "2020-03-05", "2020-03-05", "Nguyễn Văn"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"Kinh gui"),
        ("a.xlsx", b""),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("a.ods", b"PK\x03\x04" + bytes(100)),
        ("a.csv", b""),
        ("a.csv", b"\x00\x01\x02\x00\xff\xfe\x00"),
        ("a.csv", b",,,\n,,\n"),
        ("a.doc", b"x"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_a_sentence(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        read_sheet(path)
    assert refused.value.code == "SHEET"
    assert name in refused.value.message


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "nope.xlsx", tmp_path / "nope.csv", tmp_path):
        with pytest.raises(Refusal, match=r"Không đọc được tệp|không phải bảng tính"):
            read_sheet(path)


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_before_it_is_opened(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as member,
    ):
        for _block in range(9):
            member.write(bytes(2**26))
    assert path.stat().st_size < 2**20
    with pytest.raises(Refusal, match="bung ra quá lớn"):
        read_sheet(path)


@pytest.mark.parametrize("places", [("XFD1048576", 'r="1048576"'), ("GR200000", ""), ("", 'r="1048576"')])
def test_one_stray_value_in_the_last_corner_is_refused_before_the_sheet_is_laid_out(tmp_path, places):
    cell, row = places
    path = write_xlsx(tmp_path / "a.xlsx", {"A": [("Tên",)]})
    told = f'r="{cell}"' if cell else ""
    many = "<c><v>1</v></c>" * (1 if cell else 5)
    last = f"<row {row}>{many}<c {told}><v>1</v></c></row></sheetData>"
    altered(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("</sheetData>", last))
    with pytest.raises(Refusal, match="bung ra quá lớn"):
        read_sheet(path)


def test_the_cells_of_a_binary_workbook_are_counted_too(tmp_path):
    def record(number, first):
        return bytes([number, 4]) + first.to_bytes(4, "little")

    near = record(0, 9) + record(7, 3) + b"\x93\x01\x81\x00" + bytes(1)
    far = record(0, 2**20 - 1) + record(1, 2**14 - 1) + record(5, 2**10 - 1)
    for content, cells in ((near, 40), (far, 2**30), (near + b"\x80", 40)):
        with zipfile.ZipFile(tmp_path / "a.xlsb", "w") as archive:
            archive.writestr("xl/worksheets/sheet1.bin", content)
        with zipfile.ZipFile(tmp_path / "a.xlsb") as archive:
            assert largest_sheet(archive)[1] == cells


def test_formatted_but_empty_cells_far_out_do_no_harm(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", {"A": [("Tên",), ("An",)]})
    last = '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    altered(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("</sheetData>", last))
    assert read_sheet(path).rows == (("Tên",), ("An",))


def altered(path, member, change):
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts[member] = change(parts[member].decode()).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_a_csv_field_beyond_measure_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Tên\n" + "a" * 200_000, encoding="utf-8")
    with pytest.raises(Refusal, match="không phải tệp CSV"):
        read_sheet(path)


def sheet_of(tmp_path, *rows):
    return read_sheet(write_xlsx(tmp_path / "x.xlsx", {"A": rows}))


def test_titles_are_found_where_they_stand_and_unknown_ones_are_told(tmp_path):
    rows = [("HỘI KHUYẾN HỌC",), (), ("STT", "HỌ VÀ  TÊN", "Màu áo"), (1, "An", "đỏ")]
    matched = columns.match(sheet_of(tmp_path, *rows), *like("members"))
    assert matched.unknown == ("Màu áo",)
    assert [(row, dict(cells)) for row, cells in matched.rows] == [(4, {"full_name": "An"})]


def test_a_title_above_merged_cells_is_found_too(tmp_path):
    rows = [("Họ và tên", "Nơi ở", None), (None, "Địa chỉ", "SĐT"), ("An", "Thôn 1", "09")]
    matched = columns.match(sheet_of(tmp_path, *rows), *like("members"))
    assert [dict(cells) for _row, cells in matched.rows] == [{"full_name": "An", "address": "Thôn 1", "phone": "09"}]


@pytest.mark.parametrize("name", ["Cộng đồng học tập Thôn 1", "Công ty Cà phê", "Tổng công ty Bò sữa", "Cộng Hòa"])
def test_names_that_begin_like_a_total_are_kept(tmp_path, name):
    matched = columns.match(sheet_of(tmp_path, ("Nhà tài trợ",), (name,)), *like("donors"))
    assert len(matched.rows) == 1


@pytest.mark.parametrize("total", ["Cộng", "CỘNG:", "Tổng cộng", "Tổng số: 15", "tổng cộng (15 người)"])
def test_lines_of_totals_are_left_out(tmp_path, total):
    matched = columns.match(
        sheet_of(tmp_path, ("Nhà tài trợ", "Địa chỉ"), ("Bà Lan", ""), (total, "")), *like("donors")
    )
    assert len(matched.rows) == 1


def test_an_ods_whose_tags_do_not_match_is_refused_rather_than_read_for_ever(tmp_path):
    path = tmp_path / "bang.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a><table></ta\\ble></a>")
    with pytest.raises(Refusal, match="đã hỏng"):
        read_sheet(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", '<!DOCTYPE a [<!ENTITY x "x">]><a>&x;</a>')
    with pytest.raises(Refusal, match="đã hỏng"):
        read_sheet(path)


@pytest.mark.parametrize("more", ["", "x"])
def test_a_list_in_the_windows_letters_is_read_however_many_bytes_it_has(tmp_path, more):
    path = tmp_path / "ds.csv"
    path.write_bytes(f"Tên,Năm sinh\nNguyễn An{more},1952\n".encode("cp1258", errors="replace"))
    assert read_sheet(path).rows[1][1] == "1952"
