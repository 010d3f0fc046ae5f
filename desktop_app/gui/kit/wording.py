"""How lists and forms write values: days, money and the names of fields in the words of the trade."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from db.clock import in_vietnam
from db.i18n import _
from desktop_app.values.dates import format_birth, format_date
from desktop_app.values.money import format_money


def day(iso: str | None) -> str:
    """A day as people write it, "" for none."""
    return format_date(date.fromisoformat(iso)) if iso else ""


def moment_words(moment: int) -> str:
    """A moment (milliseconds since 1970) as clocks in Vietnam show it: 05/07/2020 13:20."""
    return in_vietnam(moment).strftime("%d/%m/%Y %H:%M")


def birth(text: str | None) -> str:
    """A birth date or year, "" for none."""
    return format_birth(text) if text else ""


def money(amount: int | None) -> str:
    """Đồng with dots, "" for none."""
    return "" if amount is None else format_money(amount)


def word(words: Mapping[str, str], code: str | None) -> str:
    """The words of a code, "" for none."""
    return words.get(code, code) if code else ""


def capital(text: str) -> str:
    """The same beginning with a capital; names within it keep theirs."""
    return text[:1].upper() + text[1:]


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
        "party": _("người nộp, người nhận tiền"),
        "category": _("khoản thu, chi"),
        "purse": _("quỹ"),
        "account": _("tiền mặt hay ngân hàng"),
        "recipient": _("người, đơn vị nhận"),
        "recipient_kind": _("người nhận là ai"),
        "form": _("hình thức"),
        "born_year": _("năm sinh"),
        "office": _("ghi bởi đơn vị không giữ"),
        "owner": _("đơn vị giữ"),
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
        "verdict": _("cùng người hay khác người"),
    }
    return known.get(field, field)
