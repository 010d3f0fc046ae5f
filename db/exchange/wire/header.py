"""The header of a .khb, strict: every key of its kind and none besides, each of its type, and the right encryption."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from db.exchange.outcomes import BundleRefused, Code
from db.exchange.wire.bundle_file import Envelope, FileKind
from db.exchange.wire.canonical_json import decode, is_hex

RECIPIENTS = 32
RUN_KEYS = frozenset(
    "v app prov office dev inc from to prev head sv needs addr rcp enc raw z csha seen trust ack t".split()
)
HEADER_KEYS: Mapping[FileKind, frozenset[str]] = {
    FileKind.JOURNAL: RUN_KEYS,
    FileKind.DOWN: RUN_KEYS,
    FileKind.ACK: frozenset("v app prov dev inc no continues office rcp enc raw z csha trust t".split()),
    FileKind.TRUST: frozenset("v app prov n prev_hash raw z csha t".split()),
    FileKind.ASK: frozenset("v app dev sign enc_key office label t".split()),
    FileKind.RELAY: frozenset("v app prov dev rcp enc raw z csha t".split()),
}
INTEGERS = frozenset("v from to sv raw z trust ack no n t".split())
LISTS = frozenset("needs rcp seen".split())
HEX_DIGITS = {"prov": 32, "office": 32, "dev": 32, "inc": 16, "continues": 16, "prev": 64, "head": 64}
HEX_DIGITS |= {"csha": 64, "prev_hash": 64, "sign": 64}
VERSION = 1


def parse_header(envelope: Envelope, *, carries_key: bool = False) -> dict[str, Any]:
    """The header by name, strict: every key of its kind, none besides, each of its type. FORMAT, POLICY, LIMIT."""
    return dict(believed(envelope.kind, envelope.header[32:] if carries_key else envelope.header))


def is_damaged(envelope: Envelope) -> bool:
    """Whether the payload is not the one that the header tells of; False where the header cannot be read."""
    try:
        told = parse_header(envelope).get("csha")
    except BundleRefused:
        return False
    return told is not None and hashlib.sha256(envelope.payload).hexdigest() != told


def require_whole(envelope: Envelope, header: Mapping[str, Any]) -> None:
    """DAMAGED where the payload is not the one whose hash was signed; for files that are not opened to the end."""
    if hashlib.sha256(envelope.payload).hexdigest() != header["csha"]:
        raise BundleRefused(Code.DAMAGED)


@lru_cache(maxsize=4_096)
def believed(kind: FileKind, written: bytes) -> dict[str, Any]:
    """The header in these bytes. Remembered for a while: a file's header is read when a folder is put in order and when the file is taken in."""
    header = decode(written)
    if type(header) is not dict:
        raise BundleRefused(Code.FORMAT)
    if type(header.get("v")) is int and header["v"] > VERSION:
        raise BundleRefused(Code.UPGRADE)
    if set(header) != HEADER_KEYS[kind] or header["v"] != VERSION:
        raise BundleRefused(Code.FORMAT)
    if not all(_is_of_its_type(name, value) for name, value in header.items()):
        raise BundleRefused(Code.FORMAT)
    if len(header["app"]) > 32 or len(header.get("rcp", ())) > RECIPIENTS or len(header.get("needs", ())) > 16:
        raise BundleRefused(Code.LIMIT)
    _check_encryption(kind, header)
    return header


def _is_of_its_type(name: str, value: Any) -> bool:
    if value is None:
        return name in ("ack", "continues", "prev_hash", "label")
    if name in INTEGERS:
        return type(value) is int
    if name in LISTS:
        return type(value) is list and all(_is_item(name, item) for item in value)
    return type(value) is str and (name not in HEX_DIGITS or is_hex(value, HEX_DIGITS[name]))


def _is_item(name: str, item: Any) -> bool:
    """Items of `rcp` are device ids, of `needs` words, of `seen` [dev, inc, seq, head]."""
    if name == "rcp":
        return is_hex(item, 32)
    if name == "needs":
        return type(item) is str
    return (
        type(item) is list
        and len(item) == 4
        and type(item[2]) is int
        and is_hex(item[0], 32)
        and is_hex(item[1], 16)
        and is_hex(item[3], 64)
    )


def _check_encryption(kind: FileKind, header: Mapping[str, Any]) -> None:
    if kind in (FileKind.TRUST, FileKind.ASK):
        return
    open_to_all = kind is FileKind.DOWN and header["addr"] == "all"
    if header["enc"] != ("none" if open_to_all else "age"):
        raise BundleRefused(Code.POLICY)
