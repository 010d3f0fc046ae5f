"""What a verb gives back: the record it made or changed, and which topics changed; what typed words may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Topic(StrEnum):
    """What screens show and verbs change; a screen reads again when one of its topics has changed."""

    PEOPLE = "people"
    SUSPECTS = "suspects"
    MEMBERS = "members"
    BRANCHES = "branches"
    UNITS = "units"
    CONTACTS = "contacts"
    DONORS = "donors"
    PURSES = "purses"
    FUND = "fund"
    AWARDS = "awards"
    REPORTS = "reports"
    EXCHANGE = "exchange"
    CONFLICTS = "conflicts"
    COPIES = "copies"


EVERYTHING = frozenset(Topic)


@dataclass(frozen=True)
class Done:
    """The record's id and the topics that show something else now."""

    id: bytes
    changed: frozenset[Topic]


def done(identity: bytes, *changed: Topic) -> Done:
    """A result naming the topics that changed."""
    return Done(identity, frozenset(changed))


@dataclass(frozen=True)
class Offered:
    """What typed words may mean: (value, words), best first; whether the first is `sure`; else what to do, in `said`.

    Without a sentence the words may also stand as they are, for someone or something new.
    """

    rows: Sequence[tuple[Any, str]] = ()
    sure: bool = False
    said: str = ""
