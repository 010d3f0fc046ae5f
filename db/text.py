"""Vietnamese for the store: what is kept of typed text, the order of names in lists, and what search compares.

Rules of order: letters a ă â b c d đ e ê ... with the Êđê letters right after their base letter, tones ngang, huyền,
hỏi, ngã, sắc, nặng; word by word, given name first. Python's and SQLite's own orders put Đ after z and tones first.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

APOSTROPHES = frozenset("'’‘ʼʻˈ`´′＇")

_APOSTROPHES_APART = str.maketrans(dict.fromkeys(APOSTROPHES, " "))
_LONE_LETTER = re.compile(rf"(?<!\S)(\w)[{''.join(sorted(APOSTROPHES))}]\s+(?=\w)")
_LOOK_ALIKES = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_GRAPHEME_JOINER = "\u034f"
_TO_CLEAN = re.compile(f"^ |  | $|[{_GRAPHEME_JOINER}ÐƉðɖ]")

_ORDER = "0123456789aăâbƀcčdđeĕêê̆fghiĭjklmnñoŏôô̆ơơ̆pqrstuŭưư̆vwxyz"
_TILDE = "\u0303"
_TONES = {"\u0300": 4, "\u0309": 5, _TILDE: 6, "\u0301": 7, "\u0323": 8}
_OTHER_MARK = 9
_PART_END, _LEVEL_END = b"\x01", b"\x02"
_FIRST_LETTER = 0x10

_GENDER_PREFIXES = frozenset("hy")
_VOWELS = frozenset("aeiouy")
_BARRED = {"đ": "d", "ƀ": "b"}


def clean(text: str) -> str:
    """The text as it is kept: composed (NFC), trimmed, single spaces, no invisible characters, Ð typed for Đ put right.

    Letters, capitals and apostrophes stay as the person typed them.
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text) and not _TO_CLEAN.search(text):
        return text  # nearly every text, and twenty times as fast
    composed = unicodedata.normalize("NFC", text)
    seen = "".join(_seen(character) for character in composed).translate(_LOOK_ALIKES)
    return unicodedata.normalize("NFC", " ".join(seen.split()))


def shortened(text: str, most: int = 60) -> str:
    """The text as a sentence repeats it: of one that is longer its beginning."""
    return text if len(text) <= most else f"{text[:most]}…"


def _seen(character: str) -> str:
    if character.isspace():
        return " "
    hidden = character == _GRAPHEME_JOINER or unicodedata.category(character) in _UNSEEN
    return "" if hidden else character


def given_name(full_name: str) -> str:
    """The given name as far as a rule can tell: the last word, or the word after an Êđê prefix Y or H'.

    "Nguyễn Thị Thu Hà" gives "Hà", "H'Ngoan Niê" "Ngoan", "Y Wang Mlô Dun Du" "Wang"; "" for a name without words.
    """
    words = _words(unicodedata.normalize("NFC", full_name))
    return words[_given_place(words)] if words else ""


def sort_key(full_name: str, *, given: str | None = None) -> bytes:
    """The place of a name in lists, as bytes that SQLite compares as a BLOB.

    The given name decides first (`given` where a person has corrected the guess), then the remaining words in order.
    Within a word letters decide before tones, wherever in the word the tone is written (hòa, hoà). Names still alike
    are told apart by lower before upper case and at last by their characters: equal keys mean equal NFC texts.
    """
    name = unicodedata.normalize("NFC", full_name)
    words = _words(name)
    first, rest = _parted(words, unicodedata.normalize("NFC", given) if given else "")
    return b"".join(
        (
            *map(_word_key, first),
            _PART_END,
            *map(_word_key, rest),
            _PART_END,
            bytes(map(str.isupper, name)),
            _LEVEL_END,
            name.encode("utf-8", "surrogatepass"),
        )
    )


def plain(text: str) -> str:
    """What search compares: no marks, lower case, đ as d, no apostrophes; other punctuation is a space.

    "M'Đrắk", "M’ĐRẮK" and "M' Đrắk" give "mdrak". Applied twice it changes nothing more.
    """
    composed = unicodedata.normalize("NFC", text)
    if not APOSTROPHES.isdisjoint(composed):
        composed = _LONE_LETTER.sub(r"\1", composed)
    return " ".join(composed.translate(_PLAIN).split())


def search_forms(name: str) -> tuple[str, ...]:
    """Every plain form a name is looked for by: H'Ngoan, H Ngoan and HNgoan alike by "hngoan", "h ngoan" and "ngoan"."""
    composed = unicodedata.normalize("NFC", name)
    parts = _words(composed)
    joined = [
        f"{word}{after}" for word, after in pairwise(parts) if len(word) == 1 and word.lower() in _GENDER_PREFIXES
    ]
    if not joined and " ".join(parts) == composed and APOSTROPHES.isdisjoint(composed):
        return (plain(composed),)  # the common name is spelled in one way
    spellings = dict.fromkeys([composed, composed.translate(_APOSTROPHES_APART), " ".join(parts), *joined])
    return tuple(form for form in dict.fromkeys(map(plain, spellings)) if form)


class _PlainLetters(dict[int, str]):
    """Each character's plain form, worked out the first time the character is met."""

    def __missing__(self, code: int) -> str:
        lowered = unicodedata.normalize("NFD", chr(code)).lower().translate(_LOOK_ALIKES)
        self[code] = "".join(map(_plain_character, unicodedata.normalize("NFD", lowered)))
        return self[code]


_PLAIN = _PlainLetters()


def _plain_character(character: str) -> str:
    if character in APOSTROPHES:  # asked first: ʼ counts as a letter in Unicode
        return ""
    if character.isalnum():
        return _BARRED.get(character, character)
    unseen = unicodedata.category(character) in _UNSEEN and not character.isspace()
    return "" if unseen or unicodedata.category(character).startswith("M") else " "


def _words(name: str) -> list[str]:
    """The words of a composed name; an Êđê prefix written together with its name is a word of its own."""
    words: list[str] = []
    for piece in name.split():
        words.extend(_split_piece(piece))
    return words


@lru_cache(maxsize=20_000)
def _split_piece(piece: str) -> tuple[str, ...]:
    """The words between two spaces: hyphens, full stops and the like part words (Nguyễn-văn-An, N.V.An)."""
    if piece.isalpha():
        return _split_prefix(piece)
    spaced = "".join(" " if _parts_words(character) else character for character in piece)
    return tuple(word for part in spaced.split() for word in _split_prefix(_seen_text(part)))


def _parts_words(character: str) -> bool:
    return character not in APOSTROPHES and unicodedata.category(character)[0] in "PSZ"


def _seen_text(part: str) -> str:
    return "".join(map(_seen, part))


def _split_prefix(word: str) -> tuple[str, ...]:
    """The Êđê prefix H or Y and the name written together with it ("H'Ngoan", "HNgoan"), or the word as it is."""
    bare = word.strip("".join(APOSTROPHES))
    if len(bare) < 2 or bare[0].lower() not in _GENDER_PREFIXES:
        return (bare,) if bare else ()
    if bare[1] in APOSTROPHES:
        return (bare[0], bare[2:].strip("".join(APOSTROPHES)))
    return (bare[0], bare[1:]) if _hides_prefix(bare) else (bare,)


def _hides_prefix(word: str) -> bool:
    """Whether a capital consonant follows a capital H or Y ("HNgoan", "YBIÊR"): no other name begins so.

    "HOÀNG" and "HUỳnh", Shift held too long, have a vowel there.
    """
    consonant = unicodedata.normalize("NFD", word[1].lower())[0] not in _VOWELS
    return word[0].isupper() and word[1].isupper() and consonant


def _given_place(words: list[str]) -> int:
    """Which word is the given name; the name has at least one word."""
    prefixed = len(words) > 1 and words[0].lower() in _GENDER_PREFIXES
    return 1 if prefixed else len(words) - 1


def _parted(words: list[str], given: str) -> tuple[list[str], list[str]]:
    """The words of the given name and the remaining ones, each in the order in which they are written."""
    if not words:
        return _words(given), []
    place, length = _given_place(words), 1
    if given:
        wanted = _words(given)
        found = _place_of(wanted, words, place)
        if found is None:
            return wanted, words
        place, length = found, len(wanted)
    return words[place : place + length], words[:place] + words[place + length :]


def _place_of(wanted: list[str], words: list[str], guess: int) -> int | None:
    """Where `wanted` stands in `words`, whatever its capitals: at the guessed place if it can, else at the last."""
    sought, keys = list(map(_word_key, wanted)), list(map(_word_key, words))
    places = [guess, *range(len(words) - len(wanted), -1, -1)]
    return next((place for place in places if keys[place : place + len(sought)] == sought), None)


@lru_cache(maxsize=20_000)
def _word_key(word: str) -> bytes:
    """Letters of the whole word, then its tones; cached, since a province's names share a few thousand words."""
    letters = bytearray()
    tones = bytearray()
    for cluster in _clusters(word.lower().translate(_LOOK_ALIKES)):
        letter, marks = _letter_and_marks(cluster)
        letters += letter
        tones += marks
    return bytes(letters) + _LEVEL_END + bytes(tones) + _LEVEL_END


def _clusters(word: str) -> list[str]:
    """A base character and its combining marks, one string each; apostrophes count only in the last resort."""
    clusters: list[str] = []
    for character in unicodedata.normalize("NFD", word):
        if unicodedata.combining(character) and clusters:
            clusters[-1] += character
        elif character not in APOSTROPHES:
            clusters.append(character)
    return clusters


_WEIGHTS = {
    (cluster[0], frozenset(cluster[1:])): _FIRST_LETTER + place for place, cluster in enumerate(_clusters(_ORDER))
}


def _letter_and_marks(cluster: str) -> tuple[bytes, bytes]:
    """The weight of the letter and those of the tones on it; a foreign letter sorts after z, a foreign mark after nặng.

    The tilde on n makes the Êđê letter ñ; on every other letter it is the tone ngã.
    """
    base, marks = cluster[0], cluster[1:]
    shape = frozenset(mark for mark in marks if mark not in _TONES or (base == "n" and mark == _TILDE))
    tones = bytes(_TONES[mark] for mark in marks if mark in _TONES and mark not in shape)
    if (base, shape) in _WEIGHTS:
        return bytes([_WEIGHTS[base, shape]]), tones
    foreign = bytes([_OTHER_MARK]) * len(shape)
    if (base, frozenset()) in _WEIGHTS:
        return bytes([_WEIGHTS[base, frozenset()]]), tones + foreign
    return base.encode("utf-8", "surrogatepass"), tones + foreign
