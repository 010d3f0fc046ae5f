"""The scenes of the pictures; run by pictures.py in the project's environment: [--all DIR]."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pypdfium2
from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QWidget
from troubles import BUSY, DESK, PILE, clock_at, make_troubles

from db.clock import system_clock
from db.store import Book
from desktop_app import cli
from desktop_app.gui import preferences
from desktop_app.gui.desk import Desk
from desktop_app.gui.kit.lists.row_table import RowTable
from desktop_app.gui.kit.look import theme
from desktop_app.gui.kit.look.text_size import TextSize
from desktop_app.gui.kit.subjects.subject_page import SubjectPage
from desktop_app.gui.main_window import MainWindow
from desktop_app.gui.screens.exchange import sending
from desktop_app.gui.screens.exchange.asked import AskedPage
from desktop_app.gui.screens.exchange.conflicts import ConflictsPage
from desktop_app.gui.screens.exchange.devices import DevicesPage
from desktop_app.gui.screens.exchange.erasures import ErasuresPage
from desktop_app.gui.screens.exchange.intake import rehearse
from desktop_app.gui.screens.exchange.received import ReceivedPage
from desktop_app.gui.screens.exchange.senders import SendersPage
from desktop_app.gui.screens.exchange.settled import SettledPage
from desktop_app.gui.screens.exchange.taken import TakenPage
from desktop_app.gui.screens.exchange.waiting import MissingPage, WaitingPage
from desktop_app.gui.screens.members.decided import DecidedPage
from desktop_app.gui.screens.reports.kept import KeptPage
from desktop_app.machine import Machine
from desktop_app.work.awards.declared import ROUNDS
from desktop_app.work.fund.declared import DONORS, FUND
from desktop_app.work.lists import list_queries

PICTURES = Path(__file__).resolve().parent.parent / "resources" / "pictures"
TODAY = date(2020, 7, 5)
WIDTH, HEIGHT = 1366, 720
"""A laptop's screen of 1366 x 768 without its task bar (pixels)."""
DPI = 80
PROVINCE, COMMUNE = "66", "24373"


@dataclass(frozen=True)
class Scene:
    """A screen of a book (None before any is open), what is done there first, and whether the README shows it."""

    book: str | None
    place: str
    name: str
    act: Callable[[QWidget], object] | None = None
    shown: bool = False


@dataclass(frozen=True)
class Paper:
    """A paper of a book: the command's words after the book, and whether the README shows its first page."""

    book: str
    name: str
    command: tuple[str, ...]
    shown: bool = False


def pile_beside(screen: QWidget) -> Path:
    """The folder of files that the offices have brought this morning."""
    return screen.book.path.parent.parent.parent / PILE


def wait_for_reading(screen: QWidget) -> None:
    """Until the page shows what it has asked for."""
    while screen.context.reader.busy:
        QTest.qWait(20)


def show_aside(screen: QWidget) -> None:
    """The last of the kept files, which is one set aside."""
    page = WaitingPage(screen)
    screen.open_page(page)
    wait_for_reading(screen)
    page.table.view.selectRow(page.table.model.rowCount() - 1)


def answer_all(screen: QWidget) -> None:
    """Answer every office into the folder that is offered."""
    form, values = sending.answer(screen)
    screen.open_form(form, values)
    form.submitted.emit()


def choose_again(screen: QWidget) -> None:
    """The choice in the first line, opened anew."""
    page = SettledPage(screen)
    screen.open_page(page)
    wait_for_reading(screen)
    page.table.press_enter()


def show_handovers(screen: QWidget, *then: str) -> None:
    """Which offices hold branches; and what a button there opens."""
    screen.open_page(DevicesPage(screen))
    press(screen, "Bàn giao đơn vị")
    for button in then:
        press(screen, button)


def show_everybody(screen: QWidget) -> None:
    """The list of every office's records."""
    next(one for one in screen.findChildren(QComboBox) if one.accessibleName() == "Đơn vị").setCurrentIndex(0)


def open_records(screen: QWidget) -> None:
    """From the first row of the cluster's report to the records behind the first figure of its unit."""
    screen.page.group.set_value(1)
    for _step in range(2):
        tables = screen.currentWidget().findChildren(RowTable)
        next(table for table in tables if table.isVisible()).press_enter()


def press(screen: QWidget, label: str) -> None:
    """A button of the page that is seen, also one that stands in its menu."""
    wait_for_reading(screen)
    buttons = screen.currentWidget().findChildren(QAbstractButton)
    next(one for one in buttons if one.text().replace("&", "") == label).click()


SCENES = (
    Scene(None, "", "bat-dau"),
    Scene(None, "", "lap-so", lambda first: first.show_form()),
    Scene(COMMUNE, "today", "hom-nay", shown=True),
    Scene(COMMUNE, "members", "hoi-vien", shown=True),
    Scene(COMMUNE, "members", "hoi-vien-moi", lambda screen: screen.new()),
    Scene(COMMUNE, "members", "chi-hoi", lambda screen: screen.show_branches()),
    Scene(COMMUNE, "fund", "quy", shown=True),
    Scene(COMMUNE, "fund", "phieu-thu-moi", lambda screen: screen.new()),
    Scene(COMMUNE, "fund", "xem-phieu", lambda screen: screen.print_page()),
    Scene(COMMUNE, "fund", "so-quy", lambda screen: screen.show_cash_book()),
    Scene(COMMUNE, "awards", "khen-thuong"),
    Scene(COMMUNE, "awards", "khen-thuong-moi", lambda screen: screen.new()),
    Scene(COMMUNE, "awards", "xem-giay-khen", lambda screen: screen.print_page()),
    Scene(COMMUNE, "reports", "so-lieu"),
    Scene(COMMUNE, "exchange", "gui", shown=True),
    Scene(COMMUNE, "exchange", "gui-tep", lambda screen: screen.new()),
    Scene(COMMUNE, "exchange", "tinh-da-nhan-gi", lambda screen: screen.open_page(ReceivedPage(screen))),
    Scene(COMMUNE, "settings", "cai-dat"),
    Scene(COMMUNE, "settings", "danh-muc", lambda screen: screen.show_catalogue()),
    Scene(COMMUNE, "settings", "nha-tai-tro", lambda screen: screen.open_page(SubjectPage(screen, DONORS))),
    Scene(COMMUNE, "settings", "nhat-ky-xuat", lambda screen: screen.show_exports()),
    Scene(PROVINCE, "today", "tinh-hom-nay"),
    Scene(PROVINCE, "reports", "bao-cao-cum", shown=True),
    Scene(PROVINCE, "reports", "bao-cao-cum-nhom", lambda screen: screen.page.group.set_value(3)),
    Scene(PROVINCE, "reports", "bieu-do", lambda screen: screen.page.open_chart(), shown=True),
    Scene(PROVINCE, "reports", "bao-cao-da-lap", lambda screen: screen.open_page(KeptPage(screen))),
    Scene(PROVINCE, "members", "tinh-hoi-vien"),
    Scene(PROVINCE, "exchange", "tinh-nhan"),
    Scene(PROVINCE, "exchange", "tinh-nhan-tep", lambda screen: screen.open_intake()),
    Scene(PROVINCE, "exchange", "ai-chua-gui", lambda screen: screen.open_page(SendersPage(screen)), shown=True),
    Scene(PROVINCE, "exchange", "cac-may", lambda screen: screen.open_page(DevicesPage(screen))),
    Scene(PROVINCE, "settings", "tinh-dot-xet", lambda screen: screen.open_page(SubjectPage(screen, ROUNDS))),
    Scene(PROVINCE, "settings", "ban-chap-hanh", lambda screen: screen.show_officers()),
    Scene(DESK, "exchange", "ban-viec"),
    Scene(DESK, "exchange", "xem-truoc-khi-nhan", lambda screen: rehearse(screen, [pile_beside(screen)])),
    Scene(DESK, "exchange", "tep-con-thieu", lambda screen: screen.open_page(MissingPage(screen))),
    Scene(DESK, "exchange", "tep-de-rieng", lambda screen: show_aside(screen)),
    Scene(DESK, "exchange", "ghi-khac-nhau", lambda screen: screen.open_page(ConflictsPage(screen))),
    Scene(DESK, "exchange", "cac-cho-da-chon", lambda screen: screen.open_page(SettledPage(screen))),
    Scene(DESK, "exchange", "chon-lai", lambda screen: choose_again(screen)),
    Scene(DESK, "exchange", "tinh-da-hoi", lambda screen: screen.open_page(AskedPage(screen))),
    Scene(DESK, "exchange", "de-nghi-xoa", lambda screen: screen.open_page(ErasuresPage(screen))),
    Scene(DESK, "exchange", "ban-giao-don-vi", lambda screen: show_handovers(screen)),
    Scene(DESK, "exchange", "chuyen-chi-hoi", lambda screen: show_handovers(screen, "Chuyển chi hội")),
    Scene(DESK, "exchange", "quy-da-ban-giao", lambda screen: show_handovers(screen, "Quỹ đã bàn giao")),
    Scene(DESK, "exchange", "tra-loi-cac-don-vi", lambda screen: answer_all(screen)),
    Scene(DESK, "members", "trung-nguoi", lambda screen: screen.show_same()),
    Scene(DESK, "members", "cac-cap-da-quyet-dinh", lambda screen: screen.open_page(DecidedPage(screen))),
    Scene(DESK, "members", "hoi-lai-don-vi", lambda screen: press(screen, "Hỏi lại đơn vị")),
    Scene(DESK, "fund", "tinh-quy", lambda screen: show_everybody(screen)),
    Scene(DESK, "awards", "tinh-khen-thuong"),
    Scene(DESK, "reports", "ban-ghi-cua-con-so", lambda screen: open_records(screen)),
    Scene(BUSY, "today", "xa-hom-nay"),
    Scene(BUSY, "exchange", "xa-gui-va-nhan"),
    Scene(BUSY, "exchange", "tinh-hoi", lambda screen: screen.open_page(ReceivedPage(screen))),
    Scene(BUSY, "exchange", "tung-ban-ghi", lambda screen: screen.open_page(TakenPage(screen))),
    Scene(BUSY, "exchange", "con-nhac-ten", lambda screen: screen.show_still_named()),
    Scene(BUSY, "members", "xa-hoi-vien"),
    Scene(BUSY, "fund", "xa-quy"),
    Scene(BUSY, "awards", "xa-khen-thuong"),
    Scene(BUSY, "awards", "rut-lai-dong-y", lambda screen: press(screen, "Rút lại đồng ý…")),
    Scene(BUSY, "awards", "trung-suat", lambda screen: screen.show_twice()),
    Scene(BUSY, "awards", "duyet-suat-thu-hai", lambda screen: press(screen, "Duyệt…")),
    Scene(BUSY, "settings", "ban-giao-quy", lambda screen: press(screen, "Bàn giao quỹ")),
    Scene(BUSY, "settings", "nhan-ban-giao-quy", lambda screen: press(screen, "Nhận bàn giao quỹ")),
)
REPORT = ("report", "cluster", "--cluster", "2", "--period", "2020H1")
DECISION = ("--decision", "1/2020")
PAPERS = (
    Paper(PROVINCE, "giay-bao-cao", REPORT, shown=True),
    Paper(PROVINCE, "giay-bao-cao-2025", (*REPORT, "--map", "2025-07-01")),
    Paper(COMMUNE, "giay-khen", ("print", "certificate", *DECISION), shown=True),
    Paper(COMMUNE, "danh-sach-khen-thuong", ("print", "award-list", *DECISION), shown=True),
    Paper(COMMUNE, "danh-sach-hoc-bong", ("print", "scholarship-list", *DECISION)),
    Paper(COMMUNE, "phieu-thu", ("print", "receipt", "--id", "receive"), shown=True),
    Paper(COMMUNE, "phieu-chi", ("print", "payment", "--id", "pay")),
    Paper(COMMUNE, "so-quy-tien-mat", ("print", "cash-book", "--period", "2020H1")),
    Paper(COMMUNE, "danh-sach-hoi-vien", ("print", "members")),
)


def main(arguments: Sequence[str]) -> int:
    """Make a sample and take its pictures."""
    wanted = Path(arguments[1]) if arguments[:1] == ["--all"] else None
    target = wanted or PICTURES
    target.mkdir(parents=True, exist_ok=True)
    os.environ["SKH_TODAY"] = TODAY.isoformat()
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder)
        if cli.run(["demo", str(sample / "mau"), "--no-window"]):
            return 1
        os.environ["SKH_HOME"] = str(sample / "mau" / "khoa")
        for paper in PAPERS:
            if wanted or paper.shown:
                draw(paper, sample, target, pages=99 if wanted else 1)
        if wanted:
            others = [path for path in sorted((sample / "mau" / "so").glob("2*.skh")) if path.stem != COMMUNE]
            make_troubles(sample, book_path(sample, PROVINCE), others[:6], Machine.of(os.environ).home(), TODAY)
        for percent in (100, 200) if wanted else (100,):
            photograph(sample, target, percent, [scene for scene in SCENES if wanted or scene.shown])
    return 0


def book_path(sample: Path, unit: str) -> Path:
    """The book of a unit of the sample."""
    return sample / "mau" / "so" / f"{unit}.skh"


def draw(paper: Paper, sample: Path, target: Path, pages: int) -> None:
    """A paper's pages as pictures, at most so many."""
    path = book_path(sample, paper.book)
    pdf = sample / f"{paper.name}.pdf"
    words = [_voucher(path, word) if word in ("receive", "pay") else word for word in paper.command]
    if cli.run([words[0], str(path), *words[1:], "-o", str(pdf)]):
        raise SystemExit(1)
    document = pypdfium2.PdfDocument(pdf)
    for number in range(min(len(document), pages)):
        name = paper.name if pages == 1 else f"{paper.name}-{number + 1}"
        _save(document[number].render(scale=DPI / 72).to_pil(), target / f"{name}.png")


def _voucher(path: Path, kind: str) -> str:
    """The latest voucher of a kind."""
    with (
        Book.open(path, write=False, home=Machine.of(os.environ).home(), clock=system_clock()) as book,
        book.reading() as db,
    ):
        found = list_queries.rows(db, FUND.listing, list_queries.ids(db, list_queries.Query(FUND.listing, book.unit)))
        return str(next(row["id"] for row in found if row["kind"] == kind and row["account"] == "cash"))


def photograph(sample: Path, target: Path, percent: int, scenes: Sequence[Scene]) -> None:
    """The screens at a text size."""
    app = QApplication.instance() or QApplication(["so-khuyen-hoc"])
    theme.load_fonts()
    home = Machine.of(os.environ).home()
    settings = preferences.open_preferences(home)
    settings.setValue("text_percent", percent)
    for book in dict.fromkeys(scene.book for scene in scenes):
        window = MainWindow(settings, TextSize(app, settings), home, clock_at(TODAY))
        window.start(book_path(sample, book) if book else None)
        window.resize(WIDTH, HEIGHT)
        window.show()
        for scene in scenes:
            if scene.book == book:
                box = Box()
                _arrange(window, scene)
                image = _picture(window.grab())
                if box.picture is not None:
                    seen = _picture(box.picture)
                    image.paste(seen, ((WIDTH - seen.width) // 2, (HEIGHT - seen.height) // 2))
                box.stop()
                _save(image, target / (f"{scene.name}.png" if percent == 100 else f"{scene.name}-{percent}.png"))
        window.close()


def _picture(grabbed: QPixmap) -> Image.Image:
    image = grabbed.toImage().convertToFormat(QImage.Format.Format_RGB888)
    size = (image.width(), image.height())
    return Image.frombytes("RGB", size, image.constBits(), "raw", "RGB", image.bytesPerLine())


class Box(QTimer):
    """Takes the picture of a question that a scene asks, and answers it the safe way."""

    def __init__(self) -> None:
        super().__init__(interval=100)
        self.picture: QPixmap | None = None
        self.timeout.connect(self._look)
        self.start()

    def _look(self) -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QDialog):
            self.picture = box.grab()
            box.reject()


def _arrange(window: MainWindow, scene: Scene) -> None:
    desk = window.desk
    screen: QWidget | None = window.first_run
    if desk is not None:
        desk.go_to(scene.place)
        screen = desk.current()
        while screen.currentIndex() > 0:
            screen.close_page()
        _settle(desk)
    if scene.act is not None:
        scene.act(screen)
    _settle(desk)


def _save(image: Image.Image, path: Path) -> None:
    """Few colours, small files."""
    image.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)


def _settle(desk: Desk | None) -> None:
    """Until the worker rests and everything is painted."""
    QTest.qWait(200)
    while desk is not None and (desk.runner.busy or desk.reader.busy):
        QTest.qWait(50)
    QTest.qWait(100)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
