"""The 54 ethnic groups of the country by their official names, and the other ways in which people write each.

The names are those of the list of the General Statistics Office (Quyết định 121-TCTK/PPCĐ); `resources/ethnic_groups.csv`
holds them with other writings. What is typed or loaded is kept by the official name; books hold older writings too.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache

from db.i18n import RESOURCES
from db.text import clean, plain

MAJORITY = "Kinh"
NOT_SAID = frozenset(("", "0", "x", "khong", "khongro", "chuaro", "khongbiet", "chuaghi"))
"""What people write into the column who do not know it, folded."""
NOT_KNOWN = ("không", "không rõ", "chưa rõ", "không biết", "chưa ghi", "0", "x", "-", "?", ".")
"""The same with marks, as older books hold it."""
PREFIXES = ("dan toc ", "nguoi ")


def kept_ethnic_group(text: str | None) -> str | None:
    """A group as the book keeps it: the official name where the writing is known, else as it was typed; None for none."""
    said = clean(text or "")
    folded = _folded(said)
    return None if folded in NOT_SAID else _official().get(folded, said)


def is_unknown(text: str | None) -> bool:
    """Whether something is written that is none of the 54 groups in any writing."""
    return kept_ethnic_group(text) not in (None, *_official().values())


def official_names() -> tuple[str, ...]:
    """The 54 names, the majority first."""
    return tuple(dict.fromkeys(_official().values()))


def minority_sql(column: str) -> str:
    """SQL for "`column` names a group other than the majority, whatever the writing"; NULL where it names none.

    Official names, which most rows have, are answered without looking at letters.
    """
    minorities = [name for name in official_names() if name != MAJORITY]
    return (
        f"CASE WHEN {column} = '{MAJORITY}' THEN 0 WHEN {column} IN ({_listed(minorities)}) THEN 1"
        f" ELSE nullif(lower(trim({column})), '') NOT IN ({_listed(_no_minority())}) END"
    )


def untold_sql(column: str) -> str:
    """SQL for "nobody has written into `column` which group it is"."""
    listed = _listed(_forms(NOT_KNOWN))
    return f"CASE WHEN {column} IN ({_listed(official_names())}) THEN 0 ELSE coalesce(lower(trim({column})), '') IN ({listed}) END"


@cache
def _no_minority() -> tuple[str, ...]:
    """The writings, as SQLite lowers them (ASCII letters alone), of the majority and of «not known»."""
    prefixed = [f"{prefix} {word}" for prefix in ("dân tộc", "người") for word in _writings()[MAJORITY]]
    return _forms((*_writings()[MAJORITY], *NOT_KNOWN, *prefixed))


@cache
def _forms(words: tuple[str, ...]) -> tuple[str, ...]:
    cased = [form for word in words for form in (word, word.lower(), word.upper(), word.title(), word.capitalize())]
    return tuple(sorted({"", *map(_ascii_lower, cased)}))


def _ascii_lower(text: str) -> str:
    return "".join(one.lower() if one.isascii() else one for one in text)


def _listed(words: Iterable[str]) -> str:
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words)


def _folded(text: str) -> str:
    """Ê Đê, Ê-đê, êđê and EDE alike."""
    words = plain(text)
    for prefix in PREFIXES:
        words = words.removeprefix(prefix)
    return words.replace(" ", "")


@cache
def _official() -> dict[str, str]:
    return {_folded(word): name for name, words in _writings().items() for word in words}


@cache
def _writings() -> dict[str, tuple[str, ...]]:
    with (RESOURCES / "ethnic_groups.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["name"], row["others"].split(";")) for row in csv.DictReader(file)]
    return {name: (name, *(word for word in others if word)) for name, others in rows}
