"""`python -m tests.fuzz TARGET SECONDS [SEED [INPUTS]]`: fuzz one target; ends with 0 when nothing but a `Refusal` came out of it.

What breaks a target is printed (also as base64) and kept in dist/fuzz/TARGET/; once the fault is mended it belongs into
tests/fuzz/seeds/TARGET/.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
SEEDS = Path(__file__).parent / "seeds"
MEMORY = Path("/dev/shm")
FOLDER = "SKH_FUZZ_FOLDER"
LONGEST_INPUT = 65_536
MEMORY_MB = 256
LONGEST_SECONDS = 30
ENDLESS = -1


def main(name: str, seconds: int, seed: int = 0, inputs: int = ENDLESS) -> int:
    """Fuzz in a process of its own, which libFuzzer ends; its files lie in memory where the system allows."""
    with tempfile.TemporaryDirectory(prefix="skh-fuzz-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        variables = {**os.environ, FOLDER: folder, "TMPDIR": folder, "SKH_HOME": f"{folder}/khoa"}
        words = [sys.executable, "-m", "tests.fuzz", name, str(seconds), str(seed), str(inputs)]
        return subprocess.run(words, env=variables, check=False).returncode


def fuzz(name: str, seconds: int, seed: int, inputs: int) -> None:
    """Fuzz until the time is over, so many inputs are tried, or something breaks; seed 0 is one of the moment."""
    import atheris

    with atheris.instrument_imports(include=["db", "desktop_app"]):
        from tests.fuzz import mutating
        from tests.fuzz.targets import TARGETS
    changes = {"entries": mutating.lines, "header": mutating.header, "backup": mutating.patches}.get(name)
    if changes is None:
        atheris.Setup(_words(name, seconds, seed, inputs), TARGETS[name])
    else:
        atheris.Setup(
            _words(name, seconds, seed, inputs),
            TARGETS[name],
            custom_mutator=lambda content, most, seed: changes(content, most, seed, atheris.Mutate),
        )
    atheris.Fuzz()


def _words(name: str, seconds: int, seed: int, inputs: int) -> list[str]:
    """What libFuzzer is told; what it finds on the way it keeps in the first folder, which goes with the run."""
    found, new = ROOT / "dist" / "fuzz" / name, Path(os.environ[FOLDER]) / "new"
    found.mkdir(parents=True, exist_ok=True)
    new.mkdir()
    flags = {
        "max_total_time": seconds,
        "seed": seed,
        "runs": inputs,
        "rss_limit_mb": MEMORY_MB,
        "max_len": LONGEST_INPUT,
        "timeout": LONGEST_SECONDS,
        "artifact_prefix": f"{found}/",
        "print_final_stats": 1,
    }
    return ["fuzz", *(f"-{flag}={value}" for flag, value in flags.items()), str(new), str(SEEDS / name)]


if __name__ == "__main__":
    if FOLDER in os.environ:
        fuzz(sys.argv[1], *map(int, sys.argv[2:]))
    else:
        raise SystemExit(main(sys.argv[1], *map(int, sys.argv[2:])))
