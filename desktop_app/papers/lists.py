"""Lists in the layout of Nghị định 30: the award list of a decision, scholarship recipients with signatures, members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db.i18n import _
from desktop_app.papers.page import (
    BOLD,
    ITALIC,
    LANDSCAPE,
    PORTRAIT,
    SIGNATURE_HEIGHT,
    Column,
    Heading,
    Line,
    Sheet,
    Signature,
    Table,
    draw_heading,
    draw_signatures,
    draw_title,
)
from desktop_app.values.dates import format_birth, format_date
from desktop_app.values.money import format_money
from desktop_app.values.words import amount_in_words, number_in_words

SIGNING_ROW = 11.5
"""Height (mm) of a row that is signed by hand."""


@dataclass(frozen=True)
class AwardLine:
    """One line of a list; amounts in đồng, `born` ISO or a year."""

    name: str
    born: str
    sex: str
    ethnic_group: str
    school: str
    guardian: str
    reason: str
    form: str
    amount: int


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


def draw_award_list(values: AwardList, target: Path) -> int:
    """«Danh sách khen thưởng», attached to a decision; returns the pages."""
    sheet = Sheet(target, LANDSCAPE, title=_("Danh sách khen thưởng"), left=25)
    draw_heading(sheet, values.heading)
    draw_title(sheet, _("DANH SÁCH KHEN THƯỞNG"), values.subject, note=_attached(values))
    columns = (
        Column(_("STT"), 10, "center"),
        Column(_("Họ và tên"), 46),
        Column(_("Ngày, tháng, năm sinh"), 25, "center"),
        Column(_("Lớp, trường, đơn vị"), 46),
        Column(_("Thành tích"), 60),
        Column(_("Hình thức khen"), 26),
        Column(_("Mức thưởng (đồng)"), 25, "right"),
        Column(_("Ghi chú"), 16),
    )
    lines = [
        Line(
            (
                str(number),
                line.name,
                format_birth(line.born) if line.born else "",
                line.school,
                line.reason,
                line.form,
                format_money(line.amount) if line.amount else "",
                "",
            )
        )
        for number, line in enumerate(values.lines, 1)
    ]
    total = sum(line.amount for line in values.lines)
    lines.append(Line(("", _("Cộng"), "", "", "", "", format_money(total), ""), bold=True))
    Table(sheet, columns, size=11.5).draw(lines, keep=SIGNATURE_HEIGHT + 16)
    _draw_total(sheet, len(values.lines), total, _("Tổng số: {count} ({words}) cá nhân, tập thể."))
    draw_signatures(sheet, [Signature(_("NGƯỜI LẬP"), values.writer), Signature(values.signer_post, values.signer)])
    return sheet.save()


def draw_scholarship_list(values: AwardList, target: Path) -> int:
    """«Danh sách học sinh nhận học bổng» with a column to sign in; hardship is never printed. Returns the pages."""
    sheet = Sheet(target, LANDSCAPE, title=_("Danh sách nhận học bổng"), left=25)
    draw_heading(sheet, values.heading)
    draw_title(sheet, _("DANH SÁCH HỌC SINH NHẬN HỌC BỔNG"), values.subject, note=_attached(values))
    columns = (
        Column(_("STT"), 10, "center"),
        Column(_("Họ và tên"), 48),
        Column(_("Năm sinh"), 16, "center"),
        Column(_("Nam/ Nữ"), 13, "center"),
        Column(_("Dân tộc"), 20),
        Column(_("Lớp, trường"), 46),
        Column(_("Cha, mẹ hoặc người giám hộ"), 42),
        Column(_("Số tiền (đồng)"), 24, "right"),
        Column(_("Ký nhận"), 32),
    )
    lines = [
        Line(
            (
                str(number),
                line.name,
                line.born[:4],
                line.sex,
                line.ethnic_group,
                line.school,
                line.guardian,
                format_money(line.amount),
                "",
            )
        )
        for number, line in enumerate(values.lines, 1)
    ]
    total = sum(line.amount for line in values.lines)
    lines.append(Line(("", _("Cộng"), "", "", "", "", "", format_money(total), ""), bold=True))
    Table(sheet, columns, size=11.5, lowest=SIGNING_ROW).draw(lines, keep=SIGNATURE_HEIGHT + 16)
    _draw_total(sheet, len(values.lines), total, _("Tổng cộng: {count} ({words}) suất học bổng."))
    draw_signatures(
        sheet,
        [
            Signature(_("NGƯỜI LẬP"), values.writer),
            Signature(_("THỦ QUỸ")),
            Signature(_("KẾ TOÁN")),
            Signature(values.signer_post, values.signer),
        ],
    )
    return sheet.save()


def _attached(values: AwardList) -> str:
    return _("(Kèm theo Quyết định số {number} ngày {day})").format(
        number=values.decision, day=format_date(values.decided_on)
    )


def _draw_total(sheet: Sheet, count: int, total: int, sentence: str) -> None:
    sheet.y += 6.5
    sheet.text(sheet.left, sheet.y, sentence.format(count=count, words=number_in_words(count)), BOLD, 12)
    sheet.y += 6
    words = _("Số tiền bằng chữ: {words}.").format(words=amount_in_words(total, exact=True))
    sheet.y = sheet.fitted(sheet.left, sheet.y, words, sheet.inner, ITALIC, 12)


@dataclass(frozen=True)
class MemberLine:
    """One member in the list."""

    name: str
    born: str
    sex: str
    ethnic_group: str
    branch: str
    phone: str
    joined: str


def draw_member_list(
    heading: Heading, subject: str, members: Sequence[MemberLine], signer: Signature, target: Path
) -> int:
    """«Danh sách hội viên» in list order; returns the pages."""
    sheet = Sheet(target, PORTRAIT, title=_("Danh sách hội viên"), left=25)
    draw_heading(sheet, heading)
    draw_title(sheet, _("DANH SÁCH HỘI VIÊN"), subject)
    columns = (
        Column(_("STT"), 10, "center"),
        Column(_("Họ và tên"), 44),
        Column(_("Ngày sinh"), 22, "center"),
        Column(_("Nam/ Nữ"), 12, "center"),
        Column(_("Dân tộc"), 18),
        Column(_("Chi hội"), 32),
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
    Table(sheet, columns, size=10.5).draw(lines, keep=SIGNATURE_HEIGHT + 8)
    sheet.y += 6
    total = _("Danh sách có {count} ({words}) hội viên.").format(
        count=len(members), words=number_in_words(len(members))
    )
    sheet.text(sheet.left, sheet.y, total, BOLD, 12)
    draw_signatures(sheet, [Signature(""), signer])
    return sheet.save()
