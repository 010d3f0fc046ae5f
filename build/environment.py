"""The set-up both commands share: system packages on Debian, a virtual environment, the hashed requirements.

Runs on any Python 3.11+ before anything is installed, so it uses the standard library alone. What is in place already
is recognised by a stamp: a second start costs a few file reads.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
WINDOWS = sys.platform == "win32"

FOR_WINDOW = (
    "libegl1 libgl1 libglib2.0-0 libxkbcommon0 libdbus-1-3 libfontconfig1 libxkbcommon-x11-0 libxcb-cursor0"
    " libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
).split()
FOR_TESTS = "libicu-dev pkg-config g++ poppler-utils".split()


def ready(*, tests: bool) -> Path:
    """Make or find the environment of the project; returns its Python. Ends the program with a sentence on failure."""
    if sys.version_info < (3, 11):
        sys.exit("Cần Python 3.11 trở lên. Cài Python mới hơn rồi chạy lại.")
    python = _environment_folder() / ("Scripts/python.exe" if WINDOWS else "bin/python")
    lock = BUILD / ("requirements-test.lock" if tests else "requirements.lock")
    stamp = _environment_folder() / ("ready-test" if tests else "ready-run")
    mark = _mark(lock)
    if python.exists() and stamp.is_file() and stamp.read_text(encoding="utf-8") == mark:
        return python
    _install_system_packages(FOR_WINDOW + (FOR_TESTS if tests else []), tests=tests)
    if not python.exists():
        _say("Đang lập môi trường Python (.venv)…")
        _run([sys.executable, "-m", "venv", str(_environment_folder())])
    _say("Đang cài các thư viện, lần đầu mất vài phút…")
    install = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "--compile",
    ]
    _run([*install, "-r", str(lock)])
    stamp.write_text(mark, encoding="utf-8")
    if tests:
        _environment_folder().joinpath("ready-run").write_text(_mark(BUILD / "requirements.lock"), encoding="utf-8")
    return python


def environment() -> dict[str, str]:
    """The environment variables the program runs with: its own modules found, bytecode kept."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return variables | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def _environment_folder() -> Path:
    return ROOT / ".venv"


def _mark(lock: Path) -> str:
    return f"{sys.version_info[:2]} {hashlib.sha256(lock.read_bytes()).hexdigest()}\n"


def _install_system_packages(wanted: Iterable[str], *, tests: bool) -> None:
    """On Debian and its kin: install what is missing as root, or print the one line to run and stop."""
    if shutil.which("dpkg-query") is None:
        if sys.platform.startswith("linux"):
            _say("Máy này không dùng gói Debian; nếu cửa sổ không mở được, hãy cài các thư viện của Qt 6.")
        return
    names = [*wanted, *_missing_parts_of_python(tests=tests)]
    missing = [name for name in names if not _has_package(name)]
    if not missing:
        return
    line = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0:  # type: ignore[attr-defined,unused-ignore]
        sys.exit(f"Thiếu vài gói của hệ thống. Chạy dòng này rồi làm lại:\n  sudo {' '.join(line)}")
    _say(f"Đang cài gói hệ thống: {' '.join(missing)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update", "-qq"], quiet)
    _run([line[0], "-qq", *line[1:]], quiet)


def _missing_parts_of_python(*, tests: bool) -> list[str]:
    """Debian's own Python comes without venv and without headers; other Pythons have both."""
    parts = []
    if importlib.util.find_spec("ensurepip") is None:
        parts.append("python3-venv")
    if tests and Path(sys.base_prefix) == Path("/usr"):
        parts.append("python3-dev")
    return parts


def _has_package(name: str) -> bool:
    asked = subprocess.run(["dpkg-query", "-W", "-f", "${Status}", name], capture_output=True, text=True, check=False)
    return "install ok installed" in asked.stdout


def _run(command: Sequence[str], variables: Mapping[str, str] | None = None) -> None:
    usual = environment() if variables is None else dict(variables)
    done = subprocess.run(command, env=usual, check=False)
    if done.returncode:
        sys.exit(f"Bước cài đặt không xong (mã {done.returncode}). Kiểm tra mạng và ổ đĩa rồi chạy lại.")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
