"""What to know before a paper is printed: that it was printed before, and what will be missing on it; one sentence each."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from desktop_app.values.dates import format_date
from desktop_app.work.lists import list_queries
from desktop_app.work.members.declared import MEMBERS
from desktop_app.work.printing import certificates
from desktop_app.work.printing.awards import MadeDecision, approved_lines, rows_of
from desktop_app.work.records.name_matching import TOMBSTONE
from desktop_app.work.units import posts

Rows = Sequence[Mapping[str, Any]]


def of_decisions(
    db: sqlite3.Connection, paper: str, decisions: Sequence[MadeDecision], ids: Sequence[bytes]
) -> list[str]:
    """Of certificates or a list that goes with a decision."""
    unsigned = [_unsigned(made) for made in decisions if not made.signer]
    if paper == "certificate":
        rows = [row for _made, row in certificates.lines_of(db, decisions, ids)]
        return [*printed_before(db, [row["id"] for row in rows]), *unsigned, *_missing(rows)]
    of_scholarships = paper == "scholarship-list"
    found = (row for made in decisions for row in _approved(db, made))
    nameless = sum(not row["name"] for row in found if (row["form"] == "scholarship") == of_scholarships)
    return [*unsigned, *([_without_names().format(count=nameless)] if nameless else [])]


def _without_names() -> str:
    return _("{count} dòng không có họ tên (tên do cơ sở giữ, hoặc đã xóa): cột họ tên để trống.")


def _approved(db: sqlite3.Connection, made: MadeDecision) -> Rows:
    try:
        return approved_lines(db, made)
    except Refusal:  # nothing to print, which printing itself will say
        return ()


def _unsigned(made: MadeDecision) -> str:
    return _(
        "Quyết định {number} chưa ghi người ký, sổ cũng chưa ghi ai là Chủ tịch ngày {day}: giấy in ra để trống tên người ký."
    ).format(number=made.number, day=format_date(made.day))


def _missing(rows: Rows) -> list[str]:
    nameless = sum(not row["name"] for row in rows)
    unpraised = sum(not row["reason"] for row in rows)
    return [
        sentence.format(count=count)
        for count, sentence in (
            (nameless, _("{count} giấy khen không in: họ tên do cơ sở giữ, hoặc đã xóa.")),
            (unpraised, _("{count} giấy khen chưa ghi thành tích: dòng ấy để trống.")),
        )
        if count
    ]


def printed_before(db: sqlite3.Connection, awards: Sequence[bytes]) -> list[str]:
    """Whether these certificates were printed, and since when."""
    sql = "SELECT printed_on FROM printed_certificates WHERE award IN ({})"
    days = [date.fromisoformat(day) for (day,) in rows_of(db, sql, awards)]
    if not days:
        return []
    if len(awards) == 1:
        return [_("Giấy khen này đã in ngày {day}. In lại vẫn giữ số cũ.").format(day=format_date(days[0]))]
    sentence = _("{printed} trên {count} giấy khen đã in, lần đầu ngày {day}. In lại vẫn giữ số cũ.")
    return [sentence.format(printed=len(days), count=len(awards), day=format_date(min(days)))]


def members(db: sqlite3.Connection, office: bytes, today: date) -> list[str]:
    """Of the list of members."""
    wanted = list_queries.ids(db, list_queries.Query(MEMBERS.listing, office, today=today.isoformat()))
    nameless = sum(row["full_name"] in ("", TOMBSTONE) for row in list_queries.rows(db, MEMBERS.listing, wanted))
    unsigned = _("Sổ chưa ghi ai là Chủ tịch (Cài đặt, Ban chấp hành): danh sách in ra để trống tên người ký.")
    return [
        *([] if posts.holder(db, office, posts.CHAIR, today) else [unsigned]),
        *([_without_names().format(count=nameless)] if nameless else []),
    ]
