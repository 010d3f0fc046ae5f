"""How the book remembers its journal, the chains of others, trust, files taken in, conflicts and rulings."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from db.tables.record import Kind, Record, Writer


class Same(Record, table=True):
    """Whether two people are one (a natural key: the smaller and the larger id); decided by a person, reversible."""

    __tablename__ = "sames"
    kind_of: ClassVar[Kind] = Kind(
        "same", choices={"verdict": ("same", "different")}, required=("first", "second", "verdict")
    )

    first: bytes
    second: bytes
    verdict: str


class Ruling(Record, table=True):
    """The province's decision on a quarantined run or a gap (a natural key: dev, inc, from, head)."""

    __tablename__ = "rulings"
    kind_of: ClassVar[Kind] = Kind(
        "ruling",
        writer=Writer.PROVINCE,
        choices={"verdict": ("merge", "discard", "lost")},
        required=("dev", "inc", "first_seq", "last_seq", "verdict"),
    )

    dev: str
    inc: str
    first_seq: int
    last_seq: int
    head: str | None = None
    verdict: str


class Question(Record, table=True):
    """What the province asks an office about a record."""

    __tablename__ = "questions"
    kind_of: ClassVar[Kind] = Kind("question", writer=Writer.PROVINCE, required=("record", "code"), for_all=False)

    record: bytes
    field: str | None = None
    code: str


class Setting(SQLModel, table=True):
    """One fact about this book: `book_id`, `unit`, `role`, `device`, `actor` and what the office sets for itself."""

    __tablename__ = "settings"

    key: str = Field(primary_key=True)
    value: str


class Chain(SQLModel, table=True):
    """One incarnation of one device (or one branch of a fork): the contiguous run of entries held of it.

    `branch` is empty, or the first diverging head (8 bytes) of a fork merged by ruling. `cut_at` is the last position
    that counts when the trust list cuts the chain; entries behind it are stored but take no part. `audience` of a chain
    of this book says whom it is written for: `up` (an office), `own`, `all`, or the id of one office (the province).
    """

    __tablename__ = "chains"
    __table_args__ = (Index("chains_by_device", "dev", "inc", "branch", unique=True),)

    no: int | None = Field(default=None, primary_key=True)
    dev: bytes
    inc: bytes
    branch: bytes = b""
    office: bytes
    mine: int = 0
    audience: str = ""
    seq: int = 0
    head: bytes
    cut_at: int | None = None


class EntryRow(SQLModel, table=True):
    """One accepted entry: its line as signed. `content` is 0 whole, 1 held back, 2 erased; `counts` 0 behind a cut."""

    __tablename__ = "entries"
    __table_args__ = (Index("entries_by_record", "rec"), {"sqlite_with_rowid": False})

    chain: int = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    id: bytes
    rec: bytes
    content: int = 0
    counts: int = 1
    line: bytes


class RecordRow(SQLModel, table=True):
    """Every record with an accepted entry: owner, heads (sorted 16-byte ids, joined) and marks (`RecordMark` bits).

    `no` is a local number for the search index; it never travels.
    """

    __tablename__ = "records"
    __table_args__ = (Index("records_by_id", "rec", unique=True),)

    no: int | None = Field(default=None, primary_key=True)
    rec: bytes
    kind: str
    office: bytes
    heads: bytes
    marks: int = 0


DELETED, CONFLICT, MISSING, HELD, ERASED, ABSENT = 1, 2, 4, 8, 16, 32
"""Bits of `RecordRow.marks`: deleted; a field in conflict; a parent that may still come («thiếu bản gốc»); content held
back; content erased; a parent not held, whether it may still come or not."""


class Move(SQLModel, table=True):
    """One step of a record from an office to another, worked out from its entries; `step` counts from 1.

    `written_on` is the day of the entry by its clock, for a step that follows no recorded succession of units. A step
    that a later one took back is `annulled`. The view `former_owners` tells from it until which day.
    """

    __tablename__ = "moves"
    __table_args__ = (Index("moves_by_office", "office", "successor"), {"sqlite_with_rowid": False})

    rec: bytes = Field(primary_key=True)
    step: int = Field(primary_key=True)
    office: bytes
    successor: bytes
    written_on: str
    annulled: int = 0


class ConflictRow(SQLModel, table=True):
    """An open conflict of one field of a record; `options` is the JSON list of parallel values, by entry."""

    __tablename__ = "conflicts"

    rec: bytes = Field(primary_key=True)
    field: str = Field(primary_key=True)
    code: str
    options: str


class Run(SQLModel, table=True):
    """The running head at the end of a run that was merged; with `sha256` empty, of a stretch whose entries are not held."""

    __tablename__ = "runs"

    chain: int = Field(primary_key=True)
    first_seq: int = Field(primary_key=True)
    last_seq: int
    head: bytes
    sha256: str


class RunHeader(SQLModel, table=True):
    """The signed header of each run that ever came, for the positions of this chain that it covers.

    `seen` (JSON) is what it says of the other chains; `digest` is the SHA-256 of `signed`. With `signed` and `signature`
    (both empty in a run of a book's first version) the province can pass the run on.
    """

    __tablename__ = "run_headers"
    __table_args__ = ({"sqlite_with_rowid": False},)

    chain: int = Field(primary_key=True)
    first_seq: int = Field(primary_key=True)
    last_seq: int = Field(primary_key=True)
    digest: bytes = Field(primary_key=True)
    seen: str
    signed: bytes
    signature: bytes


class TrustListRow(SQLModel, table=True):
    """A trust list taken in, as the file it came in; the highest number is in force."""

    __tablename__ = "trust_lists"

    number: int = Field(primary_key=True)
    digest: bytes
    file: bytes


class BundleFile(SQLModel, table=True):
    """A .khb kept whole: waiting or quarantined until decided, or carried on to the level above."""

    __tablename__ = "bundle_files"

    sha256: str = Field(primary_key=True)
    name: str
    kind: int
    outcome: str
    code: str = ""
    dev: str = ""
    inc: str = ""
    office: str = ""
    first_seq: int = 0
    last_seq: int = 0
    content: bytes


class BundleLog(SQLModel, table=True):
    """What became of each file that was ever received, and who received it when. No content, no names of people."""

    __tablename__ = "bundle_log"

    no: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(index=True)
    kind: int = 0
    outcome: str
    code: str = ""
    office: str = ""
    dev: str = ""
    inc: str = ""
    first_seq: int = 0
    last_seq: int = 0
    entries: int = 0
    received_at: str
    actor: str = ""


class AckRow(SQLModel, table=True):
    """The newest acknowledgement of each hub device, as the file it came in."""

    __tablename__ = "acks"

    dev: bytes = Field(primary_key=True)
    inc: bytes
    number: int
    taken_at: str
    lines: str
