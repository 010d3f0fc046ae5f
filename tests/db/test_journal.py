"""Every change of a record stands in the journal, in the same transaction; a verb is kept whole or not at all."""

from __future__ import annotations

import pytest

from db.exchange.outcomes import BundleRefused
from db.exchange.wire.entry import decode_line
from db.journal import TX_ENTRIES
from db.refusal import DraftRefused, Refusal
from db.seed import default_purse
from db.tables.fund import Movement, MovementNote
from db.tables.people import Membership, Person
from tests.offices import digests, fixed_clock, found, sound


def entries(book) -> list:
    with book.reading() as db:
        rows = db.execute("SELECT line FROM entries ORDER BY chain, seq").fetchall()
    return [decode_line(line) for (line,) in rows]


def add(book, *names: str) -> list[bytes]:
    with book.write() as tx:
        return [tx.create(Person, full_name=name).id for name in names]


def everything(book) -> list[str]:
    """Every row of every table, as text."""
    with book.reading() as db:
        return list(db.iterdump())


def test_a_change_and_its_entry_are_written_together(book):
    before = len(entries(book))
    (person,) = add(book, "H'Hen Niê")
    (entry,) = entries(book)[before:]
    assert (entry.kind, entry.op, entry.rec, entry.set) == ("person", "ins", person.hex(), {"full_name": "H'Hen Niê"})
    sound(book)


@pytest.mark.parametrize("late", [False, True])
def test_a_verb_that_fails_leaves_not_one_byte_of_itself(book, late):
    (person,) = add(book, "An")
    before = everything(book)
    with pytest.raises(Refusal), book.write() as tx:
        tx.get(Person, person).phone = "0905"
        tx.create(Person, full_name="Bình")
        tx.insert_many(Person, [{"full_name": "Cường"}])
        if late:
            tx.flush()
        raise Refusal("Thôi không ghi nữa")
    assert everything(book) == before


def test_what_a_receiver_would_refuse_cannot_be_written(book):
    before = everything(book)
    for wrong in ({"full_name": "An", "born": "hôm qua"}, {"full_name": "An", "sex": "x"}):
        with pytest.raises(BundleRefused), book.write() as tx:
            tx.create(Person, **wrong)
    assert everything(book) == before


def test_an_update_names_only_what_changed_and_the_head_it_had_seen(book):
    (person,) = add(book, "An")
    first = _heads(book, person)
    with book.write() as tx:
        tx.get(Person, person).phone = "0905000001"
    last = entries(book)[-1]
    assert (last.op, last.set, last.pre) == ("upd", {"phone": "0905000001"}, [head.hex() for head in first])
    with book.write() as tx:
        tx.get(Person, person).phone = None
    assert entries(book)[-1].set == {"phone": None}
    sound(book)


def _heads(book, rec: bytes) -> list[bytes]:
    with book.reading() as db:
        joined = db.execute("SELECT heads FROM records WHERE rec = ?", (rec,)).fetchone()[0]
    return [joined[at : at + 16] for at in range(0, len(joined), 16)]


def test_writing_nothing_new_writes_no_entry(book):
    (person,) = add(book, "An")
    before = everything(book)
    with book.write() as tx:
        tx.get(Person, person).full_name = "An"
    assert everything(book) == before


def test_a_record_made_and_deleted_in_one_verb_leaves_no_entry(book):
    before = len(entries(book))
    with book.write() as tx:
        made = tx.create(Person, full_name="Nhầm")
        tx.flush()
        tx.delete(made)
    assert len(entries(book)) == before
    sound(book)


def test_a_deleted_record_is_gone_from_lists_and_search_but_its_entries_stay(book):
    (person,) = add(book, "Lỡ Tay")
    with book.write() as tx:
        tx.delete(tx.get(Person, person))
    with book.reading() as db:
        assert db.execute("SELECT count(*) FROM people").fetchone()[0] == 0
        assert db.execute("SELECT count(*) FROM search WHERE search MATCH 'tay'").fetchone()[0] == 0
        assert db.execute("SELECT count(*) FROM entries WHERE rec = ?", (person,)).fetchone()[0] == 2
    sound(book)


def test_many_rows_at_once_give_the_same_book_as_one_by_one(tmp_path):
    """The bulk path and the single path differ in speed alone."""
    people = [{"full_name": f"Người {n}", "born": str(1950 + n), "phone": None} for n in range(40)]
    results = []
    for way in ("one", "many"):
        network = found(tmp_path / way)
        office = network.make("24373", "24373")
        with office.write() as tx:
            ids = [tx.new_id() for _person in people]
            rows = [{"id": rec, **person} for rec, person in zip(ids, people, strict=True)]
            if way == "many":
                assert tx.insert_many(Person, rows) == 40
            else:
                for row in rows:
                    tx.create(Person, **row)
        sound(office)
        with office.reading() as db:
            results.append(
                (
                    digests(office),
                    db.execute("SELECT * FROM people ORDER BY id").fetchall(),
                    db.execute("SELECT rowid, plain FROM search ORDER BY rowid").fetchall(),
                    [(*entry[:10], entry.set) for entry in entries(office)],
                )
            )
        network.close()
    (one_digests, *one), (many_digests, *many) = results
    assert one == many
    assert one_digests[1] == many_digests[1]


def test_private_notes_stand_in_a_transaction_of_their_own(book):
    with book.write() as tx:
        opening = {"purse": default_purse(book.unit), "account": "cash", "dated": "2020-01-01"}
        money = tx.create(Movement, kind="opening", amount=1_000, **opening)
        tx.create(MovementNote, movement=money.id, note="riêng")
        tx.create(Person, full_name="An")
    written = {entry.kind: entry for entry in entries(book)}
    note = written["movement.note"]
    assert note.tx == note.seq
    assert written["movement"].tx == written["person"].tx == written["movement"].seq


def test_a_long_list_is_cut_into_transactions_that_travel_whole(book):
    with book.write() as tx:
        tx.insert_many(Person, [{"full_name": f"Người {n}"} for n in range(TX_ENTRIES + 10)])
    sizes: dict[int, int] = {}
    for entry in entries(book):
        sizes[entry.tx] = sizes.get(entry.tx, 0) + 1
    assert sorted(sizes.values())[-2:] == [10, TX_ENTRIES]
    sound(book)


def test_the_first_entry_of_a_new_life_names_the_one_it_continues(book, home):
    add(book, "An")
    for mark in home.folder.rglob("mark-*.json"):
        mark.unlink()
    add(book, "Bình")
    opened = [entry for entry in entries(book) if entry.op == "open"]
    assert opened[0].set == {"office": book.unit.hex()}
    assert opened[1].set == {"office": book.unit.hex(), "continues": opened[0].rec[:16]}
    sound(book)


def test_a_membership_of_a_person_of_the_same_verb_is_told_by_its_id(book):
    with book.write() as tx:
        person = tx.create(Person, full_name="An")
        tx.create(Membership, person=person.id, joined="2020-01-01")
    membership = entries(book)[-1]
    assert membership.set == {"person": person.id.hex(), "joined": "2020-01-01"}


def test_permuting_the_clocks_changes_nothing_but_the_time_shown(tmp_path):
    """`t` orders nothing: two books written with clocks ten years apart fold alike."""
    folded = []
    for now in (1_000_000_000_000, 1_900_000_000_000):
        from db.exchange.trust.home_folder import Home
        from db.founding import create

        folder = tmp_path / str(now)
        book = create(
            folder / "so.skh",
            unit="24373",
            officer="A",
            role="office",
            on="2020-07-05",
            home=Home(folder / "khoa"),
            clock=fixed_clock(3),
        )
        book.clock = fixed_clock(4, now=now)
        with book.write() as tx:
            person = tx.create(Person, id=bytes(16), full_name="An")
        with book.write() as tx:
            tx.get(Person, person.id).phone = "1"
        folded.append(digests(book)[1])
        book.close()
    assert folded[0] == folded[1]


DECOMPOSED = "Trâ\u0300n  Thi\u0323 Be\u0301\u200b "
"""As some systems hand over «Trần Thị Bé»: marks apart, spaces twice and at the end, a joiner that nobody sees."""


def test_whatever_text_a_verb_hands_over_is_kept_as_it_can_travel(book):
    with book.write() as tx:
        one = tx.create(Person, full_name=DECOMPOSED, phone=" ", address="").id
        tx.insert_many(Person, [{"full_name": DECOMPOSED, "phone": "", "address": " Thôn 2 "}])
    bulk, single = (entry.set for entry in entries(book)[-2:])
    assert single == {"full_name": "Trần Thị Bé"}
    assert bulk == {"full_name": "Trần Thị Bé", "address": "Thôn 2"}
    with book.write() as tx:
        person = tx.get(Person, one)
        person.full_name, person.phone, person.address = f"{DECOMPOSED} Hai", "0905", "  "
    assert entries(book)[-1].set == {"full_name": "Trần Thị Bé Hai", "phone": "0905"}
    with book.reading() as db:
        assert db.execute("SELECT phone, address FROM people WHERE id = ?", (one,)).fetchone() == ("0905", None)
    sound(book)


def test_a_text_that_a_record_must_have_and_of_which_nothing_is_left_is_refused_at_its_field(book):
    before = everything(book)
    for write in (
        lambda tx: tx.create(Person, full_name=" \u200b "),
        lambda tx: tx.insert_many(Person, [{"full_name": ""}]),
    ):
        with pytest.raises(DraftRefused) as refused, book.write() as tx:
            write(tx)
        assert [error.field for error in refused.value.errors] == ["full_name"]
    assert everything(book) == before
