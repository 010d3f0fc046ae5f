"""The day that the machine says: whether it can be true, and which records lie after it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from db.clock import in_vietnam
from db.i18n import _
from db.own_chain import latest_moment
from db.release import RELEASED
from db.settings import SettingKey
from db.store import Book
from desktop_app.values.dates import format_date
from desktop_app.work.book.book_marks import BookMark

FAR = timedelta(days=400)
"""So long nobody leaves a book alone and then writes in it again."""
DAYS = (
    ("memberships", "joined"),
    ("memberships", "left_on"),
    ("movements", "dated"),
    ("movements", "reversed_on"),
    ("decisions", "dated"),
    ("branches", "founded"),
    ("branches", "dissolved"),
    ("head_counts", "dated"),
    ("learner_names", "consent_on"),
)
"""Days on which something has happened: no verb takes one after today."""
AFTER_TODAY = " UNION ".join(
    f"SELECT id FROM {table} WHERE office = :unit AND {column} > :today" for table, column in DAYS
)
"""The records of a unit that say something happened after today."""

LISTED = ("on", "joined", "left", "founded", "dissolved", "head_count_on")
"""The same days as lists name them."""


class Wrong(Enum):
    """Why a day is doubted."""

    BEFORE_ENTRIES = "before entries"
    FAR_AFTER_ENTRIES = "far after entries"
    BEFORE_PROGRAM = "before program"


@dataclass(frozen=True)
class DoubtfulDay:
    """The day that counts as today, why it is doubted, and the day of the newest entry of the book."""

    why: Wrong
    today: date
    newest: date


def doubt(book: Book) -> DoubtfulDay | None:
    """What speaks against the machine's day, unless a person has confirmed it; a book that is only read may be old."""
    today, newest = book.clock.today(), _newest(book)
    why = _why(today, newest or RELEASED, written=book.writable and newest is not None)
    newest = newest or RELEASED
    return None if why is None or _is_confirmed(book, today, newest) else DoubtfulDay(why, today, newest)


def _newest(book: Book) -> date | None:
    """The day of the newest entry of the book's own unit."""
    with book.reading() as db:
        moment = latest_moment(db, book.unit)
    return in_vietnam(moment).date() if moment is not None else None


def marks(book: Book) -> list[BookMark]:
    """What the window goes on saying, confirmed or not, as long as today is before the newest entry.

    Entries written since the day was confirmed carry the wrong day; the newest one before them was kept with it.
    """
    today, confirmed = book.clock.today(), _confirmed(book)
    newest = max(_newest(book) or today, confirmed[1] if confirmed else today)
    if today >= newest:
        return []
    said = doubt_words(DoubtfulDay(Wrong.BEFORE_ENTRIES, today, newest))
    mend = _("Ngày của máy sai thì sửa ngay, kẻo phiếu, hội viên ghi vào sai kỳ.")
    return [BookMark(_("XEM LẠI NGÀY"), f"{said} {mend}")]


def _why(today: date, newest: date, *, written: bool) -> Wrong | None:
    if today < newest:
        return Wrong.BEFORE_ENTRIES
    if today < RELEASED:
        return Wrong.BEFORE_PROGRAM
    return Wrong.FAR_AFTER_ENTRIES if written and today - newest > FAR else None


def _is_confirmed(book: Book, today: date, newest: date) -> bool:
    confirmed = _confirmed(book)
    if confirmed is None:
        return False
    day, up_to = confirmed
    return day <= today and today - day <= FAR and newest <= max(up_to, today)


def _confirmed(book: Book) -> tuple[date, date] | None:
    """The day that a person has confirmed, and the newest day of an entry until then."""
    said = book.setting(SettingKey.DAY_CONFIRMED)
    if said is None:
        return None
    day, up_to = map(date.fromisoformat, said.split())
    return day, up_to


def confirm(book: Book, doubted: DoubtfulDay) -> None:
    """A person says that the day is right: it is not asked again until it goes back or leaps; an archive is asked anew."""
    if book.writable:
        before = _confirmed(book)
        newest = max(doubted.newest, before[1]) if before else doubted.newest
        book.keep_setting(SettingKey.DAY_CONFIRMED, f"{doubted.today} {newest}")


def doubt_words(doubted: DoubtfulDay) -> str:
    """What speaks against the machine's day, in a sentence."""
    sentences = {
        Wrong.BEFORE_ENTRIES: _("Máy đang ghi hôm nay là {today}, mà sổ đã có mục ghi ngày {newest}."),
        Wrong.FAR_AFTER_ENTRIES: _(
            "Máy đang ghi hôm nay là {today}, mà lần ghi sổ gần nhất là ngày {newest}, hơn một năm trước."
        ),
        Wrong.BEFORE_PROGRAM: _("Máy đang ghi hôm nay là {today}, là ngày chưa có chương trình này."),
    }
    return sentences[doubted.why].format(today=format_date(doubted.today), newest=format_date(doubted.newest))


@dataclass(frozen=True)
class FutureRecord:
    """A record with a day after today (ISO), and what it is in words."""

    id: bytes
    day: str
    text: str


def future_records(book: Book, office: bytes | None = None) -> list[FutureRecord]:
    """The records of an office (None: of all) that say something happened after today, earliest day first."""
    from desktop_app.work.subjects.record_labels import record_text

    today = book.clock.today().isoformat()
    with book.reading() as db:
        found: dict[bytes, str] = {}
        for table, column in DAYS:
            found |= _after(db, table, column, today, office)
        return [
            FutureRecord(one, day, record_text(db, one)) for one, day in sorted(found.items(), key=lambda it: it[1])
        ]


def _after(db: sqlite3.Connection, table: str, column: str, today: str, office: bytes | None) -> dict[bytes, str]:
    rows = db.execute(
        f"SELECT id, {column} FROM {table} WHERE {column} > ?1 AND (?2 IS NULL OR office = ?2)", (today, office)
    )
    return dict(rows.fetchall())


def days_after(row: Mapping[str, Any], today: date) -> list[str]:
    """The columns of a list's row that say something happened after today."""
    return [name for name in LISTED if (row.get(name) or "") > today.isoformat()]


def future_words(record: FutureRecord, today: date) -> str:
    """Why a record with a day after today is pointed at."""
    return _("{record}: ghi ngày {day}, sau hôm nay ({today}). Sửa ngày của mục này, hoặc ngày giờ của máy.").format(
        record=record.text, day=format_date(date.fromisoformat(record.day)), today=format_date(today)
    )
