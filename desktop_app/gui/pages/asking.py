"""The province's question about a record: which part of it, and why; it leaves with the next answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from db.i18n import _
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.action_bar import Action
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.work.exchange import questions
from desktop_app.work.subjects.record_labels import record_words
from desktop_app.work.subjects.registry import field_title

Records = Callable[[], Sequence[bytes]]


def asking_actions(screen: Screen, chosen: Records) -> tuple[Action, ...]:
    """The action of a list at the province: ask the office about the records of the chosen line; none elsewhere."""
    if not screen.book.identity.is_province:
        return ()

    def act() -> None:
        records = chosen()
        if records:
            open_question(screen, records)

    return ((_("Hỏi lại đơn vị"), act),)


def open_question(screen: Screen, records: Sequence[bytes]) -> None:
    """The form of a question about one of these records, which people take for one thing; the first names it."""
    form = Form(_("Hỏi lại đơn vị: {about}").format(about=record_words(screen.book, records[0])), _("Ghi câu hỏi"))
    form.add("about", _("Hỏi về mục nào"), ChoiceInput(_parts(screen, records)))
    form.add(
        "code", _("Hỏi gì"), ChoiceInput([one for one in questions.reasons().items() if one[0] != questions.CHANGED])
    )
    form.add_text(words.text(_("Câu hỏi đi cùng lần «Trả lời» tới; đơn vị đọc ở trang «Tỉnh đã nhận gì»."), "hint"))

    def save() -> None:
        given = form.values()
        record, field = given["about"]
        ask(screen, record, given["code"], field, form)

    form.submitted.connect(save)
    screen.open_form(form, {"code": "doubtful"})


def ask(screen: Screen, record: bytes, code: str, field: str, form: Form | None = None) -> None:
    """Write the question and say when it leaves."""
    screen.carry_out(
        lambda: questions.ask(screen.book, record, code, field),
        _("Đã ghi câu hỏi; đơn vị nhận được cùng lần trả lời tới."),
        form=form,
        undoable=False,
    )


def _parts(screen: Screen, records: Sequence[bytes]) -> list[tuple[tuple[bytes, str], str]]:
    whole = ((records[0], ""), _("Cả bản ghi"))
    asked = [(record, *field) for record in records for field in questions.askable(screen.book, record)]
    return [whole, *(((record, field), field_title(kind, field)) for record, kind, field in asked)]
