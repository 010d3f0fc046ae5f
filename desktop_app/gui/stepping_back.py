"""Ctrl+Z and Ctrl+Y: a step of this session is taken back, or done again, and it is said which; never by a press too many."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.inputs.line import LineInput
from desktop_app.gui.kit.messages.message_bar import MessageBar
from desktop_app.gui.kit.messages.question import done_with_word
from desktop_app.gui.kit.screens.undo import Undo, UndoHistory
from desktop_app.work.records import undo
from desktop_app.work.records.results import Done, Topic

GONE = "UNDO"
"""The code of refusals after which a step can never be taken back; after any other one, later perhaps."""


class SteppingBack:
    """`page` gives the page that is seen, `announce` tells every screen what changed, `refused` tells of what cannot be done."""

    def __init__(
        self,
        desk: QWidget,
        book: Book,
        messages: MessageBar,
        page: Callable[[], QWidget | None],
        announce: Callable[[frozenset[Topic]], None],
        refused: Callable[[Refusal], None],
    ) -> None:
        self.history = UndoHistory()
        self._desk, self._book, self._messages = desk, book, messages
        self._page, self._announce, self._refused = page, announce, refused

    def undo(self) -> None:
        """Take back the last step of this session and say which it was, and how it is done again."""
        step = self.history.last()
        if step is None or step.back is None:
            said = _("Từ lúc mở sổ chưa có việc nào để hoàn tác.") if step is None else step.name
            self._messages.show_message("note", said)
        elif (done := self._carry_out(step, step.back)) is not None:
            self.history.took_back(step)
            self._announce(done.changed)
            self._tell_taken_back(step)

    def redo(self) -> None:
        """Do again what was taken back last, and say which it was."""
        step = self.history.last_taken_back()
        if step is None or step.again is None:
            self._messages.show_message("note", _("Chưa hoàn tác việc nào nên không có việc nào để làm lại."))
            return
        with undo.step(self._book) as written:
            done = self._carry_out(step, step.again)
        if done is not None:
            self.history.did_again(step, lambda: undo.undo(self._book, written))
            self._announce(done.changed)
            said = _("Đã làm lại việc: {name}").format(name=step.name)
            self._messages.show_message("good", said, _("Hoàn tác"), self.undo)

    def _carry_out(self, step: Undo, verb: Callable[[], Done]) -> Done | None:
        done: list[Done] = []
        try:
            done_with_word(self._desk, self._book, lambda: done.append(verb()))
        except Refusal as refusal:
            if refusal.code == GONE:
                self.history.forget(step)
            self._refused(refusal)
            return None
        return done[0] if done else None

    def _tell_taken_back(self, step: Undo) -> None:
        if step.again is None:
            said = _("Đã hoàn tác việc: {name} Muốn có lại thì ghi lại việc ấy.").format(name=step.name)
            self._messages.show_message("good", said)
        else:
            said = _("Đã hoàn tác việc: {name}").format(name=step.name)
            self._messages.show_message("good", said, _("Làm lại"), self.redo)

    # --- by key -------------------------------------------------------------------------------------------------------

    def undo_by_key(self) -> None:
        """Ctrl+Z that no text field took for itself."""
        step, line = self.history.last(), QApplication.focusWidget()
        if self._is_in_form():
            return
        if step is not None and step.back is not None and isinstance(line, LineInput) and line.spent:
            said = _("Chưa hoàn tác: ô này không còn chữ để lấy lại. Việc đã ghi gần nhất: {name}")
            self._messages.show_message("note", said.format(name=step.name), _("Hoàn tác"), self.undo)
            return
        if isinstance(line, LineInput):
            line.spend()
        self.undo()

    def redo_by_key(self) -> None:
        """Ctrl+Y that no text field took for itself."""
        if not self._is_in_form():
            self.redo()

    def _is_in_form(self) -> bool:
        """In a form these keys mean its text alone, which is said."""
        page = self._page()
        if not isinstance(page, Form):
            return False
        said = _(
            "Trong mẫu ghi, phím này chỉ lấy lại chữ vừa gõ. Muốn hoàn tác việc đã ghi: Esc ra khỏi mẫu, rồi Ctrl+Z."
        )
        self._messages.show_message("note", said)
        return True
