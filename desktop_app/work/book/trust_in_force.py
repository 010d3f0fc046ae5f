"""Whom this book believes: the trust list it goes by, and whether it has to be enrolled first."""

from __future__ import annotations

from db.exchange.trust.trust_list import TrustList
from db.i18n import _
from db.refusal import Refusal
from db.store import Book


def trust_of(book: Book) -> TrustList | None:
    """The trust list this book goes by, or None before enrolment."""
    with book.reading() as db:
        return book.trust_lists.in_force(db)


def require_trust(book: Book) -> TrustList:
    """The trust list in force; refused before the office is enrolled."""
    trust = trust_of(book)
    if trust is None:
        raise Refusal(
            _("Máy này chưa đăng ký với tỉnh nên chưa gửi nhận được. Vào «Gửi và nhận», chọn «Đăng ký máy này»."),
            code="NOT_ENROLLED",
        )
    return trust


def must_enrol(book: Book) -> bool:
    """Whether this book cannot send from here before it is enrolled: never was, no keys on this machine, or cut off."""
    trust = trust_of(book)
    return trust is None or book.keys is None or trust.is_revoked(book.keys.device)
