"""What certificates and award lists share: the decision, and the lines approved by it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from db.register import batches
from desktop_app.work.records.name_matching import TOMBSTONE
from desktop_app.work.units import posts

DECISION_SIGN = "QĐ-HKH"
NO_SCHOOL = "Chưa ghi trường"
"""What programs before this one kept as the school of a pupil without one; never printed."""


@dataclass(frozen=True)
class MadeDecision:
    """A decision as papers name it."""

    id: bytes
    number: str
    day: date
    signer: str
    signer_post: str
    subject: str


def decision(db: sqlite3.Connection, identity: bytes, office: bytes) -> MadeDecision:
    """The office's decision with this id; where no signer is recorded, the chair of its day signs."""
    row = db.execute(
        "SELECT number, dated, coalesce(signer, ''), coalesce(signer_post, 'Chủ tịch'), coalesce(subject, title, '')"
        " FROM decisions WHERE id = ? AND office = ?",
        (identity, office),
    ).fetchone()
    if row is None:
        raise others_decision(db, identity)
    number, dated, signer, post, subject = row
    day = date.fromisoformat(dated)
    signer = signer or posts.holder(db, office, posts.CHAIR, day)
    return MadeDecision(identity, f"{number:02d}/{DECISION_SIGN}", day, signer, post.upper(), subject)


def others_decision(db: sqlite3.Connection, identity: bytes) -> Refusal:
    """Why papers of a decision that is not the office's own are not printed here."""
    sql = "SELECT u.name FROM decisions d JOIN units u ON u.id = d.office WHERE d.id = ?"
    if row := db.execute(sql, (identity,)).fetchone():
        said = _(
            "Quyết định này của {unit}: {unit} in giấy tờ của mình. Ở đây chỉ in theo quyết định của đơn vị giữ sổ này."
        )
        return Refusal(said.format(unit=row[0]), code="OTHER_OFFICE")
    return Refusal(_("Không thấy quyết định này trong sổ của đơn vị. Chọn lại quyết định."), code="REFERENCE")


def approved_lines(db: sqlite3.Connection, made: MadeDecision) -> list[dict[str, Any]]:
    """The approved and paid lines of a decision, in list order; refused when there are none."""
    cursor = db.execute(
        "SELECT a.id, a.recipient, a.recipient_kind, a.form, coalesce(a.amount, 0) AS amount, a.certificate_no,"
        " coalesce(a.goods_value, 0) AS goods_value, coalesce(x.goods, '') AS goods,"
        " coalesce(p.full_name, g.name, d.full_name, u.name, '') AS name, coalesce(p.born, '') AS born,"
        " coalesce(p.sex, '') AS sex, coalesce(p.ethnic_group, '') AS ethnic_group,"
        " coalesce(l.class_name, '') AS class_name, coalesce(nullif(l.school, ?2), '') AS school,"
        " coalesce(p.address, g.address, d.address, '') AS address,"
        " coalesce(n.guardian, '') AS guardian, coalesce(x.reason, '') AS reason, r.purpose, r.school_year"
        " FROM awards a JOIN rounds r ON r.id = a.round LEFT JOIN persons p ON p.id = a.recipient"
        " LEFT JOIN learners l ON l.id = a.recipient LEFT JOIN learner_names n ON n.learner = a.recipient"
        " LEFT JOIN groups g ON g.id = a.recipient LEFT JOIN donors d ON d.id = a.recipient"
        " LEFT JOIN units u ON u.id = a.recipient LEFT JOIN award_notes x ON x.award = a.id"
        " WHERE a.decision = ?1 AND a.state IN ('approved', 'paid')"
        " ORDER BY coalesce(p.sort_key, g.sort_key, d.sort_key, u.sort_key, x''), a.id",
        (made.id, NO_SCHOOL),
    )
    names = [column[0] for column in cursor.description]
    found = [_without_placeholders(dict(zip(names, row, strict=True))) for row in cursor]
    if not found:
        raise Refusal(
            _(
                "Quyết định {number} chưa có suất nào được duyệt nên không có gì để in. "
                "Duyệt các suất theo quyết định này ở «Khen thưởng» rồi in lại."
            ).format(number=made.number),
            code="EMPTY",
        )
    return found


def _without_placeholders(row: dict[str, Any]) -> dict[str, Any]:
    """What stands for a name that was erased is no name."""
    return {key: "" if value == TOMBSTONE else value for key, value in row.items()}


def decisions_of(db: sqlite3.Connection, awards: Sequence[bytes], office: bytes) -> list[MadeDecision]:
    """The decisions by which these lines were approved, the oldest first."""
    sql = (
        "SELECT DISTINCT d.year, d.number, d.id FROM awards a JOIN decisions d ON d.id = a.decision WHERE a.id IN ({})"
    )
    return [decision(db, identity, office) for _year, _number, identity in sorted(set(rows_of(db, sql, awards)))]


def rows_of(db: sqlite3.Connection, sql: str, ids: Sequence[bytes]) -> Iterator[tuple[Any, ...]]:
    """What is asked of these ids (`{}` in the SQL), in parts that one statement may name."""
    for part in batches(ids):
        yield from db.execute(sql.format(", ".join("?" * len(part))), list(part))
