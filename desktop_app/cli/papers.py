"""`report`, `print` and `demo`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from db.i18n import _
from desktop_app.cli.common import Arguments, command, day, identity, open_book, period, positive, say

PAPERS = (
    "certificate",
    "award-list",
    "scholarship-list",
    "receipt",
    "payment",
    "cash-book",
    "own-report",
    "members",
    "erasure",
)


def add_commands(commands: Any) -> None:
    """Add this group to the commands."""
    report = commands.add_parser("report", help=_("báo cáo cụm thi đua"))
    report.add_argument("book", type=Path)
    which = report.add_subparsers(required=True, metavar=_("báo cáo"), dest="report")
    cluster = command(which, "cluster", _report, _("lập báo cáo của một cụm"))
    cluster.add_argument("--period", required=True)
    cluster.add_argument("--cluster", type=positive, required=True)
    cluster.add_argument("--map")
    cluster.add_argument("-o", dest="out", type=Path)
    kept = command(which, "kept", _kept, _("các báo cáo đã lập, hoặc in lại một báo cáo"))
    kept.add_argument("--number", type=positive)
    kept.add_argument("-o", dest="out", type=Path)
    papers = command(commands, "print", _print, _("in giấy tờ ra PDF"))
    papers.add_argument("book", type=Path)
    papers.add_argument(
        "paper",
        choices=PAPERS,
    )
    papers.add_argument("--decision")
    papers.add_argument("--id", nargs="*", default=[])
    papers.add_argument("--period")
    papers.add_argument("-o", dest="out", type=Path, required=True)
    demo = command(commands, "demo", _demo, _("dựng một tỉnh mẫu và chạy cả vòng"))
    demo.add_argument("dir", type=Path)
    demo.add_argument("--seed", type=int, default=1)
    demo.add_argument("--size", choices=("small", "cluster", "province"), default="small")
    demo.add_argument("--factor", type=float, default=1.0)
    demo.add_argument("--no-window", action="store_true")


def _report(arguments: Arguments) -> int:
    from desktop_app.work import printing

    with open_book(arguments) as book:
        content = printing.print_cluster_report(
            book, arguments.cluster, period(arguments.period), day(arguments.map), arguments.out
        )
        lacks = printing.unsigned(book) if arguments.out is not None and arguments.out.suffix == ".pdf" else ""
    made = _("Đã lập {file}").format(file=arguments.out) if arguments.out else ""
    return say(arguments, content, *(line for line in (made, lacks) if line))


def _kept(arguments: Arguments) -> int:
    from desktop_app.figures.report_json import as_json
    from desktop_app.work import printing
    from desktop_app.work.reports.report_archive import kept_report, kept_reports

    with open_book(arguments) as book:
        if arguments.number is None:
            found = [asdict(one) for one in kept_reports(book)]
            lines = [" | ".join(str(value) for value in one.values()) for one in found]
            return say(arguments, {"reports": found}, *lines)
        report = kept_report(book, arguments.number)
        if arguments.out is not None:
            printing.write_report(book, report, arguments.out)
    return say(arguments, as_json(report), *([_("Đã lập {file}").format(file=arguments.out)] if arguments.out else []))


def _print(arguments: Arguments) -> int:
    from desktop_app.work import printing

    ids = [identity(text) for text in arguments.id]
    with open_book(arguments) as book:
        for note in printing.before_printing(book, arguments.paper, decision=arguments.decision, ids=ids):
            print(note, file=sys.stderr)
        pages = printing.print_paper(
            book,
            arguments.paper,
            arguments.out,
            decision=arguments.decision,
            ids=ids,
            period=period(arguments.period) if arguments.period else None,
        )
    return say(
        arguments,
        {"file": str(arguments.out), "pages": pages},
        _("Đã lập {file} ({pages} trang).").format(file=arguments.out, pages=pages),
    )


def _demo(arguments: Arguments) -> int:
    from desktop_app.demo import play

    return play.run(
        arguments.dir,
        size=arguments.size,
        seed=arguments.seed,
        open_window=None if arguments.no_window else arguments.open_window,
        as_json=arguments.json,
        factor=arguments.factor,
    )
