"""Choosing files: the dialog starts elsewhere than the book, shows what is wanted, speaks Vietnamese and looks into nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QFileSystemModel,
    QLabel,
    QLineEdit,
    QProgressBar,
    QTreeView,
    QWidget,
)

from db.store import Book
from desktop_app.gui.kit.file_dialogs import FileType
from desktop_app.gui.kit.look.qt_words import QtWords
from desktop_app.work.people import people
from tests.gui.driving import Person, later

BESIDE_BOOKS = (
    "so.skh.lock",
    "so.skh-wal",
    "so.skh-shm",
    "ban.skh.part",
    "nhat-ky.zip",
    "hv.xlsx",
    "goi.khb",
    "giay.pdf",
)


def locks(path: Path) -> list[str]:
    """This process's own locks of SQLite on a file."""
    wanted = f":{path.stat().st_ino} "
    lines = Path("/proc/locks").read_text().splitlines()
    return [one.partition(":")[2] for one in lines if wanted in one and f" {os.getpid()} " in one]


@pytest.fixture
def at_the_desk(book: Book, sit_down: Callable[..., Person]) -> Person:
    people.add_person(book, people.PersonDraft("Người Thứ Nhất", born="1960"))
    book.close()
    for name in BESIDE_BOOKS:
        book.path.with_name(name).touch()
    person = sit_down()
    person.start(book.path)
    return person


def browse(
    person: Person, ask: Callable[[], object], folder: Path | None, look: Callable[[QFileDialog], object]
) -> object:
    """Open a dialog, go to a folder in it, look, and give it up; returns what was chosen."""

    def is_open() -> bool:
        return isinstance(QApplication.activeModalWidget(), QFileDialog)

    def go() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        if folder is not None:
            dialog.setDirectory(str(folder))
        later(lambda: bool(shown(dialog)) or folder is None, lambda: (look(dialog), dialog.reject()))

    later(is_open, go)
    return ask()


def shown(dialog: QFileDialog) -> list[str]:
    """The names of the files that the dialog lists, each row drawn with picture and kind."""
    view = next(one for one in dialog.findChildren(QTreeView) if one.objectName() == "treeView")
    model, root = view.model(), view.rootIndex()
    for row in range(model.rowCount(root)):
        for column in range(model.columnCount(root)):
            at = model.index(row, column, root)
            assert [at.data(role) for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.DecorationRole)]
    return sorted(str(model.index(row, 0, root).data()) for row in range(model.rowCount(root)))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="locks of POSIX")
@pytest.mark.parametrize("kind", [FileType.LISTS, FileType.BUNDLES, FileType.BOOKS])
def test_a_dialog_on_the_folder_of_the_book_costs_it_no_lock_and_shows_only_what_is_wanted(at_the_desk, book, kind):
    before, seen = locks(book.path), []
    assert before
    chosen = browse(
        at_the_desk,
        lambda: at_the_desk.window.dialogs.files(at_the_desk.window, "Chọn", kind),
        book.path.parent,
        lambda dialog: seen.append([name for name in shown(dialog) if "." in name]),
    )
    assert chosen == [] and locks(book.path) == before
    assert seen == [
        {FileType.LISTS: ["hv.xlsx"], FileType.BUNDLES: ["goi.khb", "nhat-ky.zip"], FileType.BOOKS: ["so.skh"]}[kind]
    ]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="locks of POSIX")
def test_where_to_save_and_which_folder_are_asked_without_looking_into_the_book(at_the_desk, book):
    before, seen = locks(book.path), []
    dialogs, window = at_the_desk.window.dialogs, at_the_desk.window
    for ask in (lambda: dialogs.target(window, "Lưu", "phieu.pdf"), lambda: dialogs.folder(window, "Thư mục")):
        assert browse(at_the_desk, ask, book.path.parent, lambda dialog: seen.append(shown(dialog))) is None
    assert locks(book.path) == before
    assert [[name for name in names if "." in name] for names in seen] == [["giay.pdf"], []]


@pytest.mark.parametrize("kind", list(FileType))
def test_no_dialog_starts_beside_the_open_book_even_if_it_was_left_there(at_the_desk, book, kind):
    dialogs = at_the_desk.window.dialogs
    assert dialogs.start_folder(kind) != book.path.parent
    dialogs._settings.setValue(f"folders/{kind.name.lower()}", str(book.path.parent))
    assert dialogs.start_folder(kind) != book.path.parent


def test_a_dialog_starts_where_the_last_one_of_its_kind_ended(at_the_desk, tmp_path):
    lists = tmp_path / "danh-sach"
    lists.mkdir()
    (lists / "hv.xlsx").touch()
    dialogs, window = at_the_desk.window.dialogs, at_the_desk.window
    at_the_desk.answer_file_dialog(lists / "hv.xlsx")
    assert dialogs.files(window, "Chọn", FileType.LISTS) == [lists / "hv.xlsx"]
    assert dialogs.start_folder(FileType.LISTS) == lists != dialogs.start_folder(FileType.BUNDLES)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows's own dialog")
def test_every_word_of_a_dialog_is_vietnamese(at_the_desk, book, qapp):
    words = QtWords(qapp)
    qapp.installTranslator(words)
    said: list[str] = []
    dialogs, window = at_the_desk.window.dialogs, at_the_desk.window
    for ask in (
        lambda: dialogs.files(window, "Chọn tệp", FileType.BOOKS),
        lambda: dialogs.target(window, "Lưu tệp", "hoi-vien.xlsx"),
        lambda: dialogs.folder(window, "Chọn thư mục"),
    ):
        browse(at_the_desk, ask, None, lambda dialog: said.extend(texts(dialog)))
    qapp.removeTranslator(words)
    english = ("Look", "File", "Open", "Cancel", "Choose", "Directory", "Back", "Forward", "Folder", "View", "Name", "Size", "Type", "Date", "Save", "list", "Go ")  # fmt: skip
    assert said and [one for one in said if any(word in one for word in english)] == []


def test_what_has_no_words_of_ours_stays_as_qt_says_it(qapp):
    words = QtWords(qapp)
    qapp.installTranslator(words)
    bar = QProgressBar()
    bar.setRange(0, 10)
    bar.setValue(3)
    said = (bar.text(), QKeySequence("Ctrl+F1").toString(QKeySequence.SequenceFormat.NativeText))
    qapp.removeTranslator(words)
    assert said == ("30%", "Ctrl+F1")


def texts(dialog: QFileDialog) -> list[str]:
    """What the dialog says: labels, buttons, their tips, and the heads of the columns."""
    found = [dialog.windowTitle()]
    for widget in dialog.findChildren(QWidget):
        found += [widget.toolTip(), widget.accessibleName()] if widget.isVisible() else []
        if isinstance(widget, QLabel | QAbstractButton) and widget.isVisible():
            found.append(widget.text())
    (model,) = dialog.findChildren(QFileSystemModel)
    found += [
        str(model.headerData(column, Qt.Orientation.Horizontal)) for column in range(model.columnCount(QModelIndex()))
    ]
    return [one for one in found if one]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows's own dialog")
def test_a_letter_with_alt_is_not_typed_into_the_name_of_a_file(at_the_desk, tmp_path):
    seen = []

    def look(dialog: QFileDialog) -> None:
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        for held in (Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier):
            QApplication.sendEvent(line, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Q, held, "q"))
            seen.append(line.text())

    dialogs, window = at_the_desk.window.dialogs, at_the_desk.window
    browse(at_the_desk, lambda: dialogs.target(window, "Lưu", "phieu.pdf"), None, look)
    assert "q" not in seen[0] and "q" in seen[1]
