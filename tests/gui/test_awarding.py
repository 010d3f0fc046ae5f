"""Awards at the window: nominating and correcting, approving what is shown, certificates in one run, papers seen whole."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QMessageBox

from db.store import Book
from desktop_app.gui.kit.forms.form import Form
from desktop_app.gui.kit.inputs.pick_input import PickInput
from desktop_app.gui.kit.papers.print_view import PrintView
from desktop_app.work.awards import award_lines
from desktop_app.work.fund import movements
from desktop_app.work.people import people
from desktop_app.work.people.people import PersonDraft
from tests import entering
from tests.gui.driving import Person, later, press_action

SitDown = Callable[..., Person]
DOWN = Qt.Key.Key_Down


@pytest.fixture
def lines(book: Book) -> list[bytes]:
    """Six nominated certificates, three in each of two rounds; the unit has a chair."""
    chair = people.add_person(book, PersonDraft("Y Thông Niê", born="1960")).id
    entering.add_post(book, chair, book.unit, "Chủ tịch", date(2018, 1, 1), None)
    made = []
    for number, round_name in enumerate(("Học sinh giỏi", "Vượt khó")):
        round_ = entering.add_round(book, round_name, "talent").id
        for name in ("Lan", "Mai", "Hoa"):
            draft = PersonDraft(f"Lê Thị {name} {number}", school="THCS Ea Tar", class_name=f"{number + 5}A")
            pupil = people.add_person(book, draft).id
            line = award_lines.AwardDraft(round_, pupil, "pupil", "certificate", reason="Học sinh giỏi")
            made.append(award_lines.nominate(book, line).id)
    return made


@pytest.fixture
def at_awards(sit_down: SitDown, book: Book, lines: list[bytes]) -> Person:
    """Somebody at the list of awards."""
    return _open(sit_down, book)


def _open(sit_down: SitDown, book: Book, percent: int = 100) -> Person:
    book.close()
    person = sit_down(book.home, percent=percent)
    person.start(book.path)
    person.ctrl("3")
    return person


def _form(person: Person) -> Form:
    page = person.screen.currentWidget()
    assert isinstance(page, Form)
    return page


def _one(person: Person, sql: str, *values: object) -> tuple[object, ...]:
    with person.desk.book.reading() as db:
        return tuple(db.execute(sql, values).fetchone())


def _approve_all(person: Person) -> None:
    """Open the form that approves, with all that the list shows rather than the chosen line."""
    press_action(person, "Duyệt…")
    which = _form(person).input("which")
    which.set_value(next(place for place in range(which.combo.count()) if "Cả" in which.combo.itemText(place)))


def test_approving_names_each_round_and_approves_only_what_was_chosen(at_awards: Person) -> None:
    press_action(at_awards, "Duyệt…")
    shown = at_awards.seen("Các đợt có suất đang đề nghị:").text()
    assert "• Học sinh giỏi: 3 suất" in shown and "• Vượt khó: 3 suất" in shown
    at_awards.choose("Duyệt những suất nào")
    at_awards.press(DOWN)
    at_awards.press(DOWN)
    one_round = _form(at_awards).input("which").combo.currentText()
    at_awards.ctrl("S")
    assert "Đã duyệt 3 suất" in at_awards.message()
    with at_awards.desk.book.reading() as db:
        approved = db.execute(
            "SELECT DISTINCT r.name FROM awards a JOIN rounds r ON r.id = a.round WHERE a.state = 'approved'"
        ).fetchall()
    assert [f"Chỉ 3 suất của đợt «{name}»" for (name,) in approved] == [one_round]


def test_the_chosen_line_alone_is_approved_unless_more_is_chosen(at_awards: Person, lines: list[bytes]) -> None:
    row = at_awards.screen.table.model.row_of(lines[4])
    at_awards.screen.table.view.selectRow(row)
    press_action(at_awards, "Duyệt…")
    assert _form(at_awards).input("which").combo.currentText() == "Chỉ suất đang chọn: Lê Thị Mai 1"
    at_awards.ctrl("S")
    assert "Đã duyệt 1 suất" in at_awards.message()
    assert _one(at_awards, "SELECT id FROM awards WHERE state = 'approved'") == (lines[4],)


def _with_money(book: Book, *, held: int, budget: int | None) -> None:
    """Two nominated scholarships of five hundred thousand in a round, a third one approved."""
    movements.book_movement(book, movements.FundDraft("opening", held, date(2020, 1, 1)))
    round_ = entering.add_round(book, "Học bổng", "talent", budget=budget).id
    made = []
    for name in ("Lan", "Mai", "Hoa"):
        pupil = people.add_person(book, PersonDraft(f"Lê Thị {name}")).id
        draft = award_lines.AwardDraft(round_, pupil, "pupil", "scholarship", 500_000)
        made.append(award_lines.nominate(book, draft).id)
    award_lines.approve(book, made[:1], entering.add_decision(book, entering.decision(1, date(2020, 6, 1))).id)


def _asked_when_approving(person: Person, whole: str) -> str:
    """Approve all that waits; the question that comes is answered «Xem lại»."""
    heard: list[str] = []
    _approve_all(person)

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        heard.append(box.text())
        next(one for one in box.buttons() if one.text().replace("&", "") == whole).click()

    later(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox), answer)
    person.ctrl("S")
    return " ".join(heard)


def test_approving_more_than_the_round_was_to_cost_is_asked_about_with_both_sums(sit_down: SitDown, book: Book) -> None:
    _with_money(book, held=9_000_000, budget=1_000_000)
    person = _open(sit_down, book)
    said = _asked_when_approving(person, "Xem lại")
    assert "«Học bổng» dự định chi 1.000.000 đồng (một triệu đồng)" in said
    assert "1.500.000 đồng (một triệu năm trăm nghìn đồng)" in said and "đang có" not in said
    assert _one(person, "SELECT count(*) FROM awards WHERE state = 'approved'") == (1,)


def test_approving_more_than_the_fund_holds_is_asked_about_with_both_sums(sit_down: SitDown, book: Book) -> None:
    _with_money(book, held=1_200_000, budget=None)
    person = _open(sit_down, book)
    said = _asked_when_approving(person, "Ghi tiếp")
    assert "Quỹ Khuyến học đang có 1.200.000 đồng (một triệu hai trăm nghìn đồng)" in said
    assert "cần 1.500.000 đồng (một triệu năm trăm nghìn đồng)" in said and "dự định" not in said
    assert _one(person, "SELECT count(*) FROM awards WHERE state = 'approved'") == (3,)


def test_approving_what_there_is_money_for_is_not_asked_about(sit_down: SitDown, book: Book) -> None:
    _with_money(book, held=1_500_000, budget=1_500_000)
    person = _open(sit_down, book)
    _approve_all(person)
    person.ctrl("S")
    assert "Đã duyệt 2 suất" in person.message()


def test_what_a_search_hides_is_not_approved(at_awards: Person) -> None:
    at_awards.ctrl("F")
    at_awards.type("Lan")
    at_awards.wait(lambda: at_awards.screen.table.model.rowCount() == 2)
    _approve_all(at_awards)
    assert "Cả 2 suất đang đề nghị" in _form(at_awards).input("which").combo.currentText()
    at_awards.ctrl("S")
    assert "Đã duyệt 2 suất" in at_awards.message()
    assert _one(at_awards, "SELECT count(*) FROM awards WHERE state = 'nominated'") == (4,)


def test_the_chair_signs_a_decision_unless_somebody_else_is_written(at_awards: Person) -> None:
    press_action(at_awards, "Duyệt…")
    given = _form(at_awards).values()
    assert (given["signer"], given["signer_post"]) == ("Y Thông Niê", "Chủ tịch")
    at_awards.ctrl("S")
    assert _one(at_awards, "SELECT signer, signer_post FROM decisions") == ("Y Thông Niê", "Chủ tịch")


def test_guardian_consent_hamlet_and_sex_are_entered_where_a_pupil_is_and_only_consent_lets_the_name_go(
    at_awards: Person,
) -> None:
    at_awards.ctrl("N")
    for label, text in (
        ("Người nhận", "H’Nhi Byă"),
        ("Số tiền", "500000"),
        ("Trường", "THCS Ea Tar"),
        ("Lớp", "6A"),
    ):
        at_awards.choose(label)
        at_awards.type(text)
    at_awards.choose("Ngày sinh, cha mẹ")
    for label, text in (
        ("Cha mẹ, người giám hộ", "H’Lan Byă"),
        ("Gia đình đồng ý ngày", "1/6/2020"),
    ):
        at_awards.choose(label)
        at_awards.type(text)
    at_awards.tab()
    at_awards.type("mẹ")
    at_awards.tab()
    at_awards.press(DOWN)
    for text in ("Êđê", "Buôn Hằng"):
        at_awards.tab()
        at_awards.type(text)
    at_awards.ctrl("S")
    assert "Đã đề nghị H’Nhi Byă" in at_awards.message()
    found = _one(
        at_awards,
        "SELECT l.school, l.class_name, l.sex, l.ethnic_group, n.guardian, n.consent_on, n.consent_by, n.address"
        " FROM learners l JOIN learner_names n ON n.learner = l.id WHERE n.full_name = 'H’Nhi Byă'",
    )
    assert found == ("THCS Ea Tar", "6A", "female", "Ê Đê", "H’Lan Byă", "2020-06-01", "mẹ", "Buôn Hằng")


def _pick(person: Person, text: str) -> None:
    edit = person.focus()
    person.type(text)
    given = edit.parent()
    assert isinstance(given, PickInput)
    person.wait(lambda: not given.list.isHidden())
    person.press(DOWN)
    person.enter()


def test_another_class_typed_for_a_known_pupil_is_asked_about_and_then_corrected(at_awards: Person) -> None:
    at_awards.ctrl("N")
    at_awards.choose("Người nhận")
    _pick(at_awards, "Lê Thị Lan 0")
    form = _form(at_awards)
    assert (form.values()["school"], form.values()["class_name"]) == ("THCS Ea Tar", "5A")
    at_awards.choose("Lớp")
    at_awards.type("6B")
    at_awards.choose("Số tiền")
    at_awards.type("500000")
    at_awards.answer_question("Quay lại mẫu")
    at_awards.ctrl("S")
    assert at_awards.screen.currentWidget() is form
    at_awards.answer_question("Sửa sổ")
    at_awards.ctrl("S")
    assert "Đã đề nghị" in at_awards.message()
    sql = "SELECT l.class_name, (SELECT count(*) FROM awards WHERE recipient = l.id) FROM learners l JOIN learner_names n ON n.learner = l.id WHERE n.full_name = ?"
    assert _one(at_awards, sql, "Lê Thị Lan 0") == ("6B", 2)


def test_what_was_filled_in_of_one_pupil_does_not_stay_for_another(at_awards: Person) -> None:
    at_awards.ctrl("N")
    at_awards.choose("Người nhận")
    _pick(at_awards, "Lê Thị Lan 0")
    at_awards.choose("Người nhận")
    at_awards.type("Lê Thị Khác")
    at_awards.choose("Số tiền")
    at_awards.type("500000")
    at_awards.ctrl("S")
    assert "Đã đề nghị Lê Thị Khác" in at_awards.message()
    sql = "SELECT l.class_name FROM learners l JOIN learner_names n ON n.learner = l.id WHERE n.full_name = ?"
    assert _one(at_awards, sql, "Lê Thị Khác") == (None,)


def test_a_name_that_is_on_record_is_asked_about_before_a_second_pupil_is_entered(at_awards: Person) -> None:
    def nominate(answer: str) -> None:
        at_awards.ctrl("N")
        at_awards.choose("Người nhận")
        at_awards.type("le thi lan 0")
        at_awards.choose("Số tiền")
        at_awards.type("500000")
        at_awards.answer_question(answer)
        at_awards.ctrl("S")

    count = "SELECT (SELECT count(*) FROM learners), (SELECT count(*) FROM awards)"
    nominate("Cùng một người")
    assert _one(at_awards, count) == (6, 7)
    nominate("Người khác, ghi mới")
    assert _one(at_awards, count) == (7, 8)
    nominate("Quay lại mẫu")
    assert _one(at_awards, count) == (7, 8)
    _form(at_awards).mark_saved()


def test_a_nomination_and_its_pupil_are_corrected(at_awards: Person) -> None:
    at_awards.screen.table.view.setFocus()
    at_awards.press(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    press_action(at_awards, "Sửa")
    at_awards.choose("Thành tích, lý do")
    at_awards.type("Giải nhì cấp tỉnh")
    at_awards.choose("Lớp")
    at_awards.type("9C")
    at_awards.ctrl("S")
    assert "Đã sửa suất của" in at_awards.message()
    sql = "SELECT x.reason, l.class_name FROM award_notes x JOIN awards a ON a.id = x.award JOIN learners l ON l.id = a.recipient WHERE l.class_name = '9C'"
    assert _one(at_awards, sql) == ("Giải nhì cấp tỉnh", "9C")


def test_of_certificates_only_the_pages_that_went_to_the_printer_are_printed(at_awards: Person, tmp_path: Path) -> None:
    _approve_all(at_awards)
    at_awards.ctrl("S")
    view = _print_many(at_awards)
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "may-in.pdf"))
    printer.setFromTo(2, 3)
    view.print_on(printer)
    assert "Đã gửi 2 trang" in at_awards.message()
    with closing(pypdfium2.PdfDocument(tmp_path / "may-in.pdf")) as document:
        assert len(document) == 2
    printed = "SELECT group_concat(a.certificate_no % 1000) FROM printed_certificates p JOIN awards a ON a.id = p.award"
    assert sorted(_one(at_awards, printed)[0].split(",")) == ["2", "3"]


def test_the_certificates_of_a_decision_go_in_one_run_and_a_second_print_says_so(
    at_awards: Person, tmp_path: Path
) -> None:
    _approve_all(at_awards)
    at_awards.ctrl("S")
    first = _print_many(at_awards)
    assert first.pages == 6
    assert first.notes.isHidden()
    target = tmp_path / "giay-khen.pdf"
    at_awards.answer_file_dialog(target)
    at_awards.choose("Lưu thành tệp PDF")
    at_awards.wait(target.is_file)
    with closing(pypdfium2.PdfDocument(target)) as document:
        assert len(document) == 6
    at_awards.choose("Quay lại")
    assert "6 trên 6 giấy khen đã in, lần đầu ngày 05/07/2020" in _print_many(at_awards).notes.text()
    at_awards.choose("Quay lại")
    at_awards.screen.table.view.setFocus()
    at_awards.press(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    at_awards.ctrl("P")
    assert "Giấy khen này đã in ngày 05/07/2020" in _paper(at_awards).notes.text()


def _print_many(person: Person) -> PrintView:
    press_action(person, "In nhiều giấy khen")
    assert _form(person).input("which").combo.currentText() == "Giấy khen của cả quyết định 1/2020 (6)"
    person.ctrl("S")
    return _paper(person)


def _paper(person: Person) -> PrintView:
    person.wait(lambda: isinstance(person.screen.currentWidget(), PrintView))
    view = person.screen.currentWidget()
    assert isinstance(view, PrintView)
    person.settle()
    return view


@pytest.mark.parametrize("percent", [100, 200])
def test_a_receipt_and_a_certificate_are_seen_whole_or_wide_and_come_closer_by_keys(
    sit_down: SitDown, book: Book, lines: list[bytes], percent: int
) -> None:
    decision = entering.add_decision(book, entering.decision(1, date(2020, 6, 1))).id
    award_lines.approve(book, lines, decision)
    movements.book_movement(book, movements.FundDraft("receive", 500_000, date(2020, 3, 1), category="gift_person"))
    person = _open(sit_down, book, percent)
    for place in ("3", "4"):
        person.ctrl(place)
        person.screen.table.view.setFocus()
        person.press(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
        person.ctrl("P")
        view = _paper(person)
        assert view.view.is_whole() is (percent == 100)
        assert percent == 100 or view.view.scale * view.view._size[0] > view.view.width() * 0.9
        press_action(person, "Vừa trang")
        assert view.view.is_whole()
        whole = view.view.scale
        person.press(Qt.Key.Key_Plus)
        person.press(Qt.Key.Key_Plus)
        assert view.view.scale > whole * 1.5 and not view.view.is_whole()
        person.press(DOWN)
        assert view.view.verticalScrollBar().value() > 0
        person.press(Qt.Key.Key_Minus)
        press_action(person, "Vừa bề ngang")
        person.settle()
        assert view.view.horizontalScrollBar().maximum() == 0
        assert view.view.height() > person.window.height() * 0.45
        press_action(person, "Vừa trang")
        assert view.view.scale == whole
        assert person.settings.value("text_percent", type=int) == percent
        person.choose("Quay lại")


def test_pages_are_turned_by_keys(at_awards: Person) -> None:
    _approve_all(at_awards)
    at_awards.ctrl("S")
    view = _print_many(at_awards)
    for key, page in (
        (Qt.Key.Key_PageDown, 2),
        (Qt.Key.Key_End, 6),
        (Qt.Key.Key_PageDown, 6),
        (Qt.Key.Key_PageUp, 5),
        (Qt.Key.Key_Home, 1),
    ):
        at_awards.press(key)
        at_awards.seen(f"Trang {page} trên 6")
    assert view.view.is_whole()


def test_handing_over_says_the_voucher_and_shows_it(sit_down: SitDown, book: Book) -> None:
    movements.book_movement(book, movements.FundDraft("opening", 900_000, date(2020, 1, 1)))
    pupil = people.add_person(book, PersonDraft("Lê Thị Lan", school="THCS Ea Tar", class_name="5A")).id
    round_ = entering.add_round(book, "Học bổng", "talent", school_year="2019-2020").id
    draft = award_lines.AwardDraft(round_, pupil, "pupil", "scholarship", amount=300_000)
    line = award_lines.nominate(book, draft).id
    award_lines.approve(
        book,
        [line],
        entering.add_decision(book, entering.decision(1, date(2020, 6, 1))).id,
    )
    person = _open(sit_down, book)
    press_action(person, "Trao")
    person.ctrl("S")
    assert "phiếu chi PC001/2020" in person.message()
    person.seen("Xem phiếu chi").click()
    person.wait_for_work()
    person.wait(lambda: isinstance(person.screen.currentWidget(), PrintView))


def test_approving_by_a_decision_on_record_asks_for_nothing_of_a_new_one(
    sit_down: SitDown, book: Book, lines: list[bytes]
) -> None:
    old = entering.add_decision(book, entering.decision(7, date(2020, 6, 1))).id
    person = _open(sit_down, book)
    _approve_all(person)
    form = _form(person)
    assert form.is_asked("no") and form.is_asked("signer")
    form.input("decision").set_value(old)
    assert not any(form.is_asked(name) for name in ("no", "on", "signer", "signer_post", "title"))
    person.ctrl("S")
    assert _one(person, "SELECT count(*) FROM awards WHERE decision = ?", old) == (6,)
