"""The days of the merger of 1 July 2025, and a cluster that it ends."""

from __future__ import annotations

from datetime import date

from db.store import Book
from db.tables.units import Cluster

JUNE, LAST_DAY, TODAY = date(2025, 6, 10), date(2025, 6, 30), date(2025, 7, 5)
NOW = 1_751_700_000_000


def cluster_of_one_district(province: Book) -> None:
    """Cluster 9: the old district Ea Kar alone."""
    with province.reading() as db:
        district = db.execute("SELECT id FROM units WHERE code = '651' AND level = 'district'").fetchone()[0].hex()
    with province.write() as tx:
        for (identity,) in tx.db.execute("SELECT id FROM clusters").fetchall():
            known = tx.get(Cluster, identity)
            assert known is not None
            known.units = [unit for unit in known.units if unit != district]
        tx.create(Cluster, number=9, year=2025, name="Cụm thử", units=[district])
