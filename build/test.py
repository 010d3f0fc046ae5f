"""Set up what is missing and test everything: `python3 build/test.py [--long] [arguments of pytest]`."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import environment


def main() -> int:
    """Run every step, tell how each ended, and fail when one failed."""
    arguments = sys.argv[1:]
    python = environment.ready(tests=True)
    tools = Path(python).parent
    steps = {
        "ruff": [str(tools / "ruff"), "check", "."],
        "format": [str(tools / "ruff"), "format", "--check", "."],
        "mypy": [str(tools / "mypy")],
        "imports": [str(tools / "lint-imports")],
        "translations": [str(python), "build/translations.py", "--check"],
        "pytest": [str(python), "-m", "pytest", "-q", "--cov", "--cov-report=term", *arguments],
    }
    variables = environment.environment() | {
        "QT_QPA_PLATFORM": "offscreen",
        "SKH_TEST_LONG": str("--long" in arguments),
    }
    results = {name: _step(name, command, variables) for name, command in steps.items()}
    for name, (code, seconds) in results.items():
        print(f"{'đạt ' if code == 0 else 'HỎNG'} {name} ({seconds:.0f} s)")
    return int(any(code for code, _seconds in results.values()))


def _step(name: str, command: list[str], variables: dict[str, str]) -> tuple[int, float]:
    print(f"--- {name}", flush=True)
    start = time.monotonic()
    code = subprocess.run(command, cwd=environment.ROOT, env=variables, check=False).returncode
    return code, time.monotonic() - start


if __name__ == "__main__":
    raise SystemExit(main())
