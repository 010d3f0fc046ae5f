"""What an erasure could not reach: exported files to delete and free text to correct, one line each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit import words
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.form import Form
from desktop_app.gui.kit.inputs import TextInput
from desktop_app.gui.kit.question import ask
from desktop_app.gui.kit.row_table import Column, RowTable
from desktop_app.gui.kit.screen import Screen
from desktop_app.work import still_named
from desktop_app.work.results import Done
from desktop_app.work.still_named import Left
from desktop_app.work.still_named_words import field_title


class StillNamedPage(QWidget):
    """The chosen line stands below in full, with what to do; `protocol` shows the paper of an erasure."""

    def __init__(self, screen: Screen, protocol: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._screen = screen
        self._left: dict[bytes, Left] = {}
        self.table = RowTable(
            _("Còn nhắc tên người đã xóa"),
            (Column("words", _("Ở đâu"), 40),),
            _("✔ Không còn chỗ nào phải xử lý."),
        )
        self._sentence = words.text("")
        self.table.chosen.connect(self._tell)
        others = [
            (_("Quay lại"), screen.close_page),
            (_("Xóa tệp này…"), self.delete_file),
            (_("Sửa chỗ này…"), self.correct),
            (_("Đã xử lý"), self.settle),
        ]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words.title(_("Còn nhắc tên người đã xóa")))
        column.addWidget(
            words.text(
                _("Chương trình không tự sửa tệp đã xuất và chữ ghi ở mục khác. Xử lý từng dòng, rồi hủy cả bản in."),
                "hint",
            )
        )
        column.addWidget(self.table, 1)
        column.addWidget(self._sentence)
        column.addWidget(ActionBar(others, (_("Xem biên bản"), protocol) if protocol else None))
        self.fill()

    def fill(self) -> None:
        """Read again what is left."""
        self._left = {one.id: one for one in still_named.left(self._screen.book)}
        self._sentence.setText("")
        self.table.set_rows(list(self._left), self._rows)

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        return [{"words": self._left[one].words} for one in ids]

    def _tell(self, chosen: bytes) -> None:
        one = self._left[chosen]
        self._sentence.setText(_("{place}. {advice}").format(place=one.words, advice=one.advice))

    def _chosen(self) -> Left | None:
        chosen = self.table.current()
        if chosen is None:
            self._screen.context.messages.show_message("note", _("Chọn một dòng trong danh sách trước."))
            return None
        return self._left[chosen]

    def delete_file(self) -> None:
        """Delete the exported file of the chosen line, after a question."""
        one = self._chosen()
        if one is None:
            return
        if one.file is None:
            self._screen.context.messages.show_message("note", _("Dòng này không phải tệp đã xuất."))
            return
        consequence = _("Xóa hẳn tệp «{file}» khỏi ổ đĩa? Không lấy lại được.").format(file=one.file)
        if ask(self._screen, _("Xóa tệp đã xuất"), consequence, _("Giữ lại"), _("Xóa tệp")):
            self._carry_out(lambda: still_named.delete_file(self._screen.book, one.id), _("Đã xóa tệp."))

    def correct(self) -> None:
        """Write another text where the chosen line's field names the person."""
        one = self._chosen()
        if one is None:
            return
        if one.text is None:
            self._screen.context.messages.show_message("note", one.advice)
            return
        form = Form(_("Sửa chỗ còn nhắc tên"), _("Lưu"))
        form.add_text(words.text(one.words))
        form.add(one.field, field_title(one.field), TextInput())

        def save() -> None:
            text = form.values()[one.field] or ""
            self._carry_out(lambda: still_named.correct(self._screen.book, one.id, text), _("Đã sửa."), form)

        form.submitted.connect(save)
        self._screen.open_form(form, {one.field: one.text})

    def settle(self) -> None:
        """The chosen line was seen to by hand."""
        if (one := self._chosen()) is not None:
            self._carry_out(lambda: still_named.settle(self._screen.book, one.id), _("Đã ghi là xử lý xong."))

    def _carry_out(self, verb: Callable[[], Done], said: str, form: Form | None = None) -> None:
        if self._screen.carry_out(verb, said, form=form, undoable=False):
            self.fill()
