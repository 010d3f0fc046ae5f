"""Lists of what is no subject of its own: what was stated, and what left the book."""

from __future__ import annotations

from db.i18n import N_
from desktop_app.work.records.export_log import PAPERS
from desktop_app.work.records.fields import Choice, Number, Text
from desktop_app.work.records.subject import Column, Listing, Shown, listing

STATEMENTS: Listing = listing(
    "statements",
    N_("Số liệu đã chốt"),
    "statements t JOIN units u ON u.id = t.unit",
    Shown(
        (
            Column(Text("unit", N_("Đơn vị")), "u.code"),
            Column(Text("name", N_("Tên"), wide=True), "u.name"),
            Column(Text("period", N_("Kỳ")), "t.period"),
            Column(Text("digest", N_("Dấu kiểm")), "t.digest", hidden=True),
        ),
        order="t.period, u.sort_key",
        searched=("u.name", "u.plain", "u.code", "t.period"),
    ),
)
EXPORTS: Listing = listing(
    "exports",
    N_("Nhật ký xuất, in"),
    "exports t LEFT JOIN actors a ON a.id = t.actor",
    Shown(
        (
            Column(Text("exported_at", N_("Lúc")), "t.exported_at"),
            Column(Text("officer", N_("Người xuất")), "a.full_name"),
            Column(Choice("what", N_("Danh sách, giấy tờ"), words=PAPERS), "t.what"),
            Column(Number("size", N_("Số dòng, trang")), "t.size"),
            Column(Text("file", N_("Tệp")), "t.file"),
            Column(Number("names", N_("Nhắc tên người đã xóa")), "t.names", hidden=True),
        ),
        order="t.exported_at DESC, t.rowid DESC",
        office="NULL",
        searched=("a.full_name", "t.what", "t.file"),
    ),
)

FIGURES: Listing = listing(
    "figures",
    N_("Số liệu của đơn vị"),
    "",  # worked out, and asked for on a page of its own
    Shown(
        (
            Column(Text("code", N_("Mã"))),
            Column(Text("name", N_("Tên"), wide=True)),
            Column(Text("value", N_("Giá trị"))),
            Column(Text("unit", N_("Đơn vị"))),
            Column(Text("last_year", N_("Cùng kỳ năm trước"))),
            Column(Text("target", N_("Chỉ tiêu năm"))),
        )
    ),
)
