"""Inputs for references to more records than a list of choices could show: found, or read, as they are typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.refusal import Refusal
from desktop_app.gui.kit.inputs.pick_input import PickInput
from desktop_app.gui.kit.inputs.plain_inputs import LongTextInput
from desktop_app.work.records.results import Offered


@dataclass(frozen=True)
class FoundByTyping:
    """Records that are found by typing: `find` offers, `read` gives the one that words mean, `named` are known by id."""

    find: Callable[[str], Offered]
    read: Callable[[str], bytes]
    named: Mapping[bytes, str]


class RecordInput(PickInput):
    """One record out of many; it is shown by its id."""

    def __init__(self, found: FoundByTyping) -> None:
        super().__init__(found.find)
        self._named = found.named

    def set_value(self, value: Any) -> None:
        """Show a record by id, or one that was found with its words."""
        super().set_value((value, self._named[value]) if isinstance(value, bytes) else value)


class RecordsInput(LongTextInput):
    """Several records out of many, a line each; its value is the list of their ids in hexadecimal."""

    def __init__(self, found: FoundByTyping) -> None:
        super().__init__()
        self._read = found.read
        self._words = {identity.hex(): words for identity, words in found.named.items()}
        self._ids = {words: identity for identity, words in self._words.items()}

    def set_value(self, value: Any) -> None:
        """Show records by id."""
        self.edit.setPlainText("\n".join(self._words[one] for one in value or ()))

    def value(self) -> Any:
        """The ids, each once; nothing while a line cannot be read."""
        try:
            return list(dict.fromkeys(map(self._id, self._lines())))
        except Refusal:
            return []

    def typed(self) -> str:
        """The lines as they stand."""
        return "\n".join(self._lines())

    def error(self) -> str | None:
        """Why a line means no record, or might mean several."""
        try:
            for line in self._lines():
                self._id(line)
        except Refusal as refusal:
            return refusal.message
        return None

    def _lines(self) -> Sequence[str]:
        lines = self.edit.toPlainText().replace(";", "\n").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def _id(self, line: str) -> str:
        return self._ids[line] if line in self._ids else self._read(line).hex()
