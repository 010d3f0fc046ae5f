"""The steps of this session that can be taken back, the last one first, each with its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.work.records.results import Done

STEPS = 50


@dataclass(frozen=True)
class Undo:
    """A named step, what takes it back and what does it `again`; of one that nothing takes back, why not and what to do instead."""

    name: str
    back: Callable[[], Done] | None
    again: Callable[[], Done] | None = None


class UndoHistory:
    """At most fifty steps; the oldest are forgotten first. What was taken back can be done again until something else is done."""

    def __init__(self) -> None:
        self._steps: list[Undo] = []
        self._taken_back: list[Undo] = []

    def remember(self, name: str, back: Callable[[], Done], again: Callable[[], Done] | None = None) -> None:
        """Add a step that has just been done."""
        self._add(Undo(name, back, again))

    def stop_at(self, why: str) -> None:
        """A step that nothing takes back: an earlier one is not taken back in its place."""
        self._add(Undo(why, None))

    def _add(self, step: Undo) -> None:
        self._steps = [*self._steps, step][-STEPS:]
        self._taken_back = []

    def last(self) -> Undo | None:
        """The step that would be taken back next."""
        return self._steps[-1] if self._steps else None

    def last_taken_back(self) -> Undo | None:
        """The step that would be done again next."""
        return self._taken_back[-1] if self._taken_back else None

    def forget(self, step: Undo) -> None:
        """Drop a step that cannot be taken back any more."""
        self._steps = [kept for kept in self._steps if kept is not step]

    def took_back(self, step: Undo) -> None:
        """The last step is taken back; one that nothing does again ends the row of those that can be."""
        self.forget(step)
        self._taken_back = [*self._taken_back, step] if step.again is not None else []

    def did_again(self, step: Undo, back: Callable[[], Done]) -> None:
        """What was taken back stands again, and those before it in the row can still be done again."""
        rest = [kept for kept in self._taken_back if kept is not step]
        self.remember(step.name, back, step.again)
        self._taken_back = rest
