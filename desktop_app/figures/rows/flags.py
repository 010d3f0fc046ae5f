"""When a flag goes up, by which rule, and who is praised; rule, median and number of peers are always shown."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from db.i18n import _
from desktop_app.figures.catalogue import catalogue
from desktop_app.figures.report import Flag, Praise
from desktop_app.figures.rows.peers import Middle
from desktop_app.values.money import round_half_up

FEWEST_PEERS = 4
FUND_LOW, MEMBERS_DOWN, MEMBERS_BEHIND = "FUND_LOW", "MEMBERS_DOWN", "MEMBERS_BEHIND"
GROWTH = "B08"
"""What members have grown by is praised as a share of what they were."""


def flags_of(
    per_head: Fraction | None,
    middle: Middle | None,
    growth: int | None,
    joined: int | None,
    target: int | None,
    *,
    first_half: bool,
) -> list[Flag]:
    """The flags of one unit; `per_head` is its D16 before rounding and `middle` that of its peers."""
    flags = []
    if per_head is not None and middle is not None and middle.peers >= FEWEST_PEERS and per_head < middle.value / 2:
        rule = _("Quỹ trên đầu người thấp hơn một nửa mức giữa của các đơn vị cùng cấp trong cụm")
        flags.append(Flag(FUND_LOW, "D16", _shown(per_head), _shown(middle.value), middle.peers, rule))
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
    found = _praised(
        {unit: share for unit, share in reached.items() if share is not None and share >= 100},
        _("Vận động quỹ đạt từ 100 % chỉ tiêu cả năm"),
        "D18",
    )
    known = sorted((value for value in growth.values() if value is not None), reverse=True)
    if len(known) < FEWEST_PEERS:
        return found
    limit = known[max(len(known) // 4, 1) - 1]
    top = {unit: value * 100 for unit, value in growth.items() if value is not None and value >= limit and value > 0}
    return found + _praised(top, _("Thuộc một phần tư đơn vị tăng hội viên nhanh nhất"), GROWTH)


def _praised(shares: Mapping[bytes, Fraction], reason: str, indicator: str) -> list[Praise]:
    return [
        Praise(unit, reason, indicator, round_half_up(share.numerator, share.denominator, 1))
        for unit, share in shares.items()
    ]
