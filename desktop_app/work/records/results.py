"""What a verb gives back: the record it made or changed, and which subjects changed; what typed words may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Done:
    """The record's id and the subjects that show something else now."""

    id: bytes
    changed: frozenset[str]


def done(identity: bytes, *changed: str) -> Done:
    """A result naming the subjects that changed."""
    return Done(identity, frozenset(changed))


@dataclass(frozen=True)
class Offered:
    """What typed words may mean: (value, words), best first; whether the first is `sure`; else what to do, in `said`.

    Without a sentence the words may also stand as they are, for someone or something new.
    """

    rows: Sequence[tuple[Any, str]] = ()
    sure: bool = False
    said: str = ""
