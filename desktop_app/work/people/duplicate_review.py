"""The same person twice: pairs that look like one person, what people decided about them, and how to take it back.

Nothing is ever joined by the machine. A verdict is a record of its own (`same`), so that joining changes no record and no
sum of either person, and parting restores both; the people joined are one under the smallest id (`figures.joined_records`).
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from db.change import Change
from db.exchange.wire.canonical_json import natural_key
from db.i18n import _
from db.journal import Writing
from db.progress import Progress
from db.refusal import Refusal
from db.settings import SeriesKey, SettingKey, SettingSeries, drop_setting, keep_setting, series, setting
from db.store import Book
from db.tables.exchange import Same
from db.unheard import SAME_BY_RIGHT
from desktop_app.figures.joined_records import PersonVerdicts, roots
from desktop_app.work.people.duplicate_candidates import Suspects
from desktop_app.work.people.profiles import profile
from desktop_app.work.records.results import Done, Topic, done

SAME, DIFFERENT, LATER = VERDICTS = ("same", "different", "later")
GRANTED = ("nominated", "approved", "paid")
CHANGED = (Topic.PEOPLE, Topic.MEMBERS, Topic.AWARDS, Topic.REPORTS, Topic.EXCHANGE)


@dataclass(frozen=True)
class Pair:
    """Two people who may be one: the smaller id first, points, the reasons in words, and whether it was put off."""

    first: bytes
    second: bytes
    score: int
    reasons: tuple[str, ...]
    put_off: bool = False


@dataclass(frozen=True)
class Verdict:
    """A decided pair; `open_conflict` where two places decided differently, so that it has no effect yet."""

    id: bytes
    first: bytes
    second: bytes
    verdict: str
    open_conflict: bool


def candidates(book: Book, report: Progress = lambda _done, _total: None) -> list[Pair]:
    """The pairs that nobody has decided yet, the likeliest first, those put off last.

    `report(done, total)` may raise `Cancelled`; nothing is written.
    """
    with book.reading() as db:
        suspects = Suspects.read(db)
        settled = PersonVerdicts(db)
        put_off = series(db, SettingSeries.SAME_LATER).keys()
    found = [
        Pair(one, other, likeness.score, likeness.reasons, _later_key(one, other) in put_off)
        for one, other, likeness in suspects.pairs(report)
        if not settled.are_decided(one, other)
    ]
    return sorted(found, key=lambda pair: (pair.put_off, -pair.score, pair.first, pair.second))


def found(book: Book) -> tuple[str, int] | None:
    """The ISO day on which people were last compared, and how many pairs are still open of it; None before that."""
    with book.reading() as db:
        return _last_search(db)


def _last_search(db: sqlite3.Connection) -> tuple[str, int] | None:
    day, _colon, count = (setting(db, SettingKey.SAME_FOUND) or "").partition(":")
    return (day, int(count)) if count else None


def _one_less(db: sqlite3.Connection) -> None:
    """One pair of the last search is decided."""
    if last := _last_search(db):
        keep_setting(db, SettingKey.SAME_FOUND, f"{last[0]}:{max(last[1] - 1, 0)}")


def search(book: Book, report: Progress = lambda _done, _total: None) -> list[Pair]:
    """The candidates; how many there are is remembered, so that the start page can say it without comparing everybody."""
    pairs = candidates(book, report)
    if book.writable:
        book.keep_setting(SettingKey.SAME_FOUND, f"{book.clock.today().isoformat()}:{len(pairs)}")
    return pairs


def undecided(book: Book, pairs: list[Pair]) -> list[Pair]:
    """Those of a list of pairs that are still open."""
    with book.reading() as db:
        settled = PersonVerdicts(db)
    return [pair for pair in pairs if not settled.are_decided(pair.first, pair.second)]


def settle(book: Book, one: bytes, other: bytes, verdict: str) -> Done:
    """Say that two people are one (`same`), are not (`different`), or leave the question open (`later`).

    The verdict is an entry; a later one replaces it: saying `different` of two who were joined parts them, and both are
    again what they were. Refused where it contradicts what was said of a third person.
    """
    first, second = sorted((one, other))
    _require_pair(book, first, second, verdict)
    if verdict == LATER:
        return _put_off(book, first, second)
    with book.write() as tx:
        _require_consistent(tx.db, first, second, verdict)
        return done(_write(tx, first, second, verdict), *CHANGED)


def scholarships_in_same_year(book: Book, first: bytes, second: bytes) -> list[str]:
    """The school years in which both of two people have a scholarship; to be seen before they are joined."""
    with book.reading() as db:
        years = [
            {
                one.school_year
                for one in profile(db, person).awards
                if one.form == "scholarship" and one.state in GRANTED
            }
            for person in (first, second)
        ]
    return sorted(year for year in years[0] & years[1] if year)


def _require_pair(book: Book, first: bytes, second: bytes, verdict: str) -> None:
    if verdict not in VERDICTS:
        raise Refusal(_("Chọn một trong: same, different, later."), code="CHOICE")
    if first == second:
        raise Refusal(_("Đây là cùng một hồ sơ. Chọn hai hồ sơ khác nhau."), code="CHOICE")
    with book.reading() as db:
        for person in (first, second):
            if db.execute("SELECT 1 FROM persons WHERE id = ?", (person,)).fetchone() is None:
                raise Refusal(_("Không thấy người này trong sổ. Tìm lại trong danh sách."), code="REFERENCE")


def _require_consistent(db: sqlite3.Connection, first: bytes, second: bytes, verdict: str) -> None:
    """A pair joined through a third person cannot be different, and the other way round."""
    rec = _key(first, second)
    joined = roots(db, leaving_out=rec)
    ends = {joined.get(first, first), joined.get(second, second)}
    if verdict == DIFFERENT:
        if len(ends) == 1:
            raise Refusal(
                _("Hai người này đang được nối qua một người thứ ba. Mở «Các cặp đã quyết định» và tách ra trước."),
                code="JOINED",
            )
        return
    rows = db.execute(
        f'SELECT id, "first", "second" FROM sames s WHERE verdict = \'different\' AND {SAME_BY_RIGHT}'
    ).fetchall()
    if any(identity != rec and {joined.get(a, a), joined.get(b, b)} == ends for identity, a, b in rows):
        raise Refusal(
            _(
                "Một trong hai người đã được nối với người mà sổ ghi là khác. Mở «Các cặp đã quyết định» và tách ra trước."
            ),
            code="DIFFERENT",
        )


def _key(first: bytes, second: bytes) -> bytes:
    return natural_key("same", first.hex(), second.hex())


def _later_key(first: bytes, second: bytes) -> SeriesKey:
    return SettingSeries.SAME_LATER.of(_key(first, second))


def _put_off(book: Book, first: bytes, second: bytes) -> Done:
    with book.reading() as db:
        decided = db.execute("SELECT 1 FROM sames WHERE id = ?", (_key(first, second),)).fetchone()
    if decided is not None:
        raise Refusal(_("Hai người này đã được quyết định. Chọn «Cùng người» hoặc «Khác người» để đổi."), code="STATE")
    book.keep_setting(_later_key(first, second), book.clock.today().isoformat())
    return done(_key(first, second), Topic.PEOPLE)


def _write(tx: Writing, first: bytes, second: bytes, verdict: str) -> bytes:
    """The verdict's record, made or changed; where two places wrote differently, an entry that settles both."""
    rec = _key(first, second)
    known = tx.get(Same, rec)
    drop_setting(tx.db, _later_key(first, second))
    if known is None:
        tx.create(Same, id=rec, first=first, second=second, verdict=verdict)
        _one_less(tx.db)
    elif tx.db.execute("SELECT 1 FROM conflicts WHERE rec = ?", (rec,)).fetchone() is not None:
        tx.db.execute("UPDATE sames SET verdict = ? WHERE id = ?", (verdict, rec))
        tx.note(Change("res", "same", rec, known.office, {"verdict": verdict}))
    else:
        known.verdict = verdict
    return rec


def decided(book: Book, *verdicts: str) -> list[Verdict]:
    """The pairs that people decided so, those joined first."""
    marks = ", ".join("?" * len(verdicts))
    with book.reading() as db:
        rows = db.execute(
            'SELECT id, "first", "second", verdict, EXISTS (SELECT 1 FROM conflicts c WHERE c.rec = s.id)'
            f" FROM sames s WHERE verdict IN ({marks}) ORDER BY verdict DESC, id",
            verdicts,
        ).fetchall()
    return [Verdict(rec, one, other, said, bool(torn)) for rec, one, other, said, torn in rows]
