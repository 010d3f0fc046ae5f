"""Telephone numbers: what may be one, and what is one of a known length."""

from __future__ import annotations

import re

from db.i18n import _

PHONE = re.compile(r"[0-9+(][0-9 .()+-]{5,19}\Z")
"""What is taken for a number that can be called, wherever one is typed or read."""
KNOWN_PHONE = re.compile(r"(0|\+84)([13-9][0-9]{8}|2[0-9]{9})\Z")
"""A mobile number or one of a landline, with or without the country."""


def is_phone(text: str) -> bool:
    """Whether a text may be a telephone number."""
    return PHONE.match(text) is not None


def doubts(text: str) -> list[str]:
    """That a telephone number is of no length known here: 10 digits of a mobile, 11 of a landline, or +84 and these."""
    number = re.sub(r"[ .()-]", "", text)
    if not number or KNOWN_PHONE.match(number) or not is_phone(text):
        return []
    said = _("Số «{phone}» không đủ 10 chữ số (di động) hay 11 chữ số (máy bàn, bắt đầu bằng 02). Xem lại số ấy.")
    return [said.format(phone=text)]
