"""Vietnamese in the book: what is kept, the order of names, what search compares. ICU is the judge of order."""

from __future__ import annotations

import contextlib
import itertools
import random
import sqlite3
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.text import clean, given_name, plain, search_forms, sort_key

NAMES_IN_ORDER = """
Hoàng Thị An
Trần An
Lê Hoàng Anh
Lê Văn Anh
Mai Ánh
Giàng A Ắng
Hoàng Ân
Vũ Văn Bả
Nông Văn Bằng
Y Biêr Kmăn
Y Biêr Niê
H'Blum Buôn Yă
Đặng Tiến Cương
Bùi Cường
Lê Cưởng
Lương Thị Dung
Trần Dùng
Lê Dũng
Nguyễn Văn Dụng
Lê Minh Đức
Lò Thị É
Bế Văn Ê
Nguyễn Thu Hà
Hoàng Hả
Lý Hạ
H'Hen Niê
Đoàn Hoa
Đinh Hòa
Đinh Thị Hoà
Đỗ Hoá
Phan Thị Hoài
Vi Hồi
Lê Thị Hợi
Trần Thị Lân
""".split("\n")[1:-1]

ALPHABET = "a ă â b ƀ c č d đ e ĕ ê ê̆ f g h i ĭ j k l m n ñ o ŏ ô ô̆ ơ ơ̆ p q r s t u ŭ ư ư̆ v w x y z".split()

ONSETS = " b c ch d đ g gh gi h k kh l m n ng ngh nh ph qu r s t th tr v x".split(" ")
RIMES = "a ai ao ay ac an ang anh ăc ăn ăng âm ân âu ây e em en eo ê êm ên êu i ia iên inh o oa oai oan oe oi on ong"
RIMES += " ô ôi ôn ông ơ ơi ơn u ua uân uê ui un ung uy uyên uyêt ư ưa ưng ươi ươn ương ưu y yên"
MARKS = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]


def toned(rime: str, mark: str) -> str:
    """The rime with its tone on the last marked vowel, else on the last vowel."""
    letters = list(rime)
    vowels = [place for place, letter in enumerate(letters) if letter in "aăâeêioôơuưy"]
    hatted = [place for place in vowels if letters[place] in "ăâêôơư"]
    letters.insert((hatted or vowels)[-1] + 1, mark)
    return unicodedata.normalize("NFC", "".join(letters))


SYLLABLES = sorted({onset + toned(rime, mark) for onset in ONSETS for rime in RIMES.split() for mark in MARKS})
syllables = st.sampled_from(SYLLABLES)
names = st.lists(syllables.map(str.capitalize), min_size=1, max_size=6).map(" ".join)
ede_names = st.builds(
    "{}{} {}".format,
    st.sampled_from(["Y ", "H'", "H’", "H' ", "H ", "Y-"]),
    st.sampled_from(["Biêr", "Ngoan", "Wang", "Yim", "Ƀhăm", "Čư", "Blĭk", "Ñuê̆"]),
    st.sampled_from(["Niê", "Niê Kdăm", "Mlô Dun Du", "Êban", "Kđoh", "Ƀuôn Yă", "Adrơ̆ng"]),
)
some_text = st.text(st.characters(max_codepoint=0x2FFF), max_size=30)


def in_order(texts: list[str]) -> list[str]:
    return sorted(texts, key=sort_key)


# ---- the order of names ------------------------------------------------------------------------------------------


def test_names_of_a_commune_come_in_the_order_of_their_given_names():
    shuffled = NAMES_IN_ORDER[:]
    random.Random(20).shuffle(shuffled)
    assert in_order(shuffled) == NAMES_IN_ORDER


@pytest.mark.parametrize("written", ["H'Ngoan", "H’Ngoan", "H' Ngoan", "H Ngoan", "H-Ngoan", "HNgoan"])
def test_an_ede_woman_stands_under_her_own_name_however_it_is_written(written):
    expected = ["Bùi Hà", "Trần Hiền", "Lê Nga", f"{written} Niê", "Trần Nhi", "Lê Niệm"]
    assert in_order([*reversed(expected)]) == expected


def test_letters_stand_in_the_order_of_the_alphabet_with_ede_letters_after_their_base():
    shuffled = [*reversed(ALPHABET)]
    assert in_order(shuffled) == ALPHABET


def test_an_ede_letter_is_a_letter_and_not_a_letter_with_a_tone():
    assert in_order(["Ñac", "Nyp", "Oac"]) == ["Nyp", "Ñac", "Oac"]
    assert in_order(["Čac", "Cyp", "Dac"]) == ["Cyp", "Čac", "Dac"]
    assert in_order(["Ƀac", "Byp", "Cac"]) == ["Byp", "Ƀac", "Cac"]
    assert in_order(["Ê̆c", "Êy", "Gac"]) == ["Êy", "Ê̆c", "Gac"]


def test_capital_letters_stand_in_the_same_order():
    capitals = [letter.upper() for letter in ALPHABET]
    assert in_order([*reversed(capitals)]) == capitals


def test_tones_are_level_falling_asking_tumbling_rising_heavy():
    for syllable in ("ma", "mă", "mâ", "me", "mê", "mi", "mo", "mô", "mơ", "mu", "mư", "my"):
        toned_forms = [unicodedata.normalize("NFC", syllable + mark) for mark in MARKS]
        assert in_order([*reversed(toned_forms)]) == toned_forms


def test_letters_decide_before_tones_within_a_word():
    assert in_order(["Hoài", "Hòa", "Hoa", "Hoàng"]) == ["Hoa", "Hòa", "Hoài", "Hoàng"]


def test_a_word_that_ends_comes_before_a_longer_one():
    assert in_order(["Lê Thu An", "Lê Thị An", "Lê An"]) == ["Lê An", "Lê Thị An", "Lê Thu An"]
    assert in_order(["Thu Hà", "Thị Hà"]) == ["Thị Hà", "Thu Hà"]
    assert in_order(["Lê Thị B An", "Lê Thị An"]) == ["Lê Thị An", "Lê Thị B An"]


def test_with_the_same_given_name_the_surname_decides_and_then_the_middle_name():
    expected = ["Đặng Thị Hà", "Hà Thị Hà", "Lê Thị Hà", "Lê Thu Hà", "Lê Văn Hà"]
    assert in_order([*reversed(expected)]) == expected


def test_lower_case_comes_before_upper_case_only_when_all_else_is_alike():
    assert in_order(["Lê HIẾU", "Lê HIếu", "Lê Hiếu", "lê Hiếu", "Lê Hiếua"]) == [
        "lê Hiếu",
        "Lê Hiếu",
        "Lê HIếu",
        "Lê HIẾU",
        "Lê Hiếua",
    ]


@pytest.mark.parametrize(
    ("old", "new", "later"),
    [("Hoà", "Hòa", "Hỏa"), ("Thuý", "Thúy", "Thuỵ"), ("Khoẻ", "Khỏe", "Khoé"), ("Hoá", "Hóa", "Họa")],
)
def test_both_places_of_the_tone_are_one_name_and_the_surname_decides(old, new, later):
    assert in_order([f"Vũ {old}", f"An {later}", f"Lê {new}", f"Bùi {old}"]) == [
        f"Bùi {old}",
        f"Lê {new}",
        f"Vũ {old}",
        f"An {later}",
    ]


def test_d_with_stroke_typed_with_a_look_alike_stands_among_d_with_stroke():
    assert in_order(["Lê Ðức", "Lê Đạt", "Lê Eo", "Lê Dung"]) == ["Lê Dung", "Lê Đạt", "Lê Ðức", "Lê Eo"]


def test_a_corrected_given_name_decides_the_place():
    assert sort_key("Y Thanh Hà Niê", given="Thanh Hà") < sort_key("Lê Thanh Mai", given="Thanh Mai")
    assert sort_key("Y Biêr Niê", given="Niê") > sort_key("Lê Thị Mai")
    assert sort_key("Y Biêr Niê") < sort_key("Lê Thị Mai")


def test_giving_the_name_the_rule_would_guess_changes_nothing():
    for name in ("Nguyễn Thị Thu Hà", "H'Ngoan Niê", "Y Wang Mlô Dun Du", "Nay H'Wil", "Hà Thị Hà"):
        assert sort_key(name, given=given_name(name)) == sort_key(name, given=None) == sort_key(name, given="")


def test_a_given_name_that_is_not_in_the_full_name_still_decides():
    assert sort_key("Lê Thị Xuân", given="Bé") < sort_key("Trần Văn Công")


def test_a_unit_is_ordered_from_its_first_word_by_passing_the_whole_name():
    units = ["Xã Cư Elang", "Xã Cư Huê", "Xã Ea Đar", "Xã Ea Kmút", "Xã Ea Ô", "Xã Hòa Sơn", "Xã Xuân Phú"]
    shuffled = random.Random(3).sample(units, len(units))
    assert sorted(shuffled, key=lambda unit: sort_key(unit, given=unit)) == units


def test_a_store_of_blobs_sorts_as_python_does():
    names_shuffled = random.Random(7).sample(NAMES_IN_ORDER, len(NAMES_IN_ORDER))
    with sqlite3.connect(":memory:") as book:
        book.execute("CREATE TABLE people (name TEXT, sort_key BLOB)")
        book.executemany("INSERT INTO people VALUES (?, ?)", [(name, sort_key(name)) for name in names_shuffled])
        rows = [row[0] for row in book.execute("SELECT name FROM people ORDER BY sort_key")]
    book.close()
    assert rows == in_order(names_shuffled)


def test_single_syllables_stand_as_icu_puts_them():
    icu = pytest.importorskip("icu")
    judge = icu.Collator.createInstance(icu.Locale("vi"))
    assert len(SYLLABLES) > 8_000
    assert sorted(SYLLABLES, key=sort_key) == sorted(SYLLABLES, key=judge.getSortKey)


@settings(max_examples=400, deadline=None)
@given(names, names)
def test_two_full_names_stand_as_icu_puts_their_words_one_after_another(one, other):
    icu = pytest.importorskip("icu")
    judge = icu.Collator.createInstance(icu.Locale("vi"))

    def words(name: str) -> tuple[bytes, ...]:
        *before, last = name.split()
        return tuple(judge.getSortKey(word) for word in (last, *before))

    assert (sort_key(one) < sort_key(other)) == (words(one) < words(other))


@given(st.one_of(names, ede_names, some_text), st.one_of(names, ede_names, some_text))
def test_only_the_same_text_has_the_same_place(one, other):
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (sort_key(one) == sort_key(other)) == same


@pytest.mark.parametrize(
    ("one", "other"),
    [("Lê Hoà", "Lê Hòa"), ("H'Ngoan Niê", "H’Ngoan Niê"), ("Lê  An", "Lê An"), ("Lê Ðức", "Lê Đức"), ("B.Yă", "B Yă")],
)
def test_two_ways_of_writing_one_name_stand_side_by_side_in_a_fixed_order(one, other):
    assert sort_key(one) != sort_key(other)
    assert in_order([other, one]) == in_order([one, other])


@given(st.one_of(names, ede_names))
def test_composed_and_decomposed_names_are_one_name(name):
    decomposed = unicodedata.normalize("NFD", name)
    assert sort_key(decomposed) == sort_key(name)
    assert given_name(decomposed) == given_name(name)
    assert plain(decomposed) == plain(name)
    assert clean(decomposed) == clean(name)


def test_a_tone_typed_before_the_hat_makes_the_same_letter_for_order_and_search():
    assert sort_key("Lê Hiê\u0301u") == sort_key("Lê Hiếu")
    assert sort_key("An Hie\u0301\u0302u") < sort_key("Lê Hiếu") < sort_key("Vũ Hie\u0301\u0302u")
    assert plain("Hie\u0301\u0302u") == "hieu"


@given(some_text)
def test_any_text_has_a_place_a_given_name_and_a_plain_form(text):
    assert isinstance(sort_key(text), bytes)
    assert len(given_name(text).split()) == (1 if sort_key(text)[:1] > b"\x01" else 0)
    assert plain(text) == plain(plain(text))


# ---- which word is the given name --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("full_name", "expected"),
    [
        ("Nguyễn Thị Thu Hà", "Hà"),
        ("Lê An", "An"),
        ("Hà", "Hà"),
        ("Phạm Thị Ý", "Ý"),
        ("Nguyễn Y Vân", "Vân"),
        ("Nguyễn Thị Y", "Y"),
        ("H'Ngoan Niê", "Ngoan"),
        ("H’Ngoan Niê", "Ngoan"),
        ("Hʼ Ngoan Niê", "Ngoan"),
        ("H Ngoan Niê", "Ngoan"),
        ("H-Ngoan Niê", "Ngoan"),
        ("HNgoan Niê", "Ngoan"),
        ("h'ngoan niê", "ngoan"),
        ("H'NGOAN NIÊ", "NGOAN"),
        ("Y Biêr Niê", "Biêr"),
        ("Y-Biêr Niê", "Biêr"),
        ("HNGOAN NIÊ", "NGOAN"),
        ("YBiêr Niê", "Biêr"),
        ("Y BIÊR NIÊ", "BIÊR"),
        ("Y Wang Mlô Dun Du", "Wang"),
        ("H'Blum Buôn Yă", "Blum"),
        ("Y Ƀhăm Êñuôl", "Ƀhăm"),
        ("Nay H'Wil", "Wil"),
        ("Ksor Phước", "Phước"),
        ("Giàng A Páo", "Páo"),
        ("Huỳnh Thị Hoa", "Hoa"),
        ("HOÀNG VĂN HÙNG", "HÙNG"),
        ("HUỳnh Văn Lợi", "Lợi"),
        ("Yên Thị Mai", "Mai"),
        ("Điểu K'Ré", "K'Ré"),
        ("  Lê   Thị  Mai ", "Mai"),
        ("Y", "Y"),
        ("", ""),
        ("...", ""),
    ],
)
def test_the_given_name_is_the_last_word_or_stands_behind_an_ede_prefix(full_name, expected):
    assert given_name(full_name) == expected


# ---- what search compares ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nguyễn Thị Hà", "nguyen thi ha"),
        ("ĐẶNG ĐỨC ĐƯỜNG", "dang duc duong"),
        ("Ðặng", "dang"),
        ("M'Đrắk", "mdrak"),
        ("M’Đrắk", "mdrak"),
        ("MʼĐRẮK", "mdrak"),
        ("M`Đrăk", "mdrak"),
        ("M' Đrắk", "mdrak"),
        ("H'Ngoan Niê", "hngoan nie"),
        ("H’ Ngoan Niê", "hngoan nie"),
        ("lớp 'A' 5", "lop a 5"),
        ("Ƀuôn Yă", "buon ya"),
        ("Čư Êwi", "cu ewi"),
        ("Adrơ̆ng Ê̆ñuôl", "adrong enuol"),
        ("Y-Biêr", "y bier"),
        ("Ea Kar", "ea kar"),
        ("EaKar", "eakar"),
        ("  Xã\u00a0Ea\u200b  Ô\t", "xa ea o"),
        ("Số 12/QĐ-HKH", "so 12 qd hkh"),
        ("Tổ 3, TP. Buôn Ma Thuột", "to 3 tp buon ma thuot"),
        ("0905 123 456", "0905 123 456"),
        ("“Tấm lòng vàng” (2020)", "tam long vang 2020"),
        ("", ""),
        ("’", ""),
    ],
)
def test_search_compares_without_marks_capitals_and_apostrophes(text, expected):
    assert plain(text) == expected


@given(st.one_of(names, ede_names))
def test_capitals_make_no_difference_to_search(name):
    assert plain(name.upper()) == plain(name.lower()) == plain(name)


def test_the_plain_form_of_every_letter_stays_as_it_is_when_made_plain_again():
    for code in itertools.chain(range(0xD800), range(0xE000, 0x11000)):
        once = plain(f"a{chr(code)}b")
        assert plain(once) == once


@given(names)
def test_a_plain_vietnamese_name_holds_ascii_letters_and_spaces_only(name):
    form = plain(name)
    assert form.isascii() and form.replace(" ", "").isalpha() and form.count(" ") == name.count(" ")


# ---- what is kept of what was typed ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nguyễn   Văn\tAn \n", "Nguyễn Văn An"),
        ("Nguyễn\u00a0Văn\u200b An\ufeff", "Nguyễn Văn An"),
        ("Ngo\u0302 Thi\u0323 Thu\u0301y", "Ngô Thị Thúy"),
        ("Ðức, Ɖức, ðức", "Đức, Đức, đức"),
        ("M’Đrắk", "M’Đrắk"),
        ("M'Đrắk", "M'Đrắk"),
        ("EaKar", "EaKar"),
        ("HOÀNG văn AN", "HOÀNG văn AN"),
        ("hoà Hòa", "hoà Hòa"),
        ("Adrơ\u0306ng", "Adrơ̆ng"),
        ("e\u034f\u0302", "ê"),
        ("a\x00b\x07c", "abc"),
        ("\ud800An", "An"),
        ("", ""),
    ],
)
def test_typed_text_is_kept_as_written_but_for_hidden_characters_and_spaces(typed, kept):
    assert clean(typed) == kept


@given(some_text)
def test_cleaning_twice_changes_nothing_and_leaves_one_space_at_most(text):
    once = clean(text)
    assert clean(once) == once
    assert "  " not in once and once == once.strip() and unicodedata.is_normalized("NFC", once)


# ---- what a name is found by -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["H'Ngoan Niê", "H’Ngoan Niê", "H Ngoan Niê", "H-Ngoan Niê", "HNgoan Niê", "H' Ngoan Niê"]
)
@pytest.mark.parametrize("typed", ["hngoan", "h ngoan", "ngoan", "H'Ngoan", "HNGOAN NIÊ", "hngo nie", "nie"])
def test_an_ede_name_is_found_however_its_prefix_is_written(written, typed):
    assert found_by(typed, written)


@pytest.mark.parametrize("written", ["YBiêr Kmăn", "Y Biêr Kmăn", "Y-Biêr Kmăn", "Y'Biêr Kmăn"])
@pytest.mark.parametrize("typed", ["ybier", "y bier", "bier", "Y Biêr Kmăn", "kman ybier"])
def test_a_man_s_name_too(written, typed):
    assert found_by(typed, written)


@pytest.mark.parametrize(("typed", "written"), [("hngoan", "Hoàng Văn An"), ("oang", "HOÀNG AN"), ("yan", "Nguyễn An")])
def test_nobody_else_is_found_by_it(typed, written):
    assert not found_by(typed, written)


def found_by(typed: str, written: str) -> bool:
    """Whether the search index, asked as the lists ask it, finds the name."""
    with contextlib.closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE search USING fts5(plain)")
        db.execute("INSERT INTO search VALUES (?)", (" ".join(search_forms(written)),))
        match = " ".join(f'"{word}"*' for word in plain(typed).split())
        return db.execute("SELECT count(*) FROM search WHERE search MATCH ?", (match,)).fetchone()[0] == 1


def test_an_ordinary_name_has_one_form():
    assert search_forms("Nguyễn Thị Hồng") == ("nguyen thi hong",)
