"""Five years of a province's offices, written through their own books and sent in rounds: what `province` takes in.

Each office has a book of its own while it is written, one after the other in two processes, and only its files stay. The
moments of all offices lie side by side in each round, as they do in life, so that nothing arrives better ordered.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

from measuring import new_book

from db.book_file import remove
from db.change import Change
from db.clock import Clock
from db.exchange.outgoing.send import OwnRun, own_chains, seal_run
from db.exchange.trust.home_folder import Home
from db.exchange.wire.bundle_file import write_file
from db.exchange.wire.entry import genesis, next_head
from db.exchange.wire.fast_decode import read_stored
from db.journal import Writing
from db.seed import default_purse
from db.store import Book
from db.tables.awards import Award, Decision, Round
from db.tables.fund import Donor, Movement
from db.tables.people import Learner, LearnerName, Membership, Person
from desktop_app.demo import names
from desktop_app.values.periods import parse_period
from desktop_app.work.book import enrolment
from desktop_app.work.book.trust_in_force import require_trust
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.reports import period_closing
from desktop_app.work.units import units
from tests import entering

FIRST_DAY, LAST_DAY = date(2020, 7, 1), date(2025, 6, 30)
PERIOD = parse_period("2025H1")
RUN = 1_700
"""Entries in one bundle, about: five million are 3,000 bundles."""
ROUNDS = 16
DISTRICTS = 9
"""The number of a cluster of all districts together, larger than any real one."""
MILLISECONDS = 86_400_000
SHARES = {"registered": 0.07, "edited": 0.38, "moved": 0.10, "left": 0.02, "booked": 0.20, "awarded": 0.08 / 3}
"""Of a round's entries: how many are registered (two entries each), corrected, moved (two), and so on."""


@dataclass(frozen=True)
class Scale:
    """How large a province is: its offices, and how many entries each of them sends in a round."""

    offices: int
    run: int

    @classmethod
    def of(cls, rows: int, communes: int) -> Scale:
        """The scale for so many entries in all."""
        offices = min(max(rows // (ROUNDS * RUN), 1), communes)
        return cls(offices, math.ceil(rows / (ROUNDS * offices)))


class Calendar:
    """The time of one office: a round lasts about four months, and every entry is written a little later."""

    def __init__(self, seed: str) -> None:
        self._chance = Random(seed)
        self._length = (LAST_DAY - FIRST_DAY).days * MILLISECONDS // ROUNDS
        self._next = self._end = 0
        self._step = 1.0
        self.begin(0, 1)

    def begin(self, number: int, entries: int) -> None:
        """The beginning of a round in which so many entries are written."""
        start = self._moment(FIRST_DAY) + number * self._length
        self._next, self._end = float(start), start + self._length - MILLISECONDS
        self._step = (self._length - MILLISECONDS) / (3 * entries + 100)

    def come_to(self, day: date) -> None:
        """Go on to a day, on which little is written."""
        self._next = float(self._moment(day))
        self._end = int(self._next) + MILLISECONDS - 1

    @staticmethod
    def _moment(day: date) -> int:
        return (day - date(1970, 1, 1)).days * MILLISECONDS

    def clock(self) -> Clock:
        """The clock that goes by this calendar, with repeatable chance."""
        return Clock(now=self._tick, today=lambda: self.today, random=self._chance.randbytes)

    @property
    def today(self) -> date:
        """The day it is."""
        return date(1970, 1, 1) + timedelta(milliseconds=self._next)

    def _tick(self) -> int:
        self._next = min(self._next + self._step * self._chance.random() * 2, self._end)
        return int(self._next)


def last_clock() -> Clock:
    """The clock of the last day, on which everything has been sent."""
    calendar = Calendar("last day")
    calendar.begin(ROUNDS, 1)
    return calendar.clock()


def found(folder: Path, rows: int) -> tuple[Scale, list[str]]:
    """A province with its offices enrolled, nothing recorded yet; returns the scale and the offices' codes."""
    calendar = Calendar("66")
    asks, made = folder / "asks", folder / "made"
    asks.mkdir(parents=True)
    with new_book(folder, "66", "province", calendar.clock(), FIRST_DAY) as province:
        enrolment.found_province(province)
        with province.reading() as db:
            communes = _communes(db)
        scale = Scale.of(rows, len(communes))
        codes = communes[: scale.offices]
        for code in codes:
            with new_book(folder, code, "office", Calendar(code).clock(), FIRST_DAY) as book:
                enrolment.ask(book, asks)
        enrolment.approve(province, enrolment.read_asks([asks]), made)
        calendar.begin(ROUNDS - 1, 1)
        with province.reading() as db:
            districts = [one.id for one in units.units_on(db, LAST_DAY.isoformat(), "district")]
        entering.set_cluster(province, DISTRICTS, LAST_DAY.year, "Cụm của mọi huyện", districts)
    return scale, codes


def _communes(db: Any) -> list[str]:
    """The codes of all communes on the last day, those of the first districts in the list together."""
    day = LAST_DAY.isoformat()
    districts = [one.id for one in units.units_on(db, day, "district")]
    communes = units.units_on(db, day, "commune")
    return [one.code for one in sorted(communes, key=lambda one: districts.index(one.parent))]


def write_all(folder: Path, scale: Scale, codes: Sequence[str]) -> Iterator[str]:
    """Every office writes and sends its five years; yields the codes as they are done."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        yield from workers.map(partial(write_office, folder, scale), codes)


def write_office(folder: Path, scale: Scale, code: str) -> str:
    """One office from its enrolment to its last statement; its book is removed, its files lie in the rounds' folders."""
    calendar, chance = Calendar(f"{code} writes"), Random(code)
    calendar.begin(0, 100)
    path = folder / f"{code}.skh"
    with Book.open(path, home=Home(folder / "khoa"), clock=calendar.clock(), write=True) as book:
        made = folder / "made"
        enrolment.accept(book, [*made.glob("KH-tincay-*"), *made.glob(f"KH-khoidau-{code}-*")])
        ends = []
        for turn in range(ROUNDS):
            calendar.begin(turn, scale.run)
            write_round(book, scale.run, turn, chance)
            if turn == ROUNDS - 1:
                calendar.come_to(LAST_DAY + timedelta(days=1))  # a period is stated when it is over
                period_closing.close_period(book, PERIOD)
            ends.append(_position(book))
        seal_rounds(book, code, ends, folder)
    remove(path)
    return code


def _position(book: Book) -> int:
    with book.reading() as db:
        seq: int = db.execute("SELECT max(seq) FROM chains WHERE mine = 1").fetchone()[0]
    return seq


def seal_rounds(book: Book, code: str, ends: Sequence[int], folder: Path) -> None:
    """The office's chain sealed in as many runs, each in the folder of its round; it is read through once."""
    assert book.keys is not None
    trust = require_trust(book)
    with book.reading() as db:
        (no, inc, audience, _seq), *others = own_chains(db, book.identity.device)
        assert not others
        last, head = 0, genesis(book.identity.device, inc)
        for number, end in enumerate(ends):
            first, before = last + 1, head
            rows = db.execute(
                "SELECT line FROM entries WHERE chain = ? AND seq BETWEEN ? AND ? ORDER BY seq", (no, first, end)
            )
            lines = [line for (line,) in rows]
            for line in lines:
                head = next_head(head, read_stored(line, book.identity.device, inc)[1])
            last = end
            run = OwnRun(no, inc, audience, first, end, before, head, lines)
            sealed = seal_run(db, book.author, book.keys, trust, run, code=code, now=book.clock.now())
            write_file(folder / f"goi-{number + 1:02d}" / sealed.name, sealed.content)


def write_round(book: Book, entries: int, turn: int, chance: Random) -> None:
    """What an office writes in four months; in its first months it enters the members it has."""
    count = {name: max(round(share * entries), 1) for name, share in SHARES.items()}
    if turn == 0:
        count["registered"], count["edited"], count["moved"] = round(0.38 * entries), 1, 1
    today = book.clock.today()
    membership.register_many(book, [_stay(chance, today) for _number in range(count["registered"])])
    with book.write() as tx:
        _correct_people(tx, book, count["edited"], chance)
        _move_members(tx, book, count, chance)
    with book.write() as tx:
        _book_movements(tx, book, count["booked"], turn, chance)
        _give_awards(tx, count["awarded"], chance)


def _stay(chance: Random, joined: date) -> membership.ListedMember:
    name, sex, group = names.person(chance)
    phone = f"09{chance.randint(0, 99_999_999):08d}"
    born = str(chance.randint(1938, 1995))
    draft = people.PersonDraft(name, born=born, sex=sex, ethnic_group=group, phone=phone)
    return membership.ListedMember(draft, joined)


def _correct_people(tx: Writing, book: Book, count: int, chance: Random) -> None:
    """A new telephone, a new address, and of every tenth the name."""
    known = tx.db.execute("SELECT id FROM people").fetchall()
    for (person,) in chance.sample(known, min(count, len(known))):
        sort = chance.random()
        if sort < 0.1:
            fields = {"full_name": names.person(chance)[0]}
        elif sort < 0.6:
            fields = {"phone": f"09{chance.randint(0, 99_999_999):08d}"}
        else:
            fields = {"address": chance.choice(names.VILLAGES)}
        _set(tx, Person, person, book.unit, fields)


def _set(tx: Writing, model: Any, identity: bytes, office: bytes, fields: Mapping[str, Any]) -> None:
    assignments = ", ".join(f"{name} = ?" for name in fields)
    tx.db.execute(f"UPDATE {model.__tablename__} SET {assignments} WHERE id = ?", (*fields.values(), identity))
    tx.note(Change("upd", model.kind_of.name, identity, office, dict(fields)))


def _move_members(tx: Writing, book: Book, count: Mapping[str, int], chance: Random) -> None:
    """Some stays end and begin again elsewhere, some end for good."""
    stays = tx.db.execute("SELECT id, person FROM memberships WHERE left_on IS NULL").fetchall()
    ended = chance.sample(stays, min(count["moved"] + count["left"], len(stays) // 2))
    today = book.clock.today().isoformat()
    for number, (stay, _person) in enumerate(ended):
        reason = "moved" if number < count["moved"] else chance.choice(("resigned", "died"))
        _set(tx, Membership, stay, book.unit, {"left_on": today, "reason": reason})
    tx.insert_many(Membership, ({"person": person, "joined": today} for _stay, person in ended[: count["moved"]]))


def _book_movements(tx: Writing, book: Book, count: int, turn: int, chance: Random) -> None:
    """Gifts and dues, and about half as much paid out."""
    today = book.clock.today()
    purse = default_purse(book.unit)
    tx.insert_many(Donor, ({"full_name": names.person(chance)[0], "kind": "person"} for _number in range(3)))
    donors = [row[0] for row in tx.db.execute("SELECT id FROM donors ORDER BY id DESC LIMIT 3")]
    common = {"purse": purse, "account": "cash", "dated": today.isoformat(), "year": today.year}
    pays = [number % 3 == 2 for number in range(count)]
    tx.insert_many(
        Movement,
        (
            {
                **common,
                "kind": "pay" if pay else "receive",
                "amount": chance.randint(1, 9) * (10_000 if pay else 50_000),
                "category": "running" if pay else chance.choice(("gift_person", "dues")),
                "party": None if pay else chance.choice(donors),
                "book": "PC" if pay else "PT",
                "number": turn * count + number + 1,
            }
            for number, pay in enumerate(pays)
        ),
    )


def _give_awards(tx: Writing, count: int, chance: Random) -> None:
    """A round for pupils whose names stay in the office."""
    today = tx.clock.today()
    round_ = tx.create(Round, name="Khen thưởng học sinh giỏi", purpose="talent").id
    decision = tx.create(Decision, number=today.month, year=today.year, dated=today.isoformat()).id
    tx.flush()
    pupils = [tx.new_id() for _number in range(count)]
    tx.insert_many(Learner, ({"id": one, "born_year": chance.randint(2006, 2014), "sex": "female"} for one in pupils))
    tx.insert_many(LearnerName, ({"learner": one, "full_name": names.person(chance)[0]} for one in pupils))
    award = {"round": round_, "recipient_kind": "pupil", "form": "certificate", "state": "approved"}
    award |= {"decision": decision, "amount": 100_000}
    tx.insert_many(Award, ({**award, "recipient": one} for one in pupils))
