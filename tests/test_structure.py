"""How the house is built: no module stands on itself, no public name means two things, no folder is a heap."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]

CIRCLES_LEFT = {
    # what a fault of the disk is called moves below both
    frozenset({"db.book_file", "db.migrations.run"}),
    # the sample opens the window at its end; who starts the program will
    frozenset(
        {
            "desktop_app.demo.play",
            "desktop_app.gui.application",
            "desktop_app.gui.main_window",
            "desktop_app.gui.screens.first_run",
        }
    ),
}
"""Circles that still stand, each with the reason."""


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the program by its dotted name."""
    paths = [path for top in ("db", "desktop_app") for path in (ROOT / top).rglob("*.py")]
    return {dotted(path): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(paths)}


def dotted(path: Path) -> str:
    """The name under which a file is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def nodes(tree: ast.AST, *, typed: bool) -> Iterator[ast.AST]:
    """Every node below; unless `typed`, without what only the type checker reads."""
    for child in ast.iter_child_nodes(tree):
        if typed or not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)):
            yield child
            yield from nodes(child, typed=typed)


def imported(tree: ast.Module, *, typed: bool) -> set[str]:
    """The modules of ours that a module imports, also inside its functions."""
    named = set()
    for node in nodes(tree, typed=typed):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None
            assert not node.level, "imports name the whole way"
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            named |= (inside & modules().keys()) or {node.module}
    return named & modules().keys()


def reachable(graph: dict[str, set[str]], start: str) -> set[str]:
    """Everything that a module stands on, however far down."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for below in graph[waiting.pop()] - found:
            found.add(below)
            waiting.append(below)
    return found


def circles(graph: dict[str, set[str]]) -> set[frozenset[str]]:
    """The groups of modules that stand on each other."""
    below = {name: reachable(graph, name) for name in graph}
    return {frozenset(other for other in seen if name in below[other]) for name, seen in below.items() if name in seen}


def test_no_module_stands_on_itself():
    assert circles({name: imported(tree, typed=False) for name, tree in modules().items()}) <= CIRCLES_LEFT


def test_no_module_of_the_book_even_names_one_that_stands_on_it():
    book = {name: tree for name, tree in modules().items() if name.startswith("db")}
    assert circles({name: imported(tree, typed=True) for name, tree in book.items()}) <= CIRCLES_LEFT
