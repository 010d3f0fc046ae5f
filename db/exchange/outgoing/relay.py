"""Passing on a run under its writer's own signature: what a newly enrolled device starts from."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from db.change import Author
from db.exchange.chains.run_verification import relay_line
from db.exchange.outgoing.send import OwnRun, runs_to_send, seal_run
from db.exchange.trust.trust_list import APP, Cert, TrustList
from db.exchange.wire.bundle_file import FileKind, cut, pack, seal
from db.exchange.wire.signatures import DeviceKeys


def province_runs(
    db: sqlite3.Connection, author: Author, keys: DeviceKeys, trust: TrustList, *, code: str, now: int
) -> list[tuple[OwnRun, bytes]]:
    """Everything the province has written for all, each run with the sealed file it would send."""
    runs = [run for run in runs_to_send(db, author.device, {}) if run.audience == "all"]
    return [(run, seal_run(db, author, keys, trust, run, code=code, now=now).content) for run in runs]


def seal_relay(
    keys: DeviceKeys, trust: TrustList, sealed: bytes, lines: Sequence[bytes], to: Sequence[Cert], now: int
) -> bytes:
    """A relay (.khb) of a sealed run for some devices: the run's signed header first, then its lines."""
    return seal_relay_lines(keys, trust, [relay_line(cut(sealed)), *lines], to, now)


def seal_relay_lines(keys: DeviceKeys, trust: TrustList, lines: Sequence[bytes], to: Sequence[Cert], now: int) -> bytes:
    """A relay (.khb) of lines of which the first carries the run's signed header."""
    payload, facts = pack(lines, [cert.enc for cert in to])
    header = {
        "v": 1,
        "app": APP,
        "prov": trust.province,
        "dev": keys.device.hex(),
        "rcp": sorted(cert.dev.hex() for cert in to),
        "enc": "age",
        "t": now,
        **facts,
    }
    return seal(FileKind.RELAY, keys, header, payload)
