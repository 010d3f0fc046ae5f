"""How a command is written: options anywhere, and a sentence in the person's language when it is written wrongly."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from db.i18n import _

WITH_VALUE, ALONE = ("--home", "--lang"), ("--json",)


def options_first(words: Sequence[str]) -> list[str]:
    """--home, --lang and --json may stand anywhere; they are put before the command."""
    kept: list[str] = []
    moved: list[str] = []
    rest = iter(words)
    for word in rest:
        if word in WITH_VALUE:
            moved += [word, *([value] if (value := next(rest, None)) is not None else [])]
        elif word in ALONE or word.startswith(tuple(f"{name}=" for name in WITH_VALUE)):
            moved.append(word)
        else:
            kept.append(word)
    return [*moved, *kept]


def said_language(words: Sequence[str]) -> str:
    """The language that the words ask for; Vietnamese where they ask for none."""
    for place, word in enumerate(words):
        if word in ("--lang=en", "--lang=vi"):
            return word[-2:]
        if word == "--lang" and tuple(words[place + 1 : place + 2]) in (("en",), ("vi",)):
            return words[place + 1]
    return "vi"


class Parser(argparse.ArgumentParser):
    """A parser that says in the person's language how a command is written."""

    def __init__(self, **given: object) -> None:
        super().__init__(**given, add_help=False, formatter_class=_Help, allow_abbrev=False)  # type: ignore[arg-type]
        self._positionals.title = _("cần ghi")
        self._optionals.title = _("có thể thêm")
        self.add_argument("-h", "--help", action="help", help=_("cách dùng"))
        self.explains: Callable[[], str] | None = None

    def format_help(self) -> str:
        """The help page; what `explains` has to say is worked out only for it (argparse)."""
        if self.explains is not None:
            self.epilog = self.explains()
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how the command is written; ends with 2."""
        self.print_usage(sys.stderr)
        print(_in_words(message), file=sys.stderr)
        raise SystemExit(2)


class _Help(argparse.HelpFormatter):
    def _fill_text(self, text, width, indent):  # type: ignore[no-untyped-def]
        return "\n".join(super(_Help, self)._fill_text(line, width, indent) for line in text.splitlines())

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        """The first line of a help page (argparse)."""
        super().add_usage(usage, actions, groups, _("cách dùng: ") if prefix is None else prefix)


def _in_words(message: str) -> str:
    """What argparse found wrong, as a sentence."""
    sentences = (
        (r"the following arguments are required: (.+)", _("Lệnh còn thiếu: {0}.")),
        (r"unrecognized arguments: (.+)", _("Không hiểu: {0}. Kiểm tra lại cách viết lệnh.")),
        (r"one of the arguments (.+) is required", _("Cần một trong: {0}.")),
        (r"argument (.+): not allowed with argument (.+)", _("{0} và {1} không dùng cùng nhau.")),
        (r"argument (.+): expected .+", _("Sau {0} còn thiếu giá trị.")),
        (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", _("{1} không dùng được cho {0}. Chọn: {2}.")),
        (r"argument (.+): invalid \w+ value: (.+)", _("{1} không phải số, ở {0}.")),
        (r"argument (.+?): (.+)", _("{0}: {1}.")),
    )
    for pattern, sentence in sentences:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return sentence.format(*found.groups())
    return _("Lệnh viết chưa đúng. Xem cách dùng ở trên.")
