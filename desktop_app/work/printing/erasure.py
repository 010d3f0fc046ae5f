"""The protocol of an erasure, from what the book still knows: ids, kinds, numbers and days."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from db.clock import in_vietnam
from db.exchange.wire.entry import decode_line
from db.i18n import _
from db.refusal import Refusal
from db.register import RecordState, load_states
from db.store import Book
from db.tables.exchange import ERASED
from desktop_app.papers.erasure import ErasedLine, ErasureProtocol, draw_erasure
from desktop_app.work.book.book_marks import is_sample
from desktop_app.work.printing import issuer
from desktop_app.work.privacy import residual_mentions
from desktop_app.work.privacy.erasure import kind_words
from desktop_app.work.units import posts
from desktop_app.work.units.officers import officer_name
from desktop_app.work.units.units import unit_of


def draw(book: Book, db: sqlite3.Connection, ids: Sequence[bytes], reason: str, target: Path) -> int:
    """The protocol of these erased records; refused where one of them is not erased."""
    states = load_states(db, ids)
    erased = [states[one] for one in ids if one in states and states[one].marks & ERASED]
    if not erased or len(erased) < len(ids):
        raise Refusal(_("Mục này chưa được xóa nên chưa có biên bản. Xóa dữ liệu trước rồi in."), code="NOT_ERASED")
    today = book.clock.today()
    protocol = ErasureProtocol(
        issuer.heading(db, book.unit, today),
        tuple(_line(db, state) for state in erased),
        reason,
        officer_name(db, book),
        _("CHỦ TỊCH"),
        posts.holder(db, book.unit, posts.CHAIR, today),
        tuple(one.words for one in residual_mentions.left(book)),
    )
    return draw_erasure(protocol, target, sample=is_sample(db))


def _line(db: sqlite3.Connection, state: RecordState) -> ErasedLine:
    rows = db.execute("SELECT line, content FROM entries WHERE rec = ? AND counts = 1", (state.rec,)).fetchall()
    moment = max(entry.t for entry in (decode_line(line) for line, _content in rows) if entry.op == "erase")
    return ErasedLine(
        state.rec.hex(),
        kind_words(state.kind),
        unit_of(db, state.office).name,
        sum(content == 2 for _line, content in rows),
        in_vietnam(moment).strftime("%d/%m/%Y %H:%M"),
    )
