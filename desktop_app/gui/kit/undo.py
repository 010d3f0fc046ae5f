"""The steps of this session that can be taken back, the last one first, each with its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.work.records.results import Done

STEPS = 50


@dataclass(frozen=True)
class Undo:
    """A named step and what takes it back; of one that nothing takes back, why not and what to do instead."""

    name: str
    back: Callable[[], Done] | None


class UndoHistory:
    """At most fifty steps; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._steps: list[Undo] = []

    def remember(self, name: str, back: Callable[[], Done]) -> None:
        """Add a step that has just been done."""
        self._steps = [*self._steps, Undo(name, back)][-STEPS:]

    def stop_at(self, why: str) -> None:
        """A step that nothing takes back: an earlier one is not taken back in its place."""
        self._steps = [*self._steps, Undo(why, None)][-STEPS:]

    def last(self) -> Undo | None:
        """The step that would be taken back next."""
        return self._steps[-1] if self._steps else None

    def forget(self, step: Undo) -> None:
        """Drop a step that was taken back."""
        self._steps = [kept for kept in self._steps if kept is not step]
