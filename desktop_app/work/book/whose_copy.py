"""What a copy is before it is brought back: whose book, last written in when, and what the open book has besides."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from db.book_file import check_file, connect, plain
from db.clock import in_vietnam
from db.exchange.wire.entry import decode_line
from db.files import same_file
from db.i18n import _
from db.identity import read_identity
from db.refusal import Refusal
from db.store import Book
from desktop_app.work.units.units import unit_of

COUNTED = {
    "people": "persons",
    "memberships": "memberships",
    "movements": "movements",
    "awards": "awards",
    "entries": "entries",
}
"""What a copy is counted by, and where it stands; learners are people too."""
COUNTED_AS = {"person": "people", "learner": "people", "movement": "movements", "award": "awards"}
PART = "."
"""What the kind of a record has in its name that belongs to another one; it is not counted beside that."""


@dataclass(frozen=True)
class CopySeen:
    """A copy: its unit's name, when it was last written in (ms since 1970, None for never), its counts.

    `lacking` counts what the open book has and the copy has not: people, movements, awards, others.
    """

    path: Path
    unit: str
    last: int | None
    counts: dict[str, int]
    lacking: dict[str, int]


def look_at_copy(book: Book, path: Path) -> CopySeen:
    """Look into a copy of the open book before it is brought back; refused where it is another unit's, or the book itself."""
    if same_file(path, book.path):
        raise Refusal(_("Bản sao và sổ là một tệp. Chọn bản sao khác."), code="SAME_FILE")
    check_file(path)
    require_copy_of_unit(path, book.unit, is_province=book.identity.is_province)
    with plain(path) as db:
        unit, last, counts = unit_of(db, book.unit).name, _last_written(db), counts_of(db)
    return CopySeen(path, unit, last, counts, _lacking(path, book.path))


def require_copy_of_unit(path: Path, unit: bytes, *, is_province: bool) -> None:
    """Refuse the copy of a book that is not this unit's, or not of the same kind (`is_province`: the province's), and say whose it is."""
    found = read_identity(path)
    if (found.unit, found.is_province) == (unit, is_province):
        return
    with plain(path) as db:
        theirs, ours = unit_of(db, found.unit).name, unit_of(db, unit).name
    said = _(
        "«{name}» là bản sao sổ của {theirs}, không phải của {ours}, nên chưa khôi phục gì. Chọn bản sao sổ của {ours}. Muốn "
        "dùng sổ của {theirs} thì chép tệp ấy vào một thư mục trên máy rồi bấm «Mở sổ khác»."
    )
    raise Refusal(said.format(name=path.name, theirs=theirs, ours=ours), code="OTHER_UNIT")


def counts_of(db: sqlite3.Connection) -> dict[str, int]:
    """How much a book holds, by what a copy is counted by."""
    return {name: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for name, table in COUNTED.items()}


def words_of_copy_seen(seen: CopySeen) -> str:
    """What a person reads before a copy is brought back."""
    holds = _(
        "Bản sao «{name}» là sổ của {unit}, ghi lần cuối {day}: {people} người, {movements} phiếu, {awards} suất."
    )
    lacks = _("Sổ đang mở không có mục nào mà bản sao ấy thiếu.")
    if any(seen.lacking.values()):
        lacks = _(
            "Sổ đang mở có những mục không có trong bản sao: {people} người, {movements} phiếu, {awards} suất, {others} "
            "mục khác. Khôi phục thì phải ghi bổ sung những mục ấy."
        )
    then = _(
        "Khôi phục xong, máy mở sổ vừa khôi phục để ghi tiếp. Sổ đang mở giữ nguyên, thành sổ cũ chỉ để xem; khôi phục "
        "nhầm thì mở sổ ấy rồi bấm «Dùng lại sổ này»."
    )
    day = f"{in_vietnam(seen.last):%d/%m/%Y %H:%M}" if seen.last is not None else _("chưa có lần nào")
    said = holds.format(name=seen.path.name, unit=seen.unit, day=day, **seen.counts)
    return "\n\n".join([said, lacks.format(**seen.lacking), then])


def _last_written(db: sqlite3.Connection) -> int | None:
    lines = db.execute(
        "SELECT e.line FROM chains c JOIN entries e ON e.chain = c.no AND e.seq = c.seq WHERE c.mine = 1"
    ).fetchall()
    return max((decode_line(line).t for (line,) in lines), default=None)


def _lacking(copy: Path, book: Path) -> dict[str, int]:
    found = {"people": 0, "movements": 0, "awards": 0, "others": 0}
    with closing(connect(copy)) as db:
        db.execute("ATTACH ? AS open", (f"{book.absolute().as_uri()}?mode=ro",))
        rows = db.execute(
            "SELECT r.kind, count(DISTINCT e.rec) FROM open.entries e JOIN open.records r ON r.rec = e.rec"
            " WHERE NOT EXISTS (SELECT 1 FROM main.entries c WHERE c.rec = e.rec AND c.id = e.id) GROUP BY r.kind"
        ).fetchall()
    for kind, count in rows:
        if PART not in kind:
            found[COUNTED_AS.get(kind, "others")] += count
    return found
