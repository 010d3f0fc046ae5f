"""What a person is told when something cannot be done.

Every expected failure is a `Refusal`: it carries whole Vietnamese sentences (what happened, why, what to do now) and
leaves the data as they were. Anything else that is raised is a bug and ends on the crash page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.i18n import _


class Refusal(Exception):
    """A rule or bad input stops the action; nothing was changed.

    `message` is what the person reads; `code` is a stable word for scripts and tests; `exit_code` is what a command
    ends with (1 refused, 3 the book cannot be used, 4 interrupted).
    """

    exit_code = 1

    def __init__(self, message: str, *, code: str = "REFUSED") -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class BookUnusable(Refusal):
    """The book is missing, damaged, foreign, newer than the program, or being written by another program."""

    exit_code = 3


def unusable(refusal: Refusal) -> BookUnusable:
    """What stopped the opening of a book, as that of a book that cannot be used."""
    return refusal if isinstance(refusal, BookUnusable) else BookUnusable(refusal.message, code=refusal.code)


class Cancelled(Refusal):
    """The person stopped a long piece of work; nothing of it was kept."""

    exit_code = 4

    def __init__(self, message: str) -> None:
        super().__init__(message, code="CANCELLED")


def stopped() -> Cancelled:
    """The person has stopped a command."""
    return Cancelled(_("Đã dừng theo yêu cầu. Không ghi gì dở dang."))


@dataclass(frozen=True)
class FieldError:
    """One wrong field of a draft: its name and the sentence shown beneath it."""

    field: str
    message: str


class Doubt(Refusal):
    """What a person should know before something is written; nothing was written yet, with the person's word it will be."""


def disk_full() -> Refusal:
    """The refusal of a full disk."""
    return Refusal(
        _("Ổ đĩa đã đầy nên chưa ghi được gì. Xóa bớt tệp không cần hoặc chọn ổ khác, rồi làm lại."), code="DISK_FULL"
    )


def busy() -> BookUnusable:
    """The refusal while another program writes to the book."""
    return BookUnusable(_("Sổ đang được chương trình khác ghi. Chờ một lát rồi làm lại."), code="BUSY")


class DraftRefused(Refusal):
    """One or more fields of a draft are wrong; `errors` holds a sentence for each, worst first."""

    def __init__(self, errors: Iterable[FieldError], *, code: str = "FIELD") -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(error.message for error in self.errors), code=code)


def require_no_errors(errors: Iterable[FieldError]) -> None:
    """Raise `DraftRefused` when there is at least one error."""
    found = tuple(errors)
    if found:
        raise DraftRefused(found)
