"""What a verb gives back: the record it made or changed, and which subjects changed, for screens to refresh."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Done:
    """The record's id and the subjects that show something else now."""

    id: bytes
    changed: frozenset[str]


def done(identity: bytes, *changed: str) -> Done:
    """A result naming the subjects that changed."""
    return Done(identity, frozenset(changed))
