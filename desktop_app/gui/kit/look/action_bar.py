"""What can be done on a page: the main button at the lower right, the others beside it or, without room, in one menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QStackedWidget, QWidget

from db.i18n import _
from desktop_app.gui.kit.look import words

Action = tuple[str, Callable[[], object]]
GAP = 8


class ActionBar(QWidget):
    """One line high at every text size; what has no room keeps its letter. Signal: `shared` when others have room now."""

    shared = Signal()

    def __init__(self, others: Sequence[Action], main: Action | None = None) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        self.buttons = [words.button(label, action, decides=True) for label, action in others]
        for button in self.buttons:
            row.addWidget(button)
        self._keys = [self._key(button) for button in self.buttons]
        self.more = words.button(_("Việc khác…"), self._open_menu)
        row.addWidget(self.more)
        row.addStretch(1)
        self.main: QPushButton | None = None
        if main is not None:
            self.main = words.button(main[0], main[1], main=True)
            row.addWidget(self.main)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._share_room()

    def _key(self, button: QPushButton) -> QShortcut:
        """Presses a button that is not seen by its letter; one that is seen hears it by itself."""
        key = QShortcut(self)
        key.setAutoRepeat(False)
        key.activated.connect(button.click)
        return key

    def listen(self) -> None:
        """Hear the letters that the buttons have now."""
        for button, key in zip(self.buttons, self._keys, strict=True):
            key.setKey(QKeySequence.mnemonic(button.text()) if button.isHidden() else QKeySequence())

    def where(self, text: str) -> str:
        """A text, and where the buttons are that it names and nobody sees."""
        names = (button.text().replace("&", "") for button in self.buttons if button.isHidden())
        named = [name for name in names if f"«{name}»" in text]
        if not named:
            return text
        return _("{text} («{buttons}» ở trong «Việc khác…».)").format(text=text, buttons="», «".join(named))

    def sizeHint(self) -> QSize:
        """As high as a button (Qt)."""
        return QSize(200, self.more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """It gives way before the window does (Qt)."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many buttons as there is room for (Qt)."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        room = self.width() - (self.main.sizeHint().width() + GAP if self.main else 0)
        widths = [button.sizeHint().width() + GAP for button in self.buttons]
        fits = sum(widths) <= room
        room -= self.more.sizeHint().width() + GAP
        for button, width in zip(self.buttons, widths, strict=True):
            room -= width
            button.setVisible(fits or room >= 0)
        self.more.setVisible(not fits)
        self.listen()
        self.shared.emit()

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for button in self.buttons:
            if button.isHidden():
                menu.addAction(button.toolTip() or button.text()).triggered.connect(button.click)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


def where(pages: QStackedWidget | None, text: str) -> str:
    """A text, and where the buttons of the page that is seen are that it names and nobody sees."""
    page = pages.currentWidget() if pages is not None else None
    for bar in page.findChildren(ActionBar) if page is not None else ():
        text = bar.where(text)
    return text
