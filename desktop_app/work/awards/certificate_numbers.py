"""Numbers of certificates: one register a year; a second device and a restored book go on in blocks of their own.

The number is one whole number: the block times a million, and the place in it. Block 2 counts 2,000,000,001 onwards and
is written 2-001; block 1.2, the second life of the first device, counts from 1,002,000,001 and is written 1.2-001.
"""

from __future__ import annotations

import re

from db.journal import Writing

PLACES = 1_000_000
LIVES = 1_000
_WITH_BLOCK = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?)-([0-9]{1,6})\Z")


def next_certificate(tx: Writing, office: bytes, year: int) -> int:
    """The next number of the award register of a year, in the block this book numbers in."""
    start = _start_of(tx.block)
    row = tx.db.execute(
        "SELECT coalesce(max(a.certificate_no), ?1) + 1 FROM awards a JOIN decisions d ON d.id = a.decision"
        " WHERE a.office = ?2 AND d.year = ?3 AND a.certificate_no BETWEEN ?1 AND ?1 + ?4",
        (start, office, year, PLACES - 1),
    ).fetchone()
    number: int = row[0]
    return number


def _start_of(block: str) -> int:
    device, _dot, life = block.partition(".")
    return (int(device or 0) * LIVES + int(life or 0)) * PLACES


def written_certificate(number: int | None) -> int | str | None:
    """A certificate's number as spreadsheets show it: a plain number, or with its block."""
    return printed_certificate(number) if number and number >= PLACES else number


def read_certificate(text: str) -> int | None:
    """The number behind 2-007 or 1.2-007; None where the text is none with a block."""
    found = _WITH_BLOCK.match(text.strip())
    if found is None:
        return None
    return _start_of(found[1]) + int(found[2])


def printed_certificate(number: int | None) -> str:
    """A certificate's number as printed: 07, in a second device's block 2-007; "" for none."""
    if not number:
        return ""
    block, place = divmod(number, PLACES)
    device, life = divmod(block, LIVES)
    if not block:
        return f"{place:02d}"
    return f"{device}.{life}-{place:03d}" if life else f"{device}-{place:03d}"
