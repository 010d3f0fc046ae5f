"""Which column is which: headings matched by their words, wherever they stand in the first rows of a sheet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from db.i18n import _
from db.refusal import Refusal
from db.text import plain
from desktop_app.sheets.reading import Cell, Sheet, as_text

SEARCHED_ROWS = 30
TOTAL = re.compile(r"(?:tổng(?: cộng| số)?|cộng(?: trang)?)\s*(?:[:.].*|\(.*|[0-9].*)?\Z")
"""A line of totals; «Cộng đồng học tập» and «Công ty» are none."""
NUMBERING = re.compile(r"\(?([0-9]{1,2})\)?\Z")

Headings = Mapping[str, Sequence[str]]
"""For each field what offices write over a column of it, the commonest first."""
Needed = Sequence[Sequence[str]]
"""Sets of fields; with any of them a list can be read."""


ROW_NUMBERS = frozenset(("", "stt", "tt", "so tt", "so thu tu"))
"""Titles, in plain letters, of columns that nobody misses."""


@dataclass(frozen=True)
class Matched:
    """Rows under a heading that was found: (row number in the sheet, field -> cell), and the titles of columns that are not read.

    `subject` is the list that was looked for.
    """

    subject: str
    rows: tuple[tuple[int, Mapping[str, Cell]], ...]
    columns: Mapping[str, str]
    unknown: tuple[str, ...] = field(default_factory=tuple)


def match(sheet: Sheet, subject: str, headings: Headings, needed: Needed) -> Matched:
    """Find the heading of a subject's list and cut the rows below it into fields; refused when columns are missing."""
    titles = {plain(word): name for name, words in headings.items() for word in words}
    found: tuple[int, dict[int, str]] | None = None
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        above = sheet.rows[number - 1] if number else ()
        columns = _columns(row, above, titles)
        if _complete(needed, set(columns.values())) and (found is None or len(columns) > len(found[1])):
            found = number, columns
    if found is None:
        wanted = ", ".join(headings[name][0] for name in needed[0])
        raise Refusal(
            _("Không thấy đủ cột cần có ({wanted}) trong 30 dòng đầu. Ghi tên cột ở một dòng rồi nhập lại.").format(
                wanted=wanted
            ),
            code="COLUMNS",
        )
    heading, columns = found
    shown = {name: as_text(sheet.rows[heading][place]) for place, name in columns.items()}
    titles_there = ((place, as_text(cell)) for place, cell in enumerate(sheet.rows[heading]) if place not in columns)
    unknown = tuple(title for _place, title in titles_there if plain(title) not in ROW_NUMBERS)
    rows = tuple(_records(sheet, needed, heading, columns))
    return Matched(subject, rows, shown, unknown)


def _columns(row: Sequence[Cell], above: Sequence[Cell], titles: Mapping[str, str]) -> dict[int, str]:
    """Which column holds which field; a title may stand a row higher where cells are merged."""
    columns: dict[int, str] = {}
    for place, cell in enumerate(row):
        higher = as_text(above[place]) if place < len(above) else ""
        for text in (as_text(cell), f"{higher} {as_text(cell)}", higher if not as_text(cell) else ""):
            name = titles.get(plain(text)) if text else None
            if name is not None and name not in columns.values():
                columns[place] = name
                break
    return columns


def _complete(needed: Needed, names: set[str]) -> bool:
    return any(set(wanted) <= names for wanted in needed)


def _records(
    sheet: Sheet, needed: Needed, heading: int, columns: Mapping[int, str]
) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    """The rows that hold records: not blank, no numbering row, no total, and no signature beneath a total."""
    ended = False
    for number, row in enumerate(sheet.rows[heading + 1 :], heading + 1):
        cells = {name: row[place] for place, name in columns.items() if place < len(row)}
        texts = [as_text(cell) for cell in cells.values()]
        if not any(texts) or (number <= heading + 2 and _is_numbering(row)):
            continue
        if any(TOTAL.match(unicodedata.normalize("NFC", as_text(cell)).lower()) for cell in row[:3]):
            ended = True
        elif not ended or _complete(needed, {name for name, cell in cells.items() if as_text(cell)}):
            yield number + 1, cells


def _is_numbering(row: Sequence[Cell]) -> bool:
    """(1) (2) (3): each column's number beneath its title; a first letter column is left out."""
    found = [NUMBERING.match(as_text(cell)) for cell in row if as_text(cell) not in ("", "A", "B", "C", "a", "b")]
    numbers = [int(match[1]) for match in found if match]
    return (
        len(numbers) > 1 and len(numbers) == len(found) and numbers == list(range(numbers[0], numbers[0] + len(found)))
    )


def full_name(cells: Mapping[str, Cell]) -> str:
    """The full name of a row, also where surname and given name stand in two columns."""
    if cells.get("full_name"):
        return as_text(cells["full_name"])
    return f"{as_text(cells.get('family'))} {as_text(cells.get('given_part'))}".strip()
