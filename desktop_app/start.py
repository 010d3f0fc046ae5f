"""Start-up: arguments, language, then a command or the window. The one place that knows everything."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

COMMANDS = frozenset(
    "book enrol send receive rule answer inspect conflicts resolve add change list load report print demo".split()
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or open the window when none is named; returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    if any(word in COMMANDS for word in words[:5]) or "--help" in words or "-h" in words:
        from desktop_app import cli

        return cli.run(words)
    return _open_window(words)


def _speak_utf8() -> None:
    """Windows consoles are not UTF-8 by themselves."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _open_window(words: Sequence[str]) -> int:
    import sqlmodel  # noqa: F401  # before PySide6: its import hook makes every later import slower

    from desktop_app.gui.application import run

    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return run(words)
