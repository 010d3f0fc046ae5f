"""Amounts in words, read back by a second, independent way."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_app.values.words import amount_in_words, number_in_words

DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip
SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6}


def read_back(words: str) -> int:
    """The number that the words say: the last tỷ parts it, what stands before is read in the same way."""
    if words.startswith("âm "):
        return -read_back(words.removeprefix("âm "))
    before, tỷ, behind = words.rpartition("tỷ")
    if tỷ:
        return read_back(before.strip()) * 10**9 + (read_groups(behind.split()) if behind else 0)
    return read_groups(words.split())


def read_groups(words: list[str]) -> int:
    total, group = 0, 0
    for word in words:
        if word in SCALES:
            total, group = total + group * SCALES[word], 0
        elif word in ("trăm", "mươi"):
            rest, digit = divmod(group, 10)
            group = (rest + digit) * 100 if word == "trăm" else rest * 10 + digit * 10
        elif word == "mười":
            group += 10
        elif word not in ("linh", "lẻ"):
            group += DIGITS[word]
    return total + group


CASES = [
    (1, "Một đồng"),
    (4, "Bốn đồng"),
    (5, "Năm đồng"),
    (10, "Mười đồng"),
    (11, "Mười một đồng"),
    (14, "Mười bốn đồng"),
    (15, "Mười lăm đồng"),
    (20, "Hai mươi đồng"),
    (21, "Hai mươi mốt đồng"),
    (24, "Hai mươi tư đồng"),
    (25, "Hai mươi lăm đồng"),
    (55, "Năm mươi lăm đồng"),
    (99, "Chín mươi chín đồng"),
    (100, "Một trăm đồng"),
    (101, "Một trăm linh một đồng"),
    (104, "Một trăm linh bốn đồng"),
    (105, "Một trăm linh năm đồng"),
    (110, "Một trăm mười đồng"),
    (115, "Một trăm mười lăm đồng"),
    (121, "Một trăm hai mươi mốt đồng"),
    (144, "Một trăm bốn mươi tư đồng"),
    (555, "Năm trăm năm mươi lăm đồng"),
    (999, "Chín trăm chín mươi chín đồng"),
    (1_000, "Một nghìn đồng"),
    (1_001, "Một nghìn không trăm linh một đồng"),
    (1_010, "Một nghìn không trăm mười đồng"),
    (1_015, "Một nghìn không trăm mười lăm đồng"),
    (1_100, "Một nghìn một trăm đồng"),
    (2_024, "Hai nghìn không trăm hai mươi tư đồng"),
    (21_000, "Hai mươi mốt nghìn đồng"),
    (45_500, "Bốn mươi lăm nghìn năm trăm đồng"),
    (105_000, "Một trăm linh năm nghìn đồng"),
    (205_015, "Hai trăm linh năm nghìn không trăm mười lăm đồng"),
    (523_056, "Năm trăm hai mươi ba nghìn không trăm năm mươi sáu đồng"),
    (1_000_005, "Một triệu không trăm linh năm đồng"),
    (1_200_000, "Một triệu hai trăm nghìn đồng"),
    (15_015_015, "Mười lăm triệu không trăm mười lăm nghìn không trăm mười lăm đồng"),
    (100_000_000, "Một trăm triệu đồng"),
    (1_001_000_000, "Một tỷ không trăm linh một triệu đồng"),
    (1_000_000_001, "Một tỷ không trăm linh một đồng"),
    (21_004_000_000, "Hai mươi mốt tỷ không trăm linh bốn triệu đồng"),
    (10**12, "Một nghìn tỷ đồng"),
    (1_005 * 10**9, "Một nghìn không trăm linh năm tỷ đồng"),
    (10**12 + 5 * 10**5, "Một nghìn tỷ năm trăm nghìn đồng"),
    (10**15, "Một triệu tỷ đồng"),
    (10**18, "Một tỷ tỷ đồng"),
    (-1, "Âm một đồng"),
    (-1_500_000, "Âm một triệu năm trăm nghìn đồng"),
]


@pytest.mark.parametrize(("amount", "words"), CASES)
def test_an_amount_is_said_as_a_voucher_writes_it(amount, words):
    assert amount_in_words(amount) == words


def test_nothing_is_said_as_no_dong_without_even():
    assert amount_in_words(0) == amount_in_words(0, exact=True) == "Không đồng"


@pytest.mark.parametrize(
    ("amount", "even"), [(1_000, True), (500_000, True), (1_000_000_000, True), (1_500, False), (999, False)]
)
def test_even_is_added_only_to_whole_thousands(amount, even):
    assert amount_in_words(amount, exact=True) == amount_in_words(amount) + (" chẵn" if even else "")


def test_even_is_not_added_to_a_debt():
    assert amount_in_words(-5_000, exact=True) == "Âm năm nghìn đồng"


def test_the_southern_way_says_ngàn_and_lẻ_and_keeps_the_rest():
    assert amount_in_words(5_104_021, southern=True) == "Năm triệu một trăm lẻ bốn ngàn không trăm hai mươi mốt đồng"
    assert amount_in_words(2_000, exact=True, southern=True) == "Hai ngàn đồng chẵn"


def test_a_number_alone_is_said_in_small_letters_without_dong():
    assert number_in_words(12) == "mười hai"
    assert number_in_words(105) == "một trăm linh năm"
    assert number_in_words(0) == "không"


@settings(max_examples=2_000, deadline=None)
@example(10**9)
@example(10**15 + 10**6 + 1)
@given(st.one_of(st.integers(-(10**15), 10**15), st.integers(0, 10_000), st.integers(0, 999).map(lambda n: n * 10**9)))
def test_the_words_read_back_are_the_number(number):
    assert read_back(number_in_words(number)) == number
    assert read_back(number_in_words(number, southern=True)) == number


def test_every_number_below_a_hundred_thousand_has_words_of_its_own():
    said = {number_in_words(number): number for number in range(100_000)}
    assert len(said) == 100_000
    assert all(read_back(words) == number for words, number in said.items())
