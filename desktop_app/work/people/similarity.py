"""How far two entries of people look like one person: a score, and the reasons in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from db.i18n import _

CLOSE, NEAR = 92, 86
"""Per cent of likeness of two names: a letter or a mark apart; worth a look."""
RARE = 3
"""A name borne by at most so many people in the book says something by itself."""
SUSPECTED = 70
"""Points from which two entries are shown to a person."""
PHONE_DIGITS = 9


@dataclass(frozen=True)
class Face:
    """What is known of one person, in the form in which it is compared; "" where nothing is.

    `name` is without marks; `written` is the name as it stands in the book, whose marks may differ (Hùng, Hưng).
    `address` begins with the office: every commune has its hamlet number 3.
    """

    name: str
    born: str = ""
    sex: str = ""
    phone: str = ""
    address: str = ""
    guardian: str = ""
    school: str = ""
    written: str = ""

    @property
    def year(self) -> str:
        """The year of birth."""
        return self.born[:4]

    @property
    def birthday(self) -> str:
        """The whole date of birth; 1 January is what people write who know the year alone."""
        return self.born if len(self.born) > 4 and not self.born.endswith("-01-01") else ""


@dataclass(frozen=True)
class Likeness:
    """Points, and why, the weightiest first; a reason against begins with «nhưng»."""

    score: int
    reasons: tuple[str, ...]


def compare(one: Face, other: Face, *, bearers: int = RARE + 1) -> Likeness | None:
    """How alike two people are; None where the names alone say no. `bearers` is how many have this name."""
    alike = name_likeness(one.name, other.name)
    if alike < NEAR:
        return None
    marks_differ = alike == 100 and one.written != other.written and _marks(one.written) != _marks(other.written)
    found = [_of_name(alike, marks_differ=marks_differ), _of_birth(one, other), *_of_the_rest(one, other)]
    if alike == 100 and bearers <= RARE:
        found.append((15, _("tên ít gặp")))
    return Likeness(sum(points for points, _words in found), _in_words(found))


def _in_words(found: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    weighty = sorted((one for one in found if one[0] > 0), key=lambda one: -one[0])
    against = [_("nhưng {reason}").format(reason=words) for points, words in found if points < 0]
    return (*(words for _points, words in weighty), *against)


def name_likeness(one: str, other: str) -> float:
    """Per cent of likeness of two plain names."""
    if one == other:
        return 100.0
    from rapidfuzz.fuzz import ratio  # not needed to open the window

    return min(float(ratio(one, other, score_cutoff=NEAR)), 99.0)


def _of_name(alike: float, *, marks_differ: bool) -> tuple[int, str]:
    if alike == 100:
        return (36, _("họ tên chỉ khác dấu")) if marks_differ else (40, _("cùng họ tên"))
    return (32 if alike >= CLOSE else 25), _("họ tên gần giống")


def _marks(written: str) -> list[list[str]]:
    """The marks of each word, wherever in it they were put: Hòa and Hoà have the same."""
    letters = unicodedata.normalize("NFD", written).casefold().replace("đ", "d\u0335")
    return [sorted(one for one in word if unicodedata.combining(one)) for word in letters.split()]


def _of_birth(one: Face, other: Face) -> tuple[int, str]:
    """Birth dates compared; a year alone is half as good as a day."""
    if not one.year or not other.year:
        return 0, ""
    if one.birthday and one.birthday == other.birthday:
        return 40, _("cùng ngày sinh")
    if one.year == other.year:
        if not one.birthday or not other.birthday:
            return 20, _("cùng năm sinh")
        slip = _is_slip(one.birthday, other.birthday)
        return (15, _("ngày sinh gần giống")) if slip else (-15, _("khác ngày sinh"))
    apart = abs(int(one.year) - int(other.year))
    return (-10 if apart == 1 else -60), _("khác năm sinh")


def _is_slip(one: str, other: str) -> bool:
    """Whether day and month changed places, or only one of them differs."""
    (month, day), (other_month, other_day) = one[5:].split("-"), other[5:].split("-")
    return (month, day) == (other_day, other_month) or month == other_month or day == other_day


def _of_the_rest(one: Face, other: Face) -> list[tuple[int, str]]:
    found = []
    for points, field, words in (
        (30, "phone", _("cùng số điện thoại")),
        (25, "guardian", _("cùng cha mẹ, người giám hộ")),
        (10, "address", _("cùng thôn, địa chỉ")),
        (10, "school", _("cùng trường")),
    ):
        if getattr(one, field) and getattr(one, field) == getattr(other, field):
            found.append((points, words))
    if one.sex and other.sex and one.sex != other.sex:
        found.append((-25, _("khác giới tính")))
    return found


def phone_digits(phone: str | None) -> str:
    """A telephone number in its digits, +84 as 0; "" for what is too short to be one."""
    digits = "".join(one for one in phone or "" if one.isdecimal())
    digits = f"0{digits[2:]}" if digits.startswith("84") and len(digits) > PHONE_DIGITS else digits
    return digits if len(digits) >= PHONE_DIGITS else ""
