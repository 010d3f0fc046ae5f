"""The fund's categories and bound purses; the phone book; one spelling of units; what was stated; printed certificates."""

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

SPELLING = (
    """
    UPDATE units SET name = 'Xã Hòa Sơn', aliases = '["Hòa Sơn", "HòaSơn"]', sort_key =
        x'431a02060229321a0204023b363002020101010000010000000100000258c3a32048c3b2612053c6a16e'
        WHERE id = x'06e148be5b5c17cf2d7aca3107468492' AND name = 'Xã Hoà Sơn'
    """,
    """
    UPDATE units SET name = 'Xã Hòa Phú', aliases = '["Hòa Phú", "HòaPhú"]', sort_key =
        x'431a02060229321a02040238293d0207020101010000010000000100000258c3a32048c3b261205068c3ba'
        WHERE id = x'94c03d5f576fb8d3ec56446605ec7451' AND name = 'Xã Hoà Phú'
    """,
)
STATED_FIGURES = (
    "ALTER TABLE statements ADD COLUMN figures TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE statements ADD COLUMN catalogue TEXT",
    """
    CREATE TABLE statement_looks (id BLOB NOT NULL, seen TEXT NOT NULL, moved TEXT NOT NULL,
        PRIMARY KEY (id)) WITHOUT ROWID
    """,
)
PRINTED_CERTIFICATES = (
    """
    CREATE TABLE printed_certificates (award BLOB NOT NULL, printed_on TEXT NOT NULL, PRIMARY KEY (award))
    """,
)


def upgrade() -> None:
    """Bring the fund's tables and the statements up to date, add new tables, spell two names anew where nobody changed them."""
    for statement in (*FUND, *PHONE_BOOK, *SPELLING, *STATED_FIGURES, *PRINTED_CERTIFICATES):
        op.execute(statement)
    op.execute("PRAGMA user_version = 4")
