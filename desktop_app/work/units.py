"""Units, clusters, population and targets: what the province writes, and the population an office records itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from db.exchange.canon import natural_key
from db.i18n import _
from db.refusal import FieldError, Refusal, require_no_errors
from db.store import Book
from db.tables.units import Cluster, Population, Target
from db.text import clean
from desktop_app.work import drafts
from desktop_app.work.results import Done, done


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


def units_on(db: sqlite3.Connection, day: str, level: str | None = None) -> list[UnitName]:
    """The units of a day (ISO), in list order; of one level, or all."""
    rows = db.execute(
        "SELECT id, code, name, level, parent FROM units WHERE since <= ?1 AND (until IS NULL OR until >= ?1)"
        " AND (?2 IS NULL OR level = ?2) ORDER BY sort_key",
        (day, level),
    ).fetchall()
    return [UnitName(*row) for row in rows]


def set_population(
    book: Book, unit: bytes, year: int, people: int | None, households: int | None = None, pupils: int | None = None
) -> Done:
    """Record inhabitants, households and pupils of a unit in a year; a second record of the year corrects the first."""
    numbers = {"people": people, "households": households, "pupils": pupils}
    errors = [FieldError(n, _("Số liệu phải là số không âm")) for n, v in numbers.items() if v is not None and v < 0]
    if not 1990 <= year <= book.clock.today().year + 1:
        errors.append(FieldError("year", _("Năm phải từ 1990 đến năm nay")))
    require_no_errors(errors)
    if unit != book.unit and not book.identity.hub:
        raise Refusal(_("Dân số của đơn vị khác do đơn vị đó hoặc tỉnh ghi."), code="SCOPE")
    with book.write() as tx:
        identity = natural_key("population", unit.hex(), year)
        known = tx.get(Population, identity)
        if known is None:
            tx.create(Population, id=identity, office=unit, unit=unit, year=year, **numbers)
        else:
            for name, value in numbers.items():
                if value is not None:
                    setattr(known, name, value)
        return done(identity, "population", "reports")


@dataclass(frozen=True)
class TargetDraft:
    """What a unit is to reach in a year for one indicator, in the indicator's unit."""

    unit: bytes
    year: int
    indicator: str
    value: int


def set_targets(book: Book, wanted: Sequence[TargetDraft]) -> Done:
    """Set what units are to reach; the province's to write. A target set before is corrected."""
    _require_province(book)
    require_no_errors(FieldError("value", _("Chỉ tiêu phải là số không âm")) for one in wanted if one.value < 0)
    identity = b""
    with book.write() as tx:
        for one in wanted:
            identity = natural_key("target", one.unit.hex(), one.year, one.indicator)
            known = tx.get(Target, identity)
            if known is None:
                tx.create(Target, id=identity, unit=one.unit, year=one.year, indicator=one.indicator, value=one.value)
            else:
                known.value = one.value
    return done(identity, "targets", "reports")


def set_cluster(book: Book, number: int, year: int, name: str, units: list[bytes], leader: bytes | None = None) -> Done:
    """Say which units an emulation cluster holds from a year on; a unit belongs to one cluster a year."""
    _require_province(book)
    require_no_errors(drafts.required("name", clean(name), _("Nhập tên cụm thi đua")))
    members = [unit.hex() for unit in units]
    with book.write() as tx:
        _refuse_two_clusters(tx.db, number, year, members)
        identity = natural_key("cluster", number, year)
        known = tx.get(Cluster, identity)
        if known is None:
            tx.create(Cluster, id=identity, number=number, year=year, name=clean(name), leader=leader, units=members)
        else:
            known.name, known.leader, known.units = clean(name), leader, members
        return done(identity, "clusters", "reports")


def _refuse_two_clusters(db: sqlite3.Connection, number: int, year: int, members: list[str]) -> None:
    for name, units in db.execute("SELECT name, units FROM clusters WHERE year = ? AND number <> ?", (year, number)):
        twice = [unit for unit in members if unit in units]
        if twice:
            unit = unit_of(db, bytes.fromhex(twice[0]))
            raise Refusal(
                _("{unit} đã thuộc {cluster} trong năm {year}. Mỗi đơn vị chỉ ở một cụm.").format(
                    unit=unit.name, cluster=name, year=year
                ),
                code="CLUSTER",
            )


def _require_province(book: Book) -> None:
    if not book.identity.hub:
        raise Refusal(_("Mục này do Hội Khuyến học tỉnh ghi. Đề nghị tỉnh bổ sung rồi nhận tệp mới."), code="PROVINCE")
