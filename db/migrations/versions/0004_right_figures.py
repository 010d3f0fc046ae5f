"""The phone book that the province keeps of its offices."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE contacts (id BLOB NOT NULL, office BLOB NOT NULL, unit BLOB NOT NULL, name TEXT, post TEXT, phone TEXT,
        zalo TEXT, PRIMARY KEY (id)) WITHOUT ROWID
    """,
)


def upgrade() -> None:
    """Add the table of the phone book."""
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version = 4")
