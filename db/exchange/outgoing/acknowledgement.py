"""What the province tells an office back: how far it has each chain, what is missing, its questions, the balances.

The number of an acknowledgement is the seq of the `ack` entry that the province writes first in its own chain.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from db.exchange.storage.missing_runs import missing
from db.exchange.trust.trust_list import APP, TrustList
from db.exchange.wire.bundle_file import FileKind, pack, seal
from db.exchange.wire.canonical_json import encode
from db.exchange.wire.entry import decode_line
from db.exchange.wire.signatures import DeviceKeys


def ack_lines(db: sqlite3.Connection, offices: Sequence[bytes]) -> list[list[Any]]:
    """The lines for an office (and, for a district, the offices whose files it passes on)."""
    office = offices[0]
    lines: list[list[Any]] = []
    waited_for = missing(db)
    for unit in offices:
        lines += [
            ["merged", dev.hex(), inc.hex(), seq, head.hex()]
            for dev, inc, seq, head in db.execute(
                "SELECT dev, inc, seq, head FROM chains WHERE office = ? AND mine = 0 ORDER BY dev, inc", (unit,)
            )
        ]
        lines += [["missing", *one[:2], one.first, one.last] for one in waited_for if one.office == unit.hex()]
    lines += [
        ["file", sha256, outcome, code or "-"]
        for sha256, outcome, code in db.execute(
            "SELECT sha256, outcome, code FROM bundle_log WHERE office = ? AND sha256 <> '' ORDER BY no",
            (office.hex(),),
        )
    ]
    lines += [
        ["ask", record.hex(), field or "-", code]
        for record, field, code in db.execute(
            "SELECT record, field, code FROM questions WHERE office = ? ORDER BY id", (office,)
        )
    ]
    lines += [
        ["balance", purse.hex(), account, amount]
        for purse, account, amount in db.execute(
            "SELECT purse, account, sum(amount) FROM postings WHERE office = ? GROUP BY purse, account", (office,)
        )
    ]
    return lines


def own_life(db: sqlite3.Connection, device: bytes) -> tuple[bytes, int, str | None]:
    """The incarnation that a device of the province acknowledges in, the seq of its newest entry, and the incarnation it continues."""
    no, inc, seq = db.execute(
        "SELECT no, inc, seq FROM chains WHERE mine = 1 AND dev = ? AND audience = 'own' ORDER BY no DESC", (device,)
    ).fetchone()
    (line,) = db.execute("SELECT line FROM entries WHERE chain = ? AND seq = 1", (no,)).fetchone()
    return inc, seq, (decode_line(line).set or {}).get("continues")


def seal_ack(
    keys: DeviceKeys,
    trust: TrustList,
    office: bytes,
    lines: Sequence[Sequence[Any]],
    *,
    inc: bytes,
    number: int,
    continues: str | None,
    now: int,
) -> bytes:
    """The signed acknowledgement (.khb) for the devices of an office."""
    devices = trust.devices_of(office.hex())
    payload, facts = pack([encode(list(line)) for line in lines], [cert.enc for cert in devices])
    header = {
        "v": 1,
        "app": APP,
        "prov": trust.province,
        "dev": keys.device.hex(),
        "inc": inc.hex(),
        "no": number,
        "continues": continues,
        "office": office.hex(),
        "rcp": sorted(cert.dev.hex() for cert in devices),
        "enc": "age",
        "trust": trust.number,
        "t": now,
        **facts,
    }
    return seal(FileKind.ACK, keys, header, payload)
