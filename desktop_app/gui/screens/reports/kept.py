"""Reports handed out before, as they were: seen, printed or exported again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from db.i18n import _
from desktop_app.gui.kit.lists.row_table import RowTable, TableColumn
from desktop_app.gui.kit.look.action_bar import ActionBar
from desktop_app.gui.kit.screens.list_page import ListPage
from desktop_app.gui.kit.screens.screen import Screen
from desktop_app.values.dates import format_date
from desktop_app.values.periods import parse_period
from desktop_app.work import printing
from desktop_app.work.records.vocabulary import period_file, period_words
from desktop_app.work.reports.report_archive import KeptReport, kept_report, kept_reports


class KeptPage(ListPage[KeptReport]):
    """A row a report, the newest first."""

    def __init__(self, screen: Screen) -> None:
        table = RowTable(
            _("Báo cáo đã lập"),
            (
                TableColumn("made_at", _("Lập lúc"), 18),
                TableColumn("period", _("Kỳ"), 26, names=True),
                TableColumn("cluster", _("Cụm"), 8, number=True),
                TableColumn("map", _("Theo bản đồ"), 16),
            ),
            _("Chưa có báo cáo nào. Mỗi báo cáo được in hay xuất ra đều giữ lại ở đây, đúng như lúc lập."),
        )
        super().__init__(screen, table)
        table.opened.connect(lambda _id: self._print())
        others = (
            (_("Quay lại"), screen.close_page),
            (_("Xuất Excel"), lambda: self._export("xlsx")),
            (_("Xuất JSON"), lambda: self._export("json")),
        )
        self.lay_out(_("Báo cáo đã lập"), ActionBar(others, (_("Xem và in báo cáo"), self._print)))

    def read(self) -> Mapping[bytes, KeptReport]:
        """The reports, the newest first."""
        return {str(one.number).encode(): one for one in kept_reports(self._screen.book)}

    def row(self, one: KeptReport) -> dict[str, str]:
        """A report as it reads."""
        return _shown(one)

    def _print(self) -> None:
        if (one := self.chosen()) is not None:
            book = self._screen.book
            self._screen.show_paper(
                "report",
                lambda target: printing.write_report(book, kept_report(book, one.number), target, remember=False),
                _name(one, "pdf"),
            )

    def _export(self, ending: str) -> None:
        one = self.chosen()
        target = self._screen.context.choose_target(_("Xuất báo cáo"), _name(one, ending)) if one else None
        if one is not None and target is not None:
            book = self._screen.book
            said = _("Đã ghi báo cáo vào {path}.").format(path=target)
            self._screen.context.runner.run(
                _("Đang ghi báo cáo…"),
                lambda _report: printing.write_report(book, kept_report(book, one.number), target),
                lambda _none: self._screen.context.messages.show_message("good", said),
            )


def _name(one: KeptReport, ending: str) -> str:
    return f"bao-cao-cum-{one.cluster}-{period_file(parse_period(one.period))}-so-{one.number}.{ending}"


def _shown(one: KeptReport) -> dict[str, str]:
    return {
        "made_at": datetime.fromisoformat(one.made_at).strftime("%d/%m/%Y %H:%M"),
        "period": period_words(parse_period(one.period)),
        "cluster": str(one.cluster),
        "map": format_date(date.fromisoformat(one.map_date)),
    }
