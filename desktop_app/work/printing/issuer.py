"""Who issues a paper: the names of the bodies, the place, the form's source, and who holds which post on a day."""

from __future__ import annotations

import sqlite3
from datetime import date

from db.i18n import _
from db.settings import SettingKey as K
from db.settings import settings
from desktop_app.papers.heading import FormHead, Heading
from desktop_app.work.units.units import association_name

REPORT_SIGN = "BC-HKH"
"""The sign behind the number of a report."""
OLD_SOURCE, NEW_SOURCE = "Thông tư số 107/2017/TT-BTC", "Thông tư số 24/2024/TT-BTC"
NEW_FROM = date(2025, 1, 1)
"""From the accounting year 2025 on Thông tư 24/2024/TT-BTC stands in the place of 107/2017. It has forms of books, but
none of vouchers: units design their own.
"""


def unit_names(db: sqlite3.Connection, unit: bytes) -> tuple[str, str, str]:
    """(body above, this body, place) as a heading writes them; the settings of the book come first."""
    (name,) = db.execute("SELECT name FROM units WHERE id = ?", (unit,)).fetchone()
    said = _settings(db)
    parent_line = body_above(db, unit).upper()
    body_line = association_name(name).upper()
    place = name.split(" ", 1)[1] if " " in name else name
    for kind in ("trấn ", "phố ", "xã "):
        place = place.removeprefix(kind)
    return said.get(K.HEADING_PARENT, parent_line), said.get(K.HEADING_BODY, body_line), said.get(K.PLACE, place)


def body_above(db: sqlite3.Connection, unit: bytes) -> str:
    """The association of the unit above; that of the country where none is."""
    above = db.execute("SELECT p.name FROM units u JOIN units p ON p.id = u.parent WHERE u.id = ?", (unit,)).fetchone()
    return association_name(above[0] if above else _("Việt Nam"))


def _settings(db: sqlite3.Connection) -> dict[str, str]:
    """What the office has set for its papers: headings, place, budget code, number and source of the forms."""
    keys = (K.HEADING_PARENT, K.HEADING_BODY, K.PLACE, K.BUDGET_CODE, K.FORM_SOURCE, K.FORM_NUMBER)
    return {key: value for key, value in settings(db, *keys).items() if value}


def heading(db: sqlite3.Connection, unit: bytes, day: date, number: str = "") -> Heading:
    """The heading of an administrative paper of this unit."""
    parent, body, place = unit_names(db, unit)
    return Heading(parent, body, place, day, number)


def book_head(db: sqlite3.Connection, unit: bytes, day: date, form: str) -> FormHead:
    """The head of an accounting book (form number, e.g. S11-H) whose period begins on `day`."""
    _parent, body, _place = unit_names(db, unit)
    source = NEW_SOURCE if day >= NEW_FROM else OLD_SOURCE
    return FormHead(body, _settings(db).get(K.BUDGET_CODE, ""), form, _issued_by(source))


def voucher_head(db: sqlite3.Connection, unit: bytes, day: date, form: str) -> FormHead:
    """The head of a voucher (form number, e.g. C40-BB, or "" for an own design) that is dated `day`.

    Without a setting the number stands on vouchers up to 2024 only; the source of a later one is what the office sets.
    """
    _parent, body, _place = unit_names(db, unit)
    said = _settings(db)
    code = said.get(K.BUDGET_CODE, "")
    if not form or said.get(K.FORM_NUMBER, "off" if day >= NEW_FROM else "on") == "off":
        return FormHead(body, code)
    source = said.get(K.FORM_SOURCE, "" if day >= NEW_FROM else OLD_SOURCE)
    return FormHead(body, code, form, _issued_by(source) if source else "")


def _issued_by(source: str) -> str:
    return _("(Ban hành kèm theo {source})").format(source=source)
