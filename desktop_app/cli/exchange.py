"""`send`, `receive`, `rule`, `missing`, `answer`, `inspect`, `conflicts`, `resolve`: books that travel and join."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.i18n import _
from db.refusal import Refusal
from desktop_app.cli.common import Arguments, command, file_json, open_book, period, positive, say
from desktop_app.cli.erasing import still_named_json, still_named_lines
from desktop_app.values.dates import format_date
from desktop_app.work.book.trust_in_force import require_trust

if TYPE_CHECKING:
    from db.store import Book
    from desktop_app.work.exchange.preview import OfficeChange
    from desktop_app.work.exchange.rulings import MissingRun


def add_commands(commands: Any) -> None:
    """Add this group to the commands."""
    send = command(commands, "send", _send, _("gửi số liệu lên tỉnh"))
    send.add_argument("book", type=Path)
    send.add_argument("out", type=Path)
    which = send.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true")
    which.add_argument("--from", dest="start", type=positive)
    which.add_argument("--own", action="store_true")
    send.add_argument("--close")
    receive = command(commands, "receive", _receive, _("nhận tệp"))
    receive.add_argument("book", type=Path)
    receive.add_argument("paths", type=Path, nargs="+")
    receive.add_argument("--dry-run", action="store_true")
    rule = command(commands, "rule", _rule, _("tỉnh quyết định về tệp để riêng hoặc chỗ thiếu"))
    rule.add_argument("book", type=Path)
    rule.add_argument("what", help=_("mã tệp để riêng, hoặc chỗ thiếu MÁY:ĐỢT:TỪ-ĐẾN (lệnh missing cho biết)"))
    verdict = rule.add_mutually_exclusive_group(required=True)
    for word in ("merge", "discard", "lost"):
        verdict.add_argument(f"--{word}", dest="verdict", action="store_const", const=word)
    missing = command(commands, "missing", _missing, _("tệp còn thiếu, cần nhờ gửi lại"))
    missing.add_argument("book", type=Path)
    answer = command(commands, "answer", _answer, _("tỉnh trả lời các đơn vị"))
    answer.add_argument("book", type=Path)
    answer.add_argument("outdir", type=Path)
    inspect = command(commands, "inspect", _inspect, _("xem một tệp .khb tự nói gì"))
    inspect.add_argument("file", type=Path)
    conflicts = command(commands, "conflicts", _conflicts, _("những chỗ hai nơi ghi khác nhau"))
    conflicts.add_argument("book", type=Path)
    conflicts.add_argument("--settled", action="store_true", help=_("những chỗ đã chọn: ai, lúc nào"))
    resolve = command(commands, "resolve", _resolve, _("chọn một giá trị cho chỗ ghi khác nhau"))
    resolve.add_argument("book", type=Path)
    resolve.add_argument("conflict")
    choice = resolve.add_mutually_exclusive_group(required=True)
    choice.add_argument("--keep", type=positive)
    choice.add_argument("--value")
    resolve.add_argument("--again", action="store_true")


def _send(arguments: Arguments) -> int:
    from desktop_app.work.exchange import send_and_receive
    from desktop_app.work.reports import period_closing

    with open_book(arguments, write=bool(arguments.close)) as book:
        require_trust(book)
        if arguments.close:
            period_closing.close_period(book, period(arguments.close))
        sent = send_and_receive.send(
            book, arguments.out, everything=arguments.all, start=arguments.start, own=arguments.own
        )
        if not arguments.close and not sent.files:
            print(_("Không có gì mới để gửi: tỉnh đã nhận hết."), file=sys.stderr)
    files = [
        {"file": str(path), "from": run.first, "to": run.last, "entries": run.entries, "sha256": sha256}
        for path, run, sha256 in sent.files
    ]
    return say(
        arguments,
        {"files": files, "passed_on": [str(path) for path in sent.passed_on]},
        *(_("Đã lập {file}").format(file=file["file"]) for file in files),
        *(_("Chuyển tiếp {file}").format(file=path) for path in sent.passed_on),
    )


def _receive(arguments: Arguments) -> int:
    from db.digests import folded_digest, state_digest
    from desktop_app.work.exchange import send_and_receive
    from desktop_app.work.exchange.conflicts import open_conflicts
    from desktop_app.work.exchange.intake_summary import changed_by, in_numbers, is_well, odd_first, office_names
    from desktop_app.work.exchange.preview import office_words, preview
    from desktop_app.work.privacy import erasure, residual_mentions
    from desktop_app.work.reports.stated_changes import changed_sentences

    with open_book(arguments, write=not arguments.dry_run) as book:
        tried = preview(book, arguments.paths) if arguments.dry_run else None
        results = tried.results if tried else send_and_receive.receive(book, arguments.paths)
        with book.reading() as db:
            content: dict[str, Any] = {
                "files": [file_json(book, result) for result in results],
                "state": state_digest(db),
                "folded": folded_digest(db),
                "conflicts": len(open_conflicts(book)),
                "waiting": db.execute("SELECT count(*) FROM bundle_files WHERE outcome = 'WAITING'").fetchone()[0],
            }
        left = [] if tried else residual_mentions.left(book)
        content |= {"still_named": still_named_json(left)} if left else {}
        lines = [f"{result.file}: {result.message}" for result in odd_first(book, results)]
        waiting = len(erasure.asked(book)) if book.identity.is_province else 0
        erasures = tried.erasures if tried else waiting
        content |= {"erasures": erasures}
        numbers = in_numbers(results, office_names(book), will=tried is not None, erasures=erasures)
        lines += [_("Tất cả: {numbers}.").format(numbers=numbers), *still_named_lines(left)]
        changed = tried.changed if tried else changed_by(book, results)
        content["changed"] = [{"unit": one.unit.hex(), "period": one.period.text} for one in changed]
        lines += changed_sentences(changed, office_names(book))
        if tried:
            content["preview"] = [_office_json(book, one) for one in tried.offices]
            lines += [office_words(one) for one in tried.offices]
    say(arguments, content, *lines)
    return 0 if is_well(results) else 1


def _office_json(book: Book, one: OfficeChange) -> dict[str, Any]:
    from desktop_app.work.book.enrolment import unit_code

    return {**asdict(one), "office": one.office.hex(), "unit": unit_code(book, one.office.hex())}


def _rule(arguments: Arguments) -> int:
    from desktop_app.work.exchange import rulings

    with open_book(arguments, write=True) as book:
        results = rulings.rule(book, arguments.what, arguments.verdict)
        files = [file_json(book, result) for result in results]
    return say(
        arguments,
        {"verdict": arguments.verdict, "files": files},
        _("Đã ghi quyết định."),
        *(f"{result.file}: {result.message}" for result in results),
    )


def _missing(arguments: Arguments) -> int:
    from desktop_app.work.exchange import rulings

    with open_book(arguments) as book:
        found = rulings.missing_runs(book)
    said = _("{what} {unit}: thiếu mục ghi {first}–{last}, {files} tệp đang chờ từ ngày {day}")
    lines = [said.format(day=format_date(date.fromisoformat(one.since)), **_run(one)) for one in found]
    content = [{**_run(one), "since": one.since} for one in found]
    return say(arguments, {"missing": content}, *(lines or [_("Không thiếu tệp nào.")]))


def _run(one: MissingRun) -> dict[str, Any]:
    return {"what": one.what, "unit": one.unit, "first": one.first, "last": one.last, "files": one.files}


def _answer(arguments: Arguments) -> int:
    from desktop_app.work.exchange import send_and_receive
    from desktop_app.work.exchange.unreached import unreached, unreached_words

    with open_book(arguments, write=True) as book:
        files = send_and_receive.answer(book, arguments.outdir)
        alone = unreached(book)
    return say(
        arguments,
        {"files": [str(file) for file in files], "without_machine": [one.hex() for one in alone]},
        _("Đã lập {count} tệp trả lời.").format(count=len(files)),
        *unreached_words(alone),
    )


def _inspect(arguments: Arguments) -> int:
    from desktop_app.work.exchange import send_and_receive

    content = send_and_receive.inspect(arguments.file)
    return say(arguments, content, json.dumps(content, ensure_ascii=False, indent=1))


def _conflicts(arguments: Arguments) -> int:
    from desktop_app.work.exchange.conflicts import open_conflicts

    with open_book(arguments) as book:
        if arguments.settled:
            return _settled(arguments, book)
        found = open_conflicts(book)
        lines = [line for one in found for line in _conflict_lines(book, one)]
    return say(arguments, {"conflicts": found}, *(lines or [_("Không có chỗ nào ghi khác nhau.")]))


def _conflict_lines(book: Book, one: Mapping[str, Any]) -> list[str]:
    """A conflict with the name of its record, then a numbered line a value: who wrote it, where and when."""
    from db.clock import in_vietnam
    from desktop_app.work.exchange.conflicts import value_words
    from desktop_app.work.subjects.record_labels import record_words

    about = " – ".join(filter(None, (record_words(book, bytes.fromhex(one["record"])), one["field"])))
    said = _("  {number}. {value} ({who}, {unit}, {when})")
    return [
        f"{one['id']} {one['subject']} {about}:",
        *(
            said.format(
                number=number,
                value=value_words(value["value"]) or _("(trống)"),
                who=value["who"],
                unit=value["unit"],
                when=in_vietnam(value["when"]).strftime("%d/%m/%Y %H:%M"),
            )
            for number, value in enumerate(one["values"], 1)
        ),
    ]


def _settled(arguments: Arguments, book: Book) -> int:
    from desktop_app.work.exchange.settled_conflicts import decided, decided_ids

    found = decided(book, decided_ids(book))
    content = [
        {
            "id": one.conflict,
            "record": one.record.hex(),
            "field": one.field,
            "chosen": one.chosen,
            "values": list(one.values),
            "again": one.again,
        }
        for one in found
    ]
    lines = [f"{one.conflict} {one.about} {one.field}: {one.chosen['value']} – {one.chosen['who']}" for one in found]
    return say(arguments, {"settled": content}, *(lines or [_("Chưa chọn chỗ nào.")]))


def _resolve(arguments: Arguments) -> int:
    from desktop_app.work.exchange import rulings

    if arguments.again and arguments.value is None:
        raise Refusal(_("Chọn lại (--again) cần giá trị mới: ghi --value GIÁ-TRỊ."), code="CHOICE")
    with open_book(arguments, write=True) as book:
        if arguments.again:
            settled = rulings.choose_again(book, arguments.conflict, arguments.value)
        else:
            settled = rulings.settle(book, arguments.conflict, keep=arguments.keep, value=arguments.value)
    return say(arguments, {"id": arguments.conflict, "record": settled.id.hex()}, _("Đã chọn xong."))
