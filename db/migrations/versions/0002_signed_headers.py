"""The signed header of every run taken in, records with an absent parent marked, a log of exports, quicker figures.

The headers of runs taken in before are not to be had any more: of those only what they had seen is carried over.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE run_headers (chain INTEGER NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
        digest BLOB NOT NULL, seen TEXT NOT NULL, signed BLOB NOT NULL, signature BLOB NOT NULL,
        PRIMARY KEY (chain, first_seq, last_seq, digest)) WITHOUT ROWID
    """,
    """
    INSERT INTO run_headers (chain, first_seq, last_seq, digest, seen, signed, signature)
        SELECT chain, first_seq, last_seq, x'', seen, x'', x'' FROM runs WHERE sha256 <> ''
    """,
    """
    ALTER TABLE runs DROP COLUMN seen
    """,
    """
    DELETE FROM settings WHERE key = 'nothing_missing'
    """,
    """
    UPDATE records SET marks = marks | 32 WHERE rec IN (
        SELECT e.rec FROM entries e, json_each(CAST(e.line AS TEXT), '$[9]') parent WHERE e.counts = 1
            AND parent.value NOT IN (SELECT lower(hex(id)) FROM entries WHERE counts = 1))
    """,
    """
    DROP INDEX memberships_by_person
    """,
    """
    CREATE INDEX memberships_by_person ON memberships (person, office, joined, left_on)
    """,
    """
    CREATE INDEX movements_by_category ON movements (office, category, account, dated, kind, amount)
    """,
    """
    CREATE INDEX movements_reversed ON movements (reversed_on) WHERE reversed_on IS NOT NULL
    """,
    """
    CREATE INDEX movements_transferred ON movements (dated) WHERE kind = 'transfer'
    """,
    """
    CREATE TABLE exports (id BLOB NOT NULL, exported_at TEXT NOT NULL, actor BLOB NOT NULL, what TEXT NOT NULL,
        size INTEGER NOT NULL, file TEXT NOT NULL, names INTEGER NOT NULL, PRIMARY KEY (id))
    """,
    """
    CREATE TABLE mentions (id BLOB NOT NULL, kind TEXT NOT NULL, rec BLOB NOT NULL, field TEXT NOT NULL,
        PRIMARY KEY (id), UNIQUE (rec, field))
    """,
)


def upgrade() -> None:
    """Change the tables, and mark what the new mark is for; the tenth part of an entry's line names its parents."""
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version = 2")
