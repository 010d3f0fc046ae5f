"""`handover`: a unit that ends hands its fund over, the one that goes on takes it over, the province compares."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from db.i18n import _
from desktop_app.cli.common import Arguments, command, day, open_book, say
from desktop_app.values.money import format_money


def add_commands(commands: Any) -> None:
    """Add this group to the commands."""
    group = commands.add_parser("handover", help=_("bàn giao quỹ khi đơn vị sáp nhập, giải thể"))
    which = group.add_subparsers(required=True)
    give = command(which, "give", _give, _("đơn vị cũ bàn giao toàn bộ quỹ theo biên bản"))
    give.add_argument("book", type=Path)
    give.add_argument("successor")
    _minutes(give)
    give.add_argument("-o", dest="out", type=Path)
    take = command(which, "take", _take, _("đơn vị mới nhận quỹ từ sổ của đơn vị cũ"))
    take.add_argument("book", type=Path)
    take.add_argument("old", type=Path)
    _minutes(take)
    listing = command(which, "list", _list, _("quỹ bàn giao giữa các đơn vị: đã giao, đã nhận"))
    listing.add_argument("book", type=Path)


def _minutes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--minutes", required=True, help=_("số biên bản bàn giao"))
    parser.add_argument("--on", required=True, help=_("ngày bàn giao"))


def _give(arguments: Arguments) -> int:
    from desktop_app.work import handover
    from desktop_app.work.printing.handover import print_minutes
    from desktop_app.work.references import unit_id

    on = day(arguments.on)
    with open_book(arguments, write=True) as book:
        assert on is not None
        with book.reading() as db:
            successor = unit_id(db, arguments.successor, book.clock.today().isoformat())
        handover.hand_over_fund(book, handover.HandoverDraft(successor, arguments.minutes, on))
        lines = handover.handed_over(book, book.unit, successor)
        if arguments.out:
            print_minutes(book, successor, arguments.minutes, on, arguments.out)
    total = sum(line.amount for line in lines)
    return say(
        arguments,
        {"vouchers": [line.voucher for line in lines], "amount": total},
        _("Đã bàn giao {amount} đồng bằng {count} phiếu.").format(amount=format_money(total), count=len(lines)),
    )


def _take(arguments: Arguments) -> int:
    from desktop_app.work import handover

    on = day(arguments.on)
    with open_book(arguments, write=True) as book:
        assert on is not None
        taken = handover.take_over_fund(book, arguments.old, arguments.minutes, on)
        amount = next(one.taken for one in handover.handovers(book) if one.old == taken.id)
    return say(
        arguments,
        {"amount": amount},
        _("Đã nhận bàn giao {amount} đồng.").format(amount=format_money(amount)),
    )


def _list(arguments: Arguments) -> int:
    from desktop_app.work import handover

    with open_book(arguments) as book:
        found = handover.handovers(book)
        lines = [handover.in_words(one) for one in found]
    rows = [{**asdict(one), "old": one.old.hex(), "new": one.new.hex()} for one in found]
    return say(arguments, {"handovers": rows}, *lines)
