"""Lists of members in which whoever stands in the book twice, as people have said, stands once."""

from __future__ import annotations

import sqlite3

from db.register import batches
from desktop_app.figures.joined_records import roots


def once(db: sqlite3.Connection, memberships: list[bytes]) -> list[bytes]:
    """Memberships in their order, without the further ones of people joined to somebody who has one among them."""
    joined = roots(db)
    if not joined:
        return memberships
    whose = {
        membership: joined[person]
        for part in batches(list(joined))
        for membership, person in db.execute(
            f"SELECT id, person FROM memberships WHERE person IN ({', '.join('?' * len(part))})", list(part)
        )
    }
    first: dict[bytes, bytes] = {}
    return [one for one in memberships if one not in whose or first.setdefault(whose[one], one) == one]
