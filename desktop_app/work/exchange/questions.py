"""What the province asks an office about a record: written at the desk, read on the office's page, closed by the province.

A question names a record, a field and why; it has no free text, so nothing private can travel in it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from db.i18n import _
from db.refusal import Refusal
from db.register import SHAPES, load_states
from db.store import Book
from db.tables.exchange import DELETED, Question
from desktop_app.work.records.results import Done, Topic, done
from desktop_app.work.subjects.record_labels import record_text


@dataclass(frozen=True)
class OpenQuestion:
    """An open question: its id, the office asked, the record in words, the field ("" = the whole) and why."""

    id: bytes
    unit: str
    record: bytes
    kind: str
    about: str
    field: str
    code: str


def reasons() -> dict[str, str]:
    """Why the province asks, in words."""
    return {
        "differs": _("hai nơi ghi khác nhau: giá trị nào đúng?"),
        "doubtful": _("có vẻ chưa đúng: xin xem lại"),
        "missing": _("còn để trống: xin bổ sung"),
        "twice": _("có vẻ ghi hai lần: xin xem lại"),
        CHANGED: _("số liệu đã đổi sau khi chốt: xin xem lại, rồi chốt lại và gửi"),
    }


CHANGED = "changed"
"""Why a statement is asked about by itself, with every answer, as long as its figures are not what was stated."""
ASKABLE = {
    "person": ("full_name", "born", "sex", "ethnic_group", "phone", "address"),
    "learner": ("born_year", "sex", "ethnic_group", "school", "class_name"),
    "membership": ("branch", "joined", "left_on", "reason"),
    "movement": ("amount", "dated", "party", "category", "purse", "account"),
    "award": ("recipient", "recipient_kind", "form", "amount", "goods_value", "state", "decision"),
    "branch": ("name", "kind", "founded", "dissolved", "head", "phone"),
}
"""The fields of the commonest kinds that a person at the province would ask about."""


def askable(book: Book, record: bytes) -> list[tuple[str, str]]:
    """The fields of a record that a question may name, each with the record's kind; none where only the whole can be."""
    with book.reading() as db:
        state = load_states(db, [record]).get(record)
    return [(state.kind, field) for field in ASKABLE.get(state.kind, ())] if state else []


def ask(book: Book, record: bytes, code: str, field: str = "") -> Done:
    """Ask the office that owns a record; the question leaves with the next answers."""
    _require_province(book)
    if code not in reasons():
        raise Refusal(_("Không có lý do hỏi «{code}».").format(code=code), code="VALUE")
    with book.write() as tx:
        row = tx.db.execute("SELECT kind, office, marks FROM records WHERE rec = ?", (record,)).fetchone()
        if row is None or row[2] & DELETED:
            raise Refusal(_("Không thấy bản ghi này trong sổ. Mở lại danh sách."), code="REFERENCE")
        kind, office, _marks = row
        if field and field not in SHAPES[kind]:
            raise Refusal(_("Bản ghi này không có mục «{field}».").format(field=field), code="REFERENCE")
        if office == book.unit:
            raise Refusal(_("Bản ghi này là của tỉnh, không có đơn vị nào để hỏi."), code="OFFICE")
        if tx.db.execute(
            "SELECT 1 FROM questions WHERE record = ? AND coalesce(field, '') = ?", (record, field)
        ).fetchone():
            raise Refusal(_("Tỉnh đã hỏi về chỗ này rồi, đang chờ đơn vị trả lời."), code="EXISTS")
        asked = tx.create(Question, office=office, record=record, field=field or None, code=code)
        return done(asked.id, Topic.EXCHANGE)


def ask_about_changes(book: Book, changed: Mapping[bytes, bytes]) -> None:
    """Ask about each of these statements (with its unit) once; what was asked about others is answered."""
    close_answered(book, changed)
    with book.write() as tx:
        known = {record for (record,) in tx.db.execute("SELECT record FROM questions WHERE code = ?", (CHANGED,))}
        for record, unit in changed.items():
            if record not in known and unit != book.unit:
                tx.create(Question, office=unit, record=record, code=CHANGED)


def close_answered(book: Book, changed: Collection[bytes]) -> None:
    """Close what was asked about statements that are as they were stated again; others are given."""
    with book.reading() as db:
        rows = db.execute("SELECT id, record FROM questions WHERE code = ?", (CHANGED,)).fetchall()
    answered = [identity for identity, record in rows if record not in changed]
    if not answered:
        return
    with book.write() as tx:
        for identity in answered:
            if (asked := tx.get(Question, identity)) is not None:
                tx.delete(asked)


def close(book: Book, question: bytes) -> Done:
    """The question is answered; it goes from the office's page with the next answers."""
    if not book.identity.is_province:
        raise Refusal(
            _(
                "Chỉ tỉnh khép được câu hỏi. Sửa bản ghi được hỏi (hoặc chốt lại), rồi gửi lên: tỉnh xem và khép câu hỏi, "
                "lần trả lời sau câu hỏi hết ở đây."
            ),
            code="PROVINCE",
        )
    with book.write() as tx:
        asked = tx.get(Question, question)
        if asked is None:
            raise Refusal(_("Câu hỏi này không còn. Mở lại danh sách."), code="REFERENCE")
        tx.delete(asked)
        return done(question, Topic.EXCHANGE)


def open_questions(book: Book) -> list[OpenQuestion]:
    """The questions that are open: of the province all it asked, of an office those it was asked."""
    with book.reading() as db:
        rows = db.execute(
            "SELECT q.id, u.name, q.record, coalesce(r.kind, ''), coalesce(q.field, ''), q.code FROM questions q"
            " JOIN units u ON u.id = q.office LEFT JOIN records r ON r.rec = q.record"
            " WHERE ?1 OR q.office = ?2 ORDER BY q.id",
            (book.identity.is_province, book.unit),
        ).fetchall()
        return [
            OpenQuestion(identity, unit, record, kind, record_text(db, record), field, code)
            for identity, unit, record, kind, field, code in rows
        ]


def _require_province(book: Book) -> None:
    if not book.identity.is_province:
        raise Refusal(_("Chỉ Hội Khuyến học tỉnh hỏi được; đơn vị trả lời bằng cách sửa bản ghi."), code="PROVINCE")
