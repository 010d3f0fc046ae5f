"""What a unit states about a period, and reports kept as they were sent."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from db.tables.record import Kind, Record


class Statement(Record, table=True):
    """ "The figures of this period are complete" (a natural key: unit and period).

    `upto` names the chain positions counted, as `dev:inc:seq:head`; the unit has reported when the reader holds them.
    """

    __tablename__ = "statements"
    kind_of: ClassVar[Kind] = Kind("statement", required=("unit", "period", "digest"))

    unit: bytes
    period: str
    digest: str
    upto: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class FrozenReport(SQLModel, table=True):
    """A report as it was made: its JSON (values, sources, catalogue version), never computed again."""

    __tablename__ = "frozen_reports"

    id: int | None = Field(default=None, primary_key=True)
    cluster: int
    period: str
    map_date: str | None = None
    made_at: str
    content: str
