"""A voucher as it will be printed, from whichever place it was written or looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.work import printing

if TYPE_CHECKING:
    from desktop_app.gui.kit.screens.screen import Screen


def show_voucher(screen: Screen, movement: bytes, kind: str, number: str, said: str = "") -> None:
    """Open the paper of a receipt or payment on a screen; `said` stands above it as done."""
    paper = "receipt" if kind == "receive" else "payment"
    name = "phieu-thu" if kind == "receive" else "phieu-chi"
    screen.show_paper(
        paper,
        lambda path: printing.print_paper(screen.book, paper, path, ids=[movement], remember=False),
        f"{name}-{number.replace('/', '-')}.pdf",
        issued=lambda _pages: screen.attempt(lambda: screen.book.keep_printed([movement])),
        said=said,
    )
