"""Records that went over to another office: their former owners, and each membership as the stay it was in each office."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE moves (rec BLOB NOT NULL, step INTEGER NOT NULL, office BLOB NOT NULL, successor BLOB NOT NULL,
        written_on TEXT NOT NULL, annulled INTEGER NOT NULL, PRIMARY KEY (rec, step)) WITHOUT ROWID
    """,
    """
    CREATE INDEX moves_by_office ON moves (office, successor)
    """,
    """
    CREATE VIEW former_owners AS SELECT m.rec, m.step, m.office, m.successor, coalesce((SELECT s.dated FROM
        successions s WHERE s.old = m.office AND s.new = m.successor), (SELECT date(u.until, '+1 day') FROM units u
        WHERE u.id = m.office), m.written_on) AS until FROM moves m WHERE m.annulled = 0
    """,
    """
    CREATE VIEW owned_memberships AS SELECT t.id, t.office, t.person, t.branch, t.joined, t.left_on,
        coalesce((SELECT max(f.until) FROM former_owners f WHERE f.rec = t.id), '') AS owned_since, '9999-12-31' AS
        owned_until FROM memberships t UNION ALL SELECT t.id, f.office, t.person, t.branch, t.joined, t.left_on,
        coalesce((SELECT max(e.until) FROM former_owners e WHERE e.rec = f.rec AND e.step < f.step), ''), f.until
        FROM former_owners f JOIN memberships t ON t.id = f.rec
    """,
)


def upgrade() -> None:
    """Add the table of moves and the two views over it."""
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version = 3")
