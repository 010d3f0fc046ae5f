"""Sending upwards and answering: where to, then a page that says what was written and what to do with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from db.i18n import _
from db.refusal import Refusal
from db.store import Book
from desktop_app.gui.kit.forms.form import Form, OpenedForm
from desktop_app.gui.kit.inputs.path_input import PathInput, removable_drives
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.values.money import format_money
from desktop_app.work.exchange import send_and_receive
from desktop_app.work.exchange.unreached import unreached, unreached_words
from desktop_app.work.records.results import Topic

if TYPE_CHECKING:
    from desktop_app.gui.screens.exchange import ExchangeScreen


def _folder(screen: ExchangeScreen, name: str) -> Path:
    sticks = removable_drives()
    return sticks[0] if len(sticks) == 1 else screen.book.path.parent / name


def _browse(screen: ExchangeScreen) -> Path | None:
    return screen.context.choose_folder(_("Chọn USB hoặc thư mục"))


def made(folder: Path) -> Path:
    """The folder, made when it is not there yet."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Refusal(
            _("Không tạo được thư mục «{folder}». Chọn thư mục hoặc USB khác.").format(folder=folder), code="DISK"
        ) from None
    return folder


def send(screen: ExchangeScreen) -> OpenedForm:
    """One button: everything the province has not acknowledged, and the files of others carried along."""
    form = Form(_("Gửi lên cấp trên"), _("Gửi"))
    form.add_text(
        words.text(
            _(
                "Tệp gửi được ký và khóa, chỉ tỉnh mở được. Trong tệp không có tên học sinh chưa được gia đình đồng ý, "
                "không có hoàn cảnh riêng và ghi chú."
            ),
            "hint",
        )
    )
    form.add(
        "folder",
        _("Cất tệp vào"),
        PathInput((_("Chọn thư mục…"), lambda: _browse(screen)), sticks=True),
        hint=_("USB hoặc một thư mục; sau đó mang USB đi hoặc gửi tệp qua Zalo"),
        required=True,
    )

    def go() -> None:
        folder = form.values()["folder"]
        screen.context.runner.run(
            _("Đang lập tệp gửi…"),
            lambda _report: send_and_receive.send(screen.book, made(folder)),
            lambda sent: _sent(screen, form, sent),
        )

    form.submitted.connect(go)
    return form, {"folder": _folder(screen, "gui-di")}


def _sent(screen: ExchangeScreen, form: Form, sent: send_and_receive.Sent) -> None:
    screen.close_page(form)
    if not sent.files and not sent.passed_on:
        screen.context.messages.show_message("note", _("Không có gì mới để gửi: tỉnh đã nhận hết."))
        return
    lines = [
        _("• {name} – mục ghi {first} đến {last}").format(name=path.name, first=run.first, last=run.last)
        for path, run, _sha in sent.files
    ]
    lines += [_("• {name} – tệp của đơn vị cấp dưới, giữ nguyên").format(name=path.name) for path in sent.passed_on]
    folder = (sent.files[0][0] if sent.files else sent.passed_on[0]).parent
    screen.context.announce(frozenset((Topic.EXCHANGE,)))
    screen.open_page(
        ResultPage(
            screen,
            _("✔ Đã lập {count} tệp gửi").format(count=format_money(len(lines))),
            [
                _("Các tệp nằm ở: {folder}").format(folder=folder),
                *lines,
                _(
                    "Việc tiếp theo: mang USB đi, hoặc gửi các tệp này qua Zalo cho cấp trên. Gửi hai lần cũng không sao."
                ),
                _("Khi tỉnh trả lời, vào «Nhận tệp» chọn tệp trả lời; màn hình Hôm nay sẽ ghi tỉnh đã nhận."),
            ],
        )
    )


def answer(screen: ExchangeScreen) -> OpenedForm:
    """The province's answers to all offices into one folder."""
    form = Form(_("Trả lời các đơn vị"), _("Lập tệp trả lời"))
    form.add(
        "folder",
        _("Cất tệp vào"),
        PathInput((_("Chọn thư mục…"), lambda: _browse(screen)), sticks=True),
        required=True,
    )

    def go() -> None:
        folder = form.values()["folder"]
        screen.context.runner.run(
            _("Đang lập tệp trả lời…"),
            lambda _report: _answers(screen.book, folder),
            lambda answers: _answered(screen, form, answers),
        )

    form.submitted.connect(go)
    return form, {"folder": _folder(screen, "tra-loi")}


@dataclass(frozen=True)
class Answers:
    """The files that were made: how many of each kind, and for which offices each is."""

    kinds: Counter[str]
    offices: Mapping[Path, Sequence[str]]
    unreached: Sequence[str]


def _answers(book: Book, folder: Path) -> Answers:
    files = send_and_receive.answer(book, made(folder))
    return Answers(
        Counter(send_and_receive.inspect(path)["kind"] for path in files),
        send_and_receive.answered_offices(book, files),
        unreached_words(unreached(book)),
    )


def _answered(screen: ExchangeScreen, form: Form, answers: Answers) -> None:
    screen.close_page(form)
    kinds, files = answers.kinds, list(answers.offices)
    lines = [
        _("• {name} – {unit}").format(name=path.name, unit=", ".join(named) or _("mọi đơn vị"))
        for path, named in answers.offices.items()
    ]
    screen.open_page(
        ResultPage(
            screen,
            _("✔ Đã lập {count} tệp trả lời").format(count=len(files)),
            [
                _("Các tệp nằm ở: {folder}").format(folder=files[0].parent),
                *answers.unreached,
                _(
                    "Trong đó: {trust} danh sách tin cậy cho mọi đơn vị, {acks} tệp báo nhận mỗi tệp cho một đơn vị, "
                    "{down} tệp những gì tỉnh ghi."
                ).format(trust=kinds["trust"], acks=kinds["ack"], down=kinds["down"]),
                _("Gửi cả thư mục cho mọi đơn vị cũng được: mỗi máy chỉ mở được phần của đơn vị mình."),
                *lines,
            ],
        )
    )


class ResultPage(QWidget):
    """What was done and what to do now; one button back."""

    def __init__(self, screen: Screen, heading: str, lines: list[str]) -> None:
        super().__init__()
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.addWidget(words.title(heading))
        for line in lines:
            inner.addWidget(words.text(line))
        inner.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        back = words.button(_("Xong"), screen.close_page, main=True)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area, 1)
        column.addLayout(below)
        self.setFocusProxy(back)
