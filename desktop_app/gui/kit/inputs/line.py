"""Where text is typed. Ctrl+Z is the line's own only while it holds something typed; else it is the program's.

A letter with Alt means a button or a field, also where none has that letter: it is never typed.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from desktop_app.gui.kit.inputs.sight import bring_into_sight

COMES_BACK = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class LineInput(QLineEdit):
    """One line; empty, or as it was given, it leaves Ctrl+Z to the window.

    `spent` says that Ctrl+Z has done something since the cursor came here, or could have: what comes after it may be one
    press too many.
    """

    def __init__(self) -> None:
        super().__init__()
        self._given = ""
        self.spent = False
        self.textEdited.connect(self.spend)
        self.textEdited.connect(lambda _text: bring_into_sight(self))

    def spend(self, *_typed: object) -> None:
        """From now on, while the cursor stays, Ctrl+Z takes nothing of the book back."""
        self.spent = True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The cursor comes, not from another window or a menu (Qt)."""
        if event.reason() not in COMES_BACK:
            self.spent = False
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type, but for what is pressed with Alt (Qt)."""
        if presses_with_alt(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Letters that an input method still holds are seen as well (Qt)."""
        super().inputMethodEvent(event)
        bring_into_sight(self)

    def setText(self, text: str | None) -> None:
        """Show a text that nobody typed (Qt)."""
        self._given = text or ""
        super().setText(text)

    def event(self, event: QEvent) -> bool:
        """Claim no Ctrl+Z that would do nothing here (Qt)."""
        if (is_undo(event) and self.text() in ("", self._given)) or (is_redo(event) and not self.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)


class Lines(QPlainTextEdit):
    """A few lines, with the same rule."""

    def __init__(self) -> None:
        super().__init__()
        self._given = ""
        self.textChanged.connect(lambda: bring_into_sight(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type, but for what is pressed with Alt (Qt)."""
        if presses_with_alt(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Letters that an input method still holds are seen as well (Qt)."""
        super().inputMethodEvent(event)
        bring_into_sight(self)

    def setPlainText(self, text: str) -> None:
        """Show a text that nobody typed (Qt)."""
        self._given = text
        super().setPlainText(text)

    def event(self, event: QEvent) -> bool:
        """Claim no Ctrl+Z that would do nothing here (Qt)."""
        redo = is_redo(event) and not self.document().isRedoAvailable()
        if redo or (is_undo(event) and self.toPlainText() in ("", self._given)):
            event.ignore()
            return False
        return super().event(event)


class NothingWithAlt(QObject):
    """Watches a line that Qt has made, as those of its dialogs: what is pressed with Alt is not typed there either."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow it (Qt)."""
        typed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and presses_with_alt(event)
        return typed or super().eventFilter(watched, event)


def presses_with_alt(event: QKeyEvent) -> bool:
    """Whether a key is a letter or sign with Alt alone; AltGr types, and comes as Ctrl and Alt where it is said with Alt."""
    held = event.modifiers()
    alone = Qt.KeyboardModifier.AltModifier in held and Qt.KeyboardModifier.ControlModifier not in held
    return alone and event.text().isprintable() and bool(event.text())


def is_undo(event: QEvent) -> bool:
    """Whether Ctrl+Z asks a widget if it wants the key for itself."""
    return _asks_for(event, QKeySequence.StandardKey.Undo)


def is_redo(event: QEvent) -> bool:
    """The same of the key that does again what was taken back."""
    return _asks_for(event, QKeySequence.StandardKey.Redo)


def _asks_for(event: QEvent, key: QKeySequence.StandardKey) -> bool:
    asks = event.type() == QEvent.Type.ShortcutOverride
    return asks and isinstance(event, QKeyEvent) and event.matches(key)
