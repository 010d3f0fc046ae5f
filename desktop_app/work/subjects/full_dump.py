"""Everything in the book as CSV with a schema file: the office's own way out, readable without this program."""

from __future__ import annotations

import csv
from pathlib import Path

from db.files import safe_target
from db.i18n import _
from db.refusal import Refusal
from db.register import SHAPES
from db.store import Book
from db.tables import KINDS
from desktop_app.work.records import export_log


def dump(book: Book, folder: Path) -> list[Path]:
    """Write one CSV a kind (ids as hex) and `schema.csv`; returns the files written."""
    try:
        safe_target(folder).mkdir(parents=True, exist_ok=True)
        export_log.log(book, export_log.DUMP, len(KINDS) + 1, folder)
        return [*_tables(book, folder), _schema(folder)]
    except OSError as error:
        raise Refusal(
            _("Không ghi được vào «{folder}». Kiểm tra ổ đĩa còn chỗ và không khóa ghi, rồi làm lại.").format(
                folder=folder
            ),
            code="DISK",
        ) from error


def _tables(book: Book, folder: Path) -> list[Path]:
    files = []
    with book.reading() as db:
        for kind, model in KINDS.items():
            columns = ["id", "office", *SHAPES[kind], *(n for n in model.derived if n not in ("sort_key", "plain"))]
            names = ", ".join(f'"{name}"' for name in columns)
            path = folder / f"{model.__tablename__}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(columns)
                for row in db.execute(f"SELECT {names} FROM {model.__tablename__} ORDER BY id"):
                    writer.writerow(value.hex() if isinstance(value, bytes) else value for value in row)
            files.append(path)
    return files


def dumped_files(folder: Path) -> list[Path]:
    """The files of a dump that are in a folder."""
    names = ("schema", *(model.__tablename__ for model in KINDS.values()))
    return [path for path in (folder / f"{name}.csv" for name in names) if path.is_file()]


def _schema(folder: Path) -> Path:
    path = folder / "schema.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "field", "shape", "travels"])
        for kind, model in KINDS.items():
            for name, shape in SHAPES[kind].items():
                writer.writerow([f"{model.__tablename__}.csv", name, shape.value, model.kind_of.travels.value])
    return path
