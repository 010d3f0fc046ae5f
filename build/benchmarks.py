"""The benchmarks themselves; run by bench.py in the project's environment: NAME ROWS KEEP, one JSON object out.

ROWS and KEEP may be empty.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from book_benches import check, long_list
from exchange_benches import duplicates, receive, report
from measuring import KEYSTROKES, TODAY, Figure, Measured, clock, enter_members, measure, new_book, peak
from province_bench import province
from window_bench import window

from desktop_app.demo import names
from desktop_app.work.lists import list_queries
from desktop_app.work.members.declared import MEMBERS

# --- start ------------------------------------------------------------------------------------------------------------

EMPTY_WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""


def start(rows: int, folder: Path) -> tuple[Measured, str]:
    """The whole program until its window shows a book, against an empty window."""
    with new_book(folder, "24373", "office", clock(1)) as book:
        enter_members(book, rows, 1)
        path = book.path
    variables = os.environ | {"SKH_BENCH_START": "1", "SKH_HOME": str(folder / "khoa"), "SKH_TODAY": TODAY.isoformat()}

    def run(*words: str) -> None:
        subprocess.run([sys.executable, *words], env=variables, check=True, timeout=60)

    measured = measure(lambda: run("-m", "desktop_app", str(path)), lambda: run("-c", EMPTY_WINDOW), 5)
    return measured, "limit: a process that shows an empty PySide6 window"


# --- search -----------------------------------------------------------------------------------------------------------


def search(rows: int, folder: Path) -> tuple[Measured, str]:
    """The ids in list order for texts as people type them, against the bare query of the search index."""
    with new_book(folder, "24373", "office", clock(1)) as book:
        enter_members(book, rows, 1)
        with book.reading() as db:

            def ask(text: str) -> None:
                list_queries.ids(db, list_queries.Query(MEMBERS.listing, book.unit, text, TODAY.isoformat()))

            def limit() -> None:
                for text in KEYSTROKES:
                    match = " ".join(f'"{word}"*' for word in text.split())
                    db.execute("SELECT rowid FROM search WHERE search MATCH ?", (match,)).fetchall()

            measured = measure(lambda: [ask(text) for text in KEYSTROKES], limit, 7)
            each = [measure(lambda text=text: ask(text), lambda: None, 3)[0] * 1000 for text in KEYSTROKES]
    told = f"a keystroke takes {median(each):.1f} ms (median), at most {max(each):.1f} ms"
    return measured, f"limit: the bare FTS query; both for {len(KEYSTROKES)} keystrokes; {told}"


# --- certificates -----------------------------------------------------------------------------------------------------


def certificates(rows: int, folder: Path) -> tuple[Measured, str]:
    """So many certificates as PDF, against bare reportlab calls that draw the same texts over the same shared form."""
    from desktop_app.papers.certificate import Certificate, draw_certificates

    chance = Random(1)
    wanted = [
        Certificate(
            issuer="CHỦ TỊCH HỘI KHUYẾN HỌC THỊ TRẤN EA KAR",
            kind="GIẤY KHEN",
            recipient=f"Em: {names.person(chance)[0]}",
            details=f"Học sinh lớp {chance.randint(6, 9)}A, Trường THCS Ea Tar",
            achievement="Đã có thành tích: Học sinh giỏi cấp huyện năm học 2019-2020",
            place="Ea Kar",
            day=TODAY,
            decision="12/QĐ-HKH",
            decided_on=TODAY,
            register_number=str(number),
            signer_post="CHỦ TỊCH",
            signer="Y Thông Niê",
        )
        for number in range(1, rows + 1)
    ]
    measured = measure(
        lambda: draw_certificates(wanted, folder / "ours.pdf"), lambda: _bare(wanted, folder / "bare.pdf"), 3
    )
    return measured, "limit: bare reportlab drawing of the same texts over the same shared form"


def _bare(wanted: Sequence[Any], target: Path) -> None:
    from reportlab.lib.units import mm

    from desktop_app.papers.certificate import _draw_frame
    from desktop_app.papers.page import BOLD, LANDSCAPE, REGULAR, PaperDocument

    sheet = PaperDocument(target, LANDSCAPE, title="GIẤY KHEN", left=25, right=25)
    _draw_frame(sheet)
    canvas, middle = sheet.canvas, 148.5 * mm
    for one in wanted:
        canvas.doForm("frame")
        texts = (one.issuer, "TẶNG", one.kind, one.recipient, one.details, one.achievement)
        for place, (text, size) in enumerate(zip(texts, (18, 14, 44, 25, 16, 17), strict=True)):
            canvas.setFont(BOLD, size)
            canvas.drawCentredString(middle, (150 - 16 * place) * mm, text)
        foot = (one.decision, one.decided_on.isoformat(), one.register_number, one.place, one.signer_post, one.signer)
        canvas.setFont(REGULAR, 12)
        for place, text in enumerate(foot):
            canvas.drawString(30 * mm, (50 - 6 * place) * mm, text)
        canvas.showPage()
    canvas.save()


@dataclass(frozen=True)
class Bench:
    """How a benchmark is run: what it does, how large by itself, and the ratio to its limit that it has to reach.

    `figures` ones give figures with limits of their own instead; `keeps` ones may leave their files in a folder.
    """

    run: Callable[..., Any]
    rows: int
    ratio: float = 0.0
    figures: bool = False
    keeps: bool = False


BENCHES = {
    "start": Bench(start, 1_000),
    "receive": Bench(receive, 60_000, 0.4),
    "duplicates": Bench(duplicates, 60_000),
    "report": Bench(report, 60_000),
    "search": Bench(search, 100_000),
    "certificates": Bench(certificates, 1_000),
    "check": Bench(check, 60_000, 0.15),
    "list": Bench(long_list, 100_000, figures=True),
    "province": Bench(province, 100_000, figures=True, keeps=True),
    "window": Bench(window, 75, figures=True, keeps=True),
}


def main(name: str, rows: int, keep: str | None) -> None:
    """Run one benchmark and print what was found."""
    bench = BENCHES[name]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        found = bench.run(rows, folder, *([_say] if bench.keeps else []))
    told = _figures(found) if bench.figures else _against_limit(bench, found)
    print(json.dumps({"bench": name, "rows": rows, **told}, ensure_ascii=False))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _figures(found: Sequence[Figure]) -> dict[str, Any]:
    return {"figures": [{**asdict(one), "kept": one.kept, "text": one.text} for one in found], "peak_mib": peak()}


def _against_limit(bench: Bench, found: tuple[Any, ...]) -> dict[str, Any]:
    (ours, limit), what, *memory = found
    return {
        "ours_s": round(ours, 4),
        "limit_s": round(limit, 4),
        "speed": round(limit / ours, 3),
        "at_least": bench.ratio,
        "peak_mib": memory[0] if memory else peak(),
        "what": what,
    }


if __name__ == "__main__":
    _name, _rows, _keep = sys.argv[1:]
    main(_name, int(_rows) if _rows else BENCHES[_name].rows, _keep or None)
