"""What an enrolled office may sign to spoil the province: it is refused, or read as not written, and named."""

from __future__ import annotations

from contextlib import suppress

import pytest

from db.exchange.outcomes import BundleRefused, Code, Outcome
from db.exchange.wire.canonical_json import natural_key
from db.forms import is_period
from db.refusal import DraftRefused, Refusal
from db.register import SHAPES
from db.seed import default_purse
from db.store import Book
from db.tables import KINDS
from db.tables.awards import Round
from db.tables.exchange import Same
from db.tables.fund import Donor, Movement
from db.tables.people import Person, Post
from db.tables.record import Record, Shape, Travels, Writer, shapes_of
from db.tables.reports import Statement
from db.tables.units import Population
from db.unheard import unheard
from desktop_app.figures.catalogue import VERSION
from desktop_app.figures.joined_records import PersonVerdicts
from desktop_app.figures.statements import coverage, statements
from desktop_app.values.periods import NotAPeriod, parse_period
from desktop_app.work.exchange.conflicts import open_conflicts
from desktop_app.work.exchange.reporting_status import senders
from desktop_app.work.people import duplicate_review
from desktop_app.work.printing import make_cluster_report
from desktop_app.work.reports import office_figures, period_closing
from desktop_app.work.today.office_today import overview
from desktop_app.work.units import phone_book, posts
from tests.exchange.forging import rewritten
from tests.exchange.people import add, header_of, names
from tests.offices import TODAY, receive, sound
from tests.work.test_closing import HALF, give

SPOILT = [
    {"period": "khong phai ky"},
    {"period": "9999H2"},
    {"period": "2019-2021"},
    {"figures": ["B01:abc"]},
    {"figures": ["B01:99999999999999999999999"]},
    {"figures": ["B02:٣"]},
    {"figures": ["x"]},
    {"upto": ["a"]},
    {"upto": ["a:b:c:d"]},
    {"figures": ["B01:1"] * 2_001},
]


def close_and_send(network, office: Book):
    give(office)
    period_closing.close_period(office, HALF)
    (path,) = network.send(office)
    return path


def look_everywhere(book: Book, out) -> None:
    """Whatever reads statements, population, posts and verdicts."""
    overview(book)
    senders(book, HALF)
    for number, _name in office_figures.clusters(book)[:1]:
        make_cluster_report(book, number, HALF, None)
    duplicate_review.candidates(book)
    with book.reading() as db:
        phone_book.contacts(db, TODAY)
        unheard(db)
    from desktop_app.work.exchange import send_and_receive

    send_and_receive.answer(book, out)


@pytest.mark.parametrize("spoilt", SPOILT, ids=lambda spoilt: str(spoilt)[:40])
def test_a_statement_that_no_reader_could_take_apart_is_not_taken_in(network, office, spoilt):
    path = close_and_send(network, office)

    def spoil(entries):
        return [one._replace(set={**one.set, **spoilt}) if one.kind == "statement" else one for one in entries]

    (result,) = receive(network.province, rewritten(network, path, office, spoil))
    assert (result.outcome, result.code) == (Outcome.REFUSED, Code.FORMAT)
    look_everywhere(network.province, network.fresh_folder("ra"))


@pytest.mark.parametrize("spoilt", SPOILT[:-1], ids=lambda spoilt: str(spoilt)[:40])
def test_an_office_cannot_write_such_a_statement_itself(office, spoilt):
    period_closing.close_period(office, HALF)
    with pytest.raises(BundleRefused), office.write() as tx:
        known = tx.get(Statement, natural_key("statement", office.unit.hex(), HALF.text))
        for name, value in spoilt.items():
            setattr(known, name, value)


@pytest.mark.parametrize(
    ("column", "value"),
    [("period", "khong phai ky"), ("upto", '["a"]'), ("upto", "null"), ("figures", '["B01:abc"]')],
)
def test_one_that_an_older_program_took_in_counts_as_none_and_is_named(network, office, column, value):
    receive(network.province, close_and_send(network, office))
    for book in (network.province, office):
        book.beside(f"UPDATE statements SET {column} = ?", [(value,)])
        with book.reading() as db:
            assert statements(db) == []
            (said,) = unheard(db)
        assert said.startswith("Số liệu chốt của Thị trấn Ea Kar không đọc được")
    look_everywhere(network.province, network.fresh_folder("ra"))
    assert said in overview(network.province).desk.unheard
    overview(office)
    period_closing.close_period(office, HALF)


@pytest.mark.parametrize("text", ["2020", "2020H1", "2020Q4", "2020-06", "2019-2020", "1900", "2099H2"])
def test_forms_and_periods_agree_on_what_is_one(text):
    assert is_period(text)
    assert parse_period(text).text == text


@pytest.mark.parametrize(
    "text", ["2020h1", " 2020", "2020\n", "1899", "2100", "2020H3", "2019-2021", "2020-13", "٢٠٢٠", ""]
)
def test_forms_take_no_more_than_periods_are_written_as(text):
    assert not is_period(text)
    with suppress(NotAPeriod):
        assert parse_period(text).text != text


# --- whatever passes the rules ----------------------------------------------------------------------------------------

ODD = {
    Shape.TEXT: ("\u202e<b>x</b>%s{0}", "[1]", "x" * 8_000, "9" * 400, "0"),
    Shape.TEXTS: ([], ["x:y"], ["a"] * 1_999, ["B01:-5"], ["Ω"]),
    Shape.INTEGER: (-1, 0, 2**53 - 1, -(2**53) + 1, 10_000),
    Shape.DATE: ("0001-01-01", "9999-12-31", "1900-02-28", "2100-01-01", "0001-12-31"),
    Shape.BIRTH: ("0000", "9999-12-31", "0001", "9999", "0001-01-01"),
    Shape.REF: (bytes(16), b"\xff" * 16, bytes(16), b"\x01" * 16, bytes(16)),
}


def write_odd(book: Book, model: type[Record], place: int) -> None:
    """One record of a kind with the odd values that a program would write of it, field by field."""
    kind, shapes = model.kind_of, shapes_of(model)
    fields = {name: ODD[shape][place] for name, shape in shapes.items()}
    fields |= {name: options[place % len(options)] for name, options in kind.choices.items() if name in fields}
    fields |= {name: {"period": "2099-2100"}.get(name, []) for name in kind.forms if name in fields}
    fields |= {name: ends[place % 2] for name, ends in kind.bounds.items()}
    if "unit" in fields:
        fields["unit"] = book.unit
    with book.write() as tx:
        tx.create(model, **fields)


def test_whatever_passes_the_rules_no_page_of_the_province_ends_in_an_error(network, office):
    kinds = [one for one in KINDS.values() if one.kind_of.writer is not Writer.PROVINCE]
    for place in range(5):
        for model in kinds:
            if model.kind_of.travels is not Travels.NEVER:
                write_odd(office, model, place)
        results = receive(network.province, *network.send(office))
        assert {one.outcome for one in results} <= {Outcome.MERGED, Outcome.PARTLY_NEW}
        look_everywhere(network.province, network.fresh_folder("ra"))
    overview(office)


# --- what is not one's own --------------------------------------------------------------------------------------------


def test_a_neighbours_population_is_not_even_written(office, network):
    with pytest.raises(Refusal) as refused, office.write() as tx:
        tx.create(Population, unit=network.offices["24379"].unit, year=2020, people=7)
    assert refused.value.code == "SCOPE"


def test_a_neighbours_post_and_statement_are_no_figures_and_the_neighbour_is_named(network, office):
    victim = network.offices["24379"]
    with office.write() as tx:
        thief = tx.create(Person, full_name="Kẻ Gian", phone="0900666666")
        tx.create(Post, person=thief.id, unit=victim.unit, post="Chủ tịch", since="2020-07-01")
        identity = natural_key("statement", victim.unit.hex(), "2020H1")
        tx.create(
            Statement,
            id=identity,
            unit=victim.unit,
            period="2020H1",
            digest="0" * 64,
            figures=["B01:7"],
            catalogue=VERSION,
        )
    receive(network.province, *network.send(office))
    with network.province.reading() as db:
        assert phone_book.contacts(db, TODAY).get(victim.unit) is None
        assert posts.holder(db, victim.unit, "Chủ tịch", TODAY) == ""
        assert victim.unit not in coverage(statements(db), HALF).full
        said = unheard(db)
        assert not period_closing.has_stated(db, victim.unit, HALF)
    assert (
        said
        == [
            "Thị trấn Ea Kar ghi số liệu hoặc chức vụ của đơn vị khác (Xã Ea Sô) nên không được tính. Hỏi lại Thị trấn Ea Kar."
        ]
        or len(said) == 1
    )
    assert overview(network.province).desk.unheard == said
    sound(network.province)


def test_a_statement_of_a_time_that_was_not_over_when_it_was_written_covers_nothing(network, office):
    with office.write() as tx:
        for text in ("2029", "2020H2"):
            tx.create(
                Statement,
                id=natural_key("statement", office.unit.hex(), text),
                unit=office.unit,
                period=text,
                digest="0" * 64,
                catalogue=VERSION,
            )
    receive(network.province, *network.send(office))
    with network.province.reading() as db:
        assert statements(db) == []
        assert coverage(statements(db), HALF).full == frozenset()
    period_closing.close_period(office, HALF)
    receive(network.province, *network.send(office))
    with network.province.reading() as db:
        assert [one.period for one in statements(db)] == [HALF]


def test_a_verdict_about_people_of_other_offices_joins_nobody(network, office):
    victim = network.offices["24379"]
    with victim.write() as tx:
        one, other = (tx.create(Person, full_name=name).id for name in ("Y Biêr", "Y Thăng"))
    receive(network.province, *network.send(victim))
    with office.write() as tx:
        own = tx.create(Person, full_name="Kẻ Gian").id
        tx.create(Same, first=one, second=other, verdict="same")
        tx.create(Same, first=min(one, own), second=max(one, own), verdict="different")
    receive(network.province, *network.send(office))
    with network.province.reading() as db:
        verdicts = PersonVerdicts(db)
        said = unheard(db)
    assert verdicts.root(one) != verdicts.root(other)
    assert verdicts.are_different(one, own)
    assert len(said) == 1
    assert "trùng người" in said[0]
    duplicate_review.settle(network.province, one, other, "same")
    with network.province.reading() as db:
        assert PersonVerdicts(db).root(one) == PersonVerdicts(db).root(other)


def test_a_text_longer_than_an_entry_holds_is_named_at_its_field(office):
    with pytest.raises(DraftRefused) as refused, office.write() as tx:
        tx.create(Person, full_name="a" * 10_000)
    (error,) = refused.value.errors
    assert (error.field, error.message) == ("full_name", "Dài quá 2048 chữ. Viết ngắn lại")


def rename(book: Book, table: str, name: str) -> None:
    with book.write() as tx:
        tx.db.execute(f'ALTER TABLE "{table}" RENAME TO "{name}"')


def test_a_file_that_the_program_cannot_work_through_stops_no_other(network):
    """Whatever goes wrong inside one file: it is put aside with its name, the next ones come in."""
    first, second = network.offices["24373"], network.offices["24379"]
    with first.write() as tx:
        tx.create(Donor, full_name="Bà Hoa", kind="person")
    add(second, "Người Hai")
    rename(network.province, "donors", "mất")
    results = receive(network.province, *network.send(first), *network.send(second))
    said = {one.office: (one.outcome, one.code) for one in results}
    assert said[first.unit.hex()] == (Outcome.QUARANTINED, Code.INTERNAL)
    assert said[second.unit.hex()] == (Outcome.MERGED, None)
    assert names(network.province) == ["Người Hai"]
    rename(network.province, "mất", "donors")
    assert Outcome.MERGED in [one.outcome for one in receive(network.province, *network.send(first))]
    assert names(network.province) == ["Người Hai"]
    sound(network.province)


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Movement, {"kind": "receive", "amount": 10**12 + 1, "account": "cash", "dated": "2020-02-01"}),
        (Round, {"name": "Đợt 1", "purpose": "talent", "budget": -1}),
        (Population, {"year": 2020, "people": 10**8 + 1}),
        (Population, {"year": 1899, "people": 5}),
    ],
)
def test_a_number_beyond_its_bounds_is_refused_at_its_field_and_in_a_file(network, model, fields):
    office = network.offices["24373"]
    (wrong,) = [name for name, value in fields.items() if not within(model, name, value)]
    of_office = {"purse": default_purse(office.unit)} if model is Movement else {}
    of_office |= {"unit": office.unit} if model is Population else {}
    with pytest.raises(DraftRefused) as refused, office.write() as tx:
        tx.create(model, **of_office, **fields)
    assert [error.field for error in refused.value.errors] == [wrong]
    add(office, "Người Đúng")
    (path,) = network.send(office)
    kind = model.kind_of.name
    shapes = {name: value.hex() if isinstance(value, bytes) else value for name, value in of_office.items()}

    def beyond(entries):
        return [one._replace(kind=kind, set={**shapes, **fields}) if one.kind == "person" else one for one in entries]

    (result,) = receive(network.province, rewritten(network, path, office, beyond))
    assert (result.outcome, result.code) == (Outcome.REFUSED, Code.FORMAT)


def within(model, name: str, value: int) -> bool:
    least, most = model.kind_of.bounds.get(name, (value, value))
    return least <= value <= most


def test_every_number_of_every_kind_has_bounds():
    numbers = {
        (kind, name) for kind, shapes in SHAPES.items() for name, shape in shapes.items() if shape is Shape.INTEGER
    }
    bounded = {(kind, name) for kind, model in KINDS.items() for name in model.kind_of.bounds}
    assert {one for one in numbers - bounded if not one[0].startswith("imagined")} == set()


@pytest.mark.parametrize("op", ["upd", "del", "res"])
def test_an_entry_of_another_kind_changes_nothing_of_a_record(network, op):
    """A booked voucher is never changed; by an entry of another kind, to which more is allowed, it is not either."""
    office = network.offices["24373"]
    receipt = give(office)
    (first,) = network.send(office)
    receive(network.province, first)
    add(office, "Người Sau")
    (later,) = network.send(office, start=header_of(first)["to"] + 1)
    said = {} if op == "del" else {"amount": 5}

    def as_an_award(entries):
        return [
            one._replace(kind="award", rec=receipt.hex(), op=op, set=said) if one.kind == "person" else one
            for one in entries
        ]

    booked = rows_of(network.province, receipt)
    (result,) = receive(network.province, rewritten(network, later, office, as_an_award))
    assert result.outcome is Outcome.MERGED
    assert rows_of(network.province, receipt) == booked != []
    sound(network.province)
    with network.province.reading() as db:
        assert db.execute("SELECT 1 FROM awards WHERE id = ?", (receipt,)).fetchone() is None


def rows_of(book: Book, movement: bytes) -> list[tuple]:
    with book.reading() as db:
        return db.execute("SELECT * FROM movements WHERE id = ?", (movement,)).fetchall()


def test_nobody_takes_a_record_over_by_a_move_that_its_owner_has_not_written(network):
    """One line by an office about another's record: `move`, from itself to itself. The record stays where it is."""
    mine, other = network.offices["24373"], network.offices["24379"]
    (person,) = add(mine, "Người Của Tôi")
    receive(network.province, *network.send(mine))
    add(other, "Người Khác")
    (path,) = network.send(other)
    to_itself = {"kind": "person", "rec": person.hex(), "op": "move", "pre": [], "set": {"office": other.unit.hex()}}

    def taking(entries):
        return [one._replace(**to_itself) if one.kind == "person" else one for one in entries]

    (result,) = receive(network.province, rewritten(network, path, other, taking))
    assert result.outcome is Outcome.MERGED
    with network.province.reading() as db:
        assert db.execute("SELECT office FROM people WHERE id = ?", (person,)).fetchone() == (mine.unit,)
        assert db.execute("SELECT count(*) FROM moves").fetchone() == (0,)
    assert [one["field"] for one in open_conflicts(network.province)] == ["office"]
    sound(network.province)
