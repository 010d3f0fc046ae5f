"""Where a form or a list of its own asks something narrower than the declaration says, and why; all else says its words."""

from __future__ import annotations

from collections.abc import Mapping

OF_FIELD: Mapping[tuple[str, str], tuple[str, str]] = {
    ("members", "class_name"): ("people", "class"),
    ("awards", "class_name"): ("people", "class"),
    ("fund", "party_text"): ("fund", "party"),
    ("fund", "donor"): ("fund", "party"),
    ("fund", "donor_kind"): ("fund", "party_kind"),
    ("awards", "party_text"): ("fund", "party"),
    ("awards", "kind"): ("awards", "recipient_kind"),
    ("fund", "text"): ("fund", "note"),
}
"""By subject and what a form or list calls it: the declared field where its name is another."""

NARROWER: Mapping[tuple[str, str, str], str] = {
    # the direction in which money goes says which of both is meant
    ("fund", "party_text", "Ai nhận"): "who is paid",
    ("fund", "donor", "Ai ủng hộ"): "who gives",
    ("fund", "donor_kind", "Người ủng hộ mới này là"): "asked only where the name is new",
    ("fund", "category", "Khoản chi"): "what is paid for",
    ("fund", "category", "Khoản thu"): "what comes in",
    ("fund", "account", "Chi bằng"): "what is paid out of",
    ("fund", "account", "Nhận bằng"): "what is received as",
    ("fund", "account", "Đang ở dạng"): "of an opening balance",
    ("fund", "account", "Từ"): "of a transfer, beside «Sang»",
    ("fund", "to_account", "Sang"): "of a transfer, beside «Từ»",
    ("fund", "purse", "Từ quỹ"): "money leaves it",
    ("fund", "purse", "Vào quỹ"): "money comes into it",
    ("fund", "purse", "Thuộc quỹ"): "of an opening balance",
    ("fund", "to_purse", "Sang quỹ"): "of a transfer",
    ("fund", "decision", "Theo quyết định số"): "its number is typed",
    ("fund", "goods", "Là hiện vật gì"): "asked below the choice «Hiện vật»: which",
    ("fund", "amount", "Số tiền"): "of a transfer: money alone",
    ("fund", "amount", "Số tiền (đồng)"): "the column says the unit once",
    ("fund", "on", "Tính đến ngày"): "the day of an opening balance",
    ("fund", "on", "Ngày hủy"): "the day of a reversal",
    ("awards", "amount", "Số tiền (đồng)"): "the column says the unit once",
    ("awards", "decision", "Theo quyết định"): "by which lines are approved",
    ("awards", "party_text", "Người ký nhận"): "who signs for the money",
    ("members", "branch", "Chi hội mới"): "beside the present one",
    ("members", "state", "Tình trạng"): "member, or left when and why: no field",
    ("posts", "until", "Từ ngày"): "the first day without the post",
    ("posts", "full_name", "Người ghi sổ mới"): "who takes the book over",
    ("posts", "on", "Ngày nhận bàn giao"): "the day of taking over",
}
"""Subject, what the form or list calls it, its words: why they are not those of the declaration."""

NO_FIELD = {
    ("awards", "which"),  # the lines that are approved
    ("fund", "period"),  # of the cash book
    ("fund", "state"),  # sent, reversed
    ("contacts", "source"),  # typed by the province, or what the office said
}
"""What is asked or shown that no record keeps."""
