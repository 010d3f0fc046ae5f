"""The words of the trade for what the book keeps as codes; in lists and spreadsheets, out and in."""

from __future__ import annotations

from collections.abc import Mapping

from db.both_languages import spellings
from db.i18n import _
from db.text import plain
from desktop_app.values.periods import Period
from desktop_app.values.words import begun


def sexes() -> dict[str, str]:
    """Women and men."""
    return {"female": _("Nữ"), "male": _("Nam")}


def accounts() -> dict[str, str]:
    """Where money or goods lie."""
    return {**money_accounts(), "goods": _("Hiện vật")}


def money_accounts() -> dict[str, str]:
    """Where money lies."""
    return {"cash": _("Tiền mặt"), "bank": _("Tiền gửi ngân hàng")}


def leaving_reasons() -> dict[str, str]:
    """Why a membership ends."""
    return {
        "moved": _("Chuyển đi nơi khác"),
        "resigned": _("Xin thôi"),
        "removed": _("Xóa tên"),
        "died": _("Qua đời"),
    }


def reversal_reasons() -> dict[str, str]:
    """Why a voucher is reversed."""
    return {
        "wrong_amount": _("Ghi sai số tiền"),
        "wrong_party": _("Ghi sai người"),
        "entered_twice": _("Ghi hai lần"),
        "did_not_happen": _("Việc không diễn ra"),
        "other": _("Lý do khác"),
    }


def branch_kinds() -> dict[str, str]:
    """Kinds of branches and boards."""
    return {
        "village": _("Chi hội thôn, buôn"),
        "school": _("Chi hội trường học"),
        "agency": _("Chi hội cơ quan"),
        "clan": _("Ban khuyến học dòng họ"),
        "board": _("Ban khuyến học"),
        "other": _("Khác"),
    }


def donor_kinds() -> dict[str, str]:
    """Who gives."""
    return {"person": _("Cá nhân"), "organisation": _("Tổ chức")}


def group_kinds() -> dict[str, str]:
    """Bodies that receive."""
    return {"family": _("Gia đình"), "clan": _("Dòng họ"), "unit": _("Đơn vị, tập thể")}


def movement_kinds() -> dict[str, str]:
    """What a movement is."""
    return {"opening": _("Số dư đầu"), "receive": _("Thu"), "pay": _("Chi"), "transfer": _("Chuyển")}


def purposes() -> dict[str, str]:
    """What a round is for."""
    return {"support": _("Giúp học sinh khó khăn"), "talent": _("Khen học sinh giỏi, tài năng")}


def recipient_kinds() -> dict[str, str]:
    """Who may be given an award."""
    return {
        "pupil": _("Học sinh"),
        "student": _("Sinh viên"),
        "teacher": _("Giáo viên"),
        "official": _("Cán bộ khuyến học"),
        "member": _("Hội viên"),
        "family": _("Gia đình"),
        "clan": _("Dòng họ"),
        "unit": _("Đơn vị, tập thể"),
        "donor": _("Nhà tài trợ"),
    }


def forms() -> dict[str, str]:
    """What is given."""
    return {
        "scholarship": _("Học bổng"),
        "gift": _("Quà"),
        "certificate": _("Giấy khen"),
        "merit": _("Bằng khen"),
        "flag": _("Cờ thi đua"),
        "medal": _("Kỷ niệm chương"),
        "other": _("Khác"),
    }


def award_states() -> dict[str, str]:
    """How far a line of a round has come."""
    return {
        "nominated": _("Đề nghị"),
        "approved": _("Đã duyệt"),
        "paid": _("Đã trao"),
        "withdrawn": _("Đã rút"),
    }


def levels() -> dict[str, str]:
    """Levels of units."""
    return {"province": _("Tỉnh"), "district": _("Huyện"), "commune": _("Xã"), "direct": _("Đơn vị trực thuộc")}


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


def code_of(words: Mapping[str, str], text: str) -> str | None:
    """The code that a text says, as a code or in words of any spelling and either language; None where it says none."""
    wanted = spellings(text)
    return next((code for code, word in words.items() if text == code or plain(word) in wanted), None)


def personal_kinds() -> dict[str, str]:
    """Kinds of records that hold what is known of a person."""
    return {
        "person": _("Người"),
        "learner": _("Người học (phần đếm được)"),
        "learner.name": _("Người học (họ tên, liên lạc)"),
        "group": _("Gia đình, dòng họ, tập thể"),
        "donor": _("Nhà tài trợ"),
        "award.note": _("Ghi chú của một suất khen, trợ cấp"),
        "movement.note": _("Ghi chú của một phiếu thu, chi"),
    }
