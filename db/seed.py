"""What a new book starts with: the units and what became of them, the clusters, the fund's categories, its own unit."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from db.exchange.wire.canonical_json import natural_key
from db.i18n import RESOURCES, _
from db.journal import Writing
from db.refusal import Refusal
from db.register import derived_columns
from db.settings import KEEP, SettingKey
from db.tables.fund import Purse
from db.tables.people import Actor
from db.tables.units import Unit


def fill(path: Path, code: str, on: str, role: str, facts: Mapping[SettingKey, str]) -> None:
    """Put the seeds and the facts about itself into an empty book.

    Refuses when no unit has the official code `code` on the day `on`, or a province's book is asked for another unit.
    """
    db = sqlite3.connect(path)
    try:
        with db:
            fill_units(db)
            _fill_categories(db)
            unit, level = _unit_of(db, code, on)
            if (role == "province") != (level == "province"):
                raise Refusal(
                    _(
                        "Đơn vị mã {code} không hợp với vai trò đã chọn. Sổ của tỉnh lập cho mã tỉnh, sổ cơ sở cho mã khác."
                    ).format(code=code),
                    code="ROLE",
                )
            facts = {**facts, SettingKey.UNIT: unit.hex(), SettingKey.ROLE: role}
            db.executemany(KEEP, facts.items())
    finally:
        db.close()


def first_records(writing: Writing, officer: str) -> None:
    """The first entries of a new book: the officer behind its actor id, and the default purse."""
    who = writing.author
    writing.create(Actor, id=bytes.fromhex(who.actor) + bytes(8), full_name=officer)
    writing.create(Purse, id=default_purse(who.office), name=_("Quỹ Khuyến học"))


def default_purse(office: bytes) -> bytes:
    """The natural key of an office's default purse."""
    return natural_key("purse", office.hex())


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (RESOURCES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def fill_units(db: sqlite3.Connection) -> None:
    """Put units, successions and clusters into an empty book."""
    units = list(_rows("units.csv"))
    province = next(bytes.fromhex(row["id"]) for row in units if row["level"] == "province")
    for row in units:
        aliases = [alias for alias in row["aliases"].split("|") if alias]
        derived = derived_columns(Unit, {"name": row["name"], "aliases": aliases})
        db.execute(
            "INSERT INTO units (id, office, sort_key, plain, code, name, aliases, level, parent, since, until)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                bytes.fromhex(row["id"]),
                province,
                derived["sort_key"],
                derived["plain"],
                row["code"],
                row["name"],
                json.dumps(aliases, ensure_ascii=False),
                row["level"],
                bytes.fromhex(row["parent"]) if row["parent"] else None,
                row["from"],
                row["until"] or None,
            ),
        )
    db.executemany(
        "INSERT INTO successions (old, new, share, dated, note) VALUES (?, ?, ?, ?, ?)",
        [
            (bytes.fromhex(row["old"]), bytes.fromhex(row["new"]), row["share"], row["date"], row["note"] or None)
            for row in _rows("successions.csv")
        ],
    )
    _fill_clusters(db, province)


def _fill_clusters(db: sqlite3.Connection, province: bytes) -> None:
    for row in _rows("clusters.csv"):
        identity = natural_key("cluster", int(row["number"]), int(row["year"]))
        db.execute(
            "INSERT INTO clusters (id, office, number, year, name, leader, units) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                identity,
                province,
                int(row["number"]),
                int(row["year"]),
                row["name"],
                bytes.fromhex(row["leader"]) if row["leader"] else None,
                json.dumps(row["units"].split("|")),
            ),
        )


def _fill_categories(db: sqlite3.Connection) -> None:
    db.executemany(
        "INSERT INTO categories (code, name, name_en, side, feeds, level_transfer) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                row["code"],
                row["name_vi"],
                row["name_en"],
                row["side"],
                row["feeds"],
                int(row["level_transfer"] == "yes"),
            )
            for row in _rows("categories.csv")
        ],
    )


def _unit_of(db: sqlite3.Connection, code: str, on: str) -> tuple[bytes, str]:
    row = db.execute(
        "SELECT id, level FROM units WHERE code = ? AND since <= ? AND (until IS NULL OR until >= ?)", (code, on, on)
    ).fetchone()
    if row is None:
        raise Refusal(
            _("Không có đơn vị nào mang mã {code} vào ngày {day}. Kiểm tra lại mã và ngày.").format(code=code, day=on),
            code="UNIT",
        )
    return row[0], row[1]
