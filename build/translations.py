"""The English catalogue: gather the Vietnamese source texts, keep their translations, compile what the program reads.

python build/translations.py            gather into resources/translations/en.po and compile en.mo
python build/translations.py --check    fail when a text has no English, or en.mo is not what en.po says
"""

from __future__ import annotations

import ast
import csv
import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "resources" / "translations" / "en.po"
MO = PO.with_suffix(".mo")
DATA = {"indicators.csv": (("name_vi", "name_en"), ("unit", "")), "categories.csv": (("name_vi", "name_en"),)}
"""Columns that hold texts for people, each with the column of its English."""


def main(arguments: list[str]) -> int:
    """Gather and compile, or check."""
    catalogue = _gathered()
    if "--check" in arguments:
        return _check(catalogue)
    with PO.open("wb") as file:
        write_po(
            file, catalogue, width=120, sort_output=True, omit_header=False, no_location=True, ignore_obsolete=True
        )
    MO.write_bytes(_compiled(catalogue))
    missing = _untranslated(catalogue)
    print(f"{len(catalogue)} texts, {len(missing)} without English")
    return 0


def _gathered() -> Catalog:
    """All source texts of the code with the translations there are."""
    known = _known()
    fresh = Catalog(
        locale="en",
        header_comment="# English of Sổ Khuyến học; gathered and compiled by build/translations.py",
        project="so-khuyen-hoc",
        version="1",
        msgid_bugs_address="",
        last_translator="Sổ Khuyến học",
        language_team="Sổ Khuyến học",
        fuzzy=False,
    )
    fresh.creation_date = known.creation_date
    fresh.revision_date = known.revision_date
    from_data = _data_texts()
    for text in sorted(_source_texts() | set(from_data)):
        old = known.get(text)
        fresh.add(text, string=from_data.get(text) or (old.string if old else ""))
    return fresh


def _data_texts() -> dict[str, str]:
    """The names in `resources/*.csv` that people see, with the English that stands beside them, if any."""
    found: dict[str, str] = {}
    for name, columns in DATA.items():
        with (PO.parent.parent / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found |= {row[text]: row.get(english, "") for text, english in columns if row[text]}
    return found


def _source_texts() -> set[str]:
    """What the code passes to `_()`; a call with anything but a plain text could not be translated."""
    found = set()
    for folder in ("db", "desktop_app"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
                    text = node.args[0]
                    if not isinstance(text, ast.Constant):
                        raise SystemExit(f"{path}:{node.lineno}: _() takes a plain text")
                    found.add(str(text.value))
    return found


def _known() -> Catalog:
    if not PO.is_file():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def _compiled(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def _untranslated(catalogue: Catalog) -> list[str]:
    return [str(message.id) for message in catalogue if message.id and not message.string]


def _places(text: str) -> list[str]:
    return sorted(re.findall(r"\{[^}]*\}", text))


def _torn(catalogue: Catalog) -> list[str]:
    """Texts whose English has other {places} than the Vietnamese."""
    return [
        str(one.id) for one in catalogue if one.id and one.string and _places(str(one.id)) != _places(str(one.string))
    ]


def _check(catalogue: Catalog) -> int:
    missing = _untranslated(catalogue)
    for text in missing[:20]:
        print(f"no English for: {text}")
    torn = _torn(catalogue)
    for text in torn:
        print(f"other {{places}} in the English of: {text}")
    stale = not MO.is_file() or MO.read_bytes() != _compiled(catalogue)
    if stale:
        print("en.mo is not what en.po says: run build/translations.py")
    return int(bool(missing or torn) or stale)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
