"""Scholarships and awards: rounds, decisions, and a line for every recipient.

Beside them `printed_certificates`: a certificate that has been printed or kept as a file, and on which day first. Never
travels.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from db.tables.record import MOST_MONEY, YEARS, Kind, Record, Travels

PURPOSES = ("support", "talent")
RECIPIENT_KINDS = ("pupil", "student", "teacher", "official", "member", "family", "clan", "unit", "donor")
FORMS = ("scholarship", "gift", "certificate", "merit", "flag", "medal", "other")
STATES = ("nominated", "approved", "paid", "withdrawn")


class Round(Record, table=True):
    """One round of scholarships or awards; every award is support (khuyến học) or talent (khuyến tài)."""

    __tablename__ = "rounds"
    kind_of: ClassVar[Kind] = Kind(
        "round", choices={"purpose": PURPOSES}, bounds={"budget": (0, MOST_MONEY)}, required=("name", "purpose")
    )

    name: str
    school_year: str | None = None
    purpose: str
    purse: bytes | None = None
    budget: int | None = None


class Decision(Record, table=True):
    """A decision to give awards: number within its year, date, signer and his post."""

    __tablename__ = "decisions"
    kind_of: ClassVar[Kind] = Kind(
        "decision", dates=("dated",), bounds={"number": (1, 10**9), "year": YEARS}, required=("number", "year", "dated")
    )

    number: int
    year: int
    dated: str
    signer: str | None = None
    signer_post: str | None = None
    title: str | None = None
    subject: str | None = None


class Award(Record, table=True):
    """One line: who gets what. `recipient` is a person, learner, group, unit or donor; amounts in đồng."""

    __tablename__ = "awards"
    __table_args__ = (Index("awards_by_round", "office", "round", "id"),)
    kind_of: ClassVar[Kind] = Kind(
        "award",
        choices={"recipient_kind": RECIPIENT_KINDS, "form": FORMS, "state": STATES},
        bounds={**dict.fromkeys(("amount", "goods_value"), (0, MOST_MONEY)), "certificate_no": (1, MOST_MONEY)},
        required=("round", "recipient", "recipient_kind", "form", "state"),
        safest={"state": ("withdrawn", "nominated", "approved", "paid")},
    )

    round: bytes
    recipient: bytes = Field(index=True)
    recipient_kind: str
    form: str
    amount: int | None = None
    goods_value: int | None = None
    decision: bytes | None = Field(default=None, index=True)
    state: str = "nominated"
    certificate_no: int | None = None
    payment: bytes | None = None


class AwardNote(Record, table=True):
    """The achievement or hardship behind an award, and the goods given, in free text. Never leaves the office."""

    __tablename__ = "award_notes"
    kind_of: ClassVar[Kind] = Kind("award.note", travels=Travels.NEVER, required=("award",))

    award: bytes = Field(index=True)
    reason: str | None = None
    goods: str | None = None
    note: str | None = None
