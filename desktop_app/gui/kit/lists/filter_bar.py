"""The choices above a table; where they would take the table's room they stand behind one button that says what is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.flow import FlowLayout, height_of

SHARE = 6
"""Choices that are higher than one part in so many of the window stand behind the button."""
WIDEST = 16_777_215
"""Pixels that Qt takes for no limit."""
NARROWEST = 14
"""Letters of the button at least; with less room beside what leads it has a line of its own."""


class FilterBar(QWidget):
    """`choices`, each with the widget that shows it (the input itself, or with its label); what `leads` is always seen."""

    def __init__(self, choices: Sequence[tuple[ChoiceInput, QWidget]], leads: QWidget | None = None) -> None:
        super().__init__()
        self._choices = choices
        self._leads = [leads] if leads is not None else []
        self._open = False
        self.button = words.button(_("Lọc…"), self.unfold)
        inside = QWidget()
        row = FlowLayout(inside)
        for widget in (*self._leads, *(shown for _given, shown in choices), self.button):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(inside)
        self.button.hide()
        for given, _shown in choices:
            given.changed.connect(self.settle)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def unfold(self) -> None:
        """Show the choices until the cursor leaves them."""
        for _given, shown in self._choices:
            shown.show()
        self._choices[0][0].target().setFocus()  # before the button goes, else the cursor leaves and they fold again
        self._open = True
        self.settle()

    def focus_on(self, given: ChoiceInput) -> None:
        """The cursor to a choice, or to the button that it stands behind."""
        (self.button if self.is_folded() else given.target()).setFocus()

    def is_folded(self) -> bool:
        """Whether the choices stand behind the button."""
        return not self.button.isHidden()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may have room for other choices (Qt)."""
        super().resizeEvent(event)
        self.settle()

    def event(self, event: QEvent) -> bool:
        """Choices with other words want other room (Qt)."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.settle()
        return super().event(event)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._open and now is not None and now.window() is self.window() and not self.isAncestorOf(now):
            self._open = False
            self.settle()

    def settle(self) -> None:
        """Fold or unfold for the room there is, and say what is chosen; called where choices were set from outside."""
        shown = [widget for _given, widget in self._choices]
        high = height_of([_size(one) for one in (*self._leads, *shown)], self.width())
        folds = not self._open and len(self._leads) + len(shown) > 1 and high > self.window().height() // SHARE
        room = self.width() - self._narrowest() - FlowLayout.GAP
        for lead in self._leads:
            lead.setMaximumWidth(max(room, lead.minimumWidth()) if folds else WIDEST)
        self._say()
        held = folds and any(one.isAncestorOf(QApplication.focusWidget() or self) for one in shown)
        self.button.setVisible(folds)
        if held and self.isVisible():
            self.button.setFocus()
        for widget in shown:
            widget.setVisible(not folds)

    def _narrowest(self) -> int:
        return self.fontMetrics().horizontalAdvance("n") * NARROWEST

    def _say(self) -> None:
        """What is chosen; with less room only what is not as at first, or that one can choose here at all."""
        beside = self.width() - sum(_size(one).width() + FlowLayout.GAP for one in self._leads)
        room = (beside if beside >= self._narrowest() else self.width()) - 2 * self.fontMetrics().height()
        whole = _chosen([given for given, _shown in self._choices])
        narrowed = [given for given, _shown in self._choices if given.combo.currentIndex() > 0]
        fewer = [_chosen(narrowed)] if narrowed else [_("Lọc danh sách…"), _("Lọc…")]
        fewer = fewer if self._leads else [whole]  # choices beside no search are what the page is about
        self.button.setAccessibleName(whole)
        self.button.setToolTip(whole)
        fits = (text for text in (whole, *fewer) if self.fontMetrics().horizontalAdvance(text) <= room)
        said = next(fits, self.fontMetrics().elidedText(fewer[-1], Qt.TextElideMode.ElideRight, room))
        if self.button.text().replace("&", "") != said:
            self.button.setText(said)


def _chosen(choices: Sequence[ChoiceInput]) -> str:
    return _("Lọc: {chosen}").format(chosen="; ".join(given.combo.currentText() for given in choices))


def _size(widget: QWidget) -> QSize:
    return widget.sizeHint().expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())
