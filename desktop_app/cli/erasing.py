"""`erase`, `withdraw`, `clean`, `exports`: personal data taken out of every book, on request; what left it on paper or in files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.i18n import _
from db.store import Book
from desktop_app.cli.common import Arguments, command, identity, open_book, positive, say
from desktop_app.work.subjects.other_lists import EXPORTS

if TYPE_CHECKING:
    from desktop_app.work.privacy.residual_mentions import Left

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
    clean = command(commands, "clean", _clean, _("xóa những gì đã xóa khỏi các bản sao cũ, tệp .khb và .zip"))
    clean.add_argument("book", type=Path)
    clean.add_argument("paths", type=Path, nargs="+")
    clean.add_argument(
        "--delete",
        action="store_true",
        help=_("xóa cả các tệp đã xuất còn ghi tên người đã xóa, ở trong các thư mục này"),
    )
    exports = command(
        commands, "exports", _exports, _("nhật ký xuất, in danh sách; những chỗ còn nhắc tên người đã xóa")
    )
    exports.add_argument("book", type=Path)
    exports.add_argument("--limit", type=positive)
    exports.add_argument("--settled", help=_("mã của một chỗ còn nhắc tên mà người đã xử lý"))


def _erase(arguments: Arguments) -> int:
    from desktop_app.work import printing
    from desktop_app.work.privacy import erasure

    if arguments.id is None:
        return _asked(arguments)
    with open_book(arguments, write=True) as book:
        erased = erasure.erase(book, _record(book, arguments), reason=arguments.reason)
        records = [record.hex() for record in erased.records]
        if arguments.out:
            printing.print_paper(book, "erasure", arguments.out, ids=erased.records, reason=arguments.reason)
    file = str(arguments.out) if arguments.out else None
    return say(
        arguments,
        {
            "id": erased.id.hex(),
            "records": records,
            "entries": erased.entries,
            "file": file,
            "still_named": still_named_json(erased.left),
        },
        _("Đã xóa nội dung của {count} mục. Các đơn vị tự xóa khi nhận tệp trả lời kế tiếp.").format(
            count=len(records)
        ),
        *([_("Đã lập {file}").format(file=file)] if file else []),
        *still_named_lines(erased.left),
    )


def still_named_json(left: Sequence[Left]) -> list[dict[str, str | None]]:
    """What an erasure could not reach, as scripts read it."""
    return [{"id": one.id.hex(), "words": one.words, "file": str(one.file) if one.file else None} for one in left]


def still_named_lines(left: Sequence[Left]) -> list[str]:
    """What an erasure could not reach, each with what to do."""
    return [f"▲ {one.id.hex()} {one.words}. {one.advice}" for one in left]


def _asked(arguments: Arguments) -> int:
    """Without a record: what offices have asked to erase."""
    from desktop_app.work.privacy import erasure

    with open_book(arguments) as book:
        found = erasure.asked(book)
    rows = [{"id": one.rec.hex(), "kind": one.kind, "unit": one.unit, "about": one.about} for one in found]
    lines = [f"{one.rec.hex()} {one.unit}: {erasure.kind_words(one.kind)}, {one.about}" for one in found]
    return say(arguments, {"asked": rows}, *(lines or [_("Không có đơn vị nào đề nghị xóa dữ liệu cá nhân.")]))


def _withdraw(arguments: Arguments) -> int:
    from desktop_app.work.privacy import consent_withdrawal

    with open_book(arguments, write=True) as book:
        done = consent_withdrawal.withdraw(book, _record(book, arguments))
    return say(
        arguments,
        {"id": done.id.hex()},
        _("Đã bỏ tên và ghi chú khỏi sổ. Gửi số liệu lên tỉnh để tỉnh xóa ở mọi nơi."),
    )


def _record(book: Book, arguments: Arguments) -> bytes:
    """The record by id, also of one that no list shows any more, or by its exact name."""
    from desktop_app.work.records.lookup import ID
    from desktop_app.work.subjects.registry import subject_named

    if ID.match(arguments.id):
        return bytes.fromhex(arguments.id)
    with book.reading() as db:
        return subject_named(arguments.subject).find(db, arguments.id, book.unit)


def _clean(arguments: Arguments) -> int:
    from desktop_app.work.privacy import clean_copies, residual_mentions

    with open_book(arguments, write=True) as book:
        found = clean_copies.clean(book, arguments.paths)
        files = [one for one in residual_mentions.left(book) if one.file and _is_under(one.file, arguments.paths)]
        deleted = [one.file for one in files if arguments.delete and one.certain]
        for one in files:
            if one.file in deleted:
                residual_mentions.delete_file(book, one.id)
        left = [one for one in files if one.file not in deleted]
    lines = [
        *(_("Đã làm sạch {file}").format(file=path) for path in found.cleaned),
        *(_("Đã xóa tệp {file}").format(file=path) for path in deleted),
        *(
            _("▲ Không xem được bên trong {file}. Giải nén tệp rồi làm lại với thư mục đó.").format(file=path)
            for path in found.unread
        ),
        *still_named_lines(left),
    ]
    return say(
        arguments,
        {
            "cleaned": [str(path) for path in found.cleaned],
            "unread": [str(path) for path in found.unread],
            "deleted": [str(path) for path in deleted],
            "still_named": still_named_json(left),
        },
        *(lines or [_("Không có tệp nào còn giữ nội dung đã xóa.")]),
    )


def _is_under(file: Path, paths: Sequence[Path]) -> bool:
    return any(file.is_relative_to(path.absolute()) for path in paths)


def _exports(arguments: Arguments) -> int:
    from desktop_app.work.lists import list_queries
    from desktop_app.work.privacy import residual_mentions
    from desktop_app.work.records import export_log
    from desktop_app.work.subjects import list_export

    with open_book(arguments, write=arguments.settled is not None) as book:
        if arguments.settled is not None:
            residual_mentions.settle(book, identity(arguments.settled))
        with book.reading() as db:
            rows = list_queries.rows(db, EXPORTS, list_queries.ids(db, list_queries.Query(EXPORTS))[: arguments.limit])
        left = residual_mentions.left(book)
    lines = [
        " | ".join(
            (
                export_log.moment_words(row["exported_at"]),
                row["officer"] or "",
                list_export.export_title(row["what"]),
                export_log.size_words(row["what"], row["size"], row["file"]),
                row["file"] or _("máy in"),
            )
        )
        for row in rows
    ]
    return say(
        arguments,
        {"exports": rows, "still_named": still_named_json(left)},
        *(lines or [_("Chưa có danh sách hay giấy tờ nào được xuất hoặc in.")]),
        *still_named_lines(left),
    )
