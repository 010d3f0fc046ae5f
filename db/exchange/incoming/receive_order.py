"""The order in which files are taken in: trust files, acknowledgements, then runs in the order of their chains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from db.exchange.chains.run_verification import open_header
from db.exchange.outcomes import BundleRefused
from db.exchange.trust.trust_list import TrustList, open_list
from db.exchange.wire.bundle_file import Envelope, FileKind, cut, read_file
from db.files import files_below, is_folder

ORDER = {FileKind.TRUST: 0, FileKind.ACK: 1, FileKind.DOWN: 2, FileKind.RELAY: 2, FileKind.JOURNAL: 3, FileKind.ASK: 4}
SUFFIXES = (".khb", ".zip")
LAST = 9


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if is_folder(path):
            yield from (found for found in files_below(path) if found.suffix.lower() in SUFFIXES)
        else:
            yield path


def in_order(paths: Iterable[Path], trust: TrustList | None) -> list[Path]:
    """The files in the order they are taken in; a newer trust list among them helps to sort the others."""
    peeked = [(path, _peek(path)) for path in _files(paths)]
    for _path, envelope in peeked:
        if envelope is not None and envelope.kind is FileKind.TRUST:
            trust = _newer(trust, envelope)
    return [path for path, _envelope in sorted(peeked, key=lambda one: _sort_place(one[0], one[1], trust))]


def _peek(path: Path) -> Envelope | None:
    try:
        envelope = cut(read_file(path))
    except BundleRefused:
        return None
    return envelope if envelope.kind is FileKind.TRUST else replace(envelope, payload=b"", content=b"")


def _newer(trust: TrustList | None, envelope: Envelope) -> TrustList | None:
    try:
        offered = open_list(envelope, trust.roots if trust else ())
    except BundleRefused:
        return trust
    return offered if trust and offered.number > trust.number and offered.province == trust.province else trust


def _sort_place(path: Path, envelope: Envelope | None, trust: TrustList | None) -> tuple[int, str, str, int, str]:
    """Where a file comes in the order; one that cannot be believed comes last."""
    try:
        if envelope is None:
            return (LAST, "", "", 0, path.name)
        place = ORDER[envelope.kind]
        if envelope.kind is FileKind.TRUST:
            return (place, "", "", open_list(envelope, trust.roots if trust else ()).number, path.name)
        header, _cert = open_header(envelope, trust)
        return (place, header["dev"], header.get("inc", ""), header.get("from", header.get("no", 0)), path.name)
    except BundleRefused:
        return (LAST, "", "", 0, path.name)
