"""What an erasure cannot reach, at the keyboard: the log of exports, a list deleted, free text corrected, then the protocol."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QLabel, QWidget

from db.exchange.trust.home_folder import Home
from desktop_app.gui.kit.papers.print_view import PrintView
from desktop_app.gui.pages.still_named import StillNamedPage
from desktop_app.gui.screens.exchange.intake import VerdictPage
from desktop_app.gui.screens.settings.exports import ExportsPage
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.privacy import erasure, residual_mentions
from tests import entering
from tests.exchange.test_still_named import export
from tests.gui.driving import Person
from tests.gui.test_erasing import press_action
from tests.offices import Network, receive

SitDown = Callable[..., Person]
NAME = "Hoàng Quỳnh Lưuxa"


def province(network: Network) -> Path:
    """The province's book with a member, named again at a branch; all books closed."""
    province = network.province
    membership.register(province, membership.MemberDraft(date(2019, 5, 1), None, people.PersonDraft(NAME)))
    entering.add_branch(province, entering.branch("Chi hội Buôn Một", head=f"Bà {NAME}"))
    network.close()
    return province.path


def cell(page: QWidget, row: int, key: str) -> str:
    assert isinstance(page, ExportsPage)
    return page.table.model.row(row)[key]


def test_an_exported_list_is_in_the_log_and_after_an_erasure_it_is_deleted_and_the_branch_corrected(
    sit_down: SitDown, network: Network, tmp_path: Path
) -> None:
    book, target = province(network), tmp_path / "hoi-vien.xlsx"
    desk = sit_down(Home(network.folder / "khoa-tinh"))
    desk.start(book)
    desk.ctrl("2")
    desk.answer_file_dialog(target)
    press_action(desk, "Xuất Excel")
    desk.wait_for_work()
    desk.wait(target.is_file)

    press_action(desk, "Xóa dữ liệu cá nhân…")
    desk.answer_question("Xóa dữ liệu")
    desk.choose("Xóa dữ liệu…")
    desk.wait(lambda: isinstance(desk.screen.currentWidget(), StillNamedPage))
    page = desk.screen.currentWidget()
    assert isinstance(page, StillNamedPage)
    desk.settle()
    assert [one.file for one in residual_mentions.left(desk.desk.book)] == [target, None]
    desk.seen("Danh sách hội viên xuất ngày 05/07/2020 còn ghi tên")
    desk.answer_question("Giữ lại")
    desk.choose("Xóa tệp này…")
    assert target.is_file()
    desk.answer_question("Xóa tệp")
    desk.choose("Xóa tệp này…")
    assert not target.exists() and "Đã xóa tệp." in desk.message()

    desk.seen("Còn nhắc tên ở: Chi hội «Chi hội Buôn Một», mục «Người đứng đầu». Sửa lại, bỏ tên.")
    desk.choose("Sửa chỗ này…")
    desk.type("Bà Trưởng chi hội")
    desk.choose("Lưu")
    desk.settle()
    assert desk.screen.currentWidget() is page
    desk.seen("✔ Không còn chỗ nào phải xử lý.")
    with desk.desk.book.reading() as db:
        assert db.execute("SELECT head FROM branches").fetchall() == [("Bà Trưởng chi hội",)]
        assert db.execute("SELECT full_name FROM people").fetchall() == [(erasure.TOMBSTONE,)]

    desk.choose("Xem biên bản")
    desk.wait(lambda: isinstance(desk.screen.currentWidget(), PrintView))
    view = desk.screen.currentWidget()
    assert isinstance(view, PrintView)
    preview, kept = view.path, tmp_path / "bien-ban.pdf"
    desk.answer_file_dialog(kept)
    desk.choose("Lưu thành tệp PDF")
    desk.wait(kept.is_file)
    desk.choose("Quay lại")
    assert not preview.exists(), "nothing that may name people stays behind"

    desk.ctrl("7")
    desk.choose("Nhật ký xuất, in")
    log = desk.screen.currentWidget()
    assert [cell(log, row, "what") for row in (0, 1)] == ["Biên bản xóa dữ liệu cá nhân", "Danh sách hội viên"]
    assert cell(log, 0, "file") == str(kept) and cell(log, 1, "size") == "1 dòng"
    assert cell(log, 1, "when").startswith("05/07/2020") and cell(log, 1, "officer")


def test_an_office_reads_after_taking_an_erasure_in_that_its_own_list_still_names_the_person(
    sit_down: SitDown, network: Network, tmp_path: Path
) -> None:
    office, target = network.offices["24373"], tmp_path / "hoi-vien.xlsx"
    membership.register(office, membership.MemberDraft(date(2019, 5, 1), None, people.PersonDraft(NAME)))
    receive(network.province, *network.send(office))
    export(office, "members", target)
    with office.reading() as db:
        (person,) = db.execute("SELECT id FROM people").fetchone()
    erasure.erase(network.province, person)
    answers = network.answer()
    network.close()

    commune = sit_down(Home(network.folder / "khoa-24373"))
    commune.start(office.path)
    commune.ctrl("6")
    commune.choose("Nhận tệp")
    commune.type(str(answers))
    commune.enter()
    commune.wait(lambda: isinstance(commune.screen.currentWidget(), VerdictPage))
    commune.choose("Nhận vào sổ")
    commune.wait(lambda: "Còn 1 chỗ nhắc tên" in commune.message())
    commune.choose("Xong")
    commune.seen("▲ 1 chỗ chương trình không tự xóa được")
    commune.choose("Xem từng chỗ")
    commune.answer_question("Xóa tệp")
    commune.choose("Xóa tệp này…")
    assert not target.exists()
    commune.choose("Quay lại")
    assert [card for card in commune.window.findChildren(QLabel) if card.isVisible() and "▲ 1 chỗ" in card.text()] == []
