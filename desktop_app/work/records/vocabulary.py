"""The words of the trade for what the book keeps as codes; in lists and spreadsheets, out and in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from db.i18n import N_, Words, _
from db.text import plain
from desktop_app.values.periods import Period
from desktop_app.values.words import begun


class Codes(Mapping[str, str]):
    """Codes that the book keeps, each with its words; asked for a code it gives the words in the language in use."""

    def __init__(self, words: Mapping[str, Words]) -> None:
        self._words = dict(words)

    def __getitem__(self, code: str) -> str:
        return str(self._words[code])

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def spellings(self, code: str) -> set[str]:
        """The words of a code in every language, in plain letters."""
        return {plain(text) for text in self._words[code].in_every_language()}


SEXES = Codes({"female": N_("Nữ"), "male": N_("Nam")})
"""Women and men."""

PERSON_KINDS = Codes({"person": N_("Người lớn"), "learner": N_("Học sinh")})
"""How a person is kept."""

ACCOUNTS = Codes({"cash": N_("Tiền mặt"), "bank": N_("Tiền gửi ngân hàng"), "goods": N_("Hiện vật")})
"""Where money or goods lie."""

MONEY_ACCOUNTS = Codes({"cash": N_("Tiền mặt"), "bank": N_("Tiền gửi ngân hàng")})
"""Where money lies."""

LEAVING_REASONS = Codes(
    {
        "moved": N_("Chuyển đi nơi khác"),
        "resigned": N_("Xin thôi"),
        "removed": N_("Xóa tên"),
        "died": N_("Qua đời"),
    }
)
"""Why a membership ends."""

REVERSAL_REASONS = Codes(
    {
        "wrong_amount": N_("Ghi sai số tiền"),
        "wrong_party": N_("Ghi sai người"),
        "entered_twice": N_("Ghi hai lần"),
        "did_not_happen": N_("Việc không diễn ra"),
        "other": N_("Lý do khác"),
    }
)
"""Why a voucher is reversed."""

BRANCH_KINDS = Codes(
    {
        "village": N_("Chi hội thôn, buôn"),
        "school": N_("Chi hội trường học"),
        "agency": N_("Chi hội cơ quan"),
        "clan": N_("Ban khuyến học dòng họ"),
        "board": N_("Ban khuyến học"),
        "other": N_("Khác"),
    }
)
"""Kinds of branches and boards."""

DONOR_KINDS = Codes({"person": N_("Cá nhân"), "organisation": N_("Tổ chức")})
"""Who gives."""

GROUP_KINDS = Codes({"family": N_("Gia đình"), "clan": N_("Dòng họ"), "unit": N_("Đơn vị, tập thể")})
"""Bodies that receive."""

MOVEMENT_KINDS = Codes({"opening": N_("Số dư đầu"), "receive": N_("Thu"), "pay": N_("Chi"), "transfer": N_("Chuyển")})
"""What a movement is."""

PURPOSES = Codes({"support": N_("Giúp học sinh khó khăn"), "talent": N_("Khen học sinh giỏi, tài năng")})
"""What a round is for."""

RECIPIENT_KINDS = Codes(
    {
        "pupil": N_("Học sinh"),
        "student": N_("Sinh viên"),
        "teacher": N_("Giáo viên"),
        "official": N_("Cán bộ khuyến học"),
        "member": N_("Hội viên"),
        "family": N_("Gia đình"),
        "clan": N_("Dòng họ"),
        "unit": N_("Đơn vị, tập thể"),
        "donor": N_("Nhà tài trợ"),
    }
)
"""Who may be given an award."""

FORMS = Codes(
    {
        "scholarship": N_("Học bổng"),
        "gift": N_("Quà"),
        "certificate": N_("Giấy khen"),
        "merit": N_("Bằng khen"),
        "flag": N_("Cờ thi đua"),
        "medal": N_("Kỷ niệm chương"),
        "other": N_("Khác"),
    }
)
"""What is given."""

AWARD_STATES = Codes(
    {
        "nominated": N_("Đề nghị"),
        "approved": N_("Đã duyệt"),
        "paid": N_("Đã trao"),
        "withdrawn": N_("Đã rút"),
    }
)
"""How far a line of a round has come."""

LEVELS = Codes(
    {"province": N_("Tỉnh"), "district": N_("Huyện"), "commune": N_("Xã"), "direct": N_("Đơn vị trực thuộc")}
)
"""Levels of units."""


SIDES = Codes({"in": N_("Thu"), "out": N_("Chi"), "both": N_("Thu, chi")})
"""What a category is for."""


def period_words(period: Period) -> str:
    """A period as papers name it: "6 tháng đầu năm 2020", "Quý II năm 2020", "năm học 2019-2020"."""
    return period.named(
        {
            "year": _("năm {year}"),
            "first_half": _("6 tháng đầu năm {year}"),
            "second_half": _("6 tháng cuối năm {year}"),
            "quarter": _("Quý {number} năm {year}"),
            "month": _("tháng {number} năm {year}"),
            "school_year": _("năm học {years}"),
        }
    )


def period_title(period: Period) -> str:
    """A period where it stands alone: "6 tháng đầu năm 2020", "Cả năm 2019", "Năm học 2019-2020"."""
    return _("Cả năm {year}").format(year=period.year) if period.is_year else begun(period_words(period))


def period_file(period: Period) -> str:
    """A period in the name of a file: "6-thang-dau-nam-2020"."""
    return plain(period_words(period)).replace(" ", "-")


def code_of(words: Codes, text: str) -> str | None:
    """The code that a text says, as a code or in words of any spelling and either language; None where it says none."""
    wanted = plain(text)
    return next((code for code in words if text == code or wanted in words.spellings(code)), None)


PERSONAL_KINDS = Codes(
    {
        "person": N_("Người"),
        "learner": N_("Người học (phần đếm được)"),
        "learner.name": N_("Người học (họ tên, liên lạc)"),
        "group": N_("Gia đình, dòng họ, tập thể"),
        "donor": N_("Nhà tài trợ"),
        "award.note": N_("Ghi chú của một suất khen, trợ cấp"),
        "movement.note": N_("Ghi chú của một phiếu thu, chi"),
    }
)
"""Kinds of records that hold what is known of a person."""
