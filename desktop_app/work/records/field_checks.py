"""Checks that several drafts share; each gives the errors of one field, in words that say what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from db.i18n import _
from db.refusal import FieldError
from desktop_app.values.money import LARGEST

EARLIEST = date(1900, 1, 1)
PHONE = re.compile(r"[0-9+(][0-9 .()+-]{1,19}\Z")
KNOWN_PHONE = re.compile(r"(0|\+84)([13-9][0-9]{8}|2[0-9]{9})\Z")
"""A mobile number or one of a landline, with or without the country."""


def required(field: str, value: object, message: str) -> Iterator[FieldError]:
    """An error when the value is missing, or a text without a letter or digit (marks alone are nobody's name)."""
    if value is None or (isinstance(value, str) and not any(sign.isalnum() for sign in value)):
        yield FieldError(field, message)


def not_after(field: str, day: date | None, today: date, message: str) -> Iterator[FieldError]:
    """An error for a day after today, or before 1900."""
    if day is None:
        return
    if day > today:
        yield FieldError(field, message)
    elif day < EARLIEST:
        yield FieldError(field, _("Ngày phải từ năm 1900 trở đi"))


def in_order(field: str, first: date | None, last: date | None, message: str) -> Iterator[FieldError]:
    """An error when the second day is before the first."""
    if first is not None and last is not None and last < first:
        yield FieldError(field, message)


def one_of(field: str, value: str | None, allowed: Iterable[str]) -> Iterator[FieldError]:
    """An error for a word that is none of the allowed ones (an empty value passes)."""
    words = tuple(allowed)
    if value is not None and value not in words:
        yield FieldError(
            field,
            _("«{value}» không dùng được ở đây. Chọn một trong: {words}").format(value=value, words=", ".join(words)),
        )


def born_in_time(field: str, born: str | None, today: date) -> Iterator[FieldError]:
    """An error for a birth date (or year) after today or before 1900."""
    if born is None:
        return
    if born[:4] > f"{today.year:04d}" or born > today.isoformat():
        yield FieldError(field, _("Ngày sinh phải là ngày trong quá khứ"))
    elif born[:4] < "1900":
        yield FieldError(field, _("Năm sinh phải từ 1900 trở đi"))


def amount(field: str, value: int | None) -> Iterator[FieldError]:
    """An error for an amount below 0 or too large (đồng); none is fine."""
    if value is not None and not 0 <= value <= LARGEST:
        yield FieldError(field, _("Số tiền phải từ 0 trở lên và không quá lớn. Kiểm tra lại số chữ số 0"))


def is_phone(text: str, shortest: int = 0) -> bool:
    """Whether a text holds digits and what stands between them, and at least so many signs."""
    return len(text) >= shortest and PHONE.match(text) is not None


def phone(field: str, text: str | None, *, shortest: int = 0) -> Iterator[FieldError]:
    """An error for a telephone number with anything but digits and what stands between them, or too few; none is fine."""
    if text and not is_phone(text, shortest):
        yield FieldError(field, _("Ghi số điện thoại bằng chữ số, ví dụ 0905 123 456; không có thì để trống"))


def doubtful_phone(text: str | None) -> list[str]:
    """That a telephone number is of no length known here: 10 digits of a mobile, 11 of a landline, or +84 and these."""
    number = re.sub(r"[ .()-]", "", text or "")
    if not number or KNOWN_PHONE.match(number) or not is_phone(text or ""):
        return []
    said = _("Số «{phone}» không đủ 10 chữ số (di động) hay 11 chữ số (máy bàn, bắt đầu bằng 02). Xem lại số ấy.")
    return [said.format(phone=text)]
