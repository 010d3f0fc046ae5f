"""How the figures of the cluster's report are said, on screens, in sheets and on paper alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from db.i18n import _, data_text
from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.flags import Flag
from desktop_app.figures.report import Cell, Changed, ClusterReport, Row
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money, format_ratio
from desktop_app.values.words import begun
from desktop_app.work.stated import moves_words
from desktop_app.work.terms import period_words

REPORT_GROUPS: tuple[tuple[str, ...], ...] = (
    ("A03", "A04", "A05", "A06", "A07", "A08", "A09"),
    ("B01", "B02", "B03", "B04", "B06", "B07", "B08"),
    ("D01", "D02", "D03", "D04", "D05", "D06", "D22", "D18"),
    ("D07", "D08", "D13", "D14", "D15", "D16", "D17", "D21"),
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
        _("Học bổng, khen thưởng học sinh"),
        _("Khen thưởng, quà tặng khác"),
    )


def indicator_title(code: str) -> str:
    """An indicator's name with its unit."""
    indicator = catalogue()[code]
    return f"{data_text(indicator.name)} ({data_text(indicator.unit)})"


def shown_value(code: str, cell: Cell, *, reported: bool) -> str:
    """A figure as screens and papers show it; never 0 for what is missing."""
    if not cell.comparable:
        return _("không so sánh được")
    if not reported:
        return _("chưa gửi")
    if cell.value is None:
        return _("chưa có")
    return number_text(code, cell.value)


def number_text(code: str, value: float) -> str:
    """A figure with its indicator's decimals."""
    decimals = catalogue()[code].decimals
    return format_ratio(value, decimals) if decimals else format_money(round(value))


def as_of_words(report: ClusterReport) -> str:
    """When a report was computed: "12:10 ngày 05/07/2020"."""
    moment = datetime.fromisoformat(report.as_of)
    return _("{time} ngày {day}").format(time=moment.strftime("%H:%M"), day=format_date(moment.date()))


def changed_words(one: Changed) -> str:
    """What a unit changed of a stated period."""
    return _("{period} đã đổi sau khi chốt: {moves}").format(
        period=begun(period_words(one.period)), moves=moves_words(one.moves)
    )


def not_closed_lines(report: ClusterReport) -> list[tuple[str, list[str]]]:
    """The days up to which units have stated a part of the period, each with their codes, the earliest first."""
    days: dict[date, list[str]] = {}
    for code, day in report.not_closed.items():
        days.setdefault(day, []).append(code)
    return [(format_date(day), codes) for day, codes in sorted(days.items())]


def not_closed_words(day: str, units: Sequence[str]) -> str:
    """Which units have stated only up to a day."""
    return _("Mới chốt đến {day}: {units}.").format(day=day, units=", ".join(units))


def part_note() -> str:
    """What the star behind a unit's name means."""
    return _("* Mới chốt một phần của kỳ: số tính từ sổ, không đem so sánh, không biểu dương.")


def name_words(row: Row) -> str:
    """A row's name, with a star where it has stated only a part of the period."""
    return f"{row.name} *" if row.stated_to else row.name


def flag_text(flag: Flag) -> str:
    """A flag in one sentence: rule, value, median and number of peers."""
    value = number_text(flag.indicator, flag.value)
    unit = data_text(catalogue()[flag.indicator].unit)
    if flag.median is None:
        return _("{rule}: {value} {unit}.").format(rule=flag.rule, value=value, unit=unit)
    return _("{rule}: {value} {unit}, mức giữa {median} của {peers} đơn vị.").format(
        rule=flag.rule, value=value, unit=unit, median=number_text(flag.indicator, flag.median), peers=flag.peers
    )
