"""1 July 2025: communes become one; the old ones close, their funds pass by minutes, and what comes late still counts."""

from __future__ import annotations

import json
from datetime import date

import pytest

from db.exchange.outcomes import Code, Outcome
from db.exchange.trust.home_folder import Home
from db.refusal import DraftRefused, Refusal
from db.store import Book
from desktop_app import cli
from desktop_app.figures.comparison import cluster_report
from desktop_app.figures.period_figures import values_of
from desktop_app.figures.report import FORMER_DISTRICTS
from desktop_app.values.periods import parse_period
from desktop_app.work.book import backups, devices, enrolment
from desktop_app.work.exchange import rulings
from desktop_app.work.exchange.conflicts import open_conflicts
from desktop_app.work.fund import fund_handover, movements
from desktop_app.work.fund.declared import FUND
from desktop_app.work.fund.fund_handover import HandoverDraft
from desktop_app.work.fund.fund_takeover import take_over_fund
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.lists import list_queries
from desktop_app.work.members import membership
from desktop_app.work.members.membership import MemberDraft
from desktop_app.work.people.people import PersonDraft
from desktop_app.work.printing.handover import print_minutes
from desktop_app.work.reports import period_closing
from desktop_app.work.units.units import unit_of
from tests import entering
from tests.exchange.july import JUNE, LAST_DAY, NOW, TODAY, cluster_of_one_district
from tests.offices import digests, fixed_clock, receive, sound
from tests.papers.reading import text


@pytest.fixture
def purse(old):
    """Three balances: 5,000,000 in cash, 2,000,000 bound money at the bank, goods of 300,000."""
    bound = entering.add_purse(old, "Quỹ học bổng Y Jut", restricted=True, purpose="Học bổng").id
    movements.book_movement(old, FundDraft("receive", 5_000_000, JUNE, category="dues"))
    movements.book_movement(old, FundDraft("receive", 2_000_000, JUNE, "bank", bound, category="gift_person"))
    movements.book_movement(old, FundDraft("receive", 300_000, JUNE, "goods", goods="60 quyển vở"))
    return bound


def draft(new: Book, **changes) -> HandoverDraft:
    return HandoverDraft(**{"successor": new.unit, "minutes": "01/BB", "on": LAST_DAY, **changes})


def held(book: Book, office: bytes) -> dict[tuple[str, str], int]:
    return {(line.name, line.account): line.amount for line in movements.balances(book, office=office) if line.amount}


def give_and_take(july, old: Book, new: Book) -> None:
    fund_handover.hand_over_fund(old, draft(new))
    copy = backups.copy(old, july.folder / f"ban-giao-{july.sent}.skh", TODAY).path
    take_over_fund(new, copy, "01/BB", TODAY)


def both(book: Book, *offices: bytes) -> int:
    return sum(fund_handover.left_in_fund(book, office) for office in offices)


# ---- the fund --------------------------------------------------------------------------------------------------------


def test_the_whole_fund_passes_purse_by_purse_and_the_sum_over_both_stays(july, old, new, purse):
    before = held(old, old.unit)
    give_and_take(july, old, new)
    assert held(old, old.unit) == {}
    assert sum(held(new, new.unit).values()) == sum(before.values()) == 7_300_000
    assert held(new, new.unit)["Quỹ học bổng Y Jut", "bank"] == 2_000_000
    with new.reading() as db:
        assert db.execute("SELECT restricted, purpose FROM purses WHERE name LIKE '%Y Jut'").fetchone() == (
            1,
            "Học bổng",
        )
    receive(july.province, *july.send(old), *july.send(new))
    assert both(july.province, old.unit, new.unit) == 7_300_000
    assert [(one.given, one.taken) for one in fund_handover.handovers(july.province)] == [(7_300_000, 7_300_000)]
    assert fund_handover.in_words(fund_handover.handovers(july.province)[0]).startswith("✔ Thị trấn Ea Kar → Xã Ea Kar")
    sound(july.province)


def test_a_handover_feeds_no_mobilised_or_spent_figure(july, old, new, purse):
    receive(july.province, *july.send(old))

    def figures() -> dict[str, int | None]:
        with july.province.reading() as db:
            found = values_of(db, [old.unit, new.unit], parse_period("2025"))
        return {
            code: sum(found[one][code] or 0 for one in found) for code in ("D01", "D02", "D06", "D07", "D14", "D22")
        }

    before = figures()
    give_and_take(july, old, new)
    receive(july.province, *july.send(old), *july.send(new))
    assert figures() == before
    assert (before["D01"], before["D02"], before["D07"], before["D14"]) == (2_300_000, 2_000_000, 0, 7_000_000)


def test_a_voucher_is_taken_over_once(july, old, new, purse):
    fund_handover.hand_over_fund(old, draft(new))
    copy = backups.copy(old, july.folder / "ban-giao.skh", TODAY).path
    take_over_fund(new, copy, "01/BB", TODAY)
    before = digests(new)
    with pytest.raises(Refusal) as refused:
        take_over_fund(new, copy, "01/BB", TODAY)
    assert refused.value.code == "TAKEN" and digests(new) == before


def _vouchers(book: Book, kind: str) -> list[bytes]:
    with book.reading() as db:
        rows = db.execute("SELECT id FROM movements WHERE kind = ? AND category LIKE 'level_%' ORDER BY book", (kind,))
        return [row[0] for row in rows]


def test_a_handover_voucher_that_is_reversed_before_it_is_taken_gives_nothing(july, old, new, purse):
    fund_handover.hand_over_fund(old, draft(new))
    for voucher in _vouchers(old, "pay"):
        movements.reverse(old, voucher, LAST_DAY, "did_not_happen")
    assert held(old, old.unit)["Quỹ Khuyến học", "cash"] == 5_000_000
    copy = backups.copy(old, july.folder / "da-huy.skh", TODAY).path
    with pytest.raises(Refusal) as refused:
        take_over_fund(new, copy, "01/BB", TODAY)
    assert refused.value.code == "EMPTY"
    give_and_take(july, old, new)
    receive(july.province, *july.send(old), *july.send(new))
    assert [(one.given, one.taken) for one in fund_handover.handovers(july.province)] == [(7_300_000, 7_300_000)]


def test_a_handover_voucher_that_is_reversed_after_it_was_taken_is_for_the_province_to_ask_about(july, old, new, purse):
    give_and_take(july, old, new)
    movements.reverse(old, _vouchers(old, "pay")[0], LAST_DAY, "wrong_amount")
    receive(july.province, *july.send(old), *july.send(new))
    (one,) = fund_handover.handovers(july.province)
    assert one.taken == 7_300_000 > one.given
    assert "lệch nhau" in fund_handover.in_words(one)


def test_what_was_taken_over_on_a_wrong_day_is_taken_back_and_taken_over_again_once(july, old, new, purse):
    give_and_take(july, old, new)
    for voucher in _vouchers(new, "receive"):
        movements.reverse(new, voucher, TODAY, "other")
    assert held(new, new.unit) == {}
    copy = backups.copy(old, july.folder / "lan-hai.skh", TODAY).path
    take_over_fund(new, copy, "01/BB", TODAY)
    with pytest.raises(Refusal, match="đã nhận từ trước"):
        take_over_fund(new, copy, "01/BB", TODAY)
    assert sum(held(new, new.unit).values()) == 7_300_000
    assert len([name for name, _account in held(new, new.unit) if name == "Quỹ học bổng Y Jut"]) == 1
    receive(july.province, *july.send(old), *july.send(new))
    assert [(one.given, one.taken) for one in fund_handover.handovers(july.province)] == [(7_300_000, 7_300_000)]
    sound(july.province)


def test_a_book_that_gave_nothing_to_this_office_has_nothing_to_take(july, new):
    before = digests(new)
    with pytest.raises(Refusal) as refused:
        take_over_fund(new, july.offices["24382"].path, "01/BB", TODAY)
    assert refused.value.code == "EMPTY" and digests(new) == before


def test_two_devices_that_take_the_same_fund_over_count_it_once_and_a_person_is_asked(july, old, new, purse):
    fund_handover.hand_over_fund(old, draft(new))
    copy = backups.copy(old, july.folder / "ban-giao.skh", TODAY).path
    twin_path = backups.copy(new, july.folder / "moi-2.skh", TODAY).path
    home = Home(july.folder / "khoa-moi-2")
    twin = Book.open(twin_path, home=home, clock=fixed_clock(770, today=TODAY, now=NOW), write=True)
    july.offices["moi-2"] = twin
    asks, out = july.fresh_folder("xin"), july.fresh_folder("duyet")
    enrolment.ask(twin, asks)
    enrolment.approve(july.province, enrolment.read_asks([asks]), out)
    enrolment.accept(twin, [out])
    for book in (new, twin):
        take_over_fund(book, copy, "01/BB", TODAY)
    receive(july.province, *july.send(old), *july.send(new), *july.send(twin))
    assert both(july.province, old.unit, new.unit) == 7_300_000
    assert [conflict["field"] for conflict in open_conflicts(july.province)] == ["purse"]
    sound(july.province)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"successor": None}, "successor"),
        ({"minutes": " "}, "minutes"),
        ({"on": None}, "on"),
        ({"on": date(2025, 7, 6)}, "on"),
    ],
)
def test_a_handover_without_minutes_day_or_taker_is_refused_and_changes_nothing(old, new, purse, changes, field):
    before = digests(old)
    with pytest.raises(DraftRefused) as refused:
        fund_handover.hand_over_fund(old, draft(new, **changes))
    assert refused.value.errors[0].field == field
    assert digests(old) == before


def test_a_handover_before_the_last_voucher_is_refused(old, new, purse):
    movements.book_movement(old, FundDraft("receive", 1_000, date(2025, 7, 2)))
    before = digests(old)
    with pytest.raises(Refusal) as refused:
        fund_handover.hand_over_fund(old, draft(new))
    assert refused.value.code == "LATER" and "30/06/2025" in refused.value.message
    assert digests(old) == before


def test_an_empty_fund_is_not_handed_over(old, new):
    before = digests(old)
    with pytest.raises(Refusal) as refused:
        fund_handover.hand_over_fund(old, draft(new))
    assert refused.value.code == "EMPTY" and digests(old) == before


def test_the_province_sees_what_was_given_and_not_yet_taken(july, old, new, purse):
    fund_handover.hand_over_fund(old, draft(new))
    receive(july.province, *july.send(old))
    (one,) = fund_handover.handovers(july.province)
    assert (one.given, one.taken) == (7_300_000, 0)
    with july.province.reading() as db:
        rows = list_queries.rows(
            db, FUND.listing, list_queries.ids(db, list_queries.Query(FUND.listing, office=old.unit))
        )
    assert {row["party"] for row in rows if row["kind"] == "pay"} == {"Xã Ea Kar"}
    assert "bên nhận chưa ghi nhận" in fund_handover.in_words(one)


def test_the_minutes_name_both_sides_every_voucher_and_the_sum_in_words(july, old, new, purse, tmp_path):
    fund_handover.hand_over_fund(old, draft(new))
    paper = tmp_path / "bien-ban.pdf"
    assert print_minutes(old, new.unit, "01/BB", LAST_DAY, paper) == 1
    said = " ".join(text(paper).split())
    for words in (
        "BIÊN BẢN BÀN GIAO QUỸ",
        "Số: 01/BB",
        "học thị trấn Ea Kar",
        "học xã Ea Kar",
        "PC001/2025",
        "BN001/2025",
    ):
        assert words in said, words
    assert "Bảy triệu đồng" in said and "7.000.000" in said and "300.000" in said
    with old.reading() as db:
        assert db.execute("SELECT what, size, file FROM exports").fetchall() == [("handover", 1, str(paper))]


def test_the_commands_hand_over_take_over_and_list(july, old, new, purse, capsys):
    paths = {name: book.path for name, book in (("old", old), ("new", new), ("province", july.province))}
    unit = new.unit.hex()
    receive(july.province, *july.send(old))
    for book in (old, new):
        book.close()
    words = ["--minutes", "01/BB", "--on", "2025-06-30", "--json"]
    home = [f"--home={july.folder / 'khoa-24373'}"]
    paper = july.folder / "bien-ban.pdf"
    assert cli.run(["handover", "give", str(paths["old"]), unit, *words, "-o", str(paper), *home]) == 0
    assert json.loads(capsys.readouterr().out)["amount"] == 7_300_000 and paper.exists()
    home = [f"--home={july.folder / 'khoa-moi'}"]
    assert cli.run(["handover", "take", str(paths["new"]), str(paths["old"]), *words, *home]) == 0
    assert json.loads(capsys.readouterr().out)["amount"] == 7_300_000
    assert cli.run(["handover", "list", str(paths["new"]), "--json", *home]) == 0
    (row,) = json.loads(capsys.readouterr().out)["handovers"]
    assert (row["given"], row["taken"]) == (0, 7_300_000)


# ---- closing, late bundles, the new map ------------------------------------------------------------------------------


def test_t31_a_late_bundle_of_a_closed_commune_counts_at_its_successor_on_the_new_map(july, old, new):
    cluster_of_one_district(july.province)
    for name in ("Ama Một", "Ama Hai"):
        membership.register(old, MemberDraft(details=PersonDraft(name), joined=date(2025, 1, 5)))
    period_closing.close_period(old, parse_period("2025H1"))
    late = july.send(old)
    out = july.fresh_folder("tin-cay")
    devices.close_office(july.province, old.unit, out)

    results = receive(july.province, *late)

    assert [one.outcome for one in results] == [Outcome.MERGED]
    with july.province.reading() as db:
        found = cluster_report(db, 9, parse_period("2025H1"), date(2025, 7, 1), "2025-07-05")
    (row,) = [row for row in found.rows if row.level != FORMER_DISTRICTS and old.unit in row.offices]
    assert (row.name, row.cells["B01"].value) == ("Xã Ea Kar", 2)
    receive(old, out)
    membership.register(old, MemberDraft(details=PersonDraft("Ghi Sau Khi Đóng"), joined=date(2025, 7, 2)))
    (after,) = receive(july.province, *july.send(old))
    assert (after.outcome, after.code) == (Outcome.QUARANTINED, Code.OFFICE_CLOSED)
    (aside,) = rulings.set_aside(july.province)
    rulings.rule(july.province, aside.sha256, "merge")
    with july.province.reading() as db:
        assert db.execute("SELECT count(*) FROM memberships WHERE office = ?", (old.unit,)).fetchone() == (3,)
    assert open_conflicts(july.province) == []
    sound(july.province)


@pytest.mark.parametrize("named", ["id", "code", "name"])
def test_closing_an_office_by_command_says_what_its_fund_still_holds(july, old, purse, capsys, named):
    receive(july.province, *july.send(old))
    with july.province.reading() as db:
        unit = unit_of(db, old.unit)
    path, home = july.province.path, july.province.home.folder
    office = {"id": unit.id.hex(), "code": unit.code, "name": unit.name}[named]
    july.province.close()
    out = july.fresh_folder("tin-cay")
    assert cli.run(["enrol", "close", str(path), office, str(out), f"--home={home}"]) == 0
    assert "còn 7.300.000 đồng chưa bàn giao" in capsys.readouterr().err
