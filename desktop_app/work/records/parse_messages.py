"""Why a typed text is no date, no number or no amount of money, and what to write instead; the same in forms and commands."""

from __future__ import annotations

import re

from db.i18n import _
from db.text import shortened
from desktop_app.values.dates import FIRST_YEAR, LAST_YEAR

YEAR_ALONE = re.compile(r"(?:19|20)[0-9]{2}\Z")


def not_a_date(kind: str, text: str) -> str:
    """The sentence for a `NotADate` of this kind."""
    sentences = {
        "impossible": _("Không có ngày «{text}». Kiểm tra lại ngày và tháng"),
        "two_digit_year": _("«{text}» thiếu hai số đầu của năm. Ghi đủ bốn số, ví dụ 1952"),
        "year_alone": _("«{text}» mới có năm. Ghi cả ngày, tháng; không rõ thì ghi 01/01/{text}"),
        "year": _("Năm trong «{text}» phải từ {first} đến {last}. Kiểm tra lại bốn số của năm"),
    }
    if kind == "shape" and YEAR_ALONE.match(text.strip()):
        kind = "year_alone"
    sentence = sentences.get(kind, _("«{text}» không phải ngày. Ghi dạng 25/12/2020"))
    return sentence.format(text=shortened(text.strip()), first=FIRST_YEAR, last=LAST_YEAR)


def not_a_number(text: str) -> str:
    """The sentence for a `NotANumber`."""
    return _("«{text}» không phải số nguyên. Ghi dạng 1500 hoặc 1.500").format(text=shortened(text.strip()))


def not_money(kind: str, text: str) -> str:
    """The sentence for a `NotMoney` of this kind."""
    sentences = {
        "ambiguous": _(
            "Không rõ dấu chấm, dấu phẩy trong «{text}» là ngăn hàng nghìn hay phần lẻ. Ghi đủ chữ số, ví dụ 1500000"
        ),
        "fraction": _("«{text}» có phần lẻ nhỏ hơn một đồng. Ghi số đồng chẵn, ví dụ 500000"),
        "too_large": _("«{text}» quá lớn. Kiểm tra lại số chữ số 0"),
    }
    sentence = sentences.get(kind, _("«{text}» không phải số tiền. Ghi dạng 500000 hoặc 500.000"))
    return sentence.format(text=shortened(text.strip()))
