"""People with everything that may be known of them, and looking for what is left of it after an erasure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from db.exchange.outcomes import Code, Outcome
from db.exchange.wire.bundle_file import cut, open_payload
from db.exchange.wire.header import parse_header
from db.store import Book
from db.text import plain
from desktop_app.figures import period_figures
from desktop_app.values.periods import parse_period
from desktop_app.work.awards import award_lines
from desktop_app.work.fund import movements
from desktop_app.work.members import membership
from desktop_app.work.people import people
from tests import entering
from tests.offices import DISTRICT, receive

NAME, PHONE, VILLAGE = "Hoàng Quỳnh Lưuxa", "0987112233", "Buôn Kđrô Hlăng"


CHILD, GUARDIAN = "Y Bhơk Niêxa", "H’Nuôn Niêxa"


STORY = "mồ côi, ở với bà ngoại Tluêng"


SCHOOL = "THCS Krông Nuôixa"


PERIOD = parse_period("2020H1")


def adult(book: Book) -> bytes:
    """A member with everything that may be known of an adult."""
    details = people.PersonDraft(
        NAME, born="1962-03-04", sex="female", ethnic_group="Ê Đê", phone=PHONE, address=VILLAGE
    )
    stay = membership.register(book, membership.MemberDraft(date(2019, 5, 1), None, details)).id
    with book.reading() as db:
        return bytes(db.execute("SELECT person FROM memberships WHERE id = ?", (stay,)).fetchone()[0])


def child(book: Book, *, consent: bool = True) -> bytes:
    """A pupil who was given a scholarship, with a note on the hardship."""
    draft = people.PersonDraft(
        CHILD, born="2009-02-01", sex="male", ethnic_group="Ê Đê", guardian=GUARDIAN, school=SCHOOL,
        consent_on=date(2020, 1, 6) if consent else None, consent_by=GUARDIAN if consent else None,
    )  # fmt: skip
    pupil = people.add_person(book, draft).id
    movements.book_movement(book, movements.FundDraft("receive", 9_000_000, date(2020, 1, 1)))
    award = award_lines.nominate(
        book,
        award_lines.AwardDraft(
            entering.add_round(book, "Đợt 2020", "support").id,
            pupil,
            recipient_kind="pupil",
            form="scholarship",
            amount=700_000,
            reason=STORY,
        ),
    ).id
    award_lines.approve(
        book,
        [award],
        entering.add_decision(book, entering.decision(1, date(2020, 6, 5))).id,
    )
    award_lines.pay(book, award, date(2020, 6, 8))
    return pupil


def traces(folder: Path, *words: str) -> list[str]:
    """Every file under a folder that holds one of these words, as typed or as search compares them."""
    wanted = {form.encode() for word in words for form in (word, plain(word), *plain(word).split()[-1:])}
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path.name for path in files if any(one in path.read_bytes() for one in wanted)]


def kept_lines(book: Book) -> bytes:
    """All that the files kept in a book say to whoever has its keys."""
    assert book.keys is not None
    with book.reading() as db:
        files = [cut(content) for (content,) in db.execute("SELECT content FROM bundle_files")]
    return b"\n".join(line for file in files for line in open_payload(file, parse_header(file), [book.keys.age_secret]))


def name_of(book: Book, person: bytes) -> str | None:
    with book.reading() as db:
        row = db.execute("SELECT full_name FROM persons WHERE id = ?", (person,)).fetchone()
    return row[0] if row else None


def figures(book: Book, office: Book) -> dict[str, object]:
    with book.reading() as db:
        return dict(period_figures.values_of(db, [office.unit], PERIOD)[office.unit])


def heads(book: Book, rec: bytes) -> tuple[bytes, int]:
    with book.reading() as db:
        return db.execute("SELECT heads, marks FROM records WHERE rec = ?", (rec,)).fetchone()


def told(network, *books: Book) -> None:
    """The province answers, and these books take the answers in."""
    answers = network.answer()
    for book in books:
        refused = [r.code for r in receive(book, answers) if r.outcome is Outcome.REFUSED]
        assert set(refused) <= {Code.NOT_FOR_ME}, "what is for the other office"


def district_of(network, office: Book, *names: str) -> list[Book]:
    """Machines of the district that the office lies in; the office knows of them and seals what it sends for them too."""
    machines = network.enrol(*names, unit=DISTRICT)
    told(network, office)
    return machines
