"""Words of the trade for what the book keeps as codes."""

from __future__ import annotations

from db.i18n import _


def trade_words() -> dict[str, str]:
    """Sexes, accounts and forms of awards in Vietnamese."""
    return {
        "female": _("Nữ"),
        "male": _("Nam"),
        "cash": _("tiền mặt"),
        "bank": _("tiền gửi"),
        "goods": _("hiện vật"),
        "scholarship": _("Học bổng"),
        "gift": _("Quà"),
        "certificate": _("Giấy khen"),
        "merit": _("Bằng khen"),
        "flag": _("Cờ thi đua"),
        "medal": _("Kỷ niệm chương"),
        "other": _("Khác"),
    }
