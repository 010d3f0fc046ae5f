"""What a page of the window shows, read out of its widgets as Qt lays them out: words, inputs, choices, columns, errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QWidget,
)

from db.i18n import _
from tests.gui.driving import CTRL, Person

SHOWN = (QLabel, QLineEdit, QComboBox, QPlainTextEdit, QCheckBox, QAbstractButton, QTableView, QListWidget)
WIDE, HIGH = 2600, 1800
"""Pixels of the window: nothing goes behind «Việc khác…» for want of room."""
ROWS_READ = 3


def page(person: Person) -> list[str]:
    """The page that is seen, from top to bottom; what is folded is unfolded first."""
    _unfold(person)
    return [line for widget in _shown(person) for line in _read(widget)]


def tab_order(person: Person) -> list[str]:
    """Where Tab leads from field to field, by the names that a screen reader says."""
    shown = [widget for widget in _shown(person) if not isinstance(widget, QLabel)]
    first = shown[0]
    found, widget = [first], first.nextInFocusChain()
    while widget is not None and widget is not first:
        if widget in shown and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(widget)
        widget = widget.nextInFocusChain()
    return [_name(one) for one in found]


def errors(person: Person) -> list[str]:
    """Each error below its field, in the order of the page, and what the message bar says."""
    lines, label = [], ""
    for widget in _shown(person):
        if isinstance(widget, QLabel) and widget.property("role") == "error":
            lines += [f"{label or '(on top)'} -> {line}" for line in widget.text().splitlines()]
        elif isinstance(widget, QLabel) and widget.buddy() is not None:
            label = _plain(widget.text())
    return lines


def lines(person: Person) -> list[QWidget]:
    """What can be typed in on the page, from top to bottom."""
    return [one for one in _shown(person) if isinstance(one, (QLineEdit, QPlainTextEdit))]


def press(person: Person, label: str) -> None:
    """Press the button with this Vietnamese label, in the language in use, wherever it stands on the page."""
    person.wait_for_work()
    buttons = person.screen.currentWidget().findChildren(QAbstractButton)
    texts = [_plain(button.text()) for button in buttons]
    shown = _in_words(label)
    assert shown in texts, f"no button «{shown}»; there are {texts}"
    buttons[texts.index(shown)].click()
    person.wait_for_work()
    person.settle()


def _in_words(label: str) -> str:
    """A label in the language in use; that of a declared subject names the subject."""
    verb, _space, one = label.partition(" ")
    return _(label) if verb != "Thêm" or _(label) != label else _("Thêm {one}").format(one=_(one))


def move_choice(person: Person, place: int, times: int) -> None:
    """Move a choice of the page so many lines down, as the arrow does."""
    _unfold(person)
    choice = [one for one in _shown(person) if isinstance(one, QComboBox)][place]
    choice.setFocus()
    for _time in range(times):
        person.press(Qt.Key.Key_Down)
    person.wait_for_work()
    person.settle()


def widest_choice(person: Person) -> None:
    """The first choice above a list back to its first line, which hides nothing."""
    choice = next(one for one in _shown(person) if isinstance(one, QComboBox))
    choice.setFocus()
    person.press(Qt.Key.Key_Home)
    person.wait_for_work()
    person.settle()


def choose_row(person: Person, text: str) -> None:
    """Choose the first row in which this text stands."""
    person.wait_for_work()
    tables = [one for one in person.screen.currentWidget().findChildren(QTableView) if one.isVisible()]
    assert len(tables) == 1, f"no list or several: {page(person)}"
    table = tables[0]
    rows = _rows(table, table.model().rowCount())
    place = next((place for place, row in enumerate(rows) if any(text in cell for cell in row)), None)
    assert place is not None, f"no row «{text}»; there are {rows}"
    table.setFocus()
    table.setCurrentIndex(table.model().index(place, 0))
    person.settle()


def first_row(person: Person) -> None:
    """Choose the first row of the list."""
    choose_row(person, "")


def _shown(person: Person) -> list[QWidget]:
    """The visible widgets of the page that show something, from top to bottom."""
    here = person.screen.currentWidget()
    found = [one for one in here.findChildren(QWidget) if isinstance(one, SHOWN) and one.isVisibleTo(here)]
    found = [one for one in found if not _is_part(one)]
    return sorted(found, key=lambda one: _place(one, here))


def _is_part(widget: QWidget) -> bool:
    """Whether it is a piece of another input that Qt puts together."""
    parent = widget.parent()
    return widget.objectName().startswith("qt_") or isinstance(parent, (QComboBox, QTableView, QListWidget))


def _place(widget: QWidget, here: QWidget) -> tuple[int, int, int]:
    """Fields by their own place; what stands below the page's scrolled part comes after it."""
    point = widget.mapTo(here, widget.rect().topLeft())
    scrolled = any(area.isAncestorOf(widget) for area in here.findChildren(QScrollArea))
    below = not scrolled and bool(here.findChildren(QScrollArea))
    return int(below), point.y(), point.x()


def _unfold(person: Person) -> None:
    for area in person.screen.currentWidget().findChildren(QScrollArea):
        for button in area.findChildren(QAbstractButton):
            if button.isVisible() and not isinstance(button, QCheckBox) and "…" not in button.text():
                button.click()
    person.wait_for_work()
    person.settle()


def _read(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        role = widget.property("role") or ""
        mark = {"hint": "(hint) ", "error": "(error) ", "title": "# ", "warning": "(warning) "}.get(role, "")
        yield from (mark + line for line in _plain(widget.text()).splitlines())
    elif isinstance(widget, QTableView):
        yield from _table(widget)
    elif isinstance(widget, QComboBox):
        items = [widget.itemText(place) for place in range(widget.count())]
        yield f"  [{_name(widget)}: choice] {widget.currentText()}"
        yield from (f"    - {item}" for item in items)
    elif isinstance(widget, QLineEdit):
        more = f" ({widget.placeholderText()})" if widget.placeholderText() else ""
        yield f"  [{_name(widget)}: line{more}] {widget.text()}"
    elif isinstance(widget, QPlainTextEdit):
        yield f"  [{_name(widget)}: lines] {widget.toPlainText()}"
    elif isinstance(widget, QCheckBox):
        yield f"  [{'x' if widget.isChecked() else ' '}] {_plain(widget.text())}"
    elif isinstance(widget, QAbstractButton):
        yield f"  <{_plain(widget.text())}>{' (main)' if widget.property('main') else ''}"


def _table(table: QTableView) -> Iterator[str]:
    model = table.model()
    titles = [str(model.headerData(place, Qt.Orientation.Horizontal) or "") for place in range(model.columnCount())]
    yield f"  [{table.accessibleName()}: list] " + " | ".join(titles)
    yield from ("    " + " | ".join(row) for row in _rows(table, ROWS_READ))


def _rows(table: QTableView, most: int) -> list[list[str]]:
    model = table.model()
    columns = range(model.columnCount())
    return [
        [str(model.index(row, column).data() or "") for column in columns] for row in range(min(model.rowCount(), most))
    ]


def _name(widget: QWidget) -> str:
    return _plain(widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else ""))


def _plain(text: str) -> str:
    return text.replace("&", "")


def typed(person: Person, texts: Sequence[str | None]) -> None:
    """Type these texts into the lines of the page, in its order; "" empties one, None leaves what stands there."""
    for line, text in zip(lines(person), texts, strict=False):
        if text is not None:
            line.setFocus()
            person.press(Qt.Key.Key_A, CTRL)
            person.press(Qt.Key.Key_Delete)
        if text:
            person.type(text)
