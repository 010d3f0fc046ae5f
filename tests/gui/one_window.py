"""A window in a process of its own that does what it is told: `python -m tests.gui.one_window BOOK HOME`.

It answers one line a line read: `add NAME` enters a person, `dialog` opens the dialog for books on the book's folder and
gives it up, `names` says who is in the book. At the end of its input it is closed as a person closes it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QTreeView

from db.exchange.trust.home_folder import Home
from desktop_app.gui import preferences
from desktop_app.gui.kit.look import theme
from desktop_app.gui.kit.look.text_size import TextSize
from desktop_app.gui.main_window import MainWindow
from desktop_app.work.people import people
from tests.offices import fixed_clock


def main(book: Path, home: Home) -> int:
    """Open the window and do as told."""
    app = QApplication(["so-khuyen-hoc"])
    settings = preferences.open_preferences(home)
    theme.load_fonts()
    window = MainWindow(settings, TextSize(app, settings), home, fixed_clock(os.getpid()))
    window.start(book)
    window.show()
    app.processEvents()
    print("open", flush=True)
    for line in sys.stdin:
        print(done(window, *line.strip().partition(" ")[::2]), flush=True)
        app.processEvents()
    window.close()
    return 0


def done(window: MainWindow, word: str, rest: str) -> str:
    """Do one thing; what to say of it."""
    assert window.desk is not None
    book = window.desk.book
    if word == "add":
        changed = people.add_person(book, people.PersonDraft(rest, born="1960")).changed
        window.desk.announce(changed)
        return "Xong"
    if word == "dialog":
        return browse(window, book.path.parent)
    with book.reading() as db:
        return ", ".join(name for (name,) in db.execute("SELECT full_name FROM people ORDER BY full_name"))


def browse(window: MainWindow, folder: Path) -> str:
    """The dialog on a folder until its rows are drawn; the files it showed."""
    seen: list[str] = []
    timer = QTimer(window, interval=5)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            return
        if Path(dialog.directory().absolutePath()) != folder:
            dialog.setDirectory(str(folder))
            return
        view = next(one for one in dialog.findChildren(QTreeView) if one.objectName() == "treeView")
        model, root = view.model(), view.rootIndex()
        rows = [str(model.index(row, 0, root).data()) for row in range(model.rowCount(root))]
        kinds = [str(model.index(row, 2, root).data()) for row in range(model.rowCount(root))]
        if any(name.endswith(".skh") for name in rows) and all(kinds):
            seen.extend(rows)
            timer.stop()
            dialog.reject()

    timer.timeout.connect(look)
    timer.start()
    window.ask_for_book()
    return ", ".join(sorted(seen))


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), Home(Path(sys.argv[2]))))
