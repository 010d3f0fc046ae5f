"""A province's desk on a busy morning, and an office that has an answer from it, for the pictures.

The desk has a pile to take in, a missing run, a file set aside, conflicts, questions, people who may be one, a wish to
have somebody erased and a fund that was handed over. The office reads questions, has records that wait and notes left
over after an erasure, and a pupil with two scholarships.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from db.book_file import copy_file
from db.clock import VIETNAM, Clock, system_clock
from db.exchange.trust.home_folder import Home
from db.exchange.wire.bundle_file import cut
from db.exchange.wire.header import parse_header
from db.store import Book
from db.tables.people import Person
from desktop_app.work.awards import award_lines
from desktop_app.work.book import devices
from desktop_app.work.exchange import questions, rulings, send_and_receive
from desktop_app.work.exchange.conflicts import open_conflicts
from desktop_app.work.fund import fund_handover, movements
from desktop_app.work.fund.movements import FundDraft, book_movement
from desktop_app.work.lists import list_queries
from desktop_app.work.members import membership
from desktop_app.work.people import duplicate_review, people
from desktop_app.work.people.declared import PEOPLE
from desktop_app.work.people.people import PersonDraft
from desktop_app.work.privacy import consent_withdrawal, erasure
from desktop_app.work.subjects import list_export
from tests import entering

DESK, BUSY = "66-ban-viec", "xa-co-cau-hoi"
PILE = "dong-tep"


def clock_at(day: date, hour: int = 9) -> Clock:
    """A clock that stands at an hour of a day in Vietnam."""
    moment = round(datetime(day.year, day.month, day.day, hour, 20, tzinfo=VIETNAM).timestamp() * 1_000)
    return replace(system_clock(), now=lambda: moment, today=lambda: day)


@dataclass
class Morning:
    """The desk's open book, where files go, and the home of all keys."""

    province: Book
    folder: Path
    home: Home
    files: int = 0

    @contextmanager
    def office(self, path: Path) -> Iterator[Book]:
        """An office's book, open for writing, on the day of the pictures."""
        with Book.open(path, home=self.home, clock=self.province.clock, write=True) as book:
            yield book

    def fresh(self) -> Path:
        """A new folder."""
        self.files += 1
        folder = self.folder / f"duong-{self.files}"
        folder.mkdir(parents=True)
        return folder

    def bring(self, office: Book, start: int | None = None) -> list[Path]:
        """What an office has to send, brought to the desk and taken in."""
        files = [path for path, _run, _sha in send_and_receive.send(office, self.fresh(), start=start).files]
        send_and_receive.receive(self.province, files)
        return files


def make_troubles(sample: Path, province: Path, offices: list[Path], home: Home, today: date) -> None:
    """A copy of the province's book with work on it, beside the sample's own; needs six offices' books."""
    desk = province.with_name(f"{DESK}.skh")
    copy_file(province, desk)
    with Book.open(desk, home=home, clock=clock_at(today), write=True) as copied:
        morning = Morning(copied, sample / "duong", home)
        with morning.office(offices[3]) as office, morning.office(offices[4]) as other:
            _stand_twice(morning, office, other)
            _hand_over(morning, other, today)
        with morning.office(offices[5]) as busy:
            _give_twice(busy)
            _withdraw(morning, busy)
            _erase_with_notes_left(morning, busy)
            _ask(morning, busy)
        for place, trouble in enumerate((_leave_a_gap, _set_aside, _disagree)):
            with morning.office(offices[place]) as office:
                trouble(morning, office)
        for number, path in enumerate(offices[3:], start=1):
            with morning.office(path) as office:
                _register(office, *(f"Trần Văn {chr(64 + number)}{place}" for place in range(number * 3)))
                book_movement(office, FundDraft("receive", number * 350_000, today))
                send_and_receive.send(office, _folder(sample / PILE))
    copy_file(offices[5], province.with_name(f"{BUSY}.skh"))
    (sample / PILE / "hong.khb").write_bytes(b"KHB1")


def _folder(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def _register(office: Book, *names: str) -> None:
    with office.write() as tx:
        for name in names:
            tx.create(Person, full_name=name, born="1961")


def _leave_a_gap(morning: Morning, office: Book) -> None:
    """Two sendings, of which the province gets the second only."""
    _register(office, "Lê Thị Mận", "H’Bia Niê")
    first = send_and_receive.send(office, morning.fresh()).files[0][0]
    _register(office, "Y Khoa Mlô")
    morning.bring(office, start=parse_header(cut(first.read_bytes()))["to"] + 1)


def _set_aside(morning: Morning, office: Book) -> None:
    """A lost laptop that is cut off goes on writing."""
    devices.cut_off(morning.province, office.identity.device, morning.fresh())
    _register(office, "Phạm Văn Lành")
    morning.bring(office)


def _disagree(morning: Morning, office: Book) -> None:
    """The province and the office change the same people without knowing of each other; one is settled already."""
    with office.reading() as db:
        found = [row[0] for row in db.execute("SELECT id FROM people WHERE office = ? LIMIT 4", (office.unit,))]
    for book, phone in ((morning.province, "0905 111 20"), (office, "0914 300 55")):
        for place, person in enumerate(found):
            people.change_person(book, person, {"phone": f"{phone}{place}"})
    morning.bring(office)
    rulings.settle(morning.province, open_conflicts(morning.province)[0]["id"], keep=1)


def _stand_twice(morning: Morning, office: Book, other: Book) -> None:
    """People who may be one, in two communes; two pairs are decided."""
    for name, written, born, phone in (
        ("Nguyễn Thị Bích Ngọc", "Nguyễn Thị Bích Ngọc", "1958-03-12", "0905 778 210"),
        ("H’Ngoan Êban", "H'Ngoan Êban", "1961-08-20", None),
        ("Trần Quốc Hưng", "Trần Quốc Hùng", "1955-11-02", "0914 220 118"),
        ("Y Thuin Mlô", "Y Thuin Mlô", "1963-05-30", "0977 310 442"),
    ):
        for book, said, number in ((office, name, phone), (other, written, phone)):
            draft = PersonDraft(said, born=born, phone=number, address="Buôn Trưng, thôn 3")
            membership.register(book, membership.MemberDraft(date(2019, 9, 5), None, draft))
    morning.bring(office)
    morning.bring(other)
    first, second, *_open = duplicate_review.candidates(morning.province)
    duplicate_review.settle(morning.province, first.first, first.second, duplicate_review.SAME)
    duplicate_review.settle(morning.province, second.first, second.second, duplicate_review.DIFFERENT)


def _hand_over(morning: Morning, office: Book, today: date) -> None:
    """A commune that is merged has paid its fund out to its successor, which has not taken it yet."""
    successor, _name = fund_handover.find_successors(office, "").rows[0]
    fund_handover.hand_over_fund(office, fund_handover.HandoverDraft(successor, "02/BB-HKH", today))
    morning.bring(office)


def _give_twice(office: Book) -> None:
    """A pupil with two scholarships in one school year, the second still to be approved."""
    pupil = people.add_person(office, PersonDraft("Lê Xuân Khoa", born="2008-04-17", school="THCS Lê Lợi")).id
    for name, amount in (("Học bổng đầu năm học", 500_000), ("Học bổng Tết vì học sinh nghèo", 300_000)):
        made = entering.add_round(office, name, "support", school_year="2019-2020").id
        draft = award_lines.AwardDraft(made, pupil, "pupil", "scholarship", amount=amount, reason="Mồ côi cha")
        award_lines.nominate(office, draft)


def _withdraw(morning: Morning, office: Book) -> None:
    """A member and a pupil whose consent is withdrawn after the province had their names."""
    draft = PersonDraft("Đỗ Thị Tám", born="1950", phone="0905 000 111")
    made = membership.register(office, membership.MemberDraft(date(2018, 4, 2), None, draft)).id
    with office.reading() as db:
        person = db.execute("SELECT person FROM memberships WHERE id = ?", (made,)).fetchone()[0]
    consent = date(2019, 9, 1)
    name = PersonDraft("Đỗ Gia Hân", born="2009-02-03", guardian="Đỗ Văn Ba", consent_on=consent, consent_by="cha")
    pupil = people.add_person(office, name).id
    morning.bring(office)
    consent_withdrawal.withdraw(office, person)
    consent_withdrawal.withdraw(office, pupil)
    morning.bring(office)


def _erase_with_notes_left(morning: Morning, office: Book) -> None:
    """The province erases somebody whom a note, a branch and an exported list of the office still name."""
    pupil = people.add_person(office, PersonDraft("Bùi Văn Sáu", born="1948")).id
    made = entering.add_round(office, "Khen thưởng gia đình hiếu học", "talent").id
    award_lines.nominate(
        office, award_lines.AwardDraft(made, pupil, "family", "gift", amount=200_000, reason="Nuôi ba con đại học")
    )
    with office.reading() as db:
        (branch,) = db.execute("SELECT id FROM branches WHERE office = ? LIMIT 1", (office.unit,)).fetchone()
        listed = list_queries.rows(
            db, PEOPLE.listing, list_queries.ids(db, list_queries.Query(PEOPLE.listing, office.unit))
        )
    entering.change_branch(office, branch, {"head": "Bùi Văn Sáu"})
    list_export.export_list(office, PEOPLE.listing, listed, morning.fresh() / "danh-sach-nguoi.xlsx")
    morning.bring(office)
    erasure.erase(morning.province, pupil)


def _ask(morning: Morning, office: Book) -> None:
    """Three questions that the office has read, and records that it has written since."""
    with office.reading() as db:
        members_, (movement,) = (
            [row[0] for row in db.execute("SELECT person FROM memberships WHERE office = ? LIMIT 2", (office.unit,))],
            db.execute(
                "SELECT id FROM movements WHERE office = ? AND kind = 'receive' ORDER BY dated DESC", (office.unit,)
            ).fetchone(),
        )
    questions.ask(morning.province, members_[0], "missing", "ethnic_group")
    questions.ask(morning.province, members_[1], "doubtful", "born")
    questions.ask(morning.province, movement, "twice")
    out = morning.fresh()
    send_and_receive.answer(morning.province, out)
    send_and_receive.receive(office, [out])
    people.change_person(office, members_[0], {"phone": "0905 432 100"})
    movements.book_movement(office, FundDraft("receive", 250_000, morning.province.clock.today()))
