"""The planted faults can be planted: each place stands in the code once, each test is there, and one fault is seen killed."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from tests.stories.program import ROOT

DEFINED = re.compile(r"^def (test_\w+)", re.MULTILINE)
QUICK = "ethnic-names-any-writing"


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """build/mutants.py."""
    monkeypatch.syspath_prepend(str(ROOT / "build"))
    return importlib.import_module("mutants")


def test_every_fault_breaks_a_text_that_stands_in_the_code_exactly_once(faults):
    assert faults.misplaced(faults.mutants()) == []


def test_every_fault_has_a_name_of_its_own_a_rule_and_leaves_python_behind(faults):
    every = faults.mutants()
    assert len({one.name for one in every}) == len(every)
    for one in every:
        assert one.rule.endswith(".") and one.old != one.new, one.name
        ast.parse(one.planted((ROOT / one.file).read_text(encoding="utf-8")))


def test_every_test_that_is_to_see_a_fault_is_there(faults):
    named = {test: one.name for one in faults.mutants() for test in one.tests or [""]}
    there = {test.partition("::")[0] for test in named if (ROOT / test.partition("::")[0]).is_file()}
    there |= {
        f"{file}::{name}" for file in there for name in DEFINED.findall((ROOT / file).read_text(encoding="utf-8"))
    }
    assert {test: fault for test, fault in named.items() if test not in there} == {}


def test_a_fault_whose_place_has_moved_is_named_and_not_left_out(faults):
    [one] = faults.chosen([QUICK])
    moved = replace(one, old="this stands nowhere")
    assert len(faults.misplaced([one, moved])) == 1
    with pytest.raises(ValueError, match="no fault is called"):
        faults.chosen(["no such fault"])


def test_one_fault_is_planted_in_a_copy_and_killed_and_the_copy_is_whole_again(faults):
    [one] = faults.chosen([QUICK])
    with faults.copied_tree() as copy:
        whole = (copy / one.file).read_bytes()
        assert faults.attempt(sys.executable, copy, one).killed
        assert not faults.attempt(sys.executable, copy, replace(one, new=one.old)).killed
        assert (copy / one.file).read_bytes() == whole == (ROOT / one.file).read_bytes()
    assert not Path(copy).exists()
