"""Verbs of declared subjects: a new record, a corrected one, one that is put in its place by its key, and many at once.

Values are given by the names of the subject's fields, as the fields read them: a day is a date, a reference an id.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from db.i18n import _
from db.journal import Writing
from db.refusal import DraftRefused, FieldError, Refusal, require_no_errors
from db.register import key_id, load_states
from db.store import Book
from db.tables.record import Record, Writer
from desktop_app.work.records.corrections import not_found, own_record
from desktop_app.work.records.fields import Field
from desktop_app.work.records.reading import Judge
from desktop_app.work.records.results import Done
from desktop_app.work.records.subject import Asking, How, Part, Subject

R = TypeVar("R", bound=Record)
Values = Mapping[str, Any]


def create(book: Book, subject: Subject[R], values: Values) -> Done:
    """Enter a record; what is not said is as usual. Refuses with every field that is wrong, in their order."""
    require_may_write(book, subject)
    with book.write() as tx:
        tx.flush()
        asking = Asking(book, tx.db, values)
        said = with_usual(subject, values, asking)
        record = _new(tx, subject, said, Asking(book, tx.db, said))
        return Done(record.id, subject.topics)


def correct(book: Book, subject: Subject[R], identity: bytes, values: Values) -> Done:
    """Correct the fields that are said of a record; the fields of its key stay as they are."""
    require_may_write(book, subject)
    refuse_key(subject, values)
    with book.write() as tx:
        _correct(tx, subject, identity, values, Asking(book, tx.db, values, identity))
        return Done(identity, subject.topics)


def put(book: Book, subject: Subject[R], values: Values) -> Done:
    """Enter the record of a natural key, or correct the one that stands there."""
    require_may_write(book, subject)
    with book.write() as tx:
        tx.flush()
        said = with_usual(subject, values, Asking(book, tx.db, values))
        return Done(_put(tx, subject, said, values, book), subject.topics)


def put_many(book: Book, subject: Subject[R], rows: Iterable[Values]) -> int:
    """Put many records of a natural key, without parts, in one transaction; returns how many there are.

    Of two rows about one record the later says what stands. New ones are written without the ORM; those that are known
    are looked for once.
    """
    require_may_write(book, subject)
    with book.write() as tx:
        tx.flush()
        last: dict[bytes, tuple[R, Values]] = {}
        for values in rows:
            said = with_usual(subject, values, Asking(book, tx.db, values))
            draft = drafted(subject, said, Asking(book, tx.db, said))
            last[draft.id] = draft, values
        known = load_states(tx.db, last)
        for identity in known:
            one = last[identity][1]
            kept = {name: value for name, value in one.items() if name not in subject.key}
            _correct(tx, subject, identity, kept, Asking(book, tx.db, one, identity))
        new = (draft for identity, (draft, _one) in last.items() if identity not in known)
        tx.insert_many(
            subject.model, ({name: getattr(draft, name) for name in type(draft).model_fields} for draft in new)
        )
        return len(last)


def _put(tx: Writing, subject: Subject[R], said: Values, values: Values, book: Book) -> bytes:
    judged = [field for field in subject.fields if field.name in subject.key or field.name in said]
    require_no_errors(problems(judged, said, Asking(book, tx.db, said)))
    identity = key_id(subject.model, columns(subject, said))
    if tx.get(subject.model, identity) is None:
        return _new(tx, subject, said, Asking(book, tx.db, said, identity)).id
    kept = {name: value for name, value in values.items() if name not in subject.key}
    _correct(tx, subject, identity, kept, Asking(book, tx.db, said, identity))
    return identity


def _new(tx: Writing, subject: Subject[R], said: Values, asking: Asking) -> R:
    record = drafted(subject, said, asking)
    record.id = record.id or tx.new_id()
    tx.add(record)
    for part in subject.parts:
        _keep_part(tx, subject, part, record.id, said, asking)
    return record


def drafted(subject: Subject[R], said: Values, asking: Asking) -> R:
    """The record that values make, not yet in the book; refused with every field that is wrong."""
    require_no_errors(problems(subject.fields, said, asking))
    found = columns(subject, said)
    require_owner(asking.book, subject, found)
    identity = key_id(subject.model, found) if subject.key else b""
    record = subject.model(**{"id": identity, "office": asking.office, **_owned(subject, said), **found})
    require_no_errors(subject.check(record, asking))
    return record


def _correct(tx: Writing, subject: Subject[R], identity: bytes, values: Values, asking: Asking) -> R:
    record = own_record(tx, subject.model, identity)
    for field in subject.fields_of(""):
        if field.name in values:
            setattr(record, field.kept_in, field.kept(values[field.name]))
    errors = problems(subject.fields_of(""), standing(subject, record), asking)
    said = [field for field in subject.fields if field.part and field.name in values]
    require_no_errors([*errors, *problems(said, values, asking)])
    require_owner(asking.book, subject, {name: getattr(record, name) for name in type(record).model_fields})
    require_no_errors(subject.check(record, asking))
    for part in subject.parts:
        _keep_part(tx, subject, part, identity, values, asking)
    return record


def _keep_part(tx: Writing, subject: Subject[R], part: Part, owner: bytes, values: Values, asking: Asking) -> None:
    """Write what is said of a part; of a series a record a day, where something besides the day is said."""
    fields = [field for field in subject.fields_of(part.name) if field.name in values]
    kept = {field.kept_in: field.kept(values[field.name]) for field in fields}
    if part.how is How.LATEST:
        if all(value is None for column, value in kept.items() if column != part.on):
            _require_nothing_stands(tx, part, owner, fields)
            return
        kept[part.on] = kept.get(part.on) or asking.today.isoformat()
    known = _part_of(tx, part, owner, kept)
    if known is not None:
        for column, value in kept.items():
            setattr(known, column, value)
    elif any(value is not None for value in kept.values()):
        tx.create(part.model, **{part.by: owner, **kept})


def _require_nothing_stands(tx: Writing, part: Part, owner: bytes, fields: Sequence[Field[Any]]) -> None:
    """Refuse to empty what was said of an earlier day: it stays true of that day."""
    said = [field for field in fields if field.kept_in != part.on]
    tx.flush()
    known = tx.db.execute(f'SELECT 1 FROM {part.model.__tablename__} WHERE "{part.by}" = ?', (owner,)).fetchone()
    if known is not None:
        require_no_errors(
            FieldError(one.name, _("Mục này ghi theo ngày nên không xóa được. Ghi số mới")) for one in said
        )


def _part_of(tx: Writing, part: Part, owner: bytes, kept: Mapping[str, Any]) -> Record | None:
    tx.flush()
    sql, given = f'SELECT id FROM {part.model.__tablename__} WHERE "{part.by}" = ?', [owner]
    if part.how is How.LATEST:
        sql, given = f'{sql} AND "{part.on}" = ?', [owner, kept[part.on]]
    row = tx.db.execute(sql, given).fetchone()
    return tx.get(part.model, row[0]) if row else None


def with_usual(subject: Subject[R], values: Values, asking: Asking) -> dict[str, Any]:
    """What is said, and what is usual where nothing is."""
    unsaid = (field for field in subject.fields if field.usual and values.get(field.name) is None)
    return {**values, **{field.name: field.usual(asking) for field in unsaid if field.usual}}


def columns(subject: Subject[R], values: Values) -> dict[str, Any]:
    """Values as the table keeps them, by column; of the record itself."""
    return {field.kept_in: field.kept(values[field.name]) for field in subject.fields_of("") if field.name in values}


def standing(subject: Subject[R], record: R) -> dict[str, Any]:
    """A record as it stands, by field."""
    return {field.name: field.value_of(getattr(record, field.kept_in)) for field in subject.fields_of("")}


def values_of(db: sqlite3.Connection, subject: Subject[R], identity: bytes) -> dict[str, Any]:
    """A record that is on hand, by field, with its parts."""
    columns = ", ".join(kept_sql(subject, field) for field in subject.fields)
    row = db.execute(f"SELECT {columns} FROM {subject.stored_in} t WHERE t.id = ?", (identity,)).fetchone()
    if row is None:
        raise not_found()
    return {field.name: field.value_of(kept) for field, kept in zip(subject.fields, row, strict=True)}


def kept_sql(subject: Subject[R], field: Field[Any]) -> str:
    """The SQL of what is kept of a field, over the row `t`."""
    part = next((part for part in subject.parts if part.name == field.part), None)
    return part.select(field.kept_in) if part else f't."{field.kept_in}"'


def problems(fields: Iterable[Field[Any]], values: Values, asking: Asking) -> list[FieldError]:
    """What is wrong with the values of some fields, in their order."""
    found = ((field.name, field.problem(values.get(field.name), asking)) for field in fields)
    return [FieldError(name, said) for name, said in found if said]


def problems_of_new(subject: Subject[R]) -> Judge:
    """A judge of a new record, of which what is not said is as usual."""
    return lambda fields, said, asking: problems(fields, with_usual(subject, said, asking), asking)


def problems_of_said(fields: Iterable[Field[Any]], said: Values, asking: Asking) -> list[FieldError]:
    """A judge of a correction, or of a row: what is not said is not judged."""
    return problems([field for field in fields if field.name in said], said, asking)


def doubts(subject: Subject[R], asking: Asking) -> list[str]:
    """What a person should look at again in what is said of a record, in whole sentences."""
    said = [field for field in subject.fields if asking.said.get(field.name) is not None]
    return [*(text for field in said for text in field.doubts(asking.said[field.name])), *subject.doubts(asking)]


def doubts_of_new(subject: Subject[R], asking: Asking) -> list[str]:
    """The same of a new record; and that one of its natural key is there, of which what is said would take the place."""
    said = with_usual(subject, asking.said, asking)
    found = doubts(subject, asking)
    if subject.key and all(said.get(name) is not None for name in subject.key):
        identity = key_id(subject.model, columns(subject, said))
        table = subject.model.__tablename__
        if asking.db.execute(f"SELECT 1 FROM {table} WHERE id = ?", (identity,)).fetchone():
            sentence = _("Trong sổ đã có {one} này. Ghi tiếp thì những mục vừa nhập thay cho mục cũ.")
            found.append(sentence.format(one=subject.one))
    return found


def why_not_written(book: Book, subject: Subject[R]) -> str:
    """Why this book does not write a subject, "" where it does: some only the province writes."""
    if subject.model.kind_of.writer is Writer.PROVINCE and not book.identity.is_province:
        return _("Mục này do Hội Khuyến học tỉnh ghi. Đề nghị tỉnh bổ sung rồi nhận tệp mới.")
    return ""


def require_may_write(book: Book, subject: Subject[R]) -> None:
    """Refuse a record that only the province writes, in an office's book."""
    if why := why_not_written(book, subject):
        raise Refusal(why, code="PROVINCE")


def require_owner(book: Book, subject: Subject[R], found: Mapping[str, Any]) -> None:
    """Refuse a record that belongs to another unit, in an office's book."""
    owner = subject.model.kind_of.owner
    if owner and found[owner] != book.unit and not book.identity.is_province:
        sentence = _("«{title}» của đơn vị khác do đơn vị đó hoặc tỉnh ghi.").format(title=str(subject.title))
        raise DraftRefused([FieldError(subject.of_column(owner).name, sentence)], code="SCOPE")


def refuse_key(subject: Subject[R], values: Values) -> None:
    """Refuse a correction of what a record is known by."""
    fixed = [name for name in subject.key if name in values]
    if fixed:
        sentence = _("Mục «{name}» không đổi được. Ghi một mục mới")
        raise DraftRefused(FieldError(name, sentence.format(name=subject.field(name).label)) for name in fixed)


def _owned(subject: Subject[R], said: Values) -> dict[str, Any]:
    owner = subject.model.kind_of.owner
    return {"office": columns(subject, said)[owner]} if owner else {}
