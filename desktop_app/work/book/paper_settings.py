"""What an office sets for its papers; settings stay in the book and never travel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.i18n import _
from db.refusal import FieldError, Refusal, require_no_errors
from db.settings import SettingKey
from db.store import Book
from db.text import clean

LONGEST = 120
"""Letters of a text."""
SHEETS, NUMBERED = ("a5", "a4"), ("on", "off")
CHOICES: Mapping[str, tuple[str, ...]] = {SettingKey.VOUCHER_SHEET: SHEETS, SettingKey.FORM_NUMBER: NUMBERED}


@dataclass(frozen=True)
class PaperSetting:
    """One setting: its key, the value or None where what is usual holds, and what it is for."""

    key: SettingKey
    value: str | None
    meaning: str


def meanings() -> dict[SettingKey, str]:
    """Every setting that an office may change, and what it is for."""
    return {
        SettingKey.HEADING_PARENT: _("Cơ quan cấp trên, in ở đầu giấy tờ"),
        SettingKey.HEADING_BODY: _("Tên Hội, in ở đầu giấy tờ"),
        SettingKey.PLACE: _("Nơi ký"),
        SettingKey.BUDGET_CODE: _("Mã quan hệ ngân sách (QHNS), in trên phiếu và sổ quỹ"),
        SettingKey.VOUCHER_SHEET: _("Khổ phiếu: a5 mỗi trang một phiếu, a4 mỗi trang hai liên"),
        SettingKey.FORM_NUMBER: _(
            "Mẫu số C40-BB, C41-BB trên phiếu: on có in, off không in; bỏ trống: có đến hết năm 2024"
        ),
        SettingKey.FORM_SOURCE: _("Văn bản ban hành mẫu phiếu, ví dụ Thông tư số 107/2017/TT-BTC"),
    }


def shown(book: Book) -> list[PaperSetting]:
    """Every setting as it stands."""
    return [PaperSetting(key, book.setting(key), meaning) for key, meaning in meanings().items()]


def keep(book: Book, values: Mapping[str, str | None]) -> None:
    """Set several settings, all or none; None or "" lets what is usual hold again."""
    unknown = [key for key in values if key not in meanings()]
    if unknown:
        raise Refusal(
            _("Không có cài đặt «{key}». Đổi được: {known}.").format(key=unknown[0], known=", ".join(meanings())),
            code="SETTING",
        )
    said = {key: clean(value or "") for key, value in values.items()}
    require_no_errors(error for key, value in said.items() for error in _check(key, value))
    book.keep_settings({SettingKey(key): value or None for key, value in said.items()})


def _check(key: str, value: str) -> list[FieldError]:
    choices = CHOICES.get(key, ())
    if value and choices and value not in choices:
        sentence = _("«{value}» không dùng được cho «{key}». Ghi một trong: {choices}")
        return [FieldError(key, sentence.format(value=value, key=key, choices=", ".join(choices)))]
    if len(value) > LONGEST:
        return [FieldError(key, _("Dài quá {count} chữ. Viết ngắn lại").format(count=LONGEST))]
    return []
