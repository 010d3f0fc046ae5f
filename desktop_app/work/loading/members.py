"""Lists of members: who is new, who is on record already, and whose particulars have changed."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from db.ethnic_groups import kept_ethnic_group
from db.i18n import _
from db.refusal import DraftRefused
from db.store import Book
from db.text import clean, plain
from desktop_app.sheets import columns
from desktop_app.sheets.reading import Cell
from desktop_app.values.dates import format_date
from desktop_app.work.loading.rows import Cells, Loaded, Named, by_name, carry_out, fitting, meant, wrong_cell
from desktop_app.work.members import membership
from desktop_app.work.members.membership_checks import born_before_joining
from desktop_app.work.people import people
from desktop_app.work.people.declared import person_doubts
from desktop_app.work.people.known_people import Known, Said, in_words, is_another, is_same, name_key
from desktop_app.work.people.known_people import everybody as known_everybody
from desktop_app.work.records import field_checks, vocabulary

WOMEN, MEN = ("nu", "f", "female", "2", "x nu"), ("nam", "m", "male", "1")
COMPARED = ("sex", "ethnic_group", "phone", "address")
Key = tuple[str, str, bytes | None, str | None]
"""Plain name, birth, branch, and the day the stay ended."""


def load(book: Book, matched: columns.Matched, dry_run: bool) -> Loaded:
    """Load a list of members; someone on record who had left and is certainly meant begins a new stay."""
    loaded, stays = Loaded(), list[membership.ListedMember]()
    calls: list[tuple[int, Callable[[], object]]] = []
    today = book.clock.today()
    with book.reading() as db:
        branches, known = _branches(db, book.unit), _Known(db, book.unit)
    for row, cells in matched.rows:
        try:
            stay = _stay(cells, branches, today)
        except DraftRefused as refusal:
            loaded.reject(matched, row, refusal)
            continue
        found = known.take(stay)
        if found is None:
            stays.append(_placed(known, stay, loaded, matched, row))
            _remark_on_day(cells, stay, loaded, matched, row)
        elif changes := _changes(stay.details, found):
            calls.append((row, _change(book, found["person"], changes)))
        else:
            loaded.same += 1
        _remark_on_cells(cells, stay, loaded, matched, row)
    loaded.new, loaded.changed = len(stays), len(calls)
    if not loaded.rejected and (stays or calls):
        if stays:
            calls.append((0, lambda: membership.register_many(book, stays)))
        calls += [(0, _correct(book, stay)) for stay in stays if stay.person is not None]
        carry_out(book, matched, loaded, calls, dry_run=dry_run)
    return loaded


def _change(book: Book, person: bytes, changes: Mapping[str, Any]) -> Callable[[], object]:
    return lambda: people.change_person(book, person, changes)


def _correct(book: Book, stay: membership.ListedMember) -> Callable[[], object]:
    assert stay.person is not None
    person = stay.person
    return lambda: people.correct_as_said(book, person, stay.details)


def _changes(details: people.PersonDraft, found: Mapping[str, Any]) -> dict[str, Any]:
    """What the list says otherwise; what it does not say stays."""
    said = {name: getattr(details, name) for name in COMPARED}
    return {name: value for name, value in said.items() if value is not None and value != found[name]}


def _placed(
    known: _Known, stay: membership.ListedMember, loaded: Loaded, matched: columns.Matched, row: int
) -> membership.ListedMember:
    """A new line with the person it is about, where that is certain; someone of the same name is told."""
    earlier = known.earlier_line(stay)
    back, alike = (None, None) if earlier else known.on_record(stay)
    if back is not None:
        sentence = _("Đã có trong sổ: {person}. Dòng này ghi vào lại người ấy")
        loaded.remark(matched, row, "full_name", sentence.format(person=back.words))
    elif alike is not None:
        loaded.doubtful += 1
        sentence = _("Trong sổ đã có {person}. Dòng này được ghi là người khác; cùng một người thì nối ở «Trùng người»")
        loaded.remark(matched, row, "full_name", sentence.format(person=alike.words))
    elif not earlier and known.stood_before(stay):
        loaded.doubtful += 1
        loaded.remark(
            matched, row, "full_name", _("Cùng tên, cùng năm sinh với một dòng ở trên; được ghi là người khác")
        )
    placed = replace(stay, like=earlier, person=back.id if back else None)
    known.note(placed)
    return placed


def _remark_on_day(
    row_cells: Mapping[str, Cell], stay: membership.ListedMember, loaded: Loaded, matched: columns.Matched, row: int
) -> None:
    """That the list does not say the day of joining, and which one is written."""
    cells = Cells(row_cells)
    if cells.text("joined") is None:
        sentence = _("Không ghi ngày vào Hội nên được ghi là hôm nay, {day}: là hội viên mới của kỳ này")
    elif cells.is_year("joined"):
        sentence = _("Chỉ có năm nên được ghi là ngày {day}")
    else:
        return
    loaded.remark(matched, row, "joined", sentence.format(day=format_date(stay.joined)))


def _remark_on_cells(
    row_cells: Mapping[str, Cell], stay: membership.ListedMember, loaded: Loaded, matched: columns.Matched, row: int
) -> None:
    """What is strange in a row."""
    for sentence in person_doubts({"ethnic_group": stay.details.ethnic_group}):
        loaded.remark(matched, row, "ethnic_group", sentence)


class _Known:
    """The members on record, each of whom counts for one row of a list, and everybody by name."""

    def __init__(self, db: sqlite3.Connection, office: bytes) -> None:
        self._by_key: dict[Key, list[dict[str, Any]]] = {}
        self._everybody = known_everybody(db, office)
        self._lines: dict[str, list[membership.ListedMember]] = defaultdict(list)
        self._back: set[bytes] = set()
        cursor = db.execute(
            "SELECT m.person, p.full_name, coalesce(p.born, '') AS born, m.branch, m.left_on, p.sex, p.ethnic_group,"
            " p.phone, p.address FROM memberships m JOIN persons p ON p.id = m.person WHERE m.office = ?",
            (office,),
        )
        titles = [column[0] for column in cursor.description]
        for row in cursor:
            found = dict(zip(titles, row, strict=True))
            found["ethnic_group"] = kept_ethnic_group(found["ethnic_group"])
            name, born = plain(found["full_name"]), found["born"]
            self._by_key.setdefault((name, born, found["branch"], found["left_on"]), []).append(found)

    def take(self, stay: membership.ListedMember) -> dict[str, Any] | None:
        """The member on record that a row speaks of, who then counts no more."""
        name, born = plain(stay.details.full_name), stay.details.born or ""
        found = self._by_key.get((name, born, stay.branch, stay.left.isoformat() if stay.left else None))
        return found.pop() if found else None

    def on_record(self, stay: membership.ListedMember) -> tuple[Known | None, Known | None]:
        """Who comes back by this row for certain; else who has the same name and may have been born in the same year."""
        said, joined = _said(stay), stay.joined.isoformat()
        rows = [row for row in self._everybody.get(name_key(stay.details.full_name), ()) if not is_another(said, row)]
        back = [row for row in rows if is_same(said, row) and not row["member"] and (row["left_on"] or "") <= joined]
        if len(back) == 1 and back[0]["id"] not in self._back:
            self._back.add(back[0]["id"])
            return in_words(back[0]), None
        return None, in_words(rows[0]) if rows else None

    def earlier_line(self, stay: membership.ListedMember) -> membership.ListedMember | None:
        """The first line about the same person for certain, where none of the stays overlap."""
        alike = [one for one in self._lines[name_key(stay.details.full_name)] if _same_person(one, stay)]
        whose = [one.like or one for one in alike]
        if not whose or any(one is not whose[0] for one in whose) or not all(_apart(one, stay) for one in alike):
            return None
        return whose[0]

    def stood_before(self, stay: membership.ListedMember) -> bool:
        """Whether someone of the same name and birth year stood in the list before."""
        year = (stay.details.born or "")[:4]
        return any((one.details.born or "")[:4] == year for one in self._lines[name_key(stay.details.full_name)])

    def note(self, stay: membership.ListedMember) -> None:
        """A line that is taken as new."""
        self._lines[name_key(stay.details.full_name)].append(stay)


def _said(stay: membership.ListedMember) -> Said:
    details = stay.details
    return Said(details.born or "", details.school or "", details.class_name or "", details.phone or "")


def _same_person(one: membership.ListedMember, other: membership.ListedMember) -> bool:
    return is_same(_said(other), vars(_said(one)))


def _apart(one: membership.ListedMember, other: membership.ListedMember) -> bool:
    first, last = sorted((one, other), key=lambda stay: stay.joined)
    return first.left is not None and first.left <= last.joined


@dataclass(frozen=True)
class _Branches:
    """The branches of the office by name, and the last days of those that were dissolved (ISO)."""

    named: Named
    dissolved: Mapping[bytes, str]

    def is_there(self, branch: bytes, day: str) -> bool:
        """Whether a branch was not dissolved by a day (ISO)."""
        return self.dissolved.get(branch, "9999") > day


def _branches(db: sqlite3.Connection, office: bytes) -> _Branches:
    rows = db.execute("SELECT id, name, dissolved FROM branches WHERE office = ?", (office,)).fetchall()
    return _Branches(by_name(row[:2] for row in rows), {row[0]: row[2] for row in rows if row[2] is not None})


def _stay(row: Mapping[str, Cell], branches: _Branches, today: date) -> membership.ListedMember:
    cells = Cells(row)
    tried = cells.tried
    draft = people.PersonDraft(
        full_name=tried(cells.short, "full_name", clean(columns.full_name(row))) or "",
        born=tried(cells.birth, "born"),
        sex=tried(_sex, cells),
        ethnic_group=kept_ethnic_group(tried(cells.text, "ethnic_group")),
        phone=tried(cells.phone, "phone"),
        address=tried(cells.text, "address"),
        school=tried(cells.text, "school"),
        class_name=tried(cells.text, "class"),
    )
    joined, left = tried(cells.day_or_year, "joined") or today, tried(cells.day, "left")
    reason = tried(cells.choice, "reason", vocabulary.LEAVING_REASONS)
    branch = tried(_branch, tried(cells.text, "branch"), branches, joined)
    errors = [
        *people.check_person(draft, today),
        *field_checks.not_after("joined", joined, today, _("Ngày vào Hội phải từ hôm nay trở về trước")),
        *field_checks.not_after("left", left, today, _("Ngày thôi phải từ hôm nay trở về trước")),
        *field_checks.in_order("left", joined, left, _("Ngày thôi phải sau ngày vào Hội")),
    ]
    cells.refuse_wrong(errors or born_before_joining(draft.born, joined))
    return membership.ListedMember(draft, joined, branch, left, (reason or "resigned") if left else None)


def _branch(name: str | None, branches: _Branches, joined: date) -> bytes | None:
    if name is None:
        return None
    found, day = fitting(branches.named, name), joined.isoformat()
    if not found:
        sentence = _("Chưa có chi hội «{name}» trong sổ. Nhập danh sách chi hội trước")
        raise wrong_cell("branch", sentence.format(name=name))
    there = [one for one in found if branches.is_there(one[0], day)]
    if not there:
        raise wrong_cell("branch", _("Chi hội này đã giải thể. Chọn chi hội khác"))
    return meant(there, "branch", name, _("chi hội"))


def _sex(cells: Cells) -> str | None:
    """What the column says; else which of the two columns «Nam» and «Nữ» has a mark."""
    text = cells.text("sex") or ""
    word = plain(text)
    if not word:
        marked = [sex for sex in ("male", "female") if cells.text(sex)]
        if len(marked) > 1:
            raise wrong_cell("female", _("Dòng này đánh dấu cả Nam và Nữ. Bỏ một dấu"))
        return marked[0] if marked else None
    if word in WOMEN:
        return "female"
    if word in MEN:
        return "male"
    raise wrong_cell("sex", _("«{text}» không rõ nam hay nữ. Ghi Nam hoặc Nữ").format(text=text))
