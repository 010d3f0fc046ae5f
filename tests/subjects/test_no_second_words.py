"""On the syntax tree: outside declarations no dict says in words what a field or a column is called."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from db.tables import KINDS
from db.tables.record import shapes_of
from desktop_app.work.subjects.registry import BY_NAME
from tests.stories.program import ROOT

DECLARING = ("declared.py", "vocabulary.py", "other_lists.py")
"""Modules of declarations, and the words of codes."""
PAPERS = ("desktop_app/papers/", "desktop_app/work/printing/")
REASONED = {("desktop_app/work/subjects/registry.py", name) for name in ("WHOLE", "OTHER_FIELDS", "OTHER_KINDS")}
"""The three tables of what no subject says, each line with its reason."""
OF_PAPERS = {("desktop_app/work/records/export_log.py", "PAPERS")}
"""What papers are called in the log of exports, of which one is a list of members."""
MANY = 2
"""So many names of fields among the keys make a dict one of fields."""


def names_of_fields() -> set[str]:
    """What fields and columns are called in code, and the subjects and kinds that have them."""
    columns = {column for model in KINDS.values() for column in shapes_of(model)}
    fields = {field.name for subject in BY_NAME.values() for field in (*subject.said, *subject.cells)}
    return columns | fields | set(BY_NAME) | set(KINDS)


def dicts_of_words(tree: ast.Module, names: set[str]) -> Iterator[tuple[str, int]]:
    """Dicts (by the name they are given, "" for none) that map names of fields to texts for people."""
    named = {
        id(inner): target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
        for inner in ast.walk(node.value)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            said = [key for key, value in zip(node.keys, node.values, strict=True) if _is_words(value)]
            if sum(_name(key) in names for key in said) >= MANY:
                yield named.get(id(node), ""), node.lineno


def _is_words(value: ast.expr) -> bool:
    """Whether a value is a plain text for people: `_("…")` or `N_("…")` alone."""
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in ("_", "N_")


def _name(key: ast.expr | None) -> str:
    """What a key names: a text, or the last part of a tuple."""
    if isinstance(key, ast.Tuple) and key.elts:
        key = key.elts[-1]
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""


def found() -> Iterator[str]:
    """Every dict of words in the program that is no declaration."""
    names = names_of_fields()
    for folder in ("db", "desktop_app"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            if path.name in DECLARING or place.startswith(PAPERS):
                continue
            for name, line in dicts_of_words(ast.parse(path.read_text(encoding="utf-8")), names):
                if (place, name) not in REASONED | OF_PAPERS:
                    yield f"{place}:{line} {name}"


def test_no_dict_outside_declarations_says_what_a_field_is_called() -> None:
    assert list(found()) == []


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ('X = {"full_name": _("Họ và tên"), "born": _("Ngày sinh")}', True),
        ('X = {("person", "full_name"): N_("họ và tên"), ("person", "born"): N_("ngày sinh")}', True),
        ('f({"branches": _("chi hội"), "donors": _("nhà tài trợ")})', True),
        ('X = {"full_name": name, "born": day}', False),
        ('X = {"red": _("Đỏ"), "green": _("Xanh")}', False),
    ],
)
def test_such_a_dict_is_found_where_there_is_one(text: str, is_one: bool) -> None:
    assert bool(list(dicts_of_words(ast.parse(text), names_of_fields()))) is is_one


def test_the_reasoned_tables_are_there() -> None:
    for place, name in REASONED | OF_PAPERS:
        assert name in (ROOT / place).read_text(encoding="utf-8")
