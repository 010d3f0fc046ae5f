"""Filling papers and sheets from the book; `papers/` draws them."""

from __future__ import annotations

from desktop_app.work.printing.paper import before_printing, certificates_of, keep_printed_certificates, print_paper
from desktop_app.work.printing.reports.cluster_report import (
    hand_out,
    make_cluster_report,
    print_cluster_report,
    unsigned,
    write_report,
)
from desktop_app.work.printing.reports.report_words import (
    REPORT_GROUPS,
    changed_words,
    flag_text,
    flagged,
    group_titles,
    indicator_title,
    lacking_words,
    name_words,
    not_closed_lines,
    not_closed_words,
    not_compared,
    number_text,
    part_note,
    partly_notes,
    praise_lines,
    restated_words,
    shown_value,
    silent_lines,
    total_words,
)
from desktop_app.work.subjects.list_export import export_list

__all__ = [
    "REPORT_GROUPS",
    "before_printing",
    "certificates_of",
    "changed_words",
    "export_list",
    "flag_text",
    "flagged",
    "group_titles",
    "hand_out",
    "indicator_title",
    "keep_printed_certificates",
    "lacking_words",
    "make_cluster_report",
    "name_words",
    "not_closed_lines",
    "not_closed_words",
    "not_compared",
    "number_text",
    "part_note",
    "partly_notes",
    "praise_lines",
    "print_cluster_report",
    "print_paper",
    "restated_words",
    "shown_value",
    "silent_lines",
    "total_words",
    "unsigned",
    "write_report",
]
