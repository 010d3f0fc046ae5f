"""How the book remembers its journal, the chains of others, trust, files taken in, conflicts and rulings.

What travels has a class here. What only this book keeps is written and read by plain SQL:

- `settings`: one fact about this book a row, the keys in `db/settings.py`.
- `chains`: one incarnation of one device (or one branch of a fork), the contiguous run of entries held of it. `branch` is
  empty, or the first diverging head (8 bytes) of a fork merged by ruling. `cut_at` is the last position that counts when
  the trust list cuts the chain; entries behind it are stored but take no part. `audience` of a chain of this book says
  whom it is written for: `up` (an office), `own`, `all`, or the id of one office (the province).
- `entries`: one accepted entry, its line as signed. `content` is 0 whole, 1 held back, 2 erased; `counts` 0 behind a cut.
- `records`: every record with an accepted entry: owner, heads (sorted 16-byte ids, joined) and marks (bits, below). `no`
  is a local number for the search index; it never travels.
- `moves`: one step of a record from an office to another, worked out from its entries; `step` counts from 1. `written_on`
  is the day of the entry by its clock, for a step that follows no recorded succession of units. A step that a later one
  took back is `annulled`. The view `former_owners` tells from it until which day.
- `conflicts`: an open conflict of one field of a record; `options` is the JSON list of parallel values, by entry.
- `runs`: the running head at the end of a run that was merged; with `sha256` empty, of a stretch whose entries are not held.
- `run_headers`: the signed header of each run that ever came, for the positions of this chain that it covers. `seen`
  (JSON) is what it says of the other chains; `digest` is the SHA-256 of `signed`. With `signed` and `signature` (both
  empty in a run of a book's first version) the province can pass the run on.
- `trust_lists`: a trust list taken in, as the file it came in; the highest number is in force.
- `bundle_files`: a .khb kept whole: waiting or quarantined until decided, or carried on to the level above.
- `bundle_log`: what became of each file that was ever received, and who received it when. No content, no names of people.
- `acks`: the newest acknowledgement of each device of the province, as the file it came in.
"""

from __future__ import annotations

from typing import ClassVar

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
        bounds={"first_seq": (1, 2**53 - 1), "last_seq": (1, 2**53 - 1)},
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


DELETED, CONFLICT, MISSING, HELD, ERASED, ABSENT = 1, 2, 4, 8, 16, 32
"""Bits of `marks` in `records`: deleted; a field in conflict; a parent that may still come («thiếu bản gốc»); content held
back; content erased; a parent not held, whether it may still come or not."""
