"""`close`: looking at a period, stating it, taking it back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.i18n import _
from desktop_app.cli.common import Arguments, command, open_book, period, say

if TYPE_CHECKING:
    from desktop_app.work.reports.period_check import PeriodCheck


def add_commands(commands: Any) -> None:
    """Add this group to the commands."""
    close = command(commands, "close", _close, _("chốt số liệu một kỳ, hoặc xem trước còn thiếu gì"))
    close.add_argument("book", type=Path)
    close.add_argument("period")
    which = close.add_mutually_exclusive_group()
    which.add_argument("--check", action="store_true", help=_("chỉ xem, không chốt"))
    which.add_argument("--back", action="store_true", help=_("lấy lại, khi chưa gửi"))


def _close(arguments: Arguments) -> int:
    from desktop_app.work.records.vocabulary import period_words
    from desktop_app.work.reports import period_check, period_closing

    wanted = period(arguments.period)
    with open_book(arguments, write=not arguments.check) as book:
        if arguments.check:
            return _say_checked(arguments, period_check.check(book, wanted))
        verb = period_closing.take_back if arguments.back else period_closing.close_period
        made = verb(book, wanted)
    said = _("Đã lấy lại số liệu {period}.") if arguments.back else _("Đã chốt số liệu {period}.")
    return say(arguments, {"id": made.id.hex(), "period": wanted.text}, said.format(period=period_words(wanted)))


def _say_checked(arguments: Arguments, found: PeriodCheck) -> int:
    content = {
        "ok": found.ok,
        "period": found.period.text,
        "days": found.days,
        "stated": found.stated,
        "figures": found.figures,
        "problems": [
            {
                "code": one.code,
                "severity": one.severity,
                "message": one.message,
                "records": [record.hex() for record in one.records],
            }
            for one in found.problems
        ],
    }
    lines = [one.message for one in found.problems] or [_("Không thấy gì còn thiếu.")]
    say(arguments, content, *lines)
    return 0 if found.ok else 1
