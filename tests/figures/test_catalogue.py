"""What is promised to readers and what is counted: the catalogue and the rows name the same indicators."""

from __future__ import annotations

from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.indicators import CODES, FROM_LISTS, MAY_BE_UNKNOWN, NEEDS_LAST_YEAR, ROWS
from desktop_app.figures.sources import SOURCES

OF_A_UNIT = ("population", "target")
"""What ratios are formed by that is no figure of the books."""


def test_every_indicator_of_the_catalogue_has_a_row_and_every_row_is_in_the_catalogue():
    ratios = {code: one for code, one in catalogue().items() if one.denominator}
    assert set(catalogue()) - set(ratios) == set(CODES)
    for code, one in ratios.items():
        assert one.numerator in CODES, code
        assert one.denominator in (*CODES, *OF_A_UNIT), code


def test_every_row_has_a_source_that_knows_when_its_records_count():
    for row in ROWS:
        source = SOURCES[row.source]
        assert source.there if row.when in ("stock", "change") else row.day or source.day, row.code
        assert source.person or not (row.persons or row.unless), row.code
        assert not source.day_indexed or (row.when == "flow" and not row.day), row.code
    assert {row.source for row in ROWS} == set(SOURCES)


def test_what_follows_from_the_rows_is_what_readers_were_told():
    assert MAY_BE_UNKNOWN == {"A09": "A03", "B06": "B01", "B07": "B01"}
    assert {"B02", "B03", "B06", "B07"} == FROM_LISTS
    assert {"B08", "D21"} == NEEDS_LAST_YEAR
    assert [code for code, one in catalogue().items() if one.held] == ["D15"]
