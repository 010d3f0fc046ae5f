"""The bar chart: lengths in proportion, marks at the medians, greys that a copier keeps apart."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest

from desktop_app.papers.bar_chart import BAR, Bar, draw_bar_chart
from desktop_app.papers.page import LANDSCAPE, POINT, PaperDocument
from tests.papers import reading

PATH_OBJECT = 2


def draw(path: Path, *bars: Bar) -> list[tuple[float, float, float, float]]:
    """Draw a chart; the lines and areas on its first page as (left, bottom, right, top) in mm."""
    sheet = PaperDocument(path, LANDSCAPE, title="Biểu đồ")
    sheet.text(sheet.left, sheet.y, "Báo cáo")
    draw_bar_chart(sheet, "Quỹ bình quân đầu người", bars)
    sheet.save()
    with closing(pypdfium2.PdfDocument(path)) as document:
        pieces = document[0].get_objects(filter=[PATH_OBJECT], max_depth=1)
        return [tuple(edge * POINT for edge in piece.get_bounds()) for piece in pieces]


def test_bars_are_as_long_as_their_values_and_marks_stand_at_the_medians(tmp_path: Path) -> None:
    drawn = draw(tmp_path / "a.pdf", Bar("Xã A", 4_000, "4.000", 2_500), Bar("Xã B", 1_000, "1.000", 2_500, True))
    areas = [piece for piece in drawn if piece[3] - piece[1] == pytest.approx(BAR, abs=0.1)]
    longest, short = (right - left for left, _bottom, right, _top in areas)
    assert short / longest == pytest.approx(0.25, abs=0.01)
    start = areas[0][0]
    marks = [piece for piece in drawn if piece[2] - piece[0] < 1 and piece[0] > start + 5]
    assert [(mark[0] - start) / longest for mark in marks] == [pytest.approx(0.625, abs=0.01)] * 2


def test_a_bar_below_zero_goes_to_the_left_and_the_worst_is_the_longest(tmp_path: Path) -> None:
    drawn = draw(
        tmp_path / "a.pdf", Bar("Xã A", 40, "40", 2), Bar("Xã B", -80, "-80", 2, True), Bar("Xã C", -8, "-8", 2)
    )
    up, worst, little = [piece for piece in drawn if piece[3] - piece[1] == pytest.approx(BAR, abs=0.1)]
    assert worst[2] == pytest.approx(up[0], abs=0.01) == little[2]
    lengths = [right - left for left, _bottom, right, _top in (up, worst, little)]
    assert [length / lengths[1] for length in lengths] == pytest.approx([0.5, 1, 0.1], abs=0.01)
    assert reading.overlaps(tmp_path / "a.pdf") == []
    assert reading.outside(tmp_path / "a.pdf") == []


def test_a_chart_of_many_units_goes_on_over_pages_and_says_each(tmp_path: Path) -> None:
    bars = [Bar(f"Xã số {number}", 5_000 - 50 * number, f"{5_000 - 50 * number}", 3_000) for number in range(60)]
    draw(tmp_path / "a.pdf", *bars)
    found = reading.pages(tmp_path / "a.pdf")
    assert len(found) > 1
    assert all("Quỹ bình quân đầu người" in page for page in found)
    assert all(f"{bar.name} {bar.text}" in reading.text(tmp_path / "a.pdf") for bar in bars)
    assert reading.overlaps(tmp_path / "a.pdf") == []


def test_nothing_to_compare_draws_nothing(tmp_path: Path) -> None:
    assert draw(tmp_path / "a.pdf", Bar("Xã A", 0, "0")) == []
    assert reading.text(tmp_path / "a.pdf") == "Báo cáo"
