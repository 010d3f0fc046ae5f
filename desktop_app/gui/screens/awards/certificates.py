"""Many certificates in one run: of a whole decision, or of all lines that the list shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.i18n import _
from db.store import Book
from desktop_app.gui.kit.forms.form import Form, OpenedForm
from desktop_app.gui.kit.inputs.plain_inputs import ChoiceInput
from desktop_app.gui.kit.look import words
from desktop_app.work.awards.certificate_batches import Batch, batches
from desktop_app.work.lists import list_queries

if TYPE_CHECKING:
    from desktop_app.gui.screens.awards import AwardsScreen


def listed(book: Book, query: list_queries.Query, chosen: bytes | None) -> Sequence[Batch]:
    """The certificates that may be printed together of what the list shows; asked before the form is opened."""
    with book.reading() as db:
        lines = list_queries.ids(db, query)
    return batches(book, lines, chosen)


def many(screen: AwardsScreen, found: Sequence[Batch]) -> OpenedForm:
    """Which of these certificates; those of the decision of the chosen line first."""
    form = Form(_("In giấy khen"), _("Xem bản in"), writes=False)
    form.add("which", _("In những giấy nào"), ChoiceInput([(place, _in_words(one)) for place, one in enumerate(found)]))
    told = words.text("", "hint")
    form.add_text(told)

    def tell() -> None:
        told.setText(_printed(found[form.input("which").value()]))

    def save() -> None:
        chosen = found[form.values()["which"]]
        screen.close_page()
        screen.print_certificates(chosen.awards, f"giay-khen-{chosen.name}.pdf")

    form.input("which").changed.connect(tell)
    form.submitted.connect(save)
    tell()
    return form, {"which": 0}


def _in_words(batch: Batch) -> str:
    count = len(batch.awards)
    if batch.unprinted:
        return _("Những giấy chưa in trong danh sách đang xem ({count})").format(count=count)
    if batch.decision:
        return _("Giấy khen của cả quyết định {decision} ({count})").format(decision=batch.decision, count=count)
    return _("Giấy khen của cả danh sách đang xem ({count})").format(count=count)


def _printed(batch: Batch) -> str:
    if not batch.printed:
        return _("Chưa in giấy nào trong số này.")
    return _("{printed} trên {count} giấy đã in rồi; in lại vẫn giữ số cũ.").format(
        printed=batch.printed, count=len(batch.awards)
    )
