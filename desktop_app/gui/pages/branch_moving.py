"""The door to moving branches: which of an office's branches, to which office; what would go is read before it goes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from db.i18n import _
from db.progress import Progress
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.inputs.pick_input import PickInput
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.messages.question import ask
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.work.exchange.unreached import unreached, unreached_words
from desktop_app.work.fund import fund_handover
from desktop_app.work.members import branch_transfer
from desktop_app.work.members.branch_transfer import MoveDraft
from desktop_app.work.records import undo
from desktop_app.work.records.results import Done


def open_moving(screen: Screen, office: bytes, name: str) -> None:
    """Open the form for the branches of one office; an office that gives its own away cannot take them back itself."""
    book = screen.book
    screen.ask_and_fill(
        lambda: branch_transfer.branches_of(book, office), lambda branches: (_form(screen, office, name, branches), {})
    )


def _form(screen: Screen, office: bytes, name: str, branches: Sequence[tuple[bytes, str]]) -> Form:
    form = Form(_("Chuyển chi hội của {unit}").format(unit=name), _("Xem trước"))
    form.add_text(
        words.text(
            _(
                "Chi hội đi cùng hội viên, lịch sử và số đếm của mình. Quỹ, học bổng, khen thưởng đã ghi ở lại đơn vị cũ. "
                "Đơn vị chia nhiều nơi thì chuyển từng chi hội."
            )
        )
    )
    every = [(None, _("Cả đơn vị")), *branches]
    form.add("branch", _("Chi hội"), ChoiceInput(every))
    find = partial(fund_handover.find_successors, screen.book, old=office)
    form.add("new", _("Đơn vị nhận"), PickInput(find), hint=_("Gõ tên hoặc mã, không cần dấu"), required=True)
    form.submitted.connect(lambda: _preview(screen, form, office))
    return form


def _preview(screen: Screen, form: Form, office: bytes) -> None:
    """Say what would go; only the second button moves it."""
    given = form.values()
    draft = MoveDraft(office, given["new"], (given["branch"],) if given["branch"] else None)
    plans: list[branch_transfer.MovePlan] = []
    if not screen.attempt(lambda: plans.append(branch_transfer.plan_move(screen.book, draft)), form):
        return
    alone = {plans[0].new: plans[0].new_name} if plans[0].new in unreached(screen.book, plans[0].new) else {}
    said = "\n".join((*branch_transfer.plan_words(plans[0]), *unreached_words(alone)))
    if ask(screen, _("Chuyển chi hội"), said, _("Chưa chuyển"), _("Chuyển")):
        _move(screen, form, draft, plans[0].new_name)


def _move(screen: Screen, form: Form, draft: MoveDraft, new_name: str) -> None:
    is_province = screen.book.identity.is_province
    said = (
        _("Đã chuyển sang {unit}. Vào «Gửi và nhận», bấm «Trả lời» để hai đơn vị nhận.")
        if is_province
        else _("Đã chuyển sang {unit}. Vào «Gửi và nhận», bấm «Gửi lên cấp trên» để tỉnh biết.")
    )

    def move(_report: Progress) -> tuple[Done, undo.Step]:
        with undo.step(screen.book) as step:
            return branch_transfer.move_branches(screen.book, draft), step

    screen.context.runner.run(
        _("Đang chuyển chi hội…"),
        move,
        lambda moved: screen.tell_done(
            moved[0], said.format(unit=new_name), closes=True, step=moved[1] if is_province else None
        ),
    )
