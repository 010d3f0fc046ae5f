"""The sample province as the command builds it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.stories.program import program

NEEDED = ("--period", "2020H1", "--cluster", "2", "--json")


@dataclass(frozen=True)
class Sample:
    """A built sample and what the command told of it."""

    folder: Path
    told: dict[str, Any]

    @property
    def home(self) -> Path:
        return self.folder / "khoa"

    @property
    def province(self) -> Path:
        return self.folder / "so" / "66.skh"

    def report(self, *words: object) -> dict[str, Any]:
        ended = program("report", self.province, "cluster", *NEEDED, *words, home=self.home)
        assert ended.code == 0, ended.err
        answer: dict[str, Any] = ended.answer
        return answer


def build(folder: Path, seed: int) -> Sample:
    ended = program(
        "demo", folder, "--size", "small", "--seed", seed, "--no-window", "--json", home=folder.with_name("no keys")
    )
    assert ended.code == 0, ended.err
    return Sample(folder, ended.answer)
