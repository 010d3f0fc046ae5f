"""Set up what is missing and test everything: `python3 build/test.py [--long] [arguments of pytest]`."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import environment

FUZZED = ("container", "header", "entries", "spreadsheet", "backup")
FUZZED_SECONDS = 60
FUZZED_SECONDS_LONG = 600
FUZZING_SEED = 45_000
"""A commit is judged by what fuzzing does from here; new ways are gone with `--long`, from a seed of the moment."""
NO_TESTS = 5
"""What pytest ends with when none of the tests that were named belongs to a step."""


def main() -> int:
    """Run every step, tell how each ended, and fail when one failed."""
    arguments = sys.argv[1:]
    python = environment.ready(tests=True)
    tools = Path(python).parent
    pytest = [str(python), "-m", "pytest", "-q"]
    steps = {
        "ruff": [str(tools / "ruff"), "check", "."],
        "format": [str(tools / "ruff"), "format", "--check", "."],
        "mypy": [str(tools / "mypy")],
        "imports": [str(tools / "lint-imports")],
        "translations": [str(python), "build/translations.py", "--check"],
        "pytest": [*pytest, "-m", "not untraced", "--cov", "--cov-report=term", *arguments],
        "properties": [*pytest, "-m", "untraced", *arguments],
    }
    variables = environment.environment() | {
        "QT_QPA_PLATFORM": "offscreen",
        "SKH_TEST_LONG": str("--long" in arguments),
    }
    results = {name: _step(name, command, variables) for name, command in steps.items()}
    results |= _fuzz(str(python), variables, long="--long" in arguments)
    for name, (code, seconds) in results.items():
        print(f"{'đạt ' if code == 0 else 'HỎNG'} {name} ({seconds:.0f} s)")
    return int(any(code for code, _seconds in results.values()))


def _fuzz(python: str, variables: dict[str, str], *, long: bool) -> dict[str, tuple[int, float]]:
    """Fuzz every target, two at a time; what a target said is shown when something broke it."""
    chosen = [str(FUZZED_SECONDS_LONG)] if long else [str(FUZZED_SECONDS), str(FUZZING_SEED)]
    if subprocess.run([python, "-c", "import atheris"], capture_output=True, check=False).returncode:
        print("--- fuzz: atheris không có cho hệ điều hành hoặc bản Python này nên bỏ qua", flush=True)
        return {}
    with ThreadPoolExecutor(max_workers=2) as both:
        return dict(
            both.map(lambda target: _fuzz_one([python, "-m", "tests.fuzz", target, *chosen], variables), FUZZED)
        )


def _fuzz_one(command: list[str], variables: dict[str, str]) -> tuple[str, tuple[int, float]]:
    start = time.monotonic()
    target = command[3]
    done = subprocess.run(command, cwd=environment.ROOT, env=variables, capture_output=True, text=True, check=False)
    told = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("#")]
    counts = [line for line in told if line.startswith(("stat::number_of", "stat::peak"))]
    print(f"--- fuzz {target}", *(told[-60:] if done.returncode else counts), sep="\n", flush=True)
    return f"fuzz {target}", (done.returncode, time.monotonic() - start)


def _step(name: str, command: list[str], variables: dict[str, str]) -> tuple[int, float]:
    print(f"--- {name}", flush=True)
    start = time.monotonic()
    code = subprocess.run(command, cwd=environment.ROOT, env=variables, check=False).returncode
    return 0 if name == "properties" and code == NO_TESTS else code, time.monotonic() - start


if __name__ == "__main__":
    raise SystemExit(main())
