"""The cluster's report as PDF, Excel and JSON: one set of figures, sums that add up, nothing missing shown as 0."""

from __future__ import annotations

import contextlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from db.refusal import Refusal
from db.store import Book
from desktop_app.figures.catalogue import VERSION, catalogue
from desktop_app.figures.report import Cell, Flag, Praise
from desktop_app.figures.report_json import as_json
from desktop_app.figures.rows.flags import GROWTH, MEMBERS_DOWN
from desktop_app.papers.cluster_report import ReportPaper, ReportRow, ReportTable, draw_cluster_report
from desktop_app.papers.heading import Heading
from desktop_app.values.money import format_money
from desktop_app.values.periods import parse_period
from desktop_app.work.awards import award_lines
from desktop_app.work.fund import movements
from desktop_app.work.fund.movements import FundDraft
from desktop_app.work.members import membership
from desktop_app.work.people import people
from desktop_app.work.printing import (
    REPORT_GROUPS,
    flagged,
    make_cluster_report,
    praise_lines,
    print_cluster_report,
    unsigned,
    write_report,
)
from desktop_app.work.printing.reports.cluster_paper import charts_of
from desktop_app.work.printing.reports.report_words import value_text
from desktop_app.work.reports import period_closing
from desktop_app.work.reports.report_archive import kept_report, kept_reports
from tests import entering
from tests.figures.cluster import CLUSTER
from tests.offices import Network, found, receive
from tests.papers import reading

DISTRICTS = {"651": ("24373", "24376", "24379", "24382", "24385"), "652": ("24412",)}
REPORTING = tuple(code for communes in DISTRICTS.values() for code in communes)
SILENT = "24391"
POOR = REPORTING[0]
PERIOD = parse_period("2020H1")
IN_PERIOD = date(2020, 3, 1)


@dataclass
class Made:
    """The report in its three forms."""

    province: Book
    content: dict[str, Any]
    pdf: Path
    xlsx: Path
    json: Path

    def row(self, code: str) -> dict[str, Any]:
        """A unit's row."""
        return next(row for row in self.content["units"] if row["code"] == code)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Six communes of two districts and the districts have reported, one commune is enrolled and silent."""
    folder = tmp_path_factory.mktemp("bao-cao")
    network = found(folder, *REPORTING, SILENT, *DISTRICTS)
    for number, code in enumerate(REPORTING):
        _record(network.offices[code], number)
    _record(network.offices[SILENT], 3, closed=False)
    for code in DISTRICTS:
        period_closing.close_period(network.offices[code], PERIOD)
    for book in network.offices.values():
        receive(network.province, *network.send(book))
    yield _written(network, folder)
    network.close()


def _record(book: Book, number: int, *, closed: bool = True) -> None:
    """A commune's half year; every commune has figures of its own, the poor one a fund far below the others'."""
    entering.set_population(book, book.unit, 2020, 10_000 + number, 2_500)
    branch = entering.add_branch(book, entering.branch(name="Chi hội thôn 1", kind="village", founded=IN_PERIOD)).id
    for each in range(3 + number):
        person = people.PersonDraft(f"Nguyễn Văn {chr(65 + each)}n", sex="male", born="1960", ethnic_group="Kinh")
        membership.register(book, membership.MemberDraft(IN_PERIOD, branch, details=person))
    donor = entering.add_donor(book, "Lê Thị Hoa").id
    given = 1_000_000 if number == 0 else 20_000_000 + 111_000 * number
    drafts = (
        FundDraft("opening", 500_000, date(2019, 12, 31)),
        FundDraft("receive", given, IN_PERIOD, party=donor, category="gift_person"),
        FundDraft("receive", 900_000, IN_PERIOD, account="goods", party=donor, goods="sách", category="goods_in"),
        FundDraft("pay", 300_000 + number, IN_PERIOD, category="hardship"),
    )
    for draft in drafts:
        movements.book_movement(book, draft)
    _give_scholarship(book, 400_000 + number)
    if closed:
        period_closing.close_period(book, PERIOD)


def _give_scholarship(book: Book, amount: int) -> None:
    round_ = entering.add_round(book, "Học bổng", "support", school_year="2019-2020").id
    pupil = people.add_person(book, people.PersonDraft("H'Mai Êban", born="2009", school="THCS", class_name="6A")).id
    line = award_lines.nominate(book, award_lines.AwardDraft(round_, pupil, "pupil", "scholarship", amount=amount)).id
    decision = entering.add_decision(book, entering.decision(1, IN_PERIOD)).id
    award_lines.approve(book, [line], decision)
    award_lines.pay(book, line, IN_PERIOD)


def _written(network: Network, folder: Path) -> Made:
    paths = [folder / f"bao-cao.{ending}" for ending in ("pdf", "xlsx", "json")]
    contents = [print_cluster_report(network.province, 2, PERIOD, None, path) for path in paths]
    assert contents[0] == contents[1] == contents[2]
    return Made(network.province, contents[0], *paths)


def all_rows(made: Made) -> list[dict[str, Any]]:
    """Every row that is shown, the total last."""
    total = {"code": "", "name": "Cộng", **made.content["total"]}
    return [*made.content["units"], *made.content["beside"], total]


def sheet_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of the workbook, each by column title."""
    with contextlib.closing(openpyxl.load_workbook(path)) as workbook:
        rows = [list(row) for row in workbook.active.iter_rows(values_only=True)]
    top = next(number for number, row in enumerate(rows) if "Mã" in row and "Đơn vị" in row)
    titles = [str(title) for title in rows[top]]
    return [dict(zip(titles, row, strict=True)) for row in rows[top + 1 :] if row[1]]


def value_of(row: dict[str, Any], code: str) -> Any:
    """The value under the column that begins with an indicator's code."""
    return next(value for title, value in row.items() if title.startswith(f"{code} ") and "(" in title)


# --- units go by what they are, not by a code that is given again ---


def test_a_unit_that_took_over_a_code_is_named_as_itself_on_the_paper_and_when_it_is_printed_again(cluster, tmp_path):
    cluster.found(["651"])
    cluster.put("statements (id, office, unit, period, digest, upto)", *[cluster.unit("24373")] * 2, "2025H1", "", "[]")
    print_cluster_report(cluster.book, CLUSTER, parse_period("2025H2"), None, tmp_path / "a.pdf")
    (kept,) = kept_reports(cluster.book)
    write_report(cluster.book, kept_report(cluster.book, kept.number), tmp_path / "b.pdf")
    for name in ("a.pdf", "b.pdf"):
        said = " ".join(reading.text(tmp_path / name).split())
        silent = said[said.index("III. ") :]
        assert "Xã Ea Kar" in silent
        assert "Thị trấn Ea Kar" not in silent


def test_the_old_and_the_new_unit_of_a_code_are_two_in_a_report(cluster):
    cluster.found(["651"])
    for period, unit in (("2025H2", cluster.unit("24373", "2025-07-01")), ("2025H2", cluster.unit("24373"))):
        figures = '["D01:5"]'
        columns = "statements (id, office, unit, period, digest, upto, figures, catalogue)"
        cluster.put(columns, unit, unit, period, "", "[]", figures, VERSION)
    made = cluster.made("2025H2")
    assert [made.names[one.unit] for one in made.changed] == ["Xã Ea Kar", "Thị trấn Ea Kar"]
    assert {one["code"] for one in as_json(made)["changed"]} == {"24373"}


# --- the same figures everywhere --------------------------------------------------------------------------------------


def test_the_json_file_is_what_the_verb_returns(made: Made) -> None:
    assert json.loads(made.json.read_text(encoding="utf-8")) == made.content


def test_the_workbook_has_the_values_of_the_json_for_every_unit_and_the_total(made: Made) -> None:
    rows = sheet_rows(made.xlsx)
    shown = [(row["Mã"] or "", row["Đơn vị"], [value_of(row, code) for code in catalogue()]) for row in rows]
    for row in all_rows(made):
        shown.remove((row["code"], row["name"], [row["indicators"][code]["value"] for code in catalogue()]))
    assert shown == []


NIL = {"A05", "A06", "A07", "A08", "B03", "B06", "B07", "B10", "D04", "D05", "D09", "D10", "D11", "D12", "E08", "E09"}
"""What none of these offices has: these have no column on paper."""
MISSING = {"D18", "D21"}
"""What cannot be worked out for any of them: there are no targets, and nothing was given a year before."""


def test_every_indicator_stands_in_one_table_of_the_report():
    assert sorted(code for group in REPORT_GROUPS for code in group) == sorted(catalogue())


TABLES = [group for group in REPORT_GROUPS[:-1] if set(group) - NIL]
"""Those that have a column at all; of the last one nothing has happened."""


def name_of(row: dict[str, Any]) -> str:
    """A row's name on paper: of a district with how many of its communes are in it."""
    if row.get("level") != "district" or not row["silent"]:
        return str(row["name"])
    heard = row["heard"] - row["reported"]
    return f"{row['name']} ({heard}/{heard + row['silent']} xã)"


def test_the_paper_shows_the_values_of_the_json_row_by_row(made: Made) -> None:
    lines = [unicodedata.normalize("NFC", line) for page in reading.pages(made.pdf) for line in page.splitlines()]
    wanted = [(name_of(row), row["indicators"]) for row in all_rows(made) if row.get("reported", True)]
    assert len(wanted) == len(REPORTING) + 2 * len(DISTRICTS) + 1
    assert len([name for name, _figures in wanted if name.endswith(" xã)")]) == len(DISTRICTS)
    silent = len(made.content["not_reported"])
    for name, figures in wanted:
        name = f"Cộng ({silent} đơn vị chưa gửi)" if name == "Cộng" else name
        for group in TABLES:
            columns = [code for code in group if code not in NIL | MISSING]
            shown = [value_text(code, Cell(**figures[code]), reported=True) for code in columns]
            if not any(" " in text for text in shown):  # words go over several lines of their cell
                assert " ".join((name, *filter(None, shown))) in lines, (name, group)


def test_what_nobody_has_is_said_in_one_sentence_instead_of_a_column(made: Made) -> None:
    said = reading.text(made.pdf)
    for code in NIL | MISSING:
        assert f"{catalogue()[code].name} ({catalogue()[code].unit})" not in said, code
    assert "Không phát sinh: Trong đó: chi hội trường học; Trong đó: chi hội cơ quan, đơn vị, doanh nghiệp;" in said
    assert "Chưa có số liệu để tính: Tỷ lệ đạt so với chỉ tiêu vận động quỹ." in said
    assert "Bảng 7. Khen thưởng, quà tặng khác Không phát sinh: Số giáo viên" in said


# --- sums, counted another way ----------------------------------------------------------------------------------------


def test_the_total_is_the_sum_of_the_rows(made: Made) -> None:
    total = made.content["total"]["indicators"]
    for code, indicator in catalogue().items():
        if indicator.additive and total[code]["value"] is not None:
            own = [row["own"][code] for row in made.content["units"] if row["reported"]]
            assert total[code]["value"] == sum(own), code
            districts = [made.row(district)["indicators"][code]["value"] for district in DISTRICTS]
            assert total[code]["value"] == sum(districts), code


@pytest.mark.parametrize(
    ("code", "sql"),
    [
        ("B01", "SELECT count(*) FROM memberships WHERE joined <= :last AND office IN ({offices})"),
        ("A03", "SELECT count(*) FROM branches WHERE kind <> 'board' AND office IN ({offices})"),
        (
            "D14",
            "SELECT sum(CASE WHEN kind IN ('opening', 'receive') THEN amount ELSE -amount END) FROM movements"
            " WHERE account IN ('cash', 'bank') AND dated <= :last AND office IN ({offices})",
        ),
        (
            "D06",
            "SELECT sum(amount) FROM movements WHERE kind = 'receive' AND account = 'goods' AND office IN ({offices})",
        ),
        ("D07", "SELECT sum(amount) FROM movements WHERE kind = 'pay' AND account = 'cash' AND office IN ({offices})"),
        (
            "E02",
            "SELECT sum(amount) FROM awards WHERE form = 'scholarship' AND state = 'paid' AND office IN ({offices})",
        ),
    ],
)
def test_the_total_is_what_the_tables_say_of_the_offices_that_reported(made: Made, code: str, sql: str) -> None:
    with made.province.reading() as db:
        offices = db.execute(
            f"SELECT id FROM units WHERE code IN ({', '.join('?' * len(REPORTING))}) AND until IS NOT NULL", REPORTING
        ).fetchall()
        literal = ", ".join(f"x'{identity.hex()}'" for (identity,) in offices)
        counted = db.execute(sql.format(offices=literal), {"last": PERIOD.last.isoformat()}).fetchone()[0]
    assert counted > 0
    assert made.content["total"]["indicators"][code]["value"] == counted


# --- what is missing is said, never 0 ---------------------------------------------------------------------------------


def test_a_silent_unit_is_named_and_has_no_figures(made: Made) -> None:
    silent = made.row(SILENT)
    assert SILENT in made.content["not_reported"]
    assert {cell["value"] for cell in silent["indicators"].values()} == {None}
    (row,) = [row for row in sheet_rows(made.xlsx) if row["Mã"] == SILENT]
    assert row["Đã gửi"] == "chưa gửi"
    assert all(value_of(row, code) is None for code in catalogue())
    said = reading.text(made.pdf)
    assert said.count(silent["name"]) == 1
    assert said.count("nêu tên ở mục III") == 5 * len(TABLES)
    assert "Chưa gửi: đơn vị chưa chốt và gửi số liệu kỳ này; không tính vào dòng Cộng và mức giữa." in said


def test_the_paper_says_who_falls_behind_by_which_median_and_draws_it(made: Made) -> None:
    flags = [flag["flag"] for flag in made.row(POOR)["flags"]]
    assert flags == ["FUND_LOW"]
    said = reading.text(made.pdf)
    flag = made.row(POOR)["flags"][0]
    assert f"mức giữa {format_money(round(flag['median']))} của {len(REPORTING) - 1} đơn vị" in said
    assert "Quỹ bình quân đầu người: cấp xã (đồng/người)" in said
    assert "Thanh đậm: thấp hơn một nửa mức giữa." in said
    assert "Vạch đứng: mức giữa" in said


def test_the_chart_marks_the_median_that_the_flag_names(made: Made) -> None:
    chart = charts_of(make_cluster_report(made.province, 2, PERIOD, None))[-1]
    assert [bar.value for bar in chart.bars] == sorted((bar.value for bar in chart.bars), reverse=True)
    assert [bar.name for bar in chart.bars if bar.flagged] == [made.row(POOR)["name"]]
    assert chart.bars[-1].median == pytest.approx(made.row(POOR)["flags"][0]["median"], abs=1)


def test_numbers_of_a_table_of_one_column_stand_at_the_right(tmp_path: Path) -> None:
    row = ReportRow("Xã A", False, ("1.234",))
    table = ReportTable("Một", ("Số",), (row,), ReportRow("Cộng", True, ("5.678",)))
    heading = Heading("A", "B", "C", IN_PERIOD)
    paper = ReportPaper(
        heading, "t", "p", "a", (), "", (), (), (), (), (), (), (), (table,), "căn cứ", (), (), "CHỦ TỊCH"
    )
    draw_cluster_report(paper, tmp_path / "a.pdf")
    ends = [box.right for box in reading.boxes(tmp_path / "a.pdf")]
    assert sum(end > 770 for end in ends) == 2


def test_praise_is_one_line_a_reason_with_the_figure_of_each_the_best_first(made: Made) -> None:
    report = make_cluster_report(made.province, 2, PERIOD, None)
    assert praise_lines(report) == []
    units = [row for row in report.rows if row.level == "commune" and row.offices]
    for row, share in zip(units, (14.2, 30.0, 20.04), strict=False):
        report.praise.append(Praise(row.unit, "Tăng nhanh", GROWTH, share))
    first, second, third = (row.name for row in units[:3])
    assert praise_lines(report) == [
        ("Tăng nhanh (cấp xã) (từ 14,2 % trở lên)", f"{second} +30,0 %, {third} +20,0 %, {first} +14,2 %")
    ]


def test_flags_are_told_with_who_is_furthest_behind_first(made: Made) -> None:
    report = make_cluster_report(made.province, 2, PERIOD, None)
    rows = [row for row in report.rows if row.level == "commune" and row.offices]
    for row, lost in zip(rows[1:], (1, 5, 3), strict=False):
        row.cells["B01"].last_year = 10
        row.flags = [Flag(MEMBERS_DOWN, "B08", -lost, None, 0, "Hội viên giảm")]
    order = [(row.name, flag.value) for row, flag in flagged(report)]
    assert order[0][0] == made.row(POOR)["name"]  # a tenth of the median
    assert [value for _name, value in order[1:]] == [-5, -3, -1]


def test_who_signs_is_asked_for_before_the_report_is_printed(made: Made) -> None:
    assert "Chưa ghi ai là Chủ tịch" in unsigned(made.province)


def test_the_paper_names_what_it_rests_on_and_who_gets_it(made: Made) -> None:
    said = reading.text(made.pdf)
    assert made.content["sources"]
    for source in made.content["sources"]:
        assert f"{source['from']}–{source['to']} ({source['sha256'][:8]})" in said
    assert "Nơi nhận:" in said
    assert "Lưu: VT." in said
    *_pages, signed, annex = reading.pages(made.pdf)
    assert "CHỦ TỊCH" in signed
    assert "PHỤ LỤC" in annex
    files = len(made.content["sources"])
    assert f"Căn cứ: {files} tệp số liệu của {files} đơn vị, liệt kê ở phụ lục; mã kiểm tra " in said


def test_the_paper_is_clean(made: Made) -> None:
    assert reading.overlaps(made.pdf) == []
    assert reading.outside(made.pdf) == []
    names, embedded = reading.fonts(made.pdf)
    assert embedded
    assert all("Tinos" in name for name in names)


def test_another_ending_is_refused_and_leaves_nothing(made: Made, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"\.pdf, \.xlsx hoặc \.json"):
        print_cluster_report(made.province, 2, PERIOD, None, tmp_path / "bao-cao.doc")
    assert list(tmp_path.iterdir()) == []


def test_nothing_that_people_read_shows_a_code_of_a_period_or_a_machine_s_moment(made):
    with contextlib.closing(openpyxl.load_workbook(made.xlsx)) as workbook:
        cells = [str(cell) for row in workbook.active.iter_rows(values_only=True) for cell in row if cell]
    assert "Số liệu đến 13:20 ngày 05/07/2020" in cells
    assert "Kỳ: 6 tháng đầu năm 2020" in cells
    paper = reading.text(made.pdf)
    assert "Hội Khuyến học Việt Nam (để báo cáo)" in paper
    for said in (*cells, paper):
        assert "2020H1" not in said
        assert "2020-07-05" not in said


def test_what_changed_after_it_was_stated_stands_in_every_form_of_the_report(tmp_path):
    network = found(tmp_path / "tinh", POOR)
    book = network.offices[POOR]
    _record(book, 0)
    receive(network.province, *network.send(book))
    movements.book_movement(book, FundDraft("receive", 77_000, IN_PERIOD, category="gift_person"))
    receive(network.province, *network.send(book))
    late = _written(network, tmp_path)
    network.close()

    (changed,) = late.content["changed"]
    assert (changed["code"], changed["period"]) == (POOR, "2020H1")
    before = late.row(POOR)["indicators"]["D01"]["value"] - 77_000
    assert {"indicator": "D01", "stated": before, "now": before + 77_000} in changed["indicators"]
    said = f"đã đổi sau khi chốt: Tổng quỹ khuyến học vận động được trong kỳ từ {format_money(before)} thành"
    with contextlib.closing(openpyxl.load_workbook(late.xlsx)) as workbook:
        notes = [str(row[0]) for row in workbook.active.iter_rows(values_only=True) if row[0]]
    assert any(said in note for note in notes)
    assert said in " ".join(reading.text(late.pdf).split())
