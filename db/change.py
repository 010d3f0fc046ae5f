"""What the journal notes: one change of one record, and who made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Author:
    """Who writes in this book: the office, its device, the officer's random id, and whether it is the province."""

    office: bytes
    device: bytes
    actor: str
    is_province: bool = False


@dataclass
class Change:
    """One change of one record, its values as they stand in an entry."""

    op: str
    kind: str
    rec: bytes
    office: bytes
    fields: dict[str, Any]
