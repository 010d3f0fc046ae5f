"""What the commands share: opening the book, saying what came of it, reading days, periods, ids."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from db.i18n import _
from db.lacking import lacking, lacking_words
from db.refusal import Refusal
from db.store import Book
from desktop_app.cli.usage import Parser
from desktop_app.work.book.backups import block_begun, words_of_new_block
from desktop_app.work.book.book_marks import require_in_use

Arguments = argparse.Namespace


def command(commands: Any, name: str, run_it: Callable[[Arguments], int], explained: str) -> Parser:
    """Add one command to a group."""
    parser: Parser = commands.add_parser(name, help=explained, description=explained)
    parser.set_defaults(run=run_it)
    return parser


def book_named(arguments: Arguments, *, write: bool = False) -> Book:
    """The book that was named, opened as it is."""
    return Book.open(arguments.book, home=arguments.home, clock=arguments.clock, write=write)


@contextmanager
def open_book(arguments: Arguments, *, write: bool = False, enrolling: bool = False) -> Iterator[Book]:
    """The book that was named, for reading or for writing; one that is enrolling may have no keys yet."""
    with book_named(arguments, write=write) as book:
        if write and not enrolling:
            book.require_writable()
            require_in_use(book)
        tell_of_day(book)
        listen(book)
        if count := lacking(book):
            print(lacking_words(count, is_province=book.identity.is_province), file=sys.stderr)
        before = block_begun(book)
        try:
            yield book
        finally:
            arguments.recorded = book.recorded
        if (begun := block_begun(book)) and begun != before:
            print(words_of_new_block(begun), file=sys.stderr)


def tell_of_day(book: Book) -> None:
    """On standard error, where the machine's day cannot be true."""
    from desktop_app.work.reports import clock_check

    if doubted := clock_check.doubt(book):
        print(
            clock_check.doubt_words(doubted),
            _("Sửa ngày giờ của máy. Nếu ngày này đúng, mở sổ trong cửa sổ rồi bấm «Ngày này đúng»."),
            file=sys.stderr,
        )


def listen(book: Book) -> None:
    """On standard error, what is to be known beside a result, and before it is written what changes of a stated period."""
    from desktop_app.work.reports import stated_changes

    book.tell = lambda sentence: print(sentence, file=sys.stderr)
    if book.writable:
        stated_changes.tell_always(book)


def say(arguments: Arguments, content: dict[str, Any], *lines: str) -> int:
    """Tell the result: as JSON on standard output and the lines apart, or the lines alone; returns 0."""
    if arguments.json:
        print_json(content)
    for line in lines:
        print(line, file=sys.stderr if arguments.json else sys.stdout)
    return 0


def print_json(content: Any) -> None:
    """One JSON object on standard output."""
    print(json.dumps(content, ensure_ascii=False))


def day(text: str | None) -> date | None:
    """A day as 2020-07-05; None for none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(_("«{text}» không phải ngày. Ghi dạng 2020-07-05.").format(text=text), code="DATE") from None


def period(text: str) -> Any:
    """A period as commands write it."""
    from desktop_app.values.periods import NotAPeriod, parse_period

    try:
        return parse_period(text)
    except NotAPeriod:
        raise Refusal(
            _("«{text}» không phải kỳ báo cáo. Ghi dạng 2020, 2020H1, 2020Q2, 2020-06 hoặc 2019-2020.").format(
                text=text
            ),
            code="PERIOD",
        ) from None


def identity(text: str) -> bytes:
    """The id of a record: 32 hexadecimal digits."""
    from desktop_app.work.records.lookup import ID

    if not ID.match(text):
        raise Refusal(_("«{id}» không phải mã của một mục (32 chữ số hệ 16).").format(id=text), code="REFERENCE")
    return bytes.fromhex(text)


def positive(text: str) -> int:
    """A whole number from 1 on, for argparse."""
    number = int(text) if text.isascii() and text.isdecimal() else 0
    if not 1 <= number <= 10**9:
        raise argparse.ArgumentTypeError(_("«{text}» không phải số nguyên từ 1 trở lên").format(text=text))
    return number


def file_json(book: Book, result: Any) -> dict[str, Any]:
    """What became of one file, as scripts read it; the unit by its official code where the book knows it."""
    from desktop_app.work.book.enrolment import unit_code
    from desktop_app.work.records.lookup import ID

    known = unit_code(book, result.office) if ID.match(result.office or "") else ""
    return {
        "file": result.file,
        "outcome": str(result.outcome),
        "code": str(result.code) if result.code else None,
        "unit": known or result.office or None,
        "from": result.first or None,
        "to": result.last or None,
        "new": result.new,
        "sha256": result.sha256,
        "message": result.message,
    }
