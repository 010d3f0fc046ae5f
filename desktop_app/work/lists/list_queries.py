"""Lists: for each subject the ids in display order and pages of rows, straight from SQL, with search and filters."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.i18n import _
from db.refusal import Refusal
from db.text import plain
from desktop_app.work.lists.distinct_members import once

PAGE = 500


@dataclass(frozen=True)
class Query:
    """What a list shows: one office or all (None), a search text, and filters by name."""

    subject: str
    office: bytes | None = None
    search: str = ""
    today: str = ""
    branch: bytes | None = None
    round: bytes | None = None
    state: str | None = None


@dataclass(frozen=True)
class Shown:
    """How a subject is listed: the tables, what a row shows, the order, and how it is searched."""

    source: str
    columns: str
    order: str
    office: str
    name: str | None = None
    where: str = "1"
    ordered: str | None = None
    """The tables that order and search need, where they are fewer than a row shows."""

    @property
    def slim(self) -> str:
        """The tables to find and order ids in."""
        return self.ordered or self.source


def _adult_or_learner(reference: str) -> str:
    """Joins to whoever a reference names; through the view of all persons SQLite would first gather everybody."""
    return (
        f" LEFT JOIN people p ON p.id = {reference} LEFT JOIN learners l ON l.id = {reference}"
        f" LEFT JOIN learner_names ln ON ln.learner = {reference}"
    )


OFFICE = "(SELECT name FROM units WHERE id = t.office) AS office"
SUBJECTS: dict[str, Shown] = {
    "members": Shown(
        f"memberships t{_adult_or_learner('t.person')} LEFT JOIN branches b ON b.id = t.branch",
        "coalesce(p.full_name, ln.full_name, '') AS full_name,"
        " coalesce(p.born, ln.born, CAST(l.born_year AS TEXT)) AS born, coalesce(p.sex, l.sex) AS sex,"
        " coalesce(p.ethnic_group, l.ethnic_group) AS ethnic_group, coalesce(p.phone, ln.phone) AS phone,"
        " coalesce(p.address, ln.address) AS address, b.name AS branch, t.joined, t.left_on AS left,"
        f" t.reason, t.person AS person, {OFFICE}",
        "coalesce(p.sort_key, (SELECT x.sort_key FROM learner_names x WHERE x.learner = t.person), x''), t.id",
        "t.office",
        "t.person",
        "(p.id IS NOT NULL OR EXISTS (SELECT 1 FROM learners x WHERE x.id = t.person))",
        "memberships t LEFT JOIN people p ON p.id = t.person",
    ),
    "people": Shown(
        "persons t", "t.full_name, t.born, t.sex, t.ethnic_group, t.phone, t.address, t.kind", "t.sort_key, t.id", "t.office", "t.id"
    ),
    "branches": Shown(
        "branches t",
        "t.name, t.kind, t.founded, t.dissolved, t.head, t.phone,"
        " (SELECT count(*) FROM memberships m WHERE m.branch = t.id AND m.left_on IS NULL) AS members,"
        " (SELECT people FROM head_counts h WHERE h.branch = t.id ORDER BY dated DESC LIMIT 1) AS head_count,"
        " (SELECT max(dated) FROM head_counts h WHERE h.branch = t.id) AS head_count_on",
        "t.sort_key, t.id",
        "t.office",
        "t.id",
    ),
    "donors": Shown("donors t", "t.full_name, t.kind, t.address, t.phone", "t.sort_key, t.id", "t.office", "t.id"),
    "groups": Shown("groups t", "t.name, t.kind, t.address", "t.sort_key, t.id", "t.office", "t.id"),
    "purses": Shown(
        "purses t",
        "t.name, t.restricted, t.purpose, t.donor,"
        " (SELECT group_concat(value, ' ') FROM json_each(t.allowed)) AS allowed",
        "t.name, t.id",
        "t.office",
    ),
    "fund": Shown(
        "movements t LEFT JOIN purses q ON q.id = t.purse LEFT JOIN purses z ON z.id = t.to_purse"
        " LEFT JOIN donors d ON d.id = t.party"
        " LEFT JOIN people p ON p.id = t.party LEFT JOIN movement_notes n ON n.movement = t.id"
        " LEFT JOIN units u ON u.id = t.party"
        " LEFT JOIN categories c ON c.code = t.category",
        "t.dated AS \"on\", t.kind, t.amount, q.name AS purse, t.account, t.book, t.block, t.number, t.year,"
        " coalesce(d.full_name, p.full_name, n.party, u.name) AS party, t.category, c.name AS category_name, n.note, n.goods,"
        f" z.name AS to_purse, t.to_account, t.reversed_on, t.reversed_reason, {OFFICE}",
        "t.dated DESC, t.id DESC",
        "t.office",
    ),
    "categories": Shown("categories t", "t.code, t.name, t.side, t.feeds", "t.rowid", "NULL"),
    "rounds": Shown(
        "rounds t",
        "t.name, t.school_year, t.purpose, t.budget,"
        " (SELECT count(*) FROM awards a WHERE a.round = t.id AND a.state <> 'withdrawn') AS awards",
        "t.id DESC",
        "t.office",
    ),
    "decisions": Shown(
        "decisions t",
        "t.number AS no, t.year, t.dated AS \"on\", t.signer, t.signer_post, t.title, t.subject",
        "t.year DESC, t.number DESC",
        "t.office",
    ),
    "awards": Shown(
        "awards t LEFT JOIN rounds r ON r.id = t.round LEFT JOIN decisions d ON d.id = t.decision"
        f"{_adult_or_learner('t.recipient')} LEFT JOIN groups g ON g.id = t.recipient"
        " LEFT JOIN donors o ON o.id = t.recipient LEFT JOIN units u ON u.id = t.recipient"
        " LEFT JOIN award_notes n ON n.award = t.id",
        "coalesce(p.full_name, ln.full_name, g.name, o.full_name, u.name, '') AS recipient, t.recipient_kind, r.name AS round, r.purpose, t.form,"
        " t.amount, t.goods_value, t.state, t.certificate_no, d.number AS decision_no, d.year AS decision_year, n.reason, n.goods,"
        f" {OFFICE}",
        "t.round DESC, coalesce(p.sort_key, ln.sort_key, g.sort_key, o.sort_key, u.sort_key), t.id",
        "t.office",
    ),
    "population": Shown(
        "population t JOIN units u ON u.id = t.unit", "u.code AS unit, u.name, t.year, t.people, t.households, t.pupils",
        "u.sort_key, t.year", "t.office"
    ),
    "targets": Shown(
        "targets t JOIN units u ON u.id = t.unit", "u.code AS unit, u.name, t.year, t.indicator, t.value",
        "u.sort_key, t.year, t.indicator", "t.unit"
    ),
    "units": Shown("units t", "t.code, t.name, t.level, t.since AS \"from\", t.until", "t.sort_key, t.since", "t.id"),
    "clusters": Shown("clusters t", "t.number, t.year, t.name, t.units", "t.number, t.year", "NULL"),
    "contacts": Shown(
        "contacts t JOIN units u ON u.id = t.unit", "u.code AS unit, u.name AS unit_name, t.name, t.post, t.phone, t.zalo",
        "u.sort_key, t.id", "t.unit"
    ),
    "posts": Shown(
        f"posts t{_adult_or_learner('t.person')} LEFT JOIN units u ON u.id = t.unit",
        "coalesce(p.full_name, ln.full_name, '') AS person, u.name AS unit, t.post, t.since AS \"from\", t.until,"
        " coalesce(p.phone, ln.phone) AS phone",
        "u.sort_key, t.post", "t.office"
    ),
    "statements": Shown(
        "statements t JOIN units u ON u.id = t.unit", "u.code AS unit, u.name, t.period, t.digest", "t.period, u.sort_key", "t.office"
    ),
    "exports": Shown(
        "exports t LEFT JOIN actors a ON a.id = t.actor",
        "t.exported_at, a.full_name AS officer, t.what, t.size, t.file, t.names",
        "t.exported_at DESC, t.rowid DESC",
        "NULL",
    ),
}  # fmt: skip


def ids(db: sqlite3.Connection, query: Query) -> list[bytes]:
    """The ids of a list in display order."""
    shown = _shown(query.subject)
    where, values = _where(db, shown, query)
    key = "t.code" if query.subject == "categories" else "t.id"
    rows = db.execute(f"SELECT {key} FROM {shown.slim} WHERE {where} ORDER BY {shown.order}", values)
    found = [row[0] for row in rows]
    return once(db, found) if shows_once(query) else found


def shows_once(query: Query) -> bool:
    """Whether people whom somebody has joined stand once in this list; among those who have left every stay is shown."""
    return query.subject == "members" and query.state in (None, "active")


def ids_with_numbers(db: sqlite3.Connection, query: Query) -> list[tuple[bytes, int | None]]:
    """The ids of a list of named records in display order, each with its number in the search index (None: no name)."""
    shown = _shown(query.subject)
    where, values = _where(db, shown, query)
    learner = f"(SELECT x.id FROM learner_names x WHERE x.learner = {shown.name})"
    number = f"(SELECT no FROM records WHERE rec = coalesce({learner}, {shown.name}))"
    sql = f"SELECT t.id, {number} FROM {shown.slim} WHERE {where} ORDER BY {shown.order}"
    return db.execute(sql, values).fetchall()


def is_searched_by_name(subject: str) -> bool:
    """Whether the search index knows the records of a list."""
    return _shown(subject).name is not None


def match(words: Sequence[str]) -> str:
    """What the search index is asked for: names with all these words or beginnings of words."""
    return " ".join(f'"{word}"*' for word in words)


def rows(db: sqlite3.Connection, subject: str, wanted: Sequence[bytes]) -> list[dict[str, Any]]:
    """The rows of these ids, in their order; references as hex, dates as ISO, money as whole đồng."""
    shown = _shown(subject)
    key = "t.code" if subject == "categories" else "t.id"
    found: dict[bytes, dict[str, Any]] = {}
    for start in range(0, len(wanted), PAGE):
        part = wanted[start : start + PAGE]
        cursor = db.execute(
            f"SELECT {key} AS id, {shown.columns} FROM {shown.source} WHERE {key} IN ({', '.join('?' * len(part))})",
            list(part),
        )
        names = [column[0] for column in cursor.description]
        for row in cursor:
            found[row[0]] = {name: _shown_value(value) for name, value in zip(names, row, strict=True)}
    return [found[identity] for identity in wanted if identity in found]


def count(db: sqlite3.Connection, query: Query) -> int:
    """How many rows a list has."""
    if query.subject == "members":
        return len(ids(db, query))
    shown = _shown(query.subject)
    where, values = _where(db, shown, query)
    number: int = db.execute(f"SELECT count(*) FROM {shown.slim} WHERE {where}", values).fetchone()[0]
    return number


def _shown_value(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def _shown(subject: str) -> Shown:
    if subject not in SUBJECTS:
        raise Refusal(
            _("Không có danh sách «{subject}». Chọn một trong: {known}.").format(
                subject=subject, known=", ".join(SUBJECTS)
            ),
            code="SUBJECT",
        )
    return SUBJECTS[subject]


def _where(db: sqlite3.Connection, shown: Shown, query: Query) -> tuple[str, Mapping[str, Any]]:
    conditions = [shown.where]
    if query.office is not None and shown.office != "NULL":
        found_by_name = (
            "+" if shown.name and query.search.strip() else ""
        )  # from the few found, not from all of the office
        conditions.append(f"{found_by_name}{shown.office} = :office")
    if query.branch is not None:
        conditions.append("t.branch = :branch")
    if query.round is not None:
        conditions.append("t.round = :round")
    if query.subject == "members" and query.state in (None, "active"):
        conditions.append("(t.left_on IS NULL OR t.left_on > :today)")
    elif query.state not in (None, "all") and query.subject == "awards":
        conditions.append("t.state = :state")
    words = plain(query.search).split()
    if query.search.strip():
        conditions.append(_search_condition(db, shown, words))
    values = {
        "office": query.office,
        "branch": query.branch,
        "round": query.round,
        "today": query.today or "9999",
        "state": query.state,
        "match": match(words),
    }
    return " AND ".join(conditions), values


def _search_condition(db: sqlite3.Connection, shown: Shown, words: Sequence[str]) -> str:
    """By the search index where the records have names; otherwise by what stands in the row. Signs alone find nothing."""
    if not words:
        return "0"
    if shown.name is None:

        def has_words(text: str) -> bool:
            form = plain(text)
            return all(word in form for word in words)

        db.create_function("has_words", 1, has_words, deterministic=True)
        return f"has_words({SEARCHED_TEXTS[shown.source.split(' ')[0]]})"
    return (
        f"{shown.name} IN (SELECT CASE r.kind WHEN 'learner.name' THEN"
        " (SELECT x.learner FROM learner_names x WHERE x.id = r.rec) ELSE r.rec END"
        " FROM search s JOIN records r ON r.no = s.rowid WHERE search MATCH :match)"
    )


def _joined(*parts: str) -> str:
    return " || ' ' || ".join(f"coalesce({part}, '')" for part in parts)


SEARCHED_TEXTS = {
    "movements": _joined(
        "d.full_name", "p.full_name", "n.party", "n.note", "n.goods", "c.name", "q.name", "t.amount",
        "t.book || printf('%03d', t.number) || '/' || t.year",
    ),
    "awards": _joined(
        "p.full_name", "ln.full_name", "g.name", "o.full_name", "u.name", "r.name", "n.reason",
        "d.number || '/' || d.year",
    ),
    "population": _joined("u.name", "u.plain", "u.code", "t.year"),
    "targets": _joined("u.name", "u.plain", "u.code", "t.year", "t.indicator"),
    "units": _joined("t.name", "t.plain", "t.code"),
    "clusters": _joined("t.name", "t.number", "t.year"),
    "contacts": _joined("u.name", "u.plain", "u.code", "t.name", "t.post", "t.phone", "t.zalo"),
    "purses": _joined("t.name", "t.purpose"),
    "categories": _joined("t.name", "t.code"),
    "rounds": _joined("t.name", "t.school_year"),
    "decisions": _joined("t.number || '/' || t.year", "t.signer", "t.title", "t.subject"),
    "posts": _joined("p.full_name", "ln.full_name", "u.name", "t.post"),
    "exports": _joined("a.full_name", "t.what", "t.file"),
    "statements": _joined("u.name", "u.plain", "u.code", "t.period"),
}  # fmt: skip
"""What is searched where the search index knows no names."""
