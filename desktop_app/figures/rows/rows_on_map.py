"""The rows of a report: the units of a day, and the offices of the period that each of them takes in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from db.i18n import _
from desktop_app.figures.report import APART, FORMER_DISTRICTS, OFFICE, ONCE, Row
from desktop_app.figures.rows.unit_map import UnitMap
from desktop_app.values.periods import Period

Reported = frozenset[bytes]


def offices_of(known: UnitMap, districts: Sequence[bytes], period: Period) -> list[bytes]:
    """The districts, the communes they had in the period or the year before, and who took over from these by its end.

    Who ended keeps the figures of its own time; members that nobody moved are still counted there.
    """
    begin, found = period.same_period_last_year().first, list(districts)
    for district in districts:
        found += known.communes_of(district, begin, period.last)
    for office in found[len(districts) :]:
        found += [unit for unit, _whole in known.successors(office, period.last) if unit not in found]
    return found


def ended_before(known: UnitMap, offices: Iterable[bytes], day: date) -> dict[bytes, list[bytes]]:
    """The offices that ended before a day, each with the units of that day that took over from it."""
    return {
        office: [unit for unit, _whole in known.successors(office, day)]
        for office in offices
        if not known.is_alive(office, day)
    }


def rows_on_map(
    known: UnitMap,
    districts: Sequence[bytes],
    offices: Sequence[bytes],
    day: date,
    last: date,
    reported: Reported,
) -> list[Row]:
    """Rows of the map of a day: each old office counts in the unit that took it over.

    One that was split keeps a row of its own where that was before `last`, the period's end: its branches went one by one.
    """
    split = frozenset(one for one in offices if not known.is_alive(one, last) and not known.went_whole(one, last))
    if known.is_alive(districts[0], day):
        return _rows_of_the_time(known, districts, offices, day, split, reported)
    rows: dict[bytes, Row] = {}
    former = Row(b"", "", _("Hội cấp huyện cũ"), FORMER_DISTRICTS, None, False)
    for office in offices:
        if office in districts:
            _join(former, office, reported, whole=True)
            continue
        _join_successors(known, rows, office, day, split, reported)
    return [*sorted(rows.values(), key=lambda row: row.code), former]


def _join_successors(
    known: UnitMap, rows: dict[bytes, Row], office: bytes, day: date, split: Reported, reported: Reported
) -> None:
    for unit, whole in [(office, True)] if office in split else known.successors(office, day):
        if unit not in rows:
            rows[unit] = _row(known, unit, None, reported=False)
        _join(rows[unit], office, reported, whole=whole)


def _rows_of_the_time(
    known: UnitMap,
    districts: Sequence[bytes],
    offices: Sequence[bytes],
    day: date,
    split: Reported,
    reported: Reported,
) -> list[Row]:
    """Each district with its communes of the day; who took over from them later has a row of its own below."""
    rows: dict[bytes, Row] = {}
    for office in offices[len(districts) :]:
        if known.units[office].since > day.isoformat():
            rows[office] = _row(known, office, _district_of(known, office, districts), reported=False)
            _join(rows[office], office, reported, whole=True)
        else:
            _join_successors(known, rows, office, day, split, reported)
    for unit, row in rows.items():
        row.parent = row.parent or known.parent(unit)
    found: list[Row] = []
    for district in districts:
        top = _row(known, district, None, reported=district in reported)
        below = [row for row in rows.values() if row.parent == district]
        own = (district,) if district in reported else ()
        top.silent = tuple(office for row in below for office in row.silent)
        top.offices = (*own, *dict.fromkeys(office for row in below for office in row.offices))
        found += [top, *([_own_office(top, own)] if below else []), *below]
    return found + [row for row in rows.values() if row.parent not in districts]


def _own_office(top: Row, own: tuple[bytes, ...]) -> Row:
    name = _("Hội cấp huyện (sổ riêng)")
    return Row(_beside(top.unit, OFFICE), "", name, OFFICE, top.unit, bool(own), offices=own)


def _beside(parent: bytes, level: str) -> bytes:
    """What stands for the unit of a row that is none's."""
    return parent + level.encode()


def rows_apart(above: Row | None, offices: Sequence[bytes], below: Sequence[Row]) -> list[Row]:
    """The rows that make those below one row, or the total (None), add up to it: what cannot be split, who counts once."""
    parent = above.unit if above else None
    shown = [row for row in below if row.comparable]
    hidden = _all_of(row for row in below if not row.comparable)
    late = _all_of(row for row in below if not row.comparable or not row.known_before)
    apart = Row(_beside(parent or b"", APART), "", _("Không tách được theo đơn vị"), APART, parent, reported=True)
    apart.offices, apart.late = hidden, late
    once = Row(_beside(parent or b"", ONCE), "", _("Tính một lần (người trùng)"), ONCE, parent, reported=True)
    once.offices = tuple(offices)
    once.groups = (hidden, *(row.offices for row in shown))
    once.late_groups = (late, *(row.offices for row in shown if row.known_before))
    return [apart, once] if late else [once]


def _all_of(rows: Iterable[Row]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(office for row in rows for office in row.offices))


def _district_of(known: UnitMap, unit: bytes, districts: Sequence[bytes]) -> bytes | None:
    """The one district that everything lay in from which a unit took over, or None where there are several."""
    above = {known.parent(one) for one in known.ancestors(unit)}
    return above.pop() if len(above) == 1 and above <= set(districts) else None


def _row(known: UnitMap, unit: bytes, parent: bytes | None, *, reported: bool) -> Row:
    one = known.units[unit]
    return Row(unit, one.code, one.name, one.level, parent, reported)


def _join(row: Row, office: bytes, reported: Reported, *, whole: bool) -> None:
    """Count an old office in a row; an office split between rows makes both incomparable."""
    row.comparable = row.comparable and whole
    if office in reported:
        row.reported = True
        row.offices = (*row.offices, office)
    else:
        row.silent = (*row.silent, office)
