"""`add`, `change`, `set`, `list`, `load`: records and settings one by one, and whole lists."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from desktop_app.cli.common import Arguments, command, identity, open_book, positive, say


def add_commands(commands: Any) -> None:
    """Add this group to the commands."""
    add = command(commands, "add", _add, _("thêm một mục"))
    add.explains = _subjects
    add.add_argument("book", type=Path)
    add.add_argument("subject")
    add.add_argument("fields", nargs="*")
    change = command(commands, "change", _change, _("sửa một mục"))
    change.explains = _subjects
    change.add_argument("book", type=Path)
    change.add_argument("subject")
    change.add_argument("id")
    change.add_argument("fields", nargs="*")
    setting = command(commands, "set", _set, _("đổi một cài đặt của giấy tờ; giá trị rỗng là như thường lệ"))
    setting.add_argument("book", type=Path)
    setting.add_argument("key")
    setting.add_argument("value")
    listing = command(commands, "list", _list, _("danh sách"))
    listing.explains = _lists
    listing.add_argument("book", type=Path)
    listing.add_argument("subject")
    listing.add_argument("--unit")
    listing.add_argument("--search", default="")
    listing.add_argument("--limit", type=positive)
    listing.add_argument("-o", dest="out", type=Path)
    load = command(commands, "load", _load, _("nhập từ bảng tính"))
    load.add_argument("book", type=Path)
    load.add_argument("subject")
    load.add_argument("file", type=Path)
    load.add_argument("--sheet")
    load.add_argument("--dry-run", action="store_true")


def _subjects() -> str:
    """The subjects and their fields, for the help of a command."""
    from desktop_app.work.subjects.registry import SUBJECTS

    lines = [f"{subject.name}: {' '.join(field.name for field in subject.said)}" for subject in SUBJECTS]
    return "\n".join([_("Loại mục, và các mục ghi dạng mục=giá trị:"), *lines])


def _lists() -> str:
    from desktop_app.work.subjects.registry import all_listings

    names = sorted(listing.name for listing in all_listings() if listing.source)
    return _("Danh sách có: {subjects}").format(subjects=" ".join((*names, "settings")))


def _fields(words: Sequence[str]) -> dict[str, str]:
    lines = list(words)
    if "-" in lines:
        lines.remove("-")
        lines += [line for line in sys.stdin.read().splitlines() if line.strip()]
    fields: dict[str, str] = {}
    for line in lines:
        name, equals, value = line.partition("=")
        if not equals:
            raise Refusal(_("«{word}» thiếu dấu =. Ghi dạng mục=giá trị.").format(word=line), code="FIELDS")
        if fields.setdefault(name.strip(), value) != value:
            raise Refusal(_("Mục «{name}» ghi hai lần. Ghi một lần thôi.").format(name=name.strip()), code="FIELDS")
    return fields


def _add(arguments: Arguments) -> int:
    from desktop_app.work.subjects import by_text

    fields = _fields(arguments.fields)
    with open_book(arguments, write=True) as book:
        doubts = by_text.doubts(book, arguments.subject, fields)
        made = by_text.add(book, arguments.subject, fields)
        return _say_made(arguments, made.id, [*doubts, *by_text.told_of_new(book, arguments.subject, made.id)])


def _change(arguments: Arguments) -> int:
    from desktop_app.work.subjects import by_text

    record = identity(arguments.id)
    with open_book(arguments, write=True) as book:
        fields = _fields(arguments.fields)
        made = by_text.change(book, arguments.subject, record, fields)
        return _say_made(arguments, made.id, by_text.told_of_changed(book, arguments.subject, made.id, fields))


def _say_made(arguments: Arguments, made: bytes, told: Sequence[str]) -> int:
    """The id; on standard error what is to be looked at."""
    for line in told:
        print(line, file=sys.stderr)
    return say(arguments, {"id": made.hex(), "subject": arguments.subject}, made.hex())


def _list(arguments: Arguments) -> int:
    from desktop_app.work.records.lookup import unit_id
    from desktop_app.work.subjects.list_rows import list_rows
    from desktop_app.work.subjects.registry import listing_named

    if arguments.subject == "settings":
        return _list_settings(arguments)
    with open_book(arguments) as book, book.reading() as db:
        today, listing = book.clock.today(), listing_named(arguments.subject)
        office = unit_id(db, arguments.unit, today.isoformat()) if arguments.unit else None
        shown, total = list_rows(book, db, listing, office, arguments.search, arguments.limit)
        if arguments.out:
            from desktop_app.work.subjects.list_export import export_list

            export_list(book, listing, shown, arguments.out)
    content = {"subject": arguments.subject, "total": total, "rows": shown}
    lines = [_line(row, today) for row in shown]
    return say(arguments, content, *([] if arguments.out else lines))


def _line(row: Mapping[str, Any], today: date) -> str:
    """A row as it is read, its id last; one with a day after today is marked."""
    from desktop_app.work.reports.clock_check import days_after

    identity, *values = row.values()
    cells = ["" if value is None else str(value) for value in (*values, identity)]
    return " | ".join([*cells, _("▲ ngày sau hôm nay")] if days_after(row, today) else cells)


def _list_settings(arguments: Arguments) -> int:
    from desktop_app.work.book import paper_settings

    with open_book(arguments) as book:
        shown = [asdict(one) for one in paper_settings.shown(book)]
    lines = [f"{one['key']} | {one['value'] or '-'} | {one['meaning']}" for one in shown]
    return say(arguments, {"subject": "settings", "total": len(shown), "rows": shown}, *lines)


def _set(arguments: Arguments) -> int:
    from db.settings import SettingKey
    from desktop_app.work.book import paper_settings

    with open_book(arguments, write=True) as book:
        paper_settings.keep(book, {arguments.key: arguments.value})
        value = book.setting(SettingKey(arguments.key))
    return say(arguments, {"key": arguments.key, "value": value}, f"{arguments.key} = {value or '-'}")


def _load(arguments: Arguments) -> int:
    from desktop_app.work import loading
    from desktop_app.work.loading.rows import unread_words

    with open_book(arguments, write=True) as book:
        loaded = loading.load(book, arguments.subject, arguments.file, sheet=arguments.sheet, dry_run=arguments.dry_run)
    content = {
        "new": loaded.new,
        "changed": loaded.changed,
        "same": loaded.same,
        "doubtful": loaded.doubtful,
        "rejected": [asdict(error) for error in loaded.rejected],
        "remarks": [asdict(remark) for remark in loaded.remarks],
        "unread": list(loaded.unread),
    }
    say(
        arguments,
        content,
        _("Mới {new}, sửa {changed}, giống {same}, ngờ trùng {doubtful}, không nhận {rejected}.").format(
            new=loaded.new,
            changed=loaded.changed,
            same=loaded.same,
            doubtful=loaded.doubtful,
            rejected=loaded.wrong_rows,
        ),
        *(
            [_("{count} dòng cần sửa nên chưa ghi gì vào sổ.").format(count=loaded.wrong_rows)]
            if loaded.rejected
            else []
        ),
        *unread_words(loaded),
        *(_("Dòng {row}, cột {column}: {message}").format(**asdict(error)) for error in loaded.rejected),
        *(_("Xem lại dòng {row}, cột {column}: {message}").format(**asdict(one)) for one in loaded.remarks),
    )
    return 1 if loaded.rejected and not arguments.dry_run else 0
