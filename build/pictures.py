"""Pictures of the real screens and papers of a sample: `python3 build/pictures.py [--all DIR]`.

Without anything the README's pictures are made anew in resources/pictures. With --all every screen at 100 % and 200 % text
and every page of every paper go to DIR, for looking at.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import environment


def main() -> int:
    """Take the pictures in the project's environment."""
    python = environment.ready(tests=False)
    return subprocess.run(
        [str(python), str(Path(__file__).with_name("scenes.py")), *sys.argv[1:]],
        env=environment.environment() | {"QT_QPA_PLATFORM": "offscreen"},
        check=False,
    ).returncode


if __name__ == "__main__":
    raise SystemExit(main())
