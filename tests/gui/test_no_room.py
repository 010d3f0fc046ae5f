"""The book cannot be put away, because nothing takes what only the window holds: it stays until a person has made room."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from db.store import Book
from desktop_app.work.people import people
from tests.db.test_open_file import somebody_reads
from tests.gui.driving import Person, later
from tests.offices import fixed_clock, sound

if sys.platform != "win32":
    import resource


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody remove an open file")
def test_a_window_that_cannot_put_its_book_away_tries_again_when_there_is_room(
    sit_down: Callable[..., Person], book: Book
) -> None:
    book.close()
    person = sit_down(book.home)
    person.start(book.path)
    with somebody_reads(person.desk.book):
        for number in range(60):
            people.add_person(person.desk.book, people.PersonDraft(f"Người Thứ {number}", born="1960"))
        book.path.with_name("so.skh-wal").unlink()
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (book.path.stat().st_size + 8192, usual[1]))
    told: list[str] = []

    def make_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        told.append(box.text())
        next(one for one in box.buttons() if one.text().replace("&", "") == "Thử lại").click()

    later(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox), make_room)
    try:
        person.window.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert len(told) == 1 and "Đừng tắt chương trình" in told[0]
    with Book.open(book.path, home=book.home, clock=fixed_clock(3)) as again:
        sound(again)
        with again.reading() as db:
            assert db.execute("SELECT count(*) FROM people").fetchone() == (60,)
