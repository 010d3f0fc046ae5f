"""What no longer counts looks so wherever its row is seen: struck out and marked beside its number, not at the far end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from db.store import Book
from desktop_app.gui.kit.look import theme
from desktop_app.work.awards import award_lines
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from tests.gui.driving import Person
from tests.gui.test_slips import award

SitDown = Callable[..., Person]
MARCH = date(2020, 3, 2)


def at(sit_down: SitDown, book: Book, place: str, percent: int = 100) -> Person:
    """Somebody at a place of this book."""
    book.close()
    person = sit_down(book.home, percent=percent)
    person.start(book.path)
    person.ctrl(place)
    person.settle()
    return person


def struck(person: Person) -> list[bool]:
    """Whether each row is struck out and pale, by the cells of its first column."""
    model = person.screen.table.model
    cells = [model.index(row, 0) for row in range(model.rowCount())]
    font, ink = Qt.ItemDataRole.FontRole, Qt.ItemDataRole.ForegroundRole
    pale = [cell.data(ink) == QColor(theme.MUTED) for cell in cells]
    lines = [bool(cell.data(font) and cell.data(font).strikeOut()) for cell in cells]
    assert lines == pale
    return lines


def in_sight(person: Person, key: str) -> bool:
    """Whether a column is seen whole without scrolling sideways."""
    table = person.screen.table
    place = next(n for n, column in enumerate(table._columns) if column.key == key)
    left = table.view.columnViewportPosition(place)
    return left >= 0 and left + table.view.columnWidth(place) <= table.view.viewport().width()


@pytest.mark.parametrize("percent", [100, 200])
def test_a_voucher_taken_back_is_struck_out_and_marked_at_its_number(
    book: Book, sit_down: SitDown, percent: int
) -> None:
    movements.book_movement(book, FundDraft("receive", 300_000, MARCH, party_text="Ông An"))
    wrong = movements.book_movement(book, FundDraft("receive", 200_000, MARCH, party_text="Bà Hoa"))
    movements.reverse(book, wrong.id, MARCH, "entered_twice")
    person = at(sit_down, book, "4", percent)
    rows = [person.screen.table.model.row(n) for n in (0, 1)]
    taken = next(n for n, row in enumerate(rows) if row["amount"] == "200.000")
    assert struck(person) == [n == taken for n in (0, 1)]
    assert rows[taken]["voucher"] == "✖ PT002/2020" and rows[1 - taken]["voucher"] == "PT001/2020"
    assert "Đã hủy" in rows[taken]["state"]
    assert in_sight(person, "voucher") and in_sight(person, "amount")


def test_an_award_that_was_withdrawn_is_struck_out(book: Book, sit_down: SitDown) -> None:
    award_lines.withdraw(book, award(book))
    person = at(sit_down, book, "3")
    assert struck(person) == [True]
    assert person.screen.table.model.row(0)["state"] == "✖ Đã rút"
