"""What a book holds and its readers do not heed: statements nobody can read, and what units wrote about others.

An enrolled office may sign anything. What is written by right is asked of each row where figures are read; the rest
stays in the book, counts as not written, and is named to whoever looks after the book.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

from db.clock import in_vietnam
from db.forms import is_figure, is_period, is_position
from db.i18n import _

PROVINCE = "(SELECT id FROM units WHERE level = 'province')"
BY_RIGHT = (
    f"(t.office = t.unit OR t.office IN {PROVINCE} OR EXISTS (SELECT 1 FROM successions h WHERE h.old = t.unit"
    " AND h.new = t.office AND h.share = 'whole'))"
)
"""That a row `t` about a unit is the unit's own, the province's, or of the unit that took the whole of it over, as SQL."""
POST_BY_RIGHT = f"(t.office = t.unit OR t.office IN {PROVINCE})"
"""That a post `t` in a unit was written by the unit or the province, as SQL."""
SAME_BY_RIGHT = (
    f'(s.office IN {PROVINCE} OR EXISTS (SELECT 1 FROM records r WHERE r.rec IN (s."first", s."second")'
    " AND r.office = s.office)"
    ' OR EXISTS (SELECT 1 FROM moves m WHERE m.rec IN (s."first", s."second") AND m.office = s.office))'
)
"""That a verdict `s` is the province's, or of an office that has or had one of the two people, as SQL."""
WRITTEN_AT = (
    "(SELECT max(json_extract(CAST(e.line AS TEXT), '$[2]')) FROM entries e WHERE e.rec = t.id AND e.counts = 1"
    " AND json_valid(CAST(e.line AS TEXT)))"
)
"""When a row `t` was last written, in milliseconds by the clock of whoever wrote it, as SQL."""
ABOUT_OTHERS = (("statements", BY_RIGHT), ("population", BY_RIGHT), ("posts", POST_BY_RIGHT))


def is_readable(period: str, upto: str, figures: str) -> bool:
    """Whether the columns of a statement can be taken apart."""
    return is_period(period) and _all(upto, is_position) and _all(figures, is_figure)


def _all(column: str, form: Callable[[str], bool]) -> bool:
    try:
        items = json.loads(column)
    except ValueError:
        return False
    return isinstance(items, list) and all(isinstance(one, str) and form(one) for one in items)


def written_after(moment: int | None, day: str) -> bool:
    """Whether something was written after a day (ISO) was over; of what has no entry nothing else is known."""
    return moment is None or in_vietnam(moment).date().isoformat() > day


def unheard(db: sqlite3.Connection) -> list[str]:
    """A sentence for each unit whose statements cannot be read, and for each that wrote about another one's matters."""
    said = [
        _("Số liệu chốt của {unit} không đọc được nên không được tính. Nhắn đơn vị chốt lại và gửi lại.").format(
            unit=unit
        )
        for unit in _unreadable(db)
    ]
    for table, right in ABOUT_OTHERS:
        rows = db.execute(
            f"SELECT DISTINCT coalesce(w.name, '–'), coalesce(u.name, '–') FROM {table} t LEFT JOIN units w ON w.id = t.office"
            f" LEFT JOIN units u ON u.id = t.unit WHERE NOT {right} ORDER BY 1, 2"
        )
        said += [_about_another(writer, unit) for writer, unit in rows]
    rows = db.execute(
        f"SELECT DISTINCT coalesce(w.name, '–') FROM sames s LEFT JOIN units w ON w.id = s.office WHERE NOT {SAME_BY_RIGHT}"
    )
    for (writer,) in rows:
        words = _("{writer} ghi kết luận trùng người về người của đơn vị khác nên không được tính. Hỏi lại {writer}.")
        said.append(words.format(writer=writer))
    return list(dict.fromkeys(said))


def _unreadable(db: sqlite3.Connection) -> list[str]:
    rows = db.execute(
        f"SELECT coalesce(u.name, '–'), period, upto, figures FROM statements t LEFT JOIN units u ON u.id = t.unit"
        f" WHERE {BY_RIGHT} ORDER BY 1"
    )
    return [unit for unit, *columns in rows if not is_readable(*columns)]


def _about_another(writer: str, unit: str) -> str:
    words = _("{writer} ghi số liệu hoặc chức vụ của đơn vị khác ({unit}) nên không được tính. Hỏi lại {writer}.")
    return words.format(writer=writer, unit=unit)
