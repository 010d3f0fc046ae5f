"""How the figures of the cluster's report are said, on screens, in sheets and on paper alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction

from db.i18n import _, data_text
from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.report import (
    NO_DENOMINATOR,
    NOT_ADDITIVE,
    NOT_APPLICABLE,
    NOT_KEPT,
    UNKNOWN,
    Cell,
    Changed,
    ClusterReport,
    Flag,
    Praise,
    Row,
)
from desktop_app.figures.rows.flags import FUND_LOW, GROWTH, MEMBERS_BEHIND, MEMBERS_DOWN
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money, format_ratio, round_half_up
from desktop_app.values.words import begun
from desktop_app.work.records.vocabulary import period_words
from desktop_app.work.reports.stated_changes import every_move, moves_words

STAR = "**"
"""Behind a figure that leaves something out; a note below says what."""
REPORT_GROUPS: tuple[tuple[str, ...], ...] = (
    ("A03", "A04", "A05", "A06", "A07", "A08", "A09"),
    ("B01", "B02", "B03", "B04", "B06", "B07", "B08", "B10"),
    ("D01", "D02", "D03", "D04", "D05", "D06", "D22", "D18"),
    ("D07", "D08", "D13", "D14", "D15", "D16", "D17", "D21"),
    ("D09", "D10", "D11", "D12"),
    ("E01", "E02", "E03", "E04", "E07", "E08", "E09"),
    ("E10", "E11", "E12", "E13", "E14"),
)
"""The indicators of each table of the report, by code."""


def group_titles() -> tuple[str, ...]:
    """The title of each of `REPORT_GROUPS`."""
    return (
        _("Tổ chức hội"),
        _("Hội viên"),
        _("Vận động quỹ"),
        _("Chi và tồn quỹ"),
        _("Chi theo nội dung"),
        _("Học bổng, khen thưởng học sinh"),
        _("Khen thưởng, quà tặng khác"),
    )


def indicator_title(code: str) -> str:
    """An indicator's name with its unit."""
    indicator = catalogue()[code]
    return f"{data_text(indicator.name)} ({data_text(indicator.unit)})"


def shown_value(code: str, cell: Cell, *, reported: bool) -> str:
    """A figure as screens show it; never 0 for what is missing, and beside it how many are not known or left out."""
    text = value_text(code, cell, reported=reported)
    if cell.value is None or not cell.comparable:
        return text
    if cell.unknown:
        text = _("{value} (chưa ghi {unknown})").format(value=text, unknown=format_money(cell.unknown))
    if cell.counted is not None:
        text = _("{value} ({counted}/{of} đơn vị)").format(value=text, counted=cell.counted, of=cell.of)
    return text


def value_text(code: str, cell: Cell, *, reported: bool) -> str:
    """A figure alone, or in words why it is missing."""
    if not cell.comparable:
        return _("không so sánh được")
    if not reported:
        return _("chưa gửi")
    return why_missing(code, cell) if cell.value is None else number_text(code, cell.value)


def why_missing(code: str, cell: Cell) -> str:
    """In words why a figure of an office that has reported is missing."""
    if cell.why == UNKNOWN:
        count, unit = format_money(cell.unknown), data_text(catalogue()[code].unit)
        return _("chưa ghi ({count} {unit})").format(count=count, unit=unit)
    if cell.why == NO_DENOMINATOR:
        return _no_denominator(catalogue()[code].denominator)
    words = {NOT_KEPT: _("chưa ghi"), NOT_ADDITIVE: _("không cộng"), NOT_APPLICABLE: ""}
    return words.get(cell.why or "", _("chưa có"))


def _no_denominator(denominator: str) -> str:
    words = {
        "population": _("thiếu dân số"),
        "target": _("chưa giao chỉ tiêu"),
        "B01": _("không có"),
        "E01": _("không có"),
        "D01": _("cùng kỳ không có"),
    }
    return words[denominator]


GROWN_MUCH = 300
"""Growth in percent from which it is said as a multiple."""


def number_text(code: str, value: float) -> str:
    """A figure with its indicator's decimals; growth that is large as how many times it is of what it was."""
    decimals = catalogue()[code].decimals
    if code == "D21" and value > GROWN_MUCH:
        return _("gấp {times} lần").format(times=format_ratio(round_half_up(round(value * 10) + 1000, 1000, 1), 1))
    return format_ratio(value, decimals) if decimals else format_money(round(value))


def as_of_words(report: ClusterReport) -> str:
    """When a report was computed: "12:10 ngày 05/07/2020"."""
    moment = datetime.fromisoformat(report.as_of)
    return _("{time} ngày {day}").format(time=moment.strftime("%H:%M"), day=format_date(moment.date()))


def changed_words(one: Changed, *, every: bool = False) -> str:
    """What a unit changed of a stated period, or what the province's joining of people changes in it; `every` names all
    figures, for what is handed out.
    """
    told = every_move(one.moves) if every else moves_words(one.moves)
    if one.by_province:
        return _("{period}, tỉnh ghép người ghi nhiều lần là một: {moves}; đơn vị không phải chốt lại").format(
            period=begun(period_words(one.period)), moves=told
        )
    return _("{period} đã đổi sau khi chốt: {moves}").format(period=begun(period_words(one.period)), moves=told)


def restated_words(report: ClusterReport) -> list[str]:
    """What units have stated anew since the report made before, a line each, and what that makes of the total."""
    said = _("{unit} đã chốt lại: {moves}.")
    total = _("Cả cụm theo đó: {moves}.")
    return [
        (said if one.unit else total).format(unit=report.names.get(one.unit, ""), moves=every_move(one.moves))
        for one in report.restated
    ]


def not_closed_lines(report: ClusterReport) -> list[tuple[str, list[bytes]]]:
    """The days up to which units have stated a part of the period, each with them, the earliest first."""
    days: dict[date, list[bytes]] = {}
    for unit, day in report.not_closed.items():
        days.setdefault(day, []).append(unit)
    return [(format_date(day), units) for day, units in sorted(days.items())]


def not_closed_words(day: str, units: Sequence[str]) -> str:
    """Which units have stated only up to a day."""
    return _("Mới chốt đến {day}: {units}.").format(day=day, units=", ".join(units))


def silent_lines(report: ClusterReport) -> list[str]:
    """How many units have not sent, then who, a line for each district of that time; nothing where all have."""
    if not report.not_reported:
        return []
    said = _("Có {count} đơn vị chưa gửi.")
    if report.no_machine:
        said = _("Có {count} đơn vị chưa gửi, trong đó {without} chưa đăng ký máy.")
    lines: dict[str, list[str]] = {}
    for unit in sorted(report.not_reported, key=lambda unit: unit in report.above):
        lines.setdefault(report.above.get(unit, ""), []).append(report.names[unit])
    named = [f"{above}: {'; '.join(below)}." if above else f"{'; '.join(below)}." for above, below in lines.items()]
    return [said.format(count=len(report.not_reported), without=report.no_machine), *named, *_silent_now(report)]


def _silent_now(report: ClusterReport) -> list[str]:
    """On a later map than the period's: which of its units have nothing, because none of the old ones has sent."""
    if report.map_date <= report.period.last:
        return []
    names = [row.name for row in report.rows if row.is_unit and row.comparable and not row.heard]
    said = _("Vì vậy trên bản đồ ngày {day} chưa có số của {count} đơn vị: {units}.")
    units = "; ".join(names)
    return [said.format(day=format_date(report.map_date), count=len(names), units=units)] if names else []


def lacking_words(report: ClusterReport) -> list[str]:
    """Of which units entries are known to be missing behind what they stated; nothing where of none."""
    units = "; ".join(f"{report.names[unit]} {runs}" for unit, runs in report.lacking.items())
    return [_("Còn thiếu mục ghi, số liệu có thể chưa đủ: {units}.").format(units=units)] if units else []


def total_words(report: ClusterReport) -> str:
    """What the row of sums is called, and how many offices are not in it."""
    silent = len(report.not_reported)
    return _("Cộng ({count} đơn vị chưa gửi)").format(count=silent) if silent else _("Cộng")


def partly_notes(report: ClusterReport) -> list[str]:
    """Which units have figures of only some of the old units they took over from, or of their communes; nothing of none."""
    rows = [row for row in report.rows if row.is_unit and row.is_partial]
    names = "; ".join(
        _("{row} {counted}/{of}").format(row=row.name, counted=row.parts[0], of=row.parts[1]) for row in rows
    )
    said = _("Mới có số của một phần các xã, nên không đem so sánh, không biểu dương: {names}.")
    return [said.format(names=names)] if rows else []


def not_compared(report: ClusterReport) -> str:
    """Why nobody could be measured against others; "" where some were."""
    if report.is_compared():
        return ""
    if partly_notes(report) and not report.not_closed:
        return _("Chưa so được, vì chưa đơn vị nào có đủ số của các xã thuộc mình.")
    return _("Chưa so được, vì chưa đơn vị nào chốt hết kỳ này.")


def part_note() -> str:
    """What the star behind a unit's name means."""
    return _("* Mới chốt một phần của kỳ: số tính từ sổ, không đem so sánh, không biểu dương.")


def name_words(row: Row) -> str:
    """A row's name, with a star where it has stated only a part of the period; of a district, of how many communes it is."""
    name = row.name
    if row.level == "district" and row.is_partial:
        heard, of = row.parts
        name = _("{district} ({heard}/{of} xã)").format(district=name, heard=heard, of=of)
    return f"{name} *" if row.stated_to else name


def severity(row: Row, flag: Flag) -> Fraction:
    """How far a unit is behind, from 0 to 1: what it lacks to the median, to last year or to half its target."""
    wanted = {
        FUND_LOW: flag.median,
        MEMBERS_DOWN: row.cells["B01"].last_year,
        MEMBERS_BEHIND: (row.cells["B02"].target or 0) / 2,
    }[flag.flag]
    lacks = -flag.value if flag.flag == MEMBERS_DOWN else (wanted or 0) - flag.value
    return Fraction(lacks) / Fraction(wanted) if wanted else Fraction(1)


def flagged(report: ClusterReport) -> list[tuple[Row, Flag]]:
    """Every flag with its row, the unit that is furthest behind first."""
    found = [(row, flag) for row in report.rows for flag in row.flags]
    return sorted(found, key=lambda one: -severity(*one))


def praise_lines(report: ClusterReport) -> list[tuple[str, str]]:
    """For each level and reason to praise: the reason with the least figure that has it, its units with theirs, best first."""
    levels, names = {row.unit: row.level for row in report.rows}, report.named()
    found: dict[tuple[str, str], list[Praise]] = {}
    for one in report.praise:
        found.setdefault((levels[one.unit], one.reason), []).append(one)
    said = {"district": _("{reason} (cấp huyện)"), "commune": _("{reason} (cấp xã)")}
    return [
        _praise_line(said.get(level, "{reason}").format(reason=reason), ones, names)
        for (level, reason), ones in found.items()
    ]


def _praise_line(reason: str, ones: Sequence[Praise], names: Mapping[bytes, str]) -> tuple[str, str]:
    best = sorted(ones, key=lambda one: (-(one.value or 0), names[one.unit]))
    least = best[-1].value
    if least is not None and best[0].indicator == GROWTH:
        reason = _("{reason} (từ {least} trở lên)").format(reason=reason, least=_percent(least))
    return reason, ", ".join(_praised(names[one.unit], one) for one in best)


def _praised(name: str, one: Praise) -> str:
    if one.value is None:
        return name
    number = _percent(one.value)
    return f"{name} +{number}" if one.indicator == GROWTH else f"{name} {number}"


def _percent(number: float) -> str:
    return _("{number} %").format(number=format_ratio(number, 1))


def flag_text(flag: Flag) -> str:
    """A flag in one sentence: rule, value, median and number of peers."""
    value = number_text(flag.indicator, flag.value)
    unit = data_text(catalogue()[flag.indicator].unit)
    if flag.median is None:
        return _("{rule}: {value} {unit}.").format(rule=flag.rule, value=value, unit=unit)
    return _("{rule}: {value} {unit}, mức giữa {median} của {peers} đơn vị.").format(
        rule=flag.rule, value=value, unit=unit, median=number_text(flag.indicator, flag.median), peers=flag.peers
    )
