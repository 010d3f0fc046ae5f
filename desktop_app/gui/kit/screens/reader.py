"""What pages ask of the book: answered beside the window, and beside a job that may run for minutes.

The rule: whatever grows with the book is asked here. In the window's thread stay only a single record that was chosen,
by its id, the hundred rows that a table paints, what is searched for a line that is typed, and what a verb asks as it
is carried out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from db.refusal import Refusal

Answer = TypeVar("Answer")
THREADS = 2
"""For lists; what takes seconds, as a report does, has one of its own beside them."""


class Reader(QObject):
    """Answers questions in threads of its own; what is done with an answer is done in the window's thread.

    Of the questions of one page only the newest counts. A page that has gone hears nothing. A refusal goes to `fail`, and
    the page is told that no answer comes. `opened` is told when no page waits any more for what it needs to be opened.
    """

    opened = Signal()
    _answered = Signal(object, object, object)

    def __init__(self, parent: QObject, fail: Callable[[Refusal], None]) -> None:
        super().__init__(parent)
        self._pools = {
            long: ThreadPoolExecutor(max_workers=threads, thread_name_prefix="reading")
            for long, threads in ((False, THREADS), (True, 1))
        }
        self._fail = fail
        self._newest: dict[QObject, _Question] = {}
        self._open: Counter[QObject] = Counter()
        self._opening = 0
        self._closed = False
        self._answered.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return bool(self._open)

    @property
    def opening(self) -> bool:
        """Whether a page waits for what it needs to be opened: keys are meant for it."""
        return self._opening > 0

    def ask(
        self,
        page: QObject,
        question: Callable[[], Answer],
        then: Callable[[Answer], object],
        *,
        failed: Callable[[], object] = lambda: None,
        opening: bool = False,
        long: bool = False,
    ) -> None:
        """Answer `question()` and give it to `then`, unless the page asks something else before or is gone by then.

        `failed` is called instead where the answer is a refusal; `opening` is said of what a page needs before a key can
        mean anything on it; a `long` question takes seconds and holds up no list.
        """
        if self._closed:
            return
        asked = self._newest[page] = _Question(page, question, then, failed, opening)
        self._open[page] += 1
        self._opening += opening
        self._pools[long].submit(self._work, asked)

    def close(self) -> None:
        """Wait for what is being read; nothing is told any more, nothing else is begun."""
        self._closed = True
        self._newest.clear()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
        self._open.clear()

    def _work(self, asked: _Question) -> None:
        try:
            answer = asked.question() if self._newest.get(asked.page) is asked else None
            self._answered.emit(asked, answer, None)
        except BaseException as error:  # handed to the window's thread, which raises what is no refusal
            self._answered.emit(asked, None, error)

    def _finish(self, asked: _Question, answer: Any, error: BaseException | None) -> None:
        if self._closed:
            return
        self._opening -= asked.opening
        newest = self._newest.get(asked.page) is asked
        self._open[asked.page] -= 1
        if not self._open[asked.page]:
            del self._open[asked.page], self._newest[asked.page]
        try:
            if newest and isValid(asked.page):
                self._tell(asked, answer, error)
        finally:
            if asked.opening and not self._opening:
                self.opened.emit()

    def _tell(self, asked: _Question, answer: Any, error: BaseException | None) -> None:
        if error is None:
            asked.then(answer)
        elif isinstance(error, Refusal):
            self._fail(error)
            asked.failed()
        else:
            raise error


@dataclass(frozen=True, eq=False)
class _Question:
    """One question of a page; kept by identity."""

    page: QObject
    question: Callable[[], Any]
    then: Callable[[Any], object]
    failed: Callable[[], object]
    opening: bool
