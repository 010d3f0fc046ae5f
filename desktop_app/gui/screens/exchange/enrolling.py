"""Taking part: the office asks in, the province compares fingerprints and approves, the office accepts the province."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from db.i18n import _
from db.refusal import DraftRefused, FieldError
from desktop_app.gui.kit.forms.form import Form, OpenedForm
from desktop_app.gui.kit.inputs.path_input import PathInput
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput, TextInput
from desktop_app.gui.kit.look import words
from desktop_app.gui.screens.exchange.sending import ResultPage, made
from desktop_app.work.book import enrolment
from desktop_app.work.records.results import Topic
from desktop_app.work.units.units import unit_of

if TYPE_CHECKING:
    from desktop_app.gui.screens.exchange import ExchangeScreen


def _folder_input(screen: ExchangeScreen) -> PathInput:
    return PathInput(
        (_("Chọn thư mục…"), lambda: screen.context.choose_folder(_("Chọn USB hoặc thư mục"))), sticks=True
    )


def _files_input(screen: ExchangeScreen) -> PathInput:
    return PathInput(
        (_("Chọn thư mục…"), lambda: screen.context.choose_folder(_("Thư mục có các tệp .khb"))), sticks=True
    )


def ask(screen: ExchangeScreen) -> OpenedForm:
    """The office's ask, with the fingerprint to read out."""
    form = Form(_("Tạo tệp đăng ký máy này"), _("Tạo tệp"), writes=False)
    form.add("folder", _("Cất tệp vào"), _folder_input(screen), required=True)
    hint = _("Ghi thì tên và số này nằm trong tệp đăng ký, ai cầm tệp cũng đọc được. Để trống cũng được.")
    form.add("phone", _("Số điện thoại để tỉnh gọi"), TextInput(width=24), hint=hint)

    def go() -> None:
        def write() -> None:
            given = form.values()
            asked = enrolment.ask(screen.book, made(given["folder"]), given["phone"])
            screen.close_page()
            lines = [
                _("Tệp: {path}").format(path=asked.path),
                _("Gửi tệp này cho Hội Khuyến học tỉnh qua USB hoặc Zalo."),
                _("Dãy số kiểm tra: {fingerprint}").format(fingerprint=asked.fingerprint),
                _("Gọi điện, đọc dãy số này cho tỉnh so. Đúng từng số tỉnh mới duyệt."),
            ]
            screen.open_page(ResultPage(screen, _("✔ Đã tạo tệp đăng ký"), lines))

        screen.attempt(write, form)

    form.submitted.connect(go)
    return form, {"folder": screen.book.path.parent / "gui-di"}


def read(screen: ExchangeScreen) -> OpenedForm:
    """The province reads asks; the next form shows a fingerprint each."""
    form = Form(_("Duyệt đăng ký máy"), _("Đọc tệp đăng ký"))
    form.add("files", _("Thư mục hoặc tệp đăng ký"), _files_input(screen), required=True)

    def go() -> None:
        def check() -> None:
            asks = enrolment.read_asks([form.values()["files"]])
            if not asks:
                raise DraftRefused([FieldError("files", _("Không có tệp đăng ký nào ở đây. Chọn thư mục khác"))])
            screen.close_page()
            screen.open_form(*_compare(screen, asks))

        screen.attempt(check, form)

    form.submitted.connect(go)
    return form, {}


def _compare(screen: ExchangeScreen, asks: list[enrolment.PendingEnrolment]) -> OpenedForm:
    form = Form(_("So dãy số kiểm tra, rồi duyệt"), _("Duyệt các máy đã so đúng"))
    form.add_text(words.text(_("Gọi từng đơn vị, nghe họ đọc dãy số. Chỉ chọn «Đúng» khi khớp từng số."), "hint"))
    with screen.book.reading() as db:
        names = [unit_of(db, bytes.fromhex(pending.ask.office)).name for pending in asks]
    for place, (pending, name) in enumerate(zip(asks, names, strict=True)):
        choice = ChoiceInput([(False, _("Chưa so")), (True, _("Đúng, duyệt"))])
        form.add(f"ask{place}", f"{name}: {pending.fingerprint}", choice)
    form.add("folder", _("Cất tệp trả lời vào"), _folder_input(screen), required=True)

    def go() -> None:
        given = form.values()
        chosen = [pending for place, pending in enumerate(asks) if given[f"ask{place}"]]

        def approve() -> None:
            if not chosen:
                raise DraftRefused([FieldError("ask0", _("Chưa chọn máy nào. So dãy số rồi chọn «Đúng, duyệt»"))])
            enrolled = enrolment.approve(screen.book, chosen, made(given["folder"]))
            screen.close_page()
            lines = [
                _("Gửi cho các đơn vị tệp {trust} và tệp «khoidau» của từng đơn vị, ở {folder}.").format(
                    trust=enrolled.trust.name, folder=enrolled.trust.parent
                ),
                *(f"• {path.name}" for path in enrolled.files),
            ]
            screen.context.announce(frozenset((Topic.EXCHANGE,)))
            screen.open_page(ResultPage(screen, _("✔ Đã duyệt {count} máy").format(count=len(chosen)), lines))

        screen.attempt(approve, form)

    form.submitted.connect(go)
    return form, {"folder": screen.book.path.parent / "khoi-dau"}


def accept(screen: ExchangeScreen) -> OpenedForm:
    """The office is shown the province's fingerprint and accepts it."""
    form = Form(_("Nhận danh sách tin cậy của tỉnh"), _("Xem dãy số của tỉnh"), writes=False)
    form.add("files", _("Thư mục có tệp tỉnh gửi"), _files_input(screen), required=True)

    def go() -> None:
        def look() -> None:
            trust, _path = enrolment.offered_province([form.values()["files"]])
            files = form.values()["files"]
            screen.close_page()
            screen.open_form(_confirm(screen, files, enrolment.province_fingerprint(trust)))

        screen.attempt(look, form)

    form.submitted.connect(go)
    return form, {}


def _confirm(screen: ExchangeScreen, files: Path, fingerprint: str) -> Form:
    form = Form(_("So dãy số của tỉnh"), _("Đúng, nhận danh sách"), writes=False)
    form.add_text(words.title(fingerprint))
    form.add_text(
        words.text(_("Gọi tỉnh, nghe đọc dãy số của tỉnh. Khớp từng số thì bấm «Đúng»; không khớp thì quay lại."))
    )
    form.add("same", _("Kết quả so"), ChoiceInput([(False, _("Chưa so")), (True, _("Khớp từng số"))]))

    def go() -> None:
        def take() -> None:
            if not form.values()["same"]:
                raise DraftRefused([FieldError("same", _("So dãy số với tỉnh rồi chọn «Khớp từng số»"))])
            results = enrolment.accept(screen.book, [files])
            screen.close_page()
            screen.context.announce(frozenset((Topic.EXCHANGE, Topic.UNITS)))
            said = _("Đã đăng ký với tỉnh. Đã đọc {count} tệp. Từ nay gửi được số liệu.").format(count=len(results))
            screen.context.messages.show_message("good", said)

        screen.attempt(take, form)

    form.submitted.connect(go)
    return form
