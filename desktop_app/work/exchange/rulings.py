"""What a person decides: a value where two places wrote different ones, and what becomes of a file set aside."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from db.change import Change
from db.exchange.incoming import receive as taking
from db.exchange.incoming.quarantine import FileResult
from db.exchange.merge.row_writer import set_fields
from db.exchange.merge.version_graph import WRONG_OFFICE
from db.exchange.outcomes import Code
from db.exchange.storage.missing_runs import missing, told_of
from db.exchange.wire.canonical_json import natural_key
from db.i18n import _
from db.refusal import Refusal
from db.register import SHAPES, to_value
from db.store import Book
from db.tables import KINDS
from db.tables.exchange import CONFLICT, DELETED, Ruling
from desktop_app.work.exchange.conflicts import clash_of, how_to_end
from desktop_app.work.records.reading import read_cell, wrong
from desktop_app.work.records.results import Done, Topic, done
from desktop_app.work.records.subject import Asking
from desktop_app.work.subjects.registry import field_of
from desktop_app.work.units.phone_book import OfficeContact, contact_of, contacts
from desktop_app.work.units.units import unit_of


def settle(book: Book, conflict: str, *, keep: int | None = None, value: str | None = None) -> Done:
    """Settle an open conflict: keep one of its values by number (from 1), or write another value.

    The choice is an entry of its own that has seen all others; it can be chosen again later.
    """
    rec, _dot, name = conflict.partition(".")
    field = "" if name == "-" else name
    with book.write() as tx:
        row = tx.db.execute(
            "SELECT c.options, r.kind, r.office, c.code FROM conflicts c JOIN records r ON r.rec = c.rec"
            " WHERE c.rec = ? AND c.field = ?",
            (_hex(rec), field),
        ).fetchone()
        if row is None:
            raise _no_conflict(tx.db, _hex(rec), field)
        options, kind, office, code = json.loads(row[0]), row[1], row[2], row[3]
        chosen = None if code == WRONG_OFFICE and keep == len(options) + 1 else _chosen(options, keep)
        if code in ("existence", WRONG_OFFICE) and chosen is not None and chosen["op"] == "del":
            tx.db.execute(f"DELETE FROM {KINDS[kind].__tablename__} WHERE id = ?", (_hex(rec),))
            tx.note(Change("del", kind, _hex(rec), office, {}))
            return done(_hex(rec), Topic.CONFLICTS)
        if field == "owner":
            tx.note(Change("move", kind, _hex(rec), office, {"office": _office(tx.db, chosen, value)}))
            return done(_hex(rec), Topic.CONFLICTS, Topic.MEMBERS, Topic.PEOPLE, Topic.BRANCHES, Topic.REPORTS)
        if code == WRONG_OFFICE:
            fields = dict(chosen["value"] or {}) if chosen else {}
        else:
            fields = _fields(
                kind, field, chosen["value"] if chosen else _typed(Asking(book, tx.db), kind, field, value)
            )
        for column, said in fields.items():
            set_fields(tx.db, kind, _hex(rec), {column: said})
        tx.note(Change("res", kind, _hex(rec), office, fields))
        return done(_hex(rec), Topic.CONFLICTS, Topic.MEMBERS, Topic.PEOPLE, Topic.FUND)


def _no_conflict(db: sqlite3.Connection, rec: bytes, field: str) -> Refusal:
    clash = clash_of(db, rec, field)
    if clash is not None:
        return Refusal(how_to_end(clash.code) or "", code="CLASH")
    return Refusal(_("Chỗ ghi khác nhau này không còn. Mở lại danh sách."), code="REFERENCE")


def choose_again(book: Book, conflict: str, value: Any) -> Done:
    """Write another value where a conflict has been settled: a new entry, which has seen the one that settled it."""
    rec, _dot, field = conflict.partition(".")
    with book.write() as tx:
        row = tx.db.execute("SELECT kind, office, marks FROM records WHERE rec = ?", (_hex(rec),)).fetchone()
        if row is None or field not in SHAPES[row[0]] or row[2] & (DELETED | CONFLICT):
            raise Refusal(
                _("Chỗ này không chọn lại được ở đây. Mở bản ghi và sửa, hoặc chọn trong danh sách chỗ ghi khác nhau."),
                code="REFERENCE",
            )
        kind, office, _marks = row
        value = _typed(Asking(book, tx.db), kind, field, value) if isinstance(value, str) else value
        set_fields(tx.db, kind, _hex(rec), {field: value})
        tx.note(Change("res", kind, _hex(rec), office, {field: value}))
        return done(_hex(rec), Topic.CONFLICTS, Topic.MEMBERS, Topic.PEOPLE, Topic.FUND)


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise Refusal(_("«{text}» không phải mã của chỗ ghi khác nhau.").format(text=text), code="REFERENCE") from None


def _chosen(options: list[dict[str, Any]], keep: int | None) -> dict[str, Any] | None:
    if keep is None:
        return None
    if not 1 <= keep <= len(options):
        raise Refusal(
            _("Chỉ có {count} giá trị để chọn. Chọn số từ 1 đến {count}.").format(count=len(options)), code="CHOICE"
        )
    return options[keep - 1]


def _fields(kind: str, field: str, value: Any) -> dict[str, Any]:
    return {field: value} if field in SHAPES[kind] else {}


def _office(db: sqlite3.Connection, chosen: dict[str, Any] | None, value: str | None) -> str:
    """The office that a record is to belong to: the one chosen, or the unit written by id."""
    office = str(chosen["value"]) if chosen else value or ""
    if db.execute("SELECT 1 FROM units WHERE id = ?", (_hex(office),)).fetchone() is None:
        raise Refusal(_("Không thấy đơn vị này. Chọn một trong các đơn vị đã ghi."), code="REFERENCE")
    return office


def _typed(asking: Asking, kind: str, column: str, text: str | None) -> Any:
    """What a person wrote for a field, as an entry holds it; read as the field is everywhere, and refused at it."""
    field, shape = field_of(kind, column), SHAPES[kind].get(column)
    if not text or field is None or shape is None:
        return text or None
    said = read_cell(field, text, asking)
    if problem := field.problem(said, asking):
        raise wrong(field.name, problem)
    return to_value(shape, field.kept(said))


MERGEABLE = frozenset({Code.FORK, Code.REVOKED, Code.OFFICE_CLOSED})
"""What a ruling can take in; a file that writes for another office or device can only be discarded."""


@dataclass(frozen=True)
class SetAside:
    """A file that waits for a person: its run, office and code."""

    sha256: str
    name: str
    outcome: str
    code: str
    office: str
    dev: str
    inc: str
    first: int
    last: int


def set_aside(book: Book) -> list[SetAside]:
    """The files in quarantine and in the waiting room."""
    with book.reading() as db:
        rows = db.execute(
            "SELECT sha256, name, outcome, code, office, dev, inc, first_seq, last_seq FROM bundle_files"
            " WHERE outcome IN ('WAITING', 'QUARANTINED') ORDER BY office, dev, inc, first_seq"
        ).fetchall()
    return [SetAside(*row) for row in rows]


@dataclass(frozen=True)
class MissingRun:
    """A run that kept files wait for: entries `first` to `last` of a device, since when (ISO day), whom to ask."""

    dev: str
    inc: str
    unit: str
    first: int
    last: int
    since: str
    files: int
    contact: OfficeContact

    @property
    def what(self) -> str:
        """How a ruling names the gap."""
        return f"{self.dev}:{self.inc}:{self.first}-{self.last}"


def missing_runs(book: Book) -> list[MissingRun]:
    """What the waiting room waits for, a row a chain, the longest wait first, and whom to call for it."""
    with book.reading() as db:
        known = contacts(db, book.clock.today())
        return [
            MissingRun(
                one.dev,
                one.inc,
                unit_of(db, bytes.fromhex(one.office)).name,
                one.first,
                one.last,
                one.since[:10],
                one.files,
                contact_of(known, bytes.fromhex(one.office)),
            )
            for one in missing(db)
        ]


def may_merge(aside: SetAside) -> bool:
    """Whether the province may rule that a file set aside is taken in."""
    return aside.outcome == "QUARANTINED" and aside.code in MERGEABLE


def rule(book: Book, what: str, verdict: str) -> list[FileResult]:
    """The province's ruling on a quarantined file (its SHA-256) or on a gap (DEV:INC:FROM-TO).

    A ruling is an entry in the province's chain; a merged file is taken in at once.
    """
    if not book.identity.is_province:
        raise Refusal(_("Chỉ Hội Khuyến học tỉnh quyết định được việc này."), code="PROVINCE")
    if ":" in what:
        return _rule_gap(book, what, verdict)
    found = [aside for aside in set_aside(book) if aside.sha256.startswith(what) and aside.outcome == "QUARANTINED"]
    if len(found) != 1 and verdict == "lost":
        said = _("Chỗ thiếu ghi dạng MÁY:ĐỢT:TỪ-ĐẾN, không phải «{what}». Lệnh missing cho biết những chỗ còn thiếu.")
        raise Refusal(said.format(what=what), code="REFERENCE")
    if len(found) != 1:
        raise Refusal(_("Không thấy đúng một tệp để riêng có mã «{what}».").format(what=what), code="REFERENCE")
    aside = found[0]
    _require_verdict(aside, verdict)
    with book.write() as tx:
        header = taking.header_of_kept(book, tx.db, aside.sha256)
        _write_ruling(tx, (aside.dev, aside.inc, aside.first, aside.last, header["head"]), verdict)
        tx.flush()
        return taking.apply_ruling(book, tx, aside.sha256, aside.name, merge=verdict == "merge")


def _require_verdict(aside: SetAside, verdict: str) -> None:
    if verdict not in ("merge", "discard"):
        raise Refusal(_("Tệp để riêng chỉ có thể nhận (--merge) hoặc bỏ (--discard)."), code="VERDICT")
    if verdict == "merge" and aside.code not in MERGEABLE:
        raise Refusal(
            _(
                "Không nhận được tệp này vào sổ, vì nó ghi vào số liệu của nơi khác. "
                "Chọn bỏ tệp, rồi nhờ nơi gửi đăng ký lại máy và ghi lại phần của mình."
            ),
            code="VERDICT",
        )


def _write_ruling(tx: Any, run: tuple[str, str, int, int, str], verdict: str) -> None:
    dev, inc, first, last, head = run
    identity = natural_key("ruling", dev, inc, first, head)
    known = tx.get(Ruling, identity)
    if known is None:
        tx.create(Ruling, id=identity, dev=dev, inc=inc, first_seq=first, last_seq=last, head=head, verdict=verdict)
    else:
        known.verdict = verdict


def _rule_gap(book: Book, what: str, verdict: str) -> list[FileResult]:
    try:
        dev, inc, run = what.split(":")
        first, last = (int(part) for part in run.split("-"))
        bytes.fromhex(dev + inc)
    except ValueError:
        raise Refusal(
            _("Ghi chỗ thiếu dạng MÁY:ĐỢT:TỪ-ĐẾN, đúng như lệnh missing cho biết."), code="REFERENCE"
        ) from None
    if verdict != "lost":
        raise Refusal(_("Chỗ thiếu chỉ có thể ghi là «mất» (--lost)."), code="VERDICT")
    with book.write() as tx:
        _require_missing(tx.db, dev, inc, first, last)
        _write_ruling(tx, (dev, inc, first, last, "-"), verdict)
    return taking.receive(book, [])


def _require_missing(db: sqlite3.Connection, dev: str, inc: str, first: int, last: int) -> None:
    """Refuse to give up what is in the book, also in part: a file with it may have come since the page was opened.

    What nobody has told of is no gap: it may still be written.
    """
    row = db.execute(
        "SELECT seq FROM chains WHERE dev = ? AND inc = ? AND branch = x''", (bytes.fromhex(dev), bytes.fromhex(inc))
    ).fetchone()
    run = f"{first}–{last}"
    waited = [one for one in missing(db) if (one.dev, one.inc) == (dev, inc)]
    held = row[0] if row else 0
    if held + 1 == first <= last <= max([told_of(db, dev, inc), *(one.last for one in waited)]):
        return
    rest = [f"{one.first}–{one.last}" for one in waited]
    if row is None:
        said = _("Không có tệp nào chờ mục ghi {run} của máy này. Lệnh missing cho biết những chỗ còn thiếu.")
    elif rest:
        said = _(
            "Chỗ thiếu không còn là mục ghi {run}: một tệp vừa đến, máy ấy nay còn thiếu {rest}. "
            "Chưa ghi gì; mở lại trang «Tệp còn thiếu» rồi quyết định."
        )
    else:
        said = _(
            "Mục ghi {run} không còn thiếu: tệp có các mục ấy đã vào sổ, nên không có gì để ghi là mất. "
            "Mở lại trang «Tệp còn thiếu» để xem nơi nào còn thiếu."
        )
    raise Refusal(said.format(run=run, rest=", ".join(rest)), code="NOT_MISSING")
