"""What an erasure cannot reach and a person has to see to: exported files and free text that still name the person.

It is looked for before the names go, and kept as ids and paths alone until somebody has dealt with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from db.i18n import _
from db.refusal import Refusal
from db.register import SHAPES, load_states
from db.scrubbing import finish
from db.settings import KEEP, SettingKey
from db.store import Book
from db.tables import KINDS
from db.tables.exchange import ERASED
from db.tables.record import Shape
from desktop_app.work.privacy.export_scan import names_in
from desktop_app.work.privacy.residual_words import corrected_in, where_words
from desktop_app.work.records.export_log import DUMP, NAMED_BY_PATH, NAMES, NOT_SEEN, moment_words
from desktop_app.work.records.name_matching import WordSet, says
from desktop_app.work.records.results import EVERYTHING, Done
from desktop_app.work.subjects import by_text
from desktop_app.work.subjects.full_dump import dumped_files
from desktop_app.work.subjects.list_export import export_title
from desktop_app.work.subjects.record_labels import owner_of
from desktop_app.work.subjects.registry import field_of, field_title
from desktop_app.work.units.units import unit_of

OF_PEOPLE = {"person": (), "learner.name": ("guardian", "consent_by")}
"""Of personal records, which have a name of their own, the fields that may name somebody else."""


@dataclass(frozen=True)
class Seen:
    """What was found: bits of `exports.names` by path, and fields as (kind, record, field)."""

    files: Mapping[str, int]
    fields: Collection[tuple[str, bytes, str]]


@dataclass(frozen=True)
class Left:
    """One thing to see to. `words` may stand on a protocol, `advice` is what to do.

    `file` was exported; it is `certain` where it was read and names the person. `text` is that of a field which may be
    corrected here, and `field` its name.
    """

    id: bytes
    words: str
    advice: str
    file: Path | None = None
    certain: bool = False
    text: str | None = None
    field: str = ""


# --- looking, before the names go -----------------------------------------------------------------------------------


def look(db: sqlite3.Connection, words: WordSet) -> Seen:
    """Where the book and the files that left it say these names."""
    if not words:
        return Seen({}, ())
    files = {
        file: names_in(what, Path(file), words) | (NAMED_BY_PATH if says(file, words) else 0)
        for what, file in db.execute("SELECT DISTINCT what, file FROM exports WHERE file <> ''").fetchall()
    }
    return Seen({file: bits for file, bits in files.items() if bits}, _fields(db, words))


def _fields(db: sqlite3.Connection, words: WordSet) -> list[tuple[str, bytes, str]]:
    shortest = min(map(len, words))
    db.create_function("names_somebody", 1, lambda text: says(text, words), deterministic=True)
    return [
        (kind, rec, field)
        for kind in KINDS
        for field in _free_texts(kind)
        for (rec,) in db.execute(
            f'SELECT id FROM {KINDS[kind].__tablename__} WHERE length("{field}") >= ? AND names_somebody("{field}")',
            (shortest,),
        ).fetchall()
    ]


def _free_texts(kind: str) -> list[str]:
    model = KINDS[kind]
    texts = [name for name, shape in SHAPES[kind].items() if shape is Shape.TEXT and name not in model.kind_of.choices]
    texts += [name for name in ("reversed_reason",) if name in model.derived]
    return [name for name in texts if name in OF_PEOPLE.get(kind, texts)]


def notes(seen: Seen) -> list[tuple[str, tuple[object, ...]]]:
    """The statements that keep what was found; a file that is gone keeps no path that names the person."""
    kept: list[tuple[str, tuple[object, ...]]] = []
    for file, bits in seen.files.items():
        if bits & (NAMES | NOT_SEEN):
            kept.append(("UPDATE exports SET names = names | ? WHERE file = ?", (bits, file)))
        else:
            kept.append(("UPDATE exports SET file = ? WHERE file = ?", (str(Path(file).parent), file)))
    kept += [("INSERT OR IGNORE INTO mentions VALUES (randomblob(16), ?, ?, ?)", one) for one in seen.fields]
    return kept


# --- what is left to see to ----------------------------------------------------------------------------------------


def left(book: Book) -> list[Left]:
    """Everything that is still to be seen to: files first, then what stands in the book."""
    with book.reading() as db:
        files = db.execute(
            "SELECT id, exported_at, what, file, names FROM exports WHERE names <> 0 GROUP BY file ORDER BY exported_at"
        ).fetchall()
        fields = db.execute("SELECT id, kind, rec, field FROM mentions ORDER BY kind, rec, field").fetchall()
        mentions = (_left_field(db, book, *row) for row in fields)
        return [_left_file(*row) for row in files] + [one for one in mentions if one is not None]


def _left_file(identity: bytes, exported_at: str, what: str, file: str, names: int) -> Left:
    sentence = (
        _("{what} xuất ngày {day} còn ghi tên: {file}")
        if names & NAMES
        else _("{what} xuất ngày {day} không xem được, hãy tự kiểm tra: {file}")
    )
    advice = (
        _("Xóa tệp này; cần thì xuất lại bản mới.")
        if names & NAMES
        else _("Cắm ổ đĩa, mở tệp ra xem: còn tên thì xóa tệp, rồi chọn «Đã xử lý».")
    )
    path = Path(file)
    shown = path.parent if names & NAMED_BY_PATH else path
    words = sentence.format(what=export_title(what), day=moment_words(exported_at)[:10], file=shown)
    return Left(identity, words, advice, path, certain=bool(names & NAMES))


def _left_field(db: sqlite3.Connection, book: Book, identity: bytes, kind: str, rec: bytes, field: str) -> Left | None:
    """None where the field is empty by now, or the record gone or erased itself."""
    state = load_states(db, [rec])[rec]
    row = db.execute(f'SELECT "{field}" FROM {KINDS[kind].__tablename__} WHERE id = ?', (rec,)).fetchone()
    if row is None or not row[0] or state.marks & ERASED:
        return None
    words, mine = (
        _("Còn nhắc tên ở: {where}").format(where=where_words(db, kind, rec, field)),
        state.office == book.unit,
    )
    if mine and corrected_in(kind) is not None:
        return Left(identity, words, _("Sửa lại, bỏ tên."), text=row[0], field=field_title(kind, field))
    if mine:
        return Left(identity, words, _("Mục này không sửa được: xem có cần hủy rồi ghi lại, rồi chọn «Đã xử lý»."))
    unit = unit_of(db, state.office).name
    return Left(identity, words, _("Do {unit} ghi: gọi đơn vị sửa, rồi chọn «Đã xử lý».").format(unit=unit))


def correct(book: Book, identity: bytes, text: str) -> Done:
    """Write another text where a field named the person; it travels like any other change."""
    with book.reading() as db:
        kind, rec, field = db.execute("SELECT kind, rec, field FROM mentions WHERE id = ?", (identity,)).fetchone()
        subject, said, rec = corrected_in(kind), field_of(kind, field), owner_of(db, kind, rec)
    assert subject is not None and said is not None
    done = by_text.change(book, subject.name, rec, {said.name: text})
    settle(book, identity)
    return done


def delete_file(book: Book, identity: bytes) -> Done:
    """Delete an exported file that names the person; a dump goes whole."""
    with book.reading() as db:
        what, name = db.execute("SELECT what, file FROM exports WHERE id = ?", (identity,)).fetchone()
    file = Path(name)
    try:
        file.stat()  # of a dump on a drive that is not there no file would be missed
        for one in dumped_files(file) if what == DUMP else [file]:
            one.unlink()
    except OSError as error:
        raise Refusal(
            _(
                "Không xóa được «{file}». Cắm ổ đĩa có tệp, đóng tệp nếu đang mở, rồi làm lại. "
                "Nếu tự tay hủy rồi thì chọn «Đã xử lý»."
            ).format(file=file),
            code="DISK",
        ) from error
    return settle(book, identity)


def settle(book: Book, identity: bytes) -> Done:
    """A person has seen to it; a path that names the person is cut to its folder."""
    book.require_writable()
    with book.reading() as db:
        row = db.execute("SELECT file, names FROM exports WHERE id = ?", (identity,)).fetchone()
    book.beside("DELETE FROM mentions WHERE id = ?", [(identity,)])
    if row is not None:
        file, names = row
        kept = str(Path(file).parent) if names & NAMED_BY_PATH else file
        book.beside("UPDATE exports SET names = 0, file = ? WHERE file = ?", [(kept, file)])
        if kept != file:
            scrub(book)
    return Done(identity, EVERYTHING)


def scrub(book: Book) -> None:
    """Write the book's file anew, so that it keeps nothing of what was just overwritten in it."""
    book.beside(KEEP, [(SettingKey.ERASING_KEPT, "")])
    finish(book.path, book.erased())
