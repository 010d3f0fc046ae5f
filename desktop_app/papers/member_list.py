"""«Danh sách hội viên»: the members of an office by branch, in the layout of Nghị định 30."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from db.i18n import _
from desktop_app.papers.fonts import BOLD
from desktop_app.papers.page import PORTRAIT, Heading, Sheet, Target, draw_heading, draw_title, leading
from desktop_app.papers.signing import Signature, closing_height, draw_closing
from desktop_app.papers.tables import Column, Line, Span, Table
from desktop_app.values.dates import format_birth, format_date
from desktop_app.values.words import number_in_words


@dataclass(frozen=True)
class MemberLine:
    """One member; `born` and `joined` are ISO dates or years. What is empty in all lines gets no column."""

    name: str
    born: str = ""
    sex: str = ""
    ethnic_group: str = ""
    branch: str = ""
    phone: str = ""
    joined: str = ""
    post: str = ""
    note: str = ""


@dataclass(frozen=True)
class MemberList:
    """The members in list order as of a day; with `by_branch` a heading stands before the members of each branch."""

    heading: Heading
    subject: str
    as_of: date
    lines: tuple[MemberLine, ...]
    signer_post: str
    signer: str = ""
    by_branch: bool = False
    recipients: tuple[str, ...] = ()


def draw_member_list(values: MemberList, target: Target) -> int:
    """Draw it; returns the pages."""
    title = _("DANH SÁCH HỘI VIÊN")
    sheet = Sheet(PORTRAIT, title=f"{title} - {values.subject}", left=25)
    draw_heading(sheet, values.heading)
    note = _("(Tính đến ngày {day})").format(day=format_date(values.as_of))
    draw_title(sheet, title, values.subject, note=note)
    columns = _columns(values)
    rows = [
        Line((str(number), *(_text(line, field) for field, _column in columns)))
        for number, line in enumerate(values.lines, 1)
    ]
    if values.by_branch:
        rows = _with_branches(values, rows, len(columns) + 1)
    signature = Signature(values.signer_post, values.signer)
    table = Table(sheet, [Column(_("STT"), 11, "center"), *(column for _field, column in columns)], size=11)
    table.draw(rows, keep=leading(13) + 3 + closing_height(sheet, values.recipients, signature))
    _draw_count(sheet, len(values.lines))
    draw_closing(sheet, values.recipients, signature)
    return sheet.save(target)


def _columns(values: MemberList) -> list[tuple[str, Column]]:
    """The columns that at least one member fills, each with its field."""
    columns = [
        ("name", Column(_("Họ và tên"), 46)),
        ("born", Column(_("Ngày sinh"), 22, "center")),
        ("sex", Column(_("Nam/ Nữ"), 12, "center")),
        ("ethnic_group", Column(_("Dân tộc"), 18)),
        ("branch", Column(_("Chi hội"), 36)),
        ("post", Column(_("Chức vụ"), 26)),
        ("phone", Column(_("Điện thoại"), 25, "center")),
        ("joined", Column(_("Ngày vào Hội"), 22, "center")),
        ("note", Column(_("Ghi chú"), 22)),
    ]
    hidden = "branch" if values.by_branch else ""
    return [
        (field, column)
        for field, column in columns
        if field != hidden and (field == "name" or any(getattr(line, field) for line in values.lines))
    ]


def _text(line: MemberLine, field: str) -> str:
    text: str = getattr(line, field)
    return format_birth(text) if text and field in ("born", "joined") else text


def _with_branches(values: MemberList, rows: list[Line], columns: int) -> list[Line]:
    """A heading with the number of members before the rows of each branch."""
    found: list[Line] = []
    pairs = zip(values.lines, rows, strict=True)
    for branch, members in groupby(pairs, key=lambda pair: pair[0].branch):
        own = [row for _line, row in members]
        name = branch or _("Chưa thuộc chi hội nào")
        label = _("{branch}: {count} hội viên").format(branch=name, count=len(own))
        found += [Line((Span(label, columns),), bold=True, shaded=True, heads=True), *own]
    return found


def _draw_count(sheet: Sheet, count: int) -> None:
    text = _("Danh sách có {count} ({words}) hội viên.").format(count=count, words=number_in_words(count))
    sheet.y += 3 + leading(13)
    sheet.text(sheet.left, sheet.y, text, BOLD, 12.5)
