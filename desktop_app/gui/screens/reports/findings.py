"""What the report finds, in words: what changed since it was stated, who falls behind, who is silent, who stands out."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from db.i18n import _
from desktop_app.figures.report import ClusterReport
from desktop_app.gui.kit.look.card import Card
from desktop_app.work import printing


def findings(report: ClusterReport) -> QWidget:
    """Cards in one page that scrolls: what changed first, then who falls behind, who is silent, who stands out."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 8, 0)
    weak = Card(_("▲ Cần chú ý"))
    flagged = printing.flagged(report)
    for row, flag in flagged:
        weak.add_line(f"{row.name}: {printing.flag_text(flag)}")
    uncompared = printing.not_compared(report)
    if not flagged:
        weak.add_line(uncompared or _("Không có đơn vị nào dưới ngưỡng."), "hint")
    for line in printing.partly_notes(report):
        weak.add_line(line, "hint")
    silent = Card(_("Chưa gửi số liệu kỳ này"))
    for line in printing.silent_lines(report):
        silent.add_line(line)
    if not report.not_reported and not report.not_closed:
        silent.add_line(_("✔ Mọi đơn vị đã gửi."))
    elif not report.not_reported:
        silent.add_line(_("Mọi đơn vị đã gửi một phần của kỳ, xem bên dưới."), "hint")
    for line in printing.lacking_words(report):
        silent.add_line(line)
    praise = Card(_("★ Biểu dương"))
    for reason, units in printing.praise_lines(report):
        praise.add_line(f"{reason}: {units}")
    if not report.praise:
        praise.add_line(uncompared or _("Chưa có đơn vị nào đạt điều kiện."), "hint")
    for card in (*_changed(report), *_restated(report), weak, silent, *_in_part(report), praise):
        column.addWidget(card)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setAccessibleName(_("Cần chú ý, biểu dương"))
    return area


def _in_part(report: ClusterReport) -> list[Card]:
    """Who has stated only a part of the period."""
    if not report.not_closed:
        return []
    card = Card(_("Mới chốt một phần của kỳ"))
    for line in _part_lines(report):
        card.add_line(line)
    card.add_line(printing.part_note(), "hint")
    return [card]


def _part_lines(report: ClusterReport) -> list[str]:
    return [
        printing.not_closed_words(day, [report.names[unit] for unit in units])
        for day, units in printing.not_closed_lines(report)
    ]


def _changed(report: ClusterReport) -> list[Card]:
    """Who has other figures in the book than it stated."""
    if not report.changed:
        return []
    card = Card(_("▲ Đã đổi sau khi chốt"))
    for one in report.changed:
        card.add_line(f"{report.names[one.unit]}: {printing.changed_words(one)}.")
    if any(not one.by_province for one in report.changed):
        card.add_line(_("Lần «Trả lời» tới hỏi các đơn vị đã đổi, cho đến khi đơn vị chốt lại và gửi."), "hint")
    return [card]


def _restated(report: ClusterReport) -> list[Card]:
    """What was stated anew since the report made before."""
    if not report.restated:
        return []
    card = Card(_("Chốt lại sau báo cáo lập trước"))
    for line in printing.restated_words(report):
        card.add_line(line)
    return [card]
