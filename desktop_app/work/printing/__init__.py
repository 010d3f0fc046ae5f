"""Filling papers and sheets from the book. One file a paper, named as its twin in `papers/`, which draws it."""

from __future__ import annotations

from desktop_app.work.exporting import export_list
from desktop_app.work.printing.paper import before_printing, certificates_of, print_paper
from desktop_app.work.printing.report import cluster_report, hand_out, make_cluster_report, write_report
from desktop_app.work.printing.report_words import (
    REPORT_GROUPS,
    flag_text,
    group_titles,
    indicator_title,
    number_text,
    shown_value,
)

__all__ = [
    "REPORT_GROUPS",
    "before_printing",
    "certificates_of",
    "cluster_report",
    "export_list",
    "flag_text",
    "group_titles",
    "hand_out",
    "indicator_title",
    "make_cluster_report",
    "number_text",
    "print_paper",
    "shown_value",
    "write_report",
]
