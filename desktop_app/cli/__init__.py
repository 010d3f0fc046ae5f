"""The commands: parse, call a verb, print. Every command takes --json: one object on standard output, the rest apart."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict

from db.i18n import _, use_language
from db.refusal import Cancelled, DraftRefused, Refusal
from desktop_app.cli import answers, books, closing, enrolment, erasing, exchange, handover, papers, records, sameness
from desktop_app.cli.common import print_json
from desktop_app.cli.usage import Parser, options_first, said_language


def run(words: Sequence[str], open_window: Callable[[str], object] | None = None) -> int:
    """Run one command, which may have a book shown by `open_window`; returns 0 done, 1 refused, 2 wrong usage, 3 the book cannot be used, 4 interrupted."""
    use_language(said_language(words))
    try:
        arguments = _parser().parse_args(options_first(words))
    except SystemExit as stop:
        return int(stop.code or 0)
    except Refusal as refusal:  # an argument that its reader refuses
        _tell_refusal("--json" in words, refusal)
        return refusal.exit_code
    arguments.open_window = open_window
    if arguments.home:
        os.environ["SKH_HOME"] = arguments.home
    try:
        result: int = arguments.run(arguments)
        sys.stdout.flush()
    except Refusal as refusal:
        _tell_refusal(arguments.json, refusal)
        return refusal.exit_code
    except KeyboardInterrupt:
        print(_("Đã dừng theo yêu cầu. Không ghi gì dở dang."), file=sys.stderr)
        return Cancelled.exit_code
    except BrokenPipeError:  # whoever read our output has seen enough, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
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
