"""`book`: a new book, checking, copying, restoring, dumping."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from db.founding import create
from db.i18n import _
from desktop_app.cli.common import Arguments, book_named, command, day, identity, open_book, say, tell_of_day


def add_commands(commands: Any) -> None:
    """Add this group to the commands."""
    group = commands.add_parser("book", help=_("lập, kiểm tra, sao chép sổ")).add_subparsers(required=True)
    new = command(group, "new", _book_new, _("lập sổ mới"))
    new.add_argument("book", type=Path)
    new.add_argument("--unit", required=True, help=_("mã hoặc tên đơn vị, không cần dấu; trùng tên thì thêm tên huyện"))
    new.add_argument("--officer", required=True, help=_("họ tên người ghi sổ"))
    new.add_argument("--as", dest="role", choices=("office", "province"), default="office")
    new.add_argument("--on", help=_("ngày mà mã và tên đơn vị có hiệu lực, không ghi là hôm nay"))
    check = command(group, "check", _book_check, _("kiểm tra sổ"))
    check.add_argument("book", type=Path)
    check.add_argument("--rebuild", action="store_true")
    copy = command(group, "copy", _book_copy, _("chép sổ ra nơi khác"))
    copy.add_argument("book", type=Path)
    copy.add_argument("dest", type=Path)
    restore = command(group, "restore", _book_restore, _("khôi phục sổ từ bản sao"))
    restore.add_argument("copy", type=Path)
    restore.add_argument("book", type=Path)
    reuse = command(group, "reuse", _book_reuse, _("dùng lại sổ cũ khi khôi phục nhầm"))
    reuse.add_argument("book", type=Path)
    officer = command(group, "officer", _book_officer, _("bàn giao sổ cho người ghi mới"))
    officer.add_argument("book", type=Path)
    officer.add_argument("name")
    officer.add_argument("--post")
    officer.add_argument("--phone")
    officer.add_argument("--person")
    officer.add_argument("--on")
    dump = command(group, "dump", _book_dump, _("xuất toàn bộ sổ ra CSV"))
    dump.add_argument("book", type=Path)
    dump.add_argument("dir", type=Path)


def _book_new(arguments: Arguments) -> int:
    from desktop_app.work.book import enrolment
    from desktop_app.work.book.new_book import unit_named

    on = day(arguments.on) or arguments.clock.today()
    with create(
        arguments.book,
        unit=unit_named(arguments.unit, arguments.role, on).code,
        officer=arguments.officer,
        role=arguments.role,
        on=on.isoformat(),
        home=arguments.home,
        clock=arguments.clock,
    ) as book:
        tell_of_day(book)
        if arguments.role == "province":
            enrolment.found_province(book)
            print(
                _("Chép riêng khóa gốc và khóa máy trong «{home}» ra giấy và USB, cất hai nơi.").format(
                    home=book.home.folder
                ),
                file=sys.stderr,
            )
        return say(
            arguments,
            {"book": str(book.path), "unit": book.unit.hex(), "device": book.identity.device.hex()},
            _("Đã lập sổ {path}.").format(path=book.path),
        )


def _book_check(arguments: Arguments) -> int:
    from db.check import check
    from db.lacking import lacking_words
    from db.unheard import unheard
    from desktop_app.work.reports import clock_check

    with book_named(arguments) as book:
        tell_of_day(book)
        found = check(book, rebuild=arguments.rebuild)
        today = book.clock.today()
        notes = [clock_check.future_words(one, today) for one in clock_check.future_records(book)]
        with book.reading() as db:
            notes += unheard(db)
    lacking = lacking_words(found.lacks, is_province=book.identity.is_province)
    problems = [*found.problems, *([lacking] if found.lacks else [])]
    content = {
        "ok": found.ok,
        "unit": found.unit,
        "state": found.state,
        "folded": found.folded,
        "counts": found.counts,
        "balances": found.balances,
        "problems": problems,
        **({"notes": notes} if notes else {}),
    }
    say(arguments, content, *(problems or [_("Sổ tốt: {state}").format(state=found.state[:16])]), *notes)
    return 0 if found.ok else 1


def _book_copy(arguments: Arguments) -> int:
    from desktop_app.work.book import backups

    with open_book(arguments) as book:
        made = backups.copy(book, arguments.dest, book.clock.today())
    return say(
        arguments, {"copy": str(made.path), "counts": made.counts, "beside": made.beside}, backups.words_of_copy(made)
    )


def _book_restore(arguments: Arguments) -> int:
    from desktop_app.work.book import backups

    made = backups.restore(arguments.copy, arguments.book)
    aside = str(made.kept_aside) if made.kept_aside else None
    return say(
        arguments,
        {"book": str(made.path), "kept_aside": aside},
        _("Đã khôi phục {path}. Sổ cũ được giữ ở {aside}.").format(path=made.path, aside=aside or "-"),
    )


def _book_reuse(arguments: Arguments) -> int:
    from desktop_app.work.book import book_marks

    with open_book(arguments) as book:
        book_marks.use_again(book)
    return say(arguments, {"book": str(book.path)}, _("Từ nay ghi lại ở sổ {path}.").format(path=book.path))


def _book_officer(arguments: Arguments) -> int:
    from desktop_app.work.people.known_people import known_people
    from desktop_app.work.units import officers

    person = identity(arguments.person) if arguments.person else None
    with open_book(arguments, write=True) as book:
        on = day(arguments.on) or book.clock.today()
        namesakes = known_people(book, arguments.name) if arguments.post and person is None else []
        officers.hand_over(book, officers.OfficerDraft(arguments.name, on, arguments.post, arguments.phone, person))
        for one in namesakes:
            sentence = _("Trong sổ đã có {person}, mã {id}. Nếu cùng một người, nối hai người bằng lệnh same.")
            print(sentence.format(person=one.words, id=one.id.hex()), file=sys.stderr)
        name = officers.officer(book)
    return say(arguments, {"officer": name}, _("Từ nay {name} ghi sổ này.").format(name=name))


def _book_dump(arguments: Arguments) -> int:
    from desktop_app.work.subjects import full_dump

    with open_book(arguments) as book:
        files = full_dump.dump(book, arguments.dir)
    return say(arguments, {"files": [str(file) for file in files]}, _("Đã xuất {count} tệp.").format(count=len(files)))
