"""A drive of a test's own: a small file system in memory that can be filled, locked against writing, and pulled out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

BALLAST = "can-nang"


@dataclass
class Drive:
    """A mounted drive of 48 MB."""

    folder: Path

    def clear(self) -> None:
        """Take everything off the drive."""
        for path in self.folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def leave(self, kilobytes: int) -> None:
        """Fill the drive but for so much."""
        ballast = self.folder / BALLAST
        ballast.unlink(missing_ok=True)
        free = os.statvfs(self.folder)
        most = free.f_bavail * free.f_frsize - kilobytes * 1024
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, most)

    def make_room(self) -> None:
        """Take off what filled the drive."""
        (self.folder / BALLAST).unlink()

    def lock(self) -> None:
        """Turn the drive's switch against writing."""
        _mount("-o", "remount,ro", str(self.folder))

    def take_out(self) -> bool:
        """Take the drive out as one should; not possible while anything on it is open."""
        return subprocess.run(["umount", str(self.folder)], check=False, capture_output=True).returncode == 0

    def pull_out(self) -> None:
        """Pull the drive out, whatever is open on it."""
        subprocess.run(["umount", "-l", str(self.folder)], check=True, capture_output=True)


@contextmanager
def drive(folder: Path) -> Iterator[Drive]:
    """A drive at `folder`; the test is skipped where none may be mounted."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("mounts a small drive: only as root on Linux")
    folder.mkdir()
    if _mount("-t", "tmpfs", "-o", "size=48m", "tmpfs", str(folder)) != 0:
        pytest.skip("mounts a small drive: this system does not let even root do so")
    made = Drive(folder)
    try:
        yield made
    finally:
        while os.path.ismount(folder):
            made.pull_out()


def _mount(*words: str) -> int:
    return subprocess.run(["mount", *words], check=False, capture_output=True).returncode
