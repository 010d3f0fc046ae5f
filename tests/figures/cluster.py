"""A province's book filled by hand, row by row, so that every figure can be worked out on paper."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from itertools import count

from db.store import Book
from desktop_app.figures import comparison
from desktop_app.figures.report import ClusterReport, Number, Row
from desktop_app.values.periods import parse_period

CLUSTER = 9
DISTRICTS = {"651": "24373 24376 24379 24380 24382 24385".split(), "656": "24580 24583".split()}


@dataclass
class Cluster:
    """The book's tables, and records put straight into them."""

    book: Book
    numbers: count[int] = field(default_factory=lambda: count(1))

    def put(self, sql: str, *values: object) -> bytes:
        """Insert one row whose first column is a fresh id."""
        identity = next(self.numbers).to_bytes(16, "big")
        with sqlite3.connect(self.book.path) as db:
            db.execute(f"INSERT INTO {sql} VALUES ({', '.join('?' * (len(values) + 1))})", (identity, *values))
        db.close()
        return identity

    def unit(self, code: str, day: str = "2020-06-30") -> bytes:
        with self.book.reading() as db:
            row = db.execute(
                "SELECT id FROM units WHERE code = ? AND since <= ? AND (until IS NULL OR until >= ?)", (code, day, day)
            ).fetchone()
        return row[0]

    def found(self, districts: list[str], year: int = 2018) -> None:
        units = json.dumps([self.unit(code).hex() for code in districts])
        self.put("clusters (id, office, number, year, name, units)", self.book.unit, CLUSTER, year, "Cụm thử", units)

    def report(self, *codes: str, period: str = "2020H1") -> None:
        """The units' statements, which count nothing that is not here."""
        for code in codes:
            self.put(
                "statements (id, office, unit, period, digest, upto)",
                self.unit(code),
                self.unit(code),
                period,
                "",
                "[]",
            )

    def people(self, code: str, people: int, year: int = 2020) -> None:
        self.put("population (id, office, unit, year, people)", self.unit(code), self.unit(code), year, people)

    def target(self, code: str, indicator: str, value: int) -> None:
        self.put(
            "targets (id, office, unit, year, indicator, value)",
            self.book.unit,
            self.unit(code),
            2020,
            indicator,
            value,
        )

    def person(self, code: str, sex: str | None = None, group: str | None = None) -> bytes:
        return self.put(
            "people (id, office, sort_key, plain, full_name, sex, ethnic_group)",
            self.unit(code),
            b"",
            "",
            "Ai",
            sex,
            group,
        )

    def member(
        self, code: str, joined: str, left: str | None = None, *, person: bytes | None = None, **who: str
    ) -> bytes:
        person = person or self.person(code, **who)
        self.put("memberships (id, office, person, joined, left_on)", self.unit(code), person, joined, left)
        return person

    def branch(
        self, code: str, kind: str = "village", founded: str | None = None, dissolved: str | None = None
    ) -> bytes:
        return self.put(
            "branches (id, office, sort_key, plain, name, kind, founded, dissolved)",
            self.unit(code), b"", "", "Chi hội", kind, founded, dissolved,
        )  # fmt: skip

    def head_count(self, code: str, branch: bytes, dated: str, people: int) -> None:
        self.put("head_counts (id, office, branch, dated, people)", self.unit(code), branch, dated, people)

    def money(
        self, code: str, kind: str, amount: int, dated: str, category: str | None = None, account: str = "cash",
        reversed_on: str | None = None, to_account: str | None = None, party: bytes | None = None,
    ) -> bytes:  # fmt: skip
        unit = self.unit(code)
        return self.put(
            "movements (id, office, kind, amount, purse, account, dated, category, reversed_on, to_account, party)",
            unit, kind, amount, unit, account, dated, category, reversed_on, to_account, party,
        )  # fmt: skip

    def round(self, code: str, purpose: str) -> bytes:
        return self.put("rounds (id, office, name, purpose)", self.unit(code), "Đợt", purpose)

    def decision(self, code: str, dated: str) -> bytes:
        return self.put("decisions (id, office, number, year, dated)", self.unit(code), 1, 2020, dated)

    def award(
        self, code: str, round_: bytes, form: str, state: str, *, decision: bytes | None = None, amount: int | None = None,
        goods: int | None = None, kind: str = "pupil", recipient: bytes | None = None, payment: bytes | None = None,
    ) -> None:  # fmt: skip
        self.put(
            "awards (id, office, round, recipient, recipient_kind, form, amount, goods_value, decision, state, payment)",
            self.unit(code), round_, recipient or next(self.numbers).to_bytes(16, "big"), kind, form, amount, goods,
            decision, state, payment,
        )  # fmt: skip

    def made(self, period: str = "2020H1", on: str | None = None) -> ClusterReport:
        from datetime import date

        day = date.fromisoformat(on) if on else None
        with self.book.reading() as db:
            return comparison.cluster_report(db, CLUSTER, parse_period(period), day, "2020-07-05")


def row(report: ClusterReport, code: str) -> Row:
    """The row of a code."""
    return next(row for row in report.rows if row.code == code)


def value(report: ClusterReport, code: str, indicator: str) -> Number:
    """One figure."""
    return row(report, code).cells[indicator].value
