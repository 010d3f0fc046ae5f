"""Units by id and by day: their names, and the order in which lists name them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from db.i18n import _
from db.refusal import Refusal


@dataclass(frozen=True)
class UnitName:
    """A unit as lists and papers show it."""

    id: bytes
    code: str
    name: str
    level: str
    parent: bytes | None


def unit_of(db: sqlite3.Connection, identity: bytes) -> UnitName:
    """The unit with this id."""
    row = db.execute("SELECT id, code, name, level, parent FROM units WHERE id = ?", (identity,)).fetchone()
    if row is None:
        raise Refusal(_("Không thấy đơn vị này trong danh mục. Cập nhật chương trình."), code="REFERENCE")
    return UnitName(*row)


KIND_WORDS = ("Tỉnh", "Thành phố", "Huyện", "Quận", "Thị xã", "Thị trấn", "Xã", "Phường")


def association_name(unit: str) -> str:
    """The association of a unit: "Hội Khuyến học thị trấn Ea Kar"; inside a name the kind of unit is small."""
    kind = next((word for word in KIND_WORDS if unit.startswith(f"{word} ")), "")
    return _("Hội Khuyến học {unit}").format(unit=kind.lower() + unit[len(kind) :])


def list_order(db: sqlite3.Connection) -> dict[bytes, tuple[bytes, bytes, bytes]]:
    """For every unit what lists sort it by: a district stands before its communes, names in Vietnamese order."""
    rows = db.execute(
        "SELECT u.id, CASE WHEN u.level = 'commune' THEN coalesce(p.sort_key, x'') ELSE u.sort_key END,"
        " CASE WHEN u.level = 'commune' THEN u.sort_key ELSE x'' END FROM units u LEFT JOIN units p ON p.id = u.parent"
    )
    return {identity: (upper, lower, identity) for identity, upper, lower in rows}


def recording_offices(db: sqlite3.Connection) -> list[tuple[bytes, str]]:
    """Id and name of every unit that keeps records in this book, in list order."""
    order = list_order(db)
    rows = db.execute("SELECT id, name FROM units WHERE id IN (SELECT office FROM chains)").fetchall()
    return sorted(rows, key=lambda row: order[row[0]])


def units_on(db: sqlite3.Connection, day: str, level: str | None = None) -> list[UnitName]:
    """The units of a day (ISO), in list order; of one level, or all."""
    rows = db.execute(
        "SELECT id, code, name, level, parent FROM units WHERE since <= ?1 AND (until IS NULL OR until >= ?1)"
        " AND (?2 IS NULL OR level = ?2) ORDER BY sort_key",
        (day, level),
    ).fetchall()
    return [UnitName(*row) for row in rows]
