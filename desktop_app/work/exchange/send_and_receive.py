"""Sending and receiving: bundles up, files taken in, answers down, and what a file says of itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.change import Change
from db.exchange.incoming import quarantine
from db.exchange.incoming import receive as taking
from db.exchange.incoming.quarantine import FileResult
from db.exchange.outgoing.acknowledgement import ack_lines, own_life, seal_ack
from db.exchange.outgoing.record_history import passages
from db.exchange.outgoing.send import SealedRun, acknowledged, runs_to_send, seal_run
from db.exchange.trust.trust_list import (
    PROVINCE,
    TrustList,
)
from db.exchange.wire.bundle_file import FileKind, cut, read_file, write_file
from db.exchange.wire.header import parse_header
from db.files import is_folder
from db.i18n import _
from db.progress import Progress
from db.refusal import Refusal
from db.settings import KEEP, KEEP_HIGHER, SettingKey, SettingSeries
from db.store import Book
from desktop_app.work.book.enrolment import unit_code
from desktop_app.work.book.trust_in_force import require_trust
from desktop_app.work.exchange.incoming_erasures import erased_meanwhile
from desktop_app.work.exchange.questions import ask_about_changes, close_answered
from desktop_app.work.reports.stated_changes import look_again
from desktop_app.work.units.units import list_order, unit_of

# --- sending ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sent:
    """Files written: this book's runs, and bundles of others passed on unopened."""

    files: list[tuple[Path, SealedRun, str]]
    passed_on: list[Path]


def send(book: Book, out: Path, *, everything: bool = False, start: int | None = None, own: bool = False) -> Sent:
    """Write the entries that the province has not acknowledged as .khb files into `out`.

    `everything` starts at 1, `start` at that position of the chain in use, `own` writes the whole chain for the office's
    other devices. Sending changes no record and may be repeated; the book remembers how far it has sent, and when.
    """
    trust = require_trust(book)
    if book.keys is None:
        book.require_writable()
    assert book.keys is not None
    with book.reading() as db:
        after = {} if everything or own else acknowledged(db, book.identity.device)
        if start is not None:
            after = dict.fromkeys(after, start - 1) or _all_from(book, start)
        sealed = [
            seal_run(
                db, book.author, book.keys, trust, run, code=unit_code(book), now=book.clock.now(), own_devices=own
            )
            for run in runs_to_send(db, book.identity.device, after)
            if own is False or run.audience in ("up", "own")
        ]
        carried = [] if own or book.identity.is_province else quarantine.carried_up(db, book.unit.hex())
        reached = _reached(db)
    written = _write_runs(out, sealed)
    passed_on = []
    folder = out if is_folder(out) or not out.suffix else out.parent
    for name, content, dev, inc, last in carried:
        if not dev or reached.get((dev, inc), 0) < last:
            write_file(folder / name, content)
            passed_on.append(folder / name)
    if not own:
        _note_sent(book, sealed)
    return Sent(written, passed_on)


def _note_sent(book: Book, sealed: Sequence[SealedRun]) -> None:
    """Remember how far each chain was sent; a book that lies where nothing can be written cannot."""
    last = [(SettingSeries.SENT.of(bytes.fromhex(run.inc)), run.last) for run in sealed]
    try:
        book.beside(KEEP_HIGHER, last)
        book.beside(KEEP, [(SettingKey.SENT_ON, book.clock.today().isoformat())])
    except Refusal as refusal:
        if book.writable or refusal.code != "DISK":
            raise


def _all_from(book: Book, start: int) -> dict[bytes, int]:
    with book.reading() as db:
        rows = db.execute("SELECT inc FROM chains WHERE mine = 1 AND dev = ?", (book.identity.device,)).fetchall()
    return {row[0]: start - 1 for row in rows}


def _reached(db: Any) -> dict[tuple[str, str], int]:
    """How far the province has the chains it told this office about."""
    reached: dict[tuple[str, str], int] = {}
    for (lines,) in db.execute("SELECT lines FROM acks"):
        for part in json.loads(lines):
            if part[0] == "merged":
                reached[part[1], part[2]] = part[3]
    return reached


def _write_runs(out: Path, sealed: Sequence[SealedRun]) -> list[tuple[Path, SealedRun, str]]:
    as_file = bool(out.suffix) and not is_folder(out)
    if as_file and len(sealed) > 1:
        raise Refusal(_("Lần gửi này cần nhiều tệp. Chọn một thư mục thay cho tên tệp."), code="MANY_FILES")
    written, used = [], set()
    for run in sealed:
        name, number = run.name, 2
        while name in used:
            name, number = f"{run.name.removesuffix('.khb')}-{number}.khb", number + 1
        used.add(name)
        path = out if as_file else out / name
        write_file(path, run.content)
        written.append((path, run, cut(run.content).sha256))
    return written


# --- receiving, answering ---------------------------------------------------------------------------------------------


def receive(
    book: Book, paths: Iterable[Path], *, dry_run: bool = False, report: Progress | None = None
) -> list[FileResult]:
    """Take in files and folders of them; one result a file.

    What an erasure among them cannot reach is noted for a person to see to (`residual_mentions.left`).
    """
    if dry_run:
        return taking.receive(book, paths, dry_run=True, report=report)
    with erased_meanwhile(book):
        results = taking.receive(book, paths, report=report)
    changed = look_again(book)
    if book.identity.is_province and book.writable:
        close_answered(book, {one.statement for one in changed})
    return results


def answer(book: Book, out: Path) -> list[Path]:
    """For every enrolled office: its acknowledgement, the newest trust list, and what the province has written for it."""
    if not book.identity.is_province:
        raise Refusal(_("Chỉ Hội Khuyến học tỉnh trả lời; đơn vị thì gửi (lệnh send)."), code="PROVINCE")
    trust = require_trust(book)
    assert book.keys is not None
    ask_about_changes(book, {one.statement: one.unit for one in look_again(book)})
    with book.write() as writing:
        writing.note(Change("ack", "chain", bytes(16), book.unit, {"n": trust.number}))
    with book.reading() as db:
        inc, number, continues = own_life(db, book.identity.device)
        file = db.execute("SELECT file FROM trust_lists ORDER BY number DESC LIMIT 1").fetchone()[0]
        order = list_order(db)
        reached = (office for office in _enrolled_offices(trust) if trust.devices_of(office))
        offices = sorted(reached, key=lambda office: order.get(bytes.fromhex(office), ()))
        lines = {office: ack_lines(db, [bytes.fromhex(office), *_below(db, office, offices)]) for office in offices}
        down = [
            seal_run(db, book.author, book.keys, trust, run, code=unit_code(book), now=book.clock.now())
            for run in runs_to_send(db, book.identity.device, {})
            if run.audience != "own"
        ]
        relays = _histories(book, db, trust, [bytes.fromhex(office) for office in offices])
    written = [out / f"KH-tincay-{trust.number}.khb"]
    write_file(written[0], file)
    for office in offices:
        path = out / f"KH-baonhan-{unit_code(book, office)}-{number}.khb"
        content = seal_ack(
            book.keys,
            trust,
            bytes.fromhex(office),
            lines[office],
            inc=inc,
            number=number,
            continues=continues,
            now=book.clock.now(),
        )
        write_file(path, content)
        written.append(path)
    for name, content in relays:
        write_file(out / name, content)
    return written + [out / name for name, _content in relays] + [path for path, _run, _sha in _write_runs(out, down)]


def _histories(book: Book, db: Any, trust: TrustList, offices: Sequence[bytes]) -> list[tuple[str, bytes]]:
    """Relays (name, content) of what offices need of others' journals, for the records they have by moves."""
    assert book.keys is not None
    found: list[tuple[str, bytes]] = []
    sealing = passages(db, book.author, book.keys, trust, offices, code=unit_code(book), now=book.clock.now())
    for office, passage, content in sealing:
        mark = f"{passage.dev.hex()[:4]}-{len(found) + 1}-{passage.first}-{passage.last}"
        found.append((f"KH-chuyen-{unit_code(book, office.hex())}-{mark}.khb", content))
    return found


def answered_offices(book: Book, files: Iterable[Path]) -> dict[Path, list[str]]:
    """The offices that can open each of the province's answers, by name; none where everybody can."""
    trust = require_trust(book)
    named = {}
    with book.reading() as db:
        for path in files:
            readers = [trust.certs[bytes.fromhex(dev)] for dev in inspect(path)["header"].get("rcp", ())]
            offices = {office for cert in readers if cert.role != PROVINCE for office in cert.offices}
            named[path] = sorted(unit_of(db, bytes.fromhex(office)).name for office in offices)
    return named


def _enrolled_offices(trust: TrustList) -> list[str]:
    return [office.hex() for office in trust.offices()]


def _below(db: Any, office: str, offices: Sequence[str]) -> list[bytes]:
    rows = db.execute("SELECT id FROM units WHERE parent = ?", (bytes.fromhex(office),)).fetchall()
    return [row[0] for row in rows if row[0].hex() in offices]


def inspect(path: Path) -> dict[str, Any]:
    """What a .khb says of itself, without any key; nothing of it is believed."""
    envelope = cut(read_file(path))
    keyed = envelope.kind in (FileKind.ASK, FileKind.TRUST)
    header = parse_header(envelope, carries_key=keyed)
    return {
        "kind": envelope.kind.name.lower(),
        "signer": envelope.signer.hex(),
        "sha256": envelope.sha256,
        "header": header,
    }
