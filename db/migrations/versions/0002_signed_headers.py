"""The signed header of every run taken in, records with an absent parent marked, search by branch over a province.

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
    CREATE INDEX memberships_by_person ON memberships (person, left_on)
    """,
)


def upgrade() -> None:
    """Change the tables, and mark what the new mark is for; the tenth part of an entry's line names its parents."""
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version = 2")
