"""Enrolment: founding the province, asking in, approving many devices at once, taking the trust list in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.exchange.incoming import receive as taking
from db.exchange.incoming.quarantine import FileResult
from db.exchange.incoming.trust_and_acks import adopt
from db.exchange.outgoing.relay import province_runs, seal_relay
from db.exchange.trust.trust_list import (
    PROVINCE,
    Ask,
    Cert,
    TrustList,
    check_successor,
    first_list,
    next_list,
    open_ask,
    open_list,
    seal_ask,
    seal_list,
)
from db.exchange.wire.bundle_file import FileKind, cut, open_payload, read_file, write_file
from db.exchange.wire.header import parse_header
from db.exchange.wire.signatures import DeviceKeys, fingerprint
from db.files import is_folder
from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.work.book.trust_in_force import require_trust, trust_of
from desktop_app.work.units import phone_book


def unit_code(book: Book, unit: str | None = None) -> str:
    """The official code of a unit id (hex), of the book's own unit by default."""
    with book.reading() as db:
        row = db.execute(
            "SELECT code FROM units WHERE id = ?", (bytes.fromhex(unit) if unit else book.unit,)
        ).fetchone()
    return row[0] if row else ""


def found_province(book: Book) -> TrustList:
    """Make the province's root key and its first trust list; done once, with a new province book."""
    assert book.keys is not None
    root = DeviceKeys.make(book.clock.random)
    book.home.keep_root(root)
    province = Cert(book.keys.device, book.keys.public, book.keys.recipient, (book.unit.hex(),), role=PROVINCE)
    trust = first_list(root, province)
    with book.write() as writing:
        adopt(book, writing, trust, seal_list(trust, root, book.clock.now()))
    return trust


@dataclass(frozen=True)
class EnrolmentRequest:
    """An ask that was written, and the fingerprint to compare with the province."""

    path: Path
    fingerprint: str


def ask(book: Book, out: Path, phone: str | None = None) -> EnrolmentRequest:
    """Write this device's ask to be enrolled; with a `phone` that the province may call it also names the officer.

    A copied book, one whose keys were lost and one whose device was cut off ask as a new device, with new keys.
    """
    said = phone_book.label(book, phone)
    keys = _keys_to_ask_with(book)
    path = out / f"KH-dangky-{unit_code(book)}-{keys.device.hex()[:4]}.khb" if is_folder(out) else out
    write_file(path, seal_ask(keys, book.unit, said, book.clock.now()))
    return EnrolmentRequest(path, fingerprint(keys.public))


def _keys_to_ask_with(book: Book) -> DeviceKeys:
    trust = trust_of(book)
    if book.keys is not None and not (trust and trust.is_revoked(book.keys.device)):
        return book.keys
    if book.identity.is_province:
        raise Refusal(
            _("Sổ của tỉnh không đăng ký lại được ở máy khác. Chép khóa máy của tỉnh từ USB cất riêng vào máy này."),
            code="NO_KEY",
        )
    keys = book.home.asking(book.unit, book.identity.book_id)
    if keys is None:
        keys = DeviceKeys.make(book.clock.random)
        book.home.keep_asking(book.unit, book.identity.book_id, keys)
    return keys


@dataclass(frozen=True)
class PendingEnrolment:
    """An ask on the province's desk: which office, and the fingerprint its officer reads out."""

    ask: Ask
    fingerprint: str
    path: Path


def read_asks(paths: Iterable[Path]) -> list[PendingEnrolment]:
    """The asks in these files and folders, each with its fingerprint to compare; a bad file refuses."""
    files: list[Path] = []
    for path in paths:
        files += sorted(path.glob("*.khb")) if is_folder(path) else [path]
    asks = [(open_ask(cut(read_file(path))), path) for path in files]
    return [PendingEnrolment(asked, fingerprint(asked.sign), path) for asked, path in asks]


@dataclass(frozen=True)
class Enrolled:
    """The trust file for all and one bootstrap an office."""

    trust: Path
    files: list[Path]


def approve(book: Book, asks: Sequence[PendingEnrolment], out: Path) -> Enrolled:
    """Take devices in: one trust list for all of them, and for each what the province has written for all.

    The caller has compared the fingerprints. Phone numbers go into the province's phone book, not into the list, which
    every office gets.
    """
    old = require_trust(book)
    root = root_key(book, old)
    assert book.keys is not None
    certs = [_certificate(book, old, pending.ask, asks[:place]) for place, pending in enumerate(asks)]
    trust = next_list(old, certs)
    file = seal_list(trust, root, book.clock.now())
    trust_path = out / f"KH-tincay-{trust.number}.khb"
    write_file(trust_path, file)
    with book.together():
        with book.write() as writing:
            adopt(book, writing, trust, file)
        for pending in asks:
            phone_book.keep_asked(book, bytes.fromhex(pending.ask.office), pending.ask.label)
    return Enrolled(trust_path, [path for cert in certs for path in _bootstraps(book, trust, cert, out)])


def root_key(book: Book, trust: TrustList) -> DeviceKeys:
    """The province's root key; refused on a machine that does not hold it."""
    root = book.home.find_root(bytes.fromhex(trust.province))
    if root is None:
        raise Refusal(
            _(
                "Máy này không có khóa gốc của tỉnh nên không duyệt đăng ký được. Chép khóa gốc từ USB cất riêng vào máy."
            ),
            code="NO_ROOT",
        )
    return root


def _certificate(book: Book, trust: TrustList, asked: Ask, before: Sequence[PendingEnrolment]) -> Cert:
    """The certificate for an ask; a second device of an office numbers its vouchers in a block of its own."""
    with book.reading() as db:
        known = db.execute("SELECT 1 FROM units WHERE id = ?", (bytes.fromhex(asked.office),)).fetchone()
    if known is None:
        raise Refusal(
            _("Đơn vị ghi trong tệp đăng ký không có trong danh mục. Cập nhật chương trình rồi làm lại."), code="UNIT"
        )
    devices = {cert.dev for cert in trust.all_devices_of(asked.office)}
    devices |= {pending.ask.dev for pending in before if pending.ask.office == asked.office}
    if asked.dev in devices:
        return trust.certs[asked.dev]
    block = str(len(devices) + 1) if devices else None
    return Cert(asked.dev, asked.sign, asked.enc, (asked.office,), block=block)


def _bootstraps(book: Book, trust: TrustList, cert: Cert, out: Path) -> list[Path]:
    assert book.keys is not None
    paths = []
    code, now = unit_code(book, cert.offices[0]), book.clock.now()
    with book.reading() as db:
        runs = province_runs(db, book.author, book.keys, trust, code=unit_code(book), now=now)
    for run, sealed in runs:
        envelope = cut(sealed)
        lines = open_payload(envelope, parse_header(envelope), [])
        path = out / f"KH-khoidau-{code}-{cert.dev.hex()[:4]}-{run.first}-{run.last}.khb"
        write_file(path, seal_relay(book.keys, trust, sealed, lines, [cert], now))
        paths.append(path)
    return paths


def offered_province(paths: Iterable[Path]) -> tuple[TrustList, Path]:
    """The newest trust list among files that a book without a province is offered."""
    lists = []
    for path in _khb_files(paths):
        envelope = cut(read_file(path))
        if envelope.kind is FileKind.TRUST:
            lists.append((open_list(envelope), path))
    if not lists:
        raise Refusal(
            _("Trong các tệp đã chọn không có danh sách tin cậy của tỉnh. Chọn thêm tệp «KH-tincay-…» do tỉnh gửi."),
            code="NO_TRUST",
        )
    return max(lists, key=lambda found: found[0].number)


def province_fingerprint(trust: TrustList) -> str:
    """The fingerprint of the province's first root key, compared once by telephone."""
    return fingerprint(trust.roots[0])


def accept(book: Book, paths: Sequence[Path]) -> list[FileResult]:
    """The office takes in the province's trust list, whose fingerprint the caller has confirmed, and its bootstrap."""
    trust, path = offered_province(paths)
    known = trust_of(book)
    if known is not None and trust.digest() != known.digest():
        check_successor(known, trust, cut(read_file(path)).signer)
    _go_on_as_enrolled(book, trust)
    if known is None:
        with book.write() as writing:
            adopt(book, writing, trust, read_file(path))
    return taking.receive(book, paths)


def _go_on_as_enrolled(book: Book, trust: TrustList) -> None:
    """Write as the device that the list names: this book's own, or the new one it has asked for."""
    asked = book.home.asking(book.unit, book.identity.book_id)
    if asked is not None and asked.device in trust.certs:
        book.go_on_as(asked, trust.certs[asked.device].block or "")
        book.home.forget_asking(book.unit, book.identity.book_id)
    elif book.keys is None or book.keys.device not in trust.certs:
        raise Refusal(
            _("Danh sách của tỉnh chưa có máy này. Gửi tệp đăng ký cho tỉnh duyệt, rồi nhận danh sách mới."),
            code="NOT_LISTED",
        )


def _khb_files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += sorted(path.glob("*.khb")) if is_folder(path) else [path]
    return found
