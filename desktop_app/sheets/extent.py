"""How far the cells of an Excel workbook reach, before anything is laid out in memory.

The reader lays out the whole rectangle up to the last cell: one stray value in XFD1048576 asks for half a terabyte and
ends the program. xls and ods cannot ask for that much.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO

CHUNK = 2**20
TAG = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>")
PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
ROW_RECORD = 0
CELL_RECORDS = range(2, 12)
"""Records of a binary sheet: the head of a row, and cells that hold something."""


def largest_sheet(archive: zipfile.ZipFile) -> tuple[int, int]:
    """How many rows, and how many cells in its rectangle, a sheet of the workbook reaches at most."""
    rows = cells = 0
    for member in archive.infolist():
        name = member.filename.lower()
        if "worksheets/" in name and name.endswith((".xml", ".bin")):
            with archive.open(member) as stream:
                places = _text_cells(stream) if name.endswith(".xml") else _binary_cells(stream.read())
                last_row, last_column = _last(places)
                rows, cells = max(rows, last_row), max(cells, last_row * last_column)
    return rows, cells


def _last(cells: Iterator[tuple[int, int]]) -> tuple[int, int]:
    rows = columns = 0
    for row, column in cells:
        rows, columns = max(rows, row), max(columns, column)
    return rows, columns


def _text_cells(stream: IO[bytes]) -> Iterator[tuple[int, int]]:
    """(row, column) from 1 of every cell that holds something; a cell without its place follows the one before it."""
    row = column = 0
    for tag, rest in _tags(stream):
        place = PLACE.search(rest)
        if tag == b"row":
            row, column = int(place[2]) if place else row + 1, 0
            continue
        column = _column(place[1]) if place else column + 1
        if not rest.endswith(b"/"):
            yield (int(place[2]) if place else row), column


def _tags(stream: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    rest = b""
    while chunk := stream.read(CHUNK):
        text = rest + chunk
        whole = text.rfind(b"<")
        rest = text[whole:] if whole >= 0 and len(text) - whole < CHUNK else b""  # no tag is as long as that
        yield from TAG.findall(text, 0, max(whole, 0))
    yield from TAG.findall(rest)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _binary_cells(content: bytes) -> Iterator[tuple[int, int]]:
    place = row = 0
    while place < len(content):
        record, place = _number(content, place, 2)
        size, place = _number(content, place, 4)
        first = int.from_bytes(content[place : place + 4], "little")
        if record == ROW_RECORD:
            row = first
        elif record in CELL_RECORDS:
            yield row + 1, first + 1
        place += size


def _number(content: bytes, place: int, most: int) -> tuple[int, int]:
    """A number of up to `most` bytes of seven bits each, and the place behind it."""
    number = 0
    for part in range(most):
        byte = content[place] if place < len(content) else 0
        place += 1
        number |= (byte & 0x7F) << (7 * part)
        if byte < 0x80:
            break
    return number, place
