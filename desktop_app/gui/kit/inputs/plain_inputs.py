"""Inputs: text, money, dates, choices. Nothing is changed or judged while a person types."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from math import ceil
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from db.i18n import _
from db.text import clean
from desktop_app.gui.kit.inputs.line import LineInput, Lines
from desktop_app.gui.kit.inputs.quiet_combo import QuietCombo
from desktop_app.gui.kit.look import words
from desktop_app.values.dates import NotADate, format_birth, format_date, parse_birth, parse_date
from desktop_app.values.money import NotMoney, format_money, parse_money
from desktop_app.values.words import amount_in_words
from desktop_app.work.records import parse_messages

WIDEST_CHOICE, LEAST_CHOICE = 56, 12
"""Letters."""


class Input(QWidget):
    """What every input offers: a value, an error when the text cannot be read, and the widget that takes the focus."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def target(self) -> QWidget:
        """The widget that takes focus and name."""
        raise AttributeError("an input names its target")

    def value(self) -> Any:
        """What was entered, typed; None for nothing."""
        return None

    def set_value(self, value: Any) -> None:
        """Show a value."""

    def typed(self) -> str:
        """What stands in it, readable or not, picked or not."""
        target = self.target()
        return clean(target.text()) if isinstance(target, LineInput) else str(self.value())

    def lock(self) -> None:
        """Let it be read, and text be copied, but nothing changed."""
        target = self.target()
        if isinstance(target, (LineInput, Lines)):
            target.setReadOnly(True)
        else:
            self.setEnabled(False)

    def error(self) -> str | None:
        """Why the text cannot be read, in one sentence."""
        return None

    def settle(self) -> None:
        """Take what was typed for what it can only mean; called before a form is checked."""


class TextInput(Input):
    """One line of text; cleaned when it is read, never while it is typed."""

    def __init__(self, *, width: int = 0) -> None:
        super().__init__()
        self.edit = LineInput()
        if width:
            self.edit.setMaximumWidth(self.edit.fontMetrics().horizontalAdvance("n") * width)
        self._column.addWidget(self.edit)
        self.edit.textChanged.connect(lambda _text: self.changed.emit())

    def target(self) -> QWidget:
        """The line itself."""
        return self.edit

    def value(self) -> Any:
        """The cleaned text, or None."""
        return clean(self.edit.text()) or None

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.edit.setText("" if value is None else str(value))


class MoneyInput(TextInput):
    """An amount in đồng; says it in words beneath, so that a slip of a zero is heard."""

    def __init__(self) -> None:
        super().__init__(width=24)
        self._words = words.text("", "hint")
        self._words.hide()
        self._column.addWidget(self._words)
        self.edit.textChanged.connect(lambda _text: self._say())

    def _say(self) -> None:
        try:
            self._words.setText(amount_in_words(parse_money(self.edit.text())))
        except NotMoney:
            self._words.setText("")
        self._words.setVisible(bool(self._words.text()))

    def value(self) -> int | None:
        """Đồng, or None."""
        try:
            return parse_money(self.edit.text())
        except NotMoney:
            return None

    def set_value(self, value: Any) -> None:
        """Show an amount."""
        self.edit.setText("" if value is None else format_money(value))

    def error(self) -> str | None:
        """Why this is no amount."""
        text = self.edit.text()
        if not text.strip():
            return None
        try:
            parse_money(text)
        except NotMoney as error:
            return parse_messages.not_money(error.kind, text)
        return None


class NumberInput(TextInput):
    """A whole number, not negative."""

    def __init__(self) -> None:
        super().__init__(width=14)

    def value(self) -> int | None:
        """The number, or None."""
        text = self.edit.text().replace(".", "").replace(" ", "")
        return int(text) if text.isascii() and text.isdigit() else None

    def error(self) -> str | None:
        """Why this is no number."""
        if self.edit.text().strip() and self.value() is None:
            return _("«{text}» không phải số. Chỉ ghi chữ số").format(text=self.edit.text().strip())
        return None


class DateInput(TextInput):
    """A day: 5/3/1952, 05031952, 5-3-1952; shown back as 05/03/1952."""

    def __init__(self) -> None:
        super().__init__(width=16)

    def value(self) -> date | None:
        """The day, or None."""
        try:
            return parse_date(self.edit.text())
        except NotADate:
            return None

    def set_value(self, value: Any) -> None:
        """Show a day (a date or ISO text)."""
        day = date.fromisoformat(value) if isinstance(value, str) and value else value
        self.edit.setText(format_date(day) if day else "")

    def error(self) -> str | None:
        """Why this is no day."""
        return _date_error(self.edit.text(), parse_date)


class BirthInput(TextInput):
    """A birth date, or the year alone where only that is known."""

    def __init__(self) -> None:
        super().__init__(width=16)

    def value(self) -> str | None:
        """ISO text or a year, or None."""
        try:
            return parse_birth(self.edit.text())
        except NotADate:
            return None

    def set_value(self, value: Any) -> None:
        """Show a birth date or year."""
        self.edit.setText(format_birth(value) if value else "")

    def error(self) -> str | None:
        """Why this is no birth date."""
        return _date_error(self.edit.text(), parse_birth)


def _date_error(text: str, read: Callable[[str], object]) -> str | None:
    if not text.strip():
        return None
    try:
        read(text)
    except NotADate as error:
        return parse_messages.not_a_date(error.kind, text)
    return None


class LongTextInput(Input):
    """A few lines of text."""

    def __init__(self) -> None:
        super().__init__()
        self.edit = Lines()
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(self.edit.fontMetrics().height() * 4)
        self._column.addWidget(self.edit)
        self.edit.textChanged.connect(self.changed.emit)

    def target(self) -> QWidget:
        """The text box."""
        return self.edit

    def value(self) -> str | None:
        """The cleaned text, or None."""
        return clean(self.edit.toPlainText()) or None

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.edit.setPlainText(value or "")


class ChoiceInput(Input):
    """One of a few fixed choices: (value, words)."""

    def __init__(self, choices: Collection[tuple[Any, str]]) -> None:
        super().__init__()
        self.combo = QuietCombo()
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMaximumWidth(self.combo.fontMetrics().horizontalAdvance("n") * WIDEST_CHOICE)
        self.set_choices(choices)
        self._column.addWidget(self.combo)
        self.combo.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def set_choices(self, choices: Collection[tuple[Any, str]]) -> None:
        """Offer other choices; the value stays where it is still offered."""
        kept = self.value() if self.combo.count() else None
        self.combo.blockSignals(True)
        self.combo.clear()
        for value, label in choices:
            self.combo.addItem(label, value)
        letters = self.combo.fontMetrics()
        longest = max((letters.horizontalAdvance(label) for _value, label in choices), default=0)
        self.combo.setMinimumContentsLength(min(max(ceil(longest / letters.horizontalAdvance("X")), 8), WIDEST_CHOICE))
        self.combo.setMinimumWidth(letters.horizontalAdvance("n") * LEAST_CHOICE)
        self.set_value(kept)
        self.combo.blockSignals(False)

    def target(self) -> QWidget:
        """The list of choices."""
        return self.combo

    def value(self) -> Any:
        """The chosen value."""
        return self.combo.currentData()

    def set_value(self, value: Any) -> None:
        """Choose a value; an unknown one leaves the first."""
        index = next((place for place in range(self.combo.count()) if self.combo.itemData(place) == value), 0)
        self.combo.setCurrentIndex(index)


def named(label: QLabel, given: Input) -> None:
    """Tie a label to an input: its letter jumps there, a screen reader says it."""
    label.setBuddy(given.target())
    given.target().setAccessibleName(label.text())


def beside(label: str, given: Input) -> QWidget:
    """An input with its label before it, for choices above a table; the two never part."""
    shown = QLabel(label)
    named(shown, given)
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(shown)
    row.addWidget(given)
    return pair
