"""Tỉnh đã nhận gì: positions and balances beside the province's newest answer, and what the province asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit.look import mnemonics, wording, words
from desktop_app.gui.kit.look.card import Card
from desktop_app.gui.kit.screens.reading_page import ReadingPage
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.screens.exchange.taken import TakenPage
from desktop_app.values.dates import format_date
from desktop_app.values.money import format_money
from desktop_app.work.exchange import questions, record_receipts
from desktop_app.work.exchange.province_receipt import ComparedBalance, Position, Received, received
from desktop_app.work.exchange.questions import OpenQuestion
from desktop_app.work.records import vocabulary
from desktop_app.work.subjects.registry import field_words


@dataclass(frozen=True)
class Told:
    """What the page tells: the questions, the newest answer, how many records wait."""

    asked: list[OpenQuestion]
    received: Received | None
    waiting: int


class ReceivedPage(ReadingPage[Told]):
    """Cards from top to bottom: questions first, then what has arrived, record by record, and the money."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self._area = QScrollArea()
        self._area.setWidget(words.text(_("Đang đọc…"), "hint"))
        self._area.setWidgetResizable(True)
        back = words.button(_("Quay lại"), screen.close_page)
        below = QHBoxLayout()
        below.addWidget(back)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area, 1)
        column.addLayout(below)
        self.setFocusProxy(back)

    def read(self) -> Told:
        """Questions, answer and what waits."""
        book = self._screen.book
        return Told(questions.open_questions(book), received(book), record_receipts.count_waiting(book))

    def show_unread(self) -> None:
        """In the place of the cards."""
        self._area.setWidget(words.text(words.not_read(), "hint"))

    def show_read(self, read: Told) -> None:
        """Lay the cards out; a cursor in one of them goes to the way back."""
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.addWidget(words.title(_("Tỉnh đã nhận gì")))
        if read.asked:
            inner.addWidget(_questions(read.asked))
        if read.received is None:
            inner.addWidget(words.text(_("Tỉnh chưa trả lời lần nào. Khi có tệp trả lời, vào «Nhận tệp» chọn tệp đó.")))
        else:
            inner.addWidget(_positions(read.received))
            inner.addWidget(_records(self._screen, read.waiting))
            inner.addWidget(_balances(read.received.balances))
        inner.addStretch(1)
        if (focus := QApplication.focusWidget()) is not None and self._area.isAncestorOf(focus):
            self.setFocus()
        self._area.setWidget(inside)
        mnemonics.assign(self._screen)


def _questions(asked: list[OpenQuestion]) -> Card:
    card = Card(_("Tỉnh hỏi"))
    for one in asked:
        card.add_line(question_words(one))
    card.add_line(_("Sửa bản ghi cho đúng rồi gửi lên; tỉnh xem xong thì câu hỏi hết."), "hint")
    return card


def question_words(one: OpenQuestion) -> str:
    """A question in a sentence."""
    field = field_words(one.kind, one.field) if one.field else _("cả bản ghi")
    return _("• {about} – {field}: {reason}").format(
        about=one.about, field=field, reason=wording.word(questions.reasons(), one.code)
    )


def _positions(told: Received) -> Card:
    day = format_date(datetime.fromisoformat(told.taken_at).date())
    card = Card(_("Theo báo nhận ngày {day}").format(day=day))
    for one in told.positions:
        card.add_line(_position_words(one))
        for first, last in one.missing:
            card.add_line(
                _("▲ Tỉnh còn thiếu mục ghi {first} đến {last}. Bấm «Gửi lên cấp trên» một lần nữa.").format(
                    first=first, last=last
                )
            )
    return card


def _position_words(one: Position) -> str:
    if one.there >= one.here:
        return _("✔ Tỉnh đã nhận đủ {count} mục ghi của máy này.").format(count=format_money(one.here))
    return _("… Tỉnh đã nhận {there} trên {here} mục ghi của máy này; {rest} mục chờ gửi hoặc chờ báo nhận.").format(
        there=format_money(one.there), here=format_money(one.here), rest=format_money(one.here - one.there)
    )


def _records(screen: Screen, waiting: int) -> Card:
    card = Card(_("Từng bản ghi"))
    card.add_line(
        _("… {count} bản ghi chờ gửi hoặc chờ báo nhận.").format(count=format_money(waiting))
        if waiting
        else _("✔ Bản ghi nào tỉnh cũng đã nhận.")
    )
    card.add_button(_("Xem từng bản ghi"), lambda: screen.open_page(TakenPage(screen)))
    return card


def _balances(balances: list[ComparedBalance]) -> Card:
    card = Card(_("Số dư quỹ ở đây và ở tỉnh"))
    for one in balances:
        card.add_line(_balance_words(one))
    if not balances:
        card.add_line(_("Chưa có tiền trong quỹ."), "hint")
    if any(one.verdict == "differs" for one in balances):
        card.add_line(_("Số dư lệch dù tỉnh đã nhận đủ. Gọi cho tỉnh, đọc hai số này để cùng tìm chỗ lệch."))
    return card


def _balance_words(one: ComparedBalance) -> str:
    verdicts = {
        "same": _("✔ khớp"),
        "differs": _("▲ lệch"),
        "unknown": _("… chưa so được, vì tỉnh chưa nhận đủ hoặc máy khác của đơn vị còn mục chưa về đây"),
    }
    return _("{purse} – {account}: ở đây {here} đồng, ở tỉnh {there} đồng – {verdict}").format(
        purse=one.purse,
        account=wording.word(vocabulary.ACCOUNTS, one.account),
        here=format_money(one.here),
        there=format_money(one.there),
        verdict=verdicts[one.verdict],
    )
