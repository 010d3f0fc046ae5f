"""SQLModel tables, one file a subject; beside each table: which kind it is, how it travels and who may write it."""

from __future__ import annotations

from db.tables.awards import Award, AwardNote, Decision, Round
from db.tables.exchange import Question, Ruling, Same
from db.tables.fund import Donor, Movement, MovementNote, Purse
from db.tables.people import Actor, Group, Learner, LearnerName, Membership, Person, Post
from db.tables.record import Record
from db.tables.reports import Statement
from db.tables.units import Branch, Cluster, Contact, HeadCount, Population, Target, Unit

KINDS: dict[str, type[Record]] = {
    model.kind_of.name: model
    for model in (
        Unit,
        Cluster,
        Target,
        Population,
        Contact,
        Branch,
        HeadCount,
        Person,
        Learner,
        LearnerName,
        Membership,
        Post,
        Group,
        Actor,
        Donor,
        Purse,
        Movement,
        MovementNote,
        Round,
        Decision,
        Award,
        AwardNote,
        Statement,
        Same,
        Ruling,
        Question,
    )
}
"""Every travelling kind by its name in the journal."""
