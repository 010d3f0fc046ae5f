"""What two places wrote differently, or wrote twice: what a person has to decide, with everything needed to decide it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.doubled_records import NUMBER_TWICE, TWO_OPEN, Doubled, doubled
from db.exchange.merge.version_graph import WRONG_OFFICE
from db.exchange.wire.entry import decode_line
from db.i18n import _
from db.store import Book
from desktop_app.values.money import format_money
from desktop_app.work.fund.voucher_numbers import printed_number


def how_many(db: sqlite3.Connection, book: Book) -> int:
    """How many there are of them."""
    (fields,) = db.execute(
        "SELECT count(*) FROM conflicts c JOIN records r ON r.rec = c.rec WHERE ?1 OR r.office = ?2",
        (book.identity.is_province, book.unit),
    ).fetchone()
    return int(fields) + len(doubled(db))


def open_conflicts(book: Book) -> list[dict[str, Any]]:
    """Open conflicts: record, field and the parallel values with unit, device, who and when; an office's of its own records.

    Voucher numbers used twice and people with two open memberships are among them (codes `number` and `open`): they
    end when one of the records is reversed or ended, not by choosing a value. Of what an office wrote on a record that is
    another's (code `office`), a value is all that the entry set, by field; the last one leaves all as it is.
    """
    with book.reading() as db:
        rows = db.execute(
            "SELECT c.rec, c.field, c.code, c.options, r.kind FROM conflicts c JOIN records r ON r.rec = c.rec"
            " WHERE ?1 OR r.office = ?2 ORDER BY c.rec, c.field",
            (book.identity.is_province, book.unit),
        ).fetchall()
        names = Names.read(db)
        clashes = [(clash, [_written(db, rec, clash) for rec in clash.records]) for clash in doubled(db)]
    found = [_conflict(rec, field, code, kind, json.loads(options)) for rec, field, code, options, kind in rows]
    found += [_conflict(one.records[0], one.field, one.code, one.kind, written) for one, written in clashes]
    for conflict in found:
        conflict["values"] = [value_of(option, names) for option in conflict["values"]]
        if conflict["field"] == "owner":
            for value in conflict["values"]:
                value["value"] = names.units.get(value["value"], value["value"])
        if conflict["code"] == WRONG_OFFICE:
            none = {**conflict["values"][0], "value": _("Không lấy, giữ như sổ đang ghi"), "entry": ""}
            conflict["values"].append(none)
    return found


def value_words(value: Any, name_of: Callable[[str], str] = str) -> str:
    """A value in words: "" for an empty one; all that one entry set, field by field, where that is in question."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name_of(name)}: {said}" for name, said in sorted(value.items())) or _("(xóa)")
    return "" if value is None else str(value)


def clash_of(db: sqlite3.Connection, rec: bytes, field: str) -> Doubled | None:
    """The clash of two records that stands in the list under this record and field, or None."""
    return next((one for one in doubled(db) if one.records[0] == rec and one.field == field), None)


def how_to_end(code: str) -> str | None:
    """What a person does about two records that clash, None for a conflict to choose in.

    Nothing is renumbered or ended by itself.
    """
    if code == NUMBER_TWICE:
        return _("Hai chứng từ trùng số. Hủy một chứng từ trong «Quỹ» rồi ghi lại, chứng từ mới sẽ có số khác.")
    if code == TWO_OPEN:
        return _("Một người đang là hội viên ở hai nơi. Mở hội viên này và ghi rời hội ở nơi không còn sinh hoạt.")
    return None


def _conflict(rec: bytes, field: str, code: str, kind: str, options: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "id": f"{rec.hex()}.{field or '-'}",
        "subject": kind,
        "record": rec.hex(),
        "field": field,
        "code": code,
        "values": list(options),
    }


@dataclass(frozen=True)
class Names:
    """The officers by the id that entries carry, and the units by theirs."""

    officers: Mapping[str, str]
    units: Mapping[str, str]

    @classmethod
    def read(cls, db: sqlite3.Connection) -> Names:
        """All that the book knows."""
        return cls(
            {row[0].hex()[:16]: row[1] for row in db.execute("SELECT id, full_name FROM actors")},
            {row[0].hex(): row[1] for row in db.execute("SELECT id, name FROM units")},
        )


def value_of(option: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """One of several values as people see it: the value, the unit, device and officer that wrote it, and when (ms)."""
    return {
        "value": option["value"],
        "unit": names.units.get(option["office"], option["office"]),
        "device": option["device"][:8],
        "who": names.officers.get(option["actor"], option["actor"]),
        "when": option["t"],
        "entry": option["entry"],
    }


def _written(db: sqlite3.Connection, rec: bytes, clash: Doubled) -> dict[str, Any]:
    """One of the clashing records as an option: what it says, and who wrote it first, where and when."""
    identity, line, office, device = db.execute(
        "SELECT e.id, e.line, c.office, c.dev FROM entries e JOIN chains c ON c.no = e.chain"
        " WHERE e.rec = ? AND e.counts = 1 ORDER BY e.seq LIMIT 1",
        (rec,),
    ).fetchone()
    entry = decode_line(line)
    return {
        "value": _said(db, rec, clash),
        "office": office.hex(),
        "device": device.hex(),
        "actor": entry.actor,
        "t": entry.t,
        "entry": identity.hex(),
    }


def _said(db: sqlite3.Connection, rec: bytes, clash: Doubled) -> str:
    if clash.code == NUMBER_TWICE:
        series, block, number, year, amount = db.execute(
            "SELECT book, block, number, year, amount FROM movements WHERE id = ?", (rec,)
        ).fetchone()
        return f"{printed_number(series, block, number, year)}: {format_money(amount)}"
    branch, joined = db.execute(
        "SELECT b.name, m.joined FROM memberships m LEFT JOIN branches b ON b.id = m.branch WHERE m.id = ?", (rec,)
    ).fetchone()
    return f"{branch or '-'}: {joined}"
