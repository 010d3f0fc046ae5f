"""What is fuzzed: five functions of bytes that let nothing out but what is a bug. Signatures are made good on the way.

A stranger's bytes stop at the signature, which nobody can forge; what matters is what an enrolled device could sign. So
headers and lines are put where the signature has already been checked, or signed with the keys kept in tests/kept.
"""

from __future__ import annotations

import atexit
import hashlib
import io
import json
import shutil
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from db.check import check
from db.exchange.chains.run_verification import carried_envelope, check_recipient, check_writer, open_header
from db.exchange.incoming.trust_and_acks import _ack_line
from db.exchange.merge import fold
from db.exchange.trust.home_folder import Home
from db.exchange.trust.trust_list import TrustList, open_ask, open_list
from db.exchange.wire.bundle_file import MAGIC, Envelope, FileKind, _pae, cut, open_payload, read_file, split_lines
from db.exchange.wire.canonical_json import encode
from db.exchange.wire.entry import Entry, decode_line, encode_line, entry_id, totals
from db.exchange.wire.entry_rules import check_entry, check_scope
from db.exchange.wire.fast_decode import read_line
from db.exchange.wire.signatures import DeviceKeys
from db.founding import create
from db.refusal import Refusal
from db.store import Book
from desktop_app.work import loading
from desktop_app.work.book import backups
from tests.offices import COMMUNES, TODAY, fixed_clock

KEPT = Path(__file__).parents[1] / "kept" / "v1"
SPREADSHEET_KINDS = ("csv", "xls", "xlsx", "ods", "sheet", "content")
"""The first four are whole files; `sheet` is the XML of the one sheet of an xlsx, `content` that of an ods."""


@lru_cache(maxsize=1)
def folder() -> Path:
    """A folder for the files of this run."""
    made = Path(tempfile.mkdtemp(prefix="skh-fuzz-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@lru_cache(maxsize=1)
def book() -> Book:
    """A commune's new book, always the same."""
    return create(
        folder() / "so.skh",
        unit=COMMUNES[0],
        officer="Nguyễn Thị Hà",
        role="office",
        on=TODAY.isoformat(),
        home=Home(folder() / "khoa"),
        clock=fixed_clock(),
    )


@lru_cache(maxsize=1)
def keys() -> DeviceKeys:
    """The keys that the kept bundle was written to."""
    kept = json.loads((KEPT / "reader.json").read_text(encoding="utf-8"))
    return DeviceKeys(bytes.fromhex(kept["sign"]), kept["age"])


@lru_cache(maxsize=1)
def trust() -> TrustList:
    """The kept trust list."""
    return open_list(cut((KEPT / "trust.khb").read_bytes()))


# --- container --------------------------------------------------------------------------------------------------------


def container(content: bytes) -> None:
    """A file of any bytes: read, taken out of a ZIP, cut, and its payload opened as if its hash had been signed."""
    path = folder() / "tep.khb"
    path.write_bytes(content)
    with suppress(Refusal):
        _open_all(cut(read_file(path)))
    with suppress(Refusal):
        for line in split_lines(content):
            _as_ack_or_relay(line)


def _open_all(envelope: Envelope) -> None:
    payload = envelope.payload
    facts = {"csha": hashlib.sha256(payload).hexdigest(), "z": len(payload)}
    for raw in (len(payload), 2**20, struct.unpack(">Q", payload[:8].rjust(8, b"\0"))[0]):
        for enc in ("none", "age"):
            with suppress(Refusal):
                open_payload(envelope, {**facts, "raw": raw, "enc": enc}, [keys().age_secret])


def _as_ack_or_relay(line: bytes) -> None:
    outer = cut((KEPT / "journal.khb").read_bytes())
    with suppress(Refusal):
        _ack_line(line)
    with suppress(Refusal):
        open_header(carried_envelope(line, outer), trust())


# --- header -----------------------------------------------------------------------------------------------------------


def header(content: bytes) -> None:
    """The first byte chooses the kind of file, the rest is the header that a device of the province signed."""
    if not content:
        return
    kind, text = FileKind(content[0] % len(FileKind) + 1), content[1:]
    with suppress(Refusal):
        _whole_header(kind, text)
    with suppress(Refusal):
        open_ask(_signed(FileKind.ASK, keys().public + text))
    with suppress(Refusal):
        open_list(_signed(FileKind.TRUST, keys().public + text))
    with suppress(Refusal):
        open_list(_trust_file(text))


def _whole_header(kind: FileKind, text: bytes) -> None:
    envelope = _signed(kind, text)
    told, cert = open_header(envelope, trust())
    assert encode(told) == text, "a header has one form"
    if kind in (FileKind.JOURNAL, FileKind.DOWN):
        check_writer(told, cert)
    check_recipient(told, keys().device)
    open_payload(envelope, told, [keys().age_secret])


def _signed(kind: FileKind, text: bytes, payload: bytes = b"") -> Envelope:
    if len(text) > 65_536:
        text = text[:65_536]
    signed = MAGIC + bytes([kind, 0, 0, 0]) + struct.pack(">IQ", len(text), len(payload)) + keys().device + text
    return Envelope(kind, keys().device, signed, text, keys().sign(_pae(signed)), payload, b"")


def _trust_file(lines: bytes) -> Envelope:
    """A list of any lines with a header that fits them."""
    import zstandard

    payload = zstandard.ZstdCompressor(write_checksum=True).compress(lines)
    told = {"v": 1, "app": "x", "prov": "0" * 32, "n": 1, "prev_hash": None, "t": 1}
    facts = {"raw": len(lines), "z": len(payload), "csha": hashlib.sha256(payload).hexdigest()}
    return _signed(FileKind.TRUST, keys().public + encode(told | facts), payload)


# --- entries ----------------------------------------------------------------------------------------------------------


def entries(content: bytes) -> None:
    """Lines of a run: decoded, checked, counted, and folded into a book when every rule holds."""
    with suppress(Refusal):
        taken = [_checked(line) for line in split_lines(content)]
        totals(taken)
        _fold(taken)


def _checked(line: bytes) -> Entry:
    quick = read_line(line, bytes(24))
    try:
        entry = decode_line(line)
        check_entry(entry)
    except Refusal:
        assert quick is None, "the quick reading takes what the long one refuses"
        raise
    assert encode_line(entry) == line, "an entry has one form"
    assert quick is None or quick == (entry, entry_id(bytes(16), bytes(8), entry)), "both readings say the same"
    check_scope(entry, [entry.office], is_province=False)
    return entry


def _fold(taken: list[Entry]) -> None:
    """As if they stood one behind the other in a chain, in a copy of the book that forgets them again."""
    told = json.loads((KEPT / "header.json").read_text(encoding="utf-8"))
    device, inc = bytes.fromhex(told["dev"]), bytes.fromhex(told["inc"])
    found = {entry_id(device, inc, entry)[:16]: entry for entry in taken}
    scratch = _scratch()
    scratch.execute("SAVEPOINT lan")
    try:
        scratch.executemany(
            "INSERT INTO entries (chain, seq, id, rec, content, counts, line) VALUES (9, ?, ?, ?, ?, 1, ?)",
            [
                (place, identity, bytes.fromhex(entry.rec), int(entry.held), encode_line(entry))
                for place, (identity, entry) in enumerate(found.items(), 1)
            ],
        )
        fold.apply(
            scratch,
            [
                fold.AcceptedEntry(entry, identity, bytes.fromhex(entry.rec), book().unit)
                for identity, entry in found.items()
            ],
        )
    finally:
        scratch.execute("ROLLBACK TO lan")
        scratch.execute("RELEASE lan")


@lru_cache(maxsize=1)
def _scratch() -> sqlite3.Connection:
    scratch = sqlite3.connect(":memory:", isolation_level=None)
    with book().reading() as db:
        db.backup(scratch)
    scratch.execute("BEGIN")
    scratch.execute(
        "INSERT INTO chains (no, dev, inc, branch, office, mine, audience, seq, head)"
        " VALUES (9, zeroblob(16), zeroblob(8), x'', ?, 0, 'up', 0, zeroblob(32))",
        (book().unit,),
    )
    return scratch


# --- spreadsheets -----------------------------------------------------------------------------------------------------


def spreadsheet(content: bytes) -> None:
    """The first byte chooses the list, the second the kind of file; the rest is the file, or the XML within it."""
    if len(content) < 2:
        return
    subject = tuple(loading.LOADERS)[content[0] % len(loading.LOADERS)]
    kind = SPREADSHEET_KINDS[content[1] % len(SPREADSHEET_KINDS)]
    path = folder() / f"bang.{ {'sheet': 'xlsx', 'content': 'ods'}.get(kind, kind) }"
    path.write_bytes(_workbook(kind, content[2:]))
    with suppress(Refusal):
        loading.load(book(), subject, path, dry_run=True)


def _workbook(kind: str, content: bytes) -> bytes:
    """A whole file as it is; around the XML of a sheet, the other parts of a workbook."""
    if kind not in ("sheet", "content"):
        return content
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in (XLSX if kind == "sheet" else ODS).items():
            archive.writestr(name, text)
        archive.writestr("xl/worksheets/sheet1.xml" if kind == "sheet" else "content.xml", content)
    return made.getvalue()


_SCHEMAS = "http://schemas.openxmlformats.org"
_TYPES = f"{_SCHEMAS}/officeDocument/2006/relationships"
XLSX = {
    "_rels/.rels": f'<Relationships xmlns="{_SCHEMAS}/package/2006/relationships"><Relationship Id="rId1"'
    f' Type="{_TYPES}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SCHEMAS}/spreadsheetml/2006/main" xmlns:r="{_TYPES}"><sheets>'
    '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_SCHEMAS}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_TYPES}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
ODS = {
    "mimetype": _OPEN_DOCUMENT,
    "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_OPEN_DOCUMENT}"/></manifest:manifest>',
}


# --- backups ----------------------------------------------------------------------------------------------------------

PATCH = struct.Struct(">IB")


def backup(content: bytes) -> None:
    """A copy of a book with bytes changed (position, byte; repeated), or any bytes: restored, opened, checked."""
    damaged, target = folder() / "sao.skh", folder() / "khoi-phuc" / "so.skh"
    damaged.write_bytes(_patched(content[1:]) if content[:1] == b"p" else content)
    shutil.rmtree(target.parent, ignore_errors=True)
    target.parent.mkdir()
    with suppress(Refusal):
        backups.restore(damaged, target)
        with Book.open(target, home=book().home, clock=fixed_clock(2), write=True) as again:
            check(again)


def _patched(changes: bytes) -> bytes:
    made = bytearray(_good_copy())
    for place, byte in PATCH.iter_unpack(changes[: len(changes) // PATCH.size * PATCH.size]):
        made[place % len(made)] = byte
    return bytes(made)


@lru_cache(maxsize=1)
def _good_copy() -> bytes:
    return backups.copy(book(), folder() / "goc.skh", TODAY).path.read_bytes()


TARGETS: dict[str, Callable[[bytes], None]] = {
    "container": container,
    "header": header,
    "entries": entries,
    "spreadsheet": spreadsheet,
    "backup": backup,
}
