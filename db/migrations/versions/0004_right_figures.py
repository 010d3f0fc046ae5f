"""What categories of the fund feed and what bound purses pay for; the province's phone book."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FUND = (
    "UPDATE categories SET feeds = 'B10' WHERE code = 'dues'",
    "UPDATE categories SET feeds = 'D01|D02|D03|D22' WHERE code = 'campaign'",
    "UPDATE categories SET feeds = 'D01|D03|D06|D22' WHERE code = 'goods_in'",
    "UPDATE categories SET feeds = 'D07|D09' WHERE code = 'award_pupil'",
    "UPDATE categories SET feeds = 'D07|D10' WHERE code = 'award_teacher'",
    "UPDATE categories SET feeds = 'D07|D11' WHERE code = 'facility'",
    "UPDATE categories SET feeds = 'D07|D12' WHERE code = 'running'",
    "ALTER TABLE purses ADD COLUMN allowed JSON NOT NULL DEFAULT '[]'",
    "ALTER TABLE movements ADD COLUMN decision BLOB",
    "DROP INDEX movements_by_category",
    "CREATE INDEX movements_by_category ON movements (office, category, account, dated, kind, amount, party)",
)
PHONE_BOOK = (
    """
    CREATE TABLE contacts (id BLOB NOT NULL, office BLOB NOT NULL, unit BLOB NOT NULL, name TEXT, post TEXT, phone TEXT,
        zalo TEXT, PRIMARY KEY (id)) WITHOUT ROWID
    """,
)


def upgrade() -> None:
    """Bring the fund's tables up to date, and add the new ones."""
    for statement in (*FUND, *PHONE_BOOK):
        op.execute(statement)
    op.execute("PRAGMA user_version = 4")
