"""Units, clusters, population and targets: what the province writes, and the population an office records itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.exchange.wire.canonical_json import natural_key
from db.i18n import _
from db.refusal import FieldError, Refusal, require_no_errors
from db.store import Book
from db.tables.units import LEVELS, Cluster, Population, Target, Unit
from db.text import clean
from desktop_app.figures.catalogue import catalogue
from desktop_app.values.money import LARGEST, format_money
from desktop_app.work.records import field_checks
from desktop_app.work.records.corrections import as_day
from desktop_app.work.records.corrections import correct as correct_fields
from desktop_app.work.records.results import Done, done

MOST_PEOPLE = 100_000_000
MOST_CLUSTERS = 999


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


def population_doubts(people: int | None, households: int | None) -> list[str]:
    """What is worth a second look in the population of a unit."""
    if people is None or households is None or households <= people:
        return []
    said = _("Số hộ ({households}) nhiều hơn số dân ({people}).")
    return [said.format(households=format_money(households), people=format_money(people))]


def set_population(
    book: Book, unit: bytes, year: int, people: int | None, households: int | None = None, pupils: int | None = None
) -> Done:
    """Record inhabitants, households and pupils of a unit in a year; a second record of the year corrects the first."""
    numbers = {"people": people, "households": households, "pupils": pupils}
    errors = [
        FieldError(name, _("Số liệu phải là số không âm, và dưới một trăm triệu"))
        for name, value in numbers.items()
        if value is not None and not 0 <= value <= MOST_PEOPLE
    ]
    require_no_errors([*errors, *_check_year(year, book)])
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
    require_no_errors(error for one in wanted for error in _check_target(one, book))
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


def _check_target(draft: TargetDraft, book: Book) -> list[FieldError]:
    errors = _check_year(draft.year, book)
    if not 0 <= draft.value <= LARGEST:
        errors.append(FieldError("value", _("Chỉ tiêu phải là số không âm, và không quá lớn")))
    indicator = catalogue().get(draft.indicator)
    if indicator is None or indicator.target == "none":
        sentence = _("«{code}» không phải mã một chỉ tiêu giao được. Ghi mã như D01, B02").format(code=draft.indicator)
        errors.append(FieldError("indicator", sentence))
    return errors


def _check_year(year: int, book: Book) -> list[FieldError]:
    if 1990 <= year <= book.clock.today().year + 1:
        return []
    return [FieldError("year", _("Năm phải từ 1990 đến năm nay hoặc năm sau"))]


def set_cluster(book: Book, number: int, year: int, name: str, units: list[bytes], leader: bytes | None = None) -> Done:
    """Say which units an emulation cluster holds from a year on; a unit belongs to one cluster a year."""
    _require_province(book)
    errors = [*field_checks.required("name", clean(name), _("Nhập tên cụm thi đua")), *_check_year(year, book)]
    if not 1 <= number <= MOST_CLUSTERS:
        errors.append(FieldError("number", _("Số cụm phải là số dương")))
    if leader is not None and leader not in units:
        errors.append(FieldError("leader", _("Cụm trưởng phải là một đơn vị trong cụm")))
    require_no_errors(errors)
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


@dataclass(frozen=True)
class UnitDraft:
    """A unit as the province enters it: official code, level, the unit above, first and last day."""

    code: str
    name: str
    level: str
    parent: bytes | None
    since: date
    until: date | None = None


def add_unit(book: Book, draft: UnitDraft) -> Done:
    """Enter a unit; the province's to write. A code may be used again once the unit that had it has ended."""
    _require_province(book)
    with book.write() as tx:
        tx.flush()
        made = tx.create(
            Unit,
            code=clean(draft.code),
            name=clean(draft.name),
            aliases=[],
            level=draft.level,
            parent=draft.parent,
            since=draft.since.isoformat(),
            until=draft.until.isoformat() if draft.until else None,
        )
        require_no_errors(_check_unit(tx.db, made))
        return done(made.id, "units", "reports")


def change_unit(book: Book, unit: bytes, fields: Mapping[str, Any]) -> Done:
    """Correct code, name, level, parent, first day (`since`) or last day (`until`) of a unit."""
    _require_province(book)
    with book.write() as tx:
        allowed = ("code", "name", "level", "parent", "since", "until")
        correct_fields(tx, Unit, unit, fields, allowed, lambda record: _check_unit(tx.db, record))
        return done(unit, "units", "reports")


def _check_unit(db: sqlite3.Connection, unit: Unit) -> list[FieldError]:
    since, until = as_day(unit.since), as_day(unit.until)
    errors = [
        *field_checks.required("code", unit.code, _("Nhập mã đơn vị")),
        *field_checks.required("name", unit.name, _("Nhập tên đơn vị")),
        *field_checks.required("level", unit.level, _("Chọn cấp của đơn vị")),
        *field_checks.one_of("level", unit.level, LEVELS),
        *field_checks.required("from", since, _("Nhập ngày bắt đầu")),
        *field_checks.in_order("until", since, until, _("Ngày cuối phải sau ngày bắt đầu")),
    ]
    if unit.parent == unit.id:
        errors.append(FieldError("parent", _("Đơn vị không thể trực thuộc chính mình")))
    used = db.execute(
        "SELECT name FROM units WHERE code = ? AND id <> ? AND since <= ? AND (until IS NULL OR until >= ?)",
        (unit.code, unit.id, unit.until or "9999", unit.since or ""),
    ).fetchone()
    if used:
        sentence = _("Mã {code} đang dùng cho {name} trong thời gian này. Dùng mã khác hoặc ngày khác")
        errors.append(FieldError("code", sentence.format(code=unit.code, name=used[0])))
    return errors


def _require_province(book: Book) -> None:
    if not book.identity.hub:
        raise Refusal(_("Mục này do Hội Khuyến học tỉnh ghi. Đề nghị tỉnh bổ sung rồi nhận tệp mới."), code="PROVINCE")
