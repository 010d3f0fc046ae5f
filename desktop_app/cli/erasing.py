"""`erase`, `withdraw`, `clean`: personal data taken out of every book, on request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from db.i18n import _
from db.store import Book
from desktop_app.cli.common import Arguments, command, open_book, say

SUBJECTS = ("people", "donors", "groups")


def add_commands(commands: Any) -> None:
    """Add this group to the commands."""
    erase = command(commands, "erase", _erase, _("tỉnh xóa dữ liệu cá nhân ở mọi sổ, không hoàn tác được"))
    erase.add_argument("book", type=Path)
    erase.add_argument("subject", choices=SUBJECTS, nargs="?")
    erase.add_argument("id", nargs="?")
    erase.add_argument("--reason", default="")
    erase.add_argument("-o", dest="out", type=Path)
    withdraw = command(commands, "withdraw", _withdraw, _("rút lại đồng ý: bỏ tên ngay và đề nghị tỉnh xóa"))
    withdraw.add_argument("book", type=Path)
    withdraw.add_argument("subject", choices=SUBJECTS)
    withdraw.add_argument("id")
    clean = command(commands, "clean", _clean, _("xóa những gì đã xóa khỏi các bản sao cũ của sổ"))
    clean.add_argument("book", type=Path)
    clean.add_argument("paths", type=Path, nargs="+")


def _erase(arguments: Arguments) -> int:
    from desktop_app.work import erasing, printing

    if arguments.id is None:
        return _asked(arguments)
    with open_book(arguments, write=True) as book:
        erased = erasing.erase(book, _record(book, arguments), reason=arguments.reason)
        records = [record.hex() for record in erased.records]
        if arguments.out:
            printing.print_paper(book, "erasure", arguments.out, ids=erased.records, reason=arguments.reason)
    file = str(arguments.out) if arguments.out else None
    return say(
        arguments,
        {"id": erased.id.hex(), "records": records, "entries": erased.entries, "file": file},
        _("Đã xóa nội dung của {count} mục. Các đơn vị tự xóa khi nhận tệp trả lời kế tiếp.").format(
            count=len(records)
        ),
        *([_("Đã lập {file}").format(file=file)] if file else []),
    )


def _asked(arguments: Arguments) -> int:
    """Without a record: what offices have asked to erase."""
    from desktop_app.work import erasing

    with open_book(arguments) as book:
        found = erasing.asked(book)
    rows = [{"id": one.rec.hex(), "kind": one.kind, "unit": one.unit} for one in found]
    lines = [f"{one.rec.hex()} {one.unit}: {erasing.kind_words(one.kind)}" for one in found]
    return say(arguments, {"asked": rows}, *(lines or [_("Không có đơn vị nào đề nghị xóa dữ liệu cá nhân.")]))


def _withdraw(arguments: Arguments) -> int:
    from desktop_app.work import withdrawing

    with open_book(arguments, write=True) as book:
        done = withdrawing.withdraw(book, _record(book, arguments))
    return say(
        arguments,
        {"id": done.id.hex()},
        _("Đã bỏ tên và ghi chú khỏi sổ. Gửi số liệu lên tỉnh để tỉnh xóa ở mọi nơi."),
    )


def _record(book: Book, arguments: Arguments) -> bytes:
    """The record by id, also of one that no list shows any more, or by its exact name."""
    from desktop_app.work.references import ID, record_id

    if ID.match(arguments.id):
        return bytes.fromhex(arguments.id)
    with book.reading() as db:
        return record_id(db, arguments.subject, arguments.id, book.unit)


def _clean(arguments: Arguments) -> int:
    from desktop_app.work import erasing

    with open_book(arguments, write=True) as book:
        cleaned = erasing.clean_copies(book, arguments.paths)
    return say(
        arguments,
        {"cleaned": [str(path) for path in cleaned]},
        *(_("Đã làm sạch {file}").format(file=path) for path in cleaned),
        *([] if cleaned else [_("Không có tệp nào còn giữ nội dung đã xóa.")]),
    )
