"""Start-up: arguments, language, then a command or the window. The one place that knows everything."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.machine import Machine

OPTIONS = ("--home", "--lang")
BOOK = ".skh"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; or open the window, on the book named or else the last one. Returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _have_streams()
    _speak_utf8()
    options, rest = _split(words)
    if not rest or (len(rest) == 1 and rest[0].lower().endswith(BOOK)):
        return _open_window(options.get("--home"), rest[0] if rest else None, options.get("--lang"))
    try:
        from desktop_app import cli

        return cli.run(words, _show)
    except KeyboardInterrupt:
        from db.i18n import use_language
        from db.refusal import stopped

        use_language(options.get("--lang", "vi"))
        print(stopped().message, file=sys.stderr)
        return stopped().exit_code


def _have_streams() -> None:
    """Whoever started the program may have closed its streams: the first file it opens must not take the place of one."""
    while (place := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(place)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - it stays open


def _split(words: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The options that the window shares with the commands (--home DIR, --lang vi|en), and the other words."""
    options: dict[str, str] = {}
    rest: list[str] = []
    remaining = iter(words)
    for word in remaining:
        name, sign, value = word.partition("=")
        if name in OPTIONS:
            options[name] = value if sign else next(remaining, "")
        else:
            rest.append(word)
    return options, rest


def _speak_utf8() -> None:
    """Windows consoles are not UTF-8 by themselves."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _open_window(home: str | None, book: str | None, language: str | None) -> int:
    from desktop_app.machine import Machine

    return _show(Machine.of(os.environ, home), book, language)


def _show(machine: Machine, book: str | None, language: str | None = None) -> int:
    """The window, on a book that is named or that a command has made."""
    import sqlmodel  # noqa: F401  # before PySide6: its import hook makes every later import slower

    from desktop_app.gui.application import run

    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return run(machine, book, language)
