"""What is looked at before a period is stated: the figures, and what is missing or odd about them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from db.ethnic_groups import untold_sql
from db.i18n import _
from db.store import Book
from db.unheard import BY_RIGHT
from desktop_app.figures.catalogue import FigureValues
from desktop_app.figures.period_figures import values_of
from desktop_app.figures.statements import Difference, moves, statements
from desktop_app.values.dates import format_date
from desktop_app.values.periods import Period
from desktop_app.work.reports.clock_check import AFTER_TODAY
from desktop_app.work.reports.period_closing import book_began, existed, has_stated, not_over_words
from desktop_app.work.reports.stated_changes import moves_words

SHOWN = ("B01", "B02", "A03", "D22", "D01", "D07", "D14", "E01", "E08")
"""The figures that a person is shown before stating: members, new ones, branches, gifts, raised, spent, left, given."""


@dataclass(frozen=True)
class Problem:
    """Something about a period: a bar (it cannot be stated), a warning, or a note; `records` are what it is about."""

    code: str
    severity: str
    message: str
    records: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class PeriodCheck:
    """What was found; `days` since the period's end, negative while it lasts. `stated` says that it was stated before."""

    period: Period
    days: int
    stated: bool
    figures: FigureValues
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether it can be stated."""
        return all(problem.severity != "bar" for problem in self.problems)


def check(book: Book, period: Period) -> PeriodCheck:
    """Look at what the book has for a period."""
    today = book.clock.today()
    with book.reading() as db:
        now = values_of(db, [book.unit], period)[book.unit]
        found = PeriodCheck(period, (today - period.last).days, has_stated(db, book.unit, period), now)
        at: dict[str, object] = {
            "unit": book.unit,
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
            "today": today.isoformat(),
        }
        found.problems.extend([*_of_time(db, book.unit, period, today), *_moved(db, book.unit, period, now)])
        found.problems.extend(_of_records(db, at))
        found.problems.extend(_of_figures(db, book.unit, period))
    return found


def _of_time(db: sqlite3.Connection, unit: bytes, period: Period, today: date) -> list[Problem]:
    found = []
    if not period.has_ended(today):
        found.append(Problem("NOT_OVER", "bar", not_over_words(period, today)))
    if not existed(db, unit, period):
        found.append(Problem("NO_UNIT", "warn", _("Trong kỳ này chưa có đơn vị. Xem lại kỳ đã chọn.")))
    elif (began := book_began(db, unit)) > period.last:
        words = _("Sổ lập ngày {day}, sau kỳ này: chỉ chốt khi đã ghi bù đủ.").format(day=format_date(began))
        found.append(Problem("BEFORE_BOOK", "note", words))
    return found


def _moved(db: sqlite3.Connection, unit: bytes, period: Period, now: FigureValues) -> list[Problem]:
    changes: list[Difference] = []
    for one in statements(db, [unit]):
        if one.period == period:
            changes += moves(one, now)
    if not changes:
        return []
    return [Problem("CHANGED", "warn", _("Đã đổi sau khi chốt: {moves}.").format(moves=moves_words(changes)))]


def _of_records(db: sqlite3.Connection, at: Mapping[str, object]) -> list[Problem]:
    found = []
    for code, severity, words, sql in _asked():
        records = tuple(row[0] for row in db.execute(sql, at))
        if records:
            found.append(Problem(code, severity, words.format(count=len(records)), records))
    return found


MEMBER = "office = :unit AND joined <= :last AND (left_on IS NULL OR left_on > :last)"
MEMBERS = f"SELECT person FROM memberships WHERE {MEMBER}"
UNTOLD = "person IN (SELECT id FROM persons WHERE {untold})"


def _asked() -> tuple[tuple[str, str, str, str], ...]:
    """Code, severity, sentence and the records of what is odd."""
    return (
        (
            "UNPAID",
            "warn",
            _("{count} suất đã duyệt chưa trao: đã tính là được xét, được khen; chưa tính là đã trao."),
            "SELECT a.id FROM awards a LEFT JOIN decisions d ON d.id = a.decision WHERE a.office = :unit"
            " AND a.state = 'approved' AND coalesce(d.dated, :last) <= :last ORDER BY a.id",
        ),
        (
            "NOMINATED",
            "note",
            _("{count} suất mới đề nghị, chưa duyệt: không tính vào kỳ nào."),
            "SELECT id FROM awards WHERE office = :unit AND state = 'nominated' ORDER BY id",
        ),
        (
            "CONFLICT",
            "warn",
            _("{count} bản ghi hai nơi ghi khác nhau, chưa chọn giá trị đúng."),
            "SELECT DISTINCT c.rec FROM conflicts c JOIN records r ON r.rec = c.rec WHERE r.office = :unit",
        ),
        (
            "AFTER_TODAY",
            "warn",
            _("{count} bản ghi ghi ngày sau hôm nay. Xem lại ngày của máy và ngày đã ghi."),
            AFTER_TODAY,
        ),
        (
            "AFTER_PERIOD",
            "note",
            _("{count} phiếu và hội viên ghi ngày sau kỳ này: tính vào kỳ sau."),
            "SELECT id FROM movements WHERE office = :unit AND dated > :last AND dated <= :today UNION ALL SELECT id"
            " FROM memberships WHERE office = :unit AND joined > :last AND joined <= :today",
        ),
        (
            "REVERSED_AFTER",
            "warn",
            _("{count} phiếu của kỳ này đã hủy sau ngày hết kỳ: kỳ này vẫn tính, kỳ sau mới trừ."),
            "SELECT id FROM movements WHERE office = :unit AND dated BETWEEN :first AND :last AND reversed_on > :last"
            " ORDER BY id",
        ),
        (
            "OPENED_AFTER",
            "warn",
            _("{count} số dư đầu ghi ngày sau kỳ này: tồn quỹ của kỳ này chưa có tiền ấy."),
            "SELECT id FROM movements WHERE office = :unit AND kind = 'opening' AND dated > :last AND reversed_on IS NULL"
            " ORDER BY id",
        ),
        (
            "NO_SEX",
            "warn",
            _("{count} hội viên chưa ghi nam hay nữ: số hội viên nữ còn thiếu."),
            f"{MEMBERS} AND {UNTOLD.format(untold='sex IS NULL')} GROUP BY person",
        ),
        (
            "NO_ETHNIC_GROUP",
            "warn",
            _("{count} hội viên chưa ghi dân tộc: số hội viên dân tộc thiểu số còn thiếu."),
            f"{MEMBERS} AND {UNTOLD.format(untold=untold_sql('ethnic_group'))} GROUP BY person",
        ),
    )


def _of_figures(db: sqlite3.Connection, unit: bytes, period: Period) -> list[Problem]:
    """What the whole of the figures lacks: inhabitants, members, vouchers."""
    at = {
        "unit": unit,
        "year": period.year,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
    }
    population = _("Chưa ghi dân số năm {year}: không tính được tỷ lệ trên dân số.").format(year=period.year)
    asked = (
        (
            "NO_POPULATION",
            population,
            "SELECT 1 FROM units u WHERE u.id = :unit AND (u.level NOT IN ('commune', 'direct') OR EXISTS"
            f" (SELECT 1 FROM population t WHERE t.unit = u.id AND t.year = :year AND t.people IS NOT NULL AND {BY_RIGHT}))",
        ),
        (
            "NO_MEMBERS",
            _("Sổ chưa có hội viên nào đến hết kỳ này."),
            f"SELECT 1 WHERE EXISTS ({MEMBERS}) OR EXISTS (SELECT 1 FROM head_counts WHERE office = :unit AND dated <= :last)"
            " OR EXISTS (SELECT 1 FROM units WHERE id = :unit AND level = 'district')",
        ),
        (
            "EMPTY_FUND",
            _("Quỹ không có phiếu thu, phiếu chi nào trong kỳ này."),
            "SELECT 1 FROM movements WHERE office = :unit AND kind <> 'opening' AND dated BETWEEN :first AND :last",
        ),
    )
    return [Problem(code, "warn", words) for code, words, sql in asked if db.execute(sql, at).fetchone() is None]
