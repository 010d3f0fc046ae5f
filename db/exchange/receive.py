"""Taking in files: every one ends in exactly one outcome, and a bad one never stops the others.

Trust files first, then acknowledgements, then runs in the order of their chains. Each file is folded inside a savepoint:
it is wholly in or wholly out. What waits is kept and tried again whenever its chain moves or the trust list changes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.exchange import fold
from db.exchange.canon import decode
from db.exchange.container import Envelope, FileKind, check_signature, cut, open_payload, parse_header, read_file
from db.exchange.intake import Run, carried_envelope, check_run_header, open_header, verify_run
from db.exchange.refusals import BundleRefused, Code, Outcome, sentence
from db.exchange.send import head_at
from db.exchange.trust import TrustList, check_successor, keep_list, open_list, trust_in_force
from db.journal import Change, Writing
from db.tables.exchange import MISSING

if TYPE_CHECKING:
    from db.store import Book

Report = Callable[[int, int], None]
GROUP = 50
ORDER = {FileKind.TRUST: 0, FileKind.ACK: 1, FileKind.DOWN: 2, FileKind.RELAY: 2, FileKind.JOURNAL: 3, FileKind.ASK: 4}
SUFFIXES = (".khb", ".zip")


@dataclass
class FileResult:
    """What became of one file, and the sentence a person reads."""

    file: str
    outcome: Outcome
    code: Code | None = None
    office: str = ""
    device: str = ""
    incarnation: str = ""
    first: int = 0
    last: int = 0
    new: int = 0
    sha256: str = ""
    kind: int = 0
    message: str = ""

    def __post_init__(self) -> None:
        self.message = self.message or sentence(self.outcome, self.code)


def receive(
    book: Book, paths: Iterable[Path], *, dry_run: bool = False, report: Report | None = None
) -> list[FileResult]:
    """Take in files and folders of them, in any order; returns one result a file, in the order they were taken.

    With `dry_run` everything is tried and nothing is kept. `report(done, total)` may raise `Cancelled`; groups of files
    that were committed before stay in.
    """
    book.require_writable()
    with book.reading() as db:
        trust = trust_in_force(db)
    files = sorted(_files(paths), key=lambda path: _sort_place(path, trust))
    results: list[FileResult] = []
    for start in range(0, len(files), GROUP):
        group = files[start : start + GROUP]
        try:
            with book.write() as writing:
                for place, path in enumerate(group):
                    results.append(_take_file(book, writing, path))
                    if report:
                        report(start + place + 1, len(files))
                results += _retry_waiting(book, writing)
                _look_again_at_missing(writing.db)
                if dry_run:
                    raise _Rehearsed
        except _Rehearsed:
            continue
    return results


class _Rehearsed(Exception):  # leaves the transaction of a rehearsal without keeping it
    pass


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(found for found in path.rglob("*") if found.suffix.lower() in SUFFIXES)
        else:
            yield path


def _sort_place(path: Path, trust: TrustList | None) -> tuple[int, str, str, int, str]:
    """Where a file comes in the order; a file that cannot be believed yet comes last of its kind."""
    try:
        envelope = cut(read_file(path))
        place = ORDER[envelope.kind]
        if envelope.kind is FileKind.TRUST:
            return (place, "", "", open_list(envelope).number, path.name)
        header, _cert = open_header(envelope, trust)
        return (place, header["dev"], header.get("inc", ""), header.get("from", header.get("no", 0)), path.name)
    except BundleRefused:
        return (9, "", "", 0, path.name)


def take_again(book: Book, writing: Writing, content: bytes, name: str) -> FileResult:
    """Take a kept file once more, after a ruling."""
    return _take_envelope(book, writing, cut(content), name)


def set_column(db: sqlite3.Connection, kind: str, rec: bytes, name: str, value: Any) -> None:
    """Put a settled value into the row of a record, with what is derived from it."""
    fold.set_fields(db, kind, rec, {name: value})


def _take_file(book: Book, writing: Writing, path: Path) -> FileResult:
    try:
        content = read_file(path)
        envelope = cut(content)
    except BundleRefused as refusal:
        result = FileResult(path.name, refusal.outcome, refusal.reason)
        _log(book, writing.db, result)
        return result
    return _take_envelope(book, writing, envelope, path.name)


def _take_envelope(book: Book, writing: Writing, envelope: Envelope, name: str) -> FileResult:
    """One file inside a savepoint; whatever stops it leaves no trace but its line in the log."""
    db = writing.db
    result = FileResult(name, Outcome.MERGED, sha256=envelope.sha256, kind=int(envelope.kind), message=" ")
    db.execute("SAVEPOINT file")
    try:
        _dispatch(book, writing, envelope, result)
        db.execute("RELEASE file")
    except BundleRefused as refusal:
        db.execute("ROLLBACK TO file")
        db.execute("RELEASE file")
        result.outcome, result.code = refusal.outcome, refusal.reason
    result.message = sentence(result.outcome, result.code)
    _keep_file(book, db, envelope, result)
    _log(book, db, result)
    return result


def _dispatch(book: Book, writing: Writing, envelope: Envelope, result: FileResult) -> None:
    if envelope.kind is FileKind.TRUST:
        _take_trust(book, writing, envelope, result)
    elif envelope.kind is FileKind.ASK:
        raise BundleRefused(Code.WRONG_TYPE)
    else:
        trust = trust_in_force(writing.db)
        header, cert = open_header(envelope, trust)
        assert trust is not None
        _describe(result, header)
        if envelope.kind is FileKind.ACK:
            _take_ack(book, writing.db, envelope, header, result)
        elif envelope.kind is FileKind.RELAY:
            _take_relay(book, writing.db, envelope, header, trust, result)
        else:
            check_run_header(header, cert, book.identity.device)
            if _already_held(writing.db, header):
                result.outcome = Outcome.ALREADY_HAVE
                return
            lines = open_payload(envelope, header, _secrets(book))
            _take_run(writing.db, verify_run(header, cert, lines, envelope.sha256, trust), trust, result)


def _describe(result: FileResult, header: Mapping[str, Any]) -> None:
    result.office = header.get("office") or ""
    result.device, result.incarnation = header["dev"], header.get("inc", "")
    result.first, result.last = header.get("from", 0), header.get("to", 0)


def _secrets(book: Book) -> list[str]:
    return [book.keys.age_secret] if book.keys else []


# --- trust and acknowledgement ------------------------------------------------------------------------------------


def _take_trust(book: Book, writing: Writing, envelope: Envelope, result: FileResult) -> None:
    trust = open_list(envelope)
    old = trust_in_force(writing.db)
    if old is None:
        raise BundleRefused(Code.UNKNOWN_SIGNER)
    if trust.number == old.number and trust.digest() == old.digest():
        result.outcome = Outcome.ALREADY_HAVE
        return
    check_successor(old, trust, envelope.signer)
    adopt(book, writing, trust, envelope.content)


def adopt(book: Book, writing: Writing, trust: TrustList, file: bytes) -> None:
    """Take a trust list in: kept, journalled, and the device's voucher block noted."""
    keep_list(writing.db, trust, file)
    fields = {"n": trust.number, "hash": trust.digest()}
    writing.note(Change("trust", "chain", bytes(16), book.unit, fields))
    cert = trust.certs.get(book.identity.device)
    if cert is not None and cert.block:
        writing.db.execute("INSERT OR REPLACE INTO settings (key, value) VALUES ('block', ?)", (cert.block,))


def _take_ack(
    book: Book, db: sqlite3.Connection, envelope: Envelope, header: Mapping[str, Any], result: FileResult
) -> None:
    if header["office"] != book.unit.hex() or book.identity.device.hex() not in header["rcp"]:
        raise BundleRefused(Code.NOT_FOR_ME)
    dev, inc = bytes.fromhex(header["dev"]), bytes.fromhex(header["inc"])
    known = db.execute("SELECT inc, number FROM acks WHERE dev = ?", (dev,)).fetchone()
    if known and known[0] == inc and header["no"] <= known[1]:
        result.outcome = Outcome.ALREADY_HAVE
        return
    if known and known[0] != inc and header["continues"] != known[0].hex():
        result.outcome = Outcome.ALREADY_HAVE
        return
    lines = [decode(line) for line in open_payload(envelope, header, _secrets(book))]
    db.execute(
        "INSERT OR REPLACE INTO acks (dev, inc, number, taken_at, lines) VALUES (?, ?, ?, ?, ?)",
        (dev, inc, header["no"], _now(book), json.dumps(lines)),
    )
    result.new = len(lines)


def _take_relay(
    book: Book,
    db: sqlite3.Connection,
    envelope: Envelope,
    header: Mapping[str, Any],
    trust: TrustList,
    result: FileResult,
) -> None:
    """Another device's run, passed on by the province: its own signature and running head must hold."""
    if book.identity.device.hex() not in header["rcp"]:
        raise BundleRefused(Code.NOT_FOR_ME)
    lines = open_payload(envelope, header, _secrets(book))
    if len(lines) < 2:
        raise BundleRefused(Code.FORMAT)
    carried = carried_envelope(lines[0], envelope)
    cert = trust.certs.get(carried.signer)
    if cert is None:
        raise BundleRefused(Code.UNKNOWN_SIGNER)
    check_signature(carried, cert.sign)
    inner = parse_header(carried)
    _describe(result, inner)
    if _already_held(db, inner):
        result.outcome = Outcome.ALREADY_HAVE
        return
    _take_run(db, verify_run(inner, cert, lines[1:], envelope.sha256, trust), trust, result)


# --- runs and chain positions ---------------------------------------------------------------------------------------


def _already_held(db: sqlite3.Connection, header: Mapping[str, Any]) -> bool:
    """From the header alone: the run's end is held with the same head, and nothing of it is held back here."""
    chain = _chain(db, bytes.fromhex(header["dev"]), bytes.fromhex(header["inc"]))
    if chain is None or header["to"] > chain[1]:
        return False
    if _head_at(db, chain[0], header) != header["head"]:
        return False
    if header["addr"] == "up":
        return True
    return (
        db.execute(
            "SELECT 1 FROM entries WHERE chain = ? AND seq BETWEEN ? AND ? AND content = 1 LIMIT 1",
            (chain[0], header["from"], header["to"]),
        ).fetchone()
        is None
    )


def _head_at(db: sqlite3.Connection, chain: int, header: Mapping[str, Any]) -> str | None:
    row = db.execute("SELECT head FROM runs WHERE chain = ? AND last_seq = ?", (chain, header["to"])).fetchone()
    if row is not None:
        head: str = row[0].hex()
        return head
    worked_out = head_at(db, bytes.fromhex(header["dev"]), bytes.fromhex(header["inc"]), header["to"])
    return worked_out.hex() if worked_out else None


def _chain(db: sqlite3.Connection, dev: bytes, inc: bytes) -> tuple[int, int, bytes] | None:
    """(number, last seq, head) of a chain this book holds."""
    return db.execute(
        "SELECT no, seq, head FROM chains WHERE dev = ? AND inc = ? AND branch = x''", (dev, inc)
    ).fetchone()


def _take_run(db: sqlite3.Connection, run: Run, trust: TrustList, result: FileResult) -> None:
    _check_standing(db, run, trust)
    chain = _chain(db, run.device, run.incarnation)
    if chain is None:
        if run.first > 1:
            raise BundleRefused(Code.MISSING)
        chain = _new_chain(db, run)
    number, held, head = chain
    if run.first > held + 1:
        raise BundleRefused(Code.MISSING)
    filled = _compare_overlap(db, number, held, run)
    if run.first == held + 1 and run.header["prev"] != head.hex():
        raise BundleRefused(Code.FORK)
    tail = max(held + 1 - run.first, 0)
    _accept(db, number, run, tail)
    for rec in sorted(filled):
        fold.refold(db, rec)
    result.new = len(run.entries) - tail
    if result.new == 0 and not filled:
        result.outcome = Outcome.ALREADY_HAVE
    elif tail:
        result.outcome = Outcome.PARTLY_NEW


def _check_standing(db: sqlite3.Connection, run: Run, trust: TrustList) -> None:
    """A run behind its device's cut, or of a closed office, is set aside unless the province has ruled it in."""
    if _ruled(db, run, "merge"):
        return
    cut_at = trust.cuts.get((run.device, run.incarnation), (0, ""))[0] if trust.is_revoked(run.device) else None
    if cut_at is not None and run.last > cut_at:
        raise BundleRefused(Code.REVOKED)
    if run.header["office"] in trust.closed and not run.hub:
        raise BundleRefused(Code.OFFICE_CLOSED)


def _ruled(db: sqlite3.Connection, run: Run, verdict: str) -> bool:
    return (
        db.execute(
            "SELECT 1 FROM rulings WHERE dev = ? AND inc = ? AND first_seq = ? AND head = ? AND verdict = ?",
            (run.header["dev"], run.header["inc"], run.first, run.header["head"], verdict),
        ).fetchone()
        is not None
    )


def _new_chain(db: sqlite3.Connection, run: Run) -> tuple[int, int, bytes]:
    head = bytes.fromhex(run.header["prev"])
    cursor = db.execute(
        "INSERT INTO chains (dev, inc, branch, office, mine, audience, seq, head) VALUES (?, ?, x'', ?, 0, ?, 0, ?)",
        (run.device, run.incarnation, bytes.fromhex(run.header["office"]), run.header["addr"], head),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid, 0, head


def _compare_overlap(db: sqlite3.Connection, chain: int, held: int, run: Run) -> set[bytes]:
    """Positions held already must carry the same entries (else a fork); content that was held back is filled in.

    Returns the records whose content came.
    """
    filled: set[bytes] = set()
    if run.first > held:
        return filled
    rows = db.execute(
        "SELECT seq, id, content FROM entries WHERE chain = ? AND seq BETWEEN ? AND ?",
        (chain, run.first, min(run.last, held)),
    ).fetchall()
    for seq, identity, content in rows:
        place = seq - run.first
        if run.ids[place][:16] != identity:
            raise BundleRefused(Code.FORK)
        if content == 1 and not run.entries[place].held:
            db.execute(
                "UPDATE entries SET line = ?, content = 0 WHERE chain = ? AND seq = ?", (run.lines[place], chain, seq)
            )
            filled.add(bytes.fromhex(run.entries[place].rec))
    return filled


def _accept(db: sqlite3.Connection, chain: int, run: Run, tail: int) -> None:
    """Store and fold the entries from `tail` on, and move the chain."""
    entries, ids, lines = run.entries[tail:], run.ids[tail:], run.lines[tail:]
    if not entries:
        return
    db.executemany(
        "INSERT INTO entries (chain, seq, id, rec, content, counts, line) VALUES (?, ?, ?, ?, ?, 1, ?)",
        [
            (chain, entry.seq, identity[:16], bytes.fromhex(entry.rec), int(entry.held), line)
            for entry, identity, line in zip(entries, ids, lines, strict=True)
        ],
    )
    writer = bytes.fromhex(run.header["office"])
    fold.apply(db, [fold.Taken(entry, identity[:16], writer) for entry, identity in zip(entries, ids, strict=True)])
    db.execute("UPDATE chains SET seq = ?, head = ? WHERE no = ?", (run.last, run.head, chain))
    db.execute(
        "INSERT OR REPLACE INTO runs (chain, first_seq, last_seq, head, seen, sha256) VALUES (?, ?, ?, ?, ?, ?)",
        (chain, run.first, run.last, run.head, json.dumps(run.header["seen"]), run.sha256),
    )


# --- what waits, what is passed on, what is logged --------------------------------------------------------------------


def _retry_waiting(book: Book, writing: Writing) -> list[FileResult]:
    """Try kept files again until none moves; only those that leave the waiting room are reported."""
    moved: list[FileResult] = []
    while True:
        rows = writing.db.execute(
            "SELECT sha256, name, content FROM bundle_files WHERE outcome = 'WAITING' ORDER BY dev, inc, first_seq"
        ).fetchall()
        progress = False
        for _sha256, name, content in rows:
            result = _take_envelope_quietly(book, writing, cut(content), name)
            if result is not None:
                moved.append(result)
                progress = True
        if not progress:
            return moved


def _take_envelope_quietly(book: Book, writing: Writing, envelope: Envelope, name: str) -> FileResult | None:
    """Try a waiting file; None (and no line in the log) when it goes on waiting."""
    db = writing.db
    result = FileResult(name, Outcome.MERGED, sha256=envelope.sha256, kind=int(envelope.kind), message=" ")
    db.execute("SAVEPOINT waiting")
    try:
        _dispatch(book, writing, envelope, result)
    except BundleRefused as refusal:
        db.execute("ROLLBACK TO waiting")
        db.execute("RELEASE waiting")
        if refusal.outcome is Outcome.WAITING:
            return None
        result.outcome, result.code = refusal.outcome, refusal.reason
    else:
        db.execute("RELEASE waiting")
    result.message = sentence(result.outcome, result.code)
    db.execute("DELETE FROM bundle_files WHERE sha256 = ?", (envelope.sha256,))
    _keep_file(book, db, envelope, result)
    _log(book, db, result)
    return result


def _keep_file(book: Book, db: sqlite3.Connection, envelope: Envelope, result: FileResult) -> None:
    """Keep what waits or is set aside; a district keeps what it has taken in, to pass it on unopened."""
    undecided = result.outcome in (Outcome.WAITING, Outcome.QUARANTINED)
    unknown_but_ours = result.code is Code.UNKNOWN_SIGNER and envelope.kind is FileKind.JOURNAL
    taken = result.outcome in (Outcome.MERGED, Outcome.PARTLY_NEW) or unknown_but_ours
    carried = not book.identity.hub and envelope.kind is FileKind.JOURNAL and taken and result.office != book.unit.hex()
    if not (undecided or carried):
        return
    outcome = "CARRIED" if carried else str(result.outcome)
    name = result.file if result.file.endswith(".khb") else f"{envelope.sha256[:16]}.khb"
    db.execute(
        "INSERT OR REPLACE INTO bundle_files (sha256, name, kind, outcome, code, dev, inc, office, first_seq, last_seq,"
        " content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            envelope.sha256,
            name,
            int(envelope.kind),
            outcome,
            str(result.code or ""),
            result.device,
            result.incarnation,
            result.office,
            result.first,
            result.last,
            envelope.content,
        ),
    )


def _log(book: Book, db: sqlite3.Connection, result: FileResult) -> None:
    db.execute(
        "INSERT INTO bundle_log (sha256, kind, outcome, code, office, dev, inc, first_seq, last_seq, entries,"
        " received_at, actor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            result.sha256,
            result.kind,
            str(result.outcome),
            str(result.code or ""),
            result.office,
            result.device,
            result.incarnation,
            result.first,
            result.last,
            result.new,
            _now(book),
            book.identity.actor,
        ),
    )


def _now(book: Book) -> str:
    return datetime.fromtimestamp(book.clock.now() / 1000, UTC).isoformat(timespec="seconds")


# --- parents that were missing ----------------------------------------------------------------------------------------


def _look_again_at_missing(db: sqlite3.Connection) -> None:
    """Refold the records marked «thiếu bản gốc»: their parents may have come, or everything their writers had seen."""
    for (rec,) in db.execute("SELECT rec FROM records WHERE marks & ? ORDER BY rec", (MISSING,)).fetchall():
        fold.refold(db, rec, may_miss=_all_seen_is_held(db, rec))


def _all_seen_is_held(db: sqlite3.Connection, rec: bytes) -> bool:
    rows: Sequence[tuple[str]] = db.execute(
        "SELECT DISTINCT r.seen FROM entries e JOIN runs r ON r.chain = e.chain AND e.seq BETWEEN r.first_seq AND r.last_seq"
        " WHERE e.rec = ?",
        (rec,),
    ).fetchall()
    return all(_is_held(db, *place) for (seen,) in rows for place in json.loads(seen))


def _is_held(db: sqlite3.Connection, dev: str, inc: str, seq: int, _head: str) -> bool:
    chain = _chain(db, bytes.fromhex(dev), bytes.fromhex(inc))
    if chain is not None and chain[1] >= seq:
        return True
    ruled = db.execute(
        "SELECT 1 FROM rulings WHERE dev = ? AND inc = ? AND verdict = 'lost' AND last_seq >= ?", (dev, inc, seq)
    ).fetchone()
    return ruled is not None
