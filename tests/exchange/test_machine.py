"""Offices and a province at work for months: whatever is written, lost, doubled, restored and ruled, the model agrees."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from db.check import check
from db.digests import folded_digest, state_digest
from db.exchange.trust.home_folder import Home
from db.store import Book
from db.tables.exchange import DELETED, MISSING
from db.tables.people import Person
from desktop_app.work.book import devices
from desktop_app.work.exchange import rulings, send_and_receive
from desktop_app.work.fund import movements
from tests.exchange.machine_books import FIELDS, MEMORY, NAMES, Bench, ready_province, shuffled
from tests.exchange.model import Shown
from tests.offices import TODAY, fixed_clock, receive

pytestmark = [pytest.mark.untraced, pytest.mark.timeout(7_200)]

names = st.sampled_from(sorted(NAMES))
offices = st.sampled_from(["A1", "A2", "B1"])
places = st.integers(0, 5)
seeds = st.integers(0, 10_000)
VALUES = {"full_name": ("An", "Bình", "Cường"), "phone": ("1", "2", None), "born": ("1960", "1971", None)}


class ExchangeMachine(RuleBasedStateMachine):
    """Four books, every file they wrote, and copies put aside; the models stand beside the books in the bench."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = Bench()
        self.files: list[Path] = []
        self.lists: list[Path] = []
        self.reached: dict[str, list[Path]] = {name: [] for name in NAMES}
        self.copies: list[tuple] = []
        self.province_ruled = False
        self.touched: set[str] = set(NAMES)
        for name in ("A1", "A2", "B1"):
            self._keep_copy(name)

    # --- writing ------------------------------------------------------------------------------------------------------

    def _wrote(self, name: str, before: dict[str, Shown], op: str, kind: str, fields: dict | None) -> None:
        """The journal says exactly what was done, and names all heads the book knew."""
        new = [self.bench.world.places[head].said for head in self.bench.note_writing(name)]
        (said,) = [one for one in new if one.kind == kind]
        assert said.op == op
        assert said.pre == (before[said.rec].heads if said.rec in before else frozenset())
        assert fields is None or said.set == fields
        self.touched.add(name)

    def _people(self, name: str) -> list[tuple]:
        return self.bench.rows(
            name, "SELECT id, full_name, phone, born FROM people WHERE office IS NOT NULL ORDER BY id"
        )

    @rule(name=names, full_name=st.sampled_from(VALUES["full_name"]), days=st.integers(-900, 900))
    def add(self, name, full_name, days):
        self._add(name, full_name, days)

    def _add(self, name: str, full_name: str, days: int) -> None:
        self.bench.set_clock(name, days)
        with self.bench.books[name].write() as tx:
            tx.create(Person, full_name=full_name)
        self._wrote(name, {}, "ins", "person", {"full_name": full_name})

    @rule(name=names, at=places, field=st.sampled_from(FIELDS), pick=st.integers(0, 2))
    def edit(self, name, at, field, pick):
        if people := self._people(name):
            self._edit(name, people[at % len(people)][0], field, pick)

    @rule(at=places, field=st.sampled_from(FIELDS), pair=st.sampled_from(["A1 A2", "A1 T", "B1 T"]), seed=seeds)
    def edit_apart(self, at, field, pair, seed):
        """Two books change one field without knowing of each other, and the province hears of it."""
        one, other = pair.split()
        both = sorted({row[0] for row in self._people(one)} & {row[0] for row in self._people(other)})
        if not both:
            return
        for pick, name in enumerate((one, other)):
            self._edit(name, both[at % len(both)], field, 1 + pick)
            if name != "T":
                self.files += self.bench.send(name)
        self._deliver("T", seed, 1.0)

    @rule(at=places, field=st.sampled_from(FIELDS), seed=seeds)
    def edit_one_after_the_other(self, at, field, seed):
        """The second device knows what the first wrote; the province hears of the second alone."""
        people = self._people("A1")
        if not people:
            return
        person = people[at % len(people)][0]
        self._edit("A1", person, field, 1)
        own = self.bench.send("A1", own=True)
        self.bench.deliver("A2", own)
        self._edit("A2", person, field, 2)
        sent = self.bench.send("A2")
        self.files += own + sent
        self._take("T", sent)

    @rule(name=offices)
    def leave_a_gap(self, name):
        """Of two runs only the second reaches the province."""
        self._add(name, "An", 0)
        (seq,) = self.bench.rows(name, "SELECT seq FROM chains WHERE mine = 1 ORDER BY no DESC LIMIT 1")[0]
        self._add(name, "Bình", 0)
        sent = self.bench.send(name, start=seq + 1)
        self.files += sent
        self._take("T", sent)

    def _edit(self, name: str, person: bytes, field: str, pick: int) -> None:
        shown = {row[0]: row[1:] for row in self._people(name)}
        value = VALUES[field][pick]
        if person not in shown or shown[person][FIELDS.index(field)] == value:
            return
        before = self.bench.models[name].records(("person",))
        with self.bench.books[name].write() as tx:
            setattr(tx.get(Person, person), field, value)
        self._wrote(name, before, "upd", "person", {field: value})

    @rule(name=names, at=places)
    def delete(self, name, at):
        people = self._people(name)
        if not people:
            return
        before = self.bench.models[name].records(("person",))
        with self.bench.books[name].write() as tx:
            tx.delete(tx.get(Person, people[at % len(people)][0]))
        self._wrote(name, before, "del", "person", {})

    @rule(name=offices, kind=st.sampled_from(["receive", "pay"]), amount=st.integers(1, 100))
    def book_money(self, name, kind, amount):
        category = "running" if kind == "pay" else None
        movements.book_movement(
            self.bench.books[name], movements.FundDraft(kind, amount, TODAY, "cash", category=category)
        )
        self._wrote(name, {}, "ins", "movement", None)

    @rule(name=offices, at=places)
    def reverse(self, name, at):
        rows = self.bench.rows(
            name, "SELECT id FROM movements WHERE kind <> 'opening' AND reversed_on IS NULL ORDER BY id"
        )
        if not rows:
            return
        before = self.bench.models[name].records(("movement",))
        movements.reverse(self.bench.books[name], rows[at % len(rows)][0], TODAY, "entered_twice")
        self._wrote(name, before, "rev", "movement", None)

    @rule(seed=seeds)
    def reverse_apart(self, seed):
        """Both devices of an office take one receipt back; it counts once."""
        made = movements.book_movement(self.bench.books["A1"], movements.FundDraft("receive", 7, TODAY, "cash")).id
        self._wrote("A1", {}, "ins", "movement", None)
        self.bench.deliver("A2", self.bench.send("A1", own=True))
        for name in ("A1", "A2"):
            if self.bench.rows(name, f"SELECT 1 FROM movements WHERE id = x'{made.hex()}'"):
                before = self.bench.models[name].records(("movement",))
                movements.reverse(self.bench.books[name], made, TODAY, "entered_twice")
                self._wrote(name, before, "rev", "movement", None)
                self.files += self.bench.send(name)
        self._deliver("T", seed, 1.0)

    @rule(name=st.sampled_from(["T", "T", "A1", "A2"]), at=places, keep=st.integers(1, 2))
    def settle(self, name, at, keep):
        open_ = self.bench.rows(name, "SELECT rec, field FROM conflicts ORDER BY rec, field")
        if not open_:
            return
        rec, field = open_[at % len(open_)]
        event(f"settled: {field or 'existence'}")
        before = self.bench.models[name].records(("person",))
        rulings.settle(self.bench.books[name], f"{rec.hex()}.{field or '-'}", keep=keep)
        new = [self.bench.world.places[head].said for head in self.bench.note_writing(name)]
        (said,) = [one for one in new if one.kind == "person"]
        assert said.op in ("res", "del") and said.pre == before[said.rec].heads
        self.touched.add(name)

    # --- files --------------------------------------------------------------------------------------------------------

    @rule(name=offices, how=st.sampled_from(["since", "since", "all", "own", "from"]), start=st.integers(2, 12))
    def send(self, name, how, start):
        options = {"all": {"everything": True}, "own": {"own": True}, "from": {"start": start}}.get(how, {})
        self.files += self.bench.send(name, **options)

    @rule()
    def answer(self):
        self.files += send_and_receive.answer(self.bench.books["T"], self.bench.fresh_folder())
        self.bench.note_writing("T")
        self.touched.add("T")

    @rule(name=st.sampled_from(["T", "T", "T", "A1", "A2", "B1"]), seed=seeds, share=st.sampled_from([0.4, 1.0]))
    def deliver(self, name, seed, share):
        self._deliver(name, seed, share)

    @rule(at=places, seed=seeds)
    def tamper(self, at, seed):
        """One byte of a file differs: the province refuses it, or knows it from the untouched header; nothing changes."""
        if not self.files:
            return
        content = bytearray(self.files[at % len(self.files)].read_bytes())
        content[seed % len(content)] ^= 1 + seed % 255
        forged = self.bench.fresh_folder() / "gia.khb"
        forged.write_bytes(content)
        (result,) = receive(self.bench.books["T"], forged)
        assert str(result.outcome) in ("REFUSED", "ALREADY_HAVE"), result
        self.touched.add("T")

    @rule(name=offices, seed=seeds, own=st.booleans())
    def pass_on(self, name, seed, own):
        """A book's newest files go straight to the province, or to the office's other devices."""
        self.files += self.bench.send(name, own=own)
        for to in ("A1", "A2") if own else ("T",):
            self._deliver(to, seed, 1.0)

    def _deliver(self, name: str, seed: int, share: float) -> None:
        chance = random.Random(seed)
        self._take(name, shuffled([path for path in self.files if chance.random() < share], chance))

    def _take(self, name: str, some: list[Path]) -> None:
        held = set(self.bench.models[name].held)
        self.bench.deliver(name, some)
        self.reached[name] += some
        assert held <= self.bench.models[name].held
        self.touched.add(name)

    # --- restoring, ruling, cutting -----------------------------------------------------------------------------------

    @rule(name=offices)
    def back_up(self, name):
        self._keep_copy(name)

    def _keep_copy(self, name: str) -> None:
        self.copies.append((name, self.bench.back_up(name), self.bench.models[name].copy()))

    @rule(at=places, home=st.booleans())
    def restore(self, at, home):
        self._restore(at, home)

    @rule(at=places, seed=seeds)
    def fork(self, at, seed):
        """What was written and sent is lost with the machine; the old copy, keys and all, writes the same numbers."""
        name = self.copies[at % len(self.copies)][0]
        self._add(name, "An", 0)
        self.files += self.bench.send(name, everything=True)
        self._restore(at, home=True)
        self._add(name, "Bình", 0)
        self.files += self.bench.send(name)
        self._deliver("T", seed, 1.0)

    def _restore(self, at: int, home: bool) -> None:
        name, kept, model = self.copies[at % len(self.copies)]
        chain_lost = any(one["verdict"] == "lost" for one in self.bench.models["T"].rulings())
        self.bench.restore(name, kept, model, home=home and not chain_lost)
        event("restored with its mark" if home else "restored")
        self.touched.add(name)

    @rule(at=places, verdict=st.sampled_from(["merge", "merge", "discard"]))
    def rule_on_file(self, at, verdict):
        province = self.bench.models["T"]
        able = [file for file, code in province.aside.values() if code in ("FORK", "REVOKED")]
        if not able:
            return
        file = sorted(able, key=lambda one: (one.chain, one.header["from"], one.header["head"]))[at % len(able)]
        event(f"ruled {province.aside[file.sha][1]}: {verdict}")
        rulings.rule(self.bench.books["T"], file.sha, verdict)
        self.bench.note_writing("T")
        if verdict == "discard":
            province.aside.pop(file.sha)
        province.retry()
        self.touched.add("T")

    @rule(at=places)
    def rule_lost(self, at):
        province = self.bench.models["T"]
        able = [f for f, code in province.aside.values() if code == "MISSING" and not self._may_fork(f.chain)]
        if not able:
            return
        file = sorted(able, key=lambda one: (one.chain, one.header["from"], one.header["head"]))[at % len(able)]
        dev, inc = file.chain
        top = max(
            (p.seq for p in map(self.bench.world.places.get, province.held) if (p.dev, p.inc) == (dev, inc)), default=0
        )
        if top >= file.header["from"] or top == 0:
            return
        if any(other.chain == file.chain and other.header["from"] < file.header["from"] for other in able):
            return  # only the gap itself: what waits inside a wider one would fit or not by the order it came in
        event("ruled lost")
        rulings.rule(self.bench.books["T"], f"{dev}:{inc}:{top + 1}-{file.header['from'] - 1}", "lost")
        self.bench.note_writing("T")
        province.retry()
        self.touched.add("T")

    def _may_fork(self, chain: tuple[str, str]) -> bool:
        """Whether there are, or may yet be, two versions: then nobody can say to which of them a lost stretch belongs."""
        lost = {self.bench.books[name].identity.device.hex() for name in self.bench.lost_marks}
        return chain[0] in lost or self.bench.world.is_forked(chain)

    @precondition(lambda self: not self.lists)
    @rule(name=offices, chance=st.integers(0, 3))
    def cut(self, name, chance):
        if chance:
            return
        event("cut a device")
        device = self.bench.books[name].identity.device
        self.lists.append(devices.cut_off(self.bench.books["T"], device, self.bench.fresh_folder()))
        self.files += self.lists
        self.bench.note_writing("T")
        self.bench.note_cuts("T")
        self.bench.models["T"].retry()
        self.touched.add("T")

    # --- what must hold -----------------------------------------------------------------------------------------------

    @invariant()
    def every_book_is_what_the_model_says(self):
        for name in sorted(self.touched):
            self._same_entries(name)
            self._same_records(name)
            self._same_money(name)
        self.touched.clear()

    def _same_entries(self, name: str) -> None:
        model = self.bench.models[name]
        rows = self.bench.rows(
            name, "SELECT c.dev, c.inc, e.seq, e.id, e.counts FROM entries e JOIN chains c ON c.no = e.chain"
        )
        found = sorted((dev.hex(), inc.hex(), seq, identity.hex(), counts) for dev, inc, seq, identity, counts in rows)
        held = [self.bench.world.places[head] for head in model.held]
        assert found == sorted((p.dev, p.inc, p.seq, p.said.id, int(model.counts(p))) for p in held)
        assert self.bench.aside(name) == {sha: code for sha, (_file, code) in model.aside.items()}
        tips = {row[0].hex() for row in self.bench.rows(name, "SELECT head FROM chains")}
        assert tips == model.tips()

    def _same_records(self, name: str) -> None:
        wanted = self.bench.models[name].records(("person",))
        rows = self.bench.rows(name, "SELECT rec, office, heads, marks FROM records WHERE kind = 'person'")
        assert {rec.hex() for rec, *_rest in rows} == set(wanted)
        shown = {row[0].hex(): row[1:] for row in self._people(name)}
        conflicts: dict[str, dict[str, frozenset[str]]] = {rec: {} for rec in wanted}
        for rec, field, options in self.bench.rows(name, "SELECT rec, field, options FROM conflicts"):
            conflicts[rec.hex()][field] = frozenset(one["entry"] for one in json.loads(options))
        for rec, office, heads, marks in rows:
            one = wanted[rec.hex()]
            split = frozenset(heads[at : at + 16].hex() for at in range(0, len(heads), 16))
            assert (office.hex(), split) == (one.owner, one.heads)
            assert (bool(marks & DELETED), bool(marks & MISSING)) == (one.deleted, one.missing)
            assert conflicts[rec.hex()] == one.conflicts
            values = tuple(one.values.get(field) for field in FIELDS)
            there = not one.deleted and values[0] is not None
            assert shown.get(rec.hex()) == (values if there else None)

    def _same_money(self, name: str) -> None:
        rows = self.bench.rows(
            name, "SELECT office, account, sum(amount) FROM postings GROUP BY office, account HAVING sum(amount) <> 0"
        )
        found = {(office.hex(), account): amount for office, account, amount in rows}
        assert found == self.bench.models[name].balances()

    def teardown(self):
        try:
            again = ("T", "A1", "A2", "B1")[len(self.files) % 4]
            for name, book in self.bench.books.items():
                assert check(book, rebuild=name in ("T", again)).problems == []
            self._another_province_agrees()
        finally:
            self.bench.close()

    def _another_province_agrees(self) -> None:
        province = self.bench.books["T"]
        if any(code == "FORK" for _file, code in self.bench.models["T"].aside.values()):
            return
        verdicts = {one["verdict"] for one in self.bench.models["T"].rulings()}
        if "discard" in verdicts or ("merge" in verdicts and self.lists):
            return  # a province that took the other version in first keeps it
        event("compared with another province")
        words = send_and_receive.send(province, self.bench.fresh_folder(), everything=True, own=False)
        own = [path for path, _run, _sha in words.files]
        own = own + [
            path for path, _run, _sha in send_and_receive.send(province, self.bench.fresh_folder(), own=True).files
        ]
        with self._other_province() as other:
            receive(other, *own)
            some = shuffled(self.reached["T"] + self.lists, random.Random(7))
            for at in range(0, len(some), 3):
                receive(other, *some[at : at + 3])
            _take_every_version_in(other)
            with province.reading() as mine, other.reading() as theirs:
                assert _what_offices_wrote(mine) == _what_offices_wrote(theirs)
                if "merge" not in verdicts:
                    assert state_digest(mine) == state_digest(theirs)
                    assert folded_digest(mine) == folded_digest(theirs)

    def _other_province(self) -> Book:
        folder = self.bench.fresh_folder()
        ready = Path(ready_province().name) / "mau"
        shutil.copy(ready / "tinh.skh", folder / "so.skh")
        shutil.copytree(ready / "khoa-tinh", folder / "khoa")
        return Book.open(folder / "so.skh", home=Home(folder / "khoa"), clock=fixed_clock(9), write=True)


def _take_every_version_in(province: Book) -> None:
    """Rule every fork that this province met, in whatever order, until none is left."""
    while forks := [one for one in rulings.set_aside(province) if one.code == "FORK"]:
        rulings.rule(province, min(forks, key=lambda one: (one.first, one.dev, one.inc, one.last)).sha256, "merge")


def _what_offices_wrote(db: sqlite3.Connection) -> list[tuple]:
    """Records, rows, conflicts and balances without the province's rulings, of which each order needs its own."""
    asked = (
        "SELECT rec, kind, office, heads, marks FROM records WHERE kind <> 'ruling' ORDER BY rec",
        "SELECT id, office, full_name, phone, born FROM people ORDER BY id",
        "SELECT rec, field, code, options FROM conflicts ORDER BY rec, field",
        "SELECT office, purse, account, sum(amount) FROM postings GROUP BY office, purse, account ORDER BY 1, 2, 3",
    )
    return [row for sql in asked for row in db.execute(sql).fetchall()]


def test_books_and_model_agree_whatever_happens(request, monkeypatch):
    if MEMORY.is_dir():
        monkeypatch.setattr(tempfile, "tempdir", str(MEMORY))
    many = 10_000 if request.config.getoption("--long") else 2_000
    run_state_machine_as_test(
        ExchangeMachine,
        settings=settings(
            max_examples=many,
            stateful_step_count=15,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
