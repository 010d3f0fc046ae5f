"""Is a book sound: the file, the chains, the register, the balances; and does a rebuild from its entries agree?"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from db.digests import folded_digest, state_digest
from db.disk_faults import damaged
from db.exchange.merge import fold
from db.exchange.outcomes import BundleRefused
from db.exchange.wire.entry import genesis, next_head
from db.exchange.wire.fast_decode import read_stored
from db.held_file import APPLICATION_ID
from db.i18n import _
from db.lacking import lacking
from db.store import Book
from db.tables import KINDS

FOLD_BATCH = 20_000


@dataclass
class BookCheck:
    """What a check found: digests, counts by subject, the office's balances by account (đồng), problems in words, and how many
    entries the book `lacks` of what this machine wrote last: one without problems may be an older copy.
    """

    unit: str
    state: str
    folded: str
    counts: dict[str, int]
    balances: dict[str, int]
    problems: list[str] = field(default_factory=list)
    lacks: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong, nor missing."""
        return not self.problems and not self.lacks


def check(book: Book, *, rebuild: bool = False) -> BookCheck:
    """Check a book from end to end; `rebuild` also folds all its entries into an empty book and compares digests.

    A file whose rows cannot be read at all, or hold what their column never does, is refused as damaged.
    """
    try:
        return _checked(book, rebuild=rebuild)
    except (sqlite3.DatabaseError, ValueError, TypeError, AttributeError) as error:
        raise damaged(book.path) from error


def _checked(book: Book, *, rebuild: bool) -> BookCheck:
    with book.reading() as db:
        unit = db.execute("SELECT code FROM units WHERE id = ?", (book.unit,)).fetchone()
        if unit is None:
            raise damaged(book.path)
        found = BookCheck(unit[0], state_digest(db), folded_digest(db), _counts(db), _balances(db, book.unit))
        found.problems += _file_problems(db)
        found.problems += _chain_problems(db)
        found.problems += _balance_problems(db)
        if rebuild and found.ok:
            found.problems += _rebuild_problems(db, found)
    found.lacks = lacking(book)
    return found


def _counts(db: sqlite3.Connection) -> dict[str, int]:
    return {
        model.__tablename__: db.execute(f"SELECT count(*) FROM {model.__tablename__}").fetchone()[0]
        for model in KINDS.values()
    } | {"entries": db.execute("SELECT count(*) FROM entries").fetchone()[0]}


def _balances(db: sqlite3.Connection, unit: bytes) -> dict[str, int]:
    return dict(db.execute("SELECT account, sum(amount) FROM postings WHERE office = ? GROUP BY account", (unit,)))


def _file_problems(db: sqlite3.Connection) -> list[str]:
    rows = db.execute("PRAGMA integrity_check(5)").fetchall()
    if rows == [("ok",)]:
        return []
    return [_("Tệp sổ bị hỏng ở {count} chỗ. Mở bản sao lưu gần nhất bằng «Khôi phục».").format(count=len(rows))]


def _chain_problems(db: sqlite3.Connection) -> list[str]:
    problems = []
    for no, dev, inc, seq, head in db.execute("SELECT no, dev, inc, seq, head FROM chains").fetchall():
        place, running = _followed(db, no, dev, inc)
        if place != seq or running != head:
            problems.append(
                _("Chuỗi ghi sổ của máy {device} sai từ số {number}. Mở bản sao lưu gần nhất.").format(
                    device=dev.hex()[:8], number=place + 1
                )
            )
    return problems


def _followed(db: sqlite3.Connection, chain: int, dev: bytes, inc: bytes) -> tuple[int, bytes]:
    """How far the entries of a chain follow each other, and the running head there.

    Over a stretch (where a branch begins, or a gap that was ruled lost) only the head at its end is known.
    """
    stretches = {
        first: (last, head)
        for first, last, head in db.execute(
            "SELECT first_seq, last_seq, head FROM runs WHERE chain = ? AND sha256 = ''", (chain,)
        )
    }
    (branch,) = db.execute("SELECT branch FROM chains WHERE no = ?", (chain,)).fetchone()
    place, running = stretches[min(stretches)] if branch and stretches else (0, genesis(dev, inc))
    for number, identity, line in db.execute(
        "SELECT seq, id, line FROM entries WHERE chain = ? ORDER BY seq", (chain,)
    ):
        if number != place + 1 and place + 1 in stretches:
            place, running = stretches[place + 1]
        try:
            full = read_stored(line, dev, inc)[1]
        except BundleRefused:
            break
        if number != place + 1 or full[:16] != identity:
            break
        place, running = number, next_head(running, full)
    return place, running


def _balance_problems(db: sqlite3.Connection) -> list[str]:
    rows = db.execute(
        "SELECT u.name, p.account, sum(p.amount) FROM postings p JOIN units u ON u.id = p.office"
        " GROUP BY p.office, p.purse, p.account HAVING sum(p.amount) < 0"
    ).fetchall()
    return [
        _("Quỹ của {unit} âm {amount} đồng ở tài khoản {account}. Đối chiếu lại với sổ giấy.").format(
            unit=unit, account=account, amount=-amount
        )
        for unit, account, amount in rows
    ]


def _rebuild_problems(db: sqlite3.Connection, found: BookCheck) -> list[str]:
    with _rebuilt(db) as again:
        if state_digest(again) != found.state:
            return [_("Dựng lại sổ từ các lần ghi cho kết quả khác (trạng thái). Báo người phụ trách tỉnh.")]
        if folded_digest(again) != found.folded or _steps(again) != _steps(db):
            return [_("Dựng lại sổ từ các lần ghi cho kết quả khác (nội dung). Báo người phụ trách tỉnh.")]
    return []


def _steps(db: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Who owned what before: no part of the digests, but figures of earlier days rest on it."""
    return db.execute("SELECT * FROM moves ORDER BY rec, step").fetchall()


@contextmanager
def _rebuilt(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A temporary empty book into which all entries of this one were folded again."""
    from db import seed
    from db.migrations.run import upgrade

    with tempfile.TemporaryDirectory(prefix="skh-") as folder:
        path = Path(folder) / "rebuilt.skh"
        upgrade(path, APPLICATION_ID)
        with closing(sqlite3.connect(path, isolation_level=None)) as again:
            again.execute("PRAGMA synchronous=OFF")
            again.execute("BEGIN")
            seed.fill_units(again)
            _copy_chains(db, again)
            for chain in again.execute("SELECT no, office, dev, inc FROM chains ORDER BY no").fetchall():
                _fold_chain(db, again, *chain)
            fold.look_again(again)
            again.execute("COMMIT")
            yield again


def _copy_chains(db: sqlite3.Connection, again: sqlite3.Connection) -> None:
    for table in ("chains", "entries", "runs", "run_headers"):
        cursor = db.execute(f"SELECT * FROM {table}")
        marks = ", ".join("?" * len(cursor.description))
        again.executemany(f"INSERT INTO {table} VALUES ({marks})", cursor)


def _fold_chain(
    db: sqlite3.Connection, again: sqlite3.Connection, chain: int, writer: bytes, dev: bytes, inc: bytes
) -> None:
    cursor = db.execute("SELECT id, line FROM entries WHERE chain = ? AND counts = 1 ORDER BY seq", (chain,))
    while rows := cursor.fetchmany(FOLD_BATCH):
        entries = [(identity, read_stored(line, dev, inc)[0]) for identity, line in rows]
        fold.apply(
            again,
            [fold.AcceptedEntry(entry, identity, bytes.fromhex(entry.rec), writer) for identity, entry in entries],
        )
