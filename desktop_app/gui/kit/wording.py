"""How lists and forms write values: days, money, kinds and states in the words of the trade."""

from __future__ import annotations

from db.i18n import _
from desktop_app.values.dates import format_birth, format_date
from desktop_app.values.money import format_money

Choices = list[tuple[str | None, str]]


def day(iso: str | None) -> str:
    """A day as people write it, "" for none."""
    from datetime import date

    return format_date(date.fromisoformat(iso)) if iso else ""


def birth(text: str | None) -> str:
    """A birth date or year, "" for none."""
    return format_birth(text) if text else ""


def money(amount: int | None) -> str:
    """Đồng with dots, "" for none."""
    return "" if amount is None else format_money(amount)


def sexes() -> Choices:
    """Women and men."""
    return [(None, _("(không ghi)")), ("female", _("Nữ")), ("male", _("Nam"))]


def accounts() -> Choices:
    """Where money or goods lie."""
    return [("cash", _("Tiền mặt")), ("bank", _("Tiền gửi ngân hàng")), ("goods", _("Hiện vật"))]


def leaving_reasons() -> Choices:
    """Why a membership ends."""
    return [
        ("moved", _("Chuyển đi nơi khác")),
        ("resigned", _("Xin thôi")),
        ("removed", _("Xóa tên")),
        ("died", _("Qua đời")),
    ]


def reversal_reasons() -> Choices:
    """Why a voucher is reversed."""
    return [
        ("wrong_amount", _("Ghi sai số tiền")),
        ("wrong_party", _("Ghi sai người")),
        ("entered_twice", _("Ghi hai lần")),
        ("did_not_happen", _("Việc không diễn ra")),
        ("other", _("Lý do khác")),
    ]


def branch_kinds() -> Choices:
    """Kinds of branches and boards."""
    return [
        ("village", _("Chi hội thôn, buôn")),
        ("school", _("Chi hội trường học")),
        ("agency", _("Chi hội cơ quan")),
        ("clan", _("Ban khuyến học dòng họ")),
        ("board", _("Ban khuyến học")),
        ("other", _("Khác")),
    ]


def movement_kinds() -> dict[str, str]:
    """What a movement is."""
    return {"opening": _("Số dư đầu"), "receive": _("Thu"), "pay": _("Chi"), "transfer": _("Chuyển")}


def purposes() -> Choices:
    """What a round is for."""
    return [("support", _("Giúp học sinh khó khăn")), ("talent", _("Khen học sinh giỏi, tài năng"))]


def recipient_kinds() -> Choices:
    """Who may be given an award."""
    return [
        ("pupil", _("Học sinh")),
        ("student", _("Sinh viên")),
        ("teacher", _("Giáo viên")),
        ("official", _("Cán bộ khuyến học")),
        ("member", _("Hội viên")),
        ("family", _("Gia đình")),
        ("clan", _("Dòng họ")),
        ("unit", _("Đơn vị, tập thể")),
        ("donor", _("Nhà tài trợ")),
    ]


def forms() -> Choices:
    """What is given."""
    return [
        ("scholarship", _("Học bổng")),
        ("gift", _("Quà")),
        ("certificate", _("Giấy khen")),
        ("merit", _("Bằng khen")),
        ("flag", _("Cờ thi đua")),
        ("medal", _("Kỷ niệm chương")),
        ("other", _("Khác")),
    ]


def award_states() -> Choices:
    """How far a line of a round has come."""
    return [
        ("nominated", _("Đề nghị")),
        ("approved", _("Đã duyệt")),
        ("paid", _("Đã trao")),
        ("withdrawn", _("Đã rút")),
    ]


def word(choices: Choices, value: str | None) -> str:
    """The words of a value."""
    return dict(choices).get(value, "" if value is None else str(value))


def field_words(field: str) -> str:
    """A field of a record in the words of the forms."""
    known = {
        "": _("còn hay bỏ"),
        "full_name": _("họ và tên"),
        "name": _("tên"),
        "given": _("tên gọi"),
        "born": _("ngày sinh"),
        "sex": _("giới tính"),
        "ethnic_group": _("dân tộc"),
        "phone": _("điện thoại"),
        "address": _("địa chỉ"),
        "guardian": _("người giám hộ"),
        "school": _("trường"),
        "class_name": _("lớp"),
        "joined": _("ngày vào Hội"),
        "left_on": _("ngày thôi"),
        "reason": _("lý do"),
        "branch": _("chi hội"),
        "office": _("đơn vị giữ"),
        "kind": _("loại"),
        "founded": _("ngày lập"),
        "dissolved": _("ngày giải thể"),
        "head": _("người đứng đầu"),
        "people": _("số người"),
        "households": _("số hộ"),
        "pupils": _("số học sinh"),
        "post": _("chức vụ"),
        "since": _("từ ngày"),
        "until": _("đến ngày"),
        "state": _("tình trạng"),
        "decision": _("quyết định"),
        "amount": _("số tiền"),
        "goods_value": _("giá trị hiện vật"),
        "number": _("số"),
        "dated": _("ngày"),
        "signer": _("người ký"),
        "signer_post": _("chức vụ người ký"),
        "title": _("tên"),
        "budget": _("dự định chi"),
        "purpose": _("việc dùng"),
        "payment": _("phiếu chi"),
        "certificate_no": _("số giấy khen"),
    }
    return known.get(field, field)
