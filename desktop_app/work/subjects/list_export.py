"""Lists as Excel or CSV: titles and words of the trade, so that what is written can be loaded again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.sheets.writing import SheetColumn, SheetTable, write_csv, write_xlsx
from desktop_app.values.dates import format_birth, format_date
from desktop_app.work.awards.certificate_numbers import written_certificate
from desktop_app.work.fund.movements import printed_number
from desktop_app.work.records import export_log, vocabulary

Row = Mapping[str, Any]
DAYS = ("on", "joined", "left", "founded", "dissolved", "head_count_on", "from", "until", "reversed_on")
HIDDEN = ("id", "person_id", "person", "donor", "book", "block", "number", "digest", "names")
NUMBERS = ("members", "head_count", "people", "households", "pupils", "awards", "value")
MONEY = ("amount", "goods_value", "budget")
WIDE = ("full_name", "name", "recipient", "party", "note", "reason", "address", "branch", "goods")


@dataclass(frozen=True)
class _Subject:
    """How a subject's rows are written: its title, and the words behind its codes."""

    title: str
    words: Mapping[str, Mapping[str, str]]


def export_list(book: Book, subject: str, rows: Sequence[Row], target: Path) -> None:
    """Write a list as Excel or CSV, and into the log of exports first; the ending of `target` chooses."""
    how = _subject(subject)
    written = [_written(subject, row, how.words) for row in rows]
    keys = [key for key in (written[0] if written else {}) if key not in HIDDEN or (subject, key) in SHOWN]
    columns = [_column(key) for key in keys]
    table = SheetTable(how.title, columns, written, [format_date(book.clock.today())])
    write = {".csv": lambda: write_csv(target, table), ".xlsx": lambda: write_xlsx(target, [table])}.get(
        target.suffix.lower()
    )
    if write is None:
        raise Refusal(_("Chọn tên tệp có đuôi .xlsx hoặc .csv."), code="ENDING")
    export_log.log(book, subject, len(written), target)
    write()


SHOWN = {("posts", "person"), ("clusters", "number")}
"""Columns that hide elsewhere."""


def _column(key: str) -> SheetColumn:
    kind = "money" if key in MONEY else "int" if key in NUMBERS else "text"
    return SheetColumn(key, titles().get(key, key), kind, 30 if key in WIDE else 16)


def _written(subject: str, row: Row, words: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    readers: dict[str, Callable[[Any], Any]] = {name: lambda day: format_date(date.fromisoformat(day)) for name in DAYS}
    readers["born"] = format_birth
    said = {
        key: value if value is None else readers[key](value) if key in readers else words.get(key, {}).get(value, value)
        for key, value in row.items()
    }
    if subject == "fund":
        said["voucher"] = printed_number(row["book"], row["block"], row["number"], row["year"])
        said["category"] = said.pop("category_name")
        del said["year"]
    if subject == "awards":
        number, year = said.pop("decision_no"), said.pop("decision_year")
        said["decision"] = f"{number}/{year}" if number else None
        said["certificate_no"] = written_certificate(row["certificate_no"])
    return said


def _subject(subject: str) -> _Subject:
    found: dict[str, _Subject] = {
        "members": _Subject(_("Danh sách hội viên"), {"sex": vocabulary.SEXES, "reason": vocabulary.LEAVING_REASONS}),
        "people": _Subject(_("Danh sách người"), {"sex": vocabulary.SEXES, "kind": _person_kinds()}),
        "branches": _Subject(_("Danh sách chi hội"), {"kind": vocabulary.BRANCH_KINDS}),
        "donors": _Subject(_("Danh sách nhà tài trợ"), {"kind": vocabulary.DONOR_KINDS}),
        "groups": _Subject(_("Danh sách tập thể"), {"kind": vocabulary.GROUP_KINDS}),
        "purses": _Subject(_("Danh sách quỹ"), {}),
        "fund": _Subject(
            _("Phát sinh quỹ"),
            {
                "kind": vocabulary.MOVEMENT_KINDS,
                "account": vocabulary.ACCOUNTS,
                "to_account": vocabulary.ACCOUNTS,
                "reversed_reason": vocabulary.REVERSAL_REASONS,
            },
        ),
        "categories": _Subject(
            _("Nội dung thu chi"), {"side": {"in": _("Thu"), "out": _("Chi"), "both": _("Thu, chi")}}
        ),
        "rounds": _Subject(_("Đợt xét"), {"purpose": vocabulary.PURPOSES}),
        "decisions": _Subject(_("Quyết định"), {}),
        "awards": _Subject(
            _("Khen thưởng, học bổng"),
            {
                "recipient_kind": vocabulary.RECIPIENT_KINDS,
                "purpose": vocabulary.PURPOSES,
                "form": vocabulary.FORMS,
                "state": vocabulary.AWARD_STATES,
            },
        ),
        "population": _Subject(_("Dân số"), {}),
        "targets": _Subject(_("Chỉ tiêu"), {}),
        "units": _Subject(_("Đơn vị"), {"level": vocabulary.LEVELS}),
        "clusters": _Subject(_("Cụm thi đua"), {}),
        "posts": _Subject(_("Chức vụ"), {}),
        "contacts": _Subject(_("Danh bạ các đơn vị"), {}),
        "exports": _Subject(_("Nhật ký xuất, in"), {"what": export_log.paper_titles()}),
        "statements": _Subject(_("Số liệu đã chốt"), {}),
        "figures": _Subject(_("Số liệu của đơn vị"), {}),
    }
    return found.get(subject, _Subject(subject, {}))


def export_title(what: str) -> str:
    """What a line of the log of exports is about."""
    return export_log.paper_titles().get(what) or _subject(what).title


def _person_kinds() -> dict[str, str]:
    return {"person": _("Người lớn"), "learner": _("Học sinh")}


def titles() -> dict[str, str]:
    """The title of each column; the reading of lists knows the same words."""
    return {
        "full_name": _("Họ và tên"),
        "born": _("Ngày sinh"),
        "sex": _("Giới tính"),
        "ethnic_group": _("Dân tộc"),
        "phone": _("Điện thoại"),
        "address": _("Địa chỉ"),
        "branch": _("Chi hội"),
        "joined": _("Ngày vào Hội"),
        "left": _("Ngày thôi"),
        "reason": _("Lý do"),
        "name": _("Tên"),
        "kind": _("Loại"),
        "founded": _("Ngày thành lập"),
        "dissolved": _("Ngày giải thể"),
        "head": _("Người phụ trách"),
        "members": _("Hội viên theo danh sách"),
        "head_count": _("Số hội viên"),
        "head_count_on": _("Ngày đếm"),
        "restricted": _("Có mục đích riêng"),
        "purpose": _("Mục đích"),
        "allowed": _("Được chi cho"),
        "on": _("Ngày"),
        "amount": _("Số tiền"),
        "purse": _("Quỹ"),
        "account": _("Tài khoản"),
        "party": _("Người nộp, người nhận"),
        "category": _("Nội dung thu chi"),
        "note": _("Diễn giải"),
        "goods": _("Hiện vật"),
        "to_purse": _("Chuyển đến quỹ"),
        "to_account": _("Chuyển đến tài khoản"),
        "voucher": _("Số phiếu"),
        "reversed_on": _("Ngày hủy"),
        "reversed_reason": _("Lý do hủy"),
        "code": _("Mã"),
        "side": _("Thu, chi"),
        "feeds": _("Vào chỉ tiêu"),
        "school_year": _("Năm học"),
        "budget": _("Kinh phí"),
        "awards": _("Số suất"),
        "no": _("Số"),
        "year": _("Năm"),
        "signer": _("Người ký"),
        "signer_post": _("Chức vụ người ký"),
        "title": _("Tên quyết định"),
        "subject": _("Trích yếu"),
        "recipient": _("Người nhận"),
        "recipient_kind": _("Đối tượng"),
        "round": _("Đợt xét"),
        "form": _("Hình thức"),
        "goods_value": _("Giá trị hiện vật"),
        "state": _("Trạng thái"),
        "certificate_no": _("Số giấy khen"),
        "decision": _("Quyết định"),
        "unit": _("Đơn vị"),
        "unit_name": _("Tên đơn vị"),
        "zalo": _("Zalo"),
        "source": _("Lấy từ"),
        "people": _("Dân số"),
        "households": _("Số hộ"),
        "pupils": _("Số học sinh"),
        "indicator": _("Chỉ tiêu"),
        "value": _("Giá trị"),
        "level": _("Cấp"),
        "from": _("Từ ngày"),
        "until": _("Đến ngày"),
        "number": _("Số cụm"),
        "units": _("Các đơn vị"),
        "person": _("Người giữ chức vụ"),
        "post": _("Chức vụ"),
        "period": _("Kỳ"),
        "last_year": _("Cùng kỳ năm trước"),
        "target": _("Chỉ tiêu năm"),
        "exported_at": _("Lúc"),
        "officer": _("Người xuất"),
        "what": _("Danh sách, giấy tờ"),
        "size": _("Số dòng, trang"),
        "file": _("Tệp"),
    }
