"""`handover`: a unit that ends hands fund and branches over, the one that goes on takes over, the province compares."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.files import require_short, safe_target
from db.i18n import _
from db.refusal import Refusal
from desktop_app.cli.common import Arguments, command, day, open_book, say
from desktop_app.values.money import format_money

if TYPE_CHECKING:
    from db.store import Book
    from desktop_app.work.members.branch_transfer import MoveDraft


def add_commands(commands: Any) -> None:
    """Add this group to the commands."""
    group = commands.add_parser("handover", help=_("bàn giao quỹ, chuyển chi hội khi đơn vị sáp nhập, giải thể"))
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
    branches = command(which, "branches", _branches, _("chuyển chi hội cùng hội viên sang đơn vị khác"))
    branches.add_argument("book", type=Path)
    branches.add_argument("old")
    branches.add_argument("new")
    some = branches.add_mutually_exclusive_group()
    some.add_argument("--branches", nargs="+", help=_("chỉ những chi hội này (tên hoặc mã); không ghi là cả đơn vị"))
    some.add_argument("--back", action="store_true", help=_("chuyển trả những gì đã đến từ đơn vị nhận"))
    branches.add_argument("--dry-run", action="store_true")
    branches.add_argument("--yes", action="store_true", help=_("chuyển cả khi đơn vị nhận không phải đơn vị kế tiếp"))


def _minutes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--minutes", required=True, help=_("số biên bản bàn giao"))
    parser.add_argument("--on", required=True, help=_("ngày bàn giao"))


def _give(arguments: Arguments) -> int:
    from desktop_app.work.fund import fund_handover
    from desktop_app.work.printing.handover import print_minutes
    from desktop_app.work.records.lookup import unit_id

    on = day(arguments.on)
    if arguments.out:
        require_short(safe_target(arguments.out))  # before a voucher is booked
    with open_book(arguments, write=True) as book:
        assert on is not None
        with book.reading() as db:
            successor = unit_id(db, arguments.successor, book.clock.today().isoformat())
        given = fund_handover.hand_over_fund(book, fund_handover.HandoverDraft(successor, arguments.minutes, on))
        if arguments.out:
            print_minutes(book, successor, arguments.minutes, on, arguments.out)
    return say(
        arguments,
        {"vouchers": [line.voucher for line in given.lines], "amount": given.amount},
        _("Đã bàn giao {amount} đồng bằng {count} phiếu.").format(
            amount=format_money(given.amount), count=len(given.lines)
        ),
    )


def _take(arguments: Arguments) -> int:
    from desktop_app.work.fund.fund_takeover import take_over_fund

    on = day(arguments.on)
    with open_book(arguments, write=True) as book:
        assert on is not None
        amount = take_over_fund(book, arguments.old, arguments.minutes, on).amount
    return say(
        arguments,
        {"amount": amount},
        _("Đã nhận bàn giao {amount} đồng.").format(amount=format_money(amount)),
    )


def _list(arguments: Arguments) -> int:
    from desktop_app.work.fund import fund_handover
    from desktop_app.work.members import branch_holders

    with open_book(arguments) as book:
        found = fund_handover.handovers(book)
        lines = [fund_handover.in_words(one) for one in found]
        left = branch_holders.left_over(book) if book.identity.is_province else []
        lines += [branch_holders.left_over_words(one) for one in left]
    rows = [{**asdict(one), "old": one.old.hex(), "new": one.new.hex()} for one in found]
    waiting = [{**asdict(one), "office": one.office.hex(), "ended": str(one.ended)} for one in left]
    return say(arguments, {"handovers": rows, "left_over": waiting}, *lines)


def _branches(arguments: Arguments) -> int:
    from desktop_app.work.exchange.unreached import unreached, unreached_words
    from desktop_app.work.members import branch_transfer

    with open_book(arguments, write=True) as book:
        draft = _move_draft(book, arguments)
        plan = branch_transfer.plan_move(book, draft)
        if not arguments.dry_run:
            if plan.doubts and not arguments.yes:
                raise Refusal(
                    _("{doubts} Đúng ý thì thêm --yes.").format(doubts=" ".join(plan.doubts)), code="NOT_HEIR"
                )
            branch_transfer.move_branches(book, draft)
        alone = {plan.new: plan.new_name} if plan.new in unreached(book, plan.new) else {}
    content = {
        "old": plan.old.hex(),
        "new": plan.new.hex(),
        "day": plan.day.isoformat(),
        "branches": list(plan.branches),
        "members": plan.members,
        "people": plan.people,
        "names_kept": plan.names_kept,
        "unfinished": plan.unfinished,
        "records": len(plan.records),
        "doubts": list(plan.doubts),
        "moved": not arguments.dry_run,
    }
    told = (
        [_("Chưa chuyển gì: đây là xem trước.")] if arguments.dry_run else [_("Đã chuyển. Trả lời để hai đơn vị nhận.")]
    )
    told += unreached_words(alone)
    return say(arguments, content, *branch_transfer.plan_words(plan), *told)


def _move_draft(book: Book, arguments: Arguments) -> MoveDraft:
    """The units by code or name: the old one as of the day before it ended, where the same code goes on."""
    from desktop_app.work.members.branch_transfer import MoveDraft
    from desktop_app.work.members.declared import BRANCHES
    from desktop_app.work.records.lookup import ended_unit_id, unit_id

    today = book.clock.today().isoformat()
    with book.reading() as db:
        ends = (arguments.new, arguments.old) if arguments.back else (arguments.old, arguments.new)
        former, going_on = ended_unit_id(db, ends[0], today), unit_id(db, ends[1], today)
        old, new = (going_on, former) if arguments.back else (former, going_on)
        chosen = [BRANCHES.find(db, text, old) for text in arguments.branches or ()]
    return MoveDraft(old, new, tuple(chosen) or None, arguments.back)
