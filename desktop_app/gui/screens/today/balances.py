"""What is in the purses, on the cards of an office and of the province alike."""

from __future__ import annotations

from db.i18n import _
from desktop_app.gui.kit.look import wording
from desktop_app.gui.kit.look.card import Card
from desktop_app.values.money import format_money
from desktop_app.work.records import vocabulary
from desktop_app.work.today.office_today import Overview


def add_balances(card: Card, seen: Overview) -> None:
    """What is in the purses of this book's own office, a line each."""
    for line in seen.balances:
        account = wording.word(vocabulary.ACCOUNTS, line.account)
        card.add_line(
            _("{purse} – {account}: {amount} đồng").format(
                purse=line.name, account=account, amount=format_money(line.amount)
            )
        )
    if not seen.balances:
        card.add_line(_("Chưa có tiền trong quỹ."), "hint")
