"""What became of a pile of files, for people: the odd ones first, then district by district, and all of it in a few numbers."""

from __future__ import annotations

from collections.abc import Sequence

from db.exchange.incoming.quarantine import FileResult
from db.exchange.outcomes import Outcome
from db.i18n import _
from db.store import Book
from desktop_app.work.privacy.erasure import asked_words
from desktop_app.work.units.units import list_order

ODD = (Outcome.REFUSED, Outcome.QUARANTINED, Outcome.WAITING, Outcome.ALREADY_HAVE)
TAKEN = (Outcome.MERGED, Outcome.PARTLY_NEW)
NAMED = 4
"""So many offices of odd files are named."""


def office_names(book: Book) -> dict[str, str]:
    """The name of every unit by its id in hex."""
    with book.reading() as db:
        return {identity.hex(): name for identity, name in db.execute("SELECT id, name FROM units")}


def odd_first(book: Book, results: Sequence[FileResult]) -> list[FileResult]:
    """Files that were not simply taken in come first; all in the order of offices in lists, then as they were taken."""
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
        found = [one for one in results if one.outcome in outcomes]
        if found:
            parts.append(said.format(count=len(found), names=_whose(found, names)))
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
    return ODD.index(one.outcome) if one.outcome in ODD else len(ODD)


def _whose(found: Sequence[FileResult], names: dict[str, str]) -> str:
    said = list(dict.fromkeys(names.get(one.office, one.file) for one in found))
    return ", ".join([*said[:NAMED], *(["…"] if len(said) > NAMED else [])])
