"""How fast the program is against what limits it: `python3 build/bench.py NAME [--rows N] [--json]`.

Ours and the limit are measured by turns in one run, and the medians compared: speed 1.0 means as fast as the limit.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import environment


def main() -> int:
    """Run one benchmark in the project's environment; prints measured, limit and their ratio."""
    parser = argparse.ArgumentParser(prog="bench.py")
    parser.add_argument("name", choices=("start", "receive", "duplicates", "search", "report", "certificates"))
    parser.add_argument("--rows", type=int, help="how large: entries, members, certificates")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    python = environment.ready(tests=False)
    words = [arguments.name, *([str(arguments.rows)] if arguments.rows else [])]
    measured = subprocess.run(
        [str(python), str(Path(__file__).with_name("benchmarks.py")), *words],
        env=environment.environment() | {"QT_QPA_PLATFORM": "offscreen"},
        cwd=environment.ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if measured.returncode:
        return measured.returncode
    found = json.loads(measured.stdout)
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print(
            f"{found['bench']} ({found['rows']}): {found['ours_s']:.3f} s, limit {found['limit_s']:.3f} s,"
            f" speed {found['speed']:.2f}, peak {found['peak_mib']} MiB. {found['what']}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
