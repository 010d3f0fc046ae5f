"""People: adults, learners and what is kept apart of them, memberships, posts, groups and the officers who write.

Anyone entered as a pupil or under 18 on that day is a learner in every role. What may be counted of a learner travels;
name, birth date, guardian, address and phone travel only while a consent is recorded.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from db.tables.record import YEARS, Kind, Listed, Record, Travels

SEXES = ("female", "male")
LEAVING = ("moved", "resigned", "removed", "died")
GROUP_KINDS = ("family", "clan", "unit")


class Person(Listed, table=True):
    """An adult, in all roles: member, officer, recipient, head of a family."""

    __tablename__ = "people"
    __table_args__ = (Index("people_in_order", "office", "sort_key", "id"),)
    kind_of: ClassVar[Kind] = Kind("person", births=("born",), choices={"sex": SEXES}, required=("full_name",))

    full_name: str
    given: str | None = None
    born: str | None = None
    sex: str | None = None
    ethnic_group: str | None = None
    phone: str | None = None
    address: str | None = None


class Learner(Record, table=True):
    """What may be counted of a pupil or of anyone under 18."""

    __tablename__ = "learners"
    kind_of: ClassVar[Kind] = Kind("learner", choices={"sex": SEXES}, bounds={"born_year": YEARS})

    born_year: int | None = None
    sex: str | None = None
    ethnic_group: str | None = None
    school: str | None = None
    class_name: str | None = None


class LearnerName(Listed, table=True):
    """Who a learner is; leaves the office only while `consent_on` is recorded."""

    __tablename__ = "learner_names"
    __table_args__ = (Index("learner_names_in_order", "office", "sort_key", "id"),)
    kind_of: ClassVar[Kind] = Kind(
        "learner.name",
        travels=Travels.CONSENT,
        dates=("consent_on",),
        births=("born",),
        required=("learner", "full_name"),
    )

    learner: bytes = Field(index=True)
    full_name: str
    given: str | None = None
    born: str | None = None
    guardian: str | None = None
    address: str | None = None
    phone: str | None = None
    consent_on: str | None = None
    consent_by: str | None = None


class Membership(Record, table=True):
    """One stay of a person in a branch: a member from `joined` up to the day before `left_on`."""

    __tablename__ = "memberships"
    __table_args__ = (
        Index("memberships_by_person", "person", "office", "joined", "left_on"),
        Index("memberships_by_branch", "branch"),
        Index("memberships_by_office", "office", "joined", "left_on"),
    )
    kind_of: ClassVar[Kind] = Kind(
        "membership", dates=("joined", "left_on"), choices={"reason": LEAVING}, required=("person", "joined")
    )

    person: bytes
    branch: bytes | None = None
    joined: str
    left_on: str | None = None
    reason: str | None = None


class Post(Record, table=True):
    """A post that a person holds in a unit."""

    __tablename__ = "posts"
    kind_of: ClassVar[Kind] = Kind("post", dates=("since", "until"), required=("person", "unit", "post"))

    person: bytes = Field(index=True)
    unit: bytes
    post: str
    since: str | None = None
    until: str | None = None


class Group(Listed, table=True):
    """A recipient that is no single person: a family, a clan, a class or another body."""

    __tablename__ = "groups"
    named_by: ClassVar[str] = "name"
    kind_of: ClassVar[Kind] = Kind("group", choices={"kind": GROUP_KINDS}, required=("name", "kind"))

    name: str
    kind: str
    address: str | None = None


class Actor(Record, table=True):
    """The name behind the random id that entries carry as their writer."""

    __tablename__ = "actors"
    kind_of: ClassVar[Kind] = Kind("actor", required=("full_name",))

    full_name: str
    post: str | None = None
