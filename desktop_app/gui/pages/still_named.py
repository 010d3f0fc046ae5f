"""What an erasure could not reach: exported files to delete and free text to correct, one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from db.i18n import _
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.inputs.plain_inputs import TextInput
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.messages.question import ask
from desktop_app.gui.kit.screens.list_page import ListPage
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.work.privacy import residual_mentions
from desktop_app.work.privacy.residual_mentions import Left
from desktop_app.work.records.results import Done


class StillNamedPage(ListPage[Left]):
    """The chosen line stands below in full, with what to do; `protocol` shows the paper of an erasure."""

    def __init__(self, screen: Screen, protocol: Callable[[], object] | None = None) -> None:
        table = RowTable(
            _("Còn nhắc tên người đã xóa"),
            (TableColumn("words", _("Ở đâu"), 40),),
            _("✔ Không còn chỗ nào phải xử lý."),
        )
        super().__init__(screen, table)
        self._sentence = words.text("")
        table.chosen.connect(self._tell)
        others = [
            (_("Quay lại"), screen.close_page),
            (_("Xóa tệp này…"), self.delete_file),
            (_("Sửa chỗ này…"), self.correct),
            (_("Đã xử lý"), self.settle),
        ]
        hint = words.text(
            _("Chương trình không tự sửa tệp đã xuất và chữ ghi ở mục khác. Xử lý từng dòng, rồi hủy cả bản in."),
            "hint",
        )
        bar = ActionBar(others, (_("Xem biên bản"), protocol) if protocol else None)
        self.lay_out(_("Còn nhắc tên người đã xóa"), bar, above=(hint,), below=(self._sentence,))

    def read(self) -> Mapping[bytes, Left]:
        """What is left."""
        return {one.id: one for one in residual_mentions.left(self._screen.book)}

    def row(self, one: Left) -> dict[str, str]:
        """A place as it reads."""
        return {"words": one.words}

    def show_read(self, read: Mapping[bytes, Left]) -> None:
        """The places; the chosen one in full below."""
        self._sentence.setText("")
        super().show_read(read)

    def _tell(self, chosen: bytes) -> None:
        one = self.found[chosen]
        self._sentence.setText(_("{place}. {advice}").format(place=one.words, advice=one.advice))

    def delete_file(self) -> None:
        """Delete the exported file of the chosen line, after a question."""
        one = self.chosen()
        if one is None:
            return
        if one.file is None:
            self._screen.context.messages.show_message("note", _("Dòng này không phải tệp đã xuất."))
            return
        consequence = _("Xóa hẳn tệp «{file}» khỏi ổ đĩa? Không lấy lại được.").format(file=one.file)
        if ask(self._screen, _("Xóa tệp đã xuất"), consequence, _("Giữ lại"), _("Xóa tệp")):
            self._carry_out(lambda: residual_mentions.delete_file(self._screen.book, one.id), _("Đã xóa tệp."))

    def correct(self) -> None:
        """Write another text where the chosen line's field names the person."""
        one = self.chosen()
        if one is None:
            return
        if one.text is None:
            self._screen.context.messages.show_message("note", one.advice)
            return
        form = Form(_("Sửa chỗ còn nhắc tên"), _("Lưu"))
        form.add_text(words.text(one.words))
        form.add("text", one.field, TextInput())

        def save() -> None:
            text = form.values()["text"] or ""
            self._carry_out(lambda: residual_mentions.correct(self._screen.book, one.id, text), _("Đã sửa."), form)

        form.submitted.connect(save)
        self._screen.open_form(form, {"text": one.text})

    def settle(self) -> None:
        """The chosen line was seen to by hand."""
        if (one := self.chosen()) is not None:
            self._carry_out(lambda: residual_mentions.settle(self._screen.book, one.id), _("Đã ghi là xử lý xong."))

    def _carry_out(self, verb: Callable[[], Done], said: str, form: Form | None = None) -> None:
        if self._screen.carry_out(verb, said, form=form, undoable=False):
            self.show_open()
