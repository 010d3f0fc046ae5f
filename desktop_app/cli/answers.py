"""`received`, `ask`, `questions`: what the province has of an office, and what it asks."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.cli.common import Arguments, command, identity, open_book, positive, say


def add_commands(commands: Any) -> None:
    """Add this group to the commands."""
    from desktop_app.work.subjects.record_labels import subject_words

    received = command(commands, "received", _received, _("tỉnh đã nhận gì của đơn vị"))
    received.add_argument("book", type=Path)
    received.add_argument("--records", action="store_true", help=_("từng bản ghi: tỉnh đã nhận ngày nào"))
    received.add_argument("--subject", choices=tuple(subject_words()))
    received.add_argument("--search", default="")
    received.add_argument("--waiting", action="store_true")
    received.add_argument("--limit", type=positive)
    ask = command(commands, "ask", _ask, _("tỉnh hỏi đơn vị về một bản ghi"))
    ask.add_argument("book", type=Path)
    ask.add_argument("record", type=identity)
    ask.add_argument("reason", choices=("differs", "doubtful", "missing", "twice"))
    ask.add_argument("--field", default="")
    questions = command(commands, "questions", _questions, _("những câu tỉnh hỏi chưa xong"))
    questions.add_argument("book", type=Path)
    questions.add_argument("--close", type=identity)


def _received(arguments: Arguments) -> int:
    from desktop_app.work.exchange.province_receipt import received

    with open_book(arguments) as book:
        if arguments.records:
            return _records(arguments, book)
        if book.identity.is_province:
            said = _(
                "Lệnh này dành cho sổ của đơn vị. Ở sổ của tỉnh, trang «Ai chưa gửi» cho biết đơn vị nào đã gửi gì."
            )
            raise Refusal(said, code="OFFICE")
        told = received(book)
    if told is None:
        raise Refusal(_("Tỉnh chưa trả lời lần nào. Khi có tệp trả lời, vào «Nhận tệp» chọn tệp đó."), code="NO_ACK")
    positions = [{**asdict(one), "inc": one.inc.hex()} for one in told.positions]
    content = {**asdict(told), "positions": positions}
    lines = [f"{one.there} / {one.here}" for one in told.positions]
    lines += [f"{one.purse} {one.account}: {one.here} / {one.there} {one.verdict}" for one in told.balances]
    return say(arguments, content, *lines)


def _records(arguments: Arguments, book: Book) -> int:
    from desktop_app.work.exchange import record_receipts

    wanted = record_receipts.ReceiptQuery(arguments.subject, arguments.search, True if arguments.waiting else None)
    ids = record_receipts.taken_ids(book, wanted)
    rows = record_receipts.taken_rows(book, ids[: arguments.limit] if arguments.limit else ids)
    content = [
        {"id": one.id.hex(), "subject": one.subject, "text": one.text, "waits": one.taken.waits, "on": one.taken.on}
        for one in rows
    ]
    lines = [f"{one.id.hex()} {one.text}: {record_receipts.taken_words(one.taken)}" for one in rows]
    return say(arguments, {"total": len(ids), "records": content}, *lines)


def _ask(arguments: Arguments) -> int:
    from desktop_app.work.exchange import questions

    with open_book(arguments, write=True) as book:
        asked = questions.ask(book, arguments.record, arguments.reason, arguments.field)
    return say(arguments, {"id": asked.id.hex()}, _("Đã ghi câu hỏi; đơn vị nhận được cùng lần trả lời tới."))


def _questions(arguments: Arguments) -> int:
    from desktop_app.work.exchange import questions

    with open_book(arguments, write=arguments.close is not None) as book:
        if arguments.close is not None:
            questions.close(book, arguments.close)
        found = questions.open_questions(book)
    content = [{**asdict(one), "id": one.id.hex(), "record": one.record.hex()} for one in found]
    reasons = questions.reasons()
    lines = [
        f"{one.id.hex()} {one.unit}: {' '.join(filter(None, (one.about, one.field)))} – {reasons.get(one.code, one.code)}"
        for one in found
    ]
    return say(arguments, {"questions": content}, *(lines or [_("Không có câu hỏi nào.")]))
