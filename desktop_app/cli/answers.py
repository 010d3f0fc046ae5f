"""`received`, `ask`, `questions`: what the province has of an office, and what it asks."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from desktop_app.cli.common import Arguments, command, identity, open_book, say


def add_commands(commands: Any) -> None:
    """Add this group to the commands."""
    received = command(commands, "received", _received, _("tỉnh đã nhận gì của đơn vị"))
    received.add_argument("book", type=Path)
    ask = command(commands, "ask", _ask, _("tỉnh hỏi đơn vị về một bản ghi"))
    ask.add_argument("book", type=Path)
    ask.add_argument("record", type=identity)
    ask.add_argument("reason", choices=("differs", "doubtful", "missing", "twice"))
    ask.add_argument("--field", default="")
    questions = command(commands, "questions", _questions, _("những câu tỉnh hỏi chưa xong"))
    questions.add_argument("book", type=Path)
    questions.add_argument("--close", type=identity)


def _received(arguments: Arguments) -> int:
    from desktop_app.work.received import received

    with open_book(arguments) as book:
        told = received(book)
    if told is None:
        raise Refusal(_("Tỉnh chưa trả lời lần nào. Khi có tệp trả lời, vào «Nhận tệp» chọn tệp đó."), code="NO_ACK")
    positions = [{**asdict(one), "inc": one.inc.hex()} for one in told.positions]
    content = {**asdict(told), "positions": positions}
    lines = [f"{one.there} / {one.here}" for one in told.positions]
    lines += [f"{one.purse} {one.account}: {one.here} / {one.there} {one.verdict}" for one in told.balances]
    return say(arguments, content, *lines)


def _ask(arguments: Arguments) -> int:
    from desktop_app.work import questions

    with open_book(arguments, write=True) as book:
        asked = questions.ask(book, arguments.record, arguments.reason, arguments.field)
    return say(arguments, {"id": asked.id.hex()}, _("Đã ghi câu hỏi; đơn vị nhận được cùng lần trả lời tới."))


def _questions(arguments: Arguments) -> int:
    from desktop_app.work import questions

    with open_book(arguments, write=arguments.close is not None) as book:
        if arguments.close is not None:
            questions.close(book, arguments.close)
        found = questions.open_questions(book)
    content = [{**asdict(one), "id": one.id.hex(), "record": one.record.hex()} for one in found]
    reasons = questions.reasons()
    lines = [f"{one.id.hex()} {one.unit}: {one.about} {one.field} – {reasons.get(one.code, one.code)}" for one in found]
    return say(arguments, {"questions": content}, *(lines or [_("Không có câu hỏi nào.")]))
