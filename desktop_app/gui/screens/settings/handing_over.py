"""A unit that is merged or abolished: handing its fund over by minutes, and taking over another's."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from db.i18n import _
from desktop_app.gui.kit.file_dialogs import FileType
from desktop_app.gui.kit.forms.form import Form, OpenedForm
from desktop_app.gui.kit.inputs.path_input import PathInput
from desktop_app.gui.kit.inputs.pick_input import PickInput
from desktop_app.gui.kit.inputs.plain_inputs import DateInput, TextInput
from desktop_app.gui.kit.look import words
from desktop_app.work.fund import fund_handover
from desktop_app.work.fund.fund_handover import HandoverDraft
from desktop_app.work.fund.fund_takeover import take_over_fund
from desktop_app.work.printing.handover import print_minutes

if TYPE_CHECKING:
    from desktop_app.gui.screens.settings import SettingsScreen


def give(screen: SettingsScreen) -> OpenedForm:
    """The whole fund goes to a unit; the minutes are shown at once."""
    form = Form(_("Bàn giao quỹ"), _("Bàn giao"), deliberate=True)
    form.add_text(
        words.text(
            _("Chi hết số dư của mọi quỹ sang đơn vị nhận, không tính vào số đã chi của năm. Không hoàn tác được.")
        )
    )
    find = partial(fund_handover.find_successors, screen.book)
    form.add("successor", _("Đơn vị nhận"), PickInput(find), hint=_("Gõ tên hoặc mã, không cần dấu"), required=True)
    form.add("minutes", _("Số biên bản"), TextInput(width=16), required=True)
    form.add("on", _("Ngày bàn giao"), DateInput(), required=True)

    def save() -> None:
        draft = HandoverDraft(**form.values())
        said = _("Đã bàn giao toàn bộ quỹ. In biên bản, rồi sao lưu sổ này cho đơn vị nhận.")
        if screen.carry_out(lambda: fund_handover.hand_over_fund(screen.book, draft), said, form=form, undoable=False):
            _show_minutes(screen, draft, said)

    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today()}


def _show_minutes(screen: SettingsScreen, draft: HandoverDraft, said: str) -> None:
    assert draft.successor is not None and draft.minutes is not None and draft.on is not None
    successor, minutes, on = draft.successor, draft.minutes, draft.on
    screen.show_paper(
        "handover",
        lambda path: print_minutes(screen.book, successor, minutes, on, path, remember=False),
        "bien-ban-ban-giao.pdf",
        said=said,
    )


def take(screen: SettingsScreen) -> OpenedForm:
    """What the old unit's book has handed over to this one comes into the fund."""
    form = Form(_("Nhận bàn giao quỹ"), _("Nhận"), deliberate=True)
    form.add_text(words.text(_("Chọn sổ của đơn vị cũ, hoặc bản sao của sổ đó, lập sau khi họ đã bàn giao.")))
    form.add("old", _("Sổ của đơn vị cũ"), PathInput((_("Chọn tệp…"), lambda: _one_file(screen))), required=True)
    form.add("minutes", _("Số biên bản"), TextInput(width=16), required=True)
    form.add("on", _("Ngày nhận"), DateInput(), required=True)

    def save() -> None:
        given = form.values()
        screen.carry_out(
            lambda: take_over_fund(screen.book, given["old"], given["minutes"] or "", given["on"]),
            _("Đã nhận bàn giao quỹ. Xem các phiếu ở «Quỹ»."),
            form=form,
            undoable=False,
        )

    form.submitted.connect(save)
    return form, {"on": screen.book.clock.today()}


def _one_file(screen: SettingsScreen) -> Path | None:
    chosen = screen.context.choose_files(_("Chọn sổ cũ (.skh)"), FileType.BOOKS)
    return chosen[0] if chosen else None
