"""Offices that branches went to and that no answer reaches, because no machine of theirs is enrolled."""

from __future__ import annotations

from collections.abc import Mapping

from db.i18n import _
from db.store import Book
from desktop_app.work.book.trust_in_force import trust_of


def unreached(book: Book, also: bytes = b"") -> dict[bytes, str]:
    """The offices (with names) that branches went to, or are about to (`also`), and that no answer reaches: no machine is enrolled."""
    trust = trust_of(book)
    with book.reading() as db:
        rows = db.execute(
            "SELECT u.id, u.name FROM units u WHERE u.id = ? OR u.id IN (SELECT successor FROM moves WHERE"
            " annulled = 0) ORDER BY u.sort_key, u.id",
            (also,),
        ).fetchall()
    reached = set(trust.offices()) if trust else set()
    return {unit: name for unit, name in rows if unit not in reached and unit != book.unit}


def unreached_words(units: Mapping[bytes, str]) -> list[str]:
    """What to tell of them after an answer, or before one is promised."""
    if not units:
        return []
    said = _("▲ {units} chưa đăng ký máy nên chưa có tệp cho nơi ấy: đăng ký máy rồi trả lời lại thì chi hội mới tới.")
    return [said.format(units=", ".join(units.values()))]
