"""From a file to a verified run: everything that can be said of a .khb without looking at the chains of this book.

Cheap to dear, no parser before trust: size, magic and lengths, signer, signature, strict header, version, recipient,
payload hash, decryption, bounded decompression, and only then line by line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from db.exchange.outcomes import BundleRefused, Code
from db.exchange.trust.trust_list import PROVINCE, Cert, TrustList
from db.exchange.wire.bundle_file import Envelope, FileKind, check_signature
from db.exchange.wire.canonical_json import decode, encode
from db.exchange.wire.entry import Entry, decode_line, entry_id, genesis, next_head, totals
from db.exchange.wire.entry_rules import check_entry, check_scope
from db.exchange.wire.fast_decode import read_line
from db.exchange.wire.header import parse_header
from db.own_chain import SCHEMA_VERSION

CAPABILITIES: frozenset[str] = frozenset()
HEX_CHUNK = 8_000
MOST_TX_ENTRIES = 5_000


@dataclass(frozen=True)
class VerifiedRun:
    """A verified stretch of one chain: header, what was signed, entries with their full ids, lines as they came."""

    header: Mapping[str, Any]
    envelope: Envelope
    cert: Cert
    entries: tuple[Entry, ...] = ()
    ids: tuple[bytes, ...] = ()
    lines: tuple[bytes, ...] = ()
    is_province: bool = False

    @property
    def device(self) -> bytes:
        """The device that wrote the run."""
        return bytes.fromhex(self.header["dev"])

    @property
    def incarnation(self) -> bytes:
        """The incarnation it belongs to."""
        return bytes.fromhex(self.header["inc"])

    @property
    def first(self) -> int:
        """Its first position."""
        first: int = self.header["from"]
        return first

    @property
    def last(self) -> int:
        """Its last position."""
        last: int = self.header["to"]
        return last

    @property
    def head(self) -> bytes:
        """The running head after it."""
        return bytes.fromhex(self.header["head"])

    def head_at(self, seq: int) -> bytes:
        """The running head after one of its positions, or just before its first."""
        return bytes.fromhex(_running(self.header["prev"], self.ids[: seq - self.first + 1]))


def open_header(envelope: Envelope, trust: TrustList | None, me: bytes = b"") -> tuple[dict[str, Any], Cert]:
    """Signer known, signature, strict header: for journal, down, ack and relay files; WRONG_TYPE for others.

    Only the province seals others than journals; a device besides takes a relay that it has sealed for itself (`me`).
    """
    if envelope.kind in (FileKind.TRUST, FileKind.ASK):
        raise BundleRefused(Code.WRONG_TYPE)
    cert = trust.certs.get(envelope.signer) if trust else None
    if cert is None:
        raise BundleRefused(Code.UNKNOWN_SIGNER)
    check_signature(envelope, cert.sign)
    header = parse_header(envelope)
    assert trust is not None
    if header["prov"] != trust.province:
        raise BundleRefused(Code.NOT_FOR_ME)
    if header["dev"] != envelope.signer.hex():
        raise BundleRefused(Code.FORMAT)
    for_itself = envelope.kind is FileKind.RELAY and envelope.signer == me
    if envelope.kind is not FileKind.JOURNAL and cert.role != PROVINCE and not for_itself:
        raise BundleRefused(Code.WRONG_TYPE)
    return header, cert


def check_recipient(header: Mapping[str, Any], me: bytes) -> None:
    """NOT_FOR_ME unless the file is for all or names this device."""
    if header.get("addr") != "all" and me.hex() not in header["rcp"]:
        raise BundleRefused(Code.NOT_FOR_ME)


def check_writer(header: Mapping[str, Any], cert: Cert) -> None:
    """Version, capabilities, run and sender's office of a run, also of one that is carried in a relay."""
    if header["sv"] > SCHEMA_VERSION or set(header["needs"]) - CAPABILITIES:
        raise BundleRefused(Code.UPGRADE)
    if cert.role != PROVINCE and header["office"] not in cert.offices:
        raise BundleRefused(Code.SCOPE)
    if header["addr"] not in ("up", "own", "all", "office") or not 1 <= header["from"] <= header["to"]:
        raise BundleRefused(Code.FORMAT)


def verify_run(
    header: Mapping[str, Any], cert: Cert, lines: Sequence[bytes], envelope: Envelope, trust: TrustList
) -> VerifiedRun:
    """Every line to the letter: gapless, whole transactions, in scope, the running head as signed, totals right."""
    if len(lines) != header["to"] - header["from"] + 2:
        raise BundleRefused(Code.FORMAT)
    device, inc = bytes.fromhex(header["dev"]), bytes.fromhex(header["inc"])
    read = [read_line(line, device + inc) or (decode_line(line), None) for line in lines[:-1]]
    entries = tuple(entry for entry, _identity in read)
    _check_sequence(entries, header["from"])
    about_itself = (inc + bytes(8)).hex()
    if any(entry.rec != about_itself for entry in entries if entry.kind == "chain"):
        raise BundleRefused(Code.FORMAT)
    for entry, identity in read:
        if identity is None:  # read the long way, its content is still to be checked
            check_entry(entry)
    ids = tuple(identity or entry_id(device, inc, entry) for entry, identity in read)
    _check_heads(header, entries, ids, trust)
    for entry in entries:
        check_scope(entry, cert.offices, is_province=cert.role == PROVINCE, kinds=cert.kinds)
    if lines[-1] != encode(["end", *totals(entries)]):
        raise BundleRefused(Code.TOTALS)
    return VerifiedRun(header, envelope, cert, entries, ids, tuple(lines[:-1]), is_province=cert.role == PROVINCE)


def _running(prev: str, ids: Iterable[bytes]) -> str:
    head = bytes.fromhex(prev)
    for identity in ids:
        head = next_head(head, identity)
    return head.hex()


def _check_heads(header: Mapping[str, Any], entries: Sequence[Entry], ids: Sequence[bytes], trust: TrustList) -> None:
    """The running head of the entries must be the signed one.

    IMPERSONATION when it holds under another enrolled device's name, else DAMAGED.
    """
    device, inc = bytes.fromhex(header["dev"]), bytes.fromhex(header["inc"])
    if _running(header["prev"], ids) == header["head"] and _begins_well(header, device, inc):
        return
    for other in trust.certs:
        if other != device and _begins_well(header, other, inc):
            theirs = (entry_id(other, inc, entry) for entry in entries)
            if _running(header["prev"], theirs) == header["head"]:
                raise BundleRefused(Code.IMPERSONATION)
    raise BundleRefused(Code.DAMAGED)


def _begins_well(header: Mapping[str, Any], device: bytes, inc: bytes) -> bool:
    """Whether a run that begins at 1 begins from the device's own first head."""
    return header["from"] != 1 or header["prev"] == genesis(device, inc).hex()


def _check_sequence(entries: Sequence[Entry], first: int) -> None:
    size = 0
    for place, entry in enumerate(entries):
        if entry.seq != first + place:
            raise BundleRefused(Code.FORMAT)
        size = 1 if entry.tx == entry.seq else size + 1
        begins = entry.tx == entry.seq
        if not begins and (place == 0 or entry.tx != entries[place - 1].tx):
            raise BundleRefused(Code.TX_SPLIT)
        if size > MOST_TX_ENTRIES:
            raise BundleRefused(Code.LIMIT)


# --- relays -------------------------------------------------------------------------------------------------------


def relay_line(envelope: Envelope) -> bytes:
    """The first payload line of a relay: the carried file's signed bytes (in pieces) and its signature, hex."""
    return carrier_line(envelope.signed, envelope.signature)


def carrier_line(header: bytes, signature: bytes) -> bytes:
    """The first payload line of a relay, from the signed bytes of a header and the signature over them."""
    signed = header.hex()
    pieces = [signed[start : start + HEX_CHUNK] for start in range(0, len(signed), HEX_CHUNK)]
    return encode(["relay", pieces, signature.hex()])


def carried_envelope(line: bytes, outer: Envelope) -> Envelope:
    """The carried file's envelope, without a payload, from the first line of a relay."""
    parts = decode(line)
    try:
        word, pieces, signature = parts
        signed = bytes.fromhex("".join(pieces))
        if word != "relay" or len(signed) <= 40 or signed[8] not in (FileKind.JOURNAL, FileKind.DOWN):
            raise BundleRefused(Code.FORMAT)
        return replace(
            outer,
            kind=FileKind(signed[8]),
            signer=signed[24:40],
            signed=signed,
            header=signed[40:],
            signature=bytes.fromhex(signature),
            payload=b"",
        )
    except (TypeError, ValueError) as error:
        raise BundleRefused(Code.FORMAT) from error
