"""The province reads the report in the window: rows that add up, what is not known, and bars on both sides of zero."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton

from db.exchange.trust.home_folder import Home
from desktop_app.gui.kit.lists.row_table import RowTable
from desktop_app.gui.kit.look import theme
from desktop_app.gui.kit.look.bar_chart import BarChart, ChartBar
from desktop_app.gui.kit.papers.print_view import PrintView
from desktop_app.gui.screens.reports.chart import ChartPage
from desktop_app.gui.screens.reports.cluster import ClusterPage
from desktop_app.gui.screens.reports.records import RecordsPage
from desktop_app.gui.screens.reports.unit import UnitPage
from desktop_app.values.periods import parse_period
from desktop_app.work.fund import movements
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.reports import period_closing
from desktop_app.work.reports.report_archive import kept_reports
from tests.gui.driving import Person, press_action
from tests.offices import Network, receive

COMMUNE, OTHER, DISTRICT = "24373", "24376", "651"
DAY = date(2020, 3, 1)


@pytest.fixture
def province(make_network: Callable[..., Network]) -> Network:
    """A commune with one woman and two members of unknown sex, another one, and their district: 300,000, 200,000, 5,000,000 đồng."""
    network = make_network(COMMUNE, OTHER, DISTRICT)
    for code, amount in ((COMMUNE, 300_000), (OTHER, 200_000), (DISTRICT, 5_000_000)):
        book = network.offices[code]
        movements.book_movement(book, movements.FundDraft("receive", amount, DAY, category="gift_person"))
        if code == COMMUNE:
            for name, sex in (("H'Mai", "female"), ("Y Bliu", None), ("Lê Thị Hoa", None)):
                membership.register(
                    book, membership.MemberDraft(DAY, None, people.PersonDraft(name, sex=sex, born="1960"))
                )
        period_closing.close_period(book, parse_period("2020H1"))
        receive(network.province, *network.send(book))
    network.province.close()
    return network


@pytest.fixture
def officer(province: Network, sit_down: Callable[..., Person]) -> Person:
    person = sit_down(Home(province.folder / "khoa-tinh"))
    person.start(province.province.path)
    person.ctrl("5")
    person.wait_for_work()
    return person


def cells(person: Person, column: str) -> dict[str, str]:
    """A column of the table that is seen, by the name of the unit; of several of a name the first."""
    return {row["name"].strip(" ▲"): row[column] for row in reversed(rows_of(table_of(person)))}


def total(column: dict[str, str]) -> str:
    """What the row of sums says, which names how many have not sent."""
    (name,) = [one for one in column if one.startswith("Cộng (")]
    return column[name]


def table_of(person: Person) -> RowTable:
    """The table that is seen."""
    return next(one for one in person.screen.currentWidget().findChildren(RowTable) if one.isVisible())


def rows_of(table: RowTable) -> list[Mapping[str, str]]:
    """What a table shows."""
    return [table.model.row(number) for number in range(table.model.rowCount())]


def show_group(person: Person, number: int) -> None:
    page = person.screen.currentWidget()
    assert isinstance(page, ClusterPage)
    person.choose("Nhóm")
    for _step in range(number + 1):
        person.press(Qt.Key.Key_Down)
    person.wait(lambda: page.group.value() == number)


def test_a_districts_own_money_stands_in_its_row_and_nobody_adds_up_what_each_holds(officer: Person) -> None:
    show_group(officer, 3)
    assert cells(officer, "D14")["Hội cấp huyện (sổ riêng)"] == "5.000.000"
    held = cells(officer, "D15")
    assert (held["Huyện Ea Kar (2/16 xã)"], held["Thị trấn Ea Kar"], total(held)) == (
        "5.000.000",
        "300.000",
        "không cộng",
    )
    assert cells(officer, "D16")["Thị trấn Ea Kar"] == "thiếu dân số"


def test_looking_at_a_report_keeps_nothing_and_once_it_is_saved_it_is_kept(officer: Person, tmp_path: Path) -> None:
    officer.choose("Xem và in báo cáo")
    officer.wait(lambda: isinstance(officer.screen.currentWidget(), PrintView))
    assert kept_reports(officer.desk.book) == []
    target = tmp_path / "bao-cao.pdf"
    officer.answer_file_dialog(target)
    officer.choose("Lưu thành tệp PDF")
    officer.wait(target.is_file)
    assert [one.period for one in kept_reports(officer.desk.book)] == ["2020H1"]


def test_from_a_figure_down_to_those_of_whom_it_is_not_known(officer: Person) -> None:
    show_group(officer, 1)
    assert cells(officer, "B06")["Thị trấn Ea Kar"] == "1 (chưa ghi 2)"
    assert total(cells(officer, "B07")) == "chưa ghi (3 người)"
    table_of(officer).view.setFocus()
    for _step in range(2):
        officer.press(Qt.Key.Key_Down)
    officer.enter()
    page = officer.screen.currentWidget()
    assert isinstance(page, UnitPage)
    while page.table.current() != b"B06":
        officer.press(Qt.Key.Key_Down)
    officer.enter()
    page = officer.screen.currentWidget()
    assert isinstance(page, RecordsPage)
    assert "1 bản ghi, cộng 1 người; chưa ghi: 2 người" in [label.text() for label in page.findChildren(QLabel)]
    assert sorted(row["value"] for row in rows_of(page.table)) == ["1", "chưa ghi", "chưa ghi"]


def test_whoever_comes_back_to_the_report_stands_on_the_row_that_was_left(officer: Person) -> None:
    """Also from the paper and the chart: Down goes to the next row, never to another period."""
    show_group(officer, 1)
    table, period = table_of(officer), officer.screen.page.period.value()
    table.view.setFocus()
    officer.press(Qt.Key.Key_Down)
    left = table.current()
    for way in (officer.enter, lambda: officer.ctrl("p"), lambda: press_action(officer, "Biểu đồ")):
        way()
        officer.wait_for_work()
        officer.wait(lambda: officer.screen.currentIndex() > 0)
        officer.press(Qt.Key.Key_Escape)
        assert officer.focus() is table_of(officer).view and table_of(officer).current() == left
    officer.press(Qt.Key.Key_Down)
    assert table_of(officer).current() != left and officer.screen.page.period.value() == period


def test_enter_on_the_chart_does_not_leave_it(officer: Person) -> None:
    press_action(officer, "Biểu đồ")
    officer.enter()
    assert isinstance(officer.screen.currentWidget(), ChartPage)
    assert not any(one.property("main") for one in officer.screen.currentWidget().findChildren(QPushButton))


def test_the_records_behind_a_figure_name_the_unit(officer: Person) -> None:
    show_group(officer, 1)
    table_of(officer).view.setFocus()
    for _step in range(2):
        officer.press(Qt.Key.Key_Down)
    officer.enter()
    officer.enter()
    title = next(one.text() for one in officer.screen.currentWidget().findChildren(QLabel))
    assert "Thị trấn Ea Kar" in title


def test_what_an_office_has_nothing_of_is_said_by_one_word_and_never_left_blank(
    province: Network, sit_down: Callable[..., Person]
) -> None:
    district = province.offices[DISTRICT]
    district.close()
    person = sit_down(district.home)
    person.start(district.path)
    person.ctrl("5")
    person.wait_for_work()
    shown = [row[column] for row in rows_of(table_of(person)) for column in ("value", "last_year", "target")]
    assert "không có" in shown and "" not in shown


def test_before_printing_one_is_told_that_nobody_is_recorded_who_signs(officer: Person) -> None:
    officer.ctrl("p")
    officer.wait_for_work()
    assert officer.seen("▲ Chưa ghi ai là Chủ tịch")


def test_the_chart_says_which_middle_its_marks_are(officer: Person) -> None:
    page = officer.screen.currentWidget()
    assert isinstance(page, ClusterPage)
    page.open_chart()
    chart = officer.screen.currentWidget()
    assert isinstance(chart, ChartPage)
    chart.level.set_value("commune")
    assert "Hội cấp huyện" not in chart.chart.accessibleDescription()
    chart.indicator.set_value("D14")
    assert chart.chart.accessibleDescription().endswith(
        "Vạch đứng: mức giữa của các đơn vị cùng cấp khác trong cụm, từ 200.000 đến 300.000."
    )


def test_bars_below_zero_go_to_the_left_and_the_worst_is_the_longest(qtbot) -> None:
    chart = BarChart()
    qtbot.addWidget(chart)
    bars = [
        ChartBar("Xã A", 40, "40", middle=2),
        ChartBar("Xã B", -79, "-79", True, 2),
        ChartBar("Xã C", None, "chưa gửi"),
    ]
    chart.show_bars("Tăng, giảm hội viên", bars, "Vạch đứng: mức giữa.")
    chart.resize(900, chart.sizeHint().height())
    image = chart.grab().toImage()
    line = image.height() // len(bars)
    good, bad = (
        _extent(image, line * place + line // 2, colour) for place, colour in ((0, "#b58a2c"), (1, theme.ACCENT))
    )
    assert abs(bad[1] - good[0]) <= 4
    assert (good[1] - good[0]) / (bad[1] - bad[0]) == pytest.approx(40 / 79, abs=0.03)


def _extent(image, y: int, colour: str) -> tuple[int, int]:
    """The first and last pixel of a colour in a line of an image."""
    there = [x for x in range(image.width()) if image.pixelColor(x, y) == QColor(colour)]
    return there[0], there[-1]


def test_a_figure_that_is_opened_is_the_one_that_is_chosen_in_its_unit(officer: Person) -> None:
    show_group(officer, 1)
    table = table_of(officer)
    column = [one.key for one in table._columns].index("B07")
    table.view.setCurrentIndex(table.model.index(1, column))
    officer.choose("Mở đơn vị")
    page = officer.screen.currentWidget()
    assert isinstance(page, UnitPage) and page.table.current() == b"B07"
