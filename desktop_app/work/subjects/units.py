"""Units, clusters, population and targets by field=value."""

from __future__ import annotations

import json
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from desktop_app.work.records.lookup import unit_id
from desktop_app.work.records.reading import Given, Verb, wrong
from desktop_app.work.records.unit_lookup import units_of
from desktop_app.work.units import phone_book, units

NUMBERS = ("people", "households", "pupils")


def add_unit(given: Given) -> Verb:
    """A unit, entered by the province."""
    draft = units.UnitDraft(
        code=given.required("code"),
        name=given.required("name"),
        level=given.text("level") or "commune",
        parent=given.unit("parent"),
        since=given.day("from") or given.today,
        until=given.day("until"),
    )
    return lambda: units.add_unit(given.book, draft)


def change_unit(given: Given, identity: bytes) -> Verb:
    """Some fields of a unit."""
    said = given.read(
        {"parent": given.unit, "from": given.day, "until": given.day},
        ("code", "name", "level", "parent", "from", "until"),
    )
    fields = {"since" if name == "from" else name: value for name, value in said.items()}
    return lambda: units.change_unit(given.book, identity, fields)


def set_population(given: Given) -> Verb:
    """Inhabitants, households and pupils of a unit in a year."""
    year = given.required_number("year")
    unit = given.unit("unit", year=year)
    numbers = [given.number(name) for name in NUMBERS]
    if all(number is None for number in numbers):
        raise wrong("people", _("Nhập dân số, số hộ hoặc số học sinh"))
    return lambda: units.set_population(given.book, unit, year, *numbers)


def population_doubts(given: Given) -> list[str]:
    """What is worth a second look in the population of a unit."""
    return units.population_doubts(given.number("people"), given.number("households"))


def change_population(given: Given, identity: bytes) -> Verb:
    """Numbers of a record of population; unit and year stay."""
    unit, year = _kept(given, identity, "population", "unit, year", ("unit", "year"))
    numbers = [given.number(name) for name in NUMBERS]
    return lambda: units.set_population(given.book, unit, year, *numbers)


def set_target(given: Given) -> Verb:
    """What a unit is to reach in a year for one indicator."""
    year, value = given.required_number("year"), given.required_number("value")
    indicator = given.required("indicator").upper()
    unit = given.unit("unit", year=year)
    return lambda: units.set_targets(given.book, [units.TargetDraft(unit, year, indicator, value)])


def change_target(given: Given, identity: bytes) -> Verb:
    """The value of a target; unit, year and indicator stay."""
    fixed = ("unit", "year", "indicator")
    unit, year, indicator = _kept(given, identity, "targets", "unit, year, indicator", fixed)
    draft = units.TargetDraft(unit, year, indicator, given.required_number("value"))
    return lambda: units.set_targets(given.book, [draft])


def set_cluster(given: Given) -> Verb:
    """Which units an emulation cluster holds from a year on."""
    number, year = given.required_number("number"), given.required_number("year")
    name, wanted = given.required("name"), _units(given, given.required("units"))
    leader = given.unit("leader") if given.text("leader") else None
    return lambda: units.set_cluster(given.book, number, year, name, wanted, leader)


def change_cluster(given: Given, identity: bytes) -> Verb:
    """Name, leader or units of a cluster; number and year stay."""
    number, year, name, leader, members = _kept(
        given, identity, "clusters", "number, year, name, leader, units", ("number", "year")
    )
    wanted = [bytes.fromhex(unit) for unit in json.loads(members)]
    if given.says("units"):
        wanted = _units(given, given.required("units"))
    if given.says("leader"):
        leader = given.unit("leader") if given.text("leader") else None
    name = given.required("name") if given.says("name") else name
    return lambda: units.set_cluster(given.book, number, year, name, wanted, leader)


def keep_contact(given: Given) -> Verb:
    """Whom the province calls in a unit."""
    given.required("unit")
    unit, fields = given.unit("unit"), given.read({}, phone_book.FIELDS)
    return lambda: phone_book.keep_contact(given.book, unit, fields)


def contact_doubts(given: Given) -> list[str]:
    """What is worth a second look in a contact."""
    return phone_book.doubts(given.read({}, phone_book.FIELDS))


def change_contact(given: Given, identity: bytes) -> Verb:
    """Some fields of a contact; the unit stays."""
    (unit,) = _kept(given, identity, "contacts", "unit", ("unit",))
    fields = given.read({}, phone_book.FIELDS)
    return lambda: phone_book.keep_contact(given.book, unit, fields)


def _units(given: Given, text: str) -> list[bytes]:
    """Units separated by semicolons or else by commas, each once; a comma may also stand within one unit's label."""
    parts = [part.strip() for part in text.split(";" if ";" in text else ",") if part.strip()]
    if ";" not in text and len(parts) > 1 and units_of(given.db).find(text, given.today).only:
        said = _("«{text}» có thể là một đơn vị hay {count} đơn vị. Ngăn các đơn vị bằng dấu chấm phẩy (;)")
        raise wrong("units", said.format(text=text, count=len(parts)))
    return list(dict.fromkeys(unit_id(given.db, part, given.today.isoformat()) for part in parts))


def _kept(given: Given, identity: bytes, table: str, columns: str, fixed: tuple[str, ...]) -> tuple[Any, ...]:
    """What a record with a key of its own says; the key itself cannot be changed."""
    row: tuple[Any, ...] | None = given.db.execute(
        f"SELECT {columns} FROM {table} WHERE id = ?", (identity,)
    ).fetchone()
    if row is None:
        raise Refusal(_("Không thấy mục này trong sổ. Tìm lại trong danh sách."), code="REFERENCE")
    for name in fixed:
        if given.says(name):
            raise wrong(name, _("Mục «{name}» không đổi được. Ghi một mục mới").format(name=name))
    return row
