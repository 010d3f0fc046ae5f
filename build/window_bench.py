"""The province's window on the sample cluster, timed from inside: opened, filled, and typed into while files are received.

Run by benchmarks.py; the window itself runs in a process of its own: `window_bench.py desk BOOK` and
`window_bench.py receiving BOOK FILES…` print what they measured as one JSON object.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from shutil import copytree, rmtree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from measuring import TODAY, Figure, clock, enter_members  # noqa: E402

from db.exchange.trust.home_folder import Home  # noqa: E402
from db.store import Book  # noqa: E402
from desktop_app.work.exchange import send_and_receive  # noqa: E402

SEED = 20200705
OFFICE, MORE = "24373", 15_000
"""Who brings more members, and how many."""
STARTS = 3
"""Times it is opened; the best counts, the others tell of the machine."""
PAUSE = 0.05
"""Seconds between two keys: twenty a second, as a key held down."""
KEY, FILLED, SHOWN = 100.0, 1.0, 2.0
"""What a key may wait (ms), what a page may take to fill and the program to show its window (s)."""


def window(_rows: int, folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """Start, «Hôm nay», «Ai chưa gửi», and the longest wait of a key; a folder that holds the sample is used again."""
    if not (folder / "so" / "66.skh").is_file():
        _make_sample(folder, say)
    runs = [_run(folder, "desk", folder / "so" / "66.skh") for _time in range(STARTS)]
    desk = {name: min(one[name] for one in runs) for name in runs[0]}
    figures = [
        Figure("window shown", desk["shown"], SHOWN, "s"),
        Figure("Hôm nay filled", desk["today"], FILLED, "s"),
        Figure("Ai chưa gửi filled", desk["senders"], FILLED, "s"),
        Figure("members listed", desk["members"], None, "s"),
    ]
    say("receiving beside keys…")
    beside = folder / "cua-so"
    rmtree(beside, ignore_errors=True)
    copytree(folder / "khoa", beside / "khoa")
    for name, book, files in (
        ("a folder of 75 files into an empty book", folder / "tinh-truoc-khi-nhan.skh", folder / "goi"),
        (f"{MORE} more members into the whole book", folder / "so" / "66.skh", _more(folder, beside)),
    ):
        path = beside / "66.skh"
        path.write_bytes(book.read_bytes())
        found = _run(beside, "receiving", path, files)
        path.unlink()
        figures += [
            Figure(f"longest wait of a key, {name}", found["longest"], KEY, "ms"),
            Figure(f"19 of 20 keys, {name}", found["most"], None, "ms"),
            Figure(f"tried and received, {name}", found["seconds"], None, "s"),
        ]
    return figures


def _more(folder: Path, beside: Path) -> Path:
    """A file with many more members of the first office, which the province does not have yet."""
    out = beside / "them"
    out.mkdir()
    path = beside / f"{OFFICE}.skh"
    path.write_bytes((folder / "so" / path.name).read_bytes())
    with Book.open(path, home=Home(beside / "khoa"), clock=clock(5), write=True) as office:
        enter_members(office, MORE, 5)
        send_and_receive.send(office, out)
    return out


def _make_sample(folder: Path, say: Callable[[str], None]) -> None:
    from desktop_app.demo.play import build

    say("making the sample of a cluster…")
    build(folder, size="cluster", seed=SEED)


def _run(home: Path, *words: str | Path) -> dict[str, float]:
    variables = os.environ | {
        "SKH_HOME": str(home / "khoa"),
        "SKH_TODAY": TODAY.isoformat(),
        "SKH_BENCH_BEGUN": repr(time.time()),
        "PYTHONPATH": str(ROOT),
    }
    told = subprocess.run(
        [sys.executable, __file__, *map(str, words)], env=variables, stdout=subprocess.PIPE, check=True, timeout=900
    )
    return dict(json.loads(told.stdout))


# --- inside the window's own process --------------------------------------------------------------------------------


def _inside(what: str, book: Path, files: list[Path]) -> None:
    from PySide6.QtWidgets import QApplication

    from desktop_app.gui import preferences
    from desktop_app.gui.kit.look import theme
    from desktop_app.gui.kit.look.text_size import TextSize
    from desktop_app.gui.main_window import MainWindow
    from desktop_app.machine import Machine

    app = QApplication(["so-khuyen-hoc"])
    machine = Machine.of(os.environ)
    home = machine.home()
    settings = preferences.open_preferences(home)
    theme.load_fonts()
    shown = MainWindow(settings, TextSize(app, settings), home, machine.clock())
    shown.start(book)
    shown.show()
    shown.activateWindow()
    app.processEvents()
    begun = time.time() - float(os.environ["SKH_BENCH_BEGUN"])
    found = _look(shown) if what == "desk" else _receive(shown, files)
    print(json.dumps({"shown": begun, **found}))
    shown.close()


def _look(window: object) -> dict[str, float]:
    """How long each page of the desk takes until it shows what it has asked for."""
    desk = window.desk  # type: ignore[attr-defined]
    started = time.perf_counter()
    _until(lambda: desk.current().findChildren(_card()))
    found = {"today": time.perf_counter() - started}
    _until(lambda: not desk.reader.busy)
    for name, place, filled in (
        ("senders", "exchange/senders", lambda: desk.current().currentWidget().senders),
        ("members", "members", lambda: desk.current().table.model.rowCount()),
    ):
        started = time.perf_counter()
        desk.go_to(place)
        _until(filled)
        found[name] = time.perf_counter() - started
        _until(lambda: not desk.reader.busy)
    return found


def _card() -> type:
    from desktop_app.gui.kit.look.card import Card

    return Card


def _receive(window: object, files: list[Path]) -> dict[str, float]:
    """Try the files, then take them in, while somebody works in the list of members."""
    from desktop_app.gui.screens.exchange.intake import VerdictPage, rehearse

    desk = window.desk  # type: ignore[attr-defined]
    _until(lambda: not desk.reader.busy)
    desk.go_to("members")
    _until(lambda: not desk.reader.busy)
    desk.go_to("exchange")
    screen = desk.current()
    rehearse(screen, files)
    desk.go_to("members")
    keyboard = _Keyboard(window)
    started = time.perf_counter()
    _until(lambda: not desk.runner.busy)
    page = screen.currentWidget()
    assert isinstance(page, VerdictPage)
    page.take()
    _until(lambda: not desk.runner.busy)
    seconds = time.perf_counter() - started
    waits = sorted(keyboard.stop())
    _until(lambda: not desk.reader.busy)
    return {"longest": waits[-1], "most": waits[len(waits) * 19 // 20], "seconds": seconds}


class _Keyboard:
    """Somebody who walks through a list and searches in it; each key waits from when it was struck until it was handled."""

    def __init__(self, window: object) -> None:
        from PySide6.QtCore import QObject, Qt, Signal

        class Struck(QObject):
            key = Signal(int, str, float)

        self._struck = Struck()
        self._window = window
        self._waits: list[float] = []
        self._going = True
        self._struck.key.connect(self._press, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._strike)
        self._thread.start()

    def stop(self) -> list[float]:
        """The waits (ms) of all keys."""
        self._going = False
        self._thread.join()
        return self._waits

    def _strike(self) -> None:
        from PySide6.QtCore import Qt

        keys = Qt.Key
        walk = [(keys.Key_Down, "")] * 20 + [(keys.Key_PageDown, "")] * 10 + [(keys.Key_End, ""), (keys.Key_Home, "")]
        search = [(keys.Key_F, "ctrl"), *((keys.Key_A, letter) for letter in "nguyen thi"), (keys.Key_Escape, "")]
        turn = 0
        while self._going:
            key, text = [*walk, *search, (keys.Key_Down, "")][turn % (len(walk) + len(search) + 1)]
            self._struck.key.emit(int(key), text, time.perf_counter())
            turn += 1
            time.sleep(PAUSE)

    def _press(self, key: int, text: str, struck: float) -> None:
        from PySide6.QtCore import QCoreApplication, QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtWidgets import QApplication

        if text == "ctrl":
            self._window.desk.current().seek()  # type: ignore[attr-defined]
        else:
            target = QApplication.focusWidget() or self._window
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
            QCoreApplication.sendEvent(target, event)  # type: ignore[arg-type]
            target.repaint()  # type: ignore[union-attr]
        self._waits.append((time.perf_counter() - struck) * 1000)


def _until(holds: Callable[[], object]) -> None:
    """Let the window live until something holds; it rests in Qt meanwhile, as it does when nobody types."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, look = QEventLoop(), QTimer(interval=10)
    look.timeout.connect(lambda: loop.quit() if holds() else None)
    look.start()
    loop.exec()


if __name__ == "__main__":
    _what, _book, *_files = sys.argv[1:]
    _inside(_what, Path(_book), [Path(file) for file in _files])
