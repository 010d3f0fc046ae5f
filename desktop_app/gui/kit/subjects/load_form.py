"""Taking in a spreadsheet: first what it would bring, row by row what is wrong; only then, on a second press, it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from db.i18n import _
from desktop_app.gui.kit.file_dialogs import FileType
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.inputs.path_input import PathInput
from desktop_app.gui.kit.look import words
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.work import loading
from desktop_app.work.loading.rows import unread_words
from desktop_app.work.records.results import Topic
from desktop_app.work.subjects.registry import subject_named

SHOWN_ERRORS, SHOWN_COLUMNS = 30, 5
WITH_PEOPLE = frozenset((Topic.MEMBERS, Topic.PEOPLE, Topic.BRANCHES, Topic.UNITS))
"""What a list may bring along besides its own subject."""


class LoadForm(Form):
    """One field, the file; the main button rehearses first and then enters what was rehearsed."""

    def __init__(self, screen: Screen, subject: str, heading: str, then: Callable[[], None] | None = None) -> None:
        super().__init__(heading, _("Xem trước"))
        self._screen, self._subject, self._then = screen, subject, then
        self._rehearsed: Path | None = None
        browse = PathInput((_("Chọn tệp…"), self._browse))
        self.add(
            "file",
            _("Tệp Excel"),
            browse,
            hint=_("Tệp xlsx, xls, ods hoặc csv; dòng đầu là tên cột như {columns}").format(columns=_columns(subject)),
            required=True,
        )
        self._told = words.text("")
        self.add_text(self._told)
        browse.changed.connect(self._forget)
        self.submitted.connect(self._go_on)

    def _browse(self) -> Path | None:
        chosen = self._screen.context.choose_files(_("Chọn tệp danh sách"), FileType.LISTS)
        return chosen[0] if chosen else None

    def _forget(self) -> None:
        self._rehearsed = None
        self.save.setText(_("Xem trước"))

    def _go_on(self) -> None:
        path = self.values()["file"]
        if path is None:
            return
        rehearse = path != self._rehearsed
        self._screen.context.runner.run(
            _("Đang đọc tệp…") if rehearse else _("Đang ghi vào sổ…"),
            lambda _report: loading.load(self._screen.book, self._subject, path, dry_run=rehearse),
            lambda loaded: self._show(path, loaded) if rehearse else self._finish(loaded),
        )

    def _show(self, path: Path, loaded: loading.Loaded) -> None:
        counts = _(
            "{new} dòng mới, {changed} dòng thay đổi, {same} dòng đã có, {doubtful} dòng trùng tên cần xem."
        ).format(new=loaded.new, changed=loaded.changed, same=loaded.same, doubtful=loaded.doubtful)
        if not loaded.rejected:
            self._rehearsed = path
            self.save.setText(_("Nhập vào sổ"))
            said = _("Tệp đọc được: {counts} Chưa ghi gì; bấm «Nhập vào sổ» để ghi.").format(counts=counts)
            look = [_("Xem lại trước khi ghi:"), *_rows_in_words(loaded.remarks)] if loaded.remarks else []
            self._told.setText("\n".join([said, *unread_words(loaded), *look]))
            return
        head = _("{count} dòng cần sửa nên chưa ghi gì vào sổ. Sửa trong tệp rồi chọn lại tệp.")
        lines = [head.format(count=loaded.wrong_rows), *unread_words(loaded), *_rows_in_words(loaded.rejected)]
        self._told.setText("\n".join(lines))

    def _finish(self, loaded: loading.Loaded) -> None:
        self._screen.close_page()
        if self._then is not None:
            self._then()
        self._screen.context.announce(subject_named(self._subject).topics | WITH_PEOPLE)
        said = _("Đã nhập {new} dòng mới, {changed} dòng thay đổi.").format(new=loaded.new, changed=loaded.changed)
        self._screen.context.history.stop_at(
            _("Danh sách đã nhập không hoàn tác một lần được. Sửa từng dòng trong danh sách: {said}").format(said=said)
        )
        self._screen.context.messages.show_message("good", said)


def _columns(subject: str) -> str:
    """What may stand over the columns of a sheet; those that it must have first."""
    declared = subject_named(subject)
    read = declared.sheet or dict.fromkeys((*declared.needed[0], *declared.headings))
    return ", ".join(f"«{declared.title_of(name)}»" for name in [*read][:SHOWN_COLUMNS])


def _rows_in_words(rows: Sequence[loading.RowError]) -> list[str]:
    """A line for each row, at most so many, and how many more there are."""
    lines = [
        _("Dòng {row}, cột «{column}»: {message}").format(row=one.row, column=one.column, message=one.message)
        for one in rows[:SHOWN_ERRORS]
    ]
    rest = len(rows) - SHOWN_ERRORS
    return [*lines, *([_("… và {count} dòng nữa.").format(count=rest)] if rest > 0 else [])]
