"""What a screen is given and what it promises: it shows subjects, and reads again when it is next seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from db.i18n import _
from db.refusal import Doubt, DraftRefused, Refusal
from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.lists.row_table import RowTable
from desktop_app.gui.kit.look import mnemonics, words
from desktop_app.gui.kit.messages.question import done_with_word, is_sure
from desktop_app.gui.kit.screens.context import Context
from desktop_app.gui.kit.screens.reading_page import ReadingPage
from desktop_app.gui.kit.screens.shows_papers import ShowsPapers
from desktop_app.work.records import undo
from desktop_app.work.records.results import Done, Topic
from desktop_app.work.reports.stated_changes import with_word

__all__ = ["Context", "Screen"]
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
AnyDone = TypeVar("AnyDone", bound=Done)
Answer = TypeVar("Answer")


class Screen(ShowsPapers):
    """A screen: its list or start page first, forms as further pages. `shows` names the subjects it displays."""

    name = ""
    shows: frozenset[Topic] = frozenset()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._stale = True
        self._door = QObject(self)
        self.currentChanged.connect(self._turn)

    @property
    def book(self) -> Book:
        """The open book."""
        return self.context.book

    def heading(self) -> str:
        """What the window's title says of this screen."""
        return self.name

    def refresh(self) -> None:
        """Read what is shown again; what takes long is asked by `ask`, and the page shows what it had until then."""

    def ask(
        self,
        question: Callable[[], Answer],
        then: Callable[[Answer], object],
        *,
        page: QWidget | None = None,
        failed: Callable[[], object] = lambda: None,
        opening: bool = False,
        long: bool = False,
    ) -> None:
        """Ask the book beside the window, and show the answer; of one page (the screen itself) the newest question counts.

        What is refused stands in the message bar, and `failed` takes away what said that it is being read. With `opening`
        the page means nothing before the answer: keys wait for it. `long`: it takes seconds.
        """
        self.context.reader.ask(page or self, question, then, failed=failed, opening=opening, long=long)

    def ask_first(self, question: Callable[[], Answer], then: Callable[[Answer], object]) -> None:
        """Ask what a page needs before it is opened by `then`; not any more where another page is seen by then."""
        page = self.currentWidget()

        def go_on(answer: Answer) -> None:
            if page is self.currentWidget() and self.isVisible():
                then(answer)

        self.context.reader.ask(self._door, question, go_on, opening=True)

    def ask_and_fill(
        self, question: Callable[[], Answer], make: Callable[[Answer], tuple[Form, dict[str, object]]]
    ) -> None:
        """Open the form that is made of an answer, filled."""
        self.ask_first(question, lambda answer: self.open_form(*make(answer)))

    def take_focus(self) -> None:
        """Put the cursor where the work begins on the first page; asked when the place is opened."""
        page = self.currentWidget()
        if page is not None:
            page.setFocus()
            self.focusNextChild()

    def resume(self) -> None:
        """Put the cursor where it was left on the page that is seen, or where its work begins."""
        page = self.currentWidget()
        left = page.focusWidget() if page is not None and self.currentIndex() > 0 else None
        if left is not None and self.list_seen() is None:
            left.setFocus()
        else:
            self._begin_page()

    def _begin_page(self) -> None:
        """Put the cursor where the work begins on the page that is seen."""
        page = self.currentWidget()
        if self.currentIndex() <= 0 or page is None:
            self.take_focus()
        elif isinstance(page, Form):
            page.focus_first()
        elif (begins := getattr(page, "take_focus", None)) is not None:
            begins()
        elif (table := self.list_seen()) is not None:
            table.take_focus()
        elif (widget := page.focusProxy() or words.main_button(page)) is not None:
            widget.setFocus()

    def list_seen(self) -> RowTable | None:
        """The list of the page that is seen, where it is one."""
        table = getattr(self._page_seen(), "table", None)
        return table if isinstance(table, RowTable) else None

    def _page_seen(self) -> QWidget | None:
        """What holds the list, the buttons and the deeds of the page that is seen; of the first page the screen itself."""
        return self if self.currentIndex() <= 0 else self.currentWidget()

    def open_named(self, page: str) -> None:
        """Open one of this screen's pages, or begin a form, by its name, on the way from another place."""

    def act(self, deed: str) -> bool:
        """A key of the whole program - `new`, `seek` or `print_page` - means the page that is seen; False without a meaning."""
        action = getattr(self._page_seen(), deed, None)
        if action is None:
            return False
        action()
        return True

    def leave_page(self) -> None:
        """Escape: back, as the page itself goes back; the first page stays."""
        if self.currentIndex() > 0:
            getattr(self.currentWidget(), "leave", self.close_page)()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """On every page Escape goes back and, where no list or field wants it, Enter is the main button (Qt)."""
        page = self.currentWidget() if self.currentIndex() > 0 else None
        if page is not None and event.key() == Qt.Key.Key_Escape:
            self.leave_page()
        elif page is not None and event.key() in ENTER and self.list_seen() is None:
            words.press_main(page)
        else:
            super().keyPressEvent(event)

    def _turn(self, _place: int) -> None:
        """A message goes with its page."""
        self.context.turned()
        if self.isVisible():
            self.context.messages.hide()

    def hear(self, changed: frozenset[Topic]) -> None:
        """Subjects changed: read again now if seen, else when next seen."""
        if not changed & self.shows:
            return
        self._stale = True
        if self.isVisible():
            self._freshen()

    def showEvent(self, event: QShowEvent) -> None:
        """A stale screen reads again when it is seen (Qt)."""
        super().showEvent(event)
        if self._stale:
            self._freshen()
        mnemonics.assign(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other buttons may be seen now; they get their letters (Qt)."""
        super().resizeEvent(event)
        mnemonics.assign(self)

    def _freshen(self) -> None:
        self._stale = False
        self.refresh()
        if isinstance(page := self.currentWidget(), ReadingPage):
            page.show_open()
        mnemonics.assign(self)

    def open_page(self, page: QWidget) -> None:
        """Show a form or another page of this screen."""
        if self.indexOf(page) < 0:
            self.addWidget(page)
        self.setCurrentWidget(page)
        mnemonics.assign(self)
        if self.isVisible():
            self._begin_page()

    def close_page(self, page: QWidget | None = None) -> None:
        """Back to the page that this one was opened from; a named `page` only if it is the one that is seen."""
        if page is not None and page is not self.currentWidget():
            return
        place, page = self.currentIndex(), self.currentWidget()
        self.setCurrentIndex(max(place - 1, 0))
        if place > 0 and page is not None:
            self.removeWidget(page)
            page.deleteLater()
        mnemonics.assign(self)
        self._resume_if_seen()

    def _resume_if_seen(self) -> None:
        """No cursor goes to a page of a place that is not seen."""
        if self.isVisible():
            self._return_to_page()

    def _return_to_page(self) -> None:
        """The row that was left, where there is a list; else as when the place is opened again."""
        if (table := self.list_seen()) is not None and table.model.rowCount():
            table.take_focus()
        else:
            self.resume()

    def open_form(self, form: Form, values: dict[str, object] | None = None) -> None:
        """Show a form, filled; leaving it leads back. Where the book only reads, the form says so and only shows."""
        form.cancelled.connect(self.close_page)
        self.open_page(form)
        form.begin(values)
        if form.writes and not self.book.writable:
            form.only_show(self.book.why_read_only())

    def attempt(self, work: Callable[[], object], form: Form | None = None) -> bool:
        """Do something that may be refused; a wrong field is shown at the form, all else in the message bar.

        What would change a stated period is asked about first, and then done from its beginning.
        """
        try:
            work()
        except Doubt as doubt:
            return is_sure(self, [doubt.message]) and self.attempt(lambda: with_word(self.book, work), form)
        except Refusal as refusal:
            self._tell_refusal(refusal, form)
            return False
        return True

    def _tell_refusal(self, refusal: Refusal, form: Form | None) -> None:
        if isinstance(refusal, DraftRefused) and form is not None:
            form.show_errors(refusal.errors)
        else:
            self.context.messages.show_message("bad", refusal.message)

    def carry_out(
        self,
        verb: Callable[[], AnyDone],
        said: str,
        *,
        form: Form | None = None,
        closes: bool = False,
        undoable: bool = True,
        instead: str = "",
        doubts: Sequence[str] = (),
    ) -> AnyDone | None:
        """Run a verb; when it is not refused, tell all screens, say so and offer to take it back.

        What is doubtful about it, and what it would change of a stated period, is asked in one question before
        (`done_with_word`). The form it was entered in is closed, or the page, where it `closes`. Of what is not `undoable`
        Ctrl+Z says what is done `instead`.
        """
        result: list[AnyDone] = []
        with undo.step(self.book) as step:
            self.attempt(lambda: done_with_word(self, self.book, lambda: result.append(verb()), doubts), form)
        if not result:
            return None
        self.tell_done(
            result[0],
            said,
            closes=closes or form is not None,
            step=step if undoable else None,
            again=verb,
            instead=instead,
        )
        return result[0]

    def tell_done(
        self,
        result: Done,
        said: str,
        *,
        closes: bool = False,
        step: undo.Step | None = None,
        again: Callable[[], Done] | None = None,
        instead: str = "",
    ) -> None:
        """After a verb: close the page, choose the record in the list, tell all screens, say so.

        What wrote a `step` is offered to be taken back; `again` is the verb, to be done again after that.
        """
        if closes:
            self.close_page()
        if (table := self.list_seen()) is not None:
            table.choose(result.id)
            getattr(self._page_seen(), "expect", lambda _id: None)(result.id)
        self.context.announce(result.changed)
        if closes:
            self._resume_if_seen()
        if step is None:
            self.context.history.stop_at(instead or _why_fixed(result, said))
            self.context.messages.show_message("good", said)
            return
        self.context.history.remember(said, lambda: undo.undo(self.book, step), again)
        self.context.messages.show_message("good", said, _("Hoàn tác"), self.context.undo)


def _why_fixed(result: Done, said: str) -> str:
    if Topic.FUND in result.changed:
        return _("Phiếu đã ghi thì không hoàn tác. Chọn phiếu trong «Quỹ» rồi bấm «Hủy phiếu».")
    return _("Việc vừa làm không hoàn tác được: {said}").format(said=said)
