"""The pairs that people have decided: joined ones can be parted, different ones joined, at any time."""

from __future__ import annotations

from collections.abc import Mapping

from db.i18n import _
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look import wording
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.screens.list_page import ListPage
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.work.people import duplicate_review
from desktop_app.work.people.profiles import Profile, find_profile


class DecidedPage(ListPage[duplicate_review.Verdict]):
    """The list of verdicts, those joined first."""

    def __init__(self, screen: Screen) -> None:
        table = RowTable(
            _("Các cặp đã quyết định"),
            (
                TableColumn("verdict", _("Đã ghi"), 12),
                TableColumn("first", _("Người thứ nhất"), 29),
                TableColumn("second", _("Người thứ hai"), 29),
            ),
            _("Chưa quyết định cặp nào."),
            told=True,
        )
        super().__init__(screen, table)
        others = ((_("Quay lại"), screen.close_page), (_("Ghi là cùng người"), self._join))
        self.lay_out(_("Các cặp đã quyết định"), ActionBar(others, (_("Tách ra"), self._part)))

    def read(self) -> Mapping[bytes, duplicate_review.Verdict]:
        """What was decided."""
        found = duplicate_review.decided(self._screen.book, duplicate_review.SAME, duplicate_review.DIFFERENT)
        return {one.id: one for one in found}

    def row(self, one: duplicate_review.Verdict) -> dict[str, str]:
        """A verdict as it reads, with both people as they are written now."""
        shown = {"verdict": _("Cùng người") if one.verdict == duplicate_review.SAME else _("Khác người")}
        if one.open_conflict:
            shown["verdict"] = _("Hai nơi ghi khác nhau")
        with self._screen.book.reading() as db:
            for place, person in (("first", one.first), ("second", one.second)):
                shown[place] = _who(find_profile(db, person))
        return shown

    def _chosen_as(self, verdict: str, otherwise: str) -> duplicate_review.Verdict | None:
        identity = self.table.current()
        chosen = self.found.get(identity) if identity is not None else None
        if chosen is None or (chosen.verdict != verdict and not chosen.open_conflict):
            self._screen.context.messages.show_message("note", otherwise)
            return None
        return chosen

    def _part(self) -> None:
        chosen = self._chosen_as(duplicate_review.SAME, _("Chọn một cặp đã ghi là cùng người trước."))
        if chosen is not None:
            self._settle(chosen, duplicate_review.DIFFERENT, _("Đã tách ra: hai người trở lại như trước khi nối."))

    def _join(self) -> None:
        chosen = self._chosen_as(duplicate_review.DIFFERENT, _("Chọn một cặp đã ghi là khác người trước."))
        if chosen is not None:
            self._settle(chosen, duplicate_review.SAME, _("Đã ghi là cùng một người."))

    def _settle(self, chosen: duplicate_review.Verdict, verdict: str, said: str) -> None:
        self._screen.carry_out(
            lambda: duplicate_review.settle(self._screen.book, chosen.first, chosen.second, verdict), said
        )
        self.show_open()


def _who(one: Profile | None) -> str:
    if one is None:
        return _("(không còn trong sổ)")
    name = one.full_name or _("(tên do cơ sở giữ)")
    return ", ".join(part for part in (name, wording.birth(one.born), one.office) if part)
