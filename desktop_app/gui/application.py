"""The window's own start: fonts, text size, what to do when something unforeseen happens, then a book or the first page."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from db.exchange.trust.home_folder import Home
from db.i18n import _, use_language
from db.refusal import Refusal
from desktop_app.gui import preferences
from desktop_app.gui.kit.look import theme
from desktop_app.gui.kit.look.qt_words import QtWords
from desktop_app.gui.kit.look.text_size import TextSize
from desktop_app.gui.main_window import MainWindow
from desktop_app.machine import Machine
from desktop_app.work.book import book_marks


def run(machine: Machine, book: str | None = None, language: str | None = None) -> int:
    """Open the window, on this book or else on the one opened last, in this language or else the one last chosen.

    Returns the exit code. With SKH_BENCH_START set the program ends as soon as its window is shown.
    """
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["so-khuyen-hoc"])
    app.setApplicationName("Sổ Khuyến học")
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese))
    try:
        home, clock = machine.home(), machine.clock()
    except Refusal as refusal:
        _tell(_("Chưa mở được chương trình"), refusal.message)
        return 3
    settings = preferences.open_preferences(home)
    use_language(language or str(settings.value(preferences.LANGUAGE, "vi")))
    app.installTranslator(QtWords(app))
    theme.load_fonts()
    window = MainWindow(settings, TextSize(app, settings), home, clock)
    sys.excepthook = lambda kind, error, trace: _tell_crash(home, kind, error, trace)
    last = preferences.last_book(settings)
    window.start(Path(book) if book else last and book_marks.in_use(last))
    window.show()
    if os.environ.get("SKH_BENCH_START"):
        QTimer.singleShot(0, app.quit)
    code = app.exec()
    window.close()
    return code


def _tell_crash(home: Home, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Something unforeseen: keep the technical report in a file, and tell the person that the records are safe."""
    report = "".join(traceback.format_exception(kind, error, trace))
    path = home.folder / "bao-loi.txt"
    try:
        path.write_text(report, encoding="utf-8")
    except OSError:
        print(report, file=sys.stderr)
    said = _(
        "Chương trình vừa gặp lỗi ngoài dự kiến. Số liệu đã lưu vẫn nguyên; phần đang nhập dở có thể phải nhập lại. "
        "Đóng chương trình rồi mở lại. Nếu gặp lại, gửi tệp «{path}» cho người hỗ trợ."
    )
    _tell(_("Chương trình gặp lỗi"), said.format(path=path))


def _tell(title: str, sentence: str) -> None:
    box = QMessageBox()
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(title)
    box.setText(sentence)
    box.exec()
