"""Someone at the command line whose answers can be kept: every id has a name, every folder too."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from db.i18n import RESOURCES, use_language
from desktop_app.start import main
from tests.stories.program import TODAY, Ended

ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
BEGINNING = re.compile(r"(?<![0-9a-f])01[67][0-9a-f]{5}(?![0-9a-f])")
"""How an id begins that was made in 2020 or on the machine's own day; it is the time, and stands where nothing else is known."""
MOMENT = re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d")
COLUMNS = "100"
NOBODY = "f" * 32
"""An id that no record has."""


def unit_ids() -> dict[str, str]:
    """The units of the catalogue by id: their ids never change."""
    with (RESOURCES / "units.csv").open(encoding="utf-8") as file:
        return {row["id"]: f"<unit {row['code']}>" for row in csv.DictReader(file)}


@dataclass
class Names:
    """What stands for the ids and folders of chance."""

    known: dict[str, str] = field(default_factory=lambda: {**unit_ids(), NOBODY: "<no such id>"})

    def name(self, identity: str, kind: str) -> str:
        """Give an id the next name of a kind, `<donor 1>`; it keeps the first."""
        if identity not in self.known:
            count = sum(1 for name in self.known.values() if re.fullmatch(rf"<{kind} \d+>", name))
            self.known[identity] = f"<{kind} {count + 1}>"
        return self.known[identity]

    def clean(self, text: str, *folders: Path) -> str:
        """A text with names in the place of ids, folders and moments."""
        for folder in folders:
            text = text.replace(f"{folder}{os.sep}", "<folder>/").replace(str(folder), "<folder>")
        text = ID.sub(lambda found: self.name(found[0], "id"), text)
        return MOMENT.sub("<moment>", BEGINNING.sub("<begin of id>", text))


@dataclass
class Clerk:
    """Runs commands in this process on 5 July 2020, with the home and books of one folder, in one language."""

    folder: Path
    names: Names
    language: str = "vi"
    home: str = "khoa"

    def run(self, *words: object) -> Ended:
        """Run one command."""
        out, err = io.StringIO(), io.StringIO()
        variables = {"SKH_HOME": str(self.folder / self.home), "SKH_TODAY": TODAY, "COLUMNS": COLUMNS}
        with patch.dict(os.environ, variables), redirect_stdout(out), redirect_stderr(err):
            try:
                code = main([*map(str, words), "--lang", self.language])
            finally:
                use_language("vi")
        return Ended(code, out.getvalue(), err.getvalue())

    def book(self, name: str) -> Path:
        """A book of this folder."""
        return self.folder / f"{name}.skh"

    def home_of(self, name: str) -> str:
        """The home folder of a book: its own where it has one, else the clerk's."""
        own = f"khoa-{name}"
        return own if (self.folder / own).is_dir() else self.home

    def add(self, name: str, subject: str, kind: str, *fields: str) -> str:
        """Add a record that must be taken; its id gets the next name of a kind."""
        ended = self.run("add", self.book(name), subject, *fields, "--json")
        assert ended.code == 0, (subject, fields, ended.err)
        identity = str(ended.answer["id"])
        self.names.name(identity, kind)
        return identity

    def rows(self, name: str, subject: str, *words: object) -> list[dict[str, Any]]:
        """The rows of a list."""
        ended = self.run("list", self.book(name), subject, *words, "--json")
        assert ended.code == 0, ended.err
        return list(ended.answer["rows"])

    def clean(self, text: str) -> str:
        """A text with names for chance."""
        return self.names.clean(text, self.folder)

    def told(self, *words: object, shown: Callable[[str], list[str]] = str.splitlines) -> list[str]:
        """A command, its code, and all it says; `shown` says how standard output is read."""
        ended = self.run(*words)
        lines = [f"$ {self._written(words)}", *([f"= {ended.code}"] if ended.code else [])]
        lines += ["! " + line for line in self.clean(ended.err).splitlines()]
        return [*lines, *("  " + line for line in shown(self.clean(ended.out)))]

    def _written(self, words: tuple[object, ...]) -> str:
        text = " ".join(_quoted(word) for word in words)
        return self.clean(text)


def _quoted(word: object) -> str:
    text = str(word)
    return f"'{text}'" if " " in text or not text else text


def as_json(out: str) -> list[str]:
    """An answer with one key a line, in the order in which it comes."""
    return json.dumps(json.loads(out), ensure_ascii=False, indent=1).splitlines()


def as_refusal(out: str) -> list[str]:
    """The code of a refusal and each field with its sentence, or what came of it."""
    answer = json.loads(out)
    if "refused" not in answer:
        return [json.dumps(answer, ensure_ascii=False)]
    errors = [f"{error['field']}: {error['message']}" for error in answer["errors"]]
    return [answer["refused"], *(errors or answer["message"].splitlines())]
