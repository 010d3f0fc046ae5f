"""Lists in the layout of Nghị định 30: the award list of a decision, scholarship recipients with signatures, members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db.i18n import _
from db.progress import Progress
from desktop_app.papers.heading import Heading, draw_heading, draw_title
from desktop_app.papers.page import BOLD, ITALIC, LANDSCAPE, PORTRAIT, PaperDocument
from desktop_app.papers.signing import SIGNATURE_HEIGHT, Signature, draw_signatures
from desktop_app.papers.table import SUM_HEIGHT, CarriedSums, PaperColumn, PaperLine, Table
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


def draw_award_list(values: AwardList, target: Path, report: Progress | None = None, *, sample: bool = False) -> int:
    """«Danh sách khen thưởng», attached to a decision; returns the pages."""
    sheet = _begin(_("DANH SÁCH KHEN THƯỞNG"), values, target, sample=sample)
    columns = (
        PaperColumn(_("STT"), 11, "center"),
        PaperColumn(_("Họ và tên"), 47),
        PaperColumn(_("Ngày, tháng, năm sinh"), 24, "center"),
        PaperColumn(_("Lớp"), 12, "center"),
        PaperColumn(_("Trường, đơn vị"), 38),
        PaperColumn(_("Thôn, buôn"), 28),
        PaperColumn(_("Thành tích"), 44),
        PaperColumn(_("Hình thức khen"), 22),
        PaperColumn(_("Mức thưởng (đồng)"), 25, "right"),
        PaperColumn(_("Ghi chú"), 18),
    )
    _draw_lines(sheet, columns, [_award_cells(line) for line in values.lines], values, report, money=8, kept=(0, 1))
    _draw_total(sheet, values, _("Tổng số: {count} ({words}) cá nhân, tập thể."))
    draw_signatures(sheet, [Signature(_("NGƯỜI LẬP"), values.writer), Signature(values.signer_post, values.signer)])
    return sheet.save()


def _award_cells(line: AwardLine) -> tuple[str, ...]:
    born = format_birth(line.born) if line.born else ""
    amount = format_money(line.amount) if line.amount else ""
    return (
        line.name,
        born,
        line.class_name,
        line.school,
        line.village,
        line.reason,
        line.form,
        amount,
        line.note,
    )


def draw_scholarship_list(
    values: AwardList, target: Path, report: Progress | None = None, *, sample: bool = False
) -> int:
    """«Danh sách học sinh nhận học bổng» with a column to sign in; hardship is never printed. Returns the pages."""
    sheet = _begin(_("DANH SÁCH HỌC SINH NHẬN HỌC BỔNG"), values, target, sample=sample)
    columns = (
        PaperColumn(_("STT"), 11, "center"),
        PaperColumn(_("Họ và tên"), 47),
        PaperColumn(_("Năm sinh"), 14, "center"),
        PaperColumn(_("Nam, nữ"), 13, "center"),
        PaperColumn(_("Dân tộc"), 18),
        PaperColumn(_("Lớp"), 12, "center"),
        PaperColumn(_("Trường"), 36),
        PaperColumn(_("Cha, mẹ hoặc người giám hộ"), 36),
        PaperColumn(_("Nơi ở"), 30),
        PaperColumn(_("Số tiền (đồng)"), 25, "right"),
        PaperColumn(_("Ký nhận"), 30),
    )
    cells = [_scholarship_cells(line) for line in values.lines]
    _draw_lines(sheet, columns, cells, values, report, money=9, kept=(0, 1, 9, 10), lowest=SIGNING_ROW)
    _draw_total(sheet, values, _("Tổng cộng: {count} ({words}) suất học bổng."))
    blocks = (
        Signature(_("NGƯỜI LẬP"), values.writer),
        Signature(_("XÁC NHẬN\nCỦA NHÀ TRƯỜNG")),
        Signature(_("THỦ QUỸ"), values.treasurer),
        Signature(_("KẾ TOÁN"), values.accountant),
        Signature(values.signer_post, values.signer),
    )
    draw_signatures(sheet, blocks)
    return sheet.save()


def _scholarship_cells(line: AwardLine) -> tuple[str, ...]:
    return (
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
    )


def _begin(title: str, values: AwardList, target: Path, *, sample: bool) -> PaperDocument:
    """A sheet with the heading, the title and the decision that the list is attached to."""
    sheet = PaperDocument(target, LANDSCAPE, title=title.capitalize(), left=25, sample=sample)
    draw_heading(sheet, values.heading)
    attached = _("(Kèm theo Quyết định số {number} ngày {day})").format(
        number=values.decision, day=format_date(values.decided_on)
    )
    draw_title(sheet, title, values.subject, note=attached)
    return sheet


def _draw_lines(
    sheet: PaperDocument,
    columns: Sequence[PaperColumn],
    cells: Sequence[tuple[str, ...]],
    values: AwardList,
    report: Progress | None,
    *,
    money: int,
    kept: Sequence[int],
    lowest: float = SUM_HEIGHT,
) -> None:
    """The numbered lines with their total; `money` is the column that is added up, where there is anything to add.

    A column that is empty on every line is left out, but for those `kept`.
    """
    numbered = [(str(number), *texts) for number, texts in enumerate(cells, 1)]
    left = [place for place in range(len(columns)) if place in kept or any(texts[place] for texts in numbered)]
    summed = [left.index(money)] if money in left else []
    lines = [
        PaperLine(tuple(texts[place] for place in left), amounts=dict.fromkeys(summed, line.amount))
        for texts, line in zip(numbered, values.lines, strict=True)
    ]
    if summed:
        total = [""] * len(left)
        total[1], total[summed[0]] = _("Cộng"), format_money(values.total)
        lines.append(PaperLine(tuple(total), bold=True))
    Table(
        sheet,
        [columns[place] for place in left],
        size=11,
        lowest=lowest,
        carried=CarriedSums(1, tuple(summed)) if summed else None,
    ).draw(lines, keep=SIGNATURE_HEIGHT + TOTAL_HEIGHT, report=report)


def _draw_total(sheet: PaperDocument, values: AwardList, sentence: str) -> None:
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
    report: Progress | None = None,
    *,
    sample: bool = False,
) -> int:
    """«Danh sách hội viên» in list order; returns the pages."""
    sheet = PaperDocument(target, PORTRAIT, title=_("Danh sách hội viên"), sample=sample)
    draw_heading(sheet, heading)
    draw_title(sheet, _("DANH SÁCH HỘI VIÊN"), subject)
    columns = (
        PaperColumn(_("STT"), 11 if len(members) < 10_000 else 14, "center"),
        PaperColumn(_("Họ và tên"), 44),
        PaperColumn(_("Ngày sinh"), 22, "center"),
        PaperColumn(_("Nam, nữ"), 12, "center"),
        PaperColumn(_("Dân tộc"), 19),
        PaperColumn(_("Chi hội"), 34),
        PaperColumn(_("Ngày vào Hội"), 22, "center"),
    )
    cells = [(str(number), *_member_cells(one)) for number, one in enumerate(members, 1)]
    left = [place for place in range(len(columns)) if place < 2 or any(texts[place] for texts in cells)]
    lines = [PaperLine(tuple(texts[place] for place in left)) for texts in cells]
    Table(sheet, [columns[place] for place in left], size=10.5).draw(
        lines, keep=SIGNATURE_HEIGHT + 7 * 2, report=report
    )
    sheet.y += 6.5
    total = _("Danh sách có {count} ({words}) hội viên.").format(
        count=len(members), words=number_in_words(len(members))
    )
    sheet.text(sheet.left, sheet.y, total, BOLD, 12)
    if unknown := _not_known(members):
        sheet.y = sheet.fitted(sheet.left, sheet.y + 6, unknown, sheet.inner, ITALIC, 12)
    draw_signatures(sheet, [Signature(""), signer])
    return sheet.save()


def _not_known(members: Sequence[MemberLine]) -> str:
    """Of how many members sex, ethnic group or birth are not recorded; "" where all are."""
    counts = (
        (_("giới tính"), sum(not one.sex for one in members)),
        (_("dân tộc"), sum(not one.ethnic_group for one in members)),
        (_("ngày sinh"), sum(not one.born for one in members)),
    )
    said = [_("{what}: {count} người").format(what=what, count=count) for what, count in counts if count]
    return _("Chưa ghi {counts}.").format(counts="; ".join(said)) if said else ""


def _member_cells(one: MemberLine) -> tuple[str, ...]:
    born = format_birth(one.born) if one.born else ""
    return one.name, born, one.sex, one.ethnic_group, one.branch, format_birth(one.joined)
