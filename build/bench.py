"""How fast the program is against what limits it: `python3 build/bench.py NAME [--rows N] [--json]`.

Ours and the limit are measured by turns in one run, and the medians compared: speed 1.0 means as fast as the limit.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import environment

NAMES = ("start", "receive", "duplicates", "search", "list", "report", "certificates", "check", "province", "window")


def main() -> int:
    """Run one benchmark in the project's environment; prints measured, limit and their ratio; 1 where one is missed."""
    parser = argparse.ArgumentParser(prog="bench.py")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--rows", type=int, help="how large: entries, members, certificates")
    parser.add_argument("--keep", type=Path, help="province, window: where the files and books stay, to be asked again")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if arguments.keep and arguments.name not in ("province", "window"):
        parser.error("--keep goes with province and window")
    python = environment.ready(tests=False)
    keep = str(arguments.keep.absolute()) if arguments.keep else ""
    measured = subprocess.run(
        [str(python), str(Path(__file__).with_name("benchmarks.py")), arguments.name, str(arguments.rows or ""), keep],
        env=environment.environment() | {"QT_QPA_PLATFORM": "offscreen"},
        cwd=environment.ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if measured.returncode:
        return measured.returncode
    found = json.loads(measured.stdout)
    print(json.dumps(found, ensure_ascii=False) if arguments.json else told(found))
    return 0 if is_kept(found) else 1


def told(found: dict[str, Any]) -> str:
    """What was found, for people."""
    if "figures" in found:
        return "\n".join([f"{found['bench']} ({found['rows']}):", *(f"  {one['text']}" for one in found["figures"])])
    wanted = f" (at least {found['at_least']:.2f})" if found["at_least"] else ""
    return (
        f"{found['bench']} ({found['rows']}): {found['ours_s']:.3f} s, limit {found['limit_s']:.3f} s,"
        f" speed {found['speed']:.2f}{wanted}, peak {found['peak_mib']} MiB. {found['what']}"
    )


def is_kept(found: dict[str, Any]) -> bool:
    """Whether every limit that was stated is kept."""
    if "figures" in found:
        return all(one["kept"] for one in found["figures"])
    return bool(found["speed"] >= found["at_least"])


if __name__ == "__main__":
    sys.exit(main())
