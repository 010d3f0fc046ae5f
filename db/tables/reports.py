"""What a unit states about a period, reports kept as they were sent, and the log of what left the book on paper or as a list.

What never travels and is written and read by plain SQL:

- `statement_looks`: what was found when a statement was last compared with the figures of today: `moved` as
  `CODE:stated:now`. `seen` is a digest of everything that was compared; where it differs the look is out of date.
- `frozen_reports`: a report as it was made: its JSON (values, sources, catalogue version), never computed again.
- `exports`: a list or paper that left the book: when (ISO, UTC), who (an actor's record), which (`export_log.PAPERS`), where
  to. `size` is rows of a list, pages of a paper, files of a dump; `file` is its full path, "" where it went to a printer.
  `names` says in bits what was found when somebody's data was erased (`export_log.NAMES` and beside it).
- `mentions`: a field of a record that named somebody when that person's data was erased, until a person has seen to it.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import JSON, Column
from sqlmodel import Field

from db.forms import is_figure, is_period, is_position
from db.tables.record import Kind, Record


class Statement(Record, table=True):
    """ "The figures of this period are complete" (a natural key: unit and period).

    `upto` names the chain positions counted, as `dev:inc:seq:head`; the unit has reported when the reader holds them.
    `figures` are what was stated, as `CODE:value` (a missing one is left out), by the `catalogue` of that version, so that
    it can be told what moved since; empty in what a program before schema 4 has written.
    """

    __tablename__ = "statements"
    kind_of: ClassVar[Kind] = Kind(
        "statement",
        required=("unit", "period", "digest"),
        forms={"period": is_period, "upto": is_position, "figures": is_figure},
    )

    unit: bytes
    period: str
    digest: str
    upto: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    figures: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    catalogue: str | None = None
