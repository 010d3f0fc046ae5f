"""`report`, `print` and `demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from db.i18n import _
from desktop_app.cli.common import Arguments, command, day, identity, open_book, period, positive, say

PAPERS = ("certificate", "award-list", "scholarship-list", "receipt", "payment", "cash-book", "members")


def add_commands(commands: Any) -> None:
    """Add this group to the commands."""
    report = command(commands, "report", _report, _("báo cáo cụm thi đua"))
    report.add_argument("book", type=Path)
    report.add_argument("report", choices=("cluster",))
    report.add_argument("--period", required=True)
    report.add_argument("--cluster", type=positive, required=True)
    report.add_argument("--map")
    report.add_argument("-o", dest="out", type=Path)
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
    demo.add_argument("--no-window", action="store_true")


def _report(arguments: Arguments) -> int:
    from desktop_app.work import printing

    with open_book(arguments) as book:
        content = printing.cluster_report(
            book, arguments.cluster, period(arguments.period), day(arguments.map), arguments.out
        )
    return say(arguments, content, *([_("Đã lập {file}").format(file=arguments.out)] if arguments.out else []))


def _print(arguments: Arguments) -> int:
    from desktop_app.work import printing

    with open_book(arguments) as book:
        pages = printing.print_paper(
            book,
            arguments.paper,
            arguments.out,
            decision=arguments.decision,
            ids=[identity(text) for text in arguments.id],
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
        arguments.dir, size=arguments.size, seed=arguments.seed, window=not arguments.no_window, as_json=arguments.json
    )
