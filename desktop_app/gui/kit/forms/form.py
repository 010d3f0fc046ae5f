"""A form: fields with label, hint and error, checked on the button; nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from db.i18n import _
from db.refusal import FieldError
from desktop_app.gui.kit.inputs.plain_inputs import Input, named
from desktop_app.gui.kit.look import mnemonics, words
from desktop_app.gui.kit.messages.question import ask


class FormField(QWidget):
    """A labelled input; an error takes the hint's place until the next check."""

    def __init__(self, label: str, given: Input, hint: str, *, required: bool) -> None:
        super().__init__()
        self.given = given
        self._hint = hint
        self._label = label
        self._required = required
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(2)
        shown = QLabel(f"{label} {_('(bắt buộc)')}" if required else label)
        shown.setWordWrap(True)
        named(shown, given)
        given.target().setAccessibleName(label)
        self.note = words.text(hint, "hint")
        for widget in (shown, given, self.note):
            column.addWidget(widget)
        self.note.setHidden(not hint)

    def problem(self) -> str | None:
        """Why the input cannot be taken as it stands."""
        error = self.given.error()
        if error is None and self._required and self.given.value() is None:
            return _("Mục «{label}» còn trống").format(label=self._label)
        return error

    def is_wrong(self) -> bool:
        """Whether an error is shown."""
        return self.note.property("role") == "error"

    def set_error(self, sentence: str | None) -> None:
        """Show an error under the input, or the hint again."""
        self.note.setText(_("Cần sửa: {sentence}").format(sentence=sentence) if sentence else self._hint)
        self.note.setProperty("role", "error" if sentence else "hint")
        self.note.setVisible(bool(sentence or self._hint))
        target = self.given.target()
        target.setProperty("wrong", bool(sentence))
        target.setAccessibleDescription(sentence or self._hint)
        for widget in (self.note, target):
            widget.style().unpolish(widget)
            widget.style().polish(widget)


class Form(QWidget):
    """Signals: `submitted` when the main button is pressed and every input can be read, `cancelled` when it is left."""

    submitted = Signal()
    cancelled = Signal()

    def __init__(
        self, heading: str, save: str, *, cancel: str = "", writes: bool = True, deliberate: bool = False
    ) -> None:
        """`writes` is False for a form that only asks what to show, so that a book that only reads has it too.

        A `deliberate` one opens filled and does what is not undone: Enter in a field leads on, up to the main button.
        """
        super().__init__()
        self._deliberate = deliberate
        self.writes = writes
        self._fields: dict[str, FormField] = {}
        self._start: dict[str, str] = {}
        self._errors: list[FieldError] = []
        self._notice = words.text("", "warning")
        self._notice.setVisible(False)
        self._summary = words.text("", "error")
        self._summary.setVisible(False)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        title = words.title(heading)
        if not heading:
            title.hide()
        for widget in (title, self._notice, self._summary):
            self._column.addWidget(widget)
        self._rest = QVBoxLayout()
        self._column.addLayout(self._rest)
        self._folded: QWidget | None = None
        self._unfold: QPushButton | None = None
        self._column.addStretch(1)
        self._scroll = scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.save = words.button(save, self._submit, main=True)
        self.back = words.button(cancel or _("Quay lại"), self.leave)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.save)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(scroll, 1)
        self._outer.addLayout(row)

    def add(self, name: str, label: str, given: Input, *, hint: str = "", required: bool = False) -> None:
        """Put a field under the others."""
        field = FormField(label, given, hint, required=required)
        self._fields[name] = field
        self._rest.addWidget(field)
        given.changed.connect(lambda: self._mend(name))

    def fold(self, label: str) -> None:
        """What is added from now on stands behind a button: most people need none of it."""
        self._folded, self._unfold = QWidget(), words.button(label, self.unfold)
        row = QHBoxLayout()
        row.addWidget(self._unfold)
        row.addStretch(1)
        self._rest.addLayout(row)
        self._rest.addWidget(self._folded)
        self._rest = QVBoxLayout(self._folded)
        self._rest.setContentsMargins(0, 0, 0, 0)
        self._folded.hide()

    def is_folding(self) -> bool:
        """Whether what is added now stands behind a button."""
        return self._folded is not None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A button with many words takes several lines before the page scrolls sideways (Qt)."""
        super().resizeEvent(event)
        if self._unfold is not None:
            edges = (self._outer.contentsMargins(), self._column.contentsMargins())
            beside = sum(edge.left() + edge.right() for edge in edges)
            words.wrap(self._unfold, self.width() - beside - self._scroll.verticalScrollBar().sizeHint().width())

    def showEvent(self, event: QShowEvent) -> None:
        """Tab leads from field to field, to the main button, back, and then to the rest of the window (Qt)."""
        super().showEvent(event)
        inside = (one for one in self._scroll.findChildren(QWidget) if one.window() is self.window())
        stops = [one for one in inside if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for before, after in pairwise([*stops, self.save, self.back]):
            self.setTabOrder(before, after)

    def unfold(self) -> None:
        """Show what stands behind the button, and go there."""
        if self._folded is None or self._unfold is None:
            return
        self._folded.show()
        self._unfold.hide()
        self.letters_again()
        first = next(
            field for field in self._fields.values() if field.parent() is self._folded and not field.isHidden()
        )
        first.given.target().setFocus()
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(first))  # once it has its place

    def letters_again(self) -> None:
        """Other fields are seen now; each gets its letter."""
        mnemonics.assign(self.parentWidget() or self)

    def show_fields(self, names: Collection[str], *, shown: bool) -> None:
        """Show or hide fields; one that is hidden is not judged and says nothing."""
        for name in names:
            self._fields[name].setVisible(shown)

    def is_asked(self, name: str) -> bool:
        """Whether a field is there and not hidden."""
        return name in self._fields and not self._fields[name].isHidden()

    def add_text(self, label: QLabel) -> None:
        """Put a paragraph between the fields."""
        self._rest.addWidget(label)

    def input(self, name: str) -> Any:
        """The input of a field."""
        return self._fields[name].given

    def names(self) -> Sequence[str]:
        """The fields in order."""
        return tuple(self._fields)

    def values(self) -> dict[str, Any]:
        """What was entered, by field."""
        return {name: None if field.isHidden() else field.given.value() for name, field in self._fields.items()}

    def begin(self, values: dict[str, Any] | None = None) -> None:
        """Start anew with these values; the first field gets the focus."""
        for name, field in self._fields.items():
            field.set_error(None)
            field.given.set_value((values or {}).get(name))
        self._errors = []
        self._summary.setVisible(False)
        self.mark_saved()
        self.focus_first()

    def mark_saved(self) -> None:
        """What stands in the fields now counts as saved."""
        self._start = self._texts()

    def focus_first(self) -> None:
        """Put the cursor where the work begins."""
        next(iter(self._fields.values())).given.target().setFocus()

    def only_show(self, why: str) -> None:
        """What stands in it can be read and copied; nothing is entered, and `why` is said on top."""
        self._notice.setText(why)
        self._notice.setVisible(True)
        self.save.hide()
        for field in self._fields.values():
            field.given.lock()

    def is_changed(self) -> bool:
        """Whether something was typed since `begin`, be it readable or not."""
        return self._texts() != self._start

    def _texts(self) -> dict[str, str]:
        return {name: field.given.typed() for name, field in self._fields.items()}

    def _mend(self, name: str) -> None:
        """An error goes as soon as the input can be taken."""
        field = self._fields[name]
        if field.is_wrong() and field.problem() is None:
            field.set_error(None)
            self._errors = [error for error in self._errors if error.field != name]
            self._sum_up()

    def _submit(self) -> None:
        if self.save.isHidden():
            return
        for field in self._fields.values():
            field.given.settle()
        wrong = [
            FieldError(n, e) for n, f in self._fields.items() if not f.isHidden() and (e := f.problem()) is not None
        ]
        self.show_errors(wrong)
        if not wrong:
            self.submitted.emit()

    def show_errors(self, errors: Sequence[FieldError]) -> None:
        """Each error beside its field and, when there are several, together on top; focus on the first."""
        self._errors = list(errors)
        by_field = {error.field: error.message for error in errors}
        for name, field in self._fields.items():
            field.set_error(by_field.get(name))
        self._sum_up()
        first = next((field for name, field in self._fields.items() if name in by_field), None)
        if first is not None:
            if first.parent() is self._folded:
                self.unfold()
            first.given.target().setFocus()

    def _sum_up(self) -> None:
        """What is wrong, where it is more than one thing or belongs to no field."""
        loose = [error.message for error in self._errors if error.field not in self._fields]
        many = len(self._errors) > 1
        self._summary.setText("\n".join(["• " + error.message for error in self._errors] if many else loose))
        self._summary.setVisible(many or bool(loose))

    def error_of(self, name: str) -> str:
        """The sentence shown at a field ("" when there is none)."""
        field = self._fields[name]
        return field.note.text() if field.is_wrong() else ""

    def leave(self) -> None:
        """Go back; with something entered, ask first, and stay by default."""
        if self.is_changed() and not ask(
            self,
            _("Còn phần chưa lưu"),
            _("Bỏ phần đã nhập trong mẫu này?"),
            _("Tiếp tục nhập"),
            _("Bỏ phần đã nhập"),
        ):
            return
        self.cancelled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the main button, or leads on; Escape leaves, Ctrl+S saves (Qt)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._deliberate:
                self.focusNextChild()
            else:
                self._submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() == Qt.Key.Key_S and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._submit()
        else:
            super().keyPressEvent(event)


def is_unsaved(pages: QStackedWidget) -> bool:
    """Whether one of these pages holds a form with something entered; a page that was closed waits only for Qt."""
    kept = [page for place in range(pages.count()) if (page := pages.widget(place)) is not None]
    forms = [form for page in kept for form in (page, *page.findChildren(Form)) if isinstance(form, Form)]
    return any(form.is_changed() for form in forms)


OpenedForm = tuple[Form, dict[str, object]]
"""A form, and what its fields say when it opens."""
