"""How a paper begins: the heading and title of Nghị định 30/2020/NĐ-CP, phụ lục I, or the head of an accounting form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db.i18n import _
from desktop_app.papers.page import BOLD, ITALIC, REGULAR, PaperDocument, width_of
from desktop_app.values.dates import long_date
from desktop_app.values.words import begun

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True)
class Heading:
    """The upper part of a paper: bodies on the left, nation and motto on the right, number, place and day."""

    parent: str
    body: str
    place: str
    day: date
    number: str = ""


def draw_heading(sheet: PaperDocument, heading: Heading) -> None:
    """Both columns of the heading; number and place stand on one line however many lines the body takes."""
    left, right = sheet.left + sheet.inner * 0.20, sheet.left + sheet.inner * 0.71
    y = sheet.y + 5
    line = max(_draw_bodies(sheet, heading, left, y) + 8, y + 14)
    sheet.fitted(right, y, NATION, sheet.inner * 0.56, BOLD, 12, "center")
    sheet.text(right, y + 5.6, MOTTO, BOLD, 13, "center")
    half = width_of(MOTTO, BOLD, 13) / 2
    sheet.rule(right - half, right + half, y + 7.2)
    if heading.number:
        sheet.text(left, line, _("Số: {number}").format(number=heading.number), REGULAR, 13, "center")
    sheet.fitted(right, line, place_and_day(heading.place, heading.day), sheet.inner * 0.58, ITALIC, 13, "center")
    sheet.y = line + 6


def _draw_bodies(sheet: PaperDocument, heading: Heading, middle: float, y: float) -> float:
    """The body above and the issuing body with the short rule under it; returns the last baseline."""
    wide = sheet.inner * 0.39
    if heading.parent:
        y = sheet.fitted(middle, y, heading.parent, wide, REGULAR, 12, "center") + 5.2
    y = sheet.fitted(middle, y, heading.body, wide, BOLD, 12, "center")
    half = min(width_of(heading.body, BOLD, 12), wide) * 0.2
    sheet.rule(middle - half, middle + half, y + 1.6)
    return y


def place_and_day(place: str, day: date) -> str:
    """ "Ea Kar, ngày 05 tháng 7 năm 2020"; without a place the day alone, with a capital."""
    text = long_date(day)
    return f"{place}, {text}" if place else begun(text)


def draw_title(sheet: PaperDocument, title: str, *subjects: str, note: str = "") -> None:
    """The kind of paper in capitals and what it is about, centred; `note` in italics beneath."""
    middle = sheet.left + sheet.inner / 2
    sheet.y += 5
    sheet.text(middle, sheet.y, title, BOLD, 14, "center")
    for subject in filter(None, subjects):
        sheet.y = sheet.fitted(middle, sheet.y + 6.2, subject, sheet.inner * 0.9, BOLD, 13, "center")
    if note:
        sheet.y = sheet.fitted(middle, sheet.y + 6, note, sheet.inner * 0.9, ITALIC, 13, "center")
    sheet.rule(middle - 15, middle + 15, sheet.y + 2.5)
    sheet.y += 7


@dataclass(frozen=True)
class FormHead:
    """The head of an accounting form: the unit and its code on the left; the form's number and source on the right.

    `form` is empty for a paper of the unit's own design.
    """

    unit: str
    code: str = ""
    form: str = ""
    source: str = ""


def draw_form_head(sheet: PaperDocument, head: FormHead, y: float, *, size: float = 11) -> float:
    """Both sides of the head from the baseline `y` on; returns the last baseline."""
    wide = sheet.inner * 0.55
    left = sheet.fitted(sheet.left, y, _("Đơn vị: {unit}").format(unit=head.unit), wide, BOLD, size)
    left += size * 0.45
    sheet.text(sheet.left, left, _("Mã QHNS: {code}").format(code=head.code or "…………………"), REGULAR, size)
    if not head.form:
        return left
    middle = sheet.right - 32
    sheet.text(middle, y, _("Mẫu số: {form}").format(form=head.form), BOLD, size, "center")
    return max(left, sheet.fitted(middle, y + size * 0.42, head.source, 64, ITALIC, size - 1.5, "center"))
