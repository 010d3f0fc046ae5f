"""Running the program as people do: `python -m desktop_app ...` in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TODAY = "2020-07-05"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """The one JSON object on standard output."""
        return json.loads(self.out)


def program(*words: object, home: Path, today: str = TODAY, typed: str = "") -> Ended:
    """Run one command to its end, with the keys in `home`, on the day `today`."""
    variables = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SKH_HOME": str(home),
        "SKH_TODAY": today,
        "PYTHONIOENCODING": "utf-8",
    }
    ended = subprocess.run(
        [sys.executable, "-m", "desktop_app", *map(str, words)],
        cwd=ROOT,
        env=variables,
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=280,
        check=False,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return Ended(ended.returncode, ended.stdout, ended.stderr)
