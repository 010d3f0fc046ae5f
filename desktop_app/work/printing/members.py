"""The list of members of today."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from db.ethnic_groups import kept_ethnic_group
from db.i18n import _
from db.progress import Progress
from db.refusal import Refusal
from db.store import Book
from desktop_app.papers.lists import MemberLine, draw_member_list
from desktop_app.papers.signing import Signature
from desktop_app.values.dates import format_date
from desktop_app.work.book.book_marks import is_sample
from desktop_app.work.lists import list_queries
from desktop_app.work.members.declared import MEMBERS
from desktop_app.work.printing import issuer
from desktop_app.work.records.name_matching import TOMBSTONE
from desktop_app.work.records.vocabulary import SEXES
from desktop_app.work.units import posts


def draw(book: Book, db: sqlite3.Connection, target: Path, report: Progress | None) -> int:
    """All members of the office who have not left, in list order."""
    today = book.clock.today()
    wanted = list_queries.ids(db, list_queries.Query(MEMBERS.listing, book.unit, today=today.isoformat()))
    if not wanted:
        raise Refusal(
            _("Sổ chưa có hội viên nào đang sinh hoạt nên không có danh sách để in. Ghi hội viên rồi in lại."),
            code="EMPTY",
        )
    members = [
        MemberLine(
            "" if row["full_name"] == TOMBSTONE else row["full_name"] or "",
            row["born"] or "",
            SEXES.get(row["sex"] or "", ""),
            kept_ethnic_group(row["ethnic_group"]) or "",
            row["branch"] or "",
            row["joined"],
        )
        for row in list_queries.rows(db, MEMBERS.listing, wanted)
    ]
    subject = _("Tính đến ngày {day}").format(day=format_date(today))
    signer = Signature(_("CHỦ TỊCH"), posts.holder(db, book.unit, posts.CHAIR, today))
    head = issuer.heading(db, book.unit, today)
    return draw_member_list(head, subject, members, signer, target, report, sample=is_sample(db))
