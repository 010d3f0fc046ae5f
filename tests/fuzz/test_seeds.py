"""Every kept input goes through its target, also where atheris is not installed: nothing comes out of it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fuzz import mutating
from tests.fuzz.targets import TARGETS

SEEDS = Path(__file__).parent / "seeds"
KEPT = sorted(path for path in SEEDS.rglob("*") if path.is_file())
BACK_AND_FORTH = 300


def test_every_target_has_seeds_and_every_seed_a_target():
    assert {path.parent.name for path in KEPT} == set(TARGETS)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_kept_input_ends_in_a_result_or_a_refusal(path):
    TARGETS[path.parent.name](path.read_bytes())


def with_changed_bytes(content: bytes, most: int) -> bytes:
    """A plain mutation for where libFuzzer's is not at hand."""
    chance = random.Random(content)
    changed = bytearray(content or b"x")
    for _time in range(chance.randint(1, 3)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)[:most]


@pytest.mark.parametrize(
    ("name", "change"), [("entries", mutating.lines), ("header", mutating.header), ("backup", mutating.patches)]
)
def test_a_few_hundred_changes_of_the_seeds_end_as_well(name, change):
    seeds = [path.read_bytes() for path in KEPT if path.parent.name == name]
    for number in range(BACK_AND_FORTH // (6 if name == "backup" else 1)):
        content = seeds[number % len(seeds)]
        for step in range(1 + number % 4):
            content = change(content, 65_536, 10 * number + step, with_changed_bytes)
        TARGETS[name](content)
