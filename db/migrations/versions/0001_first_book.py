"""The first book: every table, the search index and the two views, as they were when the program first shipped."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE acks (dev BLOB NOT NULL, inc BLOB NOT NULL, number INTEGER NOT NULL, taken_at TEXT NOT NULL,
        lines TEXT NOT NULL, PRIMARY KEY (dev))
    """,
    """
    CREATE TABLE actors (id BLOB NOT NULL, office BLOB NOT NULL, full_name TEXT NOT NULL, post TEXT, PRIMARY KEY
        (id)) WITHOUT ROWID
    """,
    """
    CREATE TABLE award_notes (id BLOB NOT NULL, office BLOB NOT NULL, award BLOB NOT NULL, reason TEXT, goods
        TEXT, note TEXT, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE INDEX ix_award_notes_award ON award_notes (award)
    """,
    """
    CREATE TABLE awards (id BLOB NOT NULL, office BLOB NOT NULL, round BLOB NOT NULL, recipient BLOB NOT NULL,
        recipient_kind TEXT NOT NULL, form TEXT NOT NULL, amount INTEGER, goods_value INTEGER, decision BLOB,
        state TEXT NOT NULL, certificate_no INTEGER, payment BLOB, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE INDEX awards_by_round ON awards (office, round, id)
    """,
    """
    CREATE INDEX ix_awards_decision ON awards (decision)
    """,
    """
    CREATE INDEX ix_awards_recipient ON awards (recipient)
    """,
    """
    CREATE TABLE branches (id BLOB NOT NULL, office BLOB NOT NULL, sort_key BLOB NOT NULL, plain TEXT NOT NULL,
        name TEXT NOT NULL, kind TEXT NOT NULL, founded TEXT, dissolved TEXT, head TEXT, phone TEXT, PRIMARY KEY
        (id)) WITHOUT ROWID
    """,
    """
    CREATE INDEX branches_in_order ON branches (office, sort_key, id)
    """,
    """
    CREATE TABLE bundle_files (sha256 TEXT NOT NULL, name TEXT NOT NULL, kind INTEGER NOT NULL, outcome TEXT NOT
        NULL, code TEXT NOT NULL, dev TEXT NOT NULL, inc TEXT NOT NULL, office TEXT NOT NULL, first_seq INTEGER
        NOT NULL, last_seq INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (sha256))
    """,
    """
    CREATE TABLE bundle_log (no INTEGER NOT NULL, sha256 TEXT NOT NULL, kind INTEGER NOT NULL, outcome TEXT NOT
        NULL, code TEXT NOT NULL, office TEXT NOT NULL, dev TEXT NOT NULL, inc TEXT NOT NULL, first_seq INTEGER
        NOT NULL, last_seq INTEGER NOT NULL, entries INTEGER NOT NULL, received_at TEXT NOT NULL, actor TEXT NOT
        NULL, PRIMARY KEY (no))
    """,
    """
    CREATE INDEX ix_bundle_log_sha256 ON bundle_log (sha256)
    """,
    """
    CREATE TABLE categories (code TEXT NOT NULL, name TEXT NOT NULL, name_en TEXT NOT NULL, side TEXT NOT NULL,
        feeds TEXT NOT NULL, level_transfer INTEGER NOT NULL, PRIMARY KEY (code))
    """,
    """
    CREATE TABLE chains (no INTEGER NOT NULL, dev BLOB NOT NULL, inc BLOB NOT NULL, branch BLOB NOT NULL, office
        BLOB NOT NULL, mine INTEGER NOT NULL, audience TEXT NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL,
        cut_at INTEGER, PRIMARY KEY (no))
    """,
    """
    CREATE UNIQUE INDEX chains_by_device ON chains (dev, inc, branch)
    """,
    """
    CREATE TABLE clusters (id BLOB NOT NULL, office BLOB NOT NULL, number INTEGER NOT NULL, year INTEGER NOT
        NULL, name TEXT NOT NULL, leader BLOB, units TEXT NOT NULL, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE TABLE conflicts (rec BLOB NOT NULL, field TEXT NOT NULL, code TEXT NOT NULL, options TEXT NOT NULL,
        PRIMARY KEY (rec, field))
    """,
    """
    CREATE TABLE decisions (id BLOB NOT NULL, office BLOB NOT NULL, number INTEGER NOT NULL, year INTEGER NOT
        NULL, dated TEXT NOT NULL, signer TEXT, signer_post TEXT, title TEXT, subject TEXT, PRIMARY KEY (id))
        WITHOUT ROWID
    """,
    """
    CREATE TABLE donors (id BLOB NOT NULL, office BLOB NOT NULL, sort_key BLOB NOT NULL, plain TEXT NOT NULL,
        full_name TEXT NOT NULL, kind TEXT NOT NULL, address TEXT, phone TEXT, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE INDEX donors_in_order ON donors (office, sort_key, id)
    """,
    """
    CREATE TABLE entries (chain INTEGER NOT NULL, seq INTEGER NOT NULL, id BLOB NOT NULL, rec BLOB NOT NULL,
        content INTEGER NOT NULL, counts INTEGER NOT NULL, line BLOB NOT NULL, PRIMARY KEY (chain, seq) )WITHOUT
        ROWID
    """,
    """
    CREATE INDEX entries_by_record ON entries (rec)
    """,
    """
    CREATE TABLE frozen_reports (id INTEGER NOT NULL, cluster INTEGER NOT NULL, period TEXT NOT NULL, map_date
        TEXT, made_at TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (id))
    """,
    """
    CREATE TABLE groups (id BLOB NOT NULL, office BLOB NOT NULL, sort_key BLOB NOT NULL, plain TEXT NOT NULL,
        name TEXT NOT NULL, kind TEXT NOT NULL, address TEXT, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE TABLE head_counts (id BLOB NOT NULL, office BLOB NOT NULL, branch BLOB NOT NULL, dated TEXT NOT NULL,
        people INTEGER NOT NULL, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE INDEX head_counts_by_branch ON head_counts (branch, dated)
    """,
    """
    CREATE TABLE learner_names (id BLOB NOT NULL, office BLOB NOT NULL, sort_key BLOB NOT NULL, plain TEXT NOT
        NULL, learner BLOB NOT NULL, full_name TEXT NOT NULL, given TEXT, born TEXT, guardian TEXT, address
        TEXT, phone TEXT, consent_on TEXT, consent_by TEXT, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE INDEX ix_learner_names_learner ON learner_names (learner)
    """,
    """
    CREATE INDEX learner_names_in_order ON learner_names (office, sort_key, id)
    """,
    """
    CREATE TABLE learners (id BLOB NOT NULL, office BLOB NOT NULL, born_year INTEGER, sex TEXT, ethnic_group
        TEXT, school TEXT, class_name TEXT, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE TABLE memberships (id BLOB NOT NULL, office BLOB NOT NULL, person BLOB NOT NULL, branch BLOB, joined
        TEXT NOT NULL, left_on TEXT, reason TEXT, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE INDEX memberships_by_branch ON memberships (branch)
    """,
    """
    CREATE INDEX memberships_by_office ON memberships (office, joined, left_on)
    """,
    """
    CREATE INDEX memberships_by_person ON memberships (person)
    """,
    """
    CREATE TABLE movement_notes (id BLOB NOT NULL, office BLOB NOT NULL, movement BLOB NOT NULL, party TEXT,
        goods TEXT, note TEXT, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE INDEX ix_movement_notes_movement ON movement_notes (movement)
    """,
    """
    CREATE TABLE movements (id BLOB NOT NULL, office BLOB NOT NULL, kind TEXT NOT NULL, amount INTEGER NOT NULL,
        purse BLOB NOT NULL, account TEXT NOT NULL, to_purse BLOB, to_account TEXT, dated TEXT NOT NULL, party
        BLOB, category TEXT, book TEXT, year INTEGER, block TEXT, number INTEGER, reversed_on TEXT,
        reversed_reason TEXT, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE INDEX ix_movements_party ON movements (party)
    """,
    """
    CREATE INDEX movements_by_day ON movements (office, dated, id)
    """,
    """
    CREATE INDEX movements_by_number ON movements (office, book, year, block, number)
    """,
    """
    CREATE TABLE people (id BLOB NOT NULL, office BLOB NOT NULL, sort_key BLOB NOT NULL, plain TEXT NOT NULL,
        full_name TEXT NOT NULL, given TEXT, born TEXT, sex TEXT, ethnic_group TEXT, phone TEXT, address TEXT,
        PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE INDEX people_in_order ON people (office, sort_key, id)
    """,
    """
    CREATE TABLE population (id BLOB NOT NULL, office BLOB NOT NULL, unit BLOB NOT NULL, year INTEGER NOT NULL,
        people INTEGER, households INTEGER, pupils INTEGER, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE TABLE posts (id BLOB NOT NULL, office BLOB NOT NULL, person BLOB NOT NULL, unit BLOB NOT NULL, post
        TEXT NOT NULL, since TEXT, until TEXT, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE INDEX ix_posts_person ON posts (person)
    """,
    """
    CREATE TABLE printed_vouchers (movement BLOB NOT NULL, printed_on TEXT NOT NULL, PRIMARY KEY (movement))
    """,
    """
    CREATE TABLE purses (id BLOB NOT NULL, office BLOB NOT NULL, name TEXT NOT NULL, restricted INTEGER NOT
        NULL, purpose TEXT, donor BLOB, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE TABLE questions (id BLOB NOT NULL, office BLOB NOT NULL, record BLOB NOT NULL, field TEXT, code TEXT
        NOT NULL, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE TABLE records (no INTEGER NOT NULL, rec BLOB NOT NULL, kind TEXT NOT NULL, office BLOB NOT NULL,
        heads BLOB NOT NULL, marks INTEGER NOT NULL, PRIMARY KEY (no))
    """,
    """
    CREATE UNIQUE INDEX records_by_id ON records (rec)
    """,
    """
    CREATE TABLE rounds (id BLOB NOT NULL, office BLOB NOT NULL, name TEXT NOT NULL, school_year TEXT, purpose
        TEXT NOT NULL, purse BLOB, budget INTEGER, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE TABLE rulings (id BLOB NOT NULL, office BLOB NOT NULL, dev TEXT NOT NULL, inc TEXT NOT NULL,
        first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, head TEXT, verdict TEXT NOT NULL, PRIMARY KEY
        (id)) WITHOUT ROWID
    """,
    """
    CREATE TABLE runs (chain INTEGER NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, head BLOB
        NOT NULL, seen TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (chain, first_seq))
    """,
    """
    CREATE TABLE sames (id BLOB NOT NULL, office BLOB NOT NULL, first BLOB NOT NULL, second BLOB NOT NULL,
        verdict TEXT NOT NULL, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE TABLE settings ("key" TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY ("key"))
    """,
    """
    CREATE TABLE statements (id BLOB NOT NULL, office BLOB NOT NULL, unit BLOB NOT NULL, period TEXT NOT NULL,
        digest TEXT NOT NULL, upto TEXT NOT NULL, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE TABLE successions (old BLOB NOT NULL, new BLOB NOT NULL, share TEXT NOT NULL, dated TEXT NOT NULL,
        note TEXT, PRIMARY KEY (old, new))
    """,
    """
    CREATE TABLE targets (id BLOB NOT NULL, office BLOB NOT NULL, unit BLOB NOT NULL, year INTEGER NOT NULL,
        indicator TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE TABLE trust_lists (number INTEGER NOT NULL, digest BLOB NOT NULL, file BLOB NOT NULL, PRIMARY KEY
        (number))
    """,
    """
    CREATE TABLE units (id BLOB NOT NULL, office BLOB NOT NULL, sort_key BLOB NOT NULL, plain TEXT NOT NULL,
        code TEXT NOT NULL, name TEXT NOT NULL, aliases TEXT NOT NULL, level TEXT NOT NULL, parent BLOB, since
        TEXT NOT NULL, until TEXT, PRIMARY KEY (id)) WITHOUT ROWID
    """,
    """
    CREATE INDEX ix_units_code ON units (code)
    """,
    """
    CREATE INDEX ix_units_parent ON units (parent)
    """,
    """
    CREATE VIRTUAL TABLE search USING fts5 (plain, prefix='2 3', tokenize='unicode61')
    """,
    """
    CREATE VIEW persons AS SELECT id, office, full_name, born, sex, ethnic_group, phone, address, sort_key,
        plain, 'person' AS kind FROM people UNION ALL SELECT l.id, l.office, coalesce(n.full_name, ''),
        coalesce(n.born, CAST(l.born_year AS TEXT)), l.sex, l.ethnic_group, n.phone, n.address,
        coalesce(n.sort_key, x''), coalesce(n.plain, ''), 'learner' FROM learners l LEFT JOIN learner_names n ON
        n.learner = l.id
    """,
    """
    CREATE VIEW postings AS SELECT id AS movement, office, purse, account, dated, CASE WHEN kind IN ('opening',
        'receive') THEN amount ELSE -amount END AS amount, kind, category, party, 0 AS reversal FROM movements
        UNION ALL SELECT id, office, coalesce(to_purse, purse), coalesce(to_account, account), dated, amount,
        kind, category, party, 0 FROM movements WHERE kind = 'transfer' UNION ALL SELECT id, office, purse,
        account, reversed_on, CASE WHEN kind IN ('opening', 'receive') THEN -amount ELSE amount END, kind,
        category, party, 1 FROM movements WHERE reversed_on IS NOT NULL UNION ALL SELECT id, office,
        coalesce(to_purse, purse), coalesce(to_account, account), reversed_on, -amount, kind, category, party, 1
        FROM movements WHERE kind = 'transfer' AND reversed_on IS NOT NULL
    """,
)


def upgrade() -> None:
    """Make the tables of an empty book."""
    for statement in STATEMENTS:
        op.execute(statement)
    op.execute("PRAGMA user_version = 1")
