"""Which column is which: headings matched by their words, wherever they stand in the first rows of a sheet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from db.both_languages import spellings
from db.i18n import _, data_text
from db.refusal import Refusal
from db.text import plain
from desktop_app.sheets.reading import Cell, Sheet, as_text
from desktop_app.values.words import begun

SEARCHED_ROWS = 30
TOTAL = re.compile(r"(?:tổng(?: cộng| số)?|cộng(?: trang)?)\s*(?:[:.].*|\(.*|[0-9].*)?\Z")
"""A line of totals; «Cộng đồng học tập» and «Công ty» are none."""
NUMBERING = re.compile(r"\(?([0-9]{1,2})\)?\Z")

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
        "left": ("ngày thôi", "ngày ra khỏi hội"),
        "reason": ("lý do thôi", "lý do"),
        "school": ("trường", "trường học"),
        "class_name": ("lớp",),
    },
    "branches": {
        "name": ("tên chi hội", "chi hội", "tên"),
        "kind": ("loại", "loại chi hội"),
        "founded": ("ngày thành lập", "thành lập", "năm thành lập"),
        "dissolved": ("ngày giải thể", "giải thể"),
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
        "full_name": ("nhà tài trợ", "họ và tên", "họ tên", "tên nhà tài trợ", "tên"),
        "kind": ("loại", "cá nhân hay tổ chức"),
        "address": ("địa chỉ",),
        "phone": ("điện thoại", "số điện thoại", "sđt"),
    },
    "fund": {
        "on": ("ngày", "ngày tháng", "ngày chứng từ", "ngày ghi sổ", "ngày, tháng"),
        "kind": ("thu, chi", "thu/chi", "thu chi", "loại phiếu", "loại"),
        "amount": ("số tiền", "giá trị"),
        "received": ("thu", "số tiền thu", "số thu"),
        "paid": ("chi", "số tiền chi", "số chi"),
        "purse": ("quỹ", "tên quỹ", "nguồn quỹ"),
        "to_purse": ("chuyển đến quỹ",),
        "account": ("tài khoản", "nơi giữ", "tiền mặt, tiền gửi"),
        "to_account": ("chuyển đến tài khoản",),
        "party": ("người nộp, người nhận", "họ tên", "họ và tên", "người nộp", "người nhận", "nhà tài trợ"),
        "category": ("nội dung thu chi", "khoản mục", "mã nội dung"),
        "note": ("diễn giải", "nội dung", "lý do", "ghi chú"),
        "goods": ("hiện vật", "tên hiện vật"),
        "reversed_on": ("ngày hủy",),
    },
    "awards": {
        "recipient": ("người nhận", "họ và tên", "họ tên", "họ và tên học sinh", "đơn vị, cá nhân nhận", "tên"),
        "recipient_kind": ("đối tượng", "loại đối tượng"),
        "round": ("đợt xét", "đợt", "tên đợt"),
        "form": ("hình thức", "hình thức khen"),
        "amount": ("số tiền", "mức thưởng", "tiền thưởng", "trị giá"),
        "goods_value": ("giá trị hiện vật",),
        "goods": ("hiện vật", "quà"),
        "reason": ("thành tích", "lý do", "hoàn cảnh", "thành tích, hoàn cảnh"),
        "decision": ("quyết định", "số quyết định"),
        "state": ("trạng thái", "tình trạng"),
        "certificate_no": ("số giấy khen", "số vào sổ"),
        "on": ("ngày trả", "ngày trao"),
        "born": ("ngày sinh", "năm sinh"),
        "school": ("trường", "trường học"),
        "class_name": ("lớp",),
    },
}
REQUIRED = {
    "members": (("full_name",), ("family", "given_part")),
    "branches": (("name",),),
    "population": (("unit", "year", "people"),),
    "targets": (("unit", "year", "indicator", "value"),),
    "donors": (("full_name",),),
    "fund": (("on", "kind", "amount"), ("on", "received", "paid"), ("on", "received"), ("on", "paid")),
    "awards": (("recipient", "round"),),
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
        wanted = ", ".join(_called(TITLES[subject][name]) for name in REQUIRED[subject][0])
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
    rows = tuple(_records(sheet, subject, heading, columns))
    return Matched(rows, shown, unknown)


def _called(words: Sequence[str]) -> str:
    """The first heading that the language in use has a word for."""
    return next((said for word in words if (said := data_text(begun(word))) != begun(word)), begun(words[0]))


def _columns(row: Sequence[Cell], above: Sequence[Cell], titles: Mapping[str, str]) -> dict[int, str]:
    """Which column holds which field; a title may stand a row higher where cells are merged."""
    columns: dict[int, str] = {}
    for place, cell in enumerate(row):
        higher = as_text(above[place]) if place < len(above) else ""
        for text in (as_text(cell), f"{higher} {as_text(cell)}", higher if not as_text(cell) else ""):
            name = next((titles[said] for said in spellings(text) if said in titles), None) if text else None
            if name is not None and name not in columns.values():
                columns[place] = name
                break
    return columns


def _complete(subject: str, names: set[str]) -> bool:
    return any(set(wanted) <= names for wanted in REQUIRED[subject])


def _records(
    sheet: Sheet, subject: str, heading: int, columns: Mapping[int, str]
) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    """The rows that hold records: not blank, no numbering row, no total, and no signature beneath a total."""
    ended = False
    for number, row in enumerate(sheet.rows[heading + 1 :], heading + 1):
        cells = {name: row[place] for place, name in columns.items() if place < len(row)}
        texts = [as_text(cell) for cell in cells.values()]
        if not any(texts) or (number <= heading + 2 and _is_numbering(row)):
            continue
        if any(TOTAL.match(unicodedata.normalize("NFC", as_text(cell)).lower()) for cell in row[:3]):
            ended = True
        elif not ended or _complete(subject, {name for name, cell in cells.items() if as_text(cell)}):
            yield number + 1, cells


def _is_numbering(row: Sequence[Cell]) -> bool:
    """(1) (2) (3): each column's number beneath its title; a first letter column is left out."""
    found = [NUMBERING.match(as_text(cell)) for cell in row if as_text(cell) not in ("", "A", "B", "C", "a", "b")]
    numbers = [int(match[1]) for match in found if match]
    return (
        len(numbers) > 1 and len(numbers) == len(found) and numbers == list(range(numbers[0], numbers[0] + len(found)))
    )


def full_name(cells: Mapping[str, Cell]) -> str:
    """The full name of a row, also where surname and given name stand in two columns."""
    if cells.get("full_name"):
        return as_text(cells["full_name"])
    return f"{as_text(cells.get('family'))} {as_text(cells.get('given_part'))}".strip()
