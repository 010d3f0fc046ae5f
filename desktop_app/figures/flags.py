"""When a flag goes up, by which rule, and who is praised; rule, median and number of peers are always shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from db.i18n import _
from desktop_app.figures.catalogue import catalogue
from desktop_app.values.money import round_half_up

FEWEST_PEERS = 4
FUND_LOW, MEMBERS_DOWN, MEMBERS_BEHIND = "FUND_LOW", "MEMBERS_DOWN", "MEMBERS_BEHIND"


@dataclass(frozen=True)
class Flag:
    """A unit falls behind by a rule; `value` and `median` in the indicator's unit."""

    flag: str
    indicator: str
    value: float
    median: float | None
    peers: int
    rule: str


@dataclass(frozen=True)
class Praise:
    """A unit that stands out, and why in words."""

    unit: bytes
    reason: str


def median(values: Sequence[Fraction]) -> Fraction | None:
    """The middle value, or the mean of the two in the middle; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def flags_of(
    unit: bytes,
    per_head: Mapping[bytes, Fraction | None],
    growth: int | None,
    joined: int | None,
    target: int | None,
    *,
    first_half: bool,
) -> list[Flag]:
    """The flags of one unit; `per_head` holds D16 (exact) of the unit and of its reported peers."""
    flags = []
    peers = [value for other, value in per_head.items() if other != unit and value is not None]
    own, middle = per_head.get(unit), median(peers)
    if own is not None and middle is not None and len(peers) >= FEWEST_PEERS and own < middle / 2:
        rule = _("Quỹ trên đầu người thấp hơn một nửa mức giữa của các đơn vị cùng cấp trong cụm")
        flags.append(Flag(FUND_LOW, "D16", _shown(own), _shown(middle), len(peers), rule))
    if growth is not None and growth < 0:
        flags.append(Flag(MEMBERS_DOWN, "B08", growth, None, 0, _("Hội viên giảm so với cùng kỳ năm trước")))
    if first_half and target and joined is not None and joined * 2 < target:
        rule = _("Hội viên mới trong 6 tháng đầu năm dưới một nửa chỉ tiêu cả năm")
        flags.append(Flag(MEMBERS_BEHIND, "B02", joined, None, 0, rule))
    return flags


def _shown(per_head: Fraction) -> float:
    """Rounded as the report shows it; the rule compares exact figures."""
    return round_half_up(per_head.numerator, per_head.denominator, catalogue()["D16"].decimals)


def praised(reached: Mapping[bytes, Fraction | None], growth: Mapping[bytes, Fraction | None]) -> list[Praise]:
    """Units at 100 % of their fund target or more, and the top quarter of member growth among those that grew."""
    found = [
        Praise(unit, _("Vận động quỹ đạt từ 100 % chỉ tiêu cả năm"))
        for unit, share in reached.items()
        if share is not None and share >= 100
    ]
    known = sorted((value for value in growth.values() if value is not None), reverse=True)
    if len(known) < FEWEST_PEERS:
        return found
    limit = known[max(len(known) // 4, 1) - 1]
    top = [unit for unit, value in growth.items() if value is not None and value >= limit and value > 0]
    return found + [Praise(unit, _("Thuộc một phần tư đơn vị tăng hội viên nhanh nhất")) for unit in top]
