"""A unit is merged, split or abolished: its branches go over to another office, with their members.

What goes on is the work, what was done stays where it was done:

- A branch goes with its head counts and with its members. A person goes where their latest stay in the old office goes,
  with all their stays in branches that go; a stay that ended stays behind where the person does not come along.
- The whole office besides gives over the members who are in no branch.
- What may be counted of a pupil goes with them. Their name goes only with a consent in force: without one it never
  leaves the old office's book, and the province does not hold it.
- Money (passed by minutes, see `handover`), awards with their rounds and decisions, posts, donors, statements and who
  was never a member stay with the old office: they are its history, and its figures of the past rest on them.

The move is dated by the succession of the two units, else by the day after the old one ended, else by the day it is
written: figures of any earlier day count everybody with the old office. Moving back makes it as if it had never been.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db.change import Change
from db.exchange.outgoing.record_history import HeaderMissing, require_headers
from db.i18n import _
from db.refusal import FieldError, Refusal, require_no_errors
from db.store import Book
from db.tables.exchange import DELETED
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money
from desktop_app.work.records import field_checks
from desktop_app.work.records.results import Done, Topic, done
from desktop_app.work.units.units import unit_of

Going = tuple[str, bytes]
"""A record on its way: its kind and id."""


@dataclass(frozen=True)
class MoveDraft:
    """Which branches of an office go to which (None: the whole office); `back`: only what came from there.

    An office that has ended gets nothing else than back.
    """

    old: bytes | None
    new: bytes | None
    branches: tuple[bytes, ...] | None = None
    back: bool = False


@dataclass(frozen=True)
class MovePlan:
    """What a move takes along, and what it leaves: pupils' names without consent, awards not yet decided or paid.

    `doubts` are what a person is asked before it is made.
    """

    old: bytes
    new: bytes
    old_name: str
    new_name: str
    day: date
    branches: tuple[str, ...]
    members: int
    people: int
    names_kept: int
    unfinished: int
    records: tuple[Going, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Stay:
    id: bytes
    person: bytes
    branch: bytes | None
    joined: str
    left: str | None

    @property
    def order(self) -> tuple[bool, str, bytes]:
        return self.left is None, self.joined, self.id


def plan_move(book: Book, draft: MoveDraft) -> MovePlan:
    """What would go, without writing anything; refused where nothing would, or where this book may not decide it."""
    with book.reading() as db:
        require_no_errors(_check(book, db, draft))
        old, new, today = draft.old, draft.new, book.clock.today()
        assert old is not None and new is not None
        company = _company(db, replace(draft, back=draft.back or _has_ended(db, new, today)), old, new)
        plan = _plan(db, company, old, new, today)
        _require_begun(db, plan, today)
        if book.identity.is_province:
            _require_history(db, plan)
        return plan


def move_branches(book: Book, draft: MoveDraft) -> Done:
    """Write the move of everything planned, in one transaction; only what is still the old office's goes."""
    plan = plan_move(book, draft)
    with book.write() as tx:
        for kind, rec in plan.records:
            tx.note(Change("move", kind, rec, plan.old, {"office": plan.new.hex()}))
        return done(plan.new, Topic.BRANCHES, Topic.MEMBERS, Topic.PEOPLE, Topic.REPORTS, Topic.EXCHANGE)


def _check(book: Book, db: sqlite3.Connection, draft: MoveDraft) -> list[FieldError]:
    errors = [
        *field_checks.required("old", draft.old, _("Chọn đơn vị cũ")),
        *field_checks.required("new", draft.new, _("Chọn đơn vị nhận")),
    ]
    if draft.old is None or draft.new is None:
        return errors
    if draft.old == draft.new:
        errors.append(FieldError("new", _("Đơn vị nhận phải khác đơn vị cũ")))
    if not book.identity.is_province and draft.old != book.unit:
        errors.append(FieldError("old", _("Sổ này chỉ chuyển được chi hội của đơn vị mình. Nhờ tỉnh chuyển")))
    if _has_ended(db, draft.new, book.clock.today()) and not _came_from(db, draft.old, draft.new):
        errors.append(FieldError("new", _("Đơn vị nhận đã thôi hoạt động. Chọn đơn vị đang hoạt động")))
    return errors


def _has_ended(db: sqlite3.Connection, unit: bytes, today: date) -> bool:
    row = db.execute("SELECT 1 FROM units WHERE id = ? AND until < ?", (unit, today.isoformat())).fetchone()
    return row is not None


@dataclass(frozen=True)
class _Company:
    """What goes: names of branches, records, the members that head counts stand for; and how many names stay behind."""

    branches: tuple[str, ...]
    records: tuple[Going, ...]
    counted: int
    names_kept: int


def _company(db: sqlite3.Connection, draft: MoveDraft, old: bytes, new: bytes) -> _Company:
    branches = _branches(db, draft, old, new)
    stays, people = _stays_and_people(db, old, new, set(branches), whole=draft.branches is None and not draft.back)
    learners = {who for kind, who in people if kind == "learner"}
    names = _consented_names(db, old, learners)
    counts = _head_counts(db, old, branches)
    owned = [one for one in branches if _owner(db, "branches", one) == old]
    records = [
        *(("branch", one) for one in owned),
        *(("head_count", one) for one, _people in counts),
        *people,
        *(("learner.name", one) for one in names),
        *(("membership", stay.id) for stay in stays),
        *(_came_from(db, old, new) if draft.back and draft.branches is None else ()),
    ]
    return _Company(
        tuple(branches[one] for one in owned),
        tuple(dict.fromkeys(records)),
        sum(people for _one, people in counts),
        len(learners) - len(names),
    )


def _plan(db: sqlite3.Connection, company: _Company, old: bytes, new: bytes, today: date) -> MovePlan:
    old_name = unit_of(db, old).name
    if not company.records:
        said = _("Không còn chi hội hay hội viên nào của {old} để chuyển.")
        raise Refusal(said.format(old=old_name), code="EMPTY")
    return MovePlan(
        old,
        new,
        old_name,
        unit_of(db, new).name,
        _day(db, old, new, today),
        company.branches,
        _members_among(db, old, {rec for _kind, rec in company.records}) + company.counted,
        sum(kind in ("person", "learner") for kind, _rec in company.records),
        company.names_kept,
        _unfinished(db, old),
        company.records,
        _doubts(db, old, new),
    )


def _require_begun(db: sqlite3.Connection, plan: MovePlan, today: date) -> None:
    """A unit gives over on the day that is recorded, of both or of its end: before it there is nothing to take over."""
    if plan.day <= today:
        return
    if plan.new in _heirs(db, plan.old):
        said = _(
            "Theo danh mục, đến ngày {day} chi hội của {old} mới chuyển được sang {new}. "
            "Chưa chuyển gì; từ ngày ấy hãy chuyển, hoặc kiểm tra lại tên hai đơn vị."
        )
    else:
        said = _(
            "Theo danh mục, {old} còn hoạt động đến hết ngày {last}, nên chưa chuyển được chi hội sang {new}. "
            "Chưa chuyển gì; từ ngày {day} hãy chuyển, hoặc kiểm tra lại tên hai đơn vị."
        )
    last = format_date(plan.day - timedelta(days=1))
    named = said.format(old=plan.old_name, new=plan.new_name, day=format_date(plan.day), last=last)
    raise Refusal(named, code="EARLY")


def _heirs(db: sqlite3.Connection, old: bytes) -> dict[bytes, str]:
    """The units recorded as taking over from one, with their names."""
    sql = "SELECT s.new, u.name FROM successions s JOIN units u ON u.id = s.new WHERE s.old = ? ORDER BY u.sort_key"
    return dict(db.execute(sql, (old,)))


def _doubts(db: sqlite3.Connection, old: bytes, new: bytes) -> tuple[str, ...]:
    """What is odd about a move: it goes to another unit than the recorded heir, and not back where it came from."""
    heirs = _heirs(db, old)
    if new in heirs or _came_from(db, old, new):
        return ()
    names = {"old": unit_of(db, old).name, "new": unit_of(db, new).name, "heirs": ", ".join(heirs.values())}
    if heirs:
        said = _("▲ Theo danh mục, đơn vị kế tiếp của {old} là {heirs}, không phải {new}. Hỏi lại trước khi chuyển.")
    else:
        said = _("▲ Danh mục không ghi {old} nhập vào {new}. Hỏi lại trước khi chuyển.")
    return (said.format(**names),)


def _require_history(db: sqlite3.Connection, plan: MovePlan) -> None:
    """The new office needs what was written on the records so far, each run under its writer's signature."""
    try:
        require_headers(db, (rec for _kind, rec in plan.records))
    except HeaderMissing as missing:
        raise Refusal(
            _(
                "Chưa chuyển được: tệp của {unit} đã nhận từ bản chương trình cũ nên không gửi tiếp cho {new} được. "
                "Đề nghị {unit} gửi lại toàn bộ (lệnh send --all), nhận vào rồi chuyển lại."
            ).format(unit=unit_of(db, missing.office).name, new=plan.new_name),
            code="HEADER",
        ) from None


def _branches(db: sqlite3.Connection, draft: MoveDraft, old: bytes, new: bytes) -> dict[bytes, str]:
    """The branches (name by id) whose members go: those chosen, and those that went before and left someone behind."""
    own = dict(db.execute("SELECT id, name FROM branches WHERE office = ? ORDER BY sort_key, id", (old,)).fetchall())
    if draft.back:
        came = {one for kind, one in _came_from(db, old, new) if kind == "branch"}
        return {one: name for one, name in own.items() if one in came and one in (draft.branches or came)}
    gone = db.execute(
        "SELECT b.id, b.name FROM moves m JOIN branches b ON b.id = m.rec WHERE m.office = ? AND m.annulled = 0"
        " AND b.office = ? ORDER BY b.sort_key, b.id",
        (old, new),
    ).fetchall()
    known = {**own, **dict(gone)}
    if draft.branches is None:
        return known
    if not set(draft.branches) <= set(known):
        raise Refusal(_("Chi hội đã chọn không thuộc đơn vị cũ. Mở lại danh sách chi hội."), code="REFERENCE")
    return {one: known[one] for one in draft.branches}


def _stays_and_people(
    db: sqlite3.Connection, old: bytes, new: bytes, branches: set[bytes], *, whole: bool
) -> tuple[list[_Stay], list[Going]]:
    """The stays that go and the people (person or learner) who go with them."""
    rows = db.execute(
        "SELECT id, person, branch, joined, left_on FROM memberships WHERE office = ? ORDER BY id", (old,)
    )
    stays = [_Stay(*row) for row in rows]
    going = [stay for stay in stays if whole or stay.branch in branches]
    latest: dict[bytes, _Stay] = {}
    for stay in sorted(stays, key=lambda one: one.order):
        latest[stay.person] = stay
    chosen = {stay.id for stay in going}
    along = {person for person, stay in latest.items() if stay.id in chosen}
    people = [
        (kind, one)
        for kind, table in (("person", "people"), ("learner", "learners"))
        for (one,) in db.execute(f"SELECT id FROM {table} WHERE office = ? ORDER BY id", (old,))
        if one in along
    ]
    there = along | {stay.person for stay in going if _owner(db, "persons", stay.person) == new}
    return [stay for stay in going if stay.left is None or stay.person in there], people


def _members_among(db: sqlite3.Connection, old: bytes, records: set[bytes]) -> int:
    rows = db.execute("SELECT id, person FROM memberships WHERE office = ? AND left_on IS NULL", (old,))
    return len({person for stay, person in rows if stay in records})


def _owner(db: sqlite3.Connection, table: str, identity: bytes) -> bytes | None:
    row = db.execute(f"SELECT office FROM {table} WHERE id = ?", (identity,)).fetchone()
    return row[0] if row else None


def _consented_names(db: sqlite3.Connection, old: bytes, learners: set[bytes]) -> list[bytes]:
    rows = db.execute(
        "SELECT id, learner FROM learner_names WHERE office = ? AND consent_on IS NOT NULL ORDER BY id", (old,)
    )
    return [one for one, learner in rows if learner in learners]


def _head_counts(db: sqlite3.Connection, old: bytes, branches: Iterable[bytes]) -> list[tuple[bytes, int]]:
    """The head counts that go; each with the members it stands for now (the newest of a branch without a list)."""
    found: list[tuple[bytes, int]] = []
    for branch in branches:
        rows = db.execute(
            "SELECT id, people FROM head_counts WHERE branch = ? AND office = ? ORDER BY dated DESC, id", (branch, old)
        ).fetchall()
        listed = db.execute("SELECT 1 FROM memberships WHERE branch = ?", (branch,)).fetchone()
        found += [(one, people if place == 0 and not listed else 0) for place, (one, people) in enumerate(rows)]
    return found


def _came_from(db: sqlite3.Connection, holder: bytes, former: bytes) -> list[Going]:
    """What an office has from another and did not get or give otherwise since."""
    return db.execute(
        "SELECT r.kind, m.rec FROM moves m JOIN records r ON r.rec = m.rec WHERE m.office = ? AND m.successor = ?"
        " AND m.annulled = 0 AND r.office = m.successor AND NOT r.marks & ? ORDER BY r.kind, m.rec",
        (former, holder, DELETED),
    ).fetchall()


def _day(db: sqlite3.Connection, old: bytes, new: bytes, today: date) -> date:
    """The day from which the new office counts what goes; as the view `former_owners` has it."""
    (day,) = db.execute(
        "SELECT coalesce((SELECT dated FROM successions WHERE old = ?1 AND new = ?2),"
        " (SELECT date(until, '+1 day') FROM units WHERE id = ?1), ?3)",
        (old, new, today.isoformat()),
    ).fetchone()
    return date.fromisoformat(day)


def _unfinished(db: sqlite3.Connection, old: bytes) -> int:
    (count,) = db.execute(
        "SELECT count(*) FROM awards WHERE office = ? AND state IN ('nominated', 'approved')", (old,)
    ).fetchone()
    return int(count)


def plan_words(plan: MovePlan) -> list[str]:
    """A plan as the province reads it before it decides."""
    lines = [
        _("{old} → {new}, tính từ ngày {day}:").format(old=plan.old_name, new=plan.new_name, day=format_date(plan.day)),
        _("{branches} chi hội, {members} hội viên, {people} hồ sơ người.").format(
            branches=format_money(len(plan.branches)),
            members=format_money(plan.members),
            people=format_money(plan.people),
        ),
        *plan.doubts,
    ]
    if plan.names_kept:
        lines.append(
            _("{count} học sinh chưa có đồng ý của gia đình: tên ở lại sổ cũ.").format(
                count=format_money(plan.names_kept)
            )
        )
    if plan.unfinished:
        lines.append(
            _("{count} suất, khen thưởng đang dở ở lại {old}; chi xong hoặc hủy ở đó.").format(
                count=format_money(plan.unfinished), old=plan.old_name
            )
        )
    return [*lines, _("Quỹ, học bổng, khen thưởng đã ghi ở lại đơn vị cũ; số liệu trước ngày đó giữ nguyên.")]


def branches_of(book: Book, office: bytes) -> list[tuple[bytes, str]]:
    """The branches an office has now, in order of name: (id, name with its members)."""
    with book.reading() as db:
        rows = db.execute(
            "SELECT b.id, b.name, (SELECT count(*) FROM memberships m WHERE m.branch = b.id AND m.left_on IS NULL)"
            " FROM branches b WHERE b.office = ? ORDER BY b.sort_key, b.id",
            (office,),
        ).fetchall()
    said = _("{name} ({members} hội viên)")
    return [(one, said.format(name=name, members=format_money(members))) for one, name, members in rows]
