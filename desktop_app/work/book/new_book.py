"""Founding a book: for which unit, who writes it, who leads, and what is in the fund on the first day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db.book_file import remove
from db.clock import Clock
from db.exchange.trust.home_folder import Home
from db.files import require_short
from db.founding import create
from db.i18n import _
from db.refusal import DraftRefused, FieldError, Refusal, require_no_errors
from db.store import Book
from db.text import clean
from desktop_app.work.book import enrolment
from desktop_app.work.fund import movements
from desktop_app.work.people import people
from desktop_app.work.records import field_checks, verbs
from desktop_app.work.records.lookup import named_in_full
from desktop_app.work.records.results import Offered
from desktop_app.work.records.unit_lookup import UnitRow, known_units
from desktop_app.work.units.declared import POSTS
from desktop_app.work.units.posts import CHAIR


@dataclass(frozen=True)
class FoundingDraft:
    """What the first page asks; amounts in đồng, 0 or None for nothing, as they were when they were `counted`."""

    unit: UnitRow | None
    officer: str | None
    folder: Path | None
    chair: str | None = None
    cash: int | None = None
    bank: int | None = None
    counted: date | None = None


def find_unit(text: str, on: date) -> Offered:
    """Units that a book may be founded for, by words typed; names and codes of the day `on`."""
    units = known_units()
    return units.offer(units.find(text, on), lambda unit: unit)


def unit_named(text: str, role: str, on: date) -> UnitRow:
    """The unit that a command means, for a book of this role (`office`, `province`); refused where that is not sure."""
    unit = named_in_full(known_units().find(text, on))
    if unit.level == "province" and role != "province":
        said = _("{unit} là tỉnh. Lập sổ của tỉnh thì thêm --as province; lập sổ cơ sở thì ghi tên xã hoặc huyện.")
        raise Refusal(said.format(unit=unit.name), code="ROLE")
    if unit.level != "province" and role == "province":
        said = _("{unit} không phải tỉnh. Bỏ --as province, hoặc ghi --as office.")
        raise Refusal(said.format(unit=unit.name), code="ROLE")
    return unit


def found(draft: FoundingDraft, home: Home, clock: Clock) -> Book:
    """Make the book with its first records; when one of them is refused, nothing is left behind."""
    require_no_errors(_check(draft, clock.today()))
    assert draft.unit is not None and draft.folder is not None
    today = clock.today()
    path = _path(draft.folder, draft.unit)
    role = "province" if draft.unit.level == "province" else "office"
    book = create(
        path,
        unit=draft.unit.code,
        officer=clean(draft.officer or ""),
        role=role,
        on=today.isoformat(),
        home=home,
        clock=clock,
    )
    try:
        if role == "province":
            enrolment.found_province(book)
        with book.together():
            _first_records(book, draft)
    except (DraftRefused, Refusal):
        book.close()
        remove(path)
        raise
    return book


def _check(draft: FoundingDraft, today: date) -> list[FieldError]:
    errors: list[FieldError] = []
    if draft.cash or draft.bank:
        errors += field_checks.required("counted", draft.counted, _("Ghi ngày mà quỹ có số tiền ấy"))
        if draft.counted is not None:
            late = _("Ngày này phải từ hôm nay trở về trước")
            errors += field_checks.not_after("counted", draft.counted, today, late)
    if draft.unit is None:
        errors.append(FieldError("unit", _("Gõ tên đơn vị rồi chọn một dòng trong danh sách bên dưới")))
    if not clean(draft.officer or ""):
        errors.append(FieldError("officer", _("Nhập họ tên người ghi sổ")))
    if draft.folder is None:
        errors.append(FieldError("folder", _("Chọn thư mục để cất sổ")))
    elif draft.unit is not None and require_short(_path(draft.folder, draft.unit)).exists():
        said = _("Thư mục này đã có sổ của {unit}. Bấm «Quay lại» rồi «Mở sổ…» để mở sổ ấy, hoặc chọn thư mục khác")
        errors.append(FieldError("folder", said.format(unit=draft.unit.name)))
    return errors


def _path(folder: Path, unit: UnitRow) -> Path:
    return folder / f"so-khuyen-hoc-{unit.code}.skh"


def _first_records(book: Book, draft: FoundingDraft) -> None:
    if draft.chair:
        person = people.add_person(book, people.PersonDraft(full_name=draft.chair))
        verbs.create(book, POSTS, {"person": person.id, "post": CHAIR})
    for account, amount in (("cash", draft.cash), ("bank", draft.bank)):
        if amount:
            assert draft.counted is not None
            movements.book_movement(book, movements.FundDraft("opening", amount, draft.counted, account))
