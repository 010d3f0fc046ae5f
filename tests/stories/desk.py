"""Someone at a command line, with a home folder of their own."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop_app.start import main
from tests.stories.program import Ended

ID = re.compile(r"[0-9a-f]{32}\Z")


SHA = re.compile(r"[0-9a-f]{64}\Z")


@dataclass
class Desk:
    """Someone at a command line: every command runs in this process, with a home folder of its own."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    book: Path

    def run(self, *words: object) -> Ended:
        self.capture.readouterr()
        code = main([str(word) for word in words])
        said = self.capture.readouterr()
        return Ended(code, said.out, said.err)

    def answer(self, *words: object, code: int = 0) -> Any:
        ended = self.run(*words, "--json")
        assert ended.code == code, ended.err
        return json.loads(ended.out)

    def add(self, subject: str, *fields: str) -> str:
        answer = self.answer("add", self.book, subject, *fields)
        assert answer["subject"] == subject
        identity: str = answer["id"]
        assert ID.match(identity)
        return identity

    def change(self, subject: str, identity: str, *fields: str) -> str:
        answer = self.answer("change", self.book, subject, identity, *fields)
        assert answer["subject"] == subject
        return str(answer["id"])

    def refused(self, *words: object) -> dict[str, Any]:
        answer = self.answer(*words, code=1)
        assert set(answer) == {"refused", "message", "errors"}
        assert answer["message"]
        return answer

    def rows(self, subject: str, *words: object) -> list[dict[str, Any]]:
        answer = self.answer("list", self.book, subject, *words)
        assert answer["subject"] == subject
        rows: list[dict[str, Any]] = answer["rows"]
        return rows
