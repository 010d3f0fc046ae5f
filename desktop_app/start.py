"""Start-up: arguments, language, then a command or the window. The one place that knows everything."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

OPTIONS = ("--home", "--lang")
BOOK = ".skh"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; or open the window, on the book named or else the last one. Returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _have_streams()
    _speak_utf8()
    options, rest = _split(words)
    if not rest or (len(rest) == 1 and rest[0].lower().endswith(BOOK)):
        return _open_window(options, rest)
    try:
        from desktop_app import cli

        return cli.run(words, _show_book)
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


def _show_book(book: str) -> int:
    """The window on a book, after a command has made it."""
    return _open_window({}, [book])


def _open_window(options: dict[str, str], books: Sequence[str]) -> int:
    import sqlmodel  # noqa: F401  # before PySide6: its import hook makes every later import slower

    from desktop_app.gui.application import run

    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if options.get("--home"):
        os.environ["SKH_HOME"] = options["--home"]
    return run(books[0] if books else None, options.get("--lang"))
