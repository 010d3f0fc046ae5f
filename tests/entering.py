"""Records entered in a line: what stories need to be there, by the verbs that forms and commands use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from db.store import Book
from desktop_app.work.awards.declared import GROUPS, ROUNDS
from desktop_app.work.fund.declared import DECISIONS, DONORS, PURSES
from desktop_app.work.members.declared import BRANCHES
from desktop_app.work.records.results import Done
from desktop_app.work.records.verbs import correct, create, put, put_many
from desktop_app.work.units.declared import CLUSTERS, CONTACTS, POPULATION, POSTS, TARGETS, UNITS

Fields = Mapping[str, Any]


def branch(name: str, kind: str = "village", founded: date | None = None, **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": kind, "founded": founded, **more}


def add_branch(book: Book, said: Fields) -> Done:
    return create(book, BRANCHES, said)


def change_branch(book: Book, identity: bytes, said: Fields) -> Done:
    return correct(book, BRANCHES, identity, said)


def add_donor(
    book: Book, full_name: str, kind: str = "person", address: str | None = None, phone: str | None = None
) -> Done:
    return create(book, DONORS, {"full_name": full_name, "kind": kind, "address": address, "phone": phone})


def change_donor(book: Book, identity: bytes, said: Fields) -> Done:
    return correct(book, DONORS, identity, said)


def add_purse(book: Book, name: str, *, restricted: bool = False, **more: Any) -> Done:
    return create(book, PURSES, {"name": name, "restricted": int(restricted), **more})


def change_purse(book: Book, identity: bytes, said: Fields) -> Done:
    return correct(book, PURSES, identity, said)


def add_round(book: Book, name: str, purpose: str, **more: Any) -> Done:
    return create(book, ROUNDS, {"name": name, "purpose": purpose, **more})


def change_round(book: Book, identity: bytes, said: Fields) -> Done:
    return correct(book, ROUNDS, identity, said)


def decision(number: int, on: date, year: int | None = None, **more: Any) -> dict[str, Any]:
    return {"no": number, "on": on, "year": year, **more}


def add_decision(book: Book, said: Fields) -> Done:
    return create(book, DECISIONS, said)


def change_decision(book: Book, identity: bytes, said: Fields) -> Done:
    return correct(book, DECISIONS, identity, said)


def add_group(book: Book, name: str, kind: str, address: str | None = None) -> Done:
    return create(book, GROUPS, {"name": name, "kind": kind, "address": address})


def add_post(book: Book, person: bytes, unit: bytes, post: str, since: date | None, until: date | None) -> Done:
    return create(book, POSTS, {"person": person, "unit": unit, "post": post, "from": since, "until": until})


def end_post(book: Book, identity: bytes, until: date) -> Done:
    return correct(book, POSTS, identity, {"until": until})


def new_unit(
    code: str, name: str, level: str, parent: bytes | None, since: date, until: date | None = None
) -> dict[str, Any]:
    return {"code": code, "name": name, "level": level, "parent": parent, "from": since, "until": until}


def add_unit(book: Book, said: Fields) -> Done:
    return create(book, UNITS, said)


def change_unit(book: Book, identity: bytes, said: Fields) -> Done:
    return correct(book, UNITS, identity, said)


def set_population(
    book: Book, unit: bytes, year: int, people: int | None, households: int | None = None, pupils: int | None = None
) -> Done:
    numbers = {"people": people, "households": households, "pupils": pupils}
    return put(book, POPULATION, {"unit": unit, "year": year, **{n: v for n, v in numbers.items() if v is not None}})


def target(unit: bytes, year: int, indicator: str, value: int) -> dict[str, Any]:
    return {"unit": unit, "year": year, "indicator": indicator, "value": value}


def set_targets(book: Book, wanted: Sequence[Fields]) -> int:
    return put_many(book, TARGETS, wanted)


def set_cluster(
    book: Book, number: int, year: int, name: str, units: Sequence[bytes], leader: bytes | None = None
) -> Done:
    held = [unit.hex() for unit in units]
    return put(book, CLUSTERS, {"number": number, "year": year, "name": name, "units": held, "leader": leader})


def keep_contact(book: Book, unit: bytes, said: Fields) -> Done:
    return put(book, CONTACTS, {"unit": unit, **said})
