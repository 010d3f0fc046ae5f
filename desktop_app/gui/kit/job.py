"""Long work: a plain function in one worker thread, with progress after half a second and a button to stop it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from db.i18n import _
from db.progress import Progress
from db.refusal import Cancelled, Doubt, Refusal
from db.store import Book
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.messages.question import is_sure
from desktop_app.work.reports.stated_changes import with_word

PATIENCE = 500
"""Milliseconds before progress is shown."""
SIGNALS_A_SECOND = 20
QUICK_SWITCH = 0.0005
"""Seconds after which a thread that computes gives way to the window: painting a list asks for its turn hundreds of times."""
Result = TypeVar("Result")


class JobRunner(QObject):
    """Runs one job after the other. Signals are its own business: the callbacks come in the window's thread."""

    _progress = Signal(int, int)
    _finished = Signal(object, object)

    def __init__(self, panel: ProgressPanel, fail: Callable[[Refusal], None], book: Book | None = None) -> None:
        super().__init__(panel)
        sys.setswitchinterval(QUICK_SWITCH)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="book")
        self._panel = panel
        self._fail = fail
        self._book = book
        self._again: Callable[[], None] | None = None
        self._cancelled = self._closed = False
        self._done: Callable[[Any], None] | None = None
        self._last = 0.0
        self.busy = False
        self._progress.connect(panel.show_progress, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        panel.stopped.connect(self.cancel)

    def run(self, title: str, work: Callable[[Progress], Result], done: Callable[[Result], None]) -> None:
        """Start `work(report)` in the worker; `done(result)` follows in the window, a refusal goes to the message bar.

        What would change a stated period is asked about first, and then begun again.
        """
        if self._closed:
            return
        if self.busy:
            self._fail(Refusal(_("Đang làm một việc khác. Chờ xong rồi bấm lại.")))
            return
        self.busy, self._cancelled, self._done = True, False, done
        self._again = partial(self._run_with_word, title, work, done)
        self._panel.expect(title)
        self._pool.submit(self._work, work)

    def _run_with_word(self, title: str, work: Callable[[Progress], Result], done: Callable[[Result], None]) -> None:
        book = self._book
        assert book is not None
        self.run(title, lambda report: with_word(book, lambda: work(report)), done)

    def cancel(self) -> None:
        """Ask the running job to stop; it leaves no trace."""
        self._cancelled = True

    def close(self) -> None:
        """Stop and wait for the worker, when the window closes; what is asked later is not begun."""
        self._closed = True
        self.cancel()
        self._pool.shutdown(wait=True)

    def _work(self, work: Callable[[Progress], Any]) -> None:
        try:
            self._finished.emit(work(self._report), None)
        except BaseException as error:  # handed to the window's thread, which raises what is no refusal
            self._finished.emit(None, error)

    def _report(self, done: int, total: int) -> None:
        if self._cancelled:
            raise Cancelled(_("Đã dừng theo yêu cầu. Không ghi gì dở dang."))
        now = time.monotonic()
        if now - self._last > 1 / SIGNALS_A_SECOND or done == total:
            self._last = now
            self._progress.emit(done, total)

    def _finish(self, result: Any, error: BaseException | None) -> None:
        if self._closed:
            return
        self.busy = False
        self._panel.finish()
        if isinstance(error, Doubt) and self._book is not None and self._again is not None:
            if is_sure(self._panel.window(), [error.message]):
                self._again()
        elif isinstance(error, Refusal):
            self._fail(error)
        elif error is not None:
            raise error
        elif self._done is not None:
            self._done(result)


class ProgressPanel(QFrame):
    """What is being done, how far, and a button to stop; inside the window, never over it."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        self.setAutoFillBackground(True)
        self._label = words.text("")
        self._label.setWordWrap(False)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(_("Tiến độ"))
        row.addWidget(self._label)
        row.addWidget(self._bar, 1)
        row.addWidget(words.button(_("Dừng"), self.stopped.emit))
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE)
        self._timer.timeout.connect(self.show)
        self.hide()

    def expect(self, title: str) -> None:
        """A job has started; it is shown if it takes longer than half a second."""
        self._label.setText(title)
        self._bar.setRange(0, 0)
        self._timer.start()

    def show_progress(self, done: int, total: int) -> None:
        """How far it is."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def finish(self) -> None:
        """The job has ended, one way or the other."""
        self._timer.stop()
        self.hide()
