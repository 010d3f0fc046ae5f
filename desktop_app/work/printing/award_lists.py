"""The lists that go with a decision: awards, or scholarships to be signed for."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db.ethnic_groups import kept_ethnic_group
from db.i18n import _
from db.progress import Progress
from db.refusal import Refusal
from db.store import Book
from desktop_app.papers.lists import AwardLine, AwardList, draw_award_list, draw_scholarship_list
from desktop_app.values.money import format_dong
from desktop_app.work.book.book_marks import is_sample
from desktop_app.work.printing import issuer
from desktop_app.work.printing.awards import MadeDecision, approved_lines
from desktop_app.work.records.vocabulary import FORMS, SEXES
from desktop_app.work.units import posts
from desktop_app.work.units.officers import officer_name


def draw(
    book: Book, db: sqlite3.Connection, made: MadeDecision, target: Path, report: Progress | None, *, scholarships: bool
) -> int:
    """The list of the decision's scholarships, or of everything else it gives."""
    rows = [row for row in approved_lines(db, made) if (row["form"] == "scholarship") == scholarships]
    if not rows:
        raise Refusal(_nothing(scholarships).format(number=made.number), code="EMPTY")
    year = rows[0]["school_year"]
    values = AwardList(
        heading=issuer.heading(db, book.unit, made.day),
        decision=made.number,
        decided_on=made.day,
        subject=made.subject or (_("Năm học {year}").format(year=year) if year else ""),
        lines=tuple(_line(row, scholarships) for row in rows),
        signer_post=made.signer_post,
        signer=made.signer,
        writer=officer_name(db, book),
        treasurer=posts.holder(db, book.unit, posts.TREASURER, made.day),
        accountant=posts.holder(db, book.unit, posts.ACCOUNTANT, made.day),
    )
    draw_list = draw_scholarship_list if scholarships else draw_award_list
    return draw_list(values, target, report, sample=is_sample(db))


def _nothing(scholarships: bool) -> str:
    if scholarships:
        return _(
            "Quyết định {number} không có suất học bổng nào nên không có danh sách để in. "
            "Chọn quyết định khác, hoặc in danh sách khen thưởng."
        )
    return _(
        "Quyết định {number} chỉ có học bổng nên không có danh sách khen thưởng để in. "
        "Chọn quyết định khác, hoặc in danh sách nhận học bổng."
    )


def _line(row: Mapping[str, Any], scholarship: bool) -> AwardLine:
    return AwardLine(
        name=row["name"],
        born=row["born"],
        sex=SEXES.get(row["sex"], ""),
        ethnic_group=kept_ethnic_group(row["ethnic_group"]) or "",
        class_name=row["class_name"],
        school=row["school"],
        village=row["address"],
        guardian=row["guardian"],
        reason="" if scholarship else row["reason"],
        form=FORMS[row["form"]],
        amount=row["amount"],
        note=_goods(row),
    )


def _goods(row: Mapping[str, Any]) -> str:
    """Goods stand apart from the money, with their value."""
    if not row["goods_value"]:
        return row["goods"]
    value = format_dong(row["goods_value"])
    name = row["goods"] or _("hiện vật")
    return _("{goods}, trị giá {value}").format(goods=name, value=value)
