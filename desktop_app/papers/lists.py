"""Lists in the layout of Nghị định 30: the award list of a decision, scholarship recipients with signatures, members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db.i18n import _
from desktop_app.papers.heading import Heading, draw_heading, draw_title
from desktop_app.papers.page import BOLD, ITALIC, LANDSCAPE, PORTRAIT, Sheet
from desktop_app.papers.signing import SIGNATURE_HEIGHT, Signature, draw_signatures
from desktop_app.papers.table import Carried, Column, Line, Report, Table
from desktop_app.values.dates import format_birth, format_date
from desktop_app.values.money import format_money
from desktop_app.values.words import amount_in_words, number_in_words

SIGNING_ROW = 11.5
"""Height (mm) of a row that is signed by hand."""
TOTAL_HEIGHT = 14.0
"""The two lines under a list: how many, and how much in words."""


@dataclass(frozen=True)
class AwardLine:
    """One line of a list; `amount` in đồng without goods, `born` ISO or a year."""

    name: str
    born: str
    sex: str
    ethnic_group: str
    class_name: str
    school: str
    village: str
    guardian: str
    reason: str
    form: str
    amount: int
    note: str = ""


@dataclass(frozen=True)
class AwardList:
    """A list that belongs to a decision."""

    heading: Heading
    decision: str
    decided_on: date
    subject: str
    lines: tuple[AwardLine, ...]
    signer_post: str
    signer: str
    writer: str = ""
    treasurer: str = ""
    accountant: str = ""

    @property
    def total(self) -> int:
        """All amounts together, in đồng."""
        return sum(line.amount for line in self.lines)


def draw_award_list(values: AwardList, target: Path, report: Report | None = None) -> int:
    """«Danh sách khen thưởng», attached to a decision; returns the pages."""
    sheet = Sheet(target, LANDSCAPE, title=_("Danh sách khen thưởng"), left=25)
    draw_heading(sheet, values.heading)
    draw_title(sheet, _("DANH SÁCH KHEN THƯỞNG"), values.subject, note=_attached(values))
    columns = (
        Column(_("STT"), 11, "center"),
        Column(_("Họ và tên"), 47),
        Column(_("Ngày, tháng, năm sinh"), 24, "center"),
        Column(_("Lớp"), 12, "center"),
        Column(_("Trường, đơn vị"), 38),
        Column(_("Thôn, buôn"), 28),
        Column(_("Thành tích"), 44),
        Column(_("Hình thức khen"), 22),
        Column(_("Mức thưởng (đồng)"), 25, "right"),
        Column(_("Ghi chú"), 18),
    )
    lines = [
        Line(
            (
                str(number),
                line.name,
                format_birth(line.born) if line.born else "",
                line.class_name,
                line.school,
                line.village,
                line.reason,
                line.form,
                format_money(line.amount) if line.amount else "",
                line.note,
            ),
            amounts={8: line.amount},
        )
        for number, line in enumerate(values.lines, 1)
    ]
    table = Table(sheet, columns, size=11, carried=Carried(1, (8,)))
    table.draw(
        [*lines, _total_line(len(columns), 8, values.total)], keep=SIGNATURE_HEIGHT + TOTAL_HEIGHT, report=report
    )
    _draw_total(sheet, values, _("Tổng số: {count} ({words}) cá nhân, tập thể."))
    draw_signatures(sheet, [Signature(_("NGƯỜI LẬP"), values.writer), Signature(values.signer_post, values.signer)])
    return sheet.save()


def draw_scholarship_list(values: AwardList, target: Path, report: Report | None = None) -> int:
    """«Danh sách học sinh nhận học bổng» with a column to sign in; hardship is never printed. Returns the pages."""
    sheet = Sheet(target, LANDSCAPE, title=_("Danh sách nhận học bổng"), left=25)
    draw_heading(sheet, values.heading)
    draw_title(sheet, _("DANH SÁCH HỌC SINH NHẬN HỌC BỔNG"), values.subject, note=_attached(values))
    columns = (
        Column(_("STT"), 11, "center"),
        Column(_("Họ và tên"), 47),
        Column(_("Năm sinh"), 14, "center"),
        Column(_("Nam, nữ"), 13, "center"),
        Column(_("Dân tộc"), 18),
        Column(_("Lớp"), 12, "center"),
        Column(_("Trường"), 36),
        Column(_("Cha, mẹ hoặc người giám hộ"), 36),
        Column(_("Nơi ở"), 30),
        Column(_("Số tiền (đồng)"), 25, "right"),
        Column(_("Ký nhận"), 30),
    )
    lines = [
        Line(
            (
                str(number),
                line.name,
                line.born[:4],
                line.sex,
                line.ethnic_group,
                line.class_name,
                line.school,
                line.guardian,
                line.village,
                format_money(line.amount) if line.amount else line.note,
                "",
            ),
            amounts={9: line.amount},
        )
        for number, line in enumerate(values.lines, 1)
    ]
    table = Table(sheet, columns, size=11, lowest=SIGNING_ROW, carried=Carried(1, (9,)))
    table.draw(
        [*lines, _total_line(len(columns), 9, values.total)], keep=SIGNATURE_HEIGHT + TOTAL_HEIGHT, report=report
    )
    _draw_total(sheet, values, _("Tổng cộng: {count} ({words}) suất học bổng."))
    draw_signatures(
        sheet,
        [
            Signature(_("NGƯỜI LẬP"), values.writer),
            Signature(_("XÁC NHẬN\nCỦA NHÀ TRƯỜNG")),
            Signature(_("THỦ QUỸ"), values.treasurer),
            Signature(_("KẾ TOÁN"), values.accountant),
            Signature(values.signer_post, values.signer),
        ],
    )
    return sheet.save()


def _attached(values: AwardList) -> str:
    return _("(Kèm theo Quyết định số {number} ngày {day})").format(
        number=values.decision, day=format_date(values.decided_on)
    )


def _total_line(columns: int, column: int, total: int) -> Line:
    cells = [""] * columns
    cells[1], cells[column] = _("Cộng"), format_money(total)
    return Line(tuple(cells), bold=True)


def _draw_total(sheet: Sheet, values: AwardList, sentence: str) -> None:
    count = len(values.lines)
    sheet.y += 6.5
    sheet.text(sheet.left, sheet.y, sentence.format(count=count, words=number_in_words(count)), BOLD, 12)
    if values.total:
        words = _("Số tiền bằng chữ: {words}.").format(words=amount_in_words(values.total, exact=True))
        sheet.y = sheet.fitted(sheet.left, sheet.y + 6, words, sheet.inner, ITALIC, 12)


@dataclass(frozen=True)
class MemberLine:
    """One member in the list; `born` ISO or a year, `joined` ISO."""

    name: str
    born: str
    sex: str
    ethnic_group: str
    branch: str
    joined: str


def draw_member_list(
    heading: Heading,
    subject: str,
    members: Sequence[MemberLine],
    signer: Signature,
    target: Path,
    report: Report | None = None,
) -> int:
    """«Danh sách hội viên» in list order; returns the pages."""
    sheet = Sheet(target, PORTRAIT, title=_("Danh sách hội viên"))
    draw_heading(sheet, heading)
    draw_title(sheet, _("DANH SÁCH HỘI VIÊN"), subject)
    columns = (
        Column(_("STT"), 11 if len(members) < 10_000 else 14, "center"),
        Column(_("Họ và tên"), 44),
        Column(_("Ngày sinh"), 22, "center"),
        Column(_("Nam, nữ"), 12, "center"),
        Column(_("Dân tộc"), 19),
        Column(_("Chi hội"), 34),
        Column(_("Ngày vào Hội"), 22, "center"),
    )
    lines = [
        Line(
            (
                str(number),
                one.name,
                format_birth(one.born) if one.born else "",
                one.sex,
                one.ethnic_group,
                one.branch,
                format_birth(one.joined),
            )
        )
        for number, one in enumerate(members, 1)
    ]
    Table(sheet, columns, size=10.5).draw(lines, keep=SIGNATURE_HEIGHT + 7, report=report)
    sheet.y += 6.5
    total = _("Danh sách có {count} ({words}) hội viên.").format(
        count=len(members), words=number_in_words(len(members))
    )
    sheet.text(sheet.left, sheet.y, total, BOLD, 12)
    draw_signatures(sheet, [Signature(""), signer])
    return sheet.save()
