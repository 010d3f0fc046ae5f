"""Taking in files: every one ends in exactly one outcome, and a bad one never stops the others.

Trust files first, then acknowledgements, then runs in the order of their chains. Each file is folded inside a savepoint:
it is wholly in or wholly out. What waits is kept and tried again whenever its chain moves or the trust list changes.
"""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.disk_faults import is_fault_of_the_disk
from db.exchange.chains.append_run import take_run
from db.exchange.chains.revocation import count_again, counts_up_to, cut_of
from db.exchange.chains.run_verification import (
    VerifiedRun,
    carried_envelope,
    check_recipient,
    check_writer,
    open_header,
    verify_run,
)
from db.exchange.incoming import quarantine
from db.exchange.incoming.clock_skew import clock_warning
from db.exchange.incoming.quarantine import FileResult
from db.exchange.incoming.quarantine_redaction import clean_kept
from db.exchange.incoming.receive_order import in_order
from db.exchange.incoming.told_together import name_whole_copies, say_as_tried
from db.exchange.incoming.trust_and_acks import take_ack, take_trust
from db.exchange.merge import fold
from db.exchange.outcomes import BundleRefused, Code, Outcome, sentence
from db.exchange.storage.chain_store import already_held, note_header
from db.exchange.trust.trust_list import TrustList
from db.exchange.wire.bundle_file import Envelope, FileKind, cut, open_payload, read_file
from db.exchange.wire.header import is_damaged, parse_header, require_whole
from db.journal import Writing
from db.progress import Progress
from db.refusal import Refusal

if TYPE_CHECKING:
    from db.store import Book

GROUP = 100
"""Files that are kept together: each group writes the pages it has changed once."""


def receive(
    book: Book,
    paths: Iterable[Path],
    *,
    dry_run: bool = False,
    report: Progress | None = None,
    look: Callable[[sqlite3.Connection, list[FileResult]], None] | None = None,
) -> list[FileResult]:
    """Take in files and folders of them, in any order; returns one result a file, in the order they were taken.

    With `dry_run` everything is tried in one transaction, `look` sees the book as it would be and the results, and nothing is kept.
    `report(done, total)` may raise `Cancelled`; groups of files that were committed before stay in.
    """
    if not dry_run:
        book.require_writable()
    with book.reading() as db:
        files = in_order(paths, book.trust_lists.in_force(db))
    results: list[FileResult] = []
    group = max(len(files), 1) if dry_run else GROUP
    for start in range(0, max(len(files), 1), group):
        with _without_cycles(), book.rehearsing() if dry_run else book.write() as writing:
            for place, path in enumerate(files[start : start + group]):
                results.append(_take_file(book, writing, path))
                if report:
                    report(start + place + 1, len(files))
            for later in retry_kept(book, writing):
                _put_in_place(results, later)
            fold.look_again(writing.db)
            clean_kept(book, writing.db, {result.sha256 for result in results})
            name_whole_copies(writing.db, results)
            if dry_run:
                say_as_tried(results)
                if look:
                    look(writing.db, results)
    return results


@contextmanager
def _without_cycles() -> Iterator[None]:
    """Python's search for cycles put off for a group of files: entries hold none, and it took a tenth of the time."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def _put_in_place(results: list[FileResult], later: FileResult) -> None:
    """A file that waited and was taken after all has one outcome: the later one."""
    for place, earlier in enumerate(results):
        if earlier.sha256 == later.sha256:
            results[place] = later
            return
    results.append(later)


# --- one file ---------------------------------------------------------------------------------------------------------


def _take_file(book: Book, writing: Writing, path: Path) -> FileResult:
    try:
        envelope = cut(read_file(path))
    except BundleRefused as refusal:
        result = FileResult(path.name, refusal.outcome, refusal.reason)
        quarantine.log(book, writing.db, result)
        return result
    result = _try_envelope(book, writing, envelope, path.name)
    quarantine.keep(book, writing.db, envelope, result)
    quarantine.log(book, writing.db, result)
    return result


def take_again(book: Book, writing: Writing, sha256: str, name: str) -> FileResult | None:
    """Try a kept file once more; None (and no line in the log) when it goes on waiting for the same reason."""
    db = writing.db
    envelope = cut(quarantine.content_of(db, sha256))
    result = _try_envelope(book, writing, envelope, name)
    (before,) = db.execute("SELECT code FROM bundle_files WHERE sha256 = ?", (sha256,)).fetchone()
    if result.code is not None and str(result.code) == before:
        return None
    quarantine.forget(db, sha256)
    quarantine.keep(book, db, envelope, result)
    quarantine.log(book, db, result)
    return result


def header_of_kept(book: Book, db: sqlite3.Connection, sha256: str) -> dict[str, Any]:
    """The header of the run in a kept file, which was believed when it was kept; of a relay, the carried run's."""
    envelope = cut(quarantine.content_of(db, sha256))
    if envelope.kind is FileKind.RELAY:
        lines = open_payload(envelope, parse_header(envelope), _secrets(book))
        return parse_header(carried_envelope(lines[0], envelope))
    return parse_header(envelope)


def apply_ruling(book: Book, writing: Writing, sha256: str, name: str, *, merge: bool) -> list[FileResult]:
    """Do what the province has just ruled of a file set aside, and try again what waited for that."""
    db = writing.db
    trust = book.trust_lists.in_force(db)
    counted = count_again(db, trust) if trust else 0
    if not merge:
        quarantine.forget(db, sha256)
        fold.look_again(db)
        return []
    result = take_again(book, writing, sha256, name)
    if result is not None and result.outcome is Outcome.ALREADY_HAVE and counted:
        result.outcome, result.new = Outcome.MERGED, counted
        result.message = sentence(result.outcome)
    moved = retry_kept(book, writing)
    fold.look_again(db)
    return [result, *moved] if result else moved


def retry_kept(book: Book, writing: Writing) -> list[FileResult]:
    """Try kept files again until none moves; those that leave the waiting room or quarantine are reported."""
    moved: list[FileResult] = []
    while True:
        tried = [take_again(book, writing, *kept) for kept in quarantine.ready_to_try(writing.db)]
        if not any(tried):
            return moved
        moved += [result for result in tried if result]


def _try_envelope(book: Book, writing: Writing, envelope: Envelope, name: str) -> FileResult:
    """One file inside a savepoint; whatever stops it leaves no trace."""
    db = writing.db
    result = FileResult(name, Outcome.MERGED, sha256=envelope.sha256, kind=int(envelope.kind), message=" ")
    db.execute("SAVEPOINT file")
    try:
        _dispatch(book, writing, envelope, result)
        if result.code is Code.REVOKED and is_damaged(envelope):  # known by its header, but not to be kept like that
            raise BundleRefused(Code.DAMAGED)
    except BundleRefused as refusal:
        db.execute("ROLLBACK TO file")
        unopened = refusal.reason in quarantine.CARRIED_UNOPENED and is_damaged(envelope)
        why = BundleRefused(Code.DAMAGED) if unopened else refusal
        result.outcome, result.code = why.outcome, why.reason
    except Exception as error:
        if is_nobodys_file(error):
            raise
        db.execute("ROLLBACK TO file")
        result.outcome, result.code = Outcome.QUARANTINED, Code.INTERNAL
    db.execute("RELEASE file")
    result.message = f"{sentence(result.outcome, result.code)} {result.warning}".strip()
    return result


def is_nobodys_file(error: Exception) -> bool:
    """Whether something went wrong that no file is to blame for: a stop, a full disk, another program, too little memory."""
    return isinstance(error, Refusal | OSError | MemoryError) or is_fault_of_the_disk(error)


def _dispatch(book: Book, writing: Writing, envelope: Envelope, result: FileResult) -> None:
    if envelope.kind is FileKind.ASK:
        raise BundleRefused(Code.WRONG_TYPE)
    if envelope.kind is FileKind.TRUST:
        if not take_trust(book, writing, envelope):
            result.outcome = Outcome.ALREADY_HAVE
        return
    trust = book.trust_lists.in_force(writing.db)
    header, cert = open_header(envelope, trust, book.identity.device)
    assert trust is not None
    _describe(result, header)
    if envelope.kind is FileKind.ACK:
        told = take_ack(book, writing.db, envelope, header, _secrets(book))
        result.outcome, result.new = Outcome.ALREADY_HAVE if told is None else Outcome.MERGED, told or 0
    elif envelope.kind is FileKind.RELAY:
        _take_relay(book, writing.db, envelope, header, trust, result)
    else:
        check_writer(header, cert)
        check_recipient(header, book.identity.device)
        if _is_known(writing.db, header, envelope, trust, result):
            return
        lines = open_payload(envelope, header, _secrets(book))
        run = verify_run(header, cert, lines, envelope, trust)
        _take_run(book, writing.db, run, trust, result)
        result.warning = "" if result.code else clock_warning(writing.db, run, book.clock.now())


def _take_relay(
    book: Book,
    db: sqlite3.Connection,
    envelope: Envelope,
    header: Mapping[str, Any],
    trust: TrustList,
    result: FileResult,
) -> None:
    """Another device's run, passed on by the province: its own signature and running head must hold."""
    check_recipient(header, book.identity.device)
    lines = open_payload(envelope, header, _secrets(book))
    if len(lines) < 2:
        raise BundleRefused(Code.FORMAT)
    carried = carried_envelope(lines[0], envelope)
    inner, cert = open_header(carried, trust)
    check_writer(inner, cert)
    _describe(result, inner)
    if not _is_known(db, inner, carried, trust, result, relayed=True):
        _take_run(book, db, verify_run(inner, cert, lines[1:], carried, trust), trust, result)


def _is_known(
    db: sqlite3.Connection,
    header: Mapping[str, Any],
    envelope: Envelope,
    trust: TrustList,
    result: FileResult,
    *,
    relayed: bool = False,
) -> bool:
    """ALREADY_HAVE, from the header and the payload's hash; REVOKED again for what is stored behind a cut."""
    chain = already_held(db, header, relayed=relayed)
    if chain is None:
        return False
    if not relayed:  # what carries a run was opened
        require_whole(envelope, header)
    note_header(db, chain, header, envelope)
    result.outcome = Outcome.ALREADY_HAVE
    if result.last > cut_of(trust, chain.dev, chain.inc) and _holds_what_does_not_count(db, header):
        result.code, result.outcome = Code.REVOKED, Outcome.QUARANTINED
    return True


def _take_run(book: Book, db: sqlite3.Connection, run: VerifiedRun, trust: TrustList, result: FileResult) -> None:
    counted = counts_up_to(db, run, trust, book.trust_lists)
    added = take_run(db, run, counted)
    result.new = added.new
    if run.last > counted:
        result.code, result.outcome = Code.REVOKED, Outcome.QUARANTINED
    elif added.new == len(run.entries):
        result.outcome = Outcome.MERGED
    else:
        result.outcome = Outcome.PARTLY_NEW if added.new or added.filled else Outcome.ALREADY_HAVE


def _holds_what_does_not_count(db: sqlite3.Connection, header: Mapping[str, Any]) -> bool:
    row = db.execute(
        "SELECT 1 FROM entries e JOIN chains c ON c.no = e.chain WHERE c.dev = ? AND c.inc = ? AND e.counts = 0"
        " AND e.seq BETWEEN ? AND ?",
        (bytes.fromhex(header["dev"]), bytes.fromhex(header["inc"]), header["from"], header["to"]),
    ).fetchone()
    return row is not None


def _describe(result: FileResult, header: Mapping[str, Any]) -> None:
    result.office = header.get("office") or ""
    result.device, result.incarnation = header["dev"], header.get("inc", "")
    result.first, result.last, result.head = header.get("from", 0), header.get("to", 0), header.get("head", "")


def _secrets(book: Book) -> list[str]:
    return [book.keys.age_secret] if book.keys else []
