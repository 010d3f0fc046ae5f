"""Names are shown as they are, whatever they look like."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.card import Card
from desktop_app.gui.kit.messages.message_bar import MessageBar

MARKUP = '<img src="x"/><a href="file:///">Y Biêr</a>'


@pytest.mark.parametrize("make", [words.text, words.title])
def test_t44_a_label_never_takes_words_for_html(qtbot: QtBot, make) -> None:
    label = make(MARKUP)
    qtbot.addWidget(label)
    assert label.text() == MARKUP and label.textFormat() is Qt.TextFormat.PlainText


def test_t44_a_message_and_a_heading_show_markup_as_words(qtbot: QtBot) -> None:
    bar, card = MessageBar(), Card(MARKUP)
    for widget in (bar, card):
        qtbot.addWidget(widget)
    bar.show_message("bad", MARKUP)
    assert bar.label.text().endswith(MARKUP) and bar.label.textFormat() is Qt.TextFormat.PlainText
    heading = card.findChildren(QLabel)[0].text()
    assert "<img" not in heading and "&lt;img" in heading
