"""Which unit typed words mean: any order, with or without marks, labels, codes, former names. Nothing is guessed."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from db.i18n import RESOURCES, _
from db.text import clean, plain, sort_key
from desktop_app.values.dates import format_date
from desktop_app.work.records.results import Offered

ASSOCIATION = re.compile(r"(hoi khuyen hoc|hoi kh|hkh)\b ?")
SHORTENED = {"x": "xa", "p": "phuong", "tt": "thi tran", "h": "huyen", "tx": "thi xa", "tp": "thanh pho", "t": "tinh"}
"""Kinds of unit as people shorten them before a name: «TT. Ea Kar, H. Ea Kar»."""
KIND = re.compile(rf"({'|'.join(sorted(SHORTENED.values(), key=len, reverse=True))}) ")
PART = re.compile(r"[,;()/–-]")
LARGER_FIRST = {"province": 0, "district": 1}
MOST_NAMED = 6
"""So many units are named in one sentence."""


class UnitRow(NamedTuple):
    """A unit as the list of units has it; days in ISO."""

    id: bytes
    code: str
    name: str
    aliases: tuple[str, ...]
    level: str
    parent: bytes | None
    since: str
    until: str | None

    def is_there(self, on: str) -> bool:
        """Whether the unit exists on a day (ISO)."""
        return self.since <= on and (self.until is None or self.until >= on)


class Successor(NamedTuple):
    """Which unit goes on for one that ended, from what day (ISO)."""

    old: bytes
    new: bytes
    dated: str


@dataclass(frozen=True)
class Match:
    """The units that typed words may mean, best first; `only` is the one that is meant, where there is no doubt.

    Where there is doubt `said` says what to do: to someone who sees a list of the units; `in_full` names them.
    """

    units: Sequence[UnitRow] = ()
    only: UnitRow | None = None
    said: str = ""
    in_full: str = ""


class _Wanted:
    """Typed words as they are compared."""

    def __init__(self, text: str) -> None:
        self.spelled = clean(text).casefold()
        words = [word for part in PART.split(self.spelled) for word in _in_full(plain(part)).split()]
        self.words = Counter(words)
        self.tight = "".join(words)
        self.begun = words[-1] if words else ""
        self.whole = self.words - Counter([self.begun])


def _in_full(part: str) -> str:
    """The plain words of one part of a label: no «hội khuyến học» before them, the kind of unit not shortened."""
    first, _space, rest = ASSOCIATION.sub("", part, count=1).partition(" ")
    return f"{SHORTENED.get(first, first)} {rest}" if rest else first


class _Forms:
    """A unit as it may be written, its parents above it (lowest first)."""

    def __init__(self, unit: UnitRow, above: Sequence[UnitRow]) -> None:
        self.code, names = unit.code, [unit.name, *(one.name for one in above)]
        labels = [", ".join(names[: length + 1]) for length in range(len(names))]
        self.spelled = {label.casefold() for label in labels}
        self.names = {_tight(label) for label in (*labels, f"{names[0]} {names[-1]}")}
        self.aliases = {_tight(alias) for alias in unit.aliases}
        self.own = _most([plain(text) for text in (unit.name, *unit.aliases)]) + Counter([unit.code])
        self.all = self.own + Counter(word for one in above for word in plain(one.name).split())
        self.bare = Counter(KIND.sub("", plain(unit.name), count=1).split())


def _tight(text: str) -> str:
    return plain(text).replace(" ", "")


def _most(texts: Iterable[str]) -> Counter[str]:
    """Each word as often as the one of the texts has it that has it most."""
    found: Counter[str] = Counter()
    for text in texts:
        found |= Counter(text.split())
    return found


def _goes_on(wanted: _Wanted, forms: _Forms) -> bool:
    """Whether the words fit when the last of them has only been begun."""
    there = forms.own if wanted.whole <= forms.own else forms.all if forms.bare <= wanted.words else Counter[str]()
    return wanted.whole <= there and any(word.startswith(wanted.begun) for word in there - wanted.whole)


SURER_FIRST: Sequence[Callable[[_Wanted, _Forms], bool]] = (
    lambda wanted, forms: wanted.spelled == forms.code,
    lambda wanted, forms: wanted.spelled in forms.spelled,
    lambda wanted, forms: wanted.tight in forms.names,
    lambda wanted, forms: wanted.tight in forms.aliases,
    lambda wanted, forms: wanted.words <= forms.own,
    lambda wanted, forms: forms.bare <= wanted.words <= forms.all,
)
"""How a unit may fit whole words; what fits in an earlier way is meant before what fits in a later one."""


class Units:
    """All units of one list, of every time, and what became of those that ended."""

    def __init__(self, rows: Iterable[UnitRow], successions: Iterable[Successor]) -> None:
        self._rows = sorted(rows, key=lambda row: (LARGER_FIRST.get(row.level, 2), sort_key(row.name, given=row.name)))
        self._by_id = {row.id: row for row in self._rows}
        self._successions = tuple(successions)

    @cached_property
    def _forms(self) -> dict[bytes, _Forms]:
        return {row.id: _Forms(row, self._above(row)) for row in self._rows}

    def _above(self, row: UnitRow) -> list[UnitRow]:
        above: list[UnitRow] = []
        while row.parent in self._by_id and self._by_id[row.parent] not in above:
            row = self._by_id[row.parent]
            above.append(row)
        return above

    def label(self, row: UnitRow) -> str:
        """The unit with the one above it, as people tell units of one name apart."""
        above = self._above(row)
        return f"{row.name}, {above[0].name}" if above else row.name

    def find(self, text: str, on: date) -> Match:
        """What the words mean on a day: the units there are then, or what became of the one that bore the name."""
        wanted, day = _Wanted(text), on.isoformat()
        if not wanted.tight:
            sentence = _("Gõ tên xã, huyện hoặc tỉnh, hoặc mã đơn vị")
            return Match(said=sentence, in_full=f"{sentence}.")
        there = [row for row in self._rows if row.is_there(day)]
        if found := self._fitting(wanted, there):
            return self._of_these(text, found)
        past = [row for row in self._rows if row.until is not None and row.until < day]
        if gone := self._fitting(wanted, past):
            return self._gone(gone, day)
        coming = self._fitting(wanted, [row for row in self._rows if row.since > day])
        if begun := self._going_on(wanted, there):
            return self._begun(text, begun)
        gone = [] if coming else self._going_on(wanted, past)
        return self._gone(gone, day) if gone else self._nothing(text, coming, on)

    def find_heir(self, text: str, old: bytes, on: date) -> Match:
        """What the words mean where a unit is looked for that goes on for `old`: who is said to go on comes first."""
        heirs = [self._by_id[one.new] for one in self._successions if one.old == old and one.new in self._by_id]
        if found := self._fitting(_Wanted(text), heirs):
            return self._of_these(text, found)
        match = self.find(text, on)
        others = [row for row in match.units if row.id != old]
        return (
            match
            if len(others) == len(match.units)
            else self._of_these(text, others)
            if others
            else self._nothing(text, [], on)
        )

    def _fitting(self, wanted: _Wanted, rows: Sequence[UnitRow]) -> list[UnitRow]:
        ways = ([row for row in rows if fits(wanted, self._forms[row.id])] for fits in SURER_FIRST)
        return next((found for found in ways if found), [])

    def _going_on(self, wanted: _Wanted, rows: Sequence[UnitRow]) -> list[UnitRow]:
        return [row for row in rows if _goes_on(wanted, self._forms[row.id])]

    def _named(self, rows: Sequence[UnitRow]) -> str:
        names = "; ".join(f"{self.label(row)} ({row.code})" for row in rows[:MOST_NAMED])
        return f"{names}; …" if len(rows) > MOST_NAMED else names

    def _of_these(self, text: str, found: Sequence[UnitRow]) -> Match:
        if len(found) == 1:
            return Match(found, found[0])
        said = _("Chọn một trong {count} đơn vị trong danh sách bằng phím ↓ rồi Enter, hoặc gõ thêm cho rõ")
        full = _("Chọn một trong {count} đơn vị hợp với «{text}»: {units}. Ghi thêm cho rõ, hoặc ghi mã.")
        units = self._named(found)
        return Match(found, None, said.format(count=len(found)), full.format(count=len(found), text=text, units=units))

    def _begun(self, text: str, begun: Sequence[UnitRow]) -> Match:
        """Units whose name goes on where the words stop: sure where one chooses from a list, not where names stand alone."""
        match = self._of_these(text, begun)
        full = _("Không có đơn vị nào tên đúng «{text}». Có phải: {units}? Ghi đủ tên, hoặc ghi mã.")
        return Match(begun, match.only, match.said, full.format(text=text, units=self._named(begun)))

    def _gone(self, gone: Sequence[UnitRow], day: str) -> Match:
        """The words are a former name: whoever goes on for it is offered, never taken for granted."""
        heirs = list(dict.fromkeys(heir for row in gone for heir in self._heirs(row, day)))
        until = format_date(date.fromisoformat(max(row.until or "" for row in gone)))
        former = "; ".join(self.label(row) for row in gone[:MOST_NAMED])
        if not heirs:
            none = _("{former}: chỉ có đến {until}. Gõ tên đơn vị bây giờ, hoặc ghi mã").format(
                former=former, until=until
            )
            return Match(said=none, in_full=f"{none}.")
        said = _("{former}: chỉ có đến {until}, nay thuộc {units}. Chọn đơn vị ấy, hoặc ghi mã").format(
            former=former, until=until, units=self._named(heirs)
        )
        return Match(heirs, None, said, f"{said}.")

    def _heirs(self, row: UnitRow, day: str) -> list[UnitRow]:
        """The units of the day that go on for one that ended."""
        if row.is_there(day):
            return [row]
        after = (one.new for one in self._successions if one.old == row.id and one.dated <= day)
        return [heir for new in after if new in self._by_id for heir in self._heirs(self._by_id[new], day)]

    def _nothing(self, text: str, coming: Sequence[UnitRow], on: date) -> Match:
        if coming:
            since = format_date(date.fromisoformat(coming[0].since))
            said = _("{unit} chỉ có từ {since}, ngày {day} chưa có. Gõ tên đơn vị lúc ấy, hoặc ghi mã").format(
                unit=self.label(coming[0]), since=since, day=format_date(on)
            )
        else:
            said = _("Không thấy đơn vị «{text}». Gõ tên xã rồi tên huyện, không cần dấu; hoặc ghi mã").format(
                text=text
            )
        return Match(said=said, in_full=f"{said}.")

    def offer(self, match: Match, value: Callable[[UnitRow], object]) -> Offered:
        """A match as a field offers it: the value of each unit, with its label and code."""
        rows = [(value(row), f"{self.label(row)} ({row.code})") for row in match.units]
        return Offered(rows, match.only is not None, match.said or _("Bấm Enter hoặc Tab để chọn đơn vị này"))


@cache
def known_units() -> Units:
    """The units that a new book starts with, for whoever has no book yet."""
    rows = [
        UnitRow(
            bytes.fromhex(row["id"]),
            row["code"],
            row["name"],
            tuple(alias for alias in row["aliases"].split("|") if alias),
            row["level"],
            bytes.fromhex(row["parent"]) if row["parent"] else None,
            row["from"],
            row["until"] or None,
        )
        for row in _resource("units.csv")
    ]
    steps = _resource("successions.csv")
    return Units(rows, [Successor(bytes.fromhex(s["old"]), bytes.fromhex(s["new"]), s["date"]) for s in steps])


def _resource(name: str) -> list[dict[str, str]]:
    with (RESOURCES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


StoredUnit = tuple[bytes, str, str, str | None, str, bytes | None, str, str | None]


def units_of(db: sqlite3.Connection) -> Units:
    """The units of a book."""
    rows = db.execute("SELECT id, code, name, aliases, level, parent, since, until FROM units").fetchall()
    steps = db.execute("SELECT old, new, dated FROM successions").fetchall()
    return _read_once(tuple(rows), tuple(steps))


@lru_cache(maxsize=4)
def _read_once(rows: Sequence[StoredUnit], steps: Sequence[tuple[bytes, bytes, str]]) -> Units:
    """The same units are asked about again and again, row by row of a sheet."""
    units = (
        UnitRow(identity, code, name, tuple(json.loads(aliases or "[]")), level, parent, since, until)
        for identity, code, name, aliases, level, parent, since, until in rows
    )
    return Units(units, (Successor(*step) for step in steps))
