"""Set up what is missing and test everything: `python3 build/test.py [--long] [arguments of pytest]`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import environment

Steps = dict[str, list[str]]
"""Commands by the name of the step."""
FUZZED = {"container": 55_000, "header": 65_000, "entries": 170_000, "spreadsheet": 110_000, "backup": 13_000}
"""How many inputs a minute tries; a faster machine tries no more, so that a commit is judged by the same ones everywhere."""
FUZZED_SECONDS = 60
FUZZED_SECONDS_LONG = 600
FUZZING_SEED = 45_000
"""A commit is judged by what fuzzing does from here; new ways are gone with `--long`, from a seed of the moment."""
NO_TESTS = 5
"""What pytest ends with when none of the tests that were named belongs to a step."""


def main() -> int:
    """Run every step in two lanes, tell how each ended, and fail when one failed."""
    arguments = sys.argv[1:]
    python = str(environment.ready(tests=True))
    long = "--long" in arguments
    variables = environment.environment() | {"QT_QPA_PLATFORM": "offscreen", "SKH_TEST_LONG": str(long)}
    lanes = [
        _checks(python) | _stories(python, arguments) | _fuzzing(python, long=long) | _faults(python, long=long),
        {"properties": [python, "-m", "pytest", "-q", "-m", "untraced", *arguments]},
    ]
    with ThreadPoolExecutor(max_workers=len(lanes)) as both:
        results = [ended for lane in both.map(lambda steps: _lane(steps, variables), lanes) for ended in lane]
    for name, code, seconds in results:
        print(f"{'đạt ' if code == 0 else 'HỎNG'} {name} ({seconds:.0f} s)")
    return int(any(code for _name, code, _seconds in results))


def _checks(python: str) -> Steps:
    tools = Path(python).parent
    return {
        "ruff": [str(tools / "ruff"), "check", "."],
        "format": [str(tools / "ruff"), "format", "--check", "."],
        "mypy": [str(tools / "mypy")],
        "imports": [str(tools / "lint-imports")],
        "translations": [python, "build/translations.py", "--check"],
    }


def _stories(python: str, arguments: list[str]) -> Steps:
    words = ["-m", "pytest", "-q", "-m", "not untraced", "--cov", "--cov-report=term:skip-covered"]
    return {"pytest": [python, *words, *arguments]}


def _fuzzing(python: str, *, long: bool) -> Steps:
    """A step for every target, where atheris is to be had."""
    if subprocess.run([python, "-c", "import atheris"], capture_output=True, check=False).returncode:
        print("--- fuzz: atheris không có cho hệ điều hành hoặc bản Python này nên bỏ qua", flush=True)
        return {}
    if long:
        return {f"fuzz {target}": [python, "-m", "tests.fuzz", target, str(FUZZED_SECONDS_LONG)] for target in FUZZED}
    chosen = (str(FUZZED_SECONDS), str(FUZZING_SEED))
    return {
        f"fuzz {target}": [python, "-m", "tests.fuzz", target, *chosen, str(inputs)]
        for target, inputs in FUZZED.items()
    }


def _faults(python: str, *, long: bool) -> Steps:
    """With `--long`: every rule has a test that sees it broken."""
    return {"mutants": [python, "build/mutants.py", "-j", str(os.cpu_count() or 1)]} if long else {}


def _lane(steps: Steps, variables: dict[str, str]) -> list[tuple[str, int, float]]:
    """One step after the other; what each said is shown once it has ended."""
    return [(name, *_step(name, command, variables)) for name, command in steps.items()]


def _step(name: str, command: list[str], variables: dict[str, str]) -> tuple[int, float]:
    print(f"... {name}", flush=True)
    start = time.monotonic()
    done = subprocess.run(
        command, cwd=environment.ROOT, env=variables, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said = done.stdout.decode("utf-8", "replace").splitlines()
    if name.startswith("fuzz"):
        said = _what_fuzzing_found(said, broke=bool(done.returncode))
    print(f"--- {name}", *said, sep="\n", flush=True)
    code = 0 if name == "properties" and done.returncode == NO_TESTS else done.returncode
    return code, time.monotonic() - start


def _what_fuzzing_found(said: list[str], *, broke: bool) -> list[str]:
    """What broke a target, without libFuzzer's steps on the way; else how much was tried."""
    if broke:
        return [line for line in said if not line.startswith("#")][-60:]
    return [line for line in said if line.startswith(("stat::number_of", "stat::peak"))]


if __name__ == "__main__":
    raise SystemExit(main())
