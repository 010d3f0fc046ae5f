"""Whom the books of a province believe: the trust list, its signed file, asking in and being taken in.

A list is a few lines: root keys, a certificate for each device, cuts of revoked chains, closed offices, policy. Only a
root key signs it, its number only grows, and it names its predecessor by hash.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from db.exchange.outcomes import BundleRefused, Code
from db.exchange.wire.bundle_file import (
    Envelope,
    FileKind,
    check_signature,
    cut,
    open_payload,
    pack,
    seal,
    self_signed_key,
)
from db.exchange.wire.canonical_json import decode, encode
from db.exchange.wire.header import parse_header
from db.exchange.wire.signatures import DeviceKeys, device_id, is_recipient, is_safe_key
from db.release import __version__

JUMP = 1_000
LIST_BYTES = 4 * 2**20
"""Of a list unpacked; the largest province's takes a tenth of it."""
REMEMBERED = 4
"""Lists kept in memory for one book; that of a province is long."""
APP = f"so-khuyen-hoc {__version__}"
PROVINCE, OFFICE = "hub", "office"
CERT_KEYS = frozenset({"dev", "sign", "enc", "offices", "kinds", "role", "block", "label"})


@dataclass(frozen=True)
class Cert:
    """What the province says of one device: its keys, the offices it writes for, its role and voucher block."""

    dev: bytes
    sign: bytes
    enc: str
    offices: tuple[str, ...]
    role: str = OFFICE
    kinds: tuple[str, ...] = ("*",)
    block: str | None = None
    label: str | None = None

    def line(self) -> dict[str, Any]:
        """The certificate as it stands in the list."""
        return {
            "dev": self.dev.hex(),
            "sign": self.sign.hex(),
            "enc": self.enc,
            "offices": list(self.offices),
            "role": self.role,
            "kinds": list(self.kinds),
            "block": self.block,
            "label": self.label,
        }


@dataclass(frozen=True)
class TrustList:
    """One list: its number, what it follows, and what it says. `cuts` is (dev, inc) -> (last seq, last head)."""

    number: int
    previous: str | None
    roots: tuple[bytes, ...]
    certs: Mapping[bytes, Cert] = field(default_factory=dict)
    cuts: Mapping[tuple[bytes, bytes], tuple[int, str]] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()

    @property
    def province(self) -> str:
        """The province: the id of its first root key, hex."""
        return device_id(self.roots[0]).hex()

    def lines(self) -> list[bytes]:
        """The list as payload lines."""
        parts: list[list[Any]] = [["root", root.hex()] for root in self.roots]
        parts += [["cert", self.certs[dev].line()] for dev in sorted(self.certs)]
        parts += [["cut", dev.hex(), inc.hex(), *last] for (dev, inc), last in sorted(self.cuts.items())]
        parts += [["closed", office] for office in sorted(self.closed)]
        return [encode(part) for part in parts]

    def digest(self) -> str:
        """What the next list names as its predecessor."""
        return hashlib.sha256(b"kh/t1\0" + b"\n".join(self.lines())).hexdigest()

    def province_certs(self) -> list[Cert]:
        """The province's devices that may be written to."""
        return [cert for cert in self.certs.values() if cert.role == PROVINCE and not self.is_revoked(cert.dev)]

    def offices(self) -> list[bytes]:
        """Every unit that a device was ever enrolled for, but the province."""
        found = {office for cert in self.certs.values() if cert.role != PROVINCE for office in cert.offices}
        return sorted(map(bytes.fromhex, found))

    def devices_of(self, office: str) -> list[Cert]:
        """The devices that write for an office and may be written to: not the revoked ones."""
        return [cert for cert in self.all_devices_of(office) if not self.is_revoked(cert.dev)]

    def all_devices_of(self, office: str) -> list[Cert]:
        """Every device that was ever enrolled for an office."""
        return [cert for cert in self.certs.values() if office in cert.offices and cert.role == OFFICE]

    def is_revoked(self, dev: bytes) -> bool:
        """Whether any chain of the device is cut."""
        return any(device == dev for device, _inc in self.cuts)


def first_list(root: DeviceKeys, province: Cert) -> TrustList:
    """The list a province begins with: its root key and its own device."""
    return TrustList(1, None, (root.public,), {province.dev: province})


def next_list(old: TrustList, certs: Sequence[Cert]) -> TrustList:
    """The list that follows `old` with more (or replaced) certificates."""
    return follow(old, certs={**old.certs, **{cert.dev: cert for cert in certs}})


def follow(old: TrustList, **changes: Any) -> TrustList:
    """The list that follows `old` with some of its parts changed; it names `old` by its hash."""
    return replace(old, number=old.number + 1, previous=old.digest(), **changes)


def seal_list(trust: TrustList, root: DeviceKeys, now: int) -> bytes:
    """The signed trust file (.khb); it carries the root key in front, for books that know no root yet."""
    payload, facts = pack(trust.lines(), None)
    header = {"v": 1, "app": APP, "prov": trust.province, "n": trust.number, "prev_hash": trust.previous, "t": now}
    return seal(FileKind.TRUST, root, {**header, **facts}, payload, with_key=True)


def open_list(envelope: Envelope, believed: Collection[bytes] | None = None) -> TrustList:
    """The list of a trust file that its own root key signed.

    Of a file that another root than those `believed` has signed nothing is unpacked (UNKNOWN_SIGNER); where none is given,
    whether the root is believed is the caller's question.
    """
    public = self_signed_key(envelope)
    check_signature(envelope, public)
    if believed is not None and public not in believed:
        raise BundleRefused(Code.UNKNOWN_SIGNER)
    header = parse_header(envelope, carries_key=True)
    if header["raw"] > LIST_BYTES:
        raise BundleRefused(Code.TOO_BIG)
    trust = _parse(header, open_payload(envelope, header, []))
    if public not in trust.roots or header["prov"] != trust.province:
        raise BundleRefused(Code.UNKNOWN_SIGNER)
    return trust


def _parse(header: Mapping[str, Any], lines: Sequence[bytes]) -> TrustList:
    roots: list[bytes] = []
    certs: dict[bytes, Cert] = {}
    cuts: dict[tuple[bytes, bytes], tuple[int, str]] = {}
    closed: set[str] = set()
    for line in lines:
        parts = decode(line)
        try:
            if parts[0] == "root":
                roots.append(_key(parts[1]))
            elif parts[0] == "cert":
                cert = _cert(parts[1])
                certs[cert.dev] = cert
            elif parts[0] == "cut":
                cuts[bytes.fromhex(parts[1]), bytes.fromhex(parts[2])] = (int(parts[3]), str(parts[4]))
            elif parts[0] == "closed":
                closed.add(parts[1])
            elif parts[0] not in ("policy", "earlier"):
                raise BundleRefused(Code.FORMAT)
        except (IndexError, KeyError, TypeError, ValueError) as error:
            raise BundleRefused(Code.FORMAT) from error
    if not roots:
        raise BundleRefused(Code.FORMAT)
    return TrustList(header["n"], header["prev_hash"], tuple(roots), certs, cuts, frozenset(closed))


def _cert(parts: Mapping[str, Any]) -> Cert:
    if set(parts) != CERT_KEYS or parts["role"] not in (PROVINCE, OFFICE):
        raise BundleRefused(Code.FORMAT)
    sign = _key(parts["sign"])
    if device_id(sign).hex() != parts["dev"]:
        raise BundleRefused(Code.BAD_KEY)
    return Cert(
        dev=bytes.fromhex(parts["dev"]),
        sign=sign,
        enc=parts["enc"],
        offices=tuple(parts["offices"]),
        role=parts["role"],
        kinds=tuple(parts["kinds"]),
        block=parts["block"],
        label=parts["label"],
    )


def _key(text: str) -> bytes:
    public = bytes.fromhex(text)
    if not is_safe_key(public):
        raise BundleRefused(Code.BAD_KEY)
    return public


def check_successor(old: TrustList, new: TrustList, signer: bytes) -> None:
    """Refuse a list that may not follow the one in force: OLD_VERSION, VERSION_JUMP, UNKNOWN_SIGNER, DAMAGED."""
    if signer not in {device_id(root) for root in old.roots}:
        raise BundleRefused(Code.UNKNOWN_SIGNER)
    if new.number <= old.number:
        raise BundleRefused(Code.OLD_VERSION)
    if new.number - old.number > JUMP:
        raise BundleRefused(Code.VERSION_JUMP)
    if new.number == old.number + 1 and new.previous != old.digest():
        raise BundleRefused(Code.DAMAGED)


class TrustLists:
    """The lists that one book has taken in; the last ones are remembered: every received file asks for the one in force."""

    def __init__(self) -> None:
        self._read: dict[tuple[int, bytes], TrustList] = {}

    def in_force(self, db: sqlite3.Connection) -> TrustList | None:
        """The list with the highest number, or None before enrolment."""
        row = db.execute("SELECT number, digest FROM trust_lists ORDER BY number DESC LIMIT 1").fetchone()
        return self._list(db, *row) if row else None

    def newest_first(self, db: sqlite3.Connection) -> Iterator[tuple[int, TrustList]]:
        """Every list with its number, the one in force first."""
        for number, digest in db.execute("SELECT number, digest FROM trust_lists ORDER BY number DESC"):
            yield number, self._list(db, number, digest)

    def _list(self, db: sqlite3.Connection, number: int, digest: bytes) -> TrustList:
        key = number, digest
        if key not in self._read:
            (file,) = db.execute("SELECT file FROM trust_lists WHERE number = ?", (number,)).fetchone()
            while len(self._read) >= REMEMBERED:
                del self._read[next(iter(self._read))]
            self._read[key] = open_list(cut(file))
        return self._read[key]


def keep_list(db: sqlite3.Connection, trust: TrustList, file: bytes) -> None:
    """Take a list into the book; the caller journals the `trust` entry."""
    db.execute(
        "INSERT OR REPLACE INTO trust_lists (number, digest, file) VALUES (?, ?, ?)",
        (trust.number, bytes.fromhex(trust.digest()), file),
    )


# --- asking to be enrolled ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ask:
    """A device asks to write for an office; self-signed, believed only after two people compared its fingerprint."""

    dev: bytes
    sign: bytes
    enc: str
    office: str
    label: str | None


def seal_ask(keys: DeviceKeys, office: bytes, label: str | None, now: int) -> bytes:
    """The ask file (.khb) of a device."""
    header = {"v": 1, "app": APP, "dev": keys.device.hex(), "sign": keys.public.hex(), "enc_key": keys.recipient}
    header |= {"office": office.hex(), "label": label, "t": now}
    return seal(FileKind.ASK, keys, header, b"", with_key=True)


def open_ask(envelope: Envelope) -> Ask:
    """What a device asks; BAD_KEY, BAD_SIGNATURE, FORMAT, WRONG_TYPE."""
    if envelope.kind is not FileKind.ASK:
        raise BundleRefused(Code.WRONG_TYPE)
    public = self_signed_key(envelope)
    check_signature(envelope, public)
    header = parse_header(envelope, carries_key=True)
    if header["sign"] != public.hex() or header["dev"] != envelope.signer.hex() or envelope.payload:
        raise BundleRefused(Code.FORMAT)
    if not is_recipient(header["enc_key"]):
        raise BundleRefused(Code.BAD_KEY)
    return Ask(envelope.signer, public, header["enc_key"], header["office"], header["label"])
