"""Makes the kept bundle and the kept book of this version: `python -m tests.kept.make NEW_FOLDER`. Run once for each.

The files are kept as they came out; tests read them for as long as books of that version may be about. They are never
made again: what a later program makes may differ, what it reads may not.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import zstandard

from db.exchange.wire.canonical_json import natural_key
from db.seed import default_purse
from db.store import Book
from db.tables.fund import Movement, MovementNote
from db.tables.people import Learner, LearnerName, Membership, Person
from db.tables.units import Population
from desktop_app.work.exchange import send_and_receive
from tests.offices import found


def fill(office: Book) -> None:
    """A few records of every travel class, with letters of Vietnamese and Êđê."""
    with office.write() as tx:
        person = tx.create(Person, full_name="H'Blum Buôn Yă", born="1961", ethnic_group="Ê Đê", phone="0905000001")
        tx.create(Membership, person=person.id, joined="2019-01-01")
        silent = tx.create(Learner, born_year=2008, school="THCS Ngô Quyền", class_name="6A")
        tx.create(LearnerName, learner=silent.id, full_name="Y Khuyết Danh", guardian="Ama Khuyết")
        known = tx.create(Learner, born_year=2007, school="THCS Ngô Quyền")
        tx.create(LearnerName, learner=known.id, full_name="Đặng Thị Ưng", consent_on="2020-06-01", consent_by="Mẹ")
        purse = default_purse(office.unit)
        opening = {"purse": purse, "account": "cash", "dated": "2020-01-01"}
        money = tx.create(Movement, kind="opening", amount=12_500_000, **opening)
        tx.create(MovementNote, movement=money.id, note="Quỹ năm trước chuyển sang")
        key = natural_key("population", office.unit.hex(), 2020)
        tx.create(Population, id=key, unit=office.unit, year=2020, people=11_250, households=2_710, pupils=2_304)
    with office.write() as tx:
        tx.get(Person, person.id).phone = None


def make_book(out: Path) -> None:
    """A province's book (zstd) in which an edit waits for the record it belongs to, and the file that will bring it."""
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        network = found(Path(folder), "24373")
        network.enrol("may-2", unit="24373")
        first, second = network.offices["24373"], network.offices["may-2"]
        send_and_receive.receive(first, [network.answer()])
        with first.write() as tx:
            person = tx.create(Person, full_name="Y Thiên Niê", born="1958")
            tx.create(Membership, person=person.id, joined="2018-05-01")
        send_and_receive.receive(second, network.send(first, own=True))
        with second.write() as tx:
            tx.get(Person, person.id).phone = "0905000002"
        send_and_receive.receive(network.province, network.send(second))
        (late,) = network.send(first)
        (out / "late.khb").write_bytes(late.read_bytes())
        keys = network.province.keys
        assert keys is not None
        (out / "keys.json").write_text(json.dumps({"sign": keys.seed.hex(), "age": keys.age_secret}) + "\n")
        network.close()
        book = zstandard.ZstdCompressor(level=19).compress((Path(folder) / "tinh.skh").read_bytes())
        (out / "tinh.skh.zst").write_bytes(book)


def make(out: Path) -> None:
    """Write the trust list, the bundle, the reader's secret and the lines that must be read."""
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        network = found(Path(folder), "24373")
        office = network.offices["24373"]
        fill(office)
        (bundle,) = network.send(office)
        (out / "journal.khb").write_bytes(bundle.read_bytes())
        with network.province.reading() as db:
            trust = db.execute("SELECT file FROM trust_lists ORDER BY number DESC LIMIT 1").fetchone()[0]
        (out / "trust.khb").write_bytes(trust)
        assert network.province.keys is not None
        reader = {"sign": network.province.keys.seed.hex(), "age": network.province.keys.age_secret}
        (out / "reader.json").write_text(json.dumps(reader) + "\n", encoding="utf-8")
        header = send_and_receive.inspect(bundle)["header"]
        (out / "header.json").write_text(json.dumps(header, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        send_and_receive.receive(network.province, [bundle])
        with network.province.reading() as db:
            lines = db.execute(
                "SELECT hex(e.id), e.content, e.line FROM entries e JOIN chains c ON c.no = e.chain"
                " WHERE c.dev = ? ORDER BY e.seq",
                (office.identity.device,),
            ).fetchall()
        text = "".join(f"{identity.lower()} {content} {line.decode()}\n" for identity, content, line in lines)
        (out / "lines.txt").write_text(text, encoding="utf-8")
        network.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
    make_book(Path(sys.argv[1]) / "book")
