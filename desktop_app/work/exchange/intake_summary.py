"""What became of a pile of files, for people: the odd ones first, then district by district, and all of it in a few numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from db.exchange.incoming.quarantine import FileResult
from db.exchange.outcomes import Code, Outcome
from db.exchange.wire.bundle_file import FileKind
from db.i18n import _
from db.store import Book
from desktop_app.work.privacy.erasure import asked_words
from desktop_app.work.reports.stated_changes import ChangedPeriod, changed_periods
from desktop_app.work.units.units import list_order

ODD = (Outcome.REFUSED, Outcome.QUARANTINED, Outcome.WAITING, Outcome.ALREADY_HAVE)
TAKEN = (Outcome.MERGED, Outcome.PARTLY_NEW)
NAMED = 4
"""So many offices of odd files are named."""


def changed_by(book: Book, results: Sequence[FileResult]) -> list[ChangedPeriod]:
    """The stated periods of the offices of files that were taken in that are not as they were stated."""
    if not book.identity.is_province:
        return []
    taken = {one.office for one in results if one.outcome in TAKEN and one.new}
    return [one for one in changed_periods(book) if one.unit.hex() in taken]


def is_for_others(one: FileResult) -> bool:
    """Whether a file only lay in the same folder: it is for another office, or asks the province to enrol a machine."""
    return one.code is Code.NOT_FOR_ME or (one.code is Code.WRONG_TYPE and one.kind == FileKind.ASK)


def is_well(results: Sequence[FileResult]) -> bool:
    """Whether all that was for this book went in, waits or was here; a pile without anything for it is not."""
    meant = [one for one in results if not is_for_others(one)]
    return bool(meant or not results) and not any(
        one.outcome in (Outcome.REFUSED, Outcome.QUARANTINED) for one in meant
    )


def office_names(book: Book) -> dict[str, str]:
    """The name of every unit by its id in hex."""
    with book.reading() as db:
        return {identity.hex(): name for identity, name in db.execute("SELECT id, name FROM units")}


def odd_first(book: Book, results: Sequence[FileResult]) -> list[FileResult]:
    """Files that were not simply taken in come first, those for others last; all in the order of offices in lists, then as
    they were taken.
    """
    with book.reading() as db:
        order = {identity.hex(): key for identity, key in list_order(db).items()}
    last = (b"\xff",) * 3
    return sorted(results, key=lambda one: (_rank(one), order.get(one.office, last), one.first))


def in_numbers(results: Sequence[FileResult], names: dict[str, str], *, will: bool = False, erasures: int = 0) -> str:
    """How many files went which way, and whose the odd ones are; `will` of a rehearsal, where nothing has happened.

    `erasures` are the requests to erase personal data that it brings, or that wait.
    """
    parts = []
    for outcomes, said in _words(will=will):
        found = [one for one in results if one.outcome in outcomes and not is_for_others(one)]
        if found:
            parts.append(said.format(count=len(found), names=_whose(found, names)))
    kinds = Counter((one.kind == FileKind.ASK, one.kind == FileKind.JOURNAL) for one in results if is_for_others(one))
    for said, count in (
        (_("{count} tệp gửi cho nơi khác, bỏ qua"), kinds[False, False]),
        (_("{count} tệp của đơn vị khác, không mở ở đây"), kinds[False, True]),
        (_("{count} tệp đăng ký máy, duyệt ở «Duyệt đăng ký»"), kinds[True, False]),
    ):
        if count:
            parts.append(said.format(count=count))
    if erasures:
        parts.append(asked_words(erasures))
    return ", ".join(parts) or _("không có tệp nào")


def _words(*, will: bool) -> tuple[tuple[tuple[Outcome, ...], str], ...]:
    return (
        (TAKEN, _("{count} sẽ nhận") if will else _("{count} nhận")),
        ((Outcome.WAITING,), _("{count} sẽ chờ tệp trước ({names})") if will else _("{count} chờ tệp trước ({names})")),
        ((Outcome.ALREADY_HAVE,), _("{count} đã có")),
        ((Outcome.QUARANTINED,), _("{count} sẽ để riêng ({names})") if will else _("{count} để riêng ({names})")),
        ((Outcome.REFUSED,), _("{count} không nhận ({names})")),
    )


def _rank(one: FileResult) -> int:
    if is_for_others(one):
        return len(ODD) + 1
    return ODD.index(one.outcome) if one.outcome in ODD else len(ODD)


def _whose(found: Sequence[FileResult], names: dict[str, str]) -> str:
    said = list(dict.fromkeys(names.get(one.office, one.file) for one in found))
    return ", ".join([*said[:NAMED], *(["…"] if len(said) > NAMED else [])])
