"""The door to erasing personal data: the province erases and gets a protocol, an office withdraws and so asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from db.i18n import _
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.inputs.plain_inputs import TextInput
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.action_bar import Action
from desktop_app.gui.kit.messages.question import ask
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.gui.pages.still_named import StillNamedPage
from desktop_app.work import printing
from desktop_app.work.privacy import consent_withdrawal, erasure


def erasing_action(screen: Screen, chosen: Callable[[], bytes | None]) -> Action:
    """The action of a list: what is done with the person in the chosen line."""

    def act() -> None:
        record = chosen()
        if record is None:
            return
        if screen.book.identity.is_province:
            erase(screen, record)
        else:
            withdraw(screen, record)

    return (_("Xóa dữ liệu cá nhân…") if screen.book.identity.is_province else _("Rút lại đồng ý…"), act)


def erase(screen: Screen, *records: bytes) -> None:
    """Why, for the protocol; then ask, erase, and show the protocol, or first what is left to see to."""
    form = Form(_("Xóa dữ liệu cá nhân"), _("Xóa dữ liệu…"))
    form.add_text(words.text(_("Xóa {count} mục ở mọi sổ và lập biên bản.").format(count=len(records))))
    hint = _("Ghi vào biên bản; không nêu tên người. Ví dụ: gia đình rút lại đồng ý ngày 01/07/2020")
    form.add("reason", _("Lý do"), TextInput(), hint=hint)
    form.submitted.connect(lambda: _erase(screen, form, records))
    screen.open_form(form)


def _erase(screen: Screen, form: Form, records: Sequence[bytes]) -> None:
    reason = form.values()["reason"] or ""
    consequence = _(
        "Tên, ngày sinh, liên lạc và ghi chú bị xóa khỏi sổ của tỉnh ngay, khỏi sổ các đơn vị khi họ nhận tệp trả lời "
        "kế tiếp.\n\nTiền, khen thưởng và số hội viên giữ nguyên. Không lấy lại được."
    )
    if not ask(screen, _("Xóa dữ liệu cá nhân"), consequence, _("Không xóa"), _("Xóa dữ liệu")):
        return
    screen.context.runner.run(
        _("Đang xóa dữ liệu cá nhân…"),
        lambda _report: erasure.erase(screen.book, *records, reason=reason),
        lambda erased: _erased(screen, form, erased, reason),
    )


def _erased(screen: Screen, form: Form, erased: erasure.Erased, reason: str) -> None:
    """Say so; then the protocol, or first what the erasure could not reach."""
    screen.close_page(form)
    screen.context.announce(erased.changed)
    said = _("Đã xóa nội dung của {count} mục. Vào «Gửi và nhận», bấm «Trả lời» để các đơn vị cũng xóa.").format(
        count=len(erased.records)
    )

    def show_protocol() -> None:
        screen.show_paper(
            "erasure",
            lambda path: printing.print_paper(
                screen.book, "erasure", path, ids=erased.records, reason=reason, remember=False
            ),
            "bien-ban-xoa-du-lieu.pdf",
            said="" if erased.left else said,
        )

    if erased.left:
        page = StillNamedPage(screen, show_protocol)
        screen.open_page(page)
        screen.context.messages.show_message("good", said)
    else:
        show_protocol()


def withdraw(screen: Screen, record: bytes) -> None:
    """Ask, take the name out of use, and say what comes next."""
    consequence = _(
        "Tên, liên lạc và ghi chú thôi hiện trong sổ; lần gửi tới, tỉnh được đề nghị xóa ở mọi sổ.\n\n"
        "Tiền, khen thưởng và số hội viên giữ nguyên. Không lấy lại được."
    )
    if ask(screen, _("Rút lại đồng ý"), consequence, _("Chưa rút"), _("Rút lại đồng ý")):
        screen.carry_out(
            lambda: consent_withdrawal.withdraw(screen.book, record),
            _("Đã rút lại đồng ý. Vào «Gửi và nhận», bấm «Gửi lên cấp trên» để tỉnh xóa ở mọi sổ."),
            undoable=False,
        )
