"""The commands: parse, call a verb, print. Every command takes --json: one object on standard output, the rest apart."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict

from db.i18n import _, use_language
from db.refusal import Cancelled, DraftRefused, Refusal, stopped
from desktop_app.cli import answers, books, closing, enrolment, erasing, exchange, handover, papers, records, sameness
from desktop_app.cli.common import Arguments, print_json
from desktop_app.cli.outlet import Outlet
from desktop_app.cli.usage import Parser, options_first, said_language
from desktop_app.machine import Machine

UNTOLD = 5


def run(words: Sequence[str], open_window: Callable[[Machine, str], object] | None = None) -> int:
    """Run one command, which may have a book shown by `open_window`.

    Returns 0 done, 1 refused, 2 wrong usage, 3 the book cannot be used, 4 interrupted, 5 not told.

    Not told: whatever was to be said found no place; a sentence says whether the book has changed.
    """
    arguments = Arguments(recorded=False, open_window=open_window)
    out, err = Outlet(sys.stdout), Outlet(sys.stderr)
    use_language(said_language(words))
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = _run(words, arguments)
            out.flush()
        if out.is_lost:  # argparse says nothing of help that found no place
            raise OSError
    except BrokenPipeError:  # whoever read our output has seen enough, as with `| head`
        out.give_up()
        return 0
    except OSError:
        if not (out.is_lost or err.is_lost):
            raise
        out.give_up()
        if err.is_lost:
            err.give_up()
        print(_untold(arguments.recorded), file=sys.stderr)
        return UNTOLD
    return code


def _untold(recorded: bool) -> str:
    if recorded:
        return _("Đã ghi vào sổ rồi, đừng làm lại; chỉ câu trả lời không in ra được vì nơi nhận đã đầy hoặc đã đóng.")
    return _("Câu trả lời không in ra được vì nơi nhận đã đầy hoặc đã đóng. Sổ không có gì thay đổi.")


def _run(words: Sequence[str], arguments: Arguments) -> int:
    try:
        _parser().parse_args(options_first(words), arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    except Refusal as refusal:  # an argument that its reader refuses
        _tell_refusal("--json" in words, refusal)
        return refusal.exit_code
    machine = Machine.of(os.environ, arguments.home)
    try:
        arguments.home, arguments.clock = machine.home(), machine.clock()
        result: int = arguments.run(arguments)
    except Refusal as refusal:
        _tell_refusal(arguments.json, refusal)
        return refusal.exit_code
    except KeyboardInterrupt:
        print(stopped().message, file=sys.stderr)
        return Cancelled.exit_code
    return result


def _tell_refusal(as_json: bool, refusal: Refusal) -> None:
    print(refusal.message, file=sys.stderr)
    if as_json:
        errors = [asdict(error) for error in refusal.errors] if isinstance(refusal, DraftRefused) else []
        print_json({"refused": refusal.code, "message": refusal.message, "errors": errors})


def _parser() -> Parser:
    parser = Parser(prog="so-khuyen-hoc", description=_("Sổ Khuyến học: ghi sổ, gửi, nhận, báo cáo, in."))
    parser.add_argument("--json", action="store_true", help=_("in kết quả dạng JSON"))
    parser.add_argument("--lang", default="vi", choices=("vi", "en"), help=_("ngôn ngữ của thông báo"))
    parser.add_argument("--home", help=_("thư mục giữ khóa và mốc số thứ tự"))
    commands = parser.add_subparsers(required=True, metavar=_("lệnh"), dest="command")
    for group in (books, enrolment, exchange, closing, answers, handover, records, sameness, erasing, papers):
        group.add_commands(commands)
    return parser
