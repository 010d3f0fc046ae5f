"""The commands: parse, call a verb, print. Every command takes --json: one object on standard output, the rest apart."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from db.exchange.keys import Home
from db.exchange.refusals import Outcome
from db.i18n import _, use_language
from db.refusal import Cancelled, DraftRefused, Refusal
from db.store import Book, create

Arguments = argparse.Namespace
GOOD = (Outcome.MERGED, Outcome.PARTLY_NEW, Outcome.ALREADY_HAVE, Outcome.WAITING)


def run(words: Sequence[str]) -> int:
    """Run one command; returns 0 done, 1 refused, 2 wrong usage, 3 the book cannot be used, 4 interrupted."""
    parser = _parser()
    try:
        arguments = parser.parse_args(_options_last(words))
    except SystemExit as stop:
        return int(stop.code or 0)
    use_language(arguments.lang)
    if arguments.home:
        os.environ["SKH_HOME"] = arguments.home
    try:
        result: int = arguments.run(arguments)
    except Refusal as refusal:
        _tell_refusal(arguments, refusal)
        return refusal.exit_code
    except KeyboardInterrupt:
        print(_("Đã dừng theo yêu cầu. Không ghi gì dở dang."), file=sys.stderr)
        return Cancelled.exit_code
    return result


def _options_last(words: Sequence[str]) -> list[str]:
    """--home, --lang and --json may stand anywhere; argparse wants them after the command."""
    kept: list[str] = []
    moved: list[str] = []
    place = 0
    while place < len(words):
        if words[place] in ("--home", "--lang") and place + 1 < len(words):
            moved += words[place : place + 2]
            place += 2
            continue
        (moved if words[place] == "--json" else kept).append(words[place])
        place += 1
    return [*moved, *kept]


def _tell_refusal(arguments: Arguments, refusal: Refusal) -> None:
    print(refusal.message, file=sys.stderr)
    if arguments.json:
        errors = [asdict(error) for error in refusal.errors] if isinstance(refusal, DraftRefused) else []
        _print_json({"refused": refusal.code, "message": refusal.message, "errors": errors})


def _print_json(content: Any) -> None:
    print(json.dumps(content, ensure_ascii=False))


def _say(arguments: Arguments, content: dict[str, Any], *lines: str) -> int:
    if arguments.json:
        _print_json(content)
    for line in lines:
        print(line, file=sys.stderr if arguments.json else sys.stdout)
    return 0


@contextmanager
def _book(arguments: Arguments, *, write: bool = False) -> Iterator[Book]:
    with Book.open(arguments.book, write=write) as book:
        if write:
            book.require_writable()
        yield book


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="so-khuyen-hoc", description=_("Sổ Khuyến học: ghi sổ, gửi, nhận, báo cáo, in.")
    )
    parser.add_argument("--json", action="store_true", help=_("in kết quả dạng JSON"))
    parser.add_argument("--lang", default="vi", choices=("vi", "en"), help=_("ngôn ngữ của thông báo"))
    parser.add_argument("--home", help=_("thư mục giữ khóa và mốc số thứ tự"))
    commands = parser.add_subparsers(required=True, metavar=_("lệnh"))
    for add in (_book_commands, _enrol_commands, _exchange_commands, _record_commands, _paper_commands):
        add(commands)
    return parser


def _command(commands: Any, name: str, run_it: Callable[[Arguments], int], explained: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=explained, description=explained)
    parser.set_defaults(run=run_it)
    return parser


# --- book -----------------------------------------------------------------------------------------------------------


def _book_commands(commands: Any) -> None:
    group = commands.add_parser("book", help=_("lập, kiểm tra, sao chép sổ")).add_subparsers(required=True)
    new = _command(group, "new", _book_new, _("lập sổ mới"))
    new.add_argument("book", type=Path)
    new.add_argument("--unit", required=True)
    new.add_argument("--officer", required=True)
    new.add_argument("--as", dest="role", choices=("office", "province"), default="office")
    new.add_argument("--on")
    check = _command(group, "check", _book_check, _("kiểm tra sổ"))
    check.add_argument("book", type=Path)
    check.add_argument("--rebuild", action="store_true")
    copy = _command(group, "copy", _book_copy, _("chép sổ ra nơi khác"))
    copy.add_argument("book", type=Path)
    copy.add_argument("dest", type=Path)
    restore = _command(group, "restore", _book_restore, _("khôi phục sổ từ bản sao"))
    restore.add_argument("copy", type=Path)
    restore.add_argument("book", type=Path)
    dump = _command(group, "dump", _book_dump, _("xuất toàn bộ sổ ra CSV"))
    dump.add_argument("book", type=Path)
    dump.add_argument("dir", type=Path)


def _book_new(arguments: Arguments) -> int:
    from db.clock import system_clock
    from desktop_app.work import exchange

    clock = system_clock()
    on = _day(arguments.on) or clock.today()
    with create(
        arguments.book,
        unit=arguments.unit,
        officer=arguments.officer,
        role=arguments.role,
        on=on.isoformat(),
        clock=clock,
    ) as book:
        if arguments.role == "province":
            exchange.found_province(book)
            print(
                _("Chép riêng khóa gốc và khóa máy trong «{home}» ra giấy và USB, cất hai nơi.").format(
                    home=Home.default().folder
                ),
                file=sys.stderr,
            )
        return _say(
            arguments,
            {"book": str(book.path), "unit": book.unit.hex(), "device": book.identity.device.hex()},
            _("Đã lập sổ {path}.").format(path=book.path),
        )


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(_("«{text}» không phải ngày. Ghi dạng 2020-07-05.").format(text=text), code="DATE") from None


def _book_check(arguments: Arguments) -> int:
    from db.check import check

    with _book(arguments) as book:
        found = check(book, rebuild=arguments.rebuild)
    content = {
        "ok": found.ok,
        "unit": found.unit,
        "state": found.state,
        "folded": found.folded,
        "counts": found.counts,
        "balances": found.balances,
        "problems": found.problems,
    }
    _say(arguments, content, *(found.problems or [_("Sổ tốt: {state}").format(state=found.state[:16])]))
    return 0 if found.ok else 1


def _book_copy(arguments: Arguments) -> int:
    from desktop_app.work import backups

    with _book(arguments) as book:
        made = backups.copy(book, arguments.dest, book.clock.today())
    return _say(
        arguments,
        {"copy": str(made.path), "counts": made.counts},
        _("Đã chép và mở lại được: {path} ({people} người, {movements} phát sinh quỹ).").format(
            path=made.path, people=made.counts["people"], movements=made.counts["movements"]
        ),
    )


def _book_restore(arguments: Arguments) -> int:
    from desktop_app.work import backups

    made = backups.restore(arguments.copy, arguments.book)
    aside = str(made.kept_aside) if made.kept_aside else None
    return _say(
        arguments,
        {"book": str(made.path), "kept_aside": aside},
        _("Đã khôi phục {path}. Sổ cũ được giữ ở {aside}.").format(path=made.path, aside=aside or "-"),
    )


def _book_dump(arguments: Arguments) -> int:
    from desktop_app.work import dumping

    with _book(arguments) as book:
        files = dumping.dump(book, arguments.dir)
    return _say(arguments, {"files": [str(file) for file in files]}, _("Đã xuất {count} tệp.").format(count=len(files)))


# --- enrolment ------------------------------------------------------------------------------------------------------


def _enrol_commands(commands: Any) -> None:
    group = commands.add_parser("enrol", help=_("đăng ký máy với tỉnh")).add_subparsers(required=True)
    ask = _command(group, "ask", _enrol_ask, _("lập tệp đăng ký của máy này"))
    ask.add_argument("book", type=Path)
    ask.add_argument("out", type=Path)
    approve = _command(group, "approve", _enrol_approve, _("tỉnh duyệt các tệp đăng ký"))
    approve.add_argument("book", type=Path)
    approve.add_argument("asks", type=Path, nargs="+")
    approve.add_argument("outdir", type=Path)
    _confirmation(approve)
    accept = _command(group, "accept", _enrol_accept, _("cơ sở nhận danh sách tin cậy của tỉnh"))
    accept.add_argument("book", type=Path)
    accept.add_argument("files", type=Path, nargs="+")
    _confirmation(accept)


def _confirmation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fingerprint")
    parser.add_argument("--yes", action="store_true", help=_("đã so dấu vân tay bằng cách khác"))


def _enrol_ask(arguments: Arguments) -> int:
    from desktop_app.work import exchange

    with _book(arguments) as book:
        asked = exchange.ask(book, arguments.out)
    return _say(
        arguments,
        {"file": str(asked.path), "fingerprint": asked.fingerprint},
        _("Đã lập {file}. Đọc cho tỉnh nghe: {fingerprint}").format(file=asked.path, fingerprint=asked.fingerprint),
    )


def _confirm(arguments: Arguments, fingerprints: Sequence[str]) -> None:
    if arguments.yes:
        return
    given = (arguments.fingerprint or "").replace(" ", "")
    if given and all(given == shown.replace(" ", "") for shown in fingerprints):
        return
    raise Refusal(
        _("Cần so dấu vân tay trước khi tin: {shown}. So qua điện thoại rồi thêm --fingerprint hoặc --yes.").format(
            shown=" | ".join(fingerprints)
        ),
        code="FINGERPRINT",
    )


def _enrol_approve(arguments: Arguments) -> int:
    from desktop_app.work import exchange

    asks = exchange.read_asks(arguments.asks)
    _confirm(arguments, [pending.fingerprint for pending in asks])
    with _book(arguments, write=True) as book:
        made = exchange.approve(book, asks, arguments.outdir)
    print(_("Nhớ cất riêng khóa gốc của tỉnh (giấy và USB) trước khi đăng ký thêm máy."), file=sys.stderr)
    return _say(
        arguments,
        {"trust": str(made.trust), "files": [str(path) for path in made.files]},
        _("Đã duyệt {count} máy; danh sách tin cậy: {trust}").format(count=len(asks), trust=made.trust),
    )


def _enrol_accept(arguments: Arguments) -> int:
    from desktop_app.work import exchange

    with _book(arguments, write=True) as book:
        if exchange.trust_of(book) is None:
            trust, _path = exchange.offered_province(arguments.files)
            _confirm(arguments, [exchange.province_fingerprint(trust)])
        results = exchange.accept(book, arguments.files)
        newest = exchange.require_trust(book)
    return _say(
        arguments,
        {"trust": newest.number, "files": [_file_json(result) for result in results]},
        _("Máy này đã được tỉnh nhận (danh sách số {number}).").format(number=newest.number),
    )


# --- exchange -------------------------------------------------------------------------------------------------------


def _exchange_commands(commands: Any) -> None:
    send = _command(commands, "send", _send, _("gửi số liệu lên tỉnh"))
    send.add_argument("book", type=Path)
    send.add_argument("out", type=Path)
    which = send.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true")
    which.add_argument("--from", dest="start", type=int)
    which.add_argument("--own", action="store_true")
    send.add_argument("--close")
    receive = _command(commands, "receive", _receive, _("nhận tệp"))
    receive.add_argument("book", type=Path)
    receive.add_argument("paths", type=Path, nargs="+")
    receive.add_argument("--dry-run", action="store_true")
    rule = _command(commands, "rule", _rule, _("tỉnh quyết định về tệp để riêng hoặc chỗ thiếu"))
    rule.add_argument("book", type=Path)
    rule.add_argument("what")
    verdict = rule.add_mutually_exclusive_group(required=True)
    for word in ("merge", "discard", "lost"):
        verdict.add_argument(f"--{word}", dest="verdict", action="store_const", const=word)
    answer = _command(commands, "answer", _answer, _("tỉnh trả lời các đơn vị"))
    answer.add_argument("book", type=Path)
    answer.add_argument("outdir", type=Path)
    inspect = _command(commands, "inspect", _inspect, _("xem một tệp .khb tự nói gì"))
    inspect.add_argument("file", type=Path)
    conflicts = _command(commands, "conflicts", _conflicts, _("những chỗ hai nơi ghi khác nhau"))
    conflicts.add_argument("book", type=Path)
    resolve = _command(commands, "resolve", _resolve, _("chọn một giá trị cho chỗ ghi khác nhau"))
    resolve.add_argument("book", type=Path)
    resolve.add_argument("conflict")
    choice = resolve.add_mutually_exclusive_group(required=True)
    choice.add_argument("--keep", type=int)
    choice.add_argument("--value")


def _period(text: str) -> Any:
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


def _send(arguments: Arguments) -> int:
    from desktop_app.work import exchange, reports

    with _book(arguments, write=bool(arguments.close)) as book:
        exchange.require_trust(book)
        if arguments.close:
            reports.close_period(book, _period(arguments.close))
        sent = exchange.send(book, arguments.out, everything=arguments.all, start=arguments.start, own=arguments.own)
        if not arguments.close and not sent.files:
            print(_("Không có gì mới để gửi: tỉnh đã nhận hết."), file=sys.stderr)
    files = [
        {"file": str(path), "from": run.first, "to": run.last, "entries": run.entries, "sha256": sha256}
        for path, run, sha256 in sent.files
    ]
    return _say(
        arguments,
        {"files": files, "passed_on": [str(path) for path in sent.passed_on]},
        *(_("Đã lập {file}").format(file=file["file"]) for file in files),
        *(_("Chuyển tiếp {file}").format(file=path) for path in sent.passed_on),
    )


def _file_json(result: Any) -> dict[str, Any]:
    return {
        "file": result.file,
        "outcome": str(result.outcome),
        "code": str(result.code) if result.code else None,
        "unit": result.office or None,
        "from": result.first or None,
        "to": result.last or None,
        "new": result.new,
        "sha256": result.sha256,
        "message": result.message,
    }


def _receive(arguments: Arguments) -> int:
    from db.digests import folded_digest, state_digest
    from desktop_app.work import exchange

    with _book(arguments, write=True) as book:
        results = exchange.receive(book, arguments.paths, dry_run=arguments.dry_run)
        with book.reading() as db:
            content = {
                "files": [_file_json(result) for result in results],
                "state": state_digest(db),
                "folded": folded_digest(db),
                "conflicts": db.execute("SELECT count(*) FROM conflicts").fetchone()[0],
                "waiting": db.execute("SELECT count(*) FROM bundle_files WHERE outcome = 'WAITING'").fetchone()[0],
            }
    _say(arguments, content, *(f"{result.file}: {result.message}" for result in results))
    return 0 if all(result.outcome in GOOD for result in results) else 1


def _rule(arguments: Arguments) -> int:
    from desktop_app.work import rulings

    with _book(arguments, write=True) as book:
        results = rulings.rule(book, arguments.what, arguments.verdict)
    return _say(
        arguments,
        {"verdict": arguments.verdict, "files": [_file_json(result) for result in results]},
        _("Đã ghi quyết định."),
        *(f"{result.file}: {result.message}" for result in results),
    )


def _answer(arguments: Arguments) -> int:
    from desktop_app.work import exchange

    with _book(arguments, write=True) as book:
        files = exchange.answer(book, arguments.outdir)
    return _say(
        arguments, {"files": [str(file) for file in files]}, _("Đã lập {count} tệp trả lời.").format(count=len(files))
    )


def _inspect(arguments: Arguments) -> int:
    from desktop_app.work import exchange

    content = exchange.inspect(arguments.file)
    return _say(arguments, content, json.dumps(content, ensure_ascii=False, indent=1))


def _conflicts(arguments: Arguments) -> int:
    from desktop_app.work import exchange

    with _book(arguments) as book:
        found = exchange.conflicts(book)
    lines = [
        f"{one['id']} {one['subject']} {one['field']}: " + " | ".join(str(value["value"]) for value in one["values"])
        for one in found
    ]
    return _say(arguments, {"conflicts": found}, *(lines or [_("Không có chỗ nào ghi khác nhau.")]))


def _resolve(arguments: Arguments) -> int:
    from desktop_app.work import rulings

    with _book(arguments, write=True) as book:
        settled = rulings.settle(book, arguments.conflict, keep=arguments.keep, value=arguments.value)
    return _say(arguments, {"id": arguments.conflict, "record": settled.id.hex()}, _("Đã chọn xong."))


# --- records --------------------------------------------------------------------------------------------------------


def _record_commands(commands: Any) -> None:
    add = _command(commands, "add", _add, _("thêm một mục"))
    add.add_argument("book", type=Path)
    add.add_argument("subject")
    add.add_argument("fields", nargs="*")
    change = _command(commands, "change", _change, _("sửa một mục"))
    change.add_argument("book", type=Path)
    change.add_argument("subject")
    change.add_argument("id")
    change.add_argument("fields", nargs="*")
    listing = _command(commands, "list", _list, _("danh sách"))
    listing.add_argument("book", type=Path)
    listing.add_argument("subject")
    listing.add_argument("--unit")
    listing.add_argument("--search", default="")
    listing.add_argument("--limit", type=int)
    listing.add_argument("-o", dest="out", type=Path)
    load = _command(commands, "load", _load, _("nhập từ bảng tính"))
    load.add_argument("book", type=Path)
    load.add_argument("subject")
    load.add_argument("file", type=Path)
    load.add_argument("--sheet")
    load.add_argument("--dry-run", action="store_true")


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
        fields[name.strip()] = value
    return fields


def _add(arguments: Arguments) -> int:
    from desktop_app.work import subjects

    with _book(arguments, write=True) as book:
        made = subjects.add(book, arguments.subject, _fields(arguments.fields))
    return _say(arguments, {"id": made.id.hex(), "subject": arguments.subject}, made.id.hex())


def _change(arguments: Arguments) -> int:
    from desktop_app.work import subjects
    from desktop_app.work.references import ID

    if not ID.match(arguments.id):
        raise Refusal(
            _("«{id}» không phải mã của một mục (32 chữ số hệ 16).").format(id=arguments.id), code="REFERENCE"
        )
    with _book(arguments, write=True) as book:
        made = subjects.change(book, arguments.subject, bytes.fromhex(arguments.id), _fields(arguments.fields))
    return _say(arguments, {"id": made.id.hex(), "subject": arguments.subject}, made.id.hex())


def _list(arguments: Arguments) -> int:
    from desktop_app.work import lists
    from desktop_app.work.references import unit_id

    with _book(arguments) as book, book.reading() as db:
        today = book.clock.today().isoformat()
        office = unit_id(db, arguments.unit, today) if arguments.unit else None
        query = lists.Query(arguments.subject, office, arguments.search, today)
        wanted = lists.ids(db, query)
        shown = lists.rows(db, arguments.subject, wanted[: arguments.limit] if arguments.limit else wanted)
        if arguments.out:
            from desktop_app.work import printing

            printing.export_list(book, arguments.subject, shown, arguments.out)
    content = {"subject": arguments.subject, "total": len(wanted), "rows": shown}
    lines = [" | ".join("" if value is None else str(value) for value in list(row.values())[1:]) for row in shown]
    return _say(arguments, content, *([] if arguments.out else lines))


def _load(arguments: Arguments) -> int:
    from desktop_app.work import loading

    with _book(arguments, write=True) as book:
        loaded = loading.load(book, arguments.subject, arguments.file, sheet=arguments.sheet, dry_run=arguments.dry_run)
    content = {
        "new": loaded.new,
        "changed": loaded.changed,
        "same": loaded.same,
        "doubtful": loaded.doubtful,
        "rejected": [asdict(error) for error in loaded.rejected],
    }
    _say(
        arguments,
        content,
        _("Mới {new}, sửa {changed}, giống {same}, ngờ trùng {doubtful}, không nhận {rejected}.").format(
            new=loaded.new,
            changed=loaded.changed,
            same=loaded.same,
            doubtful=loaded.doubtful,
            rejected=len(loaded.rejected),
        ),
        *(_("Dòng {row}, cột {column}: {message}").format(**asdict(error)) for error in loaded.rejected),
    )
    return 1 if loaded.rejected and not arguments.dry_run else 0


# --- papers, report, demo -------------------------------------------------------------------------------------------


def _paper_commands(commands: Any) -> None:
    report = _command(commands, "report", _report, _("báo cáo cụm thi đua"))
    report.add_argument("book", type=Path)
    report.add_argument("report", choices=("cluster",))
    report.add_argument("--period", required=True)
    report.add_argument("--cluster", type=int, required=True)
    report.add_argument("--map")
    report.add_argument("-o", dest="out", type=Path)
    papers = _command(commands, "print", _print, _("in giấy tờ ra PDF"))
    papers.add_argument("book", type=Path)
    papers.add_argument(
        "paper",
        choices=("certificate", "award-list", "scholarship-list", "receipt", "payment", "cash-book", "members"),
    )
    papers.add_argument("--decision")
    papers.add_argument("--id", nargs="*", default=[])
    papers.add_argument("--period")
    papers.add_argument("-o", dest="out", type=Path, required=True)
    demo = _command(commands, "demo", _demo, _("dựng một tỉnh mẫu và chạy cả vòng"))
    demo.add_argument("dir", type=Path)
    demo.add_argument("--seed", type=int, default=1)
    demo.add_argument("--size", choices=("small", "cluster"), default="small")
    demo.add_argument("--no-window", action="store_true")


def _report(arguments: Arguments) -> int:
    from desktop_app.work import printing

    with _book(arguments) as book:
        content = printing.cluster_report(
            book, arguments.cluster, _period(arguments.period), _day(arguments.map), arguments.out
        )
    return _say(arguments, content, *([_("Đã lập {file}").format(file=arguments.out)] if arguments.out else []))


def _print(arguments: Arguments) -> int:
    from desktop_app.work import printing

    with _book(arguments) as book:
        pages = printing.print_paper(
            book,
            arguments.paper,
            arguments.out,
            decision=arguments.decision,
            ids=[bytes.fromhex(identity) for identity in arguments.id],
            period=_period(arguments.period) if arguments.period else None,
        )
    return _say(
        arguments,
        {"file": str(arguments.out), "pages": pages},
        _("Đã lập {file} ({pages} trang).").format(file=arguments.out, pages=pages),
    )


def _demo(arguments: Arguments) -> int:
    from desktop_app.demo import play

    return play.run(
        arguments.dir, size=arguments.size, seed=arguments.seed, window=not arguments.no_window, as_json=arguments.json
    )
