"""A text is compared with the one that was kept, or takes its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
LANGUAGES = ("vi", "en")
MOST_LINES = 80
"""Lines of difference that a failure shows."""


@dataclass(frozen=True)
class Kept:
    """The kept texts; `renew` writes them instead of comparing."""

    renew: bool

    def check(self, name: str, lines: Iterable[str]) -> None:
        """Fail with what differs from the kept text `name` (a path below this folder)."""
        path, text = FOLDER / name, "\n".join(line.rstrip() for line in lines) + "\n"
        if self.renew:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        kept = path.read_text(encoding="utf-8") if path.is_file() else ""
        assert text == kept, _difference(name, kept, text)


def _difference(name: str, kept: str, text: str) -> str:
    found = list(
        difflib.unified_diff(kept.splitlines(), text.splitlines(), f"{name} (kept)", f"{name} (now)", lineterm="", n=2)
    )
    rest = len(found) - MOST_LINES
    more = [f"... and {rest} lines more"] if rest > 0 else []
    how = "Meant? Renew with --renew, read the diff, name these lines in the commit."
    return "\n".join([f"{name} is not what it was.", how, *found[:MOST_LINES], *more])
