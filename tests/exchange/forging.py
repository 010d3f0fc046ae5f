"""Files that an honest program never makes: a real one opened, changed, and signed again by whoever is said to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from db.exchange.trust.trust_list import TrustList, seal_list
from db.exchange.wire.bundle_file import FileKind, cut, open_payload, pack, seal
from db.exchange.wire.canonical_json import encode
from db.exchange.wire.entry import Entry, decode_line, encode_line, entry_id, genesis, next_head, totals
from db.exchange.wire.header import parse_header
from db.exchange.wire.signatures import DeviceKeys
from db.store import Book
from desktop_app.work.book.trust_in_force import require_trust
from tests.offices import NOW, Network

Lines = list[bytes]


def lines_of(network: Network, path: Path) -> Lines:
    """The payload lines of a file, trailer included, as the province reads them."""
    envelope = cut(path.read_bytes())
    assert network.province.keys is not None
    return open_payload(envelope, parse_header(envelope), [network.province.keys.age_secret])


def entries_of(network: Network, path: Path) -> list[Entry]:
    """The entries of a run."""
    return [decode_line(line) for line in lines_of(network, path)[:-1]]


def trailer(entries: Sequence[Entry]) -> bytes:
    """The last line as it must be."""
    return encode(["end", *totals(entries)])


def head_after(device: bytes, inc: bytes, prev: str, entries: Sequence[Entry]) -> str:
    """The running head after entries."""
    head = bytes.fromhex(prev)
    for entry in entries:
        head = next_head(head, entry_id(device, inc, entry))
    return head.hex()


def forged(
    network: Network,
    path: Path,
    signer: Book,
    *,
    lines: Lines | None = None,
    kind: FileKind | None = None,
    recipients: list[str] | None = None,
    payload: bytes | None = None,
    name: str = "gia.khb",
    **header: Any,
) -> Path:
    """The file with other lines, kind, payload or header keys, signed by `signer`."""
    envelope = cut(path.read_bytes())
    told = parse_header(envelope)
    assert network.province.keys is not None and signer.keys is not None
    if lines is not None:
        to = [network.province.keys.recipient] if recipients is None else recipients
        made, facts = pack(lines, to or None)
        told |= facts
    else:
        made = envelope.payload
    told |= header
    told = {key: value for key, value in told.items() if value is not ...}
    out = network.fresh_folder("gia") / name
    out.write_bytes(seal(kind or envelope.kind, signer.keys, told, made if payload is None else payload))
    return out


def rewritten(
    network: Network, path: Path, signer: Book, change: Callable[[list[Entry]], list[Entry]], **header: Any
) -> Path:
    """The run with its entries changed, its head and trailer made to fit, signed by `signer`."""
    told = parse_header(cut(path.read_bytes()))
    entries = change(entries_of(network, path))
    device, inc = bytes.fromhex(header.get("dev", told["dev"])), bytes.fromhex(header.get("inc", told["inc"]))
    prev = header.get("prev", genesis(device, inc).hex() if told["from"] == 1 else told["prev"])
    lines = [encode_line(entry) for entry in entries]
    fitting = {"prev": prev, "head": head_after(device, inc, prev, entries), "to": told["from"] + len(entries) - 1}
    return forged(network, path, signer, lines=[*lines, trailer(entries)], **{**fitting, **header})


def new_list(network: Network, change: Callable[[TrustList], TrustList], *, number: int | None = None) -> Path:
    """A trust list that the province's root signs, made of the one in force."""
    old = require_trust(network.province)
    root = network.province.home.find_root(bytes.fromhex(old.province))
    assert root is not None
    made = change(replace(old, number=number or old.number + 1, previous=old.digest()))
    out = network.fresh_folder("tin-cay") / f"KH-tincay-{made.number}.khb"
    out.write_bytes(seal_list(made, root, NOW))
    return out


def stranger() -> DeviceKeys:
    """Keys that nobody has enrolled."""
    return DeviceKeys.make(lambda size: bytes(range(size)))
