"""Which certificates are printed in one run: of a whole decision, of all lines that a list shows, of those not yet printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from db.store import Book


@dataclass(frozen=True)
class Batch:
    """Certificates that are printed together: of a `decision` («số/năm»), or "" for all; how many were printed before."""

    decision: str
    awards: tuple[bytes, ...]
    printed: int
    unprinted: bool = False
    """Whether these are what is left to print."""

    @property
    def name(self) -> str:
        """For the name of a file."""
        return self.decision.replace("/", "-") or ("chua-in" if self.unprinted else "ca-danh-sach")


def batches(book: Book, shown: Sequence[bytes], chosen: bytes | None) -> list[Batch]:
    """What can be printed in one run of the lines shown: each whole decision among them, all that are shown, those left.

    A decision is printed whole, also where only a part of it is shown; the decision of the `chosen` line stands first.
    """
    with book.reading() as db:
        rows = db.execute(
            "SELECT a.id, d.number || '/' || d.year, p.award IS NOT NULL FROM awards a JOIN decisions d ON d.id = a.decision"
            " LEFT JOIN printed_certificates p ON p.award = a.id WHERE a.office = ? AND a.form = 'certificate'"
            " AND a.state IN ('approved', 'paid') ORDER BY d.year DESC, d.number DESC, a.certificate_no, a.id",
            (book.unit,),
        ).fetchall()
    seen = set(shown)
    of_shown = [row for row in rows if row[0] in seen]
    first = {decision for award, decision, _printed in of_shown if award == chosen}
    decisions = sorted(
        dict.fromkeys(decision for _award, decision, _printed in of_shown), key=lambda one: one not in first
    )
    found = [_batch(one, [row for row in rows if row[1] == one]) for one in decisions]
    if len(decisions) > 1 or (decisions and len(of_shown) < len(found[0].awards)):
        found.append(_batch("", of_shown))
    left = [row for row in of_shown if not row[2]]
    if left and len(left) < len(of_shown):
        found.append(replace(_batch("", left), unprinted=True))
    return found


def _batch(decision: str, rows: Sequence[tuple[bytes, str, int]]) -> Batch:
    return Batch(decision, tuple(row[0] for row in rows), sum(row[2] for row in rows))
