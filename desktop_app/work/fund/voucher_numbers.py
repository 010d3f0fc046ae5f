"""How the number of a voucher is printed."""

from __future__ import annotations


def printed_number(book: str | None, block: str | None, number: int | None, year: int | None) -> str:
    """PT001/2020 or PT2-001/2020; "" where there is no voucher."""
    if book is None or number is None:
        return ""
    return f"{book}{block}-{number:03d}/{year}" if block else f"{book}{number:03d}/{year}"
