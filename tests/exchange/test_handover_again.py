"""A handover that is given again, taken again or taken too early: each voucher counts once, and each sum is this time's."""

from __future__ import annotations

import json
from datetime import date

import pytest

from db.refusal import DraftRefused, Refusal
from desktop_app import cli
from desktop_app.work.fund import fund_handover, movements
from desktop_app.work.fund.fund_handover import HandoverDraft
from desktop_app.work.fund.fund_takeover import take_over_fund
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.printing.handover import print_minutes
from tests.exchange.july import JUNE, LAST_DAY, TODAY
from tests.offices import digests
from tests.papers.reading import text

NEXT_DAY = date(2025, 7, 1)


@pytest.fixture
def given_and_taken(old, new):
    """2,000,000 in cash and 700,000 at the bank handed over, and taken over from the old book itself."""
    movements.book_movement(old, FundDraft("receive", 2_000_000, JUNE, category="dues"))
    movements.book_movement(old, FundDraft("receive", 700_000, JUNE, "bank", category="dues"))
    fund_handover.hand_over_fund(old, HandoverDraft(new.unit, "01/BB", LAST_DAY))
    return take_over_fund(new, old.path, "01/BB", TODAY)


def cash_voucher(book, kind: str) -> bytes:
    with book.reading() as db:
        found = db.execute(
            "SELECT id FROM movements WHERE kind = ? AND account = 'cash' AND category LIKE 'level_%'"
            " AND reversed_on IS NULL",
            (kind,),
        )
        return found.fetchone()[0]


def held(book) -> int:
    return sum(line.amount for line in movements.balances(book))


def test_what_the_giver_voided_is_given_back_before_it_is_taken_again(old, new, given_and_taken):
    movements.reverse(old, cash_voucher(old, "pay"), LAST_DAY, "wrong_amount")
    again = fund_handover.hand_over_fund(old, HandoverDraft(new.unit, "02/BB", TODAY))
    assert [line.amount for line in again.lines] == [2_000_000]
    before = digests(new)
    with pytest.raises(Refusal, match=r"PC001/2025.*PT001/2025") as refused:
        take_over_fund(new, old.path, "02/BB", TODAY)
    assert refused.value.code == "VOIDED" and digests(new) == before
    movements.reverse(new, cash_voucher(new, "receive"), TODAY, "other")
    taken = take_over_fund(new, old.path, "02/BB", TODAY)
    assert [line.amount for line in taken.lines] == [2_000_000]
    assert held(new) == 2_700_000 and held(old) == 0


def test_a_voided_voucher_is_told_even_where_nothing_else_was_given(old, new, given_and_taken):
    movements.reverse(old, cash_voucher(old, "pay"), LAST_DAY, "wrong_amount")
    with pytest.raises(Refusal, match="PC001/2025") as refused:
        take_over_fund(new, old.path, "02/BB", TODAY)
    assert refused.value.code == "VOIDED"


def test_the_commands_and_the_minutes_say_the_sum_of_this_time(july, old, new, given_and_taken, capsys, tmp_path):
    movements.book_movement(old, FundDraft("receive", 5_000, NEXT_DAY, category="dues"))
    paths, unit = (old.path, new.path), new.unit.hex()
    old.close(), new.close()
    words = ["--minutes", "02/BB", "--on", TODAY.isoformat(), "--json"]
    home = [f"--home={july.folder / 'khoa-24373'}"]
    paper = tmp_path / "bien-ban.pdf"
    assert cli.run(["handover", "give", str(paths[0]), unit, *words, "-o", str(paper), *home]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"vouchers": ["PC002/2025"], "amount": 5_000}
    said = " ".join(text(paper).split())
    assert "PC002/2025" in said and "PC001/2025" not in said and "BN001/2025" not in said
    home = [f"--home={july.folder / 'khoa-moi'}"]
    assert cli.run(["handover", "take", str(paths[1]), str(paths[0]), *words, *home]) == 0
    assert json.loads(capsys.readouterr().out) == {"amount": 5_000}


def test_a_fund_is_not_taken_before_the_day_it_was_given(old, new):
    movements.book_movement(old, FundDraft("receive", 2_000_000, JUNE, category="dues"))
    fund_handover.hand_over_fund(old, HandoverDraft(new.unit, "01/BB", TODAY))
    before = digests(new)
    with pytest.raises(DraftRefused, match=TODAY.strftime("%d/%m/%Y")) as refused:
        take_over_fund(new, old.path, "01/BB", LAST_DAY)
    assert refused.value.errors[0].field == "on" and digests(new) == before
    take_over_fund(new, old.path, "01/BB", TODAY)
    assert held(new) == 2_000_000


def test_minutes_of_another_day_have_no_lines(old, new, given_and_taken, tmp_path):
    with pytest.raises(Refusal) as refused:
        print_minutes(old, new.unit, "01/BB", TODAY, tmp_path / "bien-ban.pdf")
    assert refused.value.code == "EMPTY"
