"""The pairs that people have decided: joined ones can be parted, different ones joined, at any time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.gui.kit import wording, words
from desktop_app.gui.kit.action_bar import ActionBar
from desktop_app.gui.kit.row_table import Column, RowTable
from desktop_app.work import sameness
from desktop_app.work.profiles import Profile, find_profile

if TYPE_CHECKING:
    from desktop_app.gui.screens.members import MembersScreen


class DecidedPage(QWidget):
    """The list of verdicts, those joined first."""

    def __init__(self, screen: MembersScreen) -> None:
        super().__init__()
        self._screen = screen
        self._verdicts: dict[bytes, sameness.Verdict] = {}
        self.table = RowTable(
            _("Các cặp đã quyết định"),
            (
                Column("verdict", _("Đã ghi"), 12),
                Column("first", _("Người thứ nhất"), 29),
                Column("second", _("Người thứ hai"), 29),
            ),
            _("Chưa quyết định cặp nào."),
            told=True,
        )
        others = ((_("Quay lại"), screen.close_page), (_("Ghi là cùng người"), self._join))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words.title(_("Các cặp đã quyết định")))
        column.addWidget(self.table, 1)
        column.addWidget(ActionBar(others, (_("Tách ra"), self._part)))
        self.show_open()

    def show_open(self) -> None:
        """Ask the book again."""
        found = sameness.decided(self._screen.book, sameness.SAME, sameness.DIFFERENT)
        self._verdicts = {one.id: one for one in found}
        self.table.set_rows(list(self._verdicts), self._rows)

    def _rows(self, ids: Sequence[bytes]) -> list[dict[str, str]]:
        return [self._row(self._verdicts[identity]) for identity in ids]

    def _row(self, verdict: sameness.Verdict) -> dict[str, str]:
        shown = {"verdict": _("Cùng người") if verdict.verdict == sameness.SAME else _("Khác người")}
        if verdict.open_conflict:
            shown["verdict"] = _("Hai nơi ghi khác nhau")
        with self._screen.book.reading() as db:
            for place, person in (("first", verdict.first), ("second", verdict.second)):
                shown[place] = _who(find_profile(db, person))
        return shown

    def _chosen(self, verdict: str, otherwise: str) -> sameness.Verdict | None:
        identity = self.table.current()
        chosen = self._verdicts.get(identity) if identity is not None else None
        if chosen is None or (chosen.verdict != verdict and not chosen.open_conflict):
            self._screen.context.messages.show_message("note", otherwise)
            return None
        return chosen

    def _part(self) -> None:
        chosen = self._chosen(sameness.SAME, _("Chọn một cặp đã ghi là cùng người trước."))
        if chosen is not None:
            self._settle(chosen, sameness.DIFFERENT, _("Đã tách ra: hai người trở lại như trước khi nối."))

    def _join(self) -> None:
        chosen = self._chosen(sameness.DIFFERENT, _("Chọn một cặp đã ghi là khác người trước."))
        if chosen is not None:
            self._settle(chosen, sameness.SAME, _("Đã ghi là cùng một người."))

    def _settle(self, chosen: sameness.Verdict, verdict: str, said: str) -> None:
        self._screen.carry_out(lambda: sameness.settle(self._screen.book, chosen.first, chosen.second, verdict), said)
        self.show_open()


def _who(one: Profile | None) -> str:
    if one is None:
        return _("(không còn trong sổ)")
    name = one.full_name or _("(tên do cơ sở giữ)")
    return ", ".join(part for part in (name, wording.birth(one.born), one.office) if part)
