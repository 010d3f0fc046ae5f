"""Which column is which: headings matched by their words, wherever they stand in the first rows of a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from db.i18n import _
from db.refusal import Refusal
from db.text import plain
from desktop_app.sheets.reading import Cell, Sheet, as_text

SEARCHED_ROWS = 30
TOTALS = ("cong", "tong cong", "tong so", "nguoi lap", "cong trang")

TITLES: dict[str, dict[str, tuple[str, ...]]] = {
    "members": {
        "full_name": ("họ và tên", "họ tên", "tên hội viên", "họ và tên hội viên"),
        "family": ("họ và đệm", "họ đệm", "họ"),
        "given_part": ("tên",),
        "born": ("năm sinh", "ngày sinh", "ngày tháng năm sinh", "ngày, tháng, năm sinh"),
        "sex": ("giới tính", "nam/nữ", "nam nữ", "giới"),
        "ethnic_group": ("dân tộc",),
        "phone": ("điện thoại", "số điện thoại", "sđt", "đt"),
        "address": ("địa chỉ", "chỗ ở", "nơi ở", "thôn, buôn", "thôn buôn"),
        "branch": ("chi hội", "thuộc chi hội"),
        "joined": ("ngày vào hội", "vào hội", "ngày kết nạp", "năm vào hội"),
    },
    "branches": {
        "name": ("tên chi hội", "chi hội", "tên"),
        "kind": ("loại", "loại chi hội"),
        "founded": ("ngày thành lập", "thành lập"),
        "head": ("chi hội trưởng", "trưởng ban", "người phụ trách"),
        "phone": ("điện thoại", "số điện thoại", "sđt"),
        "head_count": ("số hội viên", "tổng số hội viên", "hội viên"),
        "head_count_on": ("ngày đếm", "tính đến ngày"),
    },
    "population": {
        "unit": ("mã đơn vị", "đơn vị", "xã", "tên xã", "mã"),
        "year": ("năm",),
        "people": ("dân số", "số dân", "nhân khẩu", "số khẩu"),
        "households": ("số hộ", "hộ"),
        "pupils": ("số học sinh", "học sinh"),
    },
    "targets": {
        "unit": ("mã đơn vị", "đơn vị", "xã", "tên xã", "mã"),
        "year": ("năm",),
        "indicator": ("chỉ tiêu", "mã chỉ tiêu"),
        "value": ("giá trị", "kế hoạch", "số giao", "giao"),
    },
    "donors": {
        "full_name": ("nhà tài trợ", "họ và tên", "họ tên", "tên nhà tài trợ"),
        "kind": ("loại",),
        "address": ("địa chỉ",),
        "phone": ("điện thoại", "sđt"),
    },
}
REQUIRED = {
    "members": (("full_name",), ("family", "given_part")),
    "branches": (("name",),),
    "population": (("unit", "year", "people"),),
    "targets": (("unit", "year", "indicator", "value"),),
    "donors": (("full_name",),),
}


@dataclass(frozen=True)
class Matched:
    """Rows under a heading that was found: (row number in the sheet, field -> cell), and titles nobody asked for."""

    rows: tuple[tuple[int, Mapping[str, Cell]], ...]
    columns: Mapping[str, str]
    unknown: tuple[str, ...] = field(default_factory=tuple)


def match(sheet: Sheet, subject: str) -> Matched:
    """Find the heading of a subject's list and cut the rows below it into fields; refused when columns are missing."""
    titles = {plain(word): name for name, words in TITLES[subject].items() for word in words}
    found: tuple[int, dict[int, str]] | None = None
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        above = sheet.rows[number - 1] if number else ()
        columns = _columns(row, above, titles)
        if _complete(subject, set(columns.values())) and (found is None or len(columns) > len(found[1])):
            found = number, columns
    if found is None:
        wanted = ", ".join(TITLES[subject][name][0] for name in REQUIRED[subject][0])
        raise Refusal(
            _("Không thấy đủ cột cần có ({wanted}) trong 30 dòng đầu. Ghi tên cột ở một dòng rồi nhập lại.").format(
                wanted=wanted
            ),
            code="COLUMNS",
        )
    heading, columns = found
    shown = {name: as_text(sheet.rows[heading][place]) for place, name in columns.items()}
    unknown = tuple(
        as_text(cell) for place, cell in enumerate(sheet.rows[heading]) if place not in columns and as_text(cell)
    )
    rows = tuple(
        (number + 1, {name: row[place] for place, name in columns.items() if place < len(row)})
        for number, row in enumerate(sheet.rows)
        if number > heading and _is_record(row, columns)
    )
    return Matched(rows, shown, unknown)


def _columns(row: Sequence[Cell], above: Sequence[Cell], titles: Mapping[str, str]) -> dict[int, str]:
    """Which column holds which field; a title may stand a row higher where cells are merged."""
    columns: dict[int, str] = {}
    for place, cell in enumerate(row):
        higher = as_text(above[place]) if place < len(above) else ""
        for text in (as_text(cell), f"{higher} {as_text(cell)}", higher if not as_text(cell) else ""):
            name = titles.get(plain(text)) if text else None
            if name is not None and name not in columns.values():
                columns[place] = name
                break
    return columns


def _complete(subject: str, names: set[str]) -> bool:
    return any(set(wanted) <= names for wanted in REQUIRED[subject])


def _is_record(row: Sequence[Cell], columns: Mapping[int, str]) -> bool:
    """Whether a row holds a record: not blank, no numbering row, no total."""
    texts = [as_text(row[place]) for place in columns if place < len(row)]
    if not any(texts):
        return False
    if (
        all(text == "" or text.strip("()").isdigit() for text in texts)
        and len([t for t in texts if t]) > 1
        and max(map(len, texts)) <= 4
    ):
        return False
    return not any(plain(text).startswith(TOTALS) for text in (as_text(cell) for cell in row[:3]))


def full_name(cells: Mapping[str, Cell]) -> str:
    """The full name of a row, also where surname and given name stand in two columns."""
    if cells.get("full_name"):
        return as_text(cells["full_name"])
    return f"{as_text(cells.get('family'))} {as_text(cells.get('given_part'))}".strip()
