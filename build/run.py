"""Set up what is missing and start the program: `python3 build/run.py [arguments of the program]`."""

from __future__ import annotations

import subprocess
import sys

import environment


def main() -> int:
    """Run the program with the arguments given; without any, its window opens."""
    python = environment.ready(tests=False)
    command = [str(python), "-m", "desktop_app", *sys.argv[1:]]
    try:
        return subprocess.run(command, env=environment.environment(), check=False).returncode
    except KeyboardInterrupt:
        return 4


if __name__ == "__main__":
    raise SystemExit(main())
