"""The devices the province has enrolled: who they are, cutting off a lost or stolen one, closing an office."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from db.exchange.incoming.trust_and_acks import adopt
from db.exchange.trust.trust_list import PROVINCE, TrustList, follow, seal_list
from db.exchange.wire.bundle_file import write_file
from db.exchange.wire.entry import decode_line
from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.work.book.enrolment import root_key
from desktop_app.work.book.trust_in_force import require_trust
from desktop_app.work.units.units import list_order


@dataclass(frozen=True)
class Device:
    """One enrolled device; `received` is when the last file it signed came in (ISO, "" for never).

    `list_number` is the newest trust list that it has said it took in (0 for none); `lags` where a newer one is in force.
    """

    id: bytes
    office: bytes
    unit: str
    label: str | None
    block: str | None
    cut_off: bool
    closed: bool
    received: str
    list_number: int
    lags: bool


def devices(book: Book) -> list[Device]:
    """Every office's devices on the trust list in force, in the order of their units' names."""
    trust = require_trust(book)
    with book.reading() as db:
        units = dict(db.execute("SELECT id, name FROM units"))
        order = list_order(db)
        last = dict(db.execute("SELECT dev, max(received_at) FROM bundle_log WHERE dev <> '' GROUP BY dev"))
        taken = {cert.dev: _list_taken_in(db, cert.dev) for cert in trust.certs.values()}
    found = [
        Device(
            cert.dev,
            bytes.fromhex(office),
            units.get(bytes.fromhex(office), office),
            cert.label,
            cert.block,
            trust.is_revoked(cert.dev),
            office in trust.closed,
            last.get(cert.dev.hex(), ""),
            taken[cert.dev],
            0 < taken[cert.dev] < trust.number,
        )
        for cert in trust.certs.values()
        if cert.role != PROVINCE
        for office in cert.offices
    ]
    return sorted(found, key=lambda device: (order.get(device.office, ()), device.block or "", device.id))


def _list_taken_in(db: sqlite3.Connection, device: bytes) -> int:
    """The highest number of a trust list that the device's chains say it took in."""
    chains = db.execute("SELECT no, inc FROM chains WHERE dev = ?", (device,)).fetchall()
    taken = [
        decode_line(line)
        for no, inc in chains
        for (line,) in db.execute("SELECT line FROM entries WHERE rec = ? AND chain = ?", (inc + bytes(8), no))
    ]
    return max(((entry.set or {}).get("n", 0) for entry in taken if entry.op == "trust"), default=0)


def cut_off(book: Book, device: bytes, out: Path) -> Path:
    """Take a lost or stolen device's right to sign: a new trust list that counts of it only what is held now.

    What comes of it later is set aside for a ruling; the office enrols again with new keys. Returns the list's file.
    """
    trust = require_trust(book)
    if device not in trust.certs or trust.certs[device].role == PROVINCE:
        raise Refusal(_("Không thấy máy này trong danh sách đã đăng ký. Mở lại danh sách."), code="REFERENCE")
    with book.reading() as db:
        rows = db.execute(
            "SELECT inc, max(seq), head FROM chains WHERE dev = ? AND branch = x'' GROUP BY inc", (device,)
        ).fetchall()
    cuts = {(device, inc): (seq, head.hex()) for inc, seq, head in rows} or {(device, bytes(8)): (0, "00" * 32)}
    return _issue(book, follow(trust, cuts={**trust.cuts, **cuts}), out)


def close_office(book: Book, office: bytes, out: Path) -> Path:
    """Close an office: what it writes after taking this list in is set aside; what it wrote before still merges."""
    trust = require_trust(book)
    if not trust.all_devices_of(office.hex()):
        raise Refusal(_("Đơn vị này chưa đăng ký máy nào. Không cần đóng."), code="REFERENCE")
    return _issue(book, follow(trust, closed=trust.closed | {office.hex()}), out)


def _issue(book: Book, trust: TrustList, out: Path) -> Path:
    """Sign a list with the province's root key, take it in, and write its file for the offices."""
    file = seal_list(trust, root_key(book, trust), book.clock.now())
    path = out / f"KH-tincay-{trust.number}.khb"
    write_file(path, file)
    with book.write() as writing:
        adopt(book, writing, trust, file)
    return path
