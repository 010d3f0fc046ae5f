"""How the house is built: no module stands on itself, no public name means two things, no folder is a heap."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


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
    assert circles({name: imported(tree, typed=False) for name, tree in modules().items()}) == set()


def test_no_module_of_the_book_even_names_one_that_stands_on_it():
    book = {name: tree for name, tree in modules().items() if name.startswith("db")}
    assert circles({name: imported(tree, typed=True) for name, tree in book.items()}) == set()


MOST_MODULES = 15
"""More files than these in one folder are read as a heap."""


def public_classes(tree: ast.Module) -> set[str]:
    """The classes that a module offers to others."""
    return {node.name for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")}


def test_a_public_class_name_means_one_thing():
    at_home = defaultdict(set)
    for name, tree in modules().items():
        for one in public_classes(tree):
            at_home[one].add(name)
    assert {one: homes for one, homes in at_home.items() if len(homes) > 1} == {}


def test_a_folder_holds_what_a_reader_takes_in():
    rooms = ("db/exchange", "desktop_app/work", "desktop_app/figures", "desktop_app/gui", "desktop_app/papers")
    folders = {path for room in rooms for path in [ROOT / room, *(ROOT / room).rglob("*/")] if path.is_dir()}
    counts = {folder.relative_to(ROOT).as_posix(): len(set(folder.glob("*.py"))) - 1 for folder in folders}
    assert {name: count for name, count in counts.items() if count > MOST_MODULES} == {}


ASKS_THE_ENVIRONMENT = {
    "desktop_app.start": "which folder of keys and which day, and whether there is a screen",
    "desktop_app.cli": "which folder of keys and which day",
    "desktop_app.demo.play": "whether there is a screen to show the sample on",
    "desktop_app.gui.application": "whether the start is only measured",
}
"""The modules at the door, and what they ask for; all others are handed a home folder and a clock."""


def test_only_the_door_asks_the_environment_and_nothing_speaks_through_it():
    asking = {name: tree for name, tree in modules().items() if "os.environ" in ast.unparse(tree)}
    assert asking.keys() <= ASKS_THE_ENVIRONMENT.keys()
    said = {
        f"{name}: {ast.unparse(node)}"
        for name, tree in asking.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ"
    }
    assert said == set()


SETTINGS_TABLE = re.compile(r"\b(FROM|INTO|UPDATE|TABLE|JOIN) settings\b")


def test_settings_are_kept_and_asked_for_by_keys_that_the_type_checker_knows():
    speaking = {
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SETTINGS_TABLE.search(node.value)
    }
    assert {name for name in speaking if not name.startswith("db.migrations.versions.")} == {"db.settings"}


def test_a_setting_that_nothing_asks_for_is_none():
    keys = public_members("db.settings", "SettingKey") | public_members("db.settings", "SettingSeries")
    named = {
        node.attr
        for name, tree in modules().items()
        if name != "db.settings"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
    }
    assert keys - named == set()


def public_members(module: str, name: str) -> set[str]:
    """The names that a class of a module gives its values."""
    home = next(node for node in modules()[module].body if isinstance(node, ast.ClassDef) and node.name == name)
    return {target.id for node in home.body if isinstance(node, ast.Assign) for target in node.targets}


ASKED_BY_TESTS = {
    # where a name's given name stands is a rule of its own, though lists ask only for the order that follows from it
    "db.text.given_name",
}
"""What only tests ask for, each with the reason."""

FOUND_BY_NAME = {"__all__", "add_commands"}
"""What is asked for without being imported: groups of commands by the command line, names to be passed on by Python."""


def offered(tree: ast.Module) -> set[str]:
    """The public functions, classes and constants of a module."""
    named = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            named.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            named |= {one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)}
    return {name for name in named if not name.startswith("_")} - FOUND_BY_NAME


def asked_for(name: str, tree: ast.Module, known: set[str]) -> set[tuple[str, str]]:
    """(module, name) of everything that a module uses of itself or of others."""
    used = {(name, one.id) for one in ast.walk(tree) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}
    modules_here = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                modules_here |= {alias.asname or alias.name: whole} if whole in known else {}
                used.add((node.module or "", alias.name))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules_here:
            used.add((modules_here[node.value.id], node.attr))
    return used


def test_what_a_module_offers_the_program_uses():
    known = set(modules())
    makers = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "build").glob("*.py")}
    used = {one for name, tree in (modules() | makers).items() for one in asked_for(name, tree, known)}
    steps = "db.migrations."
    unused = {
        f"{name}.{one}"
        for name, tree in modules().items()
        if not name.startswith(steps)
        for one in offered(tree)
        if (name, one) not in used
    }
    assert unused == ASKED_BY_TESTS
